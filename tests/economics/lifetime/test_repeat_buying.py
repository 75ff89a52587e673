from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.economics.lifetime.repeat_buying import BgNbd, fit_repeats, log_likelihoods, repeats

PRINTED = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)


def test_the_published_parameters_are_found_to_the_printed_digits(cdnow: pd.DataFrame) -> None:
    model = fit_repeats(repeats(cdnow["x"], cdnow["last"], cdnow["watched"]))
    assert model is not None
    assert len(cdnow) == 2357
    assert [round(one, 3) for one in (model.r, model.alpha, model.a, model.b)] == [0.243, 4.414, 0.793, 2.426]
    assert round(model.log_likelihood, 1) == -9582.4
    times = [0.1429, 1, 3, 31.8571, 32]
    assert model.expected(times).round(4).tolist() == [0.0078, 0.0532, 0.1506, 1.0405, 1.0437]
    # printed 1.8576; the likeliest parameters give 1.8580, those of the printed spreadsheet stopped a little before
    assert float(model.expected(78)) == pytest.approx(1.8576, abs=5e-4)
    assert float(model.to_come(2, 30.43, 38.86, 39)) == pytest.approx(1.226, abs=5e-4)


def test_the_order_of_customers_changes_nothing() -> None:
    x, last, watched = np.array([0, 2, 1, 5]), np.array([0, 9, 3, 20.0]), np.array([30, 30, 25, 28.0])
    turned = [2, 0, 3, 1]
    assert fit_repeats(repeats(x, last, watched)) == fit_repeats(repeats(x[turned], last[turned], watched[turned]))


def test_the_truth_is_found_in_simulated_purchases() -> None:
    truth = BgNbd(r=0.8, alpha=6.0, a=1.2, b=4.0)
    x, last, watched = simulated(truth, 20_000)
    model = fit_repeats(repeats(x, last, watched))
    assert model is not None
    assert model.expected([26, 52]) == pytest.approx(truth.expected([26, 52]), rel=0.04)


def simulated(truth: BgNbd, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw histories of forty weeks."""
    rng = np.random.default_rng(8)
    pace, leaves = rng.gamma(truth.r, 1 / truth.alpha, n), rng.beta(truth.a, truth.b, n)
    x, last, alive = np.zeros(n), np.zeros(n), np.ones(n, dtype=bool)
    while alive.any():
        after = last + rng.exponential(1 / pace)
        alive = alive & (after <= 40)
        x, last = np.where(alive, x + 1, x), np.where(alive, after, last)
        alive = alive & (rng.random(n) > leaves)
    return x, last, np.full(n, 40.0)


@given(st.floats(0.1, 3), st.floats(0.5, 20), st.floats(0.2, 4), st.floats(0.2, 8))
def test_chances_of_any_number_of_repeats_add_up(r: float, alpha: float, a: float, b: float) -> None:
    model = BgNbd(r=r, alpha=alpha, a=a, b=b)
    total = sum(model.chance_of(n, alpha / 4) for n in range(80))
    assert total == pytest.approx(1.0, abs=1e-6)


def test_where_a_is_one_the_expectation_goes_through() -> None:
    near = [float(BgNbd(r=0.5, alpha=5.0, a=a, b=2.0).expected(20.0)) for a in (0.999, 1.0, 1.001)]
    assert near[0] > near[1] > near[2]


def test_hundreds_of_purchases_do_not_overflow() -> None:
    seen = repeats([0, 200, 5000], [0, 38, 39], [40, 40, 40])
    found = log_likelihoods(BgNbd(r=0.25, alpha=4.0, a=0.8, b=2.5), seen)
    assert np.isfinite(found).all()
    assert found[:2].round(4).tolist() == [-0.5995, 100.7957]


def test_who_has_long_been_silent_is_less_likely_alive() -> None:
    recent, silent = PRINTED.alive([4, 4], [38, 10], [39, 39])
    assert recent > 0.8
    assert silent < 0.1


@pytest.mark.parametrize("x", [pytest.param([0, 0, 0], id="nobody bought again"), pytest.param([], id="nobody")])
def test_without_a_repeat_there_is_no_fit(x: list[int]) -> None:
    assert fit_repeats(repeats(x, [0.0] * len(x), [9.0] * len(x))) is None
