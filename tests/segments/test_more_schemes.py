from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.segments import label, schemes
from unequal.segments.breaks import convenient_fit, natural_breaks
from unequal.segments.protocol import Known

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
    assert found.rule_text == "The most demanding of size, value."


def test_conflicts_are_counted_where_two_labels_are_known():
    rows = view(employees=[10.0, 900.0, None, 10.0], mrr_last=[9_000.0, 9_000.0, 10.0, 10.0])
    rule = schemes()["combined"].learn(Known(customers=rows), None)
    assert rule is not None
    assert rule.conflict_share(rows) == pytest.approx(1 / 3)  # type: ignore[attr-defined]


def test_combined_of_deals_alone_is_their_own_value():
    deals = pd.DataFrame({"deal_id": ["d0"], "status": ["open"], "acv": [9e4], "account_id": [None]})
    assert label("combined", customers=view(name=[]), deals=deals).deals["d0"] == "Big"


# --- natural breaks


def test_the_twelve_customers_break_at_5_to_7_21_to_25_58_to_75():
    found = natural_breaks(np.log10(TWELVE), 3)
    np.testing.assert_allclose(10 ** np.array(found.starts), [5, 21, 58])
    assert found.sizes == (4, 4, 4)
    assert found.fit == pytest.approx(0.990, abs=5e-4)


def test_twelve_lognormal_values_reach_a_fit_of_951_by_chance():
    spread = float(np.log(TWELVE).std(ddof=1))
    assert convenient_fit(12, spread, 3, np.random.default_rng(1)) == pytest.approx(0.951, abs=0.01)


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
