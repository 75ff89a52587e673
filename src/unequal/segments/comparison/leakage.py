"""A scheme made of what it is judged by always wins, so it is not judged by it."""

from __future__ import annotations

from collections.abc import Iterable

MARGIN, COST_TO_SERVE, CONTRIBUTION, RETENTION = "margin", "cost_to_serve", "contribution", "retention"
TARGETS = (MARGIN, COST_TO_SERVE, CONTRIBUTION, RETENTION)
_PRICE = ("revenue.mrr", "revenue.list_mrr", "deals.acv", "orders.amount", "contracts.price")
_COST = ("revenue.direct_cogs", "orders.cogs", "activities.hours", "cost_pools.cost")
_MADE_OF = {
    MARGIN: _COST,
    COST_TO_SERVE: ("activities.hours", "cost_pools.cost"),
    CONTRIBUTION: (*_PRICE, *_COST),  # who pays more leaves more: to group by price and find profit is to find nothing
    RETENTION: ("customers.end_date", "customers.months_active", "customers.active"),
}


def leaks(fields_used: Iterable[str], target: str) -> bool:
    """Return whether a scheme uses a target, or what the target is made of.

    >>> leaks(["revenue.mrr"], "contribution"), leaks(["revenue.mrr"], "margin"), leaks(["customers.margin"], "margin")
    (True, False, True)
    """
    used = set(fields_used)
    return bool(used & set(_MADE_OF[target])) or any(field.rpartition(".")[2] == target for field in used)
