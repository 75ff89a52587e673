"""The sales cycle as of past days, held against what then came."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unequal
from unequal.shipped import shipped
from unequal.workbook import Run

Company = Callable[..., Path]
AS_OF = datetime.date(2026, 6, 30)
CRM = shipped("data/sample").parents[2] / "shared" / "data" / "crm_sales_opportunities"
PARTS = ("backtest_scores", "backtest_looks")


def steady(n: int, seed: int, *, last: float = 0.3) -> list[dict[str, Any]]:
    """Make deals of two years, three in ten won and the others lost within some months; `last` of the last year's."""
    rng = np.random.default_rng(seed)
    rows = []
    for place in range(n):
        begun = AS_OF - datetime.timedelta(days=int(rng.integers(1, 730)))
        won = rng.random() < (0.3 if place % 2 else last)
        end = begun + datetime.timedelta(days=int(rng.gamma(3, 40)) + 1)
        is_open = end > AS_OF
        status = "open" if is_open else "won" if won else "lost"
        rows.append(
            {"deal_id": f"d{place}", "created_at": begun, "closed_at": None if is_open else end, "status": status}
        )
    return rows


@pytest.fixture(scope="module")
def asked(company: Company) -> Run:
    return unequal.run("sales_cycle", company(deals=steady(300, 1)), backtest_months=12)


def test_nothing_is_shown_unless_it_is_asked_for(company: Company) -> None:
    run = unequal.run("sales_cycle", company(deals=steady(50, 1)))
    assert run.facts.backtest is None
    assert "sales_cycle.backtest" not in [one.code for one in run.findings]
    assert {repr(run.table(name)) for name in PARTS} == {"This data gives no reason to ask."}
    assert "calibration" not in run.record()["charts"]


def test_four_windows_of_three_months_make_a_year(asked: Run) -> None:
    looks = asked.facts.backtest.looks
    assert [day.date().isoformat() for day in looks["day"]] == ["2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31"]
    assert looks["until"].iloc[-1].date() == AS_OF
    assert looks["inside"].notna().all()


def test_where_nothing_has_changed_the_chances_were_right(asked: Run) -> None:
    found = asked.finding("backtest")
    row = asked.facts.backtest.of("all")
    assert found.verdict == "go"
    assert found.headline.startswith("The chances would have been right: ")
    assert row["inside"] >= 3
    assert row["brier_low"] < row["brier"] < row["brier_high"]
    assert row["brier"] < row["spreadsheet"]
    assert found.prob == row["better"] > 0.8


def test_the_chart_has_what_came_beside_what_was_given(asked: Run) -> None:
    rows = asked.record()["charts"]["calibration"]["rows"]
    assert len(rows) == 2 * len(asked.facts.backtest.groups)
    assert {row["accent"] for row in rows} == {True, False}
    assert rows[0]["group"].startswith("given ")


def test_a_window_is_turned_with_the_knob(company: Company) -> None:
    run = unequal.run("sales_cycle", company(deals=steady(120, 1)), backtest_months=12, within_months=6)
    assert len(run.facts.backtest.looks) == 2
    assert run.facts.backtest.window_months == 6


def test_a_window_longer_than_the_time_to_go_back_is_cut(company: Company) -> None:
    run = unequal.run("sales_cycle", company(deals=steady(60, 1)), backtest_months=2, within_months=6)
    assert len(run.facts.backtest.looks) == 1
    assert run.facts.backtest.window_months == 2


def test_too_little_past_is_an_answer(company: Company) -> None:
    found = unequal.run("sales_cycle", company(deals=steady(12, 1)), backtest_months=12).finding("backtest")
    assert found.verdict == "cannot tell"
    assert found.headline == "Too little of the past can be looked at to say whether the chances were right."
    assert "20 are needed, with 5 that came true" in found.answer


def test_a_pipeline_that_dies_unseen_promised_too_much(company: Company) -> None:
    rows = steady(400, 3)
    # from a day on nobody wins any more, and the deals stay open
    turn = AS_OF - datetime.timedelta(days=365)
    rows = [
        {**row, "closed_at": None, "status": "open"} if row["closed_at"] and row["closed_at"] > turn
        and int(row["deal_id"][1:]) % 2 else row
        for row in rows
    ]  # fmt: skip
    run = unequal.run("sales_cycle", company(deals=rows), backtest_months=12)
    found = run.finding("backtest")
    assert found.verdict == "caution"
    assert found.headline.startswith("The chances promised too much: ")
    assert "of the wins that the chances promise" in found.answer
    assert run.facts.backtest.groups["off"].any()


def test_a_day_before_the_export_is_complete_cannot_be_looked_from(company: Company) -> None:
    run = unequal.run(
        "sales_cycle", company("deals_complete_from = 2025-11-01\n", deals=steady(200, 1)), backtest_months=12
    )
    assert run.facts.backtest.looks["expected"].isna().to_list() == [True, True, False, False]
    run.record()


def test_a_segment_without_enough_past_leaves_it_to_all_deals(company: Company) -> None:
    rows = [{**row, "account_id": "big" if place < 15 else "small"} for place, row in enumerate(steady(300, 1))]
    sizes = [{"customer_id": "small", "employees": 10}, {"customer_id": "big", "employees": 1000}]
    run = unequal.run("sales_cycle", company(deals=rows, customers=sizes), backtest_months=12, target_segment="Big")
    found = run.finding("backtest")
    assert (found.scope, run.facts.backtest.target) == ("all", "all")
    assert "There is too little past of Big deals alone" in found.answer
    assert run.facts.backtest.scores["segment"].to_list() == ["all", "Small", "Big"]


def test_the_same_past_gives_the_same_scores(company: Company) -> None:
    path = company(deals=steady(80, 4))
    first, second = (unequal.run("sales_cycle", path, backtest_months=6) for _ in range(2))
    assert first.record() == second.record()


@pytest.mark.skipif(not CRM.is_dir(), reason="the public CRM export is not there")
def test_the_public_crm_export_promised_too_much_and_less_so_than_a_spreadsheet(tmp_path: Path) -> None:
    from unequal.cli.door import main

    assert main(["import", str(CRM), "--into", str(tmp_path / "crm")]) == 0
    run = unequal.run("sales_cycle", tmp_path / "crm", backtest_months=12)
    found = run.finding("backtest")
    assert (found.verdict, found.action) == ("caution", "plan with fewer wins than promised")
    assert found.estimate == pytest.approx(0.33, abs=0.02)
    assert found.low > 0.30
    assert run.facts.backtest.looks["expected"].isna().to_list() == [True, False, False, False]
    assert run.finding("dead_deals").verdict == "caution"
