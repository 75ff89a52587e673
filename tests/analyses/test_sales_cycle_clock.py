"""The sales cycle counted from a stage or from the first meeting, on deals that can be counted by hand."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import unequal
from unequal.workbook import Run

Company = Callable[..., Path]
BEGUN = datetime.date(2025, 1, 1)
NOTE = "Counted from the day on which a deal reached Demo or a later stage."
FIVE = (("won", 40), ("won", 60), ("lost", 30), ("lost", 80), ("won", 90), ("lost", 50))


def day(days: int) -> datetime.date:
    return BEGUN + datetime.timedelta(days=days)


def rows(*ends: tuple[str, int], **rest: Any) -> list[dict[str, Any]]:
    """Return deals begun on one day, each closed so many days later."""
    return [
        {"deal_id": f"d{place}", "created_at": BEGUN, "closed_at": day(end), "status": status, **rest}
        for place, (status, end) in enumerate(ends)
    ]


def still_open(number: int) -> list[dict[str, Any]]:
    return [
        {"deal_id": f"o{place}", "created_at": day(400), "closed_at": None, "status": "open"} for place in range(number)
    ]


def demos(deals: Sequence[dict[str, Any]], after: int = 20) -> list[dict[str, Any]]:
    """Return a history in which each deal begins as a lead and gets to its demo so many days later."""
    made = []
    for deal in deals:
        begun = deal["created_at"]
        made.append({"deal_id": deal["deal_id"], "changed_at": begun, "field": "stage", "old": "", "new": "Lead"})
        later = begun + datetime.timedelta(days=after)
        made.append({"deal_id": deal["deal_id"], "changed_at": later, "field": "stage", "old": "Lead", "new": "Demo"})
    return made


@pytest.fixture(scope="module")
def from_demo(company: Company) -> Run:
    """Twelve deals that had their demo after twenty days; two lost, and one open, that never had one."""
    closed = rows(*FIVE, *FIVE)
    never = [{**one, "deal_id": f"n{place}"} for place, one in enumerate(rows(("lost", 5), ("lost", 9)))]
    deals = [*closed, *never, *still_open(2)]
    history = [*demos([*closed, deals[-1]]), *demos([*never, deals[-2]])[::2]]
    return unequal.run("sales_cycle", company(deals=deals, deal_history=history), clock_from="stage:Demo")


def test_every_duration_is_twenty_days_shorter(from_demo: Run) -> None:
    shown = from_demo.facts.incidence
    assert sorted(set(shown["days"])) == [0, 10, 20, 30, 40, 60, 70]
    assert from_demo.facts.of("all")["deals"] == 13


def test_the_finding_says_from_when_it_counts_and_who_never_got_so_far(from_demo: Run) -> None:
    found = from_demo.finding("win_probability")
    assert found.headline.startswith("A deal that reaches Demo today is won within")
    assert "A deal counts from the day on which it reached Demo or a later stage." in found.answer
    assert "3 deals never got so far and do not count (0 won, 2 lost, 1 still open)." in found.answer
    assert found.answer.endswith("The runway and the traps count from the creation.")


def test_the_open_deals_that_are_not_there_yet_are_said(from_demo: Run) -> None:
    assert "1 more open deal has not got to where the clock starts." in from_demo.finding("open_deals").answer


def test_the_chart_and_the_tables_say_it_too(from_demo: Run) -> None:
    spec = from_demo.chart("incidence").to_dict()
    assert spec["usermeta"]["unequal"]["channels"]["x"]["title"] == "Days since the deal reached Demo"
    for name in ("by_day", "by_segment", "time_to_win", "naive", "bias", "cohorts"):
        assert NOTE in from_demo.table(name).attrs["unequal"]["note"], name


def test_from_the_creation_nothing_more_is_said(company: Company) -> None:
    run = unequal.run("sales_cycle", company(deals=rows(*FIVE, *FIVE)))
    assert "creation" not in run.finding("win_probability").answer
    assert (run.facts.clock.kind, run.facts.clock.never) == ("created", 0)


@pytest.mark.parametrize(
    ("without", "verdict"),
    [
        pytest.param(1, "go", id="one winner in ten has no demo on record"),
        pytest.param(2, "caution", id="more than that: winners are missing"),
    ],
)
def test_winners_without_a_start_cast_a_doubt(company: Company, without: int, verdict: str) -> None:
    deals = rows(*[("won", 40 + place) for place in range(10)], *[("lost", 40 + place) for place in range(10)])
    run = unequal.run("sales_cycle", company(deals=deals, deal_history=demos(deals[without:])), clock_from="stage:Demo")
    found = run.finding("win_probability")
    assert found.verdict == verdict
    assert ("won without ever getting there" in found.answer) is (verdict == "caution")


def test_the_first_meeting_starts_the_clock(company: Company) -> None:
    deals = rows(*FIVE, *FIVE)
    held = [{"deal_id": one["deal_id"], "date": day(10), "kind": "meeting"} for one in deals]
    run = unequal.run("sales_cycle", company(deals=deals, activities=held), clock_from="first_meeting")
    assert sorted(set(run.facts.incidence["days"])) == [0, 20, 30, 40, 50, 70, 80]
    found = run.finding("win_probability")
    assert found.headline.startswith("A deal that has its first meeting today is won within")
    assert "Every deal got so far." in found.answer


def test_the_backtest_counts_from_the_same_day(company: Company) -> None:
    # every other deal never has a demo; a chance is given to those alone that had one by then
    deals = [
        {"deal_id": f"d{place}", "created_at": day(3 * place), "closed_at": day(3 * place + 60),
         "status": "won" if place % 4 else "lost"} for place in range(150)
    ]  # fmt: skip
    folder = company(deals=deals, deal_history=demos(deals[::2], 30))
    asked = {"as_of": "2026-03-01", "backtest_months": 6}
    looks = {
        clock: unequal.run("sales_cycle", folder, clock_from=clock, **asked)
        .facts.backtest.looks["open_deals"]
        .to_list()
        for clock in ("created", "stage:Demo")
    }
    assert looks == {"created": [20, 20], "stage:Demo": [5, 5]}


def test_dates_slip_whatever_the_clock_counts_from(company: Company) -> None:
    deals = rows(*FIVE, expected_close=day(30))
    folder = company(deals=deals, deal_history=demos(deals[:2]))
    slips = [
        unequal.run("sales_cycle", folder, clock_from=clock).facts.doubts.slips["deals"].to_list()
        for clock in ("created", "stage:Demo")
    ]
    assert slips == [[3], [3]]


@pytest.mark.parametrize(
    ("clock", "says"),
    [("stage:Demo", "no day of a stage is recorded"), ("first_meeting", "no call or meeting names a deal")],
)
def test_without_such_records_it_says_what_is_missing(company: Company, clock: str, says: str) -> None:
    run = unequal.run("sales_cycle", company(deals=rows(*FIVE)), clock_from=clock)
    assert run.findings == ()
    assert says in run.block["unavailable"]["says"]


def test_a_stage_that_nobody_knows_is_refused_with_the_nearest(company: Company) -> None:
    deals = rows(*FIVE)
    folder = company(deals=deals, deal_history=demos(deals))
    with pytest.raises(unequal.InputError, match=r"No deal ever stood in a stage 'demo'\. Did you mean 'Demo'\?"):
        _ = unequal.run("sales_cycle", folder, clock_from="stage:demo").findings


@pytest.mark.parametrize("written", ["stages", "stage:", "stage: ", "meeting", ""])
def test_a_clock_that_is_none_is_refused(company: Company, written: str) -> None:
    with pytest.raises(unequal.InputError, match="knob"):
        unequal.run("sales_cycle", company(deals=rows(*FIVE)), clock_from=written)
