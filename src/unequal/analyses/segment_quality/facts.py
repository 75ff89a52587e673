"""The three tests of every segment, and what they stand on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from unequal.customers import channel, end_users
from unequal.customers.paid import Paid, last_bills, paid_at_both_ends
from unequal.customers.profit import customer_profit
from unequal.customers.served import ONBOARDING
from unequal.customers.terms import expected_life
from unequal.economics.clocks import DealClocks
from unequal.findings import Grade, Verdict
from unequal.segments.order import ALL, OTHER, UNKNOWN
from unequal.segments.spellings import spelled
from unequal.stats.pooling import Pooled, partial_pooling
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs, Missing
from unequal.workbook.end_user_deals import end_user_clocks
from unequal.workbook.segment_figures import SegmentFigures

from .growing import Grown, growing, grown
from .identifiable import Recognised, identifiable, recognised
from .judged import TESTS, Judged
from .knobs import Knobs
from .profitable import Profit, cost_to_win, profit_of, profitable

COLUMNS = ("segment", "test", "estimate", "low", "high", "probability", "verdict", "unit", "n", "reason", "grade")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One segment.

    Attributes:
        name: Its name.
        customers: Who use the product themselves, and have bought; those who left included.
        active: Of them, there today.
        share: Of today's recurring revenue; nan where nothing is known of it.
        price: Money a year that a paying customer pays today; nan where nobody is known to.
        largest: Share of today's recurring revenue of all that its largest customer pays.
        profit: What a customer leaves.
        growth: How it has grown.
        tests: The three, in order.
        verdicts: The same, judged.
        careful: Why passing all three is not safe: one (customer makes most of what old customers pay more), largest
            (one customer pays much of all revenue), weak (a rule of thumb carries it), or empty.
    """

    name: str
    customers: int
    active: int
    share: float
    price: float
    largest: float
    profit: Profit
    growth: Grown
    tests: tuple[Judged, ...]
    verdicts: tuple[Verdict, ...]
    careful: str

    @property
    def verdict(self) -> Verdict:
        """Go where all three pass (caution where not safely), stop where one fails, else cannot tell."""
        if all(one is Verdict.GO for one in self.verdicts):
            return Verdict.CAUTION if self.careful else Verdict.GO
        return Verdict.STOP if Verdict.STOP in self.verdicts else Verdict.CANNOT_TELL

    def of(self, test: str) -> Judged:
        """Return one of the three tests."""
        return next(one for one in self.tests if one.test == test)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the segments.

    Attributes:
        tests: segment, test (identifiable, profitable, growing), estimate, low, high, probability, verdict (go, stop,
            cannot tell), unit, n, reason (what was found, or is missing), grade; three rows a segment.
        segments: One each, in reading order.
        margins: Mean margin after service of each segment's customers, raw and drawn to that of all; in the same order.
        recognised: How they are told apart before a sale.
        scheme: The grouping in force.
        respelled: Names of segments that are another one in another spelling, or look like a slip of it.
        left_out: Customers whom it cannot place, or put together as "other".
        channel: Customers who resell or refer: in no figure here.
        window_months: How far back is looked.
        passed_from, failed_to: Probabilities at which a test counts as passed, as failed.
        largest: Name of the customer, or group of them, that pays most; empty where nobody pays.
        largest_share: Its share of today's recurring revenue; nan where nobody pays.
        largest_segment: Its segment.
        paying: Customers who pay today, a group counted once.
    """

    tests: pd.DataFrame
    segments: tuple[Segment, ...]
    margins: Pooled
    recognised: Recognised
    scheme: str
    respelled: int
    left_out: int
    channel: int
    window_months: int
    passed_from: float
    failed_to: float
    largest: str
    largest_share: float
    largest_segment: str
    paying: int


def missing(inputs: Inputs, _knobs: Knobs) -> Missing | None:
    """Somebody must have bought."""
    bought = end_users(inputs.customers)["start_date"].notna()
    return None if bought.any() else Missing(says="missing", unlock="unlock")


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Put every segment to the three tests."""
    view = end_users(inputs.customers)
    view = view[view["start_date"].notna()]
    label = view["customer_id"].map(inputs.labels.customers)
    view = view.assign(label=label)
    names = tuple(one for one in inputs.segments if one not in (ALL, OTHER, UNKNOWN)) or (ALL,)
    found = recognised(inputs, view, names)
    known = _known(inputs, view, knobs)
    segments = tuple(_segment(known, one, found) for one in names)
    name, share, segment, paying = _largest(view)
    return Facts(
        tests=_table(segments),
        segments=segments,
        margins=_margins(known, names),
        recognised=found,
        scheme=inputs.labels.scheme_used,
        respelled=_respelled(names),
        left_out=0 if names == (ALL,) else int(view["label"].isin((OTHER, UNKNOWN)).sum()),
        channel=len(channel(inputs.customers)),
        window_months=knobs.window_months,
        passed_from=knobs.go_probability,
        failed_to=knobs.stop_probability,
        largest=name,
        largest_share=share,
        largest_segment=segment,
        paying=paying,
    )


