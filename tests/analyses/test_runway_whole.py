"""What would have to be true, growth alone, the largest customer, scenarios, and cash as it may go."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unequal
from unequal.errors import InputError
from unequal.workbook import Run

Company = Callable[..., Path]
Deals = Callable[..., list[dict[str, Any]]]

CASH = "cash = 900_000\nmonthly_burn = 75_000\n"
SIX_OPEN = "open 7,open 5,open 4,open 3,open 2,open 1"
CERTAIN = ",".join(["won 1"] * 40)
MIXED = ",".join(["won 2,lost 2"] * 20)
LEVERS = ["horizon", "cash", "burn", "raise", "deals", "odds", "pace", "bar"]


@pytest.fixture(scope="module")
def runway(company: Company, deals: Deals) -> Callable[..., Run]:
    """Run the runway of deals in words under a plan."""

    def run(text: str = SIX_OPEN, plan: str = CASH, **tables: Any) -> Run:
        return unequal.run("runway", company(f"[plan]\n{plan}", deals=deals(text), **tables))

    return run


def lever(run: Run, name: str) -> Any:
    rows = run.facts.conditions.table
    return rows[rows["lever"].eq(name)].iloc[0]


def codes(run: Run) -> list[str]:
    return [one.code.removeprefix("runway.") for one in run.findings]


# --- what would have to be true


def test_every_lever_is_asked_and_says_a_sentence(runway: Callable[..., Run]) -> None:
    run = runway(f"{MIXED},{SIX_OPEN}", CASH + "wins_needed = 5\nnew_deals_per_month = 1\n")
    assert run.facts.conditions.table["lever"].to_list() == LEVERS
    shown = run.table("conditions")
    assert len(shown) == len(LEVERS)
    assert (shown["sentence"].str.len() > 5).all()


def test_a_levers_value_is_enough_when_it_is_planned(runway: Callable[..., Run]) -> None:
    plan = CASH + "wins_needed = 5\nnew_deals_per_month = 1\n"
    run = runway(f"{MIXED},{SIX_OPEN}", plan)
    more, cut = lever(run, "cash")["needed"], lever(run, "burn")["needed"]
    for changed in (f"cash = {more:.0f}\nmonthly_burn = 75_000\n", f"cash = 900_000\nmonthly_burn = {cut:.0f}\n"):
        then = runway(f"{MIXED},{SIX_OPEN}", changed + plan.removeprefix(CASH))
        assert then.finding("wins_by_decision_date").prob == pytest.approx(0.8, abs=0.015)


def test_without_any_time_only_what_moves_the_date_can_help(runway: Callable[..., Run]) -> None:
    run = runway(f"{CERTAIN},{SIX_OPEN}", "cash = 300_000\nmonthly_burn = 75_000\nnew_deals_per_month = 5\n")
    table = run.facts.conditions.table.set_index("lever")
    assert table.loc[["deals", "odds", "pace", "bar"], "reach"].eq("impossible").all()
    assert table.loc[["horizon", "cash", "burn"], "needed"].notna().all()
    assert math.isnan(table.loc["raise", "needed"]) == (4 - 2 - table.loc["horizon", "needed"] < 0)


def test_no_deal_at_all_leaves_new_deals_and_time(runway: Callable[..., Run]) -> None:
    run = runway(MIXED, CASH)  # nothing open, nothing planned: even ten years bring no win
    table = run.facts.conditions.table.set_index("lever")
    assert table.loc["deals", "needed"] > 0
    assert table.loc[["horizon", "cash", "burn", "raise", "odds", "pace", "bar"], "reach"].eq("impossible").all()
    assert run.finding("wins_by_decision_date").prob == 0


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        pytest.param(f"{CERTAIN},open 0.2,open 0.3,open 0.1", CASH, id="enough already"),
        pytest.param(SIX_OPEN, "cash = 900_000\nmonthly_burn = 0\n", id="default alive"),
    ],
)
def test_what_needs_no_change_is_no_question(text: str, plan: str, runway: Callable[..., Run]) -> None:
    run = runway(text, plan)
    assert "what_would_have_to_be_true" not in codes(run)
    run.record()


def test_nothing_that_one_controls_is_a_stop_and_a_small_cut_is_not(runway: Callable[..., Run]) -> None:
    hopeless = runway(SIX_OPEN, CASH).finding("what_would_have_to_be_true")
    assert (hopeless.verdict, hopeless.headline) == ("stop", "No single lever that you control fixes this.")
    near = runway(f"{MIXED},{SIX_OPEN}", CASH + "wins_needed = 8\nnew_deals_per_month = 4\nraise_months = 4\n")
    assert 0.6 < near.finding("wins_by_decision_date").prob < 0.8
    assert near.finding("what_would_have_to_be_true").verdict == "caution"


@pytest.mark.parametrize(("owners", "reach"), [(["Ann"], "out of reach"), (list("abcdefghijklmnop"), "within reach")])
def test_more_deals_are_feasible_where_sellers_have_hours(
    owners: list[str], reach: str, company: Company, deals: Deals
) -> None:
    rows = deals(f"{MIXED},{','.join(['open 1'] * 16)}")
    rows = [{**row, "owner": owners[place % len(owners)]} for place, row in enumerate(rows)]
    plan = f"[plan]\n{CASH}wins_needed = 12\ntarget_segment = 'Big'\n[plan.segments.Big]\nhours_per_opportunity = 24\n"
    sizes = [{"customer_id": "big", "employees": 1000}]
    rows = [{**row, "account_id": "big"} for row in rows]
    found = lever(unequal.run("runway", company(plan, deals=rows, customers=sizes)), "deals")
    assert (found["reach"], found["needed"] > found["now"]) == (reach, True)


def test_without_hours_nobody_knows_whether_more_deals_are_feasible(runway: Callable[..., Run]) -> None:
    run = runway(f"{MIXED},{SIX_OPEN}", CASH + "wins_needed = 5\n")
    assert math.isnan(run.facts.conditions.room)
    assert lever(run, "deals")["reach"] in ("not known", "impossible")


def test_the_finding_that_is_near_a_border_says_so(runway: Callable[..., Run]) -> None:
    text, plan = f"{MIXED},{SIX_OPEN}", CASH + "new_deals_per_month = 1\n"
    p = runway(text, plan).finding("wins_by_decision_date").prob
    near = runway(text, plan + f"go_probability = {p + 0.0005:.5f}\n").finding("wins_by_decision_date")
    far = runway(text, plan + f"go_probability = {min(p + 0.1, 1):.5f}\n").finding("wins_by_decision_date")
    assert "the simulation's own error" in near.answer
    assert "the simulation's own error" not in far.answer


# --- growth alone


def revenue(*by_month: float, first: str = "2025-07-01") -> list[dict[str, Any]]:
    start = datetime.date.fromisoformat(first)
    months = [datetime.date(start.year + (start.month - 1 + i) // 12, (start.month - 1 + i) % 12 + 1, 1)
              for i in range(len(by_month))]  # fmt: skip
    return [{"customer_id": "c", "month": month, "mrr": mrr} for month, mrr in zip(months, by_month, strict=True)]


ONE = [{"customer_id": "c"}]


@pytest.mark.parametrize(
    ("growth", "verdict", "action"),
    [pytest.param(0.10, "go", "default alive", id="fast"), pytest.param(0.01, "stop", "default dead", id="slow")],
)
def test_growth_alone_decides_between_alive_and_dead(
    growth: float, verdict: str, action: str, runway: Callable[..., Run]
) -> None:
    months = [50_000 * (1 + growth) ** (month - 11) for month in range(12)]
    found = runway(customers=ONE, revenue=revenue(*months)).finding("default_alive")
    assert (found.verdict, found.action, found.n) == (verdict, action, 11)
    assert found.estimate == pytest.approx(growth)


def test_five_months_of_revenue_are_no_question(runway: Callable[..., Run]) -> None:
    run = runway(customers=ONE, revenue=revenue(1, 2, 3, 4, 5, first="2026-02-01"))
    assert "default_alive" not in codes(run)


# --- the largest customer


def customers(*mrr: float) -> dict[str, Any]:
    ids = [f"c{place}" for place in range(len(mrr))]
    return {
        "customers": [{"customer_id": one, "name": f"Customer {one}"} for one in ids],
        "revenue": [
            {"customer_id": one, "month": "2026-06-01", "mrr": each} for one, each in zip(ids, mrr, strict=True)
        ],
    }


@pytest.mark.parametrize(("largest", "asked"), [(100, False), (101, True)])
def test_above_a_quarter_one_customer_is_thought_away(largest: float, asked: bool, runway: Callable[..., Run]) -> None:
    run = runway(**customers(largest, *[60] * 5))  # 100 of 400 is a quarter
    assert ("without_largest_customer" in codes(run)) == asked


def test_without_it_the_burn_is_what_it_paid_higher(runway: Callable[..., Run]) -> None:
    run = runway(**customers(15_000, 5_000))
    found = run.finding("without_largest_customer")
    assert run.facts.stress.runway_months == pytest.approx(10.0)  # 900,000 at 90,000
    assert (found.estimate, found.verdict) == (pytest.approx(2.0), "caution")
    assert found.headline == "Without Customer c0, wins must be there within 2 months."


def test_a_date_that_passes_without_it_is_a_stop(runway: Callable[..., Run]) -> None:
    assert runway(**customers(60_000, 5_000)).finding("without_largest_customer").verdict == "stop"


# --- receipts that nobody has signed


def finance(months: int, **rest: Any) -> list[dict[str, Any]]:
    ends = [datetime.date(2026, 6, 30), *[_month_end(place) for place in range(1, months + 1)]]
    return [{"month": end, **({"cash": 900_000} if not place else {}), **rest} for place, end in enumerate(ends)]


def _month_end(ahead: int) -> datetime.date:
    month = 6 + ahead
    first_after = datetime.date(2026 + month // 12, month % 12 + 1, 1)
    return first_after - datetime.timedelta(days=1)


def test_receipts_by_an_assumed_churn_lower_the_grade_and_are_listed(runway: Callable[..., Run]) -> None:
    run = runway(plan="", finance=finance(37, fixed_cost=75_000), **customers(10_000, 10_000, 10_000, 10_000))
    found = run.finding("decision_date")
    assert found.grade == "E4"
    assert {one.id for one in found.assumptions} >= {"prior.Big.churn_monthly"}
    assert "assumed, not measured" in found.answer


def test_committed_receipts_need_no_churn(runway: Callable[..., Run]) -> None:
    rows = finance(37, fixed_cost=75_000, committed_receipts=20_000)
    found = runway(plan="", finance=rows, **customers(10_000, 10_000, 10_000, 10_000)).finding("decision_date")
    assert (found.grade, "churn" in str(found.assumptions)) == ("E1", False)


def test_an_assumed_churn_never_carries_a_go(runway: Callable[..., Run]) -> None:
    run = runway(plan="", finance=finance(37, fixed_cost=1_000), **customers(1_000, 1_000, 1_000, 1_000))
    found = run.finding("decision_date")
    assert (run.facts.no_date, found.action, found.verdict, found.grade) == (True, "default alive", "caution", "E4")


def test_a_grant_in_one_month_moves_the_date_and_no_other_month(runway: Callable[..., Run]) -> None:
    rows = finance(37, fixed_cost=75_000, committed_receipts=0)
    granted = [{**row, "committed_receipts": 150_000} if place == 3 else row for place, row in enumerate(rows)]
    dates = [runway(plan="", finance=one).facts.runway_months for one in (rows, granted)]
    assert dates == pytest.approx([12.0, 14.0])


def test_a_year_paid_ahead_is_a_cliff_that_the_schedule_shows(runway: Callable[..., Run]) -> None:
    rows = finance(37, fixed_cost=75_000, committed_receipts=0)
    ahead = [{**row, "committed_receipts": 600_000} if place == 2 else row for place, row in enumerate(rows)]
    table = runway(plan="", finance=ahead).table("cash_path")
    assert table["inflow"].to_list()[1:3] == [600_000, 0]
    assert "100\u00a0% of its receipts" in table.attrs["unequal"]["note"]


# --- cash as it may go


def test_the_drawn_paths_start_at_the_cash_and_say_their_error(runway: Callable[..., Run]) -> None:
    risk = runway().facts.risk
    assert risk.draws >= 20_000
    assert risk.by_month["month"].to_list() == list(range(37))
    assert risk.by_month[["low", "middle", "high"]].iloc[0].eq(900_000).all()
    assert risk.raise_in == 10.0
    assert risk.error == pytest.approx(math.sqrt(risk.gone_by_raise * (1 - risk.gone_by_raise) / risk.draws))


def test_wins_bring_cash_only_where_their_worth_is_known(company: Company, deals: Deals) -> None:
    worth = [
        unequal.run("runway", company(f"[plan]\n{CASH}new_deals_per_month = 5\n", deals=rows)).facts.risk.by_month
        for rows in (deals(f"{CERTAIN},open 0.1"), deals(f"{CERTAIN},open 0.1", acv=120_000))
    ]
    nothing, something = (one["middle"].to_numpy() for one in worth)
    assert something[12] > nothing[12] + 500_000
    assert nothing[12] == pytest.approx(0, abs=20_000)


def test_a_burn_read_from_balances_holds_its_sales_already(runway: Callable[..., Run]) -> None:
    balances = [{"month": "2026-05-31", "cash": 975_000}, {"month": "2026-06-30", "cash": 900_000}]
    run = runway(plan="", finance=balances)
    assert not run.facts.risk.with_wins
    assert "Wins are not added" in run.table("cash_risk").attrs["unequal"]["note"]


def test_the_decision_date_does_not_come_from_drawn_wins(company: Company, deals: Deals) -> None:
    rows = deals(f"{CERTAIN},open 0.1", acv=10_000_000)
    facts = unequal.run("runway", company(f"[plan]\n{CASH}", deals=rows)).facts
    assert facts.decision_months == 4.0


# --- scenarios


@pytest.fixture
def with_downside(company: Company, deals: Deals) -> Path:
    path = company(f"[plan]\n{CASH}", deals=deals(f"{MIXED},{SIX_OPEN}"))
    (path / "scenarios").mkdir()
    (path / "scenarios" / "downside.toml").write_text("[plan]\nmonthly_burn = 90_000\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("scenario", ["base", "downside"])
def test_scenarios_are_told_as_differences_from_the_base(scenario: str, with_downside: Path) -> None:
    rows = unequal.run("runway", with_downside, scenario=scenario).facts.scenarios
    assert rows["scenario"].to_list() == ["base", "downside"]
    assert rows["runway_months_change"].to_list() == pytest.approx([0.0, -2.0])
    assert rows["decision_months_change"].to_list() == pytest.approx([0.0, -2.0])
    assert rows["probability_change"].iloc[1] == pytest.approx(
        rows["probability"].iloc[1] - rows["probability"].iloc[0]
    )


def test_a_scenario_agrees_with_its_own_run(with_downside: Path) -> None:
    told = unequal.run("runway", with_downside).facts.scenarios.iloc[1]
    own = unequal.run("runway", with_downside, scenario="downside")
    assert told["probability"] == pytest.approx(own.finding("wins_by_decision_date").prob, abs=1e-12)


def test_a_scenario_that_changes_is_seen_by_the_base(with_downside: Path) -> None:
    before = unequal.run("runway", with_downside).facts.scenarios
    (with_downside / "scenarios" / "downside.toml").write_text("[plan]\nmonthly_burn = 100_000\n", encoding="utf-8")
    after = unequal.run("runway", with_downside).facts.scenarios
    assert (before["runway_months"].iloc[1], after["runway_months"].iloc[1]) == (10.0, 9.0)


def test_a_scenario_that_cannot_be_read_has_no_figures_and_stops_nobody(with_downside: Path) -> None:
    (with_downside / "scenarios" / "broken.toml").write_text("[plan]\nmonthly_burrn = 1\n", encoding="utf-8")
    run = unequal.run("runway", with_downside)
    assert run.facts.scenarios.set_index("scenario").loc["broken"].isna().all()
    run.record()


# --- the plan to turn


def test_the_plan_as_it_is_stands_where_the_finding_stands(runway: Callable[..., Run]) -> None:
    run = runway(f"{MIXED},{SIX_OPEN}", CASH + "new_deals_per_month = 2\n")
    block = run.what_if("plan").block
    found = run.finding("wins_by_decision_date")
    at = 0
    for axis in block["axes"]:
        at = at * len(axis["values"]) + axis["values"].index(axis["base"])
    assert len(block["cells"]) <= 500
    assert block["cells"][at] == pytest.approx(found.prob, abs=0.005)
    assert block["verdicts"][at] == found.verdict


def test_a_turned_cell_is_what_a_run_says(runway: Callable[..., Run]) -> None:
    block = runway(f"{MIXED},{SIX_OPEN}", CASH + "new_deals_per_month = 2\n").what_if("plan").block
    values = [axis["values"] for axis in block["axes"]]
    place = [values[0].index(4.0), values[1].index(4.0), values[2].index(3.0)]
    cell = block["cells"][int(np.ravel_multi_index(place, [len(one) for one in values]))]
    changed = CASH + "new_deals_per_month = 4\nraise_months = 4\nwins_needed = 3\n"
    assert cell == pytest.approx(
        runway(f"{MIXED},{SIX_OPEN}", changed).finding("wins_by_decision_date").prob, abs=0.005
    )


def test_where_no_date_presses_nothing_turns(runway: Callable[..., Run]) -> None:
    block = runway(SIX_OPEN, "cash = 900_000\nmonthly_burn = 0\n").what_if("plan").block
    assert set(block["cells"]) == {None}
    assert set(block["verdicts"]) == {"go"}


# --- deals signed, and too few


def test_a_deal_that_is_won_is_no_win_to_come(runway: Callable[..., Run]) -> None:
    signed, waiting = runway(CERTAIN, CASH), runway(f"{CERTAIN},open 0.1", CASH)
    probabilities = [
        run.facts.wins.query("segment == 'all' and k == 1")["probability"].iloc[0] for run in (signed, waiting)
    ]
    assert probabilities[0] == 0 < 0.9 < probabilities[1]


def test_weak_evidence_lists_the_tiers_figures(runway: Callable[..., Run]) -> None:
    found = runway(SIX_OPEN, CASH).finding("wins_by_decision_date")
    assert (found.grade, found.n) == ("E4", 6)
    assert {"prior.Medium.win_probability", "prior.Medium.win_median_months"} <= {one.id for one in found.assumptions}


# --- a knob turned


@pytest.mark.parametrize(
    "knobs", [{"raise_months": 4.5}, {"wins_needed": 3}, {"new_deals_per_month": 1.5}, {"monthly_burn": 60_000.0}]
)
def test_a_turned_knob_says_what_a_run_says(knobs: dict[str, Any], with_downside: Path) -> None:
    first = unequal.run("runway", with_downside)
    first.turned(wins_needed=5, raise_months=1.0).record()  # what was turned before changes nothing
    assert first.turned(**knobs).record() == unequal.run("runway", with_downside, **knobs).record()


def test_a_knob_turned_out_of_range_is_refused(with_downside: Path) -> None:
    with pytest.raises(InputError, match=r"raise_months(.|\n)*36"):
        unequal.run("runway", with_downside).turned(raise_months=37)
