"""Too Much TLC: service that a segment's price cannot carry, or a segment too small for its own cost."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from unequal.analyses.runway.facts import Facts as Runway
from unequal.economics.unit_economics import lifetime_value
from unequal.findings.grade import Grade, worst
from unequal.workbook import Inputs
from unequal.workbook.segment_figures import SegmentFigures

from .chances import other_segments
from .changes import Change, change, downward, upward
from .knobs import Knobs
from .plan import depends_on
from .signs import Sign, State, beyond, either
from .team import Served, Team

NO_SERVICE, JUDGED = "no service", "judged"
DECISIVE = ("T1", "T2", "T3")
PARTS = {"T1": ("T1_left", "T1_share")}
POINTS = 41  # of the chart's line
FAR = 3.0  # times the nearer limit; what lies further off is not in the chart
ELSEWHERE = ("segment", "own", "contribution", "customers", "profit")


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMuchTlc:
    """What the detector stands on.

    Attributes:
        rule: ``judged``, or ``no service`` (nobody says what service is given).
        segment: The one spoken of.
        customers: Today.
        price, contribution: Money a customer-month; nan where not known.
        hours, hours_low, hours_high: Service hours a customer-month.
        needed_hours: Those that the outcome asks for.
        hour_cost: Of a productive hour.
        most_served, reachable: Customers that the service can carry, and that can be won.
        ceiling: Money that the best month leaves.
        fixed_cost: Money a month that would end with the segment.
        bound_by: ``market`` or ``service``; empty where not known.
        grades: Of the figures that decide.
        n: Customers whose hours were logged.
        signs, changes: Signs, and levers solved.
        elsewhere: segment, own, contribution, customers, profit: the same service hours in each segment.
        profit: customers, profit: the line of the chart.
    """

    rule: str
    segment: str
    customers: int
    price: float
    contribution: float
    hours: float
    hours_low: float
    hours_high: float
    needed_hours: float
    hour_cost: float
    most_served: float
    reachable: float
    ceiling: float
    fixed_cost: float
    bound_by: str
    grades: tuple[str, ...]
    n: int
    signs: tuple[Sign, ...]
    changes: tuple[Change, ...]
    elsewhere: pd.DataFrame
    profit: pd.DataFrame

    def state(self, sign: str) -> State:
        """Return the state of a sign, of any of its parts where it has several; it cannot be told where none is known.

        T1 has two: a customer leaves nothing, or service takes too much of the price.
        """
        parts = [one.state for one in self.signs if one.sign == sign or one.sign in PARTS.get(sign, ())]
        return either(*parts) if parts else State.CANNOT_TELL


def too_much_tlc(inputs: Inputs, knobs: Knobs) -> TooMuchTlc:
    """Judge each segment that the plan depends on, and return the gravest; the plan's target before others."""
    runway: Runway | None = inputs.run("runway")
    target = runway.target if runway else inputs.segment_asked(knobs.target_segment) or knobs.target_segment
    names = depends_on(inputs.workspace.plan_segments, target=target, depends_from=knobs.depends_from) or (target,)
    team = Team(inputs, knobs)
    found = [_judged(inputs, Served(SegmentFigures(inputs, name), team)) for name in names]
    return max(found, key=gravity)  # the first of equals, which is the target


def gravity(found: TooMuchTlc) -> int:
    """Return how grave: it cannot pay or cannot grow, then any sign, then not known, then nothing."""
    t1, t2, t3 = (found.state(one) is State.MET for one in DECISIVE)
    if t2 or (t1 and t3):
        return 3
    if t1 or t3 or found.state("T4") is State.MET:
        return 2
    return 1 if any(found.state(one) is State.CANNOT_TELL for one in DECISIVE) else 0


