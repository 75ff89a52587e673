"""Schemes side by side, on the twelve customers of the worked example and on cases that can be checked by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from unequal.segments.bands import bands_of
from unequal.segments.comparison import (
    adjusted_rand,
    chance_of_best,
    cuts_of,
    eta_squared,
    grouping,
    leaks,
    left_out,
    marks_of,
    probability_of_more,
    resampled,
    stayed_a_year,
    with_cuts_moved,
)
from unequal.segments.comparison.actionability import Known
from unequal.segments.comparison.chance import SAMPLE
from unequal.segments.comparison.doubt import MOST_BLOCKS
from unequal.segments.comparison.grouping import Codes, Floats
from unequal.segments.schemes.size import SizeRule

SIZE = np.repeat([2, 1, 0], 4)
EXPERIENCE = np.array([3, 1, 3, 1, 2, 1, 3, 2, 1, 1, 2, 3]) - 1
PRICE = np.array([60, 62, 75, 58, 24, 22, 25, 21, 6, 5, 7, 6.0])
COST = np.array([38, 12, 47, 11, 12, 5, 22, 11, 2, 1.5, 5.5, 9])
MARGIN = (PRICE - COST) / PRICE
EVERYONE = np.zeros(12, dtype=np.intp)


@pytest.mark.parametrize(
    ("target", "of_size", "of_experience"),
    [
        pytest.param(MARGIN, -0.29447, 0.43798, id="margin"),
        pytest.param(PRICE - COST, 0.68876, -0.12920, id="contribution"),
        pytest.param(COST, 0.20387, 0.34904, id="cost to serve"),
    ],
)
def test_the_worked_example_explains_what_it_should(target: Floats, of_size: float, of_experience: float) -> None:
    assert left_out(target, SIZE).r2 == pytest.approx(of_size, abs=1e-5)
    assert left_out(target, EXPERIENCE).r2 == pytest.approx(of_experience, abs=1e-5)
    assert left_out(target, EVERYONE).r2 == 0


def test_the_share_of_the_very_customers_is_optimistic() -> None:
    assert eta_squared(MARGIN, SIZE) == pytest.approx(0.133, abs=5e-4)
    assert eta_squared(MARGIN, EXPERIENCE) == pytest.approx(0.631, abs=5e-4)


def test_leaving_one_out_is_what_it_says() -> None:
    foretold = [MARGIN[(EXPERIENCE[i] == EXPERIENCE) & (np.arange(12) != i)].mean() for i in range(12)]
    assert left_out(MARGIN, EXPERIENCE).own == pytest.approx((MARGIN - foretold) ** 2)


def test_a_customer_alone_in_its_group_is_foretold_by_all_others() -> None:
    found = left_out(np.array([1.0, 2.0, 9.0]), np.array([0, 0, 1]))
    assert found.own.tolist() == pytest.approx([1, 1, 7.5**2])


def test_who_is_left_out_of_a_scheme_counts_in_neither_sum() -> None:
    short = left_out(MARGIN[:11], EXPERIENCE[:11])
    longer = left_out(MARGIN, np.where(np.arange(12) < 11, EXPERIENCE, -1))
    assert longer.r2 == pytest.approx(short.r2)
    assert (longer.own[11], longer.null[11]) == (0, 0)


def test_a_customer_that_weighs_two_is_two_customers() -> None:
    twice = np.append(np.arange(12), 3)
    assert eta_squared(MARGIN, EXPERIENCE, np.bincount(twice).astype(float)) == pytest.approx(
        eta_squared(MARGIN[twice], EXPERIENCE[twice])
    )


def test_all_alike_explain_nothing() -> None:
    assert np.isnan(left_out(np.ones(4), np.array([0, 0, 1, 1])).r2)


@given(st.integers(0, 10_000), st.integers(5, 40))
def test_names_and_order_change_nothing(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    values, codes = rng.normal(scale=1e6, size=count), rng.integers(0, 4, count)
    order = rng.permutation(count)
    assert left_out(values[order], (3 - codes)[order]).r2 == pytest.approx(left_out(values, codes).r2, abs=1e-9)


def test_the_interval_and_the_chance_to_be_better() -> None:
    draws = resampled([left_out(MARGIN, one) for one in (SIZE, EXPERIENCE, EVERYONE)])
    low, high = np.quantile(draws[:, 1], [0.05, 0.95])
    assert (low, high) == (pytest.approx(0.01, abs=0.015), pytest.approx(0.74, abs=0.015))
    assert probability_of_more(draws[:, 1], draws[:, 0]) == pytest.approx(0.996, abs=0.003)
    assert np.abs(draws[:, 2]).max() < 1e-12


def test_more_customers_are_drawn_in_blocks_with_the_same_doubt() -> None:
    rng = np.random.default_rng(5)
    codes = rng.integers(0, 3, 3 * MOST_BLOCKS)
    errors = left_out(codes + rng.normal(size=codes.size), codes)
    blocks = resampled([errors])
    times = np.random.default_rng(6).multinomial(codes.size, np.full(codes.size, 1 / codes.size), size=500)
    each = 1 - (times @ errors.own) / (times @ errors.null)
    assert blocks.std() == pytest.approx(each.std(), rel=0.12)
    assert blocks.mean() == pytest.approx(each.mean(), abs=1e-3)


def test_pure_noise_in_six_groups_stays_below_nothing() -> None:
    rng = np.random.default_rng(8)
    found = [left_out(rng.normal(size=30), rng.permutation(np.arange(30) % 6)).r2 for _ in range(400)]
    assert np.mean(found) == pytest.approx(-0.21, abs=0.03)


def test_chance_does_as_well_as_often_as_the_example_says() -> None:
    alone = chance_of_best(MARGIN, [EXPERIENCE], strata=SIZE)
    both = chance_of_best(MARGIN, [SIZE, EXPERIENCE], strata=SIZE)
    assert alone.best == pytest.approx(0.003, abs=0.0015)
    assert both.best == pytest.approx(0.006, abs=0.002)
    assert both.alone[1] == alone.alone[0]
    assert both.customers == 12


def test_equal_weights_change_no_chance() -> None:
    plain = chance_of_best(MARGIN, [SIZE, EXPERIENCE], strata=SIZE)
    weighted = chance_of_best(MARGIN, [SIZE, EXPERIENCE], strata=SIZE, weights=np.ones(12))
    assert weighted.best == pytest.approx(plain.best, abs=0.002)


def test_what_chance_finds_is_what_leaving_out_finds() -> None:
    codes = np.where(np.arange(12) < 11, EXPERIENCE, -1)
    codes[0] = 7  # alone in its group
    found = chance_of_best(MARGIN, [codes], strata=SIZE, permutations=200)
    values = np.random.default_rng(19_350_101).permuted(np.tile(MARGIN - MARGIN.mean(), (200, 1)), axis=1)
    each = np.array([left_out(one, codes).r2 for one in values])
    assert found.best == pytest.approx(((each >= left_out(MARGIN, codes).r2 - 1e-9).sum() + 1) / 201)


def test_a_large_company_is_tried_on_a_sample_with_each_group_in_proportion() -> None:
    strata = np.repeat([0, 1], [20_000, 5_000])
    found = chance_of_best(strata + np.linspace(0, 1, 25_000), [strata], strata=strata, permutations=20)
    assert found.customers == SAMPLE
    assert found.best == pytest.approx(1 / 21)


@pytest.mark.parametrize(("unknown", "names"), [(1, ("a", "b")), (2, ("a", "b", "unknown"))])
def test_who_has_no_label_is_a_level_from_five_percent_on(unknown: int, names: tuple[str, ...]) -> None:
    labels = pd.Series(["a"] * (15 if unknown == 1 else 20) + ["b"] * (10 if unknown == 1 else 18) + [None] * unknown)
    found = grouping(labels)
    assert (found.names, found.unknown) == (names, unknown)
    assert found.dropped == (1 if unknown == 1 else 0)


def test_who_has_been_there_for_half_a_year_counts_through_others() -> None:
    found = stayed_a_year(np.array([3.0, 6.0, 8.0, 20.0, np.nan]), np.array([1.0, 0.0, 1.0, 0.0, 0.0]))
    assert found.weights.tolist() == pytest.approx([1, 0, 1.5, 1.5, 0])  # one of three was cut off
    assert found.stayed.tolist() == [0, 0, 0, 1, 0]
    assert found.weights.sum() == pytest.approx(4)  # of whom the time is known


def test_without_anybody_cut_off_everybody_counts_one() -> None:
    found = stayed_a_year(np.array([12.0, 12.5, 30.0]), np.array([1.0, 1.0, 0.0]))
    assert (found.stayed.tolist(), found.weights.tolist()) == ([0, 1, 1], [1, 1, 1])


def test_two_schemes_under_one_name_overlap_wholly() -> None:
    assert adjusted_rand(SIZE, EXPERIENCE) == pytest.approx(-0.089, abs=5e-4)
    assert np.isnan(adjusted_rand(EVERYONE, EVERYONE))
    rng = np.random.default_rng(2)
    groups: list[Codes] = [rng.integers(0, number, 60) for number in (2, 3, 7)]
    for one, other in combinations(groups, 2):
        assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))


@pytest.mark.parametrize(
    ("fields", "target", "does"),
    [
        pytest.param(("customers.employees",), "margin", False, id="size foretells margin"),
        pytest.param(("revenue.mrr",), "margin", False, id="price is not a share"),
        pytest.param(("revenue.mrr",), "contribution", True, id="price is most of the money left"),
        pytest.param(("customers.margin",), "margin", True, id="margin bands"),
        pytest.param(("activities.hours",), "cost_to_serve", True, id="hours are the cost"),
        pytest.param(("customers.end_date",), "retention", True, id="who left"),
    ],
)
def test_a_scheme_may_not_use_its_target(fields: tuple[str, ...], target: str, does: bool) -> None:
    assert leaks(fields, target) is does


def test_all_cuts_move_or_one() -> None:
    rule = SizeRule(measure="employees", bands=bands_of({"Medium": 100, "Big": 120}))
    assert cuts_of(rule) == {"Medium": 100, "Big": 120}
    assert cuts_of(with_cuts_moved(rule, 0.1) or rule) == pytest.approx({"Medium": 110, "Big": 132})
    assert cuts_of(with_cuts_moved(rule, -0.1, only="Big") or rule) == pytest.approx({"Medium": 100, "Big": 108})
    assert with_cuts_moved(rule, 0.3, only="Medium") is None  # it would pass the other


def customers(**revenue: float) -> Known:
    index = pd.Index(list(revenue))
    known = pd.Series(True, index=index)
    return Known(revenue=pd.Series(revenue), channels=known, owners=known, treatments={"a": 5, "b": 9})


def test_a_scheme_that_can_be_acted_upon_has_all_five_marks() -> None:
    known = customers(**{f"c{place}": 10.0 for place in range(10)})
    labels = pd.Series(["a", "b"] * 5, index=known.revenue.index)
    assert all(marks_of(labels, known, observable=True).values())
    assert not marks_of(labels, known, observable=False)["observable"]


def test_a_segment_of_four_is_not_substantial_and_one_without_a_plan_not_treated() -> None:
    known = customers(**{f"c{place}": 10.0 for place in range(10)})
    four = pd.Series(["a"] * 6 + ["c"] * 4, index=known.revenue.index)
    marks = marks_of(four, known, observable=True)
    assert (marks["substantial"], marks["treated"]) == (False, False)
