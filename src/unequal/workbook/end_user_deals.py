"""The deals of end users, each with its clock; those of partners are apart.

A reseller, integrator, distributor or referrer signs a frame for others: its deal takes another time, is won at another
rate and is worth another sum. What a partner sells to an end user is that end user's deal.
"""

from __future__ import annotations

import pandas as pd

from unequal.customers import channel
from unequal.economics.clocks import DealClocks
from unequal.economics.cycle import OF_PARTNER, durations

from .analysis import Inputs


def partners(inputs: Inputs) -> frozenset[str]:
    """Return the accounts that resell, integrate, distribute or refer."""
    return inputs.once("partners", lambda: frozenset(channel(inputs.customers)["customer_id"]))


def end_user_deals(inputs: Inputs) -> pd.DataFrame:
    """Return the deals of end users, those without an account included; no rows without the table."""
    deals = inputs.tables.get("deals")
    if deals is None:
        return pd.DataFrame()
    return deals[~deals["account_id"].isin(list(partners(inputs)))]


def end_user_clocks(inputs: Inputs) -> DealClocks:
    """Return the clocks of all deals of end users from their creation, labelled by segment."""
    return inputs.once("end_user_clocks", lambda: _clocks(inputs))


def partner_deals(clocks: DealClocks) -> int:
    """Return how many deals of partners were left out."""
    return int(clocks.left_out["reason"].eq(OF_PARTNER).sum())


def _clocks(inputs: Inputs) -> DealClocks:
    deals = inputs.tables.get("deals")
    rows = deals if deals is not None else pd.DataFrame()
    labels = inputs.labels.deals if len(rows) else None
    complete_from = inputs.workspace.deals_complete_from
    return durations(rows, inputs.as_of, complete_from, segments=labels, apart=partners(inputs))
