"""What a CRM shows of deals whose truth is known: the open ones cut off today, some late, some old losses gone."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from unequal.units import DAYS_PER_MONTH

from .known_clocks import DealTruth, Floats

LATEST_ENTRY_MONTHS = 6.0  # on a deal's clock
NO_DECISION = 0.3  # share of the losses that are called so

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a CRM shows.

    Attributes:
        window_days: Deals were created evenly over so many days, up to yesterday.
        late_share: Share of deals that came into view at an age of up to six months; those that had ended are not seen.
        complete_days: Losses older than so many days are not in the export (wins are); None when all are.
    """

    window_days: int
    late_share: float = 0.0
    complete_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDeals:
    """The deals in the file, oldest first; days.

    Attributes:
        since: Since the creation.
        lasted: On the clock: until the end, or until today.
        closed: Has ended.
        won: Was won.
        no_decision: Was lost, and is called so.
        entered: On the clock when it came into view; 0 when from the start.
        timed: Has a part in durations; not so a win from before the export is complete.
        dead: Open, and will never end.
    """

    since: Floats
    lasted: Floats
    closed: Flags
    won: Flags
    no_decision: Flags
    entered: Floats
    timed: Flags
    dead: Flags

    @property
    def n(self) -> int:
        """Deals that have a part in durations."""
        return int(np.count_nonzero(self.timed))

    @property
    def open_months(self) -> Floats:
        """Ages of the open deals."""
        return self.since[~self.closed] / DAYS_PER_MONTH


COLUMNS = tuple(field.name for field in fields(SeenDeals))


def seen_deals(law: DealTruth, deals: int, view: View, rng: np.random.Generator) -> SeenDeals:
    """Return what is seen until so many deals have a part in durations.

    Deals are drawn one after another, whether they will be seen or not, so what is seen is a fair draw of what can be.
    """
    parts: list[SeenDeals] = []
    while sum(part.n for part in parts) < deals:
        parts.append(_in_the_file(_drawn(law, 2 * deals + 20, view, rng)))
    every = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS}
    enough = int(np.searchsorted(np.cumsum(every["timed"]), deals)) + 1
    oldest_first = np.argsort(-every["since"][:enough], kind="stable")
    return SeenDeals(**{name: values[:enough][oldest_first] for name, values in every.items()})


def _drawn(law: DealTruth, deals: int, view: View, rng: np.random.Generator) -> SeenDeals:
    """Return deals, `timed` for those of which the durations can learn, `entered` nan for those not in the file."""
    since = np.floor(rng.random(deals) * view.window_days) + 1
    ends, won = law.draw(rng, deals)
    at_age = np.ceil(rng.random(deals) * LATEST_ENTRY_MONTHS * DAYS_PER_MONTH)
    entered = np.where(rng.random(deals) < view.late_share, at_age, 0.0)
    no_decision = rng.random(deals) < NO_DECISION
    closed, lasted = ends <= since, np.minimum(ends, since)
    in_view = entered
    dropped = np.zeros(deals, dtype=bool)
    if view.complete_days is not None:
        in_view = np.maximum(entered, since - view.complete_days)
        dropped = closed & ~won & (since - lasted > view.complete_days)
    timed = (in_view == 0) | (in_view < lasted)
    unseen = dropped | ((entered > 0) & (entered >= lasted))
    return SeenDeals(
        since=since,
        lasted=lasted,
        closed=closed,
        won=closed & won,
        no_decision=closed & ~won & no_decision,
        entered=np.where(unseen, np.nan, entered),
        timed=timed & ~unseen,
        dead=np.isinf(ends),
    )


def _in_the_file(drawn: SeenDeals) -> SeenDeals:
    kept = ~np.isnan(drawn.entered)
    return SeenDeals(**{name: getattr(drawn, name)[kept] for name in COLUMNS})
