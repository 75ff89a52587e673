from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.segments import label, schemes
from unequal.segments.breaks import convenient_fit, fit_by_chance, natural_breaks
from unequal.segments.protocol import Known
from unequal.segments.spellings import spelling_note

# domain: the twelve customers of the comparison of schemes, contract value in thousands
TWELVE = np.array([60.0, 62, 75, 58, 24, 22, 25, 21, 6, 5, 7, 6])


def view(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": [f"c{n}" for n in range(len(next(iter(columns.values()))))], **columns})


# --- complexity


@pytest.mark.parametrize(
    ("fields", "segment"),
    [
        pytest.param({"complexity_sso": False}, "Small", id="no points is a measurement"),
        pytest.param({"complexity_integrations": 2.0, "complexity_sso": True}, "Small", id="2 points"),
        pytest.param({"complexity_teams": 4.0, "complexity_sso": True}, "Medium", id="3 points"),
        pytest.param(
            {"complexity_integrations": 3.0, "complexity_sso": True, "complexity_on_prem": True},
            "Medium",
            id="5 points",
        ),
        pytest.param(
            {"complexity_integrations": 3.0, "complexity_sso": True, "complexity_procurement": True},
            "Big",
            id="6 points",
        ),
    ],
)
def test_complexity_turns_at_3_and_6_of_10_points(fields, segment):
    found = label("complexity", customers=view(**{name: [value] for name, value in fields.items()}))
    assert (found.scheme_used, found.customers["c0"]) == ("complexity", segment)


def test_a_customer_about_whom_nothing_is_said_is_unknown():
    rows = view(complexity_sso=pd.array([True, pd.NA], dtype="boolean"), complexity_teams=[9.0, None])
    assert label("complexity", customers=rows).customers.to_list() == ["Medium", "unknown"]


def test_points_add_up_to_ten():
    rows = view(
        **{f"complexity_{name}": [True] for name in ("sso", "custom_contract", "procurement", "on_prem")},
        complexity_integrations=[9.0],
        complexity_teams=[9.0],
    )
    assert label("complexity", customers=rows, cuts={"Medium": 3, "Full": 10}).customers["c0"] == "Full"


# --- combined


def test_combined_takes_the_most_demanding_label():
    rows = view(employees=[10.0, 900.0, None, 10.0], mrr_last=[9_000.0, 10.0, 10.0, None], complexity_sso=[None] * 4)
    found = label("combined", customers=rows)
    assert found.customers.to_list() == ["Big", "Big", "Small", "Small"]
    assert found.rule_text == (
        "The most demanding of size, value. They differ for 100 % of the customers: size and value disagree; "
        "pick one on purpose."
    )


def test_conflicts_are_counted_where_two_labels_are_known():
    rows = view(employees=[10.0, 900.0, None, 10.0], mrr_last=[9_000.0, 9_000.0, 10.0, 10.0])
    rule = schemes()["combined"].learn(Known(customers=rows), None)
    assert rule is not None
    assert rule.conflict_share(rows) == pytest.approx(1 / 3)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("at_odds", "is_warned"), [(3, False), (4, True)])
def test_more_than_three_in_ten_conflicts_ask_for_a_choice(at_odds, is_warned):
    rows = view(employees=[900.0] * at_odds + [10.0] * (10 - at_odds), mrr_last=[10.0] * 10)
    assert ("pick one on purpose" in label("combined", customers=rows).rule_text) == is_warned


def test_the_two_that_disagree_most_are_named():
    rows = view(employees=[900.0] * 6, mrr_last=[10.0] * 3 + [9_000.0] * 3, complexity_sso=[False] * 6)
    assert "size and complexity disagree" in label("combined", customers=rows).rule_text


def test_all_three_together_take_the_cuts_of_one():
    rows = view(employees=[30.0, 3.0], complexity_sso=[False, False])
    rule = schemes()["combined"].with_cuts("size", {"Medium": 5, "Big": 25}).learn(Known(customers=rows), None)  # type: ignore[attr-defined]
    assert rule.assign(rows).to_list() == ["Big", "Small"]


