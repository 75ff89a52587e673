"""What could make the curve of the sales cycle wrong, and what the open deals are worth."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import unequal
from unequal.workbook import Run

Company = Callable[..., Path]
Deals = Callable[..., list[dict[str, Any]]]

TWENTY = (
    "lost 5,lost 3,won 7,won 9,open 4,won 12,lost 2,lost 6,open 11,won 14,"
    "lost 8,open 10,open 6,open 3,open 15,lost 9,lost 1,lost 13,won 10,open 5"
)
TEN = "won 1,won 2,won 3,won 4,won 5,lost 1,lost 2,lost 3,lost 4,lost 5"
AS_OF = datetime.date(2026, 6, 30)


def days_ago(days: int) -> datetime.date:
    return AS_OF - datetime.timedelta(days=days)


def codes(run: Run) -> list[str]:
    return [one.code.removeprefix("sales_cycle.") for one in run.findings]


@pytest.fixture(scope="module")
def twenty(company: Company, deals: Deals) -> Run:
    return unequal.run("sales_cycle", company(deals=deals(TWENTY)), within_months=6)


# --- the open deals


def test_f8_the_chance_of_a_deal_open_at_four_months(twenty: Run) -> None:
    rows = twenty.facts.open_deals.deals
    assert rows.loc[rows["months"].round().eq(4), "chance"].iloc[0] == pytest.approx(0.2350, abs=1e-4)


def test_deals_older_than_any_that_was_watched_are_not_told_of(twenty: Run) -> None:
    found = twenty.facts.open_deals
    old = found.deals["months"].round().isin([11, 15])
    assert found.deals.loc[old, "standing"].to_list() == ["cannot tell"] * 2
    assert found.deals.loc[old, "chance"].isna().all()
    assert (found.told, found.untold) == (5, 2)


def test_the_open_deals_have_a_number_of_wins_with_its_range(twenty: Run) -> None:
    found = twenty.finding("open_deals")
    assert (found.verdict, found.unit, found.n) == ("caution", "wins", 20)
    assert found.low <= found.estimate <= found.high
    assert found.headline.startswith("Of 7 open deals, about ")


def test_the_table_by_age_says_how_sure_it_is(twenty: Run) -> None:
    rows = twenty.table("by_age").set_index("age")
    assert list(rows["sure"])[-1] == "cannot tell"
    assert rows["deals"].sum() == 7


def test_without_an_open_deal_nothing_is_said_of_any(company: Company, deals: Deals) -> None:
    run = unequal.run("sales_cycle", company(deals=deals(TEN)))
    assert "open_deals" not in codes(run)
    assert repr(run.table("by_age")) == "This data gives no reason to ask."
    run.record()


def test_too_few_deals_tell_of_no_open_one(company: Company, deals: Deals) -> None:
    found = unequal.run("sales_cycle", company(deals=deals("open 1,open 2"))).finding("open_deals")
    assert found.verdict == "cannot tell"
    assert found.headline == "How many of 2 open deals will be won cannot be told yet."


# --- stages


def test_the_stage_moves_the_chance_where_its_history_is_kept(company: Company, deals: Deals) -> None:
    rows = deals(",".join(["won 3"] * 6 + ["lost 3"] * 6 + ["open 1", "open 1"]), stage="Offer")
    rows[12]["stage"], rows[13]["stage"] = "Offer", "Demo"
    stages = ["Offer"] * 6 + ["Demo"] * 6 + ["Offer", "Demo"]
    history = [
        {"deal_id": row["deal_id"], "changed_at": row["created_at"], "field": "stage", "old": "", "new": stage}
        for row, stage in zip(rows, stages, strict=True)
    ]
    run = unequal.run("sales_cycle", company(deals=rows, deal_history=history))
    found = run.facts.open_deals.deals.set_index("stage")
    assert found["ratio"].to_dict() == {"Offer": 5.0, "Demo": 0.2}
    assert found.loc["Offer", "with_stage"] > found.loc["Offer", "chance"] > found.loc["Demo", "with_stage"]
    assert set(run.table("stages")["stage"]) == {"Offer", "Demo"}


def test_without_a_history_there_is_no_table_of_stages(twenty: Run) -> None:
    assert twenty.facts.open_deals.has_stages is False
    assert repr(twenty.table("stages")) == "This data gives no reason to ask."
    assert twenty.facts.open_deals.deals["ratio"].isna().all()


# --- the CRM's figures


def test_the_bias_table_sets_three_figures_beside_the_right_ones(twenty: Run) -> None:
    rows = twenty.table("bias").set_index("figure")
    assert list(rows["naive"].str.replace("\u00a0", " ")) == ["316 days", "38 %", "31 %"]
    assert rows["right"].str.contains("20\u00a0% (8–41\u00a0%)", regex=False).to_list() == [False, True, True]
    assert "more time than your deals can show until a fifth of all is won" in rows["right"].iloc[0]
    assert rows["why"].str.len().min() > 20


def test_both_questions_of_time_are_answered_apart(twenty: Run) -> None:
    row = twenty.facts.of("all")
    assert row["tenth_won_days"] == 274  # 13 % by nine months
    assert pd.isna(row["fifth_won_days"])
    assert "A fifth of all started deals is won after more time than your deals can show." in (
        twenty.finding("win_probability").answer
    )


# --- drift


def of_year(deals: Deals, text: str, begun: str, prefix: str) -> list[dict[str, Any]]:
    """Make deals that all began on one day."""
    rows = deals(text, prefix=prefix)
    first = datetime.date.fromisoformat(begun)
    return [{**row, "created_at": first, "closed_at": first + (row["closed_at"] - row["created_at"])} for row in rows]


LONG = ",".join([TEN] * 30)


@pytest.mark.parametrize(
    ("new", "verdict", "headline"),
    [
        pytest.param(LONG, "go", "Deals of the last 12 months go as those before.", id="alike, and many"),
        pytest.param(TEN, "cannot tell", "No difference is seen between new deals and old ones", id="alike, and few"),
        pytest.param(LONG.replace("won", "lost"), "caution", "New deals do not go as the old ones did", id="unlike"),
        pytest.param("won 1,won 2,lost 3,lost 4", "cannot tell", "Too few deals are on one side", id="too few"),
    ],
)
def test_new_deals_are_set_against_old_ones(
    new: str, verdict: str, headline: str, company: Company, deals: Deals
) -> None:
    rows = [*of_year(deals, LONG, "2024-01-01", "old"), *of_year(deals, new, "2025-09-01", "new")]
    run = unequal.run("sales_cycle", company(deals=rows))
    found = run.finding("cohort_drift")
    assert found.verdict == verdict
    assert found.headline.startswith(headline)
    run.record()


# --- dead deals, and deals left behind


def test_dead_deals_are_counted_named_and_their_weight_is_told(company: Company, deals: Deals) -> None:
    slow = deals("won 3,won 4,won 5,won 6,won 7,lost 3,lost 4,lost 5,lost 6,lost 7")
    young = deals(",".join(["open 2.5"] * 10), prefix="q", last_activity_at="2026-04-20")
    run = unequal.run("sales_cycle", company(deals=[*slow, *young]))
    found = run.finding("dead_deals")
    assert (found.verdict, found.headline) == ("caution", "10 of 10 open deals look dead.")
    assert "they take the chance of a started deal" in found.answer
    assert set(run.table("dead")["why"]) == {"silent"}


def test_where_none_is_dead_nothing_is_said(company: Company, deals: Deals) -> None:
    run = unequal.run("sales_cycle", company(deals=deals(TEN + ",open 1")))
    assert "dead_deals" not in codes(run)
    assert repr(run.table("dead")) == "This data gives no reason to ask."


def test_a_seller_with_most_deals_open_is_named(company: Company, deals: Deals) -> None:
    gone = deals("open 1,open 2,open 3,open 3,won 2", prefix="g", owner="Ada")
    here = deals(TEN, owner="Ben")
    run = unequal.run("sales_cycle", company(deals=[*gone, *here]))
    found = run.finding("left_behind")
    assert (found.verdict, run.facts.doubts.flagged) == ("caution", ("Ada",))
    assert found.headline == "More than half of the deals of Ada are still open."
    assert run.facts.doubts.won_without_owners == pytest.approx(0.3)  # of ten, three by the third month


def test_where_nobody_left_the_worst_is_told(company: Company, deals: Deals) -> None:
    run = unequal.run("sales_cycle", company(deals=deals(TEN + ",open 1", owner="Ben")))
    assert run.finding("left_behind").verdict == "go"
    assert run.finding("left_behind").headline == "Nobody has more than half of their deals still open."


def test_without_sellers_nobody_is_asked_for(twenty: Run) -> None:
    assert "left_behind" not in codes(twenty)


# --- dates that slip


def promised(deals: Deals, late: list[int]) -> list[dict[str, Any]]:
    rows = deals(",".join(["won 3"] * len(late)))
    return [
        {**row, "expected_close": row["closed_at"] - datetime.timedelta(days=days)}
        for row, days in zip(rows, late, strict=True)
    ]


@pytest.mark.parametrize(
    ("late", "verdict", "headline"),
    [
        pytest.param([30] * 8 + [0] * 4, "caution", "Most promised dates are missed: 67", id="most"),
        pytest.param([30] * 3 + [0] * 9, "go", "25", id="some"),
        pytest.param([30] * 2 + [0] * 4, "caution", "33", id="some of a few"),
        pytest.param([30] * 2 + [0] * 2, "cannot tell", "4 deals have a promised date", id="too few"),
    ],
)
def test_slips_have_a_rate_and_a_verdict(
    late: list[int], verdict: str, headline: str, company: Company, deals: Deals
) -> None:
    found = unequal.run("sales_cycle", company(deals=promised(deals, late))).finding("slippage")
    assert found.verdict == verdict
    assert found.headline.startswith(headline)


def test_the_worked_example_of_slippage(company: Company, deals: Deals) -> None:
    run = unequal.run("sales_cycle", company(deals=promised(deals, [30] * 8 + [0] * 4)))
    found = run.finding("slippage")
    assert [found.estimate, found.low, found.high] == pytest.approx([0.667, 0.431, 0.849], abs=5e-4)
    assert "Elsewhere 36\u00a0% slip" in found.answer
    assert "No history of these dates is kept" in found.answer
    assert run.facts.doubts.slips["median_days"].to_list() == [30]


def test_without_promised_dates_nothing_slips(twenty: Run) -> None:
    assert "slippage" not in codes(twenty)
    assert repr(twenty.table("slips")) == "This data gives no reason to ask."


# --- what others report


def test_what_others_report_stands_beside_with_its_source_and_grade(twenty: Run) -> None:
    rows = twenty.table("reference").set_index("id")
    assert list(rows.index) == ["B01", "B02", "B03", "B04", "B15", "B16"]
    assert rows["grade"].isin(["E3", "E4"]).all()
