"""Whether enough customers exist, on counts that can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import unequal
from unequal.workbook import Run

Company = Callable[..., Path]
Rows = list[dict[str, Any]]

SIZES = '[segments]\nscheme = "size"\ncuts = { Medium = 100, Big = 500 }\n'
PLAN = SIZES + '[plan]\ntarget_segment = "Big"\ntarget_arr = 1_000_000\n'
LIST = {"segment": "Big", "source": "a list", "year": 2026, "count": 1900, "value": 120_000, "grade": "E4"}
CHECKED = {**LIST, "sample_n": 60, "sample_hits": 9}


@pytest.fixture(scope="module")
def market(company: Company) -> Callable[..., Run]:
    """Run the market of rows counted under a plan."""

    def run(*counted: dict[str, Any], plan: str = PLAN, **tables: Rows) -> Run:
        return unequal.run("market", company(plan, market=list(counted), **tables))

    return run


def customers(*employees: int, **rest: Any) -> Rows:
    return [
        {"customer_id": f"c{place}", "start_date": "2025-01-01", "employees": number, **rest}
        for place, number in enumerate(employees)
    ]


def test_nine_of_sixty_names_that_fit_do_not_prove_what_nine_customers_ask_for(market: Callable[..., Run]) -> None:
    run = market(CHECKED)
    row = run.facts.judged
    assert (row["customers_needed"], row["needed"]) == (9, 180)
    assert (row["count"], row["low"], row["high"], row["lower_bound"]) == (285, 155, 466, 155)
    found = run.finding("enough_customers")
    assert found.verdict == "cannot tell"
    assert "at least 155, and the plan asks for 180" in found.headline


@pytest.mark.parametrize(("hits", "verdict"), [(14, "cannot tell"), (15, "go")])
def test_forty_more_names_prove_it_where_six_of_them_fit(hits: int, verdict: str, market: Callable[..., Run]) -> None:
    run = market({**LIST, "sample_n": 100, "sample_hits": hits})
    assert run.facts.judged["lower_bound"] == {14: 167, 15: 183}[hits]
    assert run.finding("enough_customers").verdict == verdict


def test_too_few_are_a_stop_even_when_all_that_may_fit_do(market: Callable[..., Run]) -> None:
    run = market({**LIST, "sample_n": 400, "sample_hits": 10})
    assert run.facts.judged["most"] < 180
    assert run.finding("enough_customers").verdict == "stop"


@pytest.mark.parametrize(("count", "verdict"), [(119, "stop"), (120, "cannot tell")])
def test_a_register_proves_only_that_there_are_too_few(count: int, verdict: str, market: Callable[..., Run]) -> None:
    run = market({**LIST, "grade": "E3", "count": count})
    assert run.finding("enough_customers").verdict == verdict


def test_a_count_that_nobody_checked_is_no_evidence(market: Callable[..., Run]) -> None:
    found = market(LIST).finding("enough_customers")
    assert (found.verdict, found.headline) == (
        "cannot tell", "No evidence that Big customers exist beyond a count by size.",
    )  # fmt: skip
    assert "30 names drawn at random" in found.would_change_it


def test_own_customers_are_there_at_least_and_a_group_counts_once(market: Callable[..., Run]) -> None:
    own = customers(600, 700, 800)
    own[2]["parent_id"] = "c1"
    run = market(LIST, customers=own)
    assert run.facts.judged["own"] == 2
    assert run.facts.judged["lower_bound"] == 2
    assert "1.5 sites each" in run.finding("enough_customers").answer


def test_who_resells_is_no_customer_of_the_tier(market: Callable[..., Run]) -> None:
    own = customers(600, 700)
    own[1]["role"] = "reseller"
    assert market(LIST, customers=own).facts.judged["own"] == 1


def test_a_list_with_fewer_names_than_own_customers_counts_something_else(market: Callable[..., Run]) -> None:
    run = market({**LIST, "count": 2}, customers=customers(600, 700, 800))
    assert run.facts.too_small == ("Big",)
    assert "it counts something else" in run.finding("enough_customers").answer


def test_without_a_target_nothing_can_be_asked_for(market: Callable[..., Run]) -> None:
    run = market(CHECKED, plan=PLAN.replace("target_arr = 1_000_000\n", ""))
    found = run.finding("enough_customers")
    assert found.verdict == "cannot tell"
    assert "Write target_arr under [plan]" in found.would_change_it


def test_a_tier_above_with_as_many_is_no_pyramid(market: Callable[..., Run]) -> None:
    small = {**LIST, "segment": "Medium", "count": 1900, "value": 20_000}
    found = market(small, LIST).finding("pyramid")
    assert found.verdict == "caution"
    assert found.headline == "The tiers are no pyramid: Big has no fewer customers than the tier below it."


def test_a_tier_above_with_one_less_is_one(market: Callable[..., Run]) -> None:
    small = {**LIST, "segment": "Medium", "count": 1901, "value": 20_000}
    run = market(small, LIST)
    assert run.facts.upside_down == ()
    assert run.facts.slope < 0
    assert run.finding("pyramid").verdict == "caution"  # nothing but a rule of thumb behind it


def test_one_tier_alone_cannot_tell(market: Callable[..., Run]) -> None:
    assert market(LIST).finding("pyramid").verdict == "cannot tell"


def test_two_lists_tell_how_many_there_are_and_prove_nothing(market: Callable[..., Run]) -> None:
    first = {**LIST, "list_id": "fair", "list_n": 40, "overlap_n": 12, "count": 40}
    second = {**LIST, "list_id": "members", "list_n": 30, "overlap_n": 12, "count": 30}
    row = market(first, second).facts.judged
    assert row["count"] == pytest.approx(96.769, abs=1e-3)
    assert row["low"] == pytest.approx(77.8, abs=0.1)
    assert row["lower_bound"] != row["lower_bound"]  # nan


def test_without_a_count_a_line_says_what_would_unlock_it(company: Company) -> None:
    run = unequal.run("market", company(PLAN, customers=customers(600)))
    assert run.unavailable is not None
    assert "data/market.csv" in run.block["unavailable"]["unlock"]


def test_the_public_pyramid_has_its_published_slope(market: Callable[..., Run]) -> None:
    assert market(LIST).facts.public_slope == pytest.approx(-0.935, abs=1e-3)
