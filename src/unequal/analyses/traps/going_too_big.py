"""Going Too Big: a product that has to be explained, sold to more people than anybody can talk to."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from unequal.economics.funnel import funnel_of
from unequal.economics.unit_economics import acquisition_cost
from unequal.segments.order import ALL
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs
from unequal.workbook.end_user_deals import end_user_clocks
from unequal.workbook.segment_figures import SegmentFigures

from .chances import Chances, other_segments
from .changes import Change, change
from .going_too_big_signs import Sold, money_signs, understanding_signs, value_of
from .knobs import Knobs
from .plan import sold_by_self_service
from .signs import Sign, State, either

NOT_ASKED, NO_PLAN, NO_FUNNEL, JUDGED = "not asked", "no plan", "no funnel", "judged"
UNDERSTOOD = ("G1", "G4", "G4_minutes", "G5")
MONEY = ("G2", "G3", "G3_market")
ELSEWHERE = ("segment", "own", "cost", "value", "customers", "arr")
WIN_MONTHS = 36.0  # "won in the end" is read here


@dataclass(frozen=True, slots=True, kw_only=True)
class GoingTooBig:
    """What the detector stands on.

    Attributes:
        rule: ``judged``, ``not asked`` (nobody is to serve themselves), ``no plan`` (nobody says how anything is
            sold), ``no funnel`` (those who were helped and those who were not cannot be compared).
        segment: The one spoken of.
        signups, helped: People who signed up alone, and who were helped.
        alone, assisted: Shares of them who pay; nan where not known.
        cost_alone, cost_assisted: Money that one who pays costs.
        value: Discounted contribution of one who pays.
        price: Money a month.
        explaining_pays: Whether one who was helped is worth the cost; None where not known.
        understanding: ``met`` where a sign says that the product is not understood alone.
        money: ``met`` where a sign says that it does not pay.
        signs, changes: Signs, and levers solved.
        elsewhere: segment, own, cost, value, customers, arr: a year's budget in each segment.
        conversions: what, share, low, high, accent: measured and needed, for the chart.
    """

    rule: str
    segment: str
    signups: int
    helped: int
    alone: float
    assisted: float
    cost_alone: float
    cost_assisted: float
    value: float
    price: float
    explaining_pays: bool | None
    understanding: State
    money: State
    signs: tuple[Sign, ...]
    changes: tuple[Change, ...]
    elsewhere: pd.DataFrame
    conversions: pd.DataFrame

    @property
    def is_priced(self) -> bool:
        """Whether cost and value of one who pays alone are known at all."""
        return not math.isnan(self.cost_alone) and not math.isnan(self.value)


def going_too_big(inputs: Inputs, knobs: Knobs) -> GoingTooBig:
    """Judge each segment that is to serve itself, and return the gravest; the plan's target before others."""
    asked = sold_by_self_service(inputs)
    if not asked:
        return _nothing(NO_PLAN if asked is None else NOT_ASKED, "")
    found = [_judged(inputs, knobs, name) for name in asked]
    return max(found, key=lambda one: (_gravity(one), one.segment == knobs.target_segment))


def _gravity(found: GoingTooBig) -> int:
    """Return how grave: not understood and unpaid, then not understood, then unpaid, then not known, then nothing."""
    if found.rule != JUDGED:
        return 1
    understood, money = found.understanding is State.MET, found.money is State.MET
    return 4 if understood and money else 3 if understood else 2 if money else 0


def _nothing(rule: str, segment: str, elsewhere: pd.DataFrame | None = None) -> GoingTooBig:
    return GoingTooBig(
        rule=rule, segment=segment, signups=0, helped=0, alone=math.nan, assisted=math.nan, cost_alone=math.nan,
        cost_assisted=math.nan, value=math.nan, price=math.nan, explaining_pays=None,
        understanding=State.CANNOT_TELL, money=State.CANNOT_TELL, signs=(), changes=(),
        elsewhere=pd.DataFrame(columns=list(ELSEWHERE)) if elsewhere is None else elsewhere,
        conversions=pd.DataFrame(columns=["what", "share", "low", "high", "accent"]),
    )  # fmt: skip


