from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.stats.many_wins import at_least_refined
from unequal.stats.poisson_binomial import at_least


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.05, 0.95), min_size=2, max_size=5), st.integers(60, 120), st.integers(25, 60))
def test_it_is_the_exact_sum_to_a_few_thousandths(chances, each, wins):
    counts = np.full(len(chances), float(each))
    exact = at_least(np.repeat(chances, each), wins)[-1]
    assert at_least_refined(np.array([chances]), counts, wins)[0] == pytest.approx(exact, abs=3e-3)


@pytest.mark.parametrize(("chance", "wins", "expected"), [(0.0, 1, 0.0), (1.0, 5, 1.0), (1.0, 6, 0.0)])
def test_where_nothing_is_open_the_number_is_known(chance, wins, expected):
    assert at_least_refined(np.array([[chance]]), np.array([5.0]), wins)[0] == expected