def _judged(inputs: Inputs, served: Served) -> TooMuchTlc:
    service, hours = served.service, served.hours
    known = hours.is_known or served.needed.is_known
    return TooMuchTlc(
        rule=JUDGED if known else NO_SERVICE,
        segment=served.figures.name,
        customers=served.figures.active,
        price=service.price,
        contribution=service.contribution,
        hours=hours.value,
        hours_low=hours.low,
        hours_high=hours.high,
        needed_hours=served.needed.value,
        hour_cost=service.cost_per_hour,
        most_served=service.most_served,
        reachable=service.reachable,
        ceiling=service.ceiling,
        fixed_cost=service.fixed_cost,
        bound_by=service.bound_by,
        grades=_grades(served),
        n=hours.n,
        signs=_signs(served) if known else (),
        changes=_changes(served) if known else (),
        elsewhere=_elsewhere(inputs, served),
        profit=_profit(served),
    )


def _grades(served: Served) -> tuple[str, ...]:
    """Return the grades of the figures that decide; how many can be reached only where that is the limit."""
    figures = [served.figures.price, served.figures.variable_cost, served.hours, served.hour_cost, served.capacity]
    figures += [served.reachable] if served.service.bound_by == "market" else []
    return tuple(one.grade for one in figures if one.is_known)


def _signs(served: Served) -> tuple[Sign, ...]:
    grade = str(worst(Grade(one) for one in _grades(served)))
    return (*_contribution(served, grade), *_ceiling(served, grade), _growth(served, grade), *_over_delivery(served))


def _contribution(served: Served, grade: str) -> tuple[Sign, ...]:
    service, hours, most = served.service, served.hours, served.team.knobs.most_service_share
    ends = [replace(service, hours=end) for end in (hours.high, hours.low)]
    loses = beyond(-service.contribution, 0.0, low=-ends[1].contribution, high=-ends[0].contribution)
    if service.contribution <= 0 and loses is State.NOT_MET:
        loses = State.MET  # nothing left is no gain
    heavy = beyond(service.service_share, most, low=ends[1].service_share, high=ends[0].service_share)
    return (
        Sign(sign="T1_left", value=service.contribution, low=ends[0].contribution, high=ends[1].contribution,
             unit="money a month", threshold=0.0, source=hours.source, grade=grade, n=hours.n, state=loses),
        Sign(sign="T1_share", value=service.service_share, low=ends[1].service_share, high=ends[0].service_share,
             unit="share", threshold=most, source=hours.source, grade=grade, n=hours.n, state=heavy),
    )  # fmt: skip


def _ceiling(served: Served, grade: str) -> tuple[Sign, ...]:
    service = served.service
    never = service.never_pays()
    state = State.CANNOT_TELL if never is None else State.MET if never else State.NOT_MET
    best = Sign(sign="T2", value=service.ceiling, unit="money a month", threshold=0.0, source=served.hours.source,
                grade=grade, n=served.hours.n, state=state)  # fmt: skip
    carried = Sign(sign="T2_served", value=service.most_served, unit="customers", source="cost_pools", grade=grade)
    there = Sign(sign="T2_market", value=service.reachable, low=served.reachable.low, high=served.reachable.high,
                 unit="customers", source="market", grade=served.reachable.grade, n=served.reachable.n)  # fmt: skip
    return (best, carried, *((there,) if served.reachable.is_known else ()))


def _growth(served: Served, grade: str) -> Sign:
    service, customers = served.service, float(served.figures.active)
    room = service.new_a_month(customers)
    gross = service.churn_monthly * customers + served.planned_new
    unknown = math.isnan(room) or math.isnan(gross)
    return Sign(
        sign="T3", value=room, unit="customers a month", threshold=gross, source=served.hours.source, grade=grade,
        n=served.hours.n, state=State.CANNOT_TELL if unknown else State.MET if room < gross else State.NOT_MET,
    )  # fmt: skip


def _over_delivery(served: Served) -> tuple[Sign, ...]:
    """Return whether far more is given than needed, and what it could at best keep is worth less than it costs."""
    hours, needed, most = served.hours, served.needed.value, served.team.knobs.most_delivered_times
    if not needed > 0 or not hours.is_known:
        return ()
    times, low, high = (one / needed for one in (hours.value, hours.low, hours.high))
    much = times > most and low > 1
    state = State.NOT_MET if times <= most else _kept_for_it(served) if much else State.CANNOT_TELL
    return (
        Sign(sign="T4", value=times, low=low, high=high, unit="times", threshold=most, source=hours.source,
             grade=max(hours.grade, served.needed.grade), n=hours.n, state=state),
    )  # fmt: skip


