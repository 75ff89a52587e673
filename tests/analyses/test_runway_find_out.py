"""What would most likely change the answer if it were known, on plans that can be judged by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import unequal
from unequal.workbook import Run
from unequal.workbook.view import KEY

Company = Callable[..., Path]
Deals = Callable[..., list[dict[str, Any]]]
Runway = Callable[..., Run]

EVEN = ",".join(["won 2,lost 2"] * 20)
OPEN = ",open 0.2,open 0.2,open 0.2"
LATE = "cash = 660_000\nmonthly_burn = 75_000\nreserve_months = 2\n"  # nearly nine months, less two


@pytest.fixture(scope="module")
def runway(company: Company, deals: Deals) -> Runway:
    @cache
    def run(text: str = EVEN + OPEN, plan: str = LATE) -> Run:
        return unequal.run("runway", company(f"[plan]\n{plan}", deals=deals(text)))

    return run


def title(shown: pd.DataFrame) -> str:
    return shown.attrs[KEY]["title"]


def asked(run: Run) -> list[str]:
    return run.facts.to_find_out["name"].to_list()


def test_a_raise_that_may_be_shorter_or_longer_can_turn_the_answer(runway: Runway) -> None:
    run = runway(plan=LATE + "raise_months = 6\nwins_needed = 1\n")
    rows = run.facts.to_find_out.set_index("name")
    assert rows.loc["raise", "hours"] == 2
    assert rows.loc["raise", "turns"] > 0
    assert "Find out first " in run.finding("wins_by_decision_date").would_change_it


def test_without_a_raise_nobody_has_to_ask_how_long_it_takes(runway: Runway) -> None:
    assert "raise" not in asked(runway(plan=LATE + "raise_months = 0\n"))


@pytest.mark.parametrize(("wins", "may_be_asked"), [(10, True), (11, False)])
def test_a_sales_plan_is_no_bar_to_ask_investors_about(wins: int, may_be_asked: bool, runway: Runway) -> None:
    run = runway(
        plan=f"cash = 660_000\nmonthly_burn = 75_000\nraise_months = 0\nwins_needed = {wins}\nnew_deals_per_month = 2\n"
    )
    assert ("bar" in asked(run)) is may_be_asked


def test_old_open_deals_cost_a_message_each(runway: Runway) -> None:
    run = runway(EVEN + ",open 9,open 9,open 9,open 9", LATE + "raise_months = 0\nwins_needed = 1\n")
    assert run.facts.open_deals["prior_driven"].all()
    found = run.facts.to_find_out.set_index("name").loc["deal"]
    assert (found["hours"], found["turns"], found["into"]) == (1.0, 0.5, "stop")


def test_thirty_deals_of_ones_own_leave_the_past_alone(runway: Runway) -> None:
    assert "past_deal" not in asked(runway())


def test_where_no_date_presses_nothing_is_to_be_found_out(runway: Runway) -> None:
    run = runway(plan="cash = 9_000_000\nmonthly_burn = 75_000\n")
    assert run.facts.no_date
    assert run.facts.to_find_out.empty
    assert title(run.table("to_find_out")) == "What to find out first: no date presses"


def test_the_table_says_how_and_how_long(runway: Runway) -> None:
    run = runway(plan=LATE + "raise_months = 6\nwins_needed = 1\n")
    shown = run.table("to_find_out")
    assert title(shown) == "What to find out first"
    assert "Ask two founders who raised lately, or two investors." in shown["how"].to_list()
