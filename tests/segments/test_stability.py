from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.segments import schemes
from unequal.segments.protocol import Known, why_not
from unequal.segments.stability import best_overlaps, changed_over_time, jaccard, kept_when_cuts_move, survival


def view(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": [f"c{n}" for n in range(len(next(iter(columns.values()))))], **columns})


def learned(scheme: str, rows: pd.DataFrame):
    rule = schemes()[scheme].learn(Known(customers=rows), None)
    assert rule is not None
    return rule


# --- drawn again


def test_a_typed_cut_survives_every_draw():
    found = jaccard(schemes()["size"], Known(customers=view(employees=[10.0, 20.0, 200.0, 900.0] * 5)), seed=1)
    assert found.to_dict() == {"Big": 1.0, "Medium": 1.0, "Small": 1.0}


def test_a_word_that_only_just_is_a_segment_is_lost_in_some_draws():
    rows = view(industry=["bank"] * 40 + ["farm"] * 5 + ["mine"] * 20 + ["mill"] * 2)
    found = jaccard(schemes()["industry"], Known(customers=rows), seed=1)
    assert found["bank"] == 1.0
    assert found["farm"] < found["mine"]


def test_a_scheme_with_nothing_to_go_by_has_no_segment():
    assert jaccard(schemes()["size"], Known(customers=view(employees=[np.nan])), seed=1).empty


def test_at_most_a_hundred_resamples_are_drawn():
    calls = []

    class Counting:
        name, fields_used, observable_on_prospects = "counting", (), True

        def learn(self, known, cuts):
            calls.append(len(known.customers))
            return schemes()["everyone"].learn(known, cuts)

    jaccard(Counting(), Known(customers=view(employees=[1.0] * 3)), seed=1, resamples=1000)
    assert len(calls) == 1 + 100


def test_a_resample_of_many_draws_five_hundred():
    sizes = []
    survival(np.zeros(5000, dtype=np.intp), lambda drawn: sizes.append(drawn.size) or drawn * 0, seed=1, resamples=3)
    assert max(sizes) <= 500


def test_overlap_is_the_best_jaccard_with_any_new_group():
    before, after = np.array([0, 0, 0, 1, 1, -1]), np.array([1, 1, 0, 0, -1, 0])
    np.testing.assert_allclose(best_overlaps(before, after, 3), [2 / 3, 1 / 4, np.nan])


def test_a_group_that_is_not_found_again_has_no_overlap():
    np.testing.assert_allclose(best_overlaps(np.array([0, 1]), np.array([-1, -1]), 2), [0.0, 0.0])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.permutations(range(4)))
def test_new_names_for_the_same_groups_overlap_wholly(groups, names):
    before = np.array(groups)
    found = best_overlaps(before, np.array(names)[before], 4)
    assert set(found[np.unique(before)]) == {1.0}


@settings(deadline=None, max_examples=10)
@given(st.permutations(range(12)))
def test_the_order_of_customers_changes_no_overlap(order):
    rows = view(industry=["bank"] * 6 + ["farm"] * 5 + ["mill"])
    straight, shuffled = (
        jaccard(schemes()["industry"], Known(customers=one), seed=3, resamples=10) for one in (rows, rows.iloc[order])
    )
    pd.testing.assert_series_equal(straight, shuffled)


# --- cut elsewhere


@pytest.mark.parametrize(
    ("employees", "kept"),
    [
        pytest.param(89.0, 1.0, id="below the lower cut"),
        pytest.param(90.0, 0.0, id="on the lower cut"),
        pytest.param(109.0, 0.0, id="below the upper cut"),
        pytest.param(110.0, 1.0, id="on the upper cut"),
    ],
)
def test_a_label_is_kept_when_neither_move_changes_it(employees, kept):
    rows = view(employees=[employees])
    assert kept_when_cuts_move(learned("size", rows), rows) == kept


def test_who_cannot_be_placed_does_not_count():
    rows = view(employees=[5.0, 100.0, None])
    assert kept_when_cuts_move(learned("size", rows), rows) == 0.5


@pytest.mark.parametrize(
    ("scheme", "columns"),
    [
        ("value", {"mrr_last": [10.0, 410.0]}),
        ("complexity", {"complexity_integrations": [0.0, 9.0], "complexity_teams": [0.0, 9.0]}),
        ("combined", {"employees": [5.0, 99.0]}),
        ("natural_breaks", {"mrr_last": [100.0] * 5 + [150.0] + [900.0] * 5 + [9000.0]}),
    ],
)
def test_every_scheme_with_cuts_can_move_them(scheme, columns):
    rows = view(**columns)
    assert 0 < kept_when_cuts_move(learned(scheme, rows), rows, by=0.9) < 1


@pytest.mark.parametrize("scheme", ["everyone", "industry"])
def test_a_scheme_without_cuts_has_none_to_move(scheme):
    rows = view(industry=["bank"] * 5)
    assert np.isnan(kept_when_cuts_move(learned(scheme, rows), rows))


def test_without_a_placed_account_there_is_no_share():
    rule = learned("size", view(employees=[5.0]))
    assert np.isnan(kept_when_cuts_move(rule, view(employees=[None])))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(1, 2000), min_size=1, max_size=20), st.floats(0, 0.4))
def test_a_larger_move_keeps_no_more(sizes, by):
    rows = view(employees=sizes)
    rule = learned("size", rows)
    assert kept_when_cuts_move(rule, rows, by=by + 0.1) <= kept_when_cuts_move(rule, rows, by=by) + 1e-12
    assert kept_when_cuts_move(rule, rows, by=0.0) == 1.0


# --- a year earlier


def test_customers_who_crossed_a_border_of_value_have_changed():
    then, now = view(mrr_last=[100.0, 100.0, 9_000.0, 1.0]), view(mrr_last=[100.0, 2_000.0, 9_000.0, None])
    found = changed_over_time(schemes()["value"], Known(customers=then), Known(customers=now))
    assert found == pytest.approx(1 / 3)


def test_a_field_without_dates_cannot_be_seen_to_change():
    rows = view(employees=[5.0, 500.0])
    assert np.isnan(changed_over_time(schemes()["size"], Known(customers=rows), Known(customers=rows)))


def test_every_scheme_says_why_it_finds_nothing_in_words_of_the_trade():
    for name, scheme in schemes().items():
        said = why_not(scheme, Known())
        assert "customers." not in said
        assert bool(said) == (name != "everyone")


def test_nobody_leaves_everyone():
    rows = view(name=["A"])
    assert changed_over_time(schemes()["everyone"], Known(customers=rows), Known(customers=rows)) == 0.0


def test_without_customers_a_year_ago_there_is_no_share():
    found = changed_over_time(schemes()["value"], Known(), Known(customers=view(mrr_last=[5.0])))
    assert np.isnan(found)
