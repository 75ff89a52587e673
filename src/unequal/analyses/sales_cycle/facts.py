"""Curves of winning and losing per segment, with open deals and late entry; the naive figures beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from unequal.analyses.runway.facts import Facts as Runway
from unequal.economics.clock_start import CREATED, NOT_REACHED, NOT_RECORDED, ClockStart
from unequal.economics.clocks import DealClocks
from unequal.economics.covariates import Moves, moves
from unequal.economics.cycle import OF_PARTNER
from unequal.economics.naive import naive_cycle, one_minus_kaplan_meier
from unequal.economics.zombies import counted_as_lost, zombies
from unequal.segments.order import ALL, OTHER, UNKNOWN
from unequal.stats.group_difference import gray_test
from unequal.stats.incidence import cumulative_incidence
from unequal.stats.spells import FEWEST, Spells
from unequal.units import days, months
from unequal.workbook import Inputs, Missing
from unequal.workbook.end_user_deals import partner_deals

from .backtest import Backtest, backtest
from .clock import Counted, clock_asked, clocks_from, counted, missing_records
from .curve import DAYS, SegmentCurve
from .doubts import Doubts, doubts, slips_by_segment
from .knobs import Knobs
from .outlook import Outlook, outlook
from .reference import reference_ranges

FIRST_DAYS = 4  # shown even where the horizon is shorter
TENTH, FIFTH = 0.1, 0.2  # of all started deals: what a plan can count on, and few companies pass by far
NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the deals say about the sales cycle.

    Attributes:
        incidence: segment ("all" first), outcome (won, lost, open), days, estimate, low, high, at_risk, beyond (after
            the reliable horizon); one row a distinct day on which a deal ended, plus day 0 and the horizon.
        by_day: segment, days, won, low, high, at_risk, ignoring_late_entry, beyond.
        segments: segment, deals, won, lost, open, horizon_days, won_by_horizon, low, high, may_be_won (with everything
            still open), winner_p25_days, winner_median_days, winner_p75_days (by then so many of those won by the
            horizon were won), tenth_won_days, fifth_won_days (by then a tenth, a fifth of ALL started deals was won;
            nan: not by the horizon), dead, won_without_dead, starts_at_days (0, or where the curve begins under late
            entry: it then speaks of deals that lasted so long); one row a segment, "all" first.
        naive: segment, win_rate, mean_days, median_days, lost_as_open (one minus Kaplan-Meier at the horizon), right
            (won by the horizon), low, high.
        left_out: reason, deals; of the deals that are in no duration.
        unknown_open: Open deals without a segment that got as far as the clock's start.
        partner_deals: Deals of partners, in no figure here.
        clock: From when the target's deals are counted, and which never got so far.
        late: Deals that came into view late.
        complete_from: The day from which lost deals are recorded; None where nobody says.
        difference_p: Chance of so large a difference between equal segments; nan with fewer than two to compare.
        compared: The segments that were compared.
        order: Segments in reading order.
        target: The segment that the headline speaks of.
        asked: The segment that it was asked to speak of; another one where none of its deals is known.
        horizon_days: Reliable horizon of the target; nan when there is none.
        decision_months: Months until wins must be there; nan where no date presses, or none is known.
        open_deals: Chances of the target's open deals.
        doubts: What could make the target's curve wrong.
        moves: What goes together with a win among the target's deals.
        reference: id, name, figure, source, year, grade, of what others report.
        backtest: The same as of past days; None where nobody asked for it.
    """

    incidence: pd.DataFrame
    by_day: pd.DataFrame
    segments: pd.DataFrame
    naive: pd.DataFrame
    left_out: pd.DataFrame
    unknown_open: int
    partner_deals: int
    clock: Counted
    late: int
    complete_from: date | None
    difference_p: float
    compared: tuple[str, ...]
    order: tuple[str, ...]
    target: str
    asked: str
    horizon_days: float
    decision_months: float
    open_deals: Outlook
    doubts: Doubts
    moves: Moves
    reference: pd.DataFrame
    backtest: Backtest | None

    def of(self, segment: str) -> pd.Series:
        """Return the row of a segment."""
        return self.segments[self.segments["segment"].eq(segment)].iloc[0]

    def naive_of(self, segment: str) -> pd.Series:
        """Return the naive figures of a segment."""
        return self.naive[self.naive["segment"].eq(segment)].iloc[0]


