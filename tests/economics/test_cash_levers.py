"""Cash and burn that move the date, on flat and on uneven paths."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.economics.cash import CashPlan, committed_path
from unequal.economics.cash_levers import burn_cut_to_last, cash_to_last
from unequal.economics.levers import levers
from unequal.economics.pipeline import Pipeline
from unequal.economics.typed_figures import TypedFigures
from unequal.stats.time_to_win import TimeToWin

AS_OF = date(2026, 6, 30)


def path(cash: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"month": range(len(cash)), "cash": cash})


def test_the_worked_example_needs_1_43_million_or_a_burn_of_47_100():
    clocks = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
    model = TypedFigures(clocks=clocks, win_spread=0.0, cycle_spread=0.0)
    six = Pipeline(deal_ids=tuple("abcdef"), ages=np.array([7.0, 5, 4, 3, 2, 1]), new_per_month=2)
    plan = CashPlan(cash=900_000, monthly_burn=75_000, reserve_months=2, raise_months=6)
    flat = committed_path(AS_OF, plan)
    assert flat is not None
    found = levers(
        model, six, horizon_months=flat.decision_months, wins_needed=2, target=0.8, rng=np.random.default_rng(5)
    )
    last = found.horizon_months + 6 + 2
    assert found.horizon_months == pytest.approx(11.1, abs=0.05)
    assert cash_to_last(flat.monthly, last) == pytest.approx(1_430_000, rel=0.003)
    assert 75_000 - burn_cut_to_last(flat.monthly, last) == pytest.approx(47_100, rel=0.003)


def test_the_deepest_point_on_the_way_decides_how_much_cash_is_missing():
    uneven = path([10.0, -30.0, 5.0, -10.0])
    assert cash_to_last(uneven, 3.0) == 40.0
    assert cash_to_last(uneven, 0.25) == 10.0  # at zero just then


def test_the_steepest_month_decides_how_much_burn_is_too_much():
    assert burn_cut_to_last(path([10.0, -6.0, -8.0]), 2.0) == 6.0


def test_what_lasts_already_needs_nothing():
    rising = path([10.0 + month for month in range(37)])
    assert (cash_to_last(rising, 20.0), burn_cut_to_last(rising, 20.0)) == (10.0, 0.0)


def test_beyond_the_path_its_last_year_goes_on():
    late = path([100.0] * 24 + [100.0 - 10 * month for month in range(1, 14)])  # falls by 10 a month in the last year
    assert cash_to_last(late, 46.0) == pytest.approx(100 + 130)
