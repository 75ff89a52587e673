"""How long a deal is open on average, won or lost: the area under the share that is still open."""

from __future__ import annotations

import numpy as np

from .own_deals import OwnDeals
from .tiers import mean_open_months
from .typed_figures import TypedFigures


def mean_open_time(model: OwnDeals | TypedFigures) -> float:
    """Return months; beyond what own deals have shown, the tier's curve speaks.

    Winners alone would say too much: many deals are lost early.

    >>> from unequal.economics.tiers import tier_prior
    >>> from unequal.economics.typed_figures import typed_figures
    >>> round(mean_open_time(typed_figures({"win_rate": 0.22}, tier_prior("Medium"))), 2)
    2.97
    """
    if isinstance(model, TypedFigures):
        return mean_open_months(model.clocks)
    still_open = model.law.mean().at_month_ends().still_open
    return float(np.trapezoid(still_open))