def missing(inputs: Inputs, knobs: Knobs) -> Missing | None:
    """The cycle needs deals, and days of stages or meetings where it counts from these."""
    deals = inputs.tables.get("deals")
    if deals is None or not len(deals):
        return Missing(says="missing", unlock="unlock")
    return missing_records(inputs, knobs.clock_from)


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Measure the cycle as it stood on the day."""
    start = clock_asked(inputs.tables, knobs.clock_from)
    clocks = clocks_from(inputs, start, tables=inputs.tables, as_of=inputs.as_of)
    order = tuple(name for name in inputs.segments if name == ALL or clocks.frame["segment"].eq(name).any())
    curves = {name: SegmentCurve.of(clocks.of(name).in_days()) for name in order}
    segments = pd.DataFrame([_segment_row(name, clocks, curves[name], knobs) for name in order])
    p_value, compared = _difference(clocks, order)
    asked = inputs.segment_asked(knobs.target_segment) or knobs.target_segment
    target = asked if asked in order else ALL
    runway: Runway | None = inputs.run("runway")
    own = clocks.of(target)
    slips = slips_by_segment(clocks if start.is_creation else _created(inputs), order, inputs.tables)
    return Facts(
        incidence=pd.concat([_curve_rows(name, curves[name]) for name in order], ignore_index=True),
        by_day=_by_day(clocks, curves, order),
        segments=segments,
        naive=_naive(clocks, segments),
        left_out=_left_out(clocks),
        unknown_open=_unknown_open(inputs, clocks),
        partner_deals=partner_deals(clocks),
        clock=counted(start, own),
        late=clocks.counts["entered late"],
        complete_from=inputs.workspace.deals_complete_from,
        difference_p=p_value,
        compared=compared,
        order=order,
        target=target,
        asked=asked,
        horizon_days=curves[target].horizon,
        decision_months=runway.decision_months if runway else NAN,
        open_deals=outlook(own, curves[target].curve, inputs.tables, knobs.within_months),
        doubts=doubts(
            own, curves[target], everybody=clocks, slips=slips, register=inputs.workspace.register, knobs=knobs
        ),
        moves=moves(own, inputs.tables["deals"], curves[target].horizon),
        reference=reference_ranges(inputs.workspace.register),
        backtest=backtest(inputs, order, target, knobs),
    )


def _curve_rows(segment: str, measured: SegmentCurve) -> pd.DataFrame:
    days = measured.shown_days
    frames = [
        pd.DataFrame({"outcome": name, "days": days, "estimate": estimate, "low": ends.low, "high": ends.high})
        for name, estimate, ends in measured.outcomes(days)
    ]
    rows = pd.concat(frames, ignore_index=True)
    at_risk = measured.curve.spells.at_risk(rows["days"].to_numpy())
    beyond = ~rows["days"].le(measured.horizon) & rows["days"].gt(0)
    placed = rows.assign(segment=segment, at_risk=at_risk, beyond=beyond)
    return placed[["segment", "outcome", "days", "estimate", "low", "high", "at_risk", "beyond"]]


def _by_day(clocks: DealClocks, curves: dict[str, SegmentCurve], order: tuple[str, ...]) -> pd.DataFrame:
    longest = max((one.horizon for one in curves.values() if one.horizon == one.horizon), default=0.0)
    days = np.array([day for place, day in enumerate(DAYS) if place < FIRST_DAYS or day <= longest], dtype=np.float64)
    frames = []
    for name in order:
        measured = curves[name]
        ends = measured.won_interval(days)
        from_the_start = cumulative_incidence(_as_if_seen_from_the_start(clocks.of(name)))
        frame = pd.DataFrame(
            {
                "segment": name,
                "days": days,
                "won": measured.curve.at(days).won,
                "low": ends.low,
                "high": ends.high,
                "at_risk": measured.curve.spells.at_risk(days),
                "ignoring_late_entry": from_the_start.at(days).won,
                "beyond": ~(days <= measured.horizon),
            }
        )
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _as_if_seen_from_the_start(clocks: DealClocks) -> Spells:
    watched = clocks.in_days()
    return Spells(duration=watched.duration, event=watched.event, entry=np.zeros_like(watched.entry))


def _segment_row(name: str, clocks: DealClocks, measured: SegmentCurve, knobs: Knobs) -> dict[str, object]:
    own = clocks.of(name)
    counts = own.counts
    known = not np.isnan(measured.horizon)
    at = np.array([measured.horizon if known else 0.0])
    levels, ends = measured.curve.at(at), measured.won_interval(at)
    dead = zombies(own, silent_days=knobs.silent_days)
    without_dead = cumulative_incidence(counted_as_lost(own, dead).in_days()).at(at).won[0]
    return {
        "segment": name,
        "deals": counts["timed"],
        "won": counts["won"],
        "lost": counts["lost"],
        "open": counts["open"],
        "horizon_days": measured.horizon,
        "won_by_horizon": levels.won[0] if known else NAN,
        "low": ends.low[0] if known else NAN,
        "high": ends.high[0] if known else NAN,
        "may_be_won": levels.won[0] + levels.still_open[0] if known else NAN,
        "winner_p25_days": measured.curve.time_to_win(0.25),
        "winner_median_days": measured.curve.time_to_win(0.5),
        "winner_p75_days": measured.curve.time_to_win(0.75),
        "tenth_won_days": measured.curve.time_until(TENTH),
        "fifth_won_days": measured.curve.time_until(FIFTH),
        "dead": len(dead.frame),
        "won_without_dead": without_dead if known else NAN,
        "starts_at_days": measured.curve.starts_at,
    }


def _naive(clocks: DealClocks, segments: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for right in segments.to_dict("records"):
        name = str(right["segment"])
        own = clocks.of(name)
        shown, horizon = naive_cycle(own), float(right["horizon_days"])
        lost_as_open = NAN if np.isnan(horizon) else one_minus_kaplan_meier(own, [months(horizon)])[0]
        rows.append(
            {
                "segment": name,
                "win_rate": shown.win_rate,
                "mean_days": days(shown.mean_months),
                "median_days": days(shown.median_months),
                "lost_as_open": lost_as_open,
                "right": right["won_by_horizon"],
                "low": right["low"],
                "high": right["high"],
                "horizon_days": right["horizon_days"],
            }
        )
    return pd.DataFrame(rows)


def _difference(clocks: DealClocks, order: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
    groups = {name: clocks.of(name).in_days() for name in order if name not in (ALL, OTHER, UNKNOWN)}
    enough = {name: group for name, group in groups.items() if group.n >= FEWEST}
    if len(enough) < 2:
        return NAN, tuple(enough)
    return float(gray_test(list(enough.values())).p_value), tuple(enough)


def _left_out(clocks: DealClocks) -> pd.DataFrame:
    counts = clocks.left_out["reason"].value_counts().sort_index()
    return pd.DataFrame({"reason": counts.index.astype("str"), "deals": counts.to_numpy(dtype=np.int64)})


def _created(inputs: Inputs) -> DealClocks:
    """Return the clocks from the creation: a date is promised of a deal, however far it got."""
    start = ClockStart.of(CREATED)
    return clocks_from(inputs, start, tables=inputs.tables, as_of=inputs.as_of)


def _unknown_open(inputs: Inputs, clocks: DealClocks) -> int:
    deals = inputs.tables["deals"]
    elsewhere = clocks.left_out.loc[clocks.left_out["reason"].isin((NOT_REACHED, NOT_RECORDED, OF_PARTNER)), "deal_id"]
    unknown = deals["status"].eq("open") & deals["deal_id"].map(inputs.labels.deals).eq(UNKNOWN)
    return int((unknown & ~deals["deal_id"].isin(elsewhere)).sum())
