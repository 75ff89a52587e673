"""The whale curve and its redrawing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from unequal.economics.whale import Unsure, redrawn, whale_curve, whale_shape


def test_nothing_unsure_is_the_curve_itself() -> None:
    before, logged = np.array([100.0, 50.0, 10.0]), np.array([[10.0], [60.0], [5.0]])
    found = redrawn(before, logged, np.zeros((3, 1)), Unsure(logged=0, guessed=0, rates=0))
    assert found.loss.tolist() == [0, 1, 0]
    assert found.high.tolist() == pytest.approx([0, 90, 95, 85])
    assert found.low.tolist() == pytest.approx(found.high.tolist())


def test_guessed_minutes_are_less_sure_than_logged_hours() -> None:
    before, cost, none = np.array([100.0]), np.array([[90.0]]), np.zeros((1, 1))
    logged, guessed = redrawn(before, cost, none, Unsure()), redrawn(before, none, cost, Unsure())
    assert guessed.loss[0] > logged.loss[0] > 0


def test_a_total_that_is_not_positive_has_no_shares() -> None:
    curve = whale_curve(pd.Series({"a": 10.0, "b": -10.0}))
    assert curve["cumulative"].tolist() == [10, 0]
    assert curve["cumulative_share"].isna().all()
    assert whale_shape(curve).peak == 10


def test_nobody_makes_an_empty_curve() -> None:
    assert whale_shape(whale_curve(pd.Series([], dtype="float64"))).customers == 0