def test_words_that_differ_in_accents_alone_are_one():
    assert "'Café' and 'cafe'" in spelling_note(pd.Series({"Café": 3, "cafe": 1, "++": 2, "+": 1}))


def test_conflicts_are_listed():
    rows = view(employees=[900.0, 10.0], mrr_last=[10.0, 10.0])
    rule = schemes()["combined"].learn(Known(customers=rows), None)
    assert rule is not None
    found = rule.conflict_rows(rows)  # type: ignore[attr-defined]
    assert found.to_dict("list") == {"size": ["Big"], "value": ["Small"]}


def test_combined_of_deals_alone_is_their_own_value():
    deals = pd.DataFrame({"deal_id": ["d0"], "status": ["open"], "acv": [9e4], "account_id": [None]})
    assert label("combined", customers=view(name=[]), deals=deals).deals["d0"] == "Big"


# --- words


def test_experience_stands_from_the_least_help_up():
    levels = ["managed", "guided", "self-run"] * 5
    assert label("experience", customers=view(experience_level=levels)).order[1:] == ("self-run", "guided", "managed")


def needed(*hours: float) -> pd.DataFrame:
    """Return coverage: each customer needs so many hours of support."""
    ids = [f"c{n}" for n in range(len(hours))]
    return pd.DataFrame({"customer_id": ids, "skill": "support", "required_hours_per_year": hours})


def test_without_stated_levels_experience_goes_by_the_hours_that_are_needed():
    rows = view(name=["A"] * 18)
    found = label("experience", customers=rows, answers={"coverage": needed(*[100.0] * 6, *[1.0] * 6, *[10.0] * 6)})
    assert found.scheme_used == "experience"
    assert found.customers.to_list() == ["managed"] * 6 + ["self-run"] * 6 + ["guided"] * 6
    assert "self-run 1, guided 10, managed 100" in found.rule_text


@pytest.mark.parametrize(("managed", "used"), [(4, "everyone"), (5, "experience")])
def test_a_level_of_needed_hours_has_five_customers(managed, used):
    coverage = needed(*[1.0] * 6, *[10.0] * 6, *[100.0] * managed)
    assert label("experience", customers=view(name=["A"]), answers={"coverage": coverage}).scheme_used == used


def test_stated_levels_come_before_needed_hours():
    rows = view(experience_level=["guided"] * 18)
    coverage = needed(*[100.0] * 6, *[1.0] * 6, *[10.0] * 6)
    assert set(label("experience", customers=rows, answers={"coverage": coverage}).customers) == {"guided"}


@pytest.mark.parametrize("scheme", ["column", "industry"])
def test_words_that_differ_in_spelling_alone_are_pointed_out(scheme):
    rows = view(**{"segment" if scheme == "column" else scheme: ["SMB", "smb", "S M B", "Big"] * 5})
    said = label(scheme, customers=rows).rule_text
    assert "3 spellings stand for what may be 1 word (such as 'S M B' and 'SMB')" in said


def test_forty_words_that_differ_are_forty_segments():
    rows = view(segment=[f"{chr(65 + n % 26)}{n}" for n in range(40)])
    found = label("column", customers=rows)
    assert len(found.segments) == 40
    assert "spellings" not in found.rule_text


# --- natural breaks


def test_the_twelve_customers_break_at_5_to_7_21_to_25_58_to_75():
    found = natural_breaks(np.log10(TWELVE), 3)
    np.testing.assert_allclose(10 ** np.array(found.starts), [5, 21, 58])
    assert found.sizes == (4, 4, 4)
    assert found.fit == pytest.approx(0.990, abs=5e-4)


def test_twelve_lognormal_values_reach_a_fit_of_951_by_chance_and_the_twelve_customers_more():
    assert convenient_fit(12, 3, np.random.default_rng(1)) == pytest.approx(0.951, abs=0.01)
    found = natural_breaks(np.log10(TWELVE), 3)
    assert found.chance == pytest.approx(0.951, abs=0.01)
    assert found.is_natural