def _kept_for_it(served: Served) -> State:
    """Return whether even the upper end of what more time keeps is worth less than the time; else nobody knows."""
    touch, service, knobs = served.touch, served.service, served.team.knobs
    if touch is None or math.isnan(touch.high):
        return State.CANNOT_TELL
    saved = lifetime_value(
        price=service.price, margin=1 - service.variable_cost / service.price, churn_monthly=service.churn_monthly,
        months=knobs.value_months, discount_annual=knobs.discount_annual,
    )  # fmt: skip
    extra = 12 * (service.hours - served.needed.value) * service.cost_per_hour
    return State.MET if max(touch.high, 0.0) * saved < extra else State.CANNOT_TELL


def _changes(served: Served) -> tuple[Change, ...]:
    """Solve each lever for the point at which the trap is left, the others as they are."""
    service = served.service
    if served.clears(service):
        return ()

    def with_(name: str, value: float) -> bool:
        return served.clears(replace(service, **{name: value}))

    price = upward(lambda value: with_("price", value), service.price)
    return (
        change("hours", service.hours, downward(lambda value: with_("hours", value), service.hours), "hours a month"),
        change("price", service.price, price, "money a month"),
        *_as_needed(served),
        change("reach", service.reachable, upward(lambda value: with_("reachable", value), service.reachable),
               "customers"),
        change("fixed", service.fixed_cost, downward(lambda value: with_("fixed_cost", value), service.fixed_cost),
               "money a month"),
        Change(lever="charge", now=0.0, needed=(price - service.price) / service.hours if service.hours else math.nan,
               unit="money an hour", times=math.nan),
    )  # fmt: skip


def _as_needed(served: Served) -> tuple[Change, ...]:
    """Return the price at which a service is left that gives no more than is needed: hours that nobody misses."""
    needed, service = served.needed.value, served.service
    if not 0 < needed < service.hours:
        return ()
    lean = replace(service, hours=needed)
    price = upward(lambda value: served.clears(replace(lean, price=value)), service.price)
    return (change("as_needed", service.price, price, "money a month", beside=needed),)


def _elsewhere(inputs: Inputs, served: Served) -> pd.DataFrame:
    """Return how many customers the same hours carry in each segment, and what these leave a month."""
    hours = served.capacity.value
    rows = [_row(served, hours, own=True)]
    for name in other_segments(inputs, served.figures.name):
        other = Served(SegmentFigures(inputs, name), served.team)
        if other.hours.is_known:
            rows.append(_row(other, hours, own=False))
    return pd.DataFrame(rows, columns=list(ELSEWHERE))


def _row(served: Served, hours: float, *, own: bool) -> dict[str, object]:
    service = replace(served.service, capacity_hours=hours)
    limits = [one for one in (service.most_served, service.reachable) if not math.isnan(one)]
    customers = min(limits, default=math.nan)
    return {
        "segment": served.figures.name,
        "own": own,
        "contribution": service.contribution,
        "customers": customers,
        "profit": service.profit(customers),
    }


def _profit(served: Served) -> pd.DataFrame:
    """Return the line of the chart: far enough to hold today's customers, the nearer limit, and a near break-even."""
    service = served.service
    limits = [one for one in (service.most_served, service.reachable) if math.isfinite(one)]
    if math.isnan(service.contribution) or math.isnan(service.fixed_cost) or not limits:
        return pd.DataFrame({"customers": [], "profit": []}, dtype="float64")
    nearer, even = min(limits), service.break_even()
    shown = [nearer, float(served.figures.active), *(one for one in (*limits, even) if one <= FAR * nearer)]
    customers = np.linspace(0.0, 1.2 * max(shown), POINTS)
    return pd.DataFrame({"customers": customers, "profit": customers * service.contribution - service.fixed_cost})
