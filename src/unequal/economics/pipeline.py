"""Deals that can still be won by a horizon: the open ones, and those that will be started until then."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .clocks import DealClocks
from .win_model import OWN_DEALS, Floats, Windows, WinModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Deals that can still be won.

    Attributes:
        deal_ids: The open deals with a clock.
        ages: Months on their clocks.
        new_per_month: Deals that will be started at the beginning of each month, the first now. A fraction is a deal
            that is started with that chance.
        starts: Further deals, by the month from now in which each is started.
    """

    deal_ids: tuple[str, ...]
    ages: Floats
    new_per_month: float = 0.0
    starts: tuple[float, ...] = ()


def open_pipeline(clocks: DealClocks, *, new_per_month: float = 0.0) -> Pipeline:
    """Return the open deals of a segment's clocks."""
    rows = clocks.open_deals()
    return Pipeline(
        deal_ids=tuple(rows["deal_id"]),
        ages=rows["months"].to_numpy(dtype=np.float64),
        new_per_month=new_per_month,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Distinct windows, and which deal looks through which.

    Attributes:
        windows: Each pair of age and length once.
        place: Window of each deal: open deals first, then the new ones.
        weight: 1, or the chance that a new deal is started at all.
        n_open: Number of open deals.
        horizon: Months.
    """

    windows: Windows
    place: NDArray[np.intp]
    weight: Floats
    n_open: int
    horizon: float

    @property
    def deals_through(self) -> Floats:
        """How many deals look through each window, one that may not be started counting by its chance."""
        return np.bincount(self.place, weights=self.weight, minlength=self.windows.ages.size).astype(np.float64)

    def by_deal(self, chances: Floats) -> Floats:
        """Return the chance of each deal, given one for each window; the last axis is windows, then deals."""
        deals = np.take(chances.T, self.place, axis=0)  # rows of windows lie together where there are draws
        deals *= self.weight if chances.ndim == 1 else self.weight[:, None]
        return np.clip(deals, 0.0, 1.0, out=deals).T


def outlook_of(pipeline: Pipeline, horizon_months: float) -> Outlook:
    """Return who can be won within a horizon; one of 0 or less leaves no time for anybody."""
    horizon = max(horizon_months, 0.0)
    new, chance_to_start = _new_deals(pipeline, horizon)
    windows, place = _distinct(
        np.concatenate((pipeline.ages, np.zeros(new.size))),
        np.concatenate((np.full(pipeline.ages.size, horizon), horizon - new)),
    )
    return Outlook(
        windows=windows,
        place=place,
        weight=np.concatenate((np.ones(pipeline.ages.size), chance_to_start)),
        n_open=pipeline.ages.size,
        horizon=horizon,
    )


def _distinct(ages: Floats, lengths: Floats) -> tuple[Windows, NDArray[np.intp]]:
    """Return each pair of age and length once, in ascending order, and the place of every pair among them."""
    order = np.lexsort((lengths, ages))  # what np.unique does by rows, at a fifth of its time
    age, length = ages[order], lengths[order]
    is_new = np.ones(order.size, dtype=bool)
    is_new[1:] = (age[1:] != age[:-1]) | (length[1:] != length[:-1])
    place = np.empty(order.size, dtype=np.intp)
    place[order] = np.cumsum(is_new) - 1
    return Windows(ages=age[is_new], lengths=length[is_new]), place


def at_worst(outlook: Outlook, model: WinModel) -> Outlook:
    """Return the outlook of a band's low end: a deal so old that only the prior speaks for it counts as dead.

    Priors know no dead deals, and files are full of them. Without own deals nothing but the prior speaks, and nothing
    changes. How much better such a band keeps its promise: docs/decisions/0016.
    """
    dead = model.prior_driven(outlook.windows.ages[outlook.place])
    if model.band_from != OWN_DEALS or not dead.any():
        return outlook
    return replace(outlook, weight=np.where(dead, 0.0, outlook.weight))


def _new_deals(pipeline: Pipeline, horizon: float) -> tuple[Floats, Floats]:
    """Return the month in which each new deal is started before the horizon, and the chance that it is started."""
    months = np.arange(math.ceil(horizon), dtype=np.float64)
    whole, part = divmod(pipeline.new_per_month, 1)
    copies = np.array([1.0] * int(whole) + [part] * (part > 0))
    planned = np.array([start for start in pipeline.starts if start < horizon])
    return (
        np.concatenate((np.repeat(months, copies.size), planned)),
        np.concatenate((np.tile(copies, months.size), np.ones(planned.size))),
    )
