"""The three traps: worked figures through the whole analysis, borders from both sides, and what nobody can know."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import unequal
from unequal.analyses.traps.changes import change, downward, smallest, upward
from unequal.analyses.traps.judge import settled
from unequal.analyses.traps.signs import Sign, State, beyond
from unequal.findings import Verdict
from unequal.workbook import Run

Company = Callable[..., Path]
Deals = Callable[..., list[dict[str, Any]]]

CASH = "[plan]\ncash = 900_000\nmonthly_burn = 75_000\n"
BIG = CASH + "target_segment = 'Big'\n"
FIRMS = [{"customer_id": "small", "employees": 10}, {"customer_id": "big", "employees": 1000}]


def sign(run: Run, trap: str, code: str) -> Sign:
    return next(one for one in getattr(run.facts, trap).signs if one.sign == code)


def lever(run: Run, trap: str, name: str) -> float:
    return next(one.needed for one in getattr(run.facts, trap).changes if one.lever == name)


# --- the samples


WALKS_INTO = {
    "harbor": {"over_reach": "stop", "too_much_tlc": "cannot tell"},
    "lantern": {"over_reach": "stop", "going_too_big": "stop", "too_much_tlc": "go"},
    "fernhill": {"over_reach": "caution", "too_much_tlc": "stop"},
    "quarry": {"over_reach": "go", "too_much_tlc": "go"},
}
NAMED = {"harbor": "Over-Reach", "lantern": "Going Too Big", "fernhill": "Too Much TLC"}


def test_each_sample_company_walks_into_its_trap_and_the_healthy_one_into_none(sample: Path, runs) -> None:
    found = {one.code.removeprefix("traps."): one.verdict.value for one in runs["traps"].findings}
    assert found == WALKS_INTO[sample.name]


def test_the_memo_of_a_sample_company_names_its_trap(sample: Path, runs) -> None:
    headline = runs["memo"].finding("what_to_do").headline
    own = [NAMED[sample.name]] if sample.name in NAMED else []
    assert [trap for trap in NAMED.values() if trap in headline] == own


def test_a_stop_says_the_smallest_change(sample: Path, runs) -> None:
    for one in runs["traps"].findings:
        if one.verdict == "stop":
            assert "clears only if" in one.headline or "no single change" in one.headline


# --- Over-Reach


SLOW = ",".join(["lost 5"] * 10 + ["won 9"] * 2 + ["open 1"] * 6)


def pursued(company: Company, deals: Deals, text: str, plan: str = BIG, **tables: Any) -> Run:
    return unequal.run("traps", company(plan, deals=deals(text, account_id="big"), customers=FIRMS, **tables))


def test_own_deals_decide_by_the_runways_chance(company: Company, deals: Deals) -> None:
    run = pursued(company, deals, SLOW)
    runway = unequal.run("runway", run.session.workspace.path).finding("wins_by_decision_date")
    found = run.finding("over_reach")
    assert run.facts.over_reach.rule == "own deals"
    assert (found.estimate, found.low, found.high, found.verdict) == (
        runway.estimate, runway.low, runway.high, runway.verdict,
    )  # fmt: skip


@pytest.mark.parametrize(("deals_known", "rule"), [(4, "benchmark"), (5, "own deals")])
def test_five_own_deals_speak_for_themselves(company: Company, deals: Deals, deals_known: int, rule: str) -> None:
    run = pursued(company, deals, ",".join(["open 1"] * deals_known))
    assert run.facts.over_reach.rule == rule
    if rule == "benchmark":
        assert "by benchmark" in run.finding("over_reach").headline
        assert run.finding("over_reach").grade == "E4"


def typed(lower: float, upper: float, grade: str = "E4") -> list[dict[str, Any]]:
    return [{"segment": "Big", "win_rate": 0.2, "cycle_p25_months": lower, "cycle_p75_months": upper, "grade": grade}]


def essay(company: Company, months: float, *, rows: list[dict[str, Any]] | None = None, plan: str = "") -> Run:
    """A runway of so many months, a raise of six, no reserve, and a sale of 12 to 18 months."""
    said = (
        f"[plan]\ncash = {months * 10_000}\nmonthly_burn = 10_000\nreserve_months = 0\ntarget_segment = 'Big'\n{plan}"
        "[plan.segments.Big]\narr_share = 0.5\n"
    )
    return unequal.run("traps", company(said, segments=rows or typed(12, 18)))


@pytest.mark.parametrize(
    ("runway", "verdict"), [(9, "stop"), (17.9, "stop"), (18.1, "stop"), (20.6, "stop"), (20.8, "caution")]
)
def test_the_founders_own_case_by_a_stated_range(company: Company, runway: float, verdict: str) -> None:
    # a quarter of the wins takes 12 months, half 14.7; six are kept for the raise; nothing was won so far
    found = essay(company, runway).finding("over_reach")
    assert found.verdict == verdict
    assert found.grade == "E4"


def test_between_a_quarter_and_half_only_what_makes_it_worse_stops(company: Company) -> None:
    run = essay(company, 19.0)
    assert sign(run, "over_reach", "O2_quarter").state is State.NOT_MET
    assert sign(run, "over_reach", "O2_median").state is State.MET
    assert sign(run, "over_reach", "no_win").state is State.MET
    assert run.finding("over_reach").verdict == "stop"


def test_what_clears_a_benchmark_is_cash_for_half_the_wins(company: Company) -> None:
    run = essay(company, 9.0)
    assert lever(run, "over_reach", "cash") == pytest.approx((14.697 + 6) * 10_000, rel=1e-3)
    assert "clears only if the cash lasts 21 months" in run.finding("over_reach").headline


def test_a_guessed_cycle_alone_tells_nothing(company: Company) -> None:
    found = essay(company, 9.0, rows=typed(12, 18, "E5")).finding("over_reach")
    assert found.verdict == "cannot tell"
    assert found.would_change_it.startswith("Where does the cycle come from?")


@pytest.mark.parametrize(("share", "rule"), [(0.29, "side bet"), (0.30, "own deals")])
def test_a_plan_depends_on_a_segment_from_three_tenths_on(
    company: Company, deals: Deals, share: float, rule: str
) -> None:
    run = pursued(company, deals, SLOW, BIG + f"[plan.segments.Big]\nhours_share = {share}\narr_share = 0.1\n")
    assert run.facts.over_reach.rule == rule
    assert (run.finding("over_reach").verdict == "go") == (rule == "side bet")


def test_a_target_without_a_share_counts(company: Company, deals: Deals) -> None:
    assert pursued(company, deals, SLOW).facts.over_reach.rule == "own deals"


def test_where_no_date_presses_there_is_no_over_reach(company: Company, deals: Deals) -> None:
    run = pursued(company, deals, SLOW, "[plan]\ncash = 900_000\nmonthly_burn = 10\ntarget_segment = 'Big'\n")
    assert (run.facts.over_reach.rule, run.finding("over_reach").verdict) == ("alive", "go")


def test_a_day_that_has_passed_stops(company: Company, deals: Deals) -> None:
    run = pursued(company, deals, SLOW, "[plan]\ncash = 300_000\nmonthly_burn = 75_000\ntarget_segment = 'Big'\n")
    assert (run.facts.over_reach.rule, run.finding("over_reach").verdict) == ("past", "stop")


def test_without_cash_nobody_can_tell(company: Company, deals: Deals) -> None:
    run = pursued(company, deals, SLOW, "[plan]\ntarget_segment = 'Big'\n")
    assert run.finding("over_reach").verdict == "cannot tell"
    assert "Cash and burn under [plan]" in run.finding("over_reach").would_change_it


def test_the_levers_are_the_runways_own(company: Company, deals: Deals) -> None:
    run = pursued(company, deals, SLOW, BIG + "wins_needed = 1\nnew_deals_per_month = 2\n")
    own = unequal.run("runway", run.session.workspace.path).facts.conditions.table.set_index("lever")["needed"]
    for one in run.facts.over_reach.changes:
        assert one.needed == pytest.approx(own[one.lever], nan_ok=True)


HOURS = (
    "[plan.segments.Big]\nhours_per_opportunity = 120\narr_share = 0.7\n"
    "[plan.segments.Small]\nhours_per_opportunity = 24\narr_share = 0.3\n"
)


def test_the_same_hours_elsewhere_are_on_the_same_bars(company: Company, deals: Deals) -> None:
    rows = [*deals(SLOW, account_id="big", acv=120_000), *deals("won 1,lost 1," * 9 + "won 1", prefix="s",
            account_id="small", acv=24_000)]  # fmt: skip
    run = unequal.run("traps", company(BIG + HOURS, deals=rows, customers=FIRMS))
    found = run.facts.over_reach.elsewhere.set_index("segment")
    assert found.index.tolist() == ["Big", "Small"]
    assert found.loc["Small", "deals"] == int(run.facts.over_reach.hours / 24)
    assert 0 < run.facts.over_reach.hours < 6 * 120
    assert found.loc["Small", "probability"] > found.loc["Big", "probability"]
    assert found.loc["Small", "expected_arr"] == pytest.approx(24_000 * found.loc["Small", "expected_wins"])


# --- Going Too Big


CONSUMER = [{"segment": "Consumer", "acv": 72, "gross_margin": 0.8, "churn_monthly": 0.05, "grade": "E2",
             "sales_hours_per_opportunity": 1, "sales_cost_per_hour": 45}]  # fmt: skip
PLAN = "[plan]\ntarget_arr = 1_000_000\nacquisition_budget = 50_000\n[plan.segments.Consumer]\nmotion = 'self_serve'\n"


def side(*, assisted: bool, signups: int, converted: int, **rest: Any) -> dict[str, Any]:
    return {"segment": "Consumer", "period": "2026-Q2", "assisted": str(assisted).lower(), "signups": signups,
            "converted": converted, **rest}  # fmt: skip


FUNNEL = [
    side(assisted=True, signups=80, converted=22, spend=960),
    side(assisted=False, signups=1500, converted=9, spend=18_000),
]


def served_alone(company: Company, funnel: list[dict[str, Any]] | None = None, plan: str = PLAN, **tables: Any) -> Run:
    given = {"segments": CONSUMER, "funnel": FUNNEL if funnel is None else funnel, **tables}
    return unequal.run("traps", company(plan, **{name: rows for name, rows in given.items() if rows}))


def test_worked_figures_of_a_consumer(company: Company) -> None:
    run = served_alone(company)
    found = run.facts.going_too_big
    assert found.value == pytest.approx(70.525, abs=5e-4)
    assert (found.cost_alone, found.cost_assisted) == pytest.approx((2_000, 207.27), rel=1e-4)
    assert found.explaining_pays is False
    assert sign(run, "going_too_big", "G1").value == pytest.approx(0.269, abs=5e-4)
    assert sign(run, "going_too_big", "G3").value == pytest.approx(13_889 / 300, rel=1e-3)
    assert lever(run, "going_too_big", "conversion") == pytest.approx(0.17, abs=5e-4)
    assert lever(run, "going_too_big", "helped_price") == pytest.approx(6 * 207.27 / 70.525, rel=1e-3)
    assert run.finding("going_too_big").verdict == "stop"
    assert "clears only if somebody explains it" in run.finding("going_too_big").headline


def test_a_sign_of_understanding_alone_warns(company: Company) -> None:
    cheap = [{**row, "spend": 0.01 * row["signups"]} for row in FUNNEL]
    modest = PLAN.replace("1_000_000", "1_000")
    found = served_alone(company, cheap, modest).finding("going_too_big")
    assert found.verdict == "caution"


def test_without_spend_the_money_is_not_known_and_it_warns(company: Company) -> None:
    bare = [{key: value for key, value in row.items() if key != "spend"} for row in FUNNEL]
    run = served_alone(company, bare)
    assert run.facts.going_too_big.money is State.CANNOT_TELL
    assert run.finding("going_too_big").verdict == "caution"


@pytest.mark.parametrize(
    ("cost", "state", "verdict"),
    [
        pytest.param(0.20, State.NOT_MET, "caution", id="33 a customer, surely worth it"),
        pytest.param(0.35, State.CANNOT_TELL, "cannot tell", id="58, perhaps not"),
        pytest.param(0.60, State.CANNOT_TELL, "cannot tell", id="100, perhaps"),
        pytest.param(0.80, State.MET, "stop", id="133, even at its lower end too dear"),
    ],
)
def test_between_surely_dear_and_surely_cheap_nobody_can_tell(
    company: Company, cost: float, state: State, verdict: str
) -> None:
    # 9 of 1,500 pay, between 0.35 % and 1.0 %; one is worth 70.5
    funnel = [{**row, "spend": cost * row["signups"]} for row in FUNNEL]
    run = served_alone(company, funnel, PLAN.replace("1_000_000", "1_000"))
    assert sign(run, "going_too_big", "G2").state is state
    assert run.finding("going_too_big").verdict == verdict


EQUAL = [
    side(assisted=True, signups=800, converted=5, spend=9_600),
    side(assisted=False, signups=1500, converted=9, spend=18_000),
]


def test_money_alone_is_another_finding(company: Company) -> None:
    run = served_alone(company, EQUAL)
    assert run.finding("going_too_big").verdict == "go"
    assert run.finding("price_or_traffic").verdict == "caution"
    assert "price_or_traffic" not in {one.code.removeprefix("traps.") for one in served_alone(company).findings}


@pytest.mark.parametrize(("helped", "state"), [(1, State.NOT_MET), (3, State.MET)])
def test_the_gap_must_be_above_zero_for_sure(company: Company, helped: int, state: State) -> None:
    run = served_alone(company, [side(assisted=True, signups=80, converted=helped), FUNNEL[1]])
    assert sign(run, "going_too_big", "G1").state is state


@pytest.mark.parametrize(
    ("tried", "succeeded", "minutes", "state"),
    [
        pytest.param(20, 8, None, State.MET, id="fewer than half, and likely so"),
        pytest.param(20, 9, None, State.CANNOT_TELL, id="fewer than half, perhaps by chance"),
        pytest.param(20, 12, None, State.NOT_MET, id="more than half"),
        pytest.param(4, 0, None, State.CANNOT_TELL, id="four people tell nothing"),
        pytest.param(5, 0, None, State.MET, id="five who all fail do"),
        pytest.param(20, 18, 30, State.NOT_MET, id="half an hour is quick enough"),
        pytest.param(20, 18, 31, State.MET, id="more is not"),
    ],
)
def test_unaided_success(company: Company, tried: int, succeeded: int, minutes: float | None, state: State) -> None:
    task = {"segment": "Consumer", "task": "begin", "tried": tried, "succeeded": succeeded,
            "minutes_to_first_value": minutes}  # fmt: skip
    run = served_alone(company, EQUAL, usability=[task])
    assert sign(run, "going_too_big", "G4_minutes" if minutes else "G4").state is state


@pytest.mark.parametrize(("contacts", "state"), [(700, State.NOT_MET), (750, State.CANNOT_TELL), (800, State.MET)])
def test_contacts_a_sign_up(company: Company, contacts: int, state: State) -> None:
    run = served_alone(company, [EQUAL[0], {**EQUAL[1], "contacts_30d": contacts}])
    assert sign(run, "going_too_big", "G5").state is state


@pytest.mark.parametrize(("target", "state"), [(107_900, State.NOT_MET), (108_000, State.MET)])
def test_reach_is_five_times_what_the_budget_buys(company: Company, target: int, state: State) -> None:
    # 600,000 a year buy 300 customers of 72 a year
    run = served_alone(company, plan=PLAN.replace("1_000_000", str(target)))
    assert sign(run, "going_too_big", "G3").state is state


@pytest.mark.parametrize(("count", "state"), [(277_000, State.MET), (279_000, State.NOT_MET)])
def test_reach_is_also_bound_by_those_who_exist(company: Company, count: int, state: State) -> None:
    market = [{"segment": "Consumer", "source": "census", "year": 2026, "count": count, "grade": "E3"}]
    run = served_alone(company, market=market)
    assert sign(run, "going_too_big", "G3_market").state is state


def test_a_funnel_of_one_kind_is_no_comparison(company: Company) -> None:
    found = served_alone(company, FUNNEL[1:]).finding("going_too_big")
    assert found.verdict == "cannot tell"
    assert "data/funnel.csv" in found.would_change_it


def test_where_nobody_is_to_serve_themselves_nothing_is_asked(company: Company) -> None:
    run = served_alone(company, plan=PLAN.replace("self_serve", "inside"))
    assert [one.code for one in run.findings if "too_big" in one.code] == []
    assert run.facts.going_too_big.rule == "not asked"


def test_where_nobody_says_how_it_is_sold_nobody_can_tell(company: Company, deals: Deals) -> None:
    found = unequal.run("traps", company(CASH, deals=deals(SLOW))).finding("going_too_big")
    assert found.verdict == "cannot tell"
    assert "motion" in found.would_change_it


def test_a_funnel_says_that_people_sign_up_by_themselves(company: Company) -> None:
    run = served_alone(company, plan="[plan]\ntarget_arr = 1_000_000\nacquisition_budget = 50_000\n")
    assert run.finding("going_too_big").verdict == "stop"


# --- Too Much TLC


POOL = [{"pool": "care", "month": "2026-06-01", "cost": 26_812.5, "capacity_hours": 487.5, "driver": "hours"}]
TINY = [{"segment": "Tiny", "price": 720, "gross_margin": 0.9, "churn_monthly": 0.04, "grade": "E2"}]
LISTED = [{"segment": "Tiny", "source": "register", "year": 2026, "count": 1_800, "grade": "E3"}]
CARED = """\
[plan]
target_segment = "Tiny"
reachable_share = 0.15
[plan.segments.Tiny]
arr_share = 0.8
motion = "inside"
"""


def coverage(hours: float, *, needed: float | None = None, grade: str = "E2") -> list[dict[str, Any]]:
    base = {"segment": "Tiny", "rate": 55, "grade": grade}
    return [
        {**base, "skill": "onboarding", "required_hours_per_year": 4, "delivered_hours_per_year": 4},
        {**base, "skill": "support", "required_hours_per_year": hours * 12 if needed is None else needed * 12,
         "delivered_hours_per_year": hours * 12},
    ]  # fmt: skip


def cared(company: Company, hours: float = 1.5, *, plan: str = "avoidable_fixed_cost = 25_000\nnet_new_per_month = 0\n",
          **tables: Any) -> Run:  # fmt: skip
    given = {"segments": TINY, "coverage": coverage(hours), "cost_pools": POOL, "market": LISTED, **tables}
    return unequal.run("traps", company(CARED + plan, **{name: rows for name, rows in given.items() if rows}))


def test_worked_figures_of_accounts_that_pay_sixty(company: Company) -> None:
    run = cared(company)
    found = run.facts.too_much_tlc
    assert found.hour_cost == pytest.approx(68.75)
    assert found.contribution == pytest.approx(-49.125)
    assert found.most_served == pytest.approx(234.94, abs=0.005)
    assert found.reachable == pytest.approx(270)
    assert found.bound_by == "service"
    assert run.facts.too_much_tlc.state("T1") is State.MET
    assert sign(run, "too_much_tlc", "T2").state is State.MET
    assert run.finding("too_much_tlc").verdict == "stop"


@pytest.mark.parametrize("role", ["end_user", "reseller"])
def test_hours_that_others_are_given_are_gone_whatever_their_role(company: Company, role: str) -> None:
    others = [{"customer_id": "o", "start_date": "2025-01-01", "segment": "Other", "role": role}]
    given = [{"customer_id": "o", "date": "2026-03-02", "kind": "call", "hours": 120}]  # ten a month of 390
    found = cared(company, customers=others, activities=given).facts.too_much_tlc
    assert found.most_served == pytest.approx(380 / 390 * 234.94, abs=0.005)


def test_even_a_fifth_of_an_hour_leaves_the_segment_too_small(company: Company) -> None:
    run = cared(company, 0.2)
    found = run.facts.too_much_tlc
    assert found.contribution == pytest.approx(40.25)
    assert (found.ceiling, found.bound_by) == (pytest.approx(-14_132.5), "market")
    assert lever(run, "too_much_tlc", "reach") == pytest.approx(621.1, abs=0.05)
    assert "The segment is too small" in run.finding("too_much_tlc").answer


@pytest.mark.parametrize(("fixed", "verdict"), [(10_867, "caution"), (10_868, "stop")])
def test_the_ceiling_turns_where_the_best_month_comes_to_nothing(company: Company, fixed: int, verdict: str) -> None:
    # 270 customers leave 40.25 each: 10,867.5
    market = [{**LISTED[0], "grade": "E4"}]
    plan = f"avoidable_fixed_cost = {fixed}\nnet_new_per_month = 0\n"
    assert cared(company, 0.2, plan=plan, market=market).finding("too_much_tlc").verdict == verdict


@pytest.mark.parametrize(("hours", "state"), [(0.261, State.NOT_MET), (0.262, State.MET)])
def test_service_may_take_three_tenths_of_the_price(company: Company, hours: float, state: State) -> None:
    # 18 of 60 a month are 0.2618 hours at 68.75
    assert cared(company, hours).facts.too_much_tlc.state("T1") is state


@pytest.mark.parametrize(("new", "state"), [(97, State.NOT_MET), (98, State.MET)])
def test_growth_is_locked_where_onboarding_takes_what_is_left(company: Company, new: int, state: State) -> None:
    # without a customer yet, 390 hours bring 97.5 on board at 4 hours each
    run = cared(company, plan=f"avoidable_fixed_cost = 0\nnet_new_per_month = {new}\n")
    assert sign(run, "too_much_tlc", "T3").state is state


@pytest.mark.parametrize(("price", "left"), [(4.39, State.MET), (4.41, State.NOT_MET)])
def test_a_customer_who_leaves_nothing_is_a_sign(company: Company, price: float, left: State) -> None:
    # 0.0576 hours at 68.75 are 3.96, and a tenth of the price is variable cost
    run = cared(company, 0.0576, segments=[{**TINY[0], "price": 12 * price}])
    assert sign(run, "too_much_tlc", "T1_left").state is left


def test_a_heavy_service_and_a_lock_stop_without_a_fixed_cost(company: Company) -> None:
    run = cared(company, 0.5, plan="net_new_per_month = 200\n")
    assert sign(run, "too_much_tlc", "T2").state is State.CANNOT_TELL
    assert run.finding("too_much_tlc").verdict == "stop"


@pytest.mark.parametrize(
    ("hours", "plan", "verdict"),
    [
        pytest.param(0.2, "net_new_per_month = 0\n", "cannot tell", id="no fixed cost, nothing met"),
        pytest.param(0.5, "net_new_per_month = 0\n", "caution", id="no fixed cost, one sign met"),
        pytest.param(0.2, "avoidable_fixed_cost = 100\nnet_new_per_month = 0\n", "go", id="all known, none met"),
    ],
)
def test_what_is_missing_is_asked_for_only_where_no_sign_is_met(
    company: Company, hours: float, plan: str, verdict: str
) -> None:
    assert cared(company, hours, plan=plan).finding("too_much_tlc").verdict == verdict


def test_what_clears_it_is_solved_with_the_rest_as_it_is(company: Company) -> None:
    run = cared(company, 1.5, coverage=coverage(1.5, needed=0.4))
    assert lever(run, "too_much_tlc", "price") == pytest.approx(6 + 1.5 * 68.75 + 25_000 / 234.94, rel=1e-3)
    as_needed = lever(run, "too_much_tlc", "as_needed")
    assert as_needed == pytest.approx(6 + 0.4 * 68.75 + 25_000 / 270, rel=1e-3)
    assert math.isnan(lever(run, "too_much_tlc", "hours"))
    assert "0.4 hours a month that it needs" in run.finding("too_much_tlc").headline


def test_guesses_alone_tell_nothing(company: Company) -> None:
    run = cared(company, segments=[{**TINY[0], "grade": "E5"}], coverage=coverage(1.5, grade="E5"), cost_pools=None)
    assert run.finding("too_much_tlc").verdict == "cannot tell"


def test_without_hours_nobody_can_tell(company: Company) -> None:
    found = cared(company, coverage=None).finding("too_much_tlc")
    assert found.verdict == "cannot tell"
    assert "A diary of two weeks" in found.would_change_it


def logged(n: int, hours: float, *, left: int = 0) -> dict[str, Any]:
    """Customers of two years who pay 60, each served so many hours a month; the first few got less, and left."""
    ids = [f"c{place}" for place in range(n)]
    months = [f"2026-0{month}-05" for month in range(1, 7)] + [f"2025-{month:02}-05" for month in range(7, 13)]
    return {
        "customers": [{"customer_id": one, "start_date": "2024-01-01", "segment": "Tiny",
                       "end_date": "2026-06-29" if place < left else None} for place, one in enumerate(ids)],
        "activities": [{"customer_id": one, "date": day, "hours": hours * (0.8 if place < left else 1), "kind": "call"}
                       for place, one in enumerate(ids) for day in months],
        "revenue": [{"customer_id": one, "month": f"{day[:8]}01", "mrr": 60, "direct_cogs": 6} for one in ids
                    for day in months],
    }  # fmt: skip


BY_COLUMN = "avoidable_fixed_cost = 100\nnet_new_per_month = 0\n[segments]\nscheme = 'column'\n"


@pytest.mark.parametrize(("n", "known"), [(4, False), (5, True)])
def test_logged_hours_need_five_customers(company: Company, n: int, known: bool) -> None:
    bare = [{key: value for key, value in row.items() if key != "delivered_hours_per_year"} for row in coverage(1.0)]
    run = cared(company, plan=BY_COLUMN, coverage=bare, **logged(n, 1.0))
    assert math.isnan(run.facts.too_much_tlc.hours) != known


@pytest.mark.parametrize(
    ("needed", "state"),
    [
        pytest.param(0.7, State.NOT_MET, id="little more than needed"),
        pytest.param(0.1, State.MET, id="far more, and nobody stays for it"),
    ],
)
def test_over_delivery(company: Company, needed: float, state: State) -> None:
    run = cared(company, plan=BY_COLUMN, coverage=coverage(1.0, needed=needed), **logged(60, 1.0))
    assert sign(run, "too_much_tlc", "T4").state is state


def test_where_more_time_may_keep_customers_nobody_can_tell(company: Company) -> None:
    more = logged(24, 1.0, left=8)
    dear = [{**row, "mrr": 6_000} for row in more["revenue"]]
    run = cared(company, plan=BY_COLUMN, coverage=coverage(1.0, needed=0.1), **{**more, "revenue": dear})
    assert sign(run, "too_much_tlc", "T4").state is State.CANNOT_TELL


# --- what all share


@pytest.mark.parametrize(
    ("value", "low", "high", "state"),
    [
        (1.5, 1.2, 1.8, State.MET),
        (1.1, 0.8, 1.4, State.CANNOT_TELL),
        (0.9, 0.6, 1.2, State.CANNOT_TELL),
        (0.5, 0.2, 0.8, State.NOT_MET),
        (math.nan, math.nan, math.nan, State.CANNOT_TELL),
    ],
)
def test_a_sign_with_an_interval_must_be_sure(value: float, low: float, high: float, state: State) -> None:
    assert beyond(value, 1.0, low=low, high=high) is state


def test_a_verdict_no_evidence_can_carry_is_taken_back() -> None:
    assert settled(Verdict.STOP, ["E5"]) is Verdict.CANNOT_TELL
    assert settled(Verdict.STOP, ["E5", "E4"]) is Verdict.STOP
    assert settled(Verdict.GO, ["E1", "E5"]) is Verdict.CAUTION
    assert settled(Verdict.GO, ["E1", "E3"]) is Verdict.GO


def test_the_smallest_change_is_the_smallest_factor_and_what_never_helps_is_none() -> None:
    dear, never, cheap = change("price", 60, 180, "money"), change("reach", 60, math.nan, ""), change("hours", 2, 1, "")
    assert smallest([dear, never, cheap]) == cheap
    assert smallest([never]) is None


def test_a_search_ends_at_the_border_or_says_that_there_is_none() -> None:
    assert upward(lambda value: value > 7, 5.0) == pytest.approx(7)
    assert downward(lambda value: value < 2, 5.0) == pytest.approx(2)
    assert math.isnan(upward(lambda _: False, 5.0))
    assert math.isnan(downward(lambda _: False, 5.0))


def test_without_a_table_that_speaks_of_them_there_are_no_traps(company: Company) -> None:
    run = unequal.run("traps", company(customers=[{"customer_id": "a"}]))
    assert run.facts is None


def test_thresholds_are_knobs(company: Company) -> None:
    path = served_alone(company).session.workspace.path
    strict = unequal.run("traps", path, reach_times=1_000, value_months=12)
    assert sign(strict, "going_too_big", "G3").state is State.NOT_MET
    assert strict.facts.going_too_big.value < 70
