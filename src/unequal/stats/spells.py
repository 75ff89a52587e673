"""A spell is one clock: how long something was watched, how it ended, and from when on it was in view.

A deal is a spell that ends won, lost or not yet; a customer is a spell that ends with leaving or not yet. Everything in
this room about time starts from `Spells` and from its `risk_table`: at each time at which something ended, how many
spells were being watched, and how many ended which way.

Late entry: a spell that came into view only when its clock already stood at `entry` says nothing about the time before.
It counts among those at risk at time t only when ``entry < t <= duration``. A spell in view from the start has entry 0
and is at risk at time 0 too, so that an ending on the very first day is not lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unequal.errors import InputError

OPEN, WON, LOST = 0, 1, 2
FEWEST = 5  # below this many spells nothing is estimated; a curve under late entry does not start with fewer at risk

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """Clocks that can be used, in any order; make them with `spells`.

    Attributes:
        duration: Time on the clock at the end or at the last look; months or days, one unit throughout.
        event: 0 still open, 1 won (or left), 2 lost.
        entry: Time on the clock when the spell came into view; 0 when it was in view from the start.
        excluded: How many rows came into view at or after their own end and say nothing; they are not in the arrays.
    """

    duration: Floats
    event: NDArray[np.int8]
    entry: Floats
    excluded: int = 0

    @property
    def n(self) -> int:
        """Number of usable spells."""
        return self.duration.size

    @property
    def late_entry(self) -> bool:
        """Whether any spell came into view late; intervals are then approximations."""
        return bool((self.entry > 0).any())

    def beyond(self, age: float) -> Spells:
        """Return the spells that lasted longer than an age, their clocks restarted at that age.

        >>> spells([1, 3, 5], [1, 0, 2]).beyond(2).duration
        array([1., 3.])
        """
        kept = self.duration > age
        return Spells(
            duration=self.duration[kept] - age,
            event=self.event[kept],
            entry=np.maximum(self.entry[kept] - age, 0.0),
        )

    def where(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> Spells:
        """Return some of the spells, by a mask or by their rows.

        >>> spells([1, 3, 5], [1, 0, 2]).where(np.array([True, False, True])).duration
        array([1., 5.])
        """
        return Spells(duration=self.duration[kept], event=self.event[kept], entry=self.entry[kept])

    def only(self, cause: int) -> Spells:
        """Return the spells with every other ending read as still open; the cause becomes event 1.

        This is what a naive win rate does with lost deals; it serves to show the bias.
        """
        return Spells(
            duration=self.duration,
            event=(self.event == cause).astype(np.int8),
            entry=self.entry,
            excluded=self.excluded,
        )

    def at_risk(self, times: ArrayLike) -> Floats:
        """Return how many spells were being watched just before each time: ``entry < t <= duration``."""
        at = np.asarray(times, dtype=np.float64)
        late = np.sort(self.entry[self.entry > 0])
        ended_before = np.searchsorted(np.sort(self.duration), at, side="left")
        not_yet_in_view = late.size - np.searchsorted(late, at, side="left")
        return (self.n - ended_before - not_yet_in_view).astype(np.float64)

    def sum_at_risk(self, each: Floats, times: Floats) -> Floats:
        """Return the sum of something a spell over those being watched just before each time.

        >>> watched = spells([1, 3, 5], [1, 0, 2], entry=[0, 2, 0])
        >>> watched.sum_at_risk(np.array([1.0, 10.0, 100.0]), np.array([1.0, 3.0]))
        array([101., 110.])
        """
        late = np.flatnonzero(self.entry > 0)
        late = late[np.argsort(self.entry[late], kind="stable")]
        order = np.argsort(self.duration, kind="stable")
        gone = np.concatenate(([0.0], np.cumsum(each[order])))
        came = np.concatenate(([0.0], np.cumsum(each[late])))
        left = np.searchsorted(self.duration[order], times, side="left")
        in_view = np.searchsorted(self.entry[late], times, side="left")
        return (gone[-1] - gone[left]) - (came[-1] - came[in_view])

    def in_view_after(self, times: ArrayLike) -> Floats:
        """Return how many spells were being watched just after each time: ``entry <= t < duration``."""
        at = np.asarray(times, dtype=np.float64)
        late = np.sort(self.entry[self.entry > 0])
        ended = np.searchsorted(np.sort(self.duration), at, side="right")
        not_yet_in_view = late.size - np.searchsorted(late, at, side="right")
        return (self.n - ended - not_yet_in_view).astype(np.float64)

    def observed_beyond(self, ages: ArrayLike) -> Floats:
        """Return how many spells lasted longer than each age; below `FEWEST` nothing can be told from that age on."""
        at = np.asarray(ages, dtype=np.float64)
        return (self.n - np.searchsorted(np.sort(self.duration), at, side="right")).astype(np.float64)


def spells(duration: ArrayLike, event: ArrayLike, entry: ArrayLike | None = None) -> Spells:
    """Check clocks and return those that can be used.

    A missing or negative entry counts as 0. A spell that came into view at or after its own end is left out and
    counted in `Spells.excluded`.

    Args:
        duration: Time on each clock, finite and not negative.
        event: 0 open, 1 won, 2 lost; as long as `duration`.
        entry: Time on each clock when it came into view; None when all were in view from the start.

    Raises:
        InputError: lengths differ, a duration is missing, infinite or negative, or an event is not 0, 1 or 2.

    >>> watched = spells([4.0, 2.0, 3.0], [1, 0, 2], entry=[0.0, 2.5, 1.0])
    >>> watched.n, watched.excluded
    (2, 1)
    """
    lasted = np.asarray(duration, dtype=np.float64).ravel()
    ended = np.asarray(event).ravel()
    entered = np.zeros_like(lasted) if entry is None else np.asarray(entry, dtype=np.float64).ravel()
    _check(lasted, ended, entered)
    entered = np.fmax(entered, 0.0)
    kept = (entered == 0) | (entered < lasted)
    excluded = int(lasted.size - np.count_nonzero(kept))
    if excluded:
        lasted, ended, entered = lasted[kept], ended[kept], entered[kept]
    return Spells(duration=lasted, event=ended.astype(np.int8), entry=entered, excluded=excluded)


def _check(duration: Floats, event: NDArray[np.generic], entry: Floats) -> None:
    if not duration.size == event.size == entry.size:
        found = f"{duration.size} durations, {event.size} events and {entry.size} entries were given."
        raise InputError(found, mend="Give one duration, one event and one entry a spell.")
    bad = ~np.isfinite(duration) | (duration < 0)
    if bad.any():
        found = f"{np.count_nonzero(bad)} durations are missing, infinite or negative."
        raise InputError(found, mend="Leave these rows out, or set their clock right.")
    if not np.isin(event, (OPEN, WON, LOST)).all():
        found = f"Events are {sorted(set(np.unique(event).tolist()))}; 0 (open), 1 (won) and 2 (lost) are known."
        raise InputError(found, mend="Map each status to 0, 1 or 2.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTable:
    """What ended when, one row a distinct time at which something ended.

    Attributes:
        times: Distinct times of an ending, ascending, all after `starts_at` where that is above 0.
        at_risk: Spells being watched just before each time.
        wins: Endings of event 1 at each time.
        losses: Endings of event 2 at each time.
        starts_at: 0, or the time from which on enough spells are in view; all is then conditional on lasting so long.
    """

    times: Floats
    at_risk: Floats
    wins: Floats
    losses: Floats
    starts_at: float

    @property
    def ended(self) -> Floats:
        """Endings of either kind at each time."""
        return self.wins + self.losses


def risk_table(watched: Spells) -> RiskTable:
    """Count endings and spells at risk at each distinct time of an ending; ties are exact.

    Under late entry the first spells in view can all end before the next comes in. The product of chances would be 0
    from then on, whatever follows. The table then starts at the first later time with at least `FEWEST` in view.

    >>> risk_table(spells([2, 2, 3, 5], [1, 2, 0, 1])).at_risk
    array([4., 1.])
    """
    won_at, won = np.unique(watched.duration[watched.event == WON], return_counts=True)
    lost_at, lost = np.unique(watched.duration[watched.event == LOST], return_counts=True)
    times = np.union1d(won_at, lost_at)
    wins, losses = np.zeros(times.size), np.zeros(times.size)
    wins[np.searchsorted(times, won_at)] = won
    losses[np.searchsorted(times, lost_at)] = lost
    at_risk = watched.at_risk(times)
    starts_at = _start(watched, times[at_risk <= np.minimum(wins + losses, FEWEST - 1)])
    kept = slice(np.searchsorted(times, starts_at, side="right") if starts_at > 0 else 0, None)
    return RiskTable(
        times=times[kept], at_risk=at_risk[kept], wins=wins[kept], losses=losses[kept], starts_at=starts_at
    )


def _start(watched: Spells, emptied: Floats) -> float:
    """Return where a curve may start, given the times at which a handful at risk all ended."""
    entries = np.unique(watched.entry[watched.entry > 0])
    emptied = emptied[emptied <= entries[-1]] if entries.size else emptied[:0]
    if not emptied.size:
        return 0.0
    later = entries[entries >= emptied[-1]]
    enough = later[watched.in_view_after(later) >= FEWEST]
    return float(enough[0]) if enough.size else 0.0