def test_natural_breaks_place_customers_by_the_gaps():
    rows = view(mrr_last=[*(100.0 + n for n in range(6)), *(9_000.0 + n for n in range(6))])
    found = label("natural_breaks", customers=rows)
    assert found.scheme_used == "natural_breaks"
    assert found.customers.to_list() == ["Small"] * 6 + ["Big"] * 6
    assert found.order == ("all", "Small", "Big")


def test_a_class_of_four_is_no_class_and_the_next_scheme_steps_in():
    rows = view(mrr_last=[100.0] * 20 + [9_000.0] * 4)
    assert label("natural_breaks", customers=rows).scheme_used == "value"


def test_equal_values_have_no_breaks():
    assert label("natural_breaks", customers=view(mrr_last=[100.0] * 30)).scheme_used == "value"


def test_gaps_wider_than_chance_are_natural_and_the_rule_says_so():
    rows = view(mrr_last=[*(100.0 + n for n in range(6)), *(9_000.0 + n for n in range(6))])
    assert "wider than chance leaves" in label("natural_breaks", customers=rows).rule_text


def test_even_values_are_cut_for_convenience_and_the_rule_says_so():
    rows = view(mrr_last=list(np.exp(np.random.default_rng(3).normal(5, 1, 400))))
    assert "no natural breaks; a convenient cut" in label("natural_breaks", customers=rows).rule_text


def test_a_natural_border_is_a_round_number_in_the_gap():
    rows = view(mrr_last=[1000.0 / 12] * 10 + [7300.0 / 12] * 10)
    assert label("natural_breaks", customers=rows).rule_text.startswith("Small below 3,000 a year, Big from 3,000")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([5.0] * 9, "9 contract values above zero"),
        ([-5.0] * 30, "0 contract values"),
        ([5.0] * 30, "no two to 5 classes"),
    ],
)
def test_why_there_are_no_natural_breaks(values, reason):
    assert reason in label("natural_breaks", customers=view(mrr_last=values)).why


@pytest.mark.parametrize(("each", "is_said"), [(10_000, False), (10_001, True)])
def test_above_twenty_thousand_values_quantiles_stand_for_all(each, is_said):
    found = label("natural_breaks", customers=view(mrr_last=[100.0] * each + [9_000.0] * each))
    assert found.customers.value_counts().to_dict() == {"Small": each, "Big": each}
    assert ("found on 20,000 quantiles of 20,002 values" in found.rule_text) == is_said


@pytest.mark.parametrize(("n", "classes"), [(20, 2), (60, 4), (200, 5)])
def test_the_table_of_chance_is_what_draws_give(n, classes):
    drawn = convenient_fit(n, classes, np.random.default_rng(7), samples=200)
    assert fit_by_chance(n, classes) == pytest.approx(drawn, abs=0.012)


def test_chance_fits_better_the_fewer_values_there_are():
    fits = [fit_by_chance(n, 3) for n in (3, 5, 11, 12, 13, 100, 20_000, 10**6)]
    assert fits == sorted(fits, reverse=True)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.floats(-5, 5), min_size=6, max_size=12), st.floats(0.1, 9), st.floats(-9, 9))
def test_a_fit_does_not_change_when_values_are_stretched_or_shifted(values, factor, shift):
    data = np.array(values)
    if data.std() > 1e-3:
        assert natural_breaks(data * factor + shift, 3).fit == pytest.approx(natural_breaks(data, 3).fit, abs=1e-6)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.floats(-5, 5), min_size=5, max_size=12), st.integers(2, 4))
def test_breaks_are_the_best_of_all_cuts_and_more_classes_fit_better(values, classes):
    data = np.array(values)
    found = natural_breaks(data, classes)
    assert sum(found.sizes) == data.size
    assert found.fit <= natural_breaks(data, classes + 1).fit + 1e-9
    if classes == 2:
        ordered = np.sort(data)
        inside = [
            ((ordered[:cut] - ordered[:cut].mean()) ** 2).sum() + ((ordered[cut:] - ordered[cut:].mean()) ** 2).sum()
            for cut in range(1, data.size)
        ]
        total = ((data - data.mean()) ** 2).sum()
        best = 1 - min(inside) / total if total > 0 else 0.0
        assert math.isclose(found.fit, best, abs_tol=1e-6)
