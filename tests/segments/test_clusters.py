from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.segments import label, schemes
from unequal.segments.gower import learn_gower
from unequal.segments.medoids import around_medoids, most_stable
from unequal.segments.protocol import Known, why_not
from unequal.segments.stability import jaccard


def two_camps(n: int = 12) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(2 * n)],
            "employees": np.concatenate([rng.uniform(5, 9, n), rng.uniform(800, 1200, n)]),
            "country": ["DE"] * n + ["US"] * n,
        }
    )


def test_two_camps_are_found_and_small_accounts_come_first():
    found = label("clusters", customers=two_camps())
    assert found.scheme_used == "clusters"
    assert found.customers.to_list() == ["Cluster 1"] * 12 + ["Cluster 2"] * 12
    assert found.rule_text == (
        "2 clusters by employees, country; an account belongs to the one whose typical customer is most like it "
        "(Cluster 1: 7 employees, DE; Cluster 2: 932 employees, US); "
        "who lacks more than half of these fields is unknown."
    )


def test_a_prospect_belongs_to_the_nearest_centre_and_without_a_field_to_none():
    prospects = pd.DataFrame({"account_id": list("pqr"), "employees": [7.0, None, None], "country": [None, "US", None]})
    found = label("clusters", customers=two_camps(), prospects=prospects)
    assert found.prospects.to_list() == ["Cluster 1", "Cluster 2", "unknown"]


@pytest.mark.parametrize(("n", "used"), [(7, "size"), (8, "clusters")])
def test_below_fifteen_customers_there_is_no_clustering(n, used):
    assert label("clusters", customers=two_camps(n)).scheme_used == used


def test_the_order_of_customers_changes_no_cluster():
    rows = two_camps()
    shuffled = rows.sample(frac=1, random_state=3)
    assert (
        label("clusters", customers=rows).customers.to_dict()
        == label("clusters", customers=shuffled).customers.to_dict()
    )


def test_customers_that_do_not_differ_form_no_clusters():
    rows = two_camps().assign(employees=5.0, country="DE")
    assert label("clusters", customers=rows).scheme_used == "size"


def test_gower_is_the_mean_over_the_fields_that_both_have():
    rows = pd.DataFrame({"size": [0.0, 5.0, 10.0, None], "country": ["DE", "DE", None, "US"]})
    apart = learn_gower(rows, ("size",), ("country",)).between(rows, rows)
    np.testing.assert_allclose(apart[0], [0.0, 0.25, 1.0, 1.0])
    assert np.isnan(apart[2, 3])


def test_a_field_that_does_not_vary_says_nothing():
    rows = pd.DataFrame({"size": [0.0, 10.0], "country": ["DE", "US"], "industry": ["bank", "bank"]})
    apart = learn_gower(rows, ("size",), ("country", "industry")).between(rows, rows)
    assert apart[0, 1] == 1.0


def test_the_nearest_centre_is_the_same_in_slices(monkeypatch):
    rows = two_camps()[["employees", "country"]]
    distance = learn_gower(rows, ("employees",), ("country",))
    whole = distance.nearest(rows, rows.iloc[[0, 20]])
    monkeypatch.setattr("unequal.segments.gower.SLICE", 5)
    np.testing.assert_array_equal(distance.nearest(rows, rows.iloc[[0, 20]]), whole)


def test_above_two_thousand_a_sample_is_clustered_and_the_rest_placed():
    rows = two_camps(1001)
    found = label("clusters", customers=rows)
    assert found.customers.value_counts().to_dict() == {"Cluster 1": 1001, "Cluster 2": 1001}
    assert "found on 2,000 of 2,002 customers" in found.rule_text


def test_the_order_of_customers_changes_no_sample():
    rows = two_camps(1001)
    shuffled = rows.sample(frac=1, random_state=3)
    straight, other = (label("clusters", customers=one) for one in (rows, shuffled))
    assert straight.customers.to_dict() == other.customers.to_dict()
    assert straight.rule_text == other.rule_text


def test_at_two_thousand_all_are_clustered():
    assert "found on" not in label("clusters", customers=two_camps(1000)).rule_text


def test_a_sample_holds_each_kind_in_proportion():
    rows = two_camps(1500).assign(industry=["mill"] * 300 + ["bank"] * 2700)
    rule = schemes()["clusters"].learn(Known(customers=rows), None)
    assert rule is not None
    assert rule.learned_from == 2000  # type: ignore[attr-defined]
    assert rule.assign(rows).notna().all()


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"employees": [5.0, 500.0] * 6}, "12 customers with a size or a word about them, and clusters need 15"),
        ({"country": ["DE"] * 20}, "do not differ"),
    ],
)
def test_why_there_are_no_clusters(columns, reason):
    rows = pd.DataFrame({"customer_id": range(len(next(iter(columns.values())))), **columns})
    assert reason in why_not(schemes()["clusters"], Known(customers=rows))


def test_a_third_without_employees_is_placed_by_the_other_field():
    rows = two_camps(15)
    gaps = rows.assign(employees=rows["employees"].where(np.arange(30) % 3 > 0))
    assert label("clusters", customers=gaps).customers.to_list() == ["Cluster 1"] * 15 + ["Cluster 2"] * 15


def test_who_lacks_more_than_half_of_the_fields_is_unknown():
    rows = two_camps().assign(industry=["bank"] * 12 + ["mill"] * 12)
    prospects = pd.DataFrame({"account_id": list("pq"), "employees": [7.0, None], "country": ["DE", "DE"]})
    found = label("clusters", customers=rows, prospects=prospects)
    assert found.prospects.to_list() == ["Cluster 1", "unknown"]


def test_clusters_that_hold_survive_every_draw():
    found = jaccard(schemes()["clusters"], Known(customers=two_camps()), seed=5, resamples=20)
    assert found.to_dict() == {"Cluster 1": 1.0, "Cluster 2": 1.0}


def test_clusters_of_chance_are_called_so():
    rng = np.random.default_rng(2)
    rows = pd.DataFrame({"customer_id": range(60), "employees": np.exp(rng.normal(4, 1, 60))})
    found = label("clusters", customers=rows)
    survived = jaccard(schemes()["clusters"], Known(customers=rows), seed=1)
    assert ("do not build on" in found.rule_text) == bool((survived < 0.75).any())


@settings(deadline=None, max_examples=10)
@given(st.permutations(range(24)))
def test_no_order_of_customers_changes_a_cluster_or_its_survival(order):
    rows = two_camps()
    straight, shuffled = (label("clusters", customers=one) for one in (rows, rows.iloc[order]))
    assert straight.customers.to_dict() == shuffled.customers.to_dict()
    assert straight.rule_text == shuffled.rule_text


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0, 100), min_size=4, max_size=20, unique=True))
def test_everybody_belongs_to_the_nearest_medoid(points):
    values = np.array(points)
    apart = np.abs(values[:, None] - values[None, :])
    for medoids, groups in around_medoids(apart, 4):
        np.testing.assert_allclose(apart[np.arange(values.size), medoids[groups]], apart[:, medoids].min(axis=1))
        assert len(set(medoids.tolist())) == medoids.size


def test_three_camps_make_three_groups():
    points = np.concatenate([centre + np.linspace(0, 1, 10) for centre in (0, 100, 200)])
    found = most_stable(np.abs(points[:, None] - points[None, :]), fewest=5, seed=1, resamples=20)
    assert found is not None
    np.testing.assert_array_equal(np.bincount(found.groups), [10, 10, 10])
