from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from unequal.segments import label
from unequal.segments.gower import learn_gower


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
    assert found.rule_text == "2 clusters by employees, country; an account belongs to the nearest centre."


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
