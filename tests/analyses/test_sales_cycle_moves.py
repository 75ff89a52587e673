"""What goes together with a win, as it is told."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unequal
from unequal.workbook import Run

Company = Callable[..., Path]


def from_two_sources(n: int = 240, *, strength: float = 1.2, faster_losses: float = 0.0) -> list[dict[str, Any]]:
    """Deals of two sources; those of an event are won, and perhaps lost, at a higher pace."""
    rng = np.random.default_rng(4)
    rows = []
    for place in range(n):
        event = int(place % 3 == 0)
        win, loss = 0.004 * np.exp(strength * event), 0.006 * np.exp(faster_losses * event)
        begun = datetime.date(2023, 1, 1) + datetime.timedelta(days=int(rng.integers(0, 600)))
        lasted = int(np.ceil(rng.exponential(1 / (win + loss))))
        rows.append(
            {
                "deal_id": f"d{place}",
                "created_at": begun,
                "closed_at": begun + datetime.timedelta(days=min(lasted, 600)),
                "status": "won" if rng.random() < win / (win + loss) else "lost",
                "source": "event" if event else "outbound",
            }
        )
    return rows


@pytest.fixture(scope="module")
def run(company: Company) -> Run:
    return unequal.run("sales_cycle", company(deals=from_two_sources()))


def test_a_source_that_wins_is_named_with_its_range(run: Run) -> None:
    found = run.finding("what_moves")
    assert (found.verdict, found.n, found.unit) == ("go", 240, "times")
    assert found.headline.startswith("A deal with source event is ")
    assert found.headline.endswith(" as likely to be won in any week as one with outbound.")
    assert found.low is not None
    assert found.low > 1
    assert "need not be its cause" in found.answer
    assert "the chance to be won within" in found.answer


def test_it_has_a_table_and_from_two_properties_on_a_chart(run: Run, company: Company) -> None:
    assert run.table("what_moves").iloc[:, 0].to_list() == ["Source: event, not outbound"]
    assert run.facts.moves.effects["seen"].to_list() == [True]
    assert repr(run.chart("hazard_ratios")) == "This data gives no reason to ask."
    rows = [{**row, "acv": 1000 + 37 * (place % 50)} for place, row in enumerate(from_two_sources())]
    both = unequal.run("sales_cycle", company(deals=rows))
    assert repr(both.chart("hazard_ratios")) != "This data gives no reason to ask."
    both.record()


def test_what_ends_sooner_both_ways_is_not_said_to_win_more(company: Company) -> None:
    rows = from_two_sources(500, strength=1.0, faster_losses=1.0)
    found = unequal.run("sales_cycle", company(deals=rows)).finding("what_moves")
    assert found.estimate is not None
    assert found.estimate > 1.5  # the model of wins alone would call it a better source
    assert found.verdict == "caution"
    assert "So the pace is seen to differ, and the chance is not." in found.answer


def test_with_few_wins_it_says_how_many_are_missing(company: Company) -> None:
    rows = [{**row, "status": "won" if place < 7 else "lost"} for place, row in enumerate(from_two_sources(60))]
    found = unequal.run("sales_cycle", company(deals=rows)).finding("what_moves")
    assert found.verdict == "cannot tell"
    assert "Not asked: source; 3 more won deals are needed." in found.answer


def test_where_nothing_is_seen_it_is_not_said_that_there_is_nothing(company: Company) -> None:
    found = unequal.run("sales_cycle", company(deals=from_two_sources(strength=0.0))).finding("what_moves")
    assert found.verdict == "cannot tell"
    assert found.headline.endswith("and something may.")


def test_without_anything_known_at_the_start_nothing_is_said(company: Company) -> None:
    rows = [{key: row[key] for key in ("deal_id", "created_at", "closed_at", "status")} for row in from_two_sources(30)]
    run = unequal.run("sales_cycle", company(deals=rows))
    assert "sales_cycle.what_moves" not in [one.code for one in run.findings]
    assert repr(run.table("what_moves")) == "This data gives no reason to ask."
