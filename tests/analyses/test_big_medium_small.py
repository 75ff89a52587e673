"""What each segment costs in cash, months and people, on the worked example and around every border."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import unequal
from unequal.workbook import Run

Company = Callable[..., Path]
Rows = list[dict[str, Any]]

HEAD = '[segments]\nscheme = "column"\n[plan]\ntarget_arr = 1_000_000\nreserve_months = 2\n'
BUDGET = "acquisition_budget = 50_000\n"
CASH = "cash = 900_000\nmonthly_burn = 75_000\n"
RICH = "cash = 9_000_000\nmonthly_burn = 75_000\n"
BIG = {
    "segment": "Big", "acv": 120_000, "gross_margin": 0.75, "churn_monthly": 0.0075, "expansion_annual": 0.10,
    "win_rate": 0.18, "cycle_months": 10, "sales_hours_per_opportunity": 120, "sales_cost_per_hour": 95,
    "marketing_cost_per_opportunity": 6_000, "onboarding_cost": 15_000, "prepaid_share": 1, "payment_lag_months": 2,
    "grade": "E2",
}  # fmt: skip
MEDIUM = {
    "segment": "Medium", "acv": 24_000, "gross_margin": 0.78, "churn_monthly": 0.015, "expansion_annual": 0.05,
    "win_rate": 0.22, "cycle_months": 3.5, "sales_hours_per_opportunity": 24, "sales_cost_per_hour": 80,
    "marketing_cost_per_opportunity": 1_500, "onboarding_cost": 2_000, "prepaid_share": 0.5, "payment_lag_months": 1,
    "grade": "E2",
}  # fmt: skip
SMALL = {
    "segment": "Small", "acv": 1_200, "gross_margin": 0.82, "churn_monthly": 0.04, "expansion_annual": 0,
    "win_rate": 0.04, "cycle_months": 0.5, "sales_hours_per_opportunity": 0, "sales_cost_per_hour": 0,
    "marketing_cost_per_opportunity": 18, "onboarding_cost": 0, "prepaid_share": 0, "payment_lag_months": 0,
    "grade": "E2",
}  # fmt: skip


@pytest.fixture(scope="module")
def weigh(company: Company) -> Callable[..., Run]:
    """Weigh typed segments under a plan."""

    def run(*segments: dict[str, Any], plan: str = HEAD + BUDGET + CASH, **rest: Any) -> Run:
        knobs = {name: rest.pop(name) for name in list(rest) if not isinstance(rest[name], list)}
        return unequal.run("big_medium_small", company(plan, segments=list(segments), **rest), **knobs)

    return run


@pytest.fixture(scope="module")
def example(weigh: Callable[..., Run]) -> Run:
    """The worked example."""
    return weigh(BIG, MEDIUM, SMALL)


def of(run: Run, column: str) -> list[float]:
    rows = run.facts.tradeoffs.set_index("segment")[column]
    return [rows[name] for name in ("Big", "Medium", "Small")]


# --- the worked example


@pytest.mark.parametrize(
    ("column", "expected", "within"),
    [
        ("cac", [111_667, 17_545, 450], 1),
        ("ltv", [315_605, 50_625, 1_535], 1),
        ("payback_months", [16, 13, 7], 0),
        ("simple_payback_months", [14.9, 11.2, 5.5], 0.05),
        ("ltv_ratio", [2.83, 2.89, 3.41], 0.005),
        ("uncapped_ratio", [8.96, 5.93, 4.56], 0.005),
        ("customers_needed", [9, 42, 834], 0),
        ("customers_to_win", [10, 46, 1_034], 0),
        ("opportunities", [50, 190.9, 20_850], 0.1),
        ("rep_years", [9.5, 7.3, 0], 0.05),
        ("trough", [-548_194, -313_046, -120_924], 1),
        ("trough_month", [24, 16, 6], 0),
        ("break_even_month", [37, 25, 12], 0),
        ("burn_limit", [13_531, 30_937, 62_369], 1),
    ],
)
def test_the_worked_example(column: str, expected: list[float], within: float, example: Run) -> None:
    assert of(example, column) == pytest.approx(expected, abs=within)


def test_cash_is_gone_in_month_nine_with_big_and_with_medium(example: Run) -> None:
    assert of(example, "gone_month")[:2] == [9, 9]
    assert [example.finding("segment_tradeoff", name).verdict for name in ("Big", "Medium")] == ["stop", "stop"]
    assert "burn is below €13,500 a month" in example.finding("segment_tradeoff", "Big").would_change_it


def test_a_seller_wins_less_than_one_big_customer_a_year(example: Run) -> None:
    row = example.facts.of("Big")
    assert row["wins_per_seller"] == pytest.approx(0.945)
    assert row["arr_per_seller"] == pytest.approx(113_400)


def test_each_way_to_sell_pays_from_a_price_on(example: Run) -> None:
    own = example.facts.motions[example.facts.motions["own"]].set_index("segment")
    assert own["motion"].to_dict() == {"Big": "field", "Medium": "inside", "Small": "self_serve"}
    found = own["minimum_acv_18"].loc[["Big", "Medium", "Small"]].tolist()
    assert found == pytest.approx([99_259, 14_996, 366], abs=1)


def test_a_seller_by_all_paid_hours_is_dearer(weigh: Callable[..., Run]) -> None:
    run = weigh({**BIG, "sales_cost_per_hour": 171_000 / 630}, {**MEDIUM, "sales_cost_per_hour": 80 * 1800 / 630})
    rows = run.facts.tradeoffs.set_index("segment")
    assert rows["cac"].to_dict() == pytest.approx({"Big": 229_286, "Medium": 33_753}, abs=1)
    assert rows["simple_payback_months"].round().to_dict() == {"Big": 31, "Medium": 22}


def test_every_sentence_of_the_example_can_be_said(example: Run) -> None:
    for one in example.findings:
        told = " ".join([one.headline, one.answer, one.would_change_it])
        assert "nan" not in told
        assert "not known" not in told


# --- how a segment is judged


def test_with_cash_all_three_pay_before_the_cost_of_service(weigh: Callable[..., Run]) -> None:
    run = weigh(BIG, MEDIUM, SMALL, plan=HEAD + BUDGET + RICH)
    found = {one.scope: one for one in run.finding("segment_tradeoff")}
    assert {one.verdict for one in found.values()} == {"caution"}
    assert "before the cost of service" in found["Medium"].headline


def test_service_taken_off_by_coverage_makes_a_go(weigh: Callable[..., Run]) -> None:
    needs = [{"segment": "Medium", "skill": "support", "required_hours_per_year": 10, "rate": 50, "grade": "E2"}]
    run = weigh(MEDIUM, plan=HEAD + BUDGET + RICH, coverage=needs)
    assert run.facts.of("Medium")["margin"] == pytest.approx(0.78 - 500 / 24_000)
    assert run.finding("segment_tradeoff").verdict == "go"


def test_guesses_alone_are_at_most_caution(weigh: Callable[..., Run]) -> None:
    needs = [{"segment": "Medium", "skill": "support", "required_hours_per_year": 10, "rate": 50, "grade": "E4"}]
    run = weigh({**MEDIUM, "acv": 60_000, "grade": "E4"}, plan=HEAD + BUDGET + RICH, coverage=needs)
    found = run.finding("segment_tradeoff")
    assert (found.verdict, found.grade) == ("caution", "E4")


def test_one_who_costs_more_than_it_is_worth_is_a_stop_whatever_the_cash(weigh: Callable[..., Run]) -> None:
    run = weigh({**MEDIUM, "acv": 3_000}, plan=HEAD + BUDGET + RICH)
    found = run.finding("segment_tradeoff")
    assert (found.verdict, run.facts.of("Medium")["p_never_earns"] > 0.8) == ("stop", True)
    assert "never earns back" in found.headline


def test_a_late_payback_is_caution(weigh: Callable[..., Run]) -> None:
    run = weigh({**MEDIUM, "acv": 13_000}, plan=HEAD + BUDGET + RICH)
    assert run.finding("segment_tradeoff").verdict == "caution"
    assert "may pay back late" in run.finding("segment_tradeoff").headline


@pytest.mark.parametrize(
    ("left_out", "plan", "gap"),
    [
        ("acv", HEAD + BUDGET + CASH, "price"),
        ("churn_monthly", HEAD + BUDGET + CASH, "churn"),
        ("marketing_cost_per_opportunity", HEAD + BUDGET + CASH, "cost"),
        ("", HEAD + BUDGET, "cash"),
        ("", HEAD + CASH, "budget"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_told(
    left_out: str, plan: str, gap: str, weigh: Callable[..., Run]
) -> None:
    run = weigh({name: value for name, value in MEDIUM.items() if name != left_out}, plan=plan)
    assert run.facts.of("Medium")["gap"] == gap
    for code in ("which_segment", "segment_tradeoff", "fund_together"):
        assert run.finding(code).verdict == "cannot tell"
        assert run.finding(code).would_change_it


def test_the_cheapest_of_two_missing_figures_is_named(weigh: Callable[..., Run]) -> None:
    row = {name: value for name, value in MEDIUM.items() if name not in ("acv", "churn_monthly")}
    assert weigh(row).facts.of("Medium")["missing"] == "price, churn"


def test_a_figure_of_the_tier_is_printed_as_an_assumption(weigh: Callable[..., Run]) -> None:
    run = weigh({name: value for name, value in MEDIUM.items() if name != "win_rate"}, plan=HEAD + BUDGET + RICH)
    assert run.facts.of("Medium")["win_rate"] == 0.22
    assert "prior.Medium.win_probability" in {one.id for one in run.finding("segment_tradeoff").assumptions}


def test_own_deals_speak_for_the_share_that_is_won(weigh: Callable[..., Run], deals: Callable[..., Rows]) -> None:
    own = deals("won 3, won 4, lost 2, lost 3, lost 1, lost 5, open 2, open 3", segment="Medium")
    row = weigh(MEDIUM, deals=own).facts.of("Medium")
    assert (row["win_from"], row["deals"]) == ("deals", 8)
    assert row["cac_if_more_won"] < row["cac"]


def test_nobody_won_yet_is_no_infinite_cost(weigh: Callable[..., Run], deals: Callable[..., Rows]) -> None:
    row = weigh(MEDIUM, deals=deals("lost 2, lost 3, lost 1, lost 5, open 2, open 3", segment="Medium"))
    assert 0 < row.facts.of("Medium")["win_rate"] < 0.22
    assert np.isfinite(row.facts.of("Medium")["cac"])


def test_a_sign_up_is_an_opportunity_where_people_serve_themselves(weigh: Callable[..., Run]) -> None:
    rows = [{"segment": "Small", "period": "Q1", "assisted": False, "signups": 1_000, "converted": 0, "spend": 18_000}]
    row = weigh(SMALL, funnel=rows).facts.of("Small")
    assert row["win_rate"] == pytest.approx(0.5 / 1_001)
    assert row["cac"] == pytest.approx(18 / row["win_rate"])


# --- how many at once


@pytest.mark.parametrize(
    ("cash", "burn", "number", "says"),
    [
        (400_000, 60_000, 0, "You can fund none of the 3: even without a programme"),
        (260_000, 500, 1, "Pick one: you can fund 1 of 3."),
        (50_000, 500, 0, "You can fund none of the 3: cash does not carry"),
        (9_000_000, 60_000, 3, "You can fund all 3 at once."),
    ],
)
def test_pick_one(cash: int, burn: int, number: int, says: str, weigh: Callable[..., Run]) -> None:
    run = weigh(BIG, MEDIUM, SMALL, plan=HEAD + BUDGET + f"cash = {cash}\nmonthly_burn = {burn}\n")
    found = run.finding("fund_together")
    assert (found.estimate, found.headline[: len(says)]) == (number, says)


def test_two_at_once_dig_the_sum_of_their_holes(weigh: Callable[..., Run]) -> None:
    run = weigh(BIG, MEDIUM, plan=HEAD + BUDGET + "cash = 2_000_000\nmonthly_burn = 0\n")
    paths = run.facts.paths.pivot_table(index="month", columns="segment", values="cash").iloc[1:37]
    both = run.facts.together.loc[run.facts.together["number"].eq(2), "headroom"].iloc[0]
    assert both == pytest.approx(2_000_000 + paths.sum(axis=1).min())


def test_a_plan_over_the_cash_is_refused_and_what_to_give_up_is_named(weigh: Callable[..., Run]) -> None:
    plan = HEAD + BUDGET + "cash = 260_000\nmonthly_burn = 500\n"
    plan += "[plan.segments.Big]\nhours_share = 0.6\n[plan.segments.Small]\nhours_share = 0.4\n"
    run = weigh(BIG, MEDIUM, SMALL, plan=plan)
    found = run.finding("fund_together")
    assert run.facts.pursued == ("Big", "Small")
    assert (found.verdict, found.action) == ("stop", "give up Big for now")


def test_too_few_sellers_are_said(weigh: Callable[..., Run]) -> None:
    run = weigh({**BIG, "reps": 2}, {**MEDIUM, "reps": 1}, plan=HEAD + BUDGET + RICH)
    found = run.finding("fund_together")
    assert found.verdict == "caution"
    assert "they take 13.3 sellers and you have 3" in found.headline


def test_what_the_burn_holds_already_is_not_spent_twice(weigh: Callable[..., Run]) -> None:
    apart = weigh(MEDIUM).facts
    held = weigh(MEDIUM, budget_in_burn=1.0).facts
    assert held.monthly_burn == 25_000
    assert held.of("Medium")["headroom"] > apart.of("Medium")["headroom"] + 400_000


# --- ways to sell


def test_a_price_between_two_ways_to_sell_is_a_dead_zone(weigh: Callable[..., Run]) -> None:
    between = {**MEDIUM, "segment": "Shops", "acv": 3_000}
    plan = HEAD + BUDGET + RICH + '[plan.segments.Shops]\nmotion = "inside"\n'
    run = weigh({**between, "gross_margin": 0.78}, SMALL, plan=plan)
    row = run.facts.motions[run.facts.motions["segment"].eq("Shops") & run.facts.motions["own"]].iloc[0]
    assert row["payback_months"] == pytest.approx(90, abs=0.1)
    found = run.finding("motion_fit")
    assert (found.verdict, found.scope) == ("stop", "Shops")
    assert "No way to sell fits Shops at €3,000 a year" in found.headline


def test_below_a_usual_price_a_lighter_way_would_do(weigh: Callable[..., Run]) -> None:
    plan = HEAD + BUDGET + RICH + '[plan.segments.Shops]\nmotion = "inside"\n'
    run = weigh({**MEDIUM, "segment": "Shops", "acv": 1_900}, SMALL, plan=plan)
    assert run.finding("motion_fit").verdict == "caution"
    assert "self-service would pay" in run.finding("motion_fit").answer


# --- what must not matter


def test_the_order_of_rows_changes_nothing(weigh: Callable[..., Run], example: Run) -> None:
    again = weigh(SMALL, BIG, MEDIUM)
    for column in ("cac", "trough", "payback_months"):
        assert of(again, column) == of(example, column)


def test_the_same_run_gives_the_same_draws(weigh: Callable[..., Run], example: Run) -> None:
    again = weigh(BIG, MEDIUM, SMALL)
    pd.testing.assert_frame_equal(again.facts.tradeoffs, example.facts.tradeoffs)


def test_another_currency_changes_no_share(weigh: Callable[..., Run], example: Run) -> None:
    money = ("acv", "sales_cost_per_hour", "marketing_cost_per_opportunity", "onboarding_cost")
    tenfold = [{**row, **{name: 10 * float(row[name]) for name in money}} for row in (BIG, MEDIUM, SMALL)]
    plan = HEAD.replace("1_000_000", "10_000_000") + "acquisition_budget = 500_000\n"
    again = weigh(*tenfold, plan=plan + "cash = 9_000_000\nmonthly_burn = 750_000\n")
    for column in ("p_payback", "p_affordable", "payback_p50", "ltv_ratio", "opportunities"):
        assert of(again, column) == pytest.approx(of(example, column))


def test_without_any_table_it_says_what_would_unlock_it(company: Company) -> None:
    run = unequal.run("big_medium_small", company(HEAD + BUDGET + CASH, customers=[{"customer_id": "c1"}]))
    assert run.facts is None
    assert "data/segments.csv" in run.record()["unavailable"]["unlock"]


def test_forty_spellings_of_a_segment_are_one(company: Company) -> None:
    own = [{"customer_id": f"c{n}", "segment": f"big{'x' * n}", "start_date": "2024-01-01"} for n in range(40)]
    bills = [{"customer_id": f"c{n}", "month": "2026-06-01", "mrr": 100} for n in range(40)]
    run = unequal.run("big_medium_small", company(HEAD + BUDGET + CASH, customers=own, revenue=bills))
    assert run.facts.tradeoffs["segment"].tolist() == ["all"]


@pytest.mark.parametrize(
    ("changed", "gap"),
    [({"acv": 0}, "price"), ({"marketing_cost_per_opportunity": 0, "sales_hours_per_opportunity": 0}, "cost")],
)
def test_a_price_or_a_cost_of_nothing_is_not_known(
    changed: dict[str, int], gap: str, weigh: Callable[..., Run]
) -> None:
    run = weigh({**MEDIUM, **changed})
    found = run.finding("segment_tradeoff")
    assert (found.verdict, run.facts.of("Medium")["gap"]) == ("cannot tell", gap)
    assert "not known" not in found.answer
