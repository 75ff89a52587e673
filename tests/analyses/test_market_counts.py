"""Counts that double, contradict or are empty, each said plainly; the shape and the sizes of the tiers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import unequal
from unequal.errors import InputError
from unequal.workbook import Run

Company = Callable[..., Path]
SIZES = '[segments]\nscheme = "size"\ncuts = { Medium = 100, Big = 500 }\n'
PLAN = SIZES + '[plan]\ntarget_segment = "Big"\ntarget_arr = 1_000_000\n'
BIG = {"segment": "Big", "source": "office", "year": 2025, "count": 400, "value": 100_000, "grade": "E3"}
MEDIUM = {**BIG, "segment": "Medium", "count": 5_000, "value": 20_000}
SMALL = {**BIG, "segment": "Small", "count": 40_000, "value": 4_000}
BANDS = (1, 5, 10, 20, 100, 500)


@pytest.fixture(scope="module")
def market(company: Company) -> Callable[..., Run]:
    def run(*counted: dict[str, Any], plan: str = PLAN, knobs: dict[str, Any] | None = None, **tables: Any) -> Run:
        return unequal.run("market", company(plan, market=list(counted), **tables), **(knobs or {}))

    return run


def kinds(run: Run) -> list[str]:
    return run.facts.doubts["kind"].to_list()


def test_sites_beside_their_firms_are_left_out_and_said(market: Callable[..., Run]) -> None:
    firms, sites = {**BIG, "definition": "firms of 500"}, {**BIG, "definition": "sites of such firms", "count": 4_000}
    run = market(SMALL, MEDIUM, sites, firms)
    assert run.facts.judged["count"] == 400
    assert run.finding("counts").headline == (
        "office counts Big twice: 400 firms and 4,000 sites of firms. The firms alone are counted here."
    )
    assert run.finding("pyramid").verdict == "go"


def test_a_count_of_nothing_but_sites_is_doubted(market: Callable[..., Run]) -> None:
    run = market(SMALL, MEDIUM, {**BIG, "definition": "establishments with 500 people"})
    assert kinds(run) == ["only_sites"]


def test_a_row_for_all_tiers_together_is_no_tier(market: Callable[..., Run]) -> None:
    run = market({**BIG, "segment": "All", "count": 45_400}, SMALL, MEDIUM, BIG)
    assert run.facts.tiers["tier"].to_list() == ["Small", "Medium", "Big"]
    assert "45,400, and the tiers add up to 45,400" in run.finding("counts").headline


def test_fewer_names_than_own_customers_are_said_of_any_tier(market: Callable[..., Run]) -> None:
    own = [{"customer_id": f"c{n}", "start_date": "2025-01-01", "employees": 200} for n in range(3)]
    run = market(SMALL, {**MEDIUM, "count": 2}, {**BIG, "count": 1}, customers=own)
    assert run.facts.too_small == ("Medium",)
    assert "more Medium customers (3) than office has names (2)" in run.finding("counts").headline


def test_a_zero_is_said_and_no_slope_is_made_of_it(market: Callable[..., Run]) -> None:
    run = market(SMALL, {**MEDIUM, "count": 0}, {**BIG, "count": 0})
    assert kinds(run) == ["empty", "empty"]
    assert run.facts.slope != run.facts.slope
    run.record()


def test_a_count_below_zero_is_refused_with_its_cell(market: Callable[..., Run]) -> None:
    with pytest.raises(InputError, match="market") as refused:
        market(SMALL, {**BIG, "count": -5})
    assert next((one.code, one.line) for one in refused.value.problems) == ("out-of-range", 3)


def test_spellings_of_a_tier_are_one(market: Callable[..., Run]) -> None:
    spelled = [{**BIG, "segment": name, "year": year} for name, year in (("BIG", 2023), ("big ", 2024))]
    run = market(SMALL, MEDIUM, *spelled)
    assert run.facts.tiers["tier"].to_list() == ["Small", "Medium", "Big"]
    assert "1 spelling of a tier differs" in run.finding("counts").headline


def test_a_target_that_nobody_counted_is_said(market: Callable[..., Run]) -> None:
    run = market(SMALL, MEDIUM)
    assert run.facts.target == "Medium"
    assert run.finding("counts").headline.startswith("Big, which the plan pursues, was not counted; Medium is judged")


@pytest.mark.parametrize(("other", "said"), [(600, False), (601, True)])
def test_sources_that_disagree_by_more_than_half_are_said(other: int, said: bool, market: Callable[..., Run]) -> None:
    run = market(SMALL, MEDIUM, BIG, {**BIG, "source": "zeitung", "count": other})
    assert ("sources_differ" in kinds(run)) is said


def test_without_a_doubt_nothing_is_said(market: Callable[..., Run]) -> None:
    run = market(SMALL, MEDIUM, BIG)
    assert (kinds(run), [one.code for one in run.findings]) == ([], ["market.enough_customers", "market.pyramid"])


def test_sizes_have_ends_and_an_estimate_only_where_names_were_checked(market: Callable[..., Run]) -> None:
    run = market(SMALL, MEDIUM, {**BIG, "sample_n": 40, "sample_hits": 20}, knobs={"within_reach": 0.5})
    rows = run.facts.sizes.set_index(["tier", "level"])
    assert rows.loc[("Big", "TAM"), ["customers", "money"]].to_list() == [400, 40_000_000]
    assert rows.loc[("Big", "SAM"), "customers"] == 100
    assert rows.loc[("Big", "SOM"), ["customers", "money"]].to_list() == [5, 500_000]
    assert rows.loc[("Medium", "SAM"), "customers"] != rows.loc[("Medium", "SAM"), "customers"]
    assert rows.loc[("Medium", "SAM"), "high"] == 2_500
    assert run.facts.judged["needed"] == 10 / (0.05 * 0.5)


def test_four_tiers_give_a_slope_with_its_interval_in_words(market: Callable[..., Run]) -> None:
    counts = (3_556_927, 959_641, 609_355, 532_972, 92_159, 20_256)
    rows = [
        {**BIG, "segment": f"from {low}", "band_from": low, "count": count}
        for low, count in zip(BANDS, counts, strict=True)
    ]
    run = market(*rows[::-1], plan="")
    assert run.facts.slope == pytest.approx(-0.935, abs=1e-3)
    assert run.facts.slope_low < -0.935 < run.facts.slope_high
    assert "leaves 12\u00a0% as many (9–15\u00a0%)" in run.finding("pyramid").answer
    assert run.facts.tiers["tier"].iloc[0] == "from 1"


def test_the_shape_stands_beside_own_customers_and_public_firms(market: Callable[..., Run]) -> None:
    own = [{"customer_id": "c", "start_date": "2025-01-01", "employees": 200}]
    run = market(SMALL, MEDIUM, BIG, customers=own)
    rows = run.facts.shape
    assert rows.loc[rows["series"].eq("market"), "at_least"].to_list() == [45_400, 5_400, 400]
    assert rows.loc[rows["series"].eq("own"), "at_least"].to_list() == [1, 1]
    assert rows.loc[rows["series"].eq("public"), "at_least"].iloc[0] == 5_771_310


def test_tiers_without_a_cut_are_drawn_by_what_they_pay_and_not_beside_firms(market: Callable[..., Run]) -> None:
    run = market(SMALL, {**BIG, "value": None}, MEDIUM, plan='[segments]\nscheme = "column"\n')
    assert run.facts.unit == "money"
    assert set(run.facts.shape["series"]) == {"market"}
    assert run.chart("shape").usermeta["unequal"]["sentence"].endswith("; of Big no price is known")


def test_few_large_firms_hold_most_of_the_receipts(market: Callable[..., Run]) -> None:
    title = market(BIG).table("public_receipts").attrs["unequal"]["title"].replace("\u00a0", " ")
    assert title.startswith("For comparison: 0.3 % of the firms of the United States hold 61 %")