@dataclass(frozen=True)
class _Known:
    """What is worked out once for all segments."""

    inputs: Inputs
    knobs: Knobs
    view: pd.DataFrame
    gone: pd.Series
    paid: Paid
    profits: pd.DataFrame
    clocks: DealClocks
    onboards: bool


def _known(inputs: Inputs, view: pd.DataFrame, knobs: Knobs) -> _Known:
    revenue, activities = (inputs.tables.get(name) for name in ("revenue", "activities"))
    stated = view.set_index("customer_id")["end_date"].dropna()
    silent = last_bills(revenue, inputs.as_of, pause=knobs.pause_months)
    gone = pd.concat([stated, silent]).groupby(level=0).min().astype("datetime64[ns]")
    return _Known(
        inputs=inputs,
        knobs=knobs,
        view=view,
        gone=gone,
        paid=paid_at_both_ends(
            revenue, gone, inputs.as_of, months=knobs.window_months, pause=knobs.pause_months
        ),
        profits=customer_profit(inputs.customers, inputs.tables, inputs.as_of, months=knobs.window_months),
        clocks=end_user_clocks(inputs),
        onboards=activities is not None and bool(activities["kind"].eq(ONBOARDING).any()),
    )  # fmt: skip


def _own(view: pd.DataFrame, name: str) -> pd.DataFrame:
    return view if name == ALL else view[view["label"].eq(name)]


def _margins(known: _Known, names: Sequence[str]) -> Pooled:
    rows = known.profits
    return partial_pooling(
        [rows.loc[rows["customer_id"].isin(_own(known.view, name)["customer_id"]), "margin"] for name in names]
    )


def _segment(known: _Known, name: str, found: Recognised) -> Segment:
    inputs, view = known.inputs, known.view
    own = _own(view, name)
    cost = cost_to_win(SegmentFigures(inputs, name), known.clocks, with_onboarding=not known.onboards)
    life = expected_life(own, known.gone, inputs.as_of)
    profit = profit_of(known.profits[known.profits["customer_id"].isin(own["customer_id"])], cost, life)
    growth = grown(inputs, own, known.gone, known.paid, known.knobs, name)
    tests = (identifiable(name, len(own), found), profitable(profit), growing(growth, len(own)))
    groups, total = own.groupby("group_id")["mrr_now"].sum(), float(view["mrr_now"].sum())
    largest = float(groups.max()) / total if total > 0 and len(own) else math.nan
    return Segment(
        name=name,
        customers=len(own),
        active=int(own["active"].sum()),
        share=float(groups.sum()) / total if total > 0 else math.nan,
        price=MONTHS_PER_YEAR * float(own.loc[own["mrr_now"] > 0, "mrr_now"].mean()),
        largest=largest,
        profit=profit,
        growth=growth,
        tests=tests,
        verdicts=tuple(one.verdict(known.knobs) for one in tests),
        careful=_careful(growth, largest, (*(one.grade for one in tests), profit.grade), known.knobs),
    )


def _careful(growth: Grown, largest: float, grades: Sequence[str], knobs: Knobs) -> str:
    if growth.hangs_on_one:
        return "one"
    if largest >= knobs.disclose_share:
        return "largest"
    return "weak" if any(Grade(one).is_weak for one in grades) else ""


def _table(segments: Sequence[Segment]) -> pd.DataFrame:
    rows = [
        {
            "segment": one.name, "test": test.test, "estimate": test.estimate, "low": test.low, "high": test.high,
            "probability": test.probability, "verdict": str(verdict), "unit": test.unit, "n": test.n,
            "reason": test.reason, "grade": test.grade,
        }
        for one in segments
        for test, verdict in zip(one.tests, one.verdicts, strict=True)
    ]  # fmt: skip
    assert len(rows) == len(segments) * len(TESTS)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _respelled(names: Sequence[str]) -> int:
    found = spelled(pd.Series(list(names), dtype="str"))
    return len(names) - int(found["slip_of"].eq("").sum())


def _largest(view: pd.DataFrame) -> tuple[str, float, str, int]:
    """Return name, share and segment of the group of customers that pays most, and how many groups pay."""
    groups = view.groupby("group_id")["mrr_now"].sum().sort_index()
    paying = groups[groups > 0]
    if paying.empty:
        return "", math.nan, "", 0
    first = str(paying.idxmax())
    own = view[view["group_id"].eq(first)]
    named = own["name"].where(own["customer_id"].eq(first)).dropna()
    segment = str(own.sort_values(["mrr_now", "customer_id"], ascending=[False, True])["label"].iloc[0])
    return str(named.iloc[0]) if len(named) else first, float(paying.max() / paying.sum()), segment, len(paying)
