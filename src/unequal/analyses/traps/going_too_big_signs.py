"""Signs of Going Too Big: whether the product is understood alone, and whether that pays."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unequal.economics.funnel import Estimate, Funnel
from unequal.economics.unit_economics import customers_for, lifetime_value
from unequal.findings.grade import grade_of_own
from unequal.stats.proportions import jeffreys, jeffreys_probability
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs
from unequal.workbook.segment_figures import SegmentFigures

from .knobs import Knobs
from .signs import Sign, State, beyond, of_claim

FEWEST_TRIES = 5
UNKNOWN = Estimate()


@dataclass(frozen=True, kw_only=True)
class Sold:
    """One segment's funnel with what its customers cost and are worth.

    Attributes:
        figures: The segment.
        knobs: Thresholds.
        funnel: Both sides.
    """

    figures: SegmentFigures
    knobs: Knobs
    funnel: Funnel

    @property
    def signup_cost(self) -> float:
        """Money that a sign-up costs, alone."""
        return self.funnel.unassisted.cost_per_signup

    @property
    def helped_cost(self) -> float:
        """Money that a sign-up costs whom somebody helps: attention as for any other, and the explanation."""
        own = self.funnel.assisted.cost_per_signup
        attention = self.signup_cost if math.isnan(own) else own
        return attention + self.figures.explaining_cost.value

    @property
    def value(self) -> float:
        """Discounted contribution of one who pays."""
        return value_of(self.figures, self.knobs)

    @property
    def cost_alone(self) -> Estimate:
        """Money that one who pays costs, alone."""
        return UNKNOWN if math.isnan(self.signup_cost) else self.funnel.unassisted.cost_to_acquire(self.signup_cost)

    @property
    def cost_assisted(self) -> Estimate:
        """The same with help."""
        return UNKNOWN if math.isnan(self.helped_cost) else self.funnel.assisted.cost_to_acquire(self.helped_cost)

    @property
    def value_grade(self) -> str:
        """Worst grade among what the value is made of."""
        return max(self.figures.price.grade, self.figures.variable_cost.grade, self.figures.churn.grade)


def value_of(figures: SegmentFigures, knobs: Knobs) -> float:
    """Return the discounted contribution of one customer of a segment; nan where its price is not known."""
    price = figures.price.value
    if math.isnan(price):
        return math.nan
    return lifetime_value(
        price=price,
        margin=1 - figures.variable_cost.value / price if price > 0 else math.nan,
        churn_monthly=figures.churn.value,
        months=knobs.value_months,
        discount_annual=knobs.discount_annual,
    )


def understanding_signs(inputs: Inputs, sold: Sold) -> tuple[Sign, ...]:
    """Return the signs that a product is not understood alone: help that pays, tries that fail, many questions."""
    gap = sold.funnel.gap()
    own = grade_of_own(min(sold.funnel.assisted.signups, sold.funnel.unassisted.signups))
    first = Sign(
        sign="G1", value=gap.value, low=gap.low, high=gap.high, unit="share", threshold=0.0, source="funnel",
        grade=str(own), n=gap.n, state=State.MET if gap.low > 0 else State.NOT_MET,
    )  # fmt: skip
    contacts = sold.funnel.contacts_per_signup()
    last = Sign(
        sign="G5", value=contacts.value, low=contacts.low, high=contacts.high, unit="contacts",
        threshold=sold.knobs.most_contacts, source="funnel", grade=str(grade_of_own(contacts.n)), n=contacts.n,
        state=beyond(contacts.value, sold.knobs.most_contacts, low=contacts.low, high=contacts.high),
    )  # fmt: skip
    known = (last,) if contacts.n else ()
    return (first, *_usability(inputs, sold), *known)


def _usability(inputs: Inputs, sold: Sold) -> tuple[Sign, ...]:
    """Return tries without help that succeed, and minutes to first value; what nobody measured is left out."""
    rows = inputs.tables.get("usability")
    own = None if rows is None else rows[rows["segment"].eq(sold.figures.name)]
    if own is None or own.empty:
        return ()
    tried, succeeded = int(own["tried"].sum()), int(own["succeeded"].sum())
    least, most = sold.knobs.least_unaided_success, sold.knobs.most_minutes_to_value
    ends, grade = jeffreys(succeeded, tried), str(grade_of_own(tried))
    fails = math.nan if tried < FEWEST_TRIES else 1 - float(jeffreys_probability(succeeded, tried, above=least))
    success = Sign(
        sign="G4",
        value=succeeded / tried if tried else math.nan,
        low=float(ends.low),
        high=float(ends.high),
        unit="share",
        threshold=least,
        source="usability",
        grade=grade,
        n=tried,
        state=of_claim(fails),
    )
    minutes = float(own["minutes_to_first_value"].median())
    if math.isnan(minutes):
        return (success,)
    slow = Sign(
        sign="G4_minutes",
        value=minutes,
        unit="minutes",
        threshold=most,
        source="usability",
        grade=grade,
        n=len(own),
        state=beyond(minutes, most),
    )
    return (success, slow)


def money_signs(sold: Sold) -> tuple[Sign, ...]:
    """Return the signs that selling it alone does not pay; all follow from few who pay, so they count as one."""
    cost, value = sold.cost_alone, sold.value
    grade = max(str(grade_of_own(sold.funnel.unassisted.signups)), sold.value_grade)
    pays = Sign(
        sign="G2",
        value=cost.value,
        low=cost.low,
        high=cost.high,
        unit="money",
        threshold=value,
        source="funnel",
        grade=grade,
        n=cost.n,
        state=_too_dear(sold),
    )
    helped = sold.cost_assisted
    explained = Sign(
        sign="G2_helped", value=helped.value, low=helped.low, high=helped.high, unit="money", threshold=value,
        source="funnel", grade=grade, n=helped.n,
    )  # fmt: skip
    return (pays, explained, *_reach(sold, grade))


def _too_dear(sold: Sold) -> State:
    """Return whether one who pays alone costs more than it is worth.

    Met where even the lower end of the cost does. That it does not is a claim, and must be as sure as any other; what
    lies between is not known, and no reason to be calm.
    """
    cost, value, alone = sold.cost_alone, sold.value, sold.funnel.unassisted
    if math.isnan(cost.low) or math.isnan(value):
        return State.CANNOT_TELL
    if cost.low > value:
        return State.MET
    needed = min(sold.signup_cost / value, 1.0) if value > 0 else 1.0
    enough_pay = float(jeffreys_probability(alone.converted, alone.signups, above=needed))
    return State.NOT_MET if of_claim(enough_pay) is State.MET else State.CANNOT_TELL


def _reach(sold: Sold, grade: str) -> tuple[Sign, ...]:
    """Return how many times what the budget buys the plan needs, and how many of those who can be won at all."""
    knobs, market = sold.knobs, sold.figures.market
    needed = math.nan if knobs.target_arr is None else customers_for(knobs.target_arr, sold.figures.price.value)
    budget = math.nan if knobs.acquisition_budget is None else MONTHS_PER_YEAR * knobs.acquisition_budget
    times = needed * sold.cost_alone.value / budget if budget > 0 else math.nan
    over = State.CANNOT_TELL if math.isnan(times) else State.MET if times >= knobs.reach_times else State.NOT_MET
    budget_sign = Sign(
        sign="G3", value=times, unit="times", threshold=knobs.reach_times, source="funnel", grade=grade,
        n=sold.funnel.unassisted.signups, state=over,
    )  # fmt: skip
    if market is None:
        return (budget_sign,)
    there = market.count * knobs.reachable_share
    return (
        budget_sign,
        Sign(
            sign="G3_market", value=needed, unit="customers", threshold=there, source="market", grade=market.grade,
            n=market.n, state=beyond(needed, there),
        ),
    )  # fmt: skip
