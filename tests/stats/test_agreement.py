"""How well predicted groups agree with true ones."""

from __future__ import annotations

import numpy as np
import pytest

from unequal.stats.agreement import agreement, cohen_kappa

TAUGHT = [[14, 3, 1], [4, 15, 3], [0, 3, 17]]


def test_the_worked_example() -> None:
    found = agreement(TAUGHT)
    assert found.kappa == pytest.approx(0.6491, abs=1e-4)
    assert found.recall[1] == pytest.approx(15 / 22)
    assert found.probability[1] == pytest.approx(0.81, abs=0.01)


def test_the_jeffreys_interval_of_fifteen_of_twenty_two() -> None:
    ends = agreement(TAUGHT, level=0.95).recall_interval
    assert (ends.low[1], ends.high[1]) == pytest.approx((0.4743, 0.8449), abs=1e-4)


def test_all_told_right_is_one_and_by_chance_is_nought() -> None:
    assert cohen_kappa([[5, 0], [0, 7]]) == pytest.approx(1.0)
    assert cohen_kappa([[4, 4], [4, 4]]) == pytest.approx(0.0)


def test_one_group_alone_says_nothing() -> None:
    assert np.isnan(cohen_kappa([[5, 0], [0, 0]]))


def test_a_group_without_customers_has_no_recall() -> None:
    found = agreement([[5, 1, 0], [1, 6, 0], [0, 0, 0]])
    assert np.isnan(found.recall[2])
    assert np.isnan(found.probability[2])
