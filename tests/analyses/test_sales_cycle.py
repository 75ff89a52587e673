"""How long a sale takes, on deals that can be counted by hand."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import unequal
from unequal.workbook import Run

Company = Callable[..., Path]
Deals = Callable[..., list[dict[str, Any]]]
Cycle = Callable[..., Run]

# The worked example of twenty Big deals, in months: 5 won, 8 lost, 7 open.
TWENTY = (
    "lost 5,lost 3,won 7,won 9,open 4,won 12,lost 2,lost 6,open 11,won 14,"
    "lost 8,open 10,open 6,open 3,open 15,lost 9,lost 1,lost 13,won 10,open 5"
)
TEN = "won 1,won 2,won 3,won 4,won 5,lost 1,lost 2,lost 3,lost 4,lost 5"  # five of each, all closed
PLAN = "[plan]\ncash = 900_000\nmonthly_burn = 75_000\n"


def day(months: float) -> int:
    return round(months * 30.4375)


@pytest.fixture(scope="module")
def cycle(company: Company, deals: Deals) -> Cycle:
    """Run the sales cycle of deals in words; the same words are run once."""

    @cache
    def run(text: str, toml: str = "", **rest: Any) -> Run:
        return unequal.run("sales_cycle", company(toml, deals=deals(text, **rest)))

    return run


@pytest.fixture(scope="module")
def twenty(cycle: Cycle) -> Run:
    return cycle(TWENTY)


def shares(run: Run, outcome: str, segment: str = "all") -> pd.DataFrame:
    rows = run.facts.incidence
    return rows[rows["segment"].eq(segment) & rows["outcome"].eq(outcome)].set_index("days")


# --- the worked example


@pytest.mark.parametrize(("months", "won"), [(9, 0.1331), (10, 0.1997), (12, 0.2996), (15, 0.3994)])
def test_f8_the_share_won(months: int, won: float, twenty: Run) -> None:
    rows = shares(twenty, "won")
    assert rows[rows.index <= day(months)]["estimate"].iloc[-1] == pytest.approx(won, abs=1e-4)


def test_f8_the_shares_at_the_end(twenty: Run) -> None:
    assert shares(twenty, "open")["estimate"].iloc[-1] == pytest.approx(0.0999, abs=1e-4)
    assert shares(twenty, "lost")["estimate"].iloc[-1] == pytest.approx(0.5007, abs=1e-4)


@pytest.mark.parametrize(("months", "low", "high"), [(9, 0.040, 0.320), (10, 0.078, 0.408), (12, 0.137, 0.527)])
def test_f8b_the_interval_of_the_share_won(months: int, low: float, high: float, twenty: Run) -> None:
    row = shares(twenty, "won").loc[day(months)]
    assert [row["low"], row["high"]] == pytest.approx([low, high], abs=0.003)


def test_f8_the_reliable_horizon_and_both_ends_of_the_win_probability(twenty: Run) -> None:
    row = twenty.facts.of("all")
    assert (row["horizon_days"], twenty.facts.horizon_days) == (day(10), day(10))
    assert (row["deals"], row["won"], row["lost"], row["open"]) == (20, 5, 8, 7)
    assert row["won_by_horizon"] == pytest.approx(0.1997, abs=1e-4)
    assert row["may_be_won"] == pytest.approx(0.1997 + 0.3994, abs=2e-4)
    assert row[["winner_p25_days", "winner_median_days", "winner_p75_days"]].to_list() == [day(7), day(9), day(10)]
    assert np.isnan(row["fifth_won_days"])  # 19.97 % by the horizon


def test_a_fifth_of_all_is_won_later_than_half_of_the_winners(cycle: Cycle) -> None:
    row = cycle(TEN).facts.of("all")  # a fifth after the second win, of three that the horizon sees
    assert (row["fifth_won_days"], row["winner_median_days"], row["horizon_days"]) == (day(2), day(2), day(3))


def test_f8_what_a_crm_would_show(twenty: Run) -> None:
    row = twenty.facts.naive_of("all")
    assert row["win_rate"] == pytest.approx(5 / 13)
    assert row["mean_days"] == pytest.approx(10.4 * 30.4375, abs=0.5)
    assert row["median_days"] == day(10)
    assert row["lost_as_open"] == pytest.approx(0.307, abs=5e-4)


def test_the_founders_sentence(twenty: Run) -> None:
    found = twenty.finding("win_probability")
    assert (found.verdict, found.grade, found.n, found.scope) == ("go", "E2", 20, "all")
    assert found.headline == "A deal started today is won within 10 months with a chance of 20\u00a0%."
    assert "20\u00a0% (8–41\u00a0%), from 20 deals (5 won, 8 lost, 7 still open)" in found.answer
    assert "it could reach 60\u00a0%" in found.answer


# --- the frame that others rely on


def test_the_incidence_has_the_columns_that_are_promised(twenty: Run) -> None:
    columns = ["segment", "outcome", "days", "estimate", "low", "high", "at_risk"]
    assert list(twenty.facts.incidence.columns)[:7] == columns
    assert twenty.facts.incidence["segment"].iloc[0] == "all"
    assert set(twenty.facts.incidence["outcome"]) == {"won", "lost", "open"}


def test_there_is_a_row_on_day_0_and_on_every_day_on_which_a_deal_ended(twenty: Run) -> None:
    ended = {day(months) for months in (1, 2, 3, 5, 6, 7, 8, 9, 10, 12, 13, 14)}
    for outcome in ("won", "lost", "open"):
        assert list(shares(twenty, outcome).index) == sorted({0, *ended})


def test_on_day_0_all_is_open_and_watched(twenty: Run) -> None:
    assert [shares(twenty, outcome).loc[0, "estimate"] for outcome in ("won", "lost", "open")] == [0, 0, 1]
    assert shares(twenty, "won").loc[0, "at_risk"] == 20
    assert shares(twenty, "won").loc[day(10), "at_risk"] == 7


@pytest.mark.parametrize("text", [TWENTY, TEN, "won 3", "open 3,open 4", "lost 1,won 1,open 1", "won 0,lost 0,open 0"])
def test_won_lost_and_open_are_always_one(text: str, cycle: Cycle) -> None:
    rows = cycle(text).facts.incidence
    np.testing.assert_allclose(rows.groupby(["segment", "days"])["estimate"].sum(), 1.0, atol=1e-12)


def test_the_interval_holds_the_estimate(twenty: Run) -> None:
    rows = twenty.facts.incidence.dropna(subset=["low", "high"])
    assert ((rows["low"] <= rows["estimate"] + 1e-9) & (rows["estimate"] <= rows["high"] + 1e-9)).all()


def test_a_deal_closed_on_its_first_day_ends_at_half_a_day(cycle: Cycle) -> None:
    assert list(shares(cycle("won 0,lost 1,open 2"), "won").index) == [0.0, 0.5, day(1)]


def test_no_decision_counts_as_lost(cycle: Cycle) -> None:
    run = cycle("no_decision 1,lost 2,won 3,open 4")
    assert shares(run, "lost").loc[day(1), "estimate"] == 0.25
    assert run.facts.of("all")["lost"] == 2


# --- the edges


@pytest.mark.parametrize(
    ("text", "verdict", "headline"),
    [
        pytest.param("won 3", "cannot tell", "1 deal is too few to tell how many are won.", id="one deal"),
        pytest.param("won 1,lost 2,lost 3,open 1", "cannot tell", "4 deals are too few", id="four deals"),
        pytest.param("won 1,lost 2,lost 3,open 4,open 5", "caution", "A deal started today", id="five deals"),
        pytest.param(TEN.removesuffix(",lost 5"), "caution", "A deal started today", id="nine deals"),
        pytest.param(TEN, "go", "A deal started today is won within 3 months with", id="ten deals"),
        pytest.param("open 1,open 2,open 3,open 4,open 5,open 6", "cannot tell", "Of 6 deals, too few", id="all open"),
        pytest.param("lost 1,lost 2,lost 3,lost 4,lost 5,lost 6", "caution", "No deal is won within 2", id="none won"),
        pytest.param(",".join(["won 1"] * 12), "go", "A deal started today is won within 1 month", id="none lost"),
    ],
)
def test_too_few_is_an_answer(text: str, verdict: str, headline: str, cycle: Cycle) -> None:
    run = cycle(text)
    found = run.finding("win_probability")
    assert found.verdict == verdict
    assert found.headline.startswith(headline)
    assert "not known" not in found.answer + run.finding("naive_figures").answer
    run.record()  # every table and chart can be drawn


def test_six_deals_none_won_have_a_chance_of_nothing_up_to_a_quarter(cycle: Cycle) -> None:
    found = cycle("lost 1,lost 2,lost 3,lost 4,lost 5,lost 6").finding("win_probability")
    assert (found.estimate, found.low) == (0, 0)
    assert found.high == pytest.approx(0.26, abs=0.02)


@pytest.mark.parametrize("months", [1, 12])
def test_without_a_single_deal_there_is_no_answer(months: int, company: Company, deals: Deals) -> None:
    path = company(deals=deals(f"open {months}"))
    run = unequal.run("sales_cycle", path, as_of="2020-01-01")
    assert (run.facts, run.findings) == (None, ())
    assert run.block["unavailable"]["unlock"].startswith("Add data/deals.csv with deal_id")


def test_a_deal_without_a_clock_is_counted_and_in_no_duration(company: Company, deals: Deals) -> None:
    unclocked = {"deal_id": "x", "created_at": None, "closed_at": None, "status": "open"}
    run = unequal.run("sales_cycle", company(deals=[*deals(TEN), unclocked]))
    assert run.facts.of("all")["deals"] == 10
    assert run.facts.left_out.to_dict("records") == [{"reason": "no clock", "deals": 1}]
    alone = unequal.run("sales_cycle", company(deals=[unclocked]))
    assert alone.finding("win_probability").verdict == "cannot tell"
    alone.record()


# --- what casts a doubt


def test_a_horizon_short_of_the_decision_date_is_said(cycle: Cycle) -> None:
    near = cycle(TEN, PLAN + "raise_months = 7.5\n").finding("win_probability")  # wins needed within 2.5 months
    assert near.verdict == "go"
    far = cycle(TEN, PLAN).finding("win_probability")  # within 4, and the deals were watched for 3
    assert far.verdict == "caution"
    assert "long enough for 3 months, and wins are needed within 4 months" in far.answer


def test_without_a_date_that_presses_no_horizon_is_short(cycle: Cycle) -> None:
    assert cycle(TEN, "[plan]\ncash = 900_000\nmonthly_burn = 1\n").finding("win_probability").verdict == "go"


@pytest.mark.parametrize(("active", "verdict"), [("2026-06-29", "go"), ("2026-04-20", "caution")])
def test_dead_deals_cast_a_doubt(active: str, verdict: str, company: Company, deals: Deals) -> None:
    slow = deals("won 3,won 4,won 5,won 6,won 7,lost 3,lost 4,lost 5,lost 6,lost 7")
    young = deals(",".join(["open 2.5"] * 10), prefix="q", last_activity_at=active)
    found = unequal.run("sales_cycle", company(deals=[*slow, *young])).finding("win_probability")
    assert found.verdict == verdict
    assert ("10 open deals that look dead" in found.answer) == (verdict == "caution")


@pytest.mark.parametrize(
    ("text", "verdict", "headline"),
    [
        pytest.param(
            "won 1,won 1,won 1," + ",".join(["open 2"] * 20), "caution", "The CRM's win rate of 100\u00a0% is not the",
            id="misleads",
        ),
        pytest.param(TWENTY, "cannot tell", "The CRM's win rate is 38\u00a0%, the chance of a", id="may mislead"),
        pytest.param(
            ",".join(["won 1,lost 1"] * 10), "go", "The CRM's win rate of 50\u00a0% is near the chance", id="agrees"
        ),
        pytest.param("open 1,open 2", "cannot tell", "Too few deals have closed", id="none closed"),
        pytest.param("won 1,lost 1", "cannot tell", "Too few deals have closed", id="too few closed"),
    ],
)  # fmt: skip
def test_the_crms_own_rate_is_held_against_the_chance(text: str, verdict: str, headline: str, cycle: Cycle) -> None:
    found = cycle(text).finding("naive_figures")
    assert found.verdict == verdict
    assert found.headline.startswith(headline)


def test_without_an_open_deal_none_is_said_to_be_left_out(cycle: Cycle) -> None:
    answer = cycle(TEN).finding("naive_figures").answer
    assert "leaves out" not in answer
    assert "says nothing about when" in answer
    assert "no more than 5\u00a0% apart counts as near (assumption)" in answer


# --- segments

SIZES = [{"customer_id": "small", "employees": 10}, {"customer_id": "big", "employees": 1000}]


def two_segments(company: Company, deals: Deals, small: str, big: str, toml: str = "", unknown: str = "") -> Run:
    rows = [*deals(small, prefix="s", account_id="small"), *deals(big, prefix="b", account_id="big")]
    if unknown:
        rows += deals(unknown, prefix="u", account_id=None)
    return unequal.run("sales_cycle", company(toml, deals=rows, customers=SIZES))


def test_segments_that_win_unlike_are_told_apart(company: Company, deals: Deals) -> None:
    run = two_segments(company, deals, ",".join(["won 1"] * 8), ",".join(["lost 3"] * 8))
    found = run.finding("segments_differ")
    assert (found.verdict, run.facts.compared) == ("go", ("Small", "Big"))
    assert found.headline == "Small and Big do not win alike."
    assert found.prob < 0.01


def test_segments_that_win_alike_show_no_difference(company: Company, deals: Deals) -> None:
    found = two_segments(company, deals, TEN, TEN).finding("segments_differ")
    assert (found.verdict, found.headline) == ("caution", "No difference is seen between Small and Big.")
    assert found.prob > 0.5


@pytest.mark.parametrize(("big", "compared"), [("won 1,won 2,lost 3,lost 4", ("Small",)), (TEN, ("Small", "Big"))])
def test_a_segment_needs_five_deals_to_be_compared(
    big: str, compared: tuple[str, ...], company: Company, deals: Deals
) -> None:
    run = two_segments(company, deals, TEN, big)
    assert run.facts.compared == compared
    assert (run.finding("segments_differ").verdict == "cannot tell") == (len(compared) < 2)


def test_deals_without_a_segment_stand_last_and_are_in_no_comparison(company: Company, deals: Deals) -> None:
    run = two_segments(company, deals, TEN, TEN, unknown="won 1,open 2,open 3,open 4,open 5,open 6")
    assert run.facts.order == ("all", "Small", "Big", "unknown")
    assert run.facts.segments["deals"].to_list() == [26, 10, 10, 6]
    assert (run.facts.compared, run.facts.unknown_open) == (("Small", "Big"), 5)
    assert "5 open deals are without a segment and in no segment's curve" in run.finding("segments_differ").answer
    assert "unknown" not in {row["segment"] for row in run.record()["charts"]["incidence"]["rows"]}


def test_the_headline_speaks_of_the_target(company: Company, deals: Deals) -> None:
    run = two_segments(company, deals, TEN, TWENTY, "[plan]\ntarget_segment = 'Big'\n")
    found = run.finding("win_probability")
    assert (found.scope, found.n) == ("Big", 20)
    assert found.headline.startswith("A Big deal started today is won within 10 months")


def test_a_target_without_a_deal_is_said_and_all_deals_speak(company: Company, deals: Deals) -> None:
    run = two_segments(company, deals, TEN, TEN, "[plan]\ntarget_segment = 'Medium'\n")
    found = run.finding("win_probability")
    assert (found.scope, found.n) == ("all", 20)
    assert found.answer.endswith("No deal of Medium is known, so this speaks of all deals.")


def test_one_segment_for_everyone_is_not_shown_twice(twenty: Run) -> None:
    assert twenty.facts.order == ("all",)


# --- what was known when


def test_a_past_day_is_a_backtest(company: Company, deals: Deals) -> None:
    rows = deals(TWENTY)
    then = datetime.date(2025, 1, 31)  # seven months after the closed deals began
    known = [row for row in rows if row["created_at"] <= then]
    undone = [
        row if row["closed_at"] and row["closed_at"] <= then else {**row, "closed_at": None, "status": "open"}
        for row in known
    ]
    found = unequal.run("sales_cycle", company(deals=rows), as_of="2025-01-31")
    expected = unequal.run("sales_cycle", company(deals=undone), as_of=then)
    assert found.facts.of("all")[["deals", "won", "lost", "open"]].to_list() == [13, 1, 5, 7]
    pd.testing.assert_frame_equal(found.facts.incidence, expected.facts.incidence)


@pytest.fixture(scope="module")
def late(cycle: Cycle) -> Run:
    """Ten deals of 1 to 5 months, in view from the second month on."""
    entered = datetime.date(2024, 6, 30) + datetime.timedelta(days=day(1.5))
    return cycle(TEN.replace("won 1,", "won 6,").replace("lost 1,", "lost 6,"), entered_at=entered)


def test_late_entry_is_stated(late: Run) -> None:
    found = late.finding("late_entry")
    assert (late.facts.late, found.headline) == (10, "10 deals came into view late, and count only from then on.")
    assert "ignoring late entry it would read" in found.answer


def test_a_deal_that_came_into_view_late_is_watched_from_then_on(late: Run) -> None:
    assert shares(late, "won").loc[0, "at_risk"] == 0
    assert shares(late, "won").loc[day(2), "at_risk"] == 10


def test_ignoring_late_entry_is_shown_beside(cycle: Cycle) -> None:
    run = cycle(TWENTY, "deals_complete_from = 2025-01-31\n")  # 215 days after the closed deals began
    rows = run.facts.by_day[run.facts.by_day["segment"].eq("all")].set_index("days")
    assert run.facts.complete_from == datetime.date(2025, 1, 31)
    assert run.facts.left_out["deals"].sum() == 6  # closed before that day
    assert (rows["ignoring_late_entry"] <= rows["won"] + 1e-12).all()
    assert "Closed deals are complete from 31 January 2025." in run.finding("late_entry").answer


def test_without_late_entry_there_is_nothing_to_state(twenty: Run) -> None:
    assert twenty.facts.late == 0
    assert "sales_cycle.late_entry" not in [one.code for one in twenty.findings]


def test_a_curve_that_begins_late_says_so(company: Company, deals: Deals) -> None:
    begun = datetime.date(2024, 6, 30)
    early = deals("won 1,lost 1,won 1", prefix="e", entered_at=begun + datetime.timedelta(days=5))
    rest = deals(TEN.replace("1", "6").replace("2", "7"), entered_at=begun + datetime.timedelta(days=60))
    run = unequal.run("sales_cycle", company(deals=[*early, *rest]))
    assert run.facts.of("all")["starts_at_days"] == 60
    assert "Before day 60 fewer than five deals were in view" in run.finding("late_entry").answer