def _judged(inputs: Inputs, knobs: Knobs, name: str) -> GoingTooBig:
    rows = inputs.tables.get("funnel")
    own = None if rows is None else rows[rows["segment"].eq(name)]
    funnel = None if own is None or own.empty else funnel_of(own)
    if funnel is None or not funnel.has_both:
        return _nothing(NO_FUNNEL, name)
    sold = Sold(figures=SegmentFigures(inputs, name), knobs=knobs, funnel=funnel)
    signs = (*understanding_signs(inputs, sold), *money_signs(sold))
    by_code = {one.sign: one.state for one in signs}
    alone, helped = sold.cost_alone, sold.cost_assisted
    return GoingTooBig(
        rule=JUDGED,
        segment=name,
        signups=funnel.unassisted.signups,
        helped=funnel.assisted.signups,
        alone=funnel.unassisted.rate,
        assisted=funnel.assisted.rate,
        cost_alone=alone.value,
        cost_assisted=helped.value,
        value=sold.value,
        price=sold.figures.price.value,
        explaining_pays=None if math.isnan(helped.value - sold.value) else helped.value <= sold.value,
        understanding=either(*(by_code[one] for one in UNDERSTOOD if one in by_code)),
        money=either(*(by_code[one] for one in MONEY if one in by_code)),
        signs=signs,
        changes=_changes(sold),
        elsewhere=_elsewhere(inputs, sold),
        conversions=_conversions(sold),
    )


def _changes(sold: Sold) -> tuple[Change, ...]:
    """Solve each lever for the point at which one who pays is worth the cost."""
    value, cost, rate = sold.value, sold.signup_cost, sold.funnel.unassisted.rate
    needed = cost / value if value > 0 and cost <= value else math.nan
    helped, price = sold.cost_assisted.value, sold.figures.price.value
    measured = rate or 0.5 / (sold.funnel.unassisted.signups + 1)
    dearer = price * helped / value if value > 0 else math.nan
    return (
        change("conversion", measured, needed, "share"),
        change("signup_cost", cost, measured * value, "money"),
        change("helped_price", price, max(dearer, price) if not math.isnan(dearer) else math.nan, "money a month"),
    )


def _elsewhere(inputs: Inputs, sold: Sold) -> pd.DataFrame:
    """Return what a year's budget buys in each segment."""
    knobs = sold.knobs
    budget = math.nan if knobs.acquisition_budget is None else MONTHS_PER_YEAR * knobs.acquisition_budget
    own = sold.cost_alone.value
    rows = [_bought(sold.figures, knobs, own, budget, own=True)]
    clocks = end_user_clocks(inputs)
    for name in other_segments(inputs, sold.figures.name):
        figures = SegmentFigures(inputs, name)
        share = float(Chances(figures, clocks, 0.0).model.won([WIN_MONTHS])[0])
        cost = acquisition_cost(figures.opportunity_cost.value, share, onboarding=figures.onboarding_cost)
        if name != ALL and not math.isnan(cost):
            rows.append(_bought(figures, knobs, cost, budget, own=False))
    return pd.DataFrame(rows, columns=list(ELSEWHERE))


def _bought(figures: SegmentFigures, knobs: Knobs, cost: float, budget: float, *, own: bool) -> dict[str, object]:
    customers = budget / cost if cost > 0 else math.nan
    return {
        "segment": figures.name,
        "own": own,
        "cost": cost,
        "value": value_of(figures, knobs),
        "customers": customers,
        "arr": customers * figures.price.value * MONTHS_PER_YEAR,
    }


def _conversions(sold: Sold) -> pd.DataFrame:
    alone, helped = sold.funnel.unassisted.conversion(), sold.funnel.assisted.conversion()
    rows = [
        ("alone", alone.value, alone.low, alone.high, True),
        ("alone_needed", sold.signup_cost / sold.value if sold.value > 0 else math.nan, math.nan, math.nan, False),
        ("helped", helped.value, helped.low, helped.high, True),
        ("helped_needed", sold.helped_cost / sold.value if sold.value > 0 else math.nan, math.nan, math.nan, False),
    ]
    frame = pd.DataFrame(rows, columns=["what", "share", "low", "high", "accent"])
    return frame[frame["share"].notna()].reset_index(drop=True)
