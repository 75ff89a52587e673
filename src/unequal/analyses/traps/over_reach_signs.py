"""Which rule of Over-Reach applies, its signs, and the levers as the runway has solved them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from unequal.analyses.runway.facts import Facts as Runway
from unequal.findings.grade import grade_of_own
from unequal.stats.time_to_win import TimeToWin

from .chances import Chances
from .changes import Change, change
from .knobs import Knobs
from .signs import Sign, State

QUARTILE = -0.6744897501960817  # of the standard normal law
OWN = "own deals"
BENCHMARK = "benchmark"  # too few own deals
GUESSED = "guessed"  # nothing but somebody's guess of the cycle
ALIVE = "alive"  # no date presses
PAST = "past"  # the date has passed
SIDE_BET = "side bet"
UNKNOWN = "unknown"  # cash is missing


@dataclass(frozen=True, kw_only=True)
class Reached:
    """The segment and the date that it is set against.

    Attributes:
        knobs: Thresholds.
        runway: None where cash or deals are missing.
        own: The segment's deals.
        share: Of the plan; nan where it is not said.
        depends: Whether the plan depends on it.
    """

    knobs: Knobs
    runway: Runway | None
    own: Chances
    share: float
    depends: bool

    @property
    def date_months(self) -> float:
        """The decision date, in months from now; nan where none presses, or none is known."""
        return self.runway.decision_months if self.runway else math.nan

    @cached_property
    def cycle(self) -> tuple[TimeToWin, str, str]:
        """The clocks of such deals, where they come from, and their grade."""
        row = self.own.figures.typed_row() or {}
        stated = any(_is_number(row.get(key)) for key in ("cycle_months", "cycle_p25_months", "cycle_p75_months"))
        if stated and self.own.typed is not None:
            return self.own.typed.clocks, "typed", self.own.typed.grade
        return self.own.prior.clocks, "tier", "E4"

    @property
    def quarter_months(self) -> float:
        """Until a quarter of the wins of such deals are there."""
        clocks = self.cycle[0]
        return clocks.win_median * math.exp(QUARTILE * clocks.win_sigma)

    @cached_property
    def rule(self) -> str:
        """The rule that applies."""
        if self.runway is None:
            return UNKNOWN
        if not self.depends:
            return SIDE_BET
        if math.isnan(self.date_months):
            return ALIVE
        if self.date_months <= 0:
            return PAST
        if len(self.own.clocks.frame) >= self.knobs.fewest_own_deals:
            return OWN
        return GUESSED if self.cycle[2] == "E5" else BENCHMARK

    @cached_property
    def chance(self) -> tuple[float, float, float]:
        """Chance of enough wins by the date with its band, as the runway has it."""
        if self.runway is None:
            return math.nan, math.nan, math.nan
        rows = self.runway.wins
        chosen = rows[rows["segment"].eq(self.own.figures.name) & rows["k"].eq(self.runway.wins_needed)]
        if chosen.empty:
            return math.nan, math.nan, math.nan
        found = chosen.iloc[0]
        return float(found["probability"]), float(found["low"]), float(found["high"])

    @cached_property
    def cover(self) -> float:
        """Expected revenue of the open deals by the date over what the plan is for; nan where not known."""
        target = self.knobs.target_arr
        if self.runway is None or target is None or self.own.figures.name != self.runway.target:
            return math.nan
        worth = self.own.clocks.frame.set_index("deal_id")["acv"]
        chances = self.runway.open_deals.set_index("deal_id")["chance"]
        values = worth.reindex(chances.index).fillna(self.own.figures.acv.value)
        return float((chances * values).sum()) / target


def signs_of(found: Reached) -> tuple[Sign, ...]:
    """Return the signs of the rule that applies."""
    if found.rule == UNKNOWN:
        return ()
    gate = Sign(
        sign="O0",
        value=found.share,
        unit="share",
        threshold=found.knobs.depends_from,
        source="plan",
        grade="E2",
        state=State.MET if found.depends else State.NOT_MET,
    )
    if found.rule in (SIDE_BET, ALIVE):
        return (gate,)
    day = Sign(sign="date", value=found.date_months, unit="months", source="runway", grade="E2")
    if found.rule == PAST:
        return (gate, day)
    return (gate, day, *((_own_sign(found),) if found.rule == OWN else _usual_signs(found)))


def _own_sign(found: Reached) -> Sign:
    probability, low, high = found.chance
    stop, go = found.knobs.stop_probability, found.knobs.go_probability
    unsure = math.isnan(probability) or (low < stop and high >= go)
    return Sign(
        sign="O1",
        value=probability,
        low=low,
        high=high,
        unit="probability",
        threshold=go,
        source="deals",
        grade=found.own.model.grade,
        n=len(found.own.clocks.frame),
        state=State.CANNOT_TELL if unsure else State.NOT_MET if probability >= go else State.MET,
    )


def _usual_signs(found: Reached) -> tuple[Sign, ...]:
    clocks, source, grade = found.cycle
    timed = [
        Sign(
            sign=name,
            value=value,
            unit="months",
            threshold=found.date_months,
            source="segments" if source == "typed" else "assumptions",
            grade=grade,
            state=State.MET if value > found.date_months else State.NOT_MET,
        )
        for name, value in (("O2_median", clocks.win_median), ("O2_quarter", found.quarter_months))
    ]
    won, names, cover = found.own.won, found.knobs.famous_names, found.cover
    few = str(grade_of_own(len(found.own.clocks.frame)))
    aggravating = State.CANNOT_TELL if math.isnan(cover) else State.MET if cover < 1 else State.NOT_MET
    return (
        *timed,
        Sign(sign="no_win", value=float(won), unit="wins", threshold=1.0, source="deals", grade=few,
             state=State.MET if won == 0 else State.NOT_MET),
        Sign(sign="names", value=float(names), unit="yes or no", source="plan", grade="E2",
             state=State.MET if names else State.NOT_MET),
        Sign(sign="cover", value=cover, unit="share", threshold=1.0, source="deals", grade="E4", state=aggravating),
    )  # fmt: skip


def changes_of(found: Reached) -> tuple[Change, ...]:
    """Return every lever with the value that clears the trap, as the runway has solved them."""
    runway = found.runway
    if runway is None or found.rule not in (OWN, BENCHMARK, PAST):
        return ()
    kept = runway.raise_months + runway.reserve_months
    if found.rule == BENCHMARK:
        return _cash_changes(runway, found.cycle[0].win_median + kept)
    if found.own.figures.name != runway.target:
        return ()
    rows = runway.conditions.table.to_dict("records")
    until = next((float(row["needed"]) + kept for row in rows if row["lever"] == "horizon"), math.nan)
    return tuple(
        Change(
            lever=str(row["lever"]),
            now=float(row["now"]),
            needed=float(row["needed"]),
            unit=str(row["unit"]),
            times=float(row["times"]),
            beside=until if row["lever"] in ("cash", "burn") else float(row["needed"]) - float(row["now"]),
        )
        for row in rows
        if row["lever"] != "horizon"  # nobody has a lever for time itself; cash, burn and a shorter raise give it
    )


def _cash_changes(runway: Runway, last: float) -> tuple[Change, ...]:
    """Return the cash and the burn with which the money lasts so many months, the burn as even as it is now."""
    burn = runway.cash / runway.runway_months
    raising = runway.raise_months - (last - runway.runway_months)
    return (
        change("cash", runway.cash, burn * last, "money", beside=last),
        change("burn", burn, runway.cash / last, "money a month", beside=last),
        change("raise", runway.raise_months, raising if raising > 0 else math.nan, "months"),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)
