"""The two clocks against each other, on cash and deals that can be counted by hand."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import unequal
from unequal.errors import InputError
from unequal.workbook import Run

Company = Callable[..., Path]
Deals = Callable[..., list[dict[str, Any]]]
Runway = Callable[..., Run]

CASH = "cash = 900_000\nmonthly_burn = 75_000\n"
SIX_OPEN = "open 7,open 5,open 4,open 3,open 2,open 1"
CLOSED = "won 5,lost 3,lost 4,won 8,lost 2,lost 6,lost 7,lost 1"  # with the open ones fourteen deals
TYPED = {"segment": "Big", "win_rate": 0.2, "cycle_months": 8, "grade": "E2"}
CERTAIN = ",".join(["won 1"] * 40)  # every deal is won within a month


@pytest.fixture(scope="module")
def runway(company: Company, deals: Deals) -> Runway:
    """Run the runway of deals in words under a plan; the same words are run once."""

    @cache
    def run(text: str = SIX_OPEN, plan: str = CASH, prefix: str = "d") -> Run:
        return unequal.run("runway", company(f"[plan]\n{plan}", deals=deals(text, prefix=prefix)))

    return run


def at_least(run: Run, k: int, segment: str = "all") -> float:
    rows = run.facts.wins
    return float(rows.loc[rows["segment"].eq(segment) & rows["k"].eq(k), "probability"].iloc[0])


# --- the cash clock


def test_900_000_at_75_000_a_month_last_twelve_months_and_decide_after_four(runway: Runway) -> None:
    facts = runway().facts
    assert (facts.runway_months, facts.decision_months) == (12.0, 4.0)
    assert (facts.cash, facts.monthly_burn, facts.reserve) == (900_000, 75_000, 150_000)
    assert facts.decision_date == datetime.date(2026, 10, 30)


def test_without_a_raise_only_the_reserve_is_kept(runway: Runway) -> None:
    assert runway(plan=CASH + "raise_months = 0\n").facts.decision_months == 10.0


@pytest.mark.parametrize(
    ("cash", "verdict", "months"),
    [
        pytest.param(600_001, "caution", 600_001 / 75_000 - 8, id="a moment ahead"),
        pytest.param(600_000, "stop", 0.0, id="today"),
        pytest.param(300_000, "stop", -4.0, id="past"),
        pytest.param(0, "stop", -8.0, id="no cash at all"),
    ],
)
def test_a_decision_date_that_has_passed_is_a_stop(cash: int, verdict: str, months: float, runway: Runway) -> None:
    run = runway(CERTAIN + "," + SIX_OPEN, f"cash = {cash}\nmonthly_burn = 75_000\n")
    assert run.facts.decision_months == pytest.approx(months)
    assert run.finding("decision_date").verdict == verdict
    if verdict == "stop":
        assert run.finding("wins_by_decision_date").verdict == "stop"  # however likely the wins are
        assert "should have been there by" in run.finding("wins_by_decision_date").answer
        assert "runway.latest_safe_start" not in [one.code for one in run.findings]


def test_past_the_date_no_win_can_come(runway: Runway) -> None:
    wins = runway(plan="cash = 300_000\nmonthly_burn = 75_000\n").facts.wins
    assert wins.loc[wins["k"].gt(0), ["probability", "low", "high"]].eq(0).all(axis=None)
    assert wins.loc[wins["k"].eq(0), ["probability", "low", "high"]].eq(1).all(axis=None)


@pytest.mark.parametrize("burn", [0, -5_000, 1_000])
def test_cash_that_never_falls_below_the_reserve_is_default_alive(burn: int, runway: Runway) -> None:
    run = runway(plan=f"cash = 900_000\nmonthly_burn = {burn}\n")
    assert (math.isinf(run.facts.runway_months), math.isnan(run.facts.decision_months)) == (True, True)
    assert math.isnan(run.facts.latest_safe_start_months)
    assert (len(run.facts.wins), run.facts.decision_date) == (0, None)
    assert [(one.code, one.verdict, one.action) for one in run.findings] == [
        ("runway.decision_date", "go", "default alive")
    ]
    run.record()  # every table and chart can be drawn


def test_a_distant_date_leaves_time_and_says_from_when_on(runway: Runway) -> None:
    found = runway(plan="cash = 1_500_000\nmonthly_burn = 75_000\n").finding("decision_date")
    assert (found.estimate, found.verdict) == (12.0, "go")
    assert runway(plan="cash = 1_499_000\nmonthly_burn = 75_000\n").finding("decision_date").verdict == "caution"
    assert "From 12 months on there is time" in found.would_change_it


FINANCE = [{"month": "2026-05-31", "cash": 975_000}, {"month": "2026-06-30", "cash": 900_000}]
PLANNED = [{"month": "2026-07-31", "fixed_cost": 75_000, "committed_receipts": 0}]


@pytest.mark.parametrize(
    ("plan", "finance", "leans"),
    [
        pytest.param(CASH, [], ("cash", "monthly_burn"), id="plan alone"),
        pytest.param("", FINANCE, ("finance",), id="balances alone"),
        pytest.param(CASH, [*FINANCE, *PLANNED], ("finance",), id="a table that outdoes the plan"),
        pytest.param("monthly_burn = 75_000\n", FINANCE, ("finance", "monthly_burn"), id="balance and typed burn"),
        pytest.param("cash = 900_000\n", PLANNED, ("finance", "cash"), id="planned costs and typed cash"),
    ],
)
def test_the_date_leans_on_what_it_comes_from(
    plan: str, finance: list[dict[str, Any]], leans: tuple[str, ...], company: Company, deals: Deals
) -> None:
    tables = {"finance": finance} if finance else {}
    run = unequal.run("runway", company(f"[plan]\n{plan}", deals=deals(SIX_OPEN), **tables))
    assert run.facts.cash_from == leans
    assert run.facts.decision_months == pytest.approx(4.0)
    assert run.finding("decision_date").grade == ("E1" if leans == ("finance",) else "E2")


@pytest.mark.parametrize("plan", ["", "cash = 900_000\n", "monthly_burn = 75_000\n"])
def test_without_cash_or_burn_a_line_says_what_would_unlock_it(plan: str, runway: Runway) -> None:
    run = runway(plan=plan)
    assert (run.facts, run.findings) == (None, ())
    assert repr(run.table("wins")) == (
        "Whether the cash lasts cannot be told without cash and burn. "
        "Add data/finance.csv with month and cash, or cash and monthly_burn under [plan]."
    )


def test_without_deals_or_typed_segments_a_line_says_what_would_unlock_it(company: Company) -> None:
    run = unequal.run("runway", company(f"[plan]\n{CASH}", customers=[{"customer_id": "c"}]))
    assert "Add data/deals.csv, or data/segments.csv" in run.block["unavailable"]["unlock"]


def test_a_knob_out_of_range_is_refused(runway: Runway) -> None:
    with pytest.raises(InputError, match=r"raise_months(.|\n)*36"):
        runway(plan=CASH + "raise_months = 37\n")


# --- the deal clock


def test_wins_have_the_columns_that_are_promised_for_0_to_more_than_needed(runway: Runway) -> None:
    run = runway(plan=CASH + "wins_needed = 3\n")
    wins = run.facts.wins
    assert list(wins.columns)[:5] == ["segment", "k", "probability", "low", "high"]
    assert wins.loc[wins["segment"].eq("all"), "k"].to_list() == [0, 1, 2, 3, 4, 5]
    assert wins["probability"].iloc[0] == 1
    assert wins["probability"].is_monotonic_decreasing
    assert ((wins["low"] <= wins["probability"]) & (wins["probability"] <= wins["high"])).all()


def test_the_finding_is_the_row_of_the_wins_needed(runway: Runway) -> None:
    run = runway()
    found = run.finding("wins_by_decision_date")
    assert (found.estimate, found.prob) == (at_least(run, 2), at_least(run, 2))
    assert (found.unit, found.scope, found.level) == ("probability", "all", 0.90)


def test_many_sure_deals_are_a_go(runway: Runway) -> None:
    run = runway(CERTAIN + "," + SIX_OPEN.replace("7", "0.2").replace("5", "0.3"), CASH + "new_deals_per_month = 5\n")
    found = run.finding("wins_by_decision_date")
    assert (found.verdict, found.grade) == ("go", "E2")  # cash was typed
    assert found.prob > 0.99


@pytest.mark.parametrize(("closed", "verdict", "grade"), [(7, "caution", "E4"), (8, "go", "E2")])
def test_below_ten_deals_it_is_never_a_go(closed: int, verdict: str, grade: str, runway: Runway) -> None:
    text = ",".join(["won 1"] * closed + ["open 0.1", "open 0.2"])
    run = runway(text, CASH + "wins_needed = 1\nnew_deals_per_month = 5\n")
    found = run.finding("wins_by_decision_date")
    assert at_least(run, 1) >= 0.8
    assert (found.verdict, found.grade, found.n) == (verdict, grade, closed + 2)
    assert ("rests on the usual figures of" in found.answer) == (grade == "E4")


def test_a_band_across_both_borders_cannot_tell(runway: Runway) -> None:
    found = runway().finding("wins_by_decision_date")
    assert found.low < 0.2 < 0.8 <= found.high
    assert found.verdict == "cannot tell"


@pytest.mark.parametrize(("go", "verdict"), [(0.5, "go"), (1.0, "caution")])
def test_the_border_is_the_plans(go: float, verdict: str, runway: Runway) -> None:
    text = ",".join(["won 2,lost 2"] * 20 + ["open 0.5"] * 6)
    run = runway(text, CASH + f"go_probability = {go}\n")
    assert 0.5 < at_least(run, 2) < 1.0
    assert run.finding("wins_by_decision_date").verdict == verdict


def test_no_default_of_the_plan_makes_own_data_a_guess(runway: Runway) -> None:
    found = runway(",".join(["won 2,lost 2"] * 20 + ["open 0.5"] * 6)).finding("wins_by_decision_date")
    assert found.grade == "E2"
    assert {one.id for one in found.assumptions} >= {"raise_months", "reserve_months", "wins_needed"}
    assert all(one.choice for one in found.assumptions)


# --- the last safe day to start


def test_deals_that_come_too_late_have_no_safe_start(runway: Runway) -> None:
    run = runway()
    assert math.isnan(run.facts.latest_safe_start_months)
    assert run.finding("latest_safe_start").verdict == "stop"


def test_the_last_safe_start_is_the_date_less_what_the_deals_need(runway: Runway) -> None:
    run = runway(CERTAIN + ",open 0.1")
    facts = run.facts
    assert facts.latest_safe_start_months == pytest.approx(4.0 - facts.horizon_needed)
    assert (facts.started, run.finding("latest_safe_start").verdict) == (10, "go")
    assert facts.starts["start_month"].to_list() == [0, 1, 2, 3]
    assert facts.starts["probability"].is_monotonic_decreasing


def test_fewer_deals_than_wins_are_no_question(runway: Runway) -> None:
    run = runway(plan=CASH + "wins_needed = 11\n")
    assert "runway.latest_safe_start" not in [one.code for one in run.findings]


# --- segments


def test_figures_typed_by_hand_and_a_plan_are_enough(company: Company) -> None:
    path = company(f"[plan]\n{CASH}target_segment = 'Big'\nnew_deals_per_month = 2\n", segments=[TYPED])
    run = unequal.run("runway", path)
    found = run.finding("wins_by_decision_date")
    assert (run.facts.target, run.facts.band_from, found.n, found.grade) == ("Big", "typed figures", 0, "E2")
    assert set(run.facts.wins["segment"]) == {"Big"}
    assert 0 < at_least(run, 1, "Big") < 0.2
    assert "by a win rate and a cycle that somebody typed" in found.answer
    run.record()


def test_of_typed_figures_the_first_speaks_where_the_plan_names_none(company: Company) -> None:
    small = {**TYPED, "segment": "Small", "win_rate": 0.4, "cycle_months": 1}
    run = unequal.run("runway", company(f"[plan]\n{CASH}new_deals_per_month = 2\n", segments=[small, TYPED]))
    found = run.finding("wins_by_decision_date")
    assert (run.facts.target, found.scope) == ("Small", "Small")
    assert "this speaks of Small, until target_segment under [plan] names another" in found.answer


SIZES = [{"customer_id": "small", "employees": 10}, {"customer_id": "big", "employees": 1000}]


def test_a_targets_own_deals_count_and_no_others(company: Company, deals: Deals) -> None:
    rows = [
        *deals(",".join(["won 1"] * 20 + ["open 0.1"] * 5), prefix="s", account_id="small"),
        *deals(",".join(["lost 1"] * 20 + ["open 0.1"] * 5), prefix="b", account_id="big"),
    ]
    run = unequal.run("runway", company(f"[plan]\n{CASH}target_segment = 'Big'\n", deals=rows, customers=SIZES))
    assert list(dict.fromkeys(run.facts.wins["segment"])) == ["all", "Small", "Big"]
    assert at_least(run, 2, "Big") < 0.1 < 0.9 < at_least(run, 2, "Small")
    assert (run.facts.n_deals, run.facts.open_n, run.finding("wins_by_decision_date").scope) == (25, 5, "Big")
    assert set(run.facts.open_deals["deal_id"].str[0]) == {"b"}


def test_a_target_without_a_deal_is_judged_by_its_tier_and_never_a_go(company: Company, deals: Deals) -> None:
    rows = deals(",".join(["won 1"] * 20 + ["open 0.1"] * 5), account_id="small")
    plan = f"[plan]\n{CASH}target_segment = 'Big'\nnew_deals_per_month = 200\nraise_months = 0\n"
    run = unequal.run("runway", company(plan, deals=rows, customers=SIZES))
    found = run.finding("wins_by_decision_date")
    assert (run.facts.target, run.facts.n_deals, found.grade) == ("Big", 0, "E4")
    assert at_least(run, 2, "Big") > 0.8
    assert found.verdict != "go"
    assert run.finding("latest_safe_start").verdict != "go"


def test_a_target_that_cannot_be_told_apart_is_said_and_all_deals_count(runway: Runway) -> None:
    run = runway(plan=CASH + "target_segment = 'Big'\n")  # nothing in the file says how large an account is
    found = run.finding("wins_by_decision_date")
    assert (run.facts.asked, run.facts.target, found.scope) == ("Big", "all", "all")
    assert found.answer.endswith("Which deals are Big cannot be told, so this speaks of all.")


# --- what was known when


def test_a_past_day_is_a_backtest(company: Company, deals: Deals) -> None:
    rows = deals(f"{CLOSED},{SIX_OPEN}")
    then = datetime.date(2025, 1, 31)  # 215 days after the closed ones began: all but the one of 8 months had ended
    undone = [
        row if row["closed_at"] <= then else {**row, "closed_at": None, "status": "open"}
        for row in rows
        if row["created_at"] <= then
    ]
    finance = [{"month": "2024-12-31", "cash": 975_000}, {"month": "2025-01-31", "cash": 900_000}, *FINANCE]
    plan = f"[plan]\n{CASH}"
    found = unequal.run("runway", company(plan, deals=rows, finance=finance), as_of="2025-01-31").facts
    expected = unequal.run("runway", company(plan, deals=undone, finance=finance[:2]), as_of=then).facts
    assert (found.n_deals, found.open_n, found.cash) == (8, 1, 900_000)
    pd.testing.assert_frame_equal(found.wins, expected.wins)
    pd.testing.assert_frame_equal(found.cash_path, expected.cash_path)
