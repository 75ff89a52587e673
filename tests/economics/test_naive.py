from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd

from unequal.economics.cycle import durations
from unequal.economics.naive import naive_cycle, one_minus_kaplan_meier
from unequal.stats.incidence import cumulative_incidence
from unequal.units import DAYS_PER_MONTH

# domain: the worked example of the sales cycle, 20 Big deals as (months, 1 won 2 lost 0 open)
TWENTY = [(5, 2), (3, 2), (7, 1), (9, 1), (4, 0), (12, 1), (2, 2), (6, 2), (11, 0), (14, 1), (8, 2), (10, 0), (6, 0)]
TWENTY += [(3, 0), (15, 0), (9, 2), (1, 2), (13, 2), (10, 1), (5, 0)]


def twenty_clocks():
    as_of = pd.Timestamp("2026-06-30")
    start = [as_of - pd.Timedelta(days=100 * months) for months, _ in TWENTY]
    frame = pd.DataFrame(
        {
            "deal_id": [f"d{n}" for n in range(20)],
            "created_at": start,
            "closed_at": [as_of if event else pd.NaT for _, event in TWENTY],
            "status": [("open", "won", "lost")[event] for _, event in TWENTY],
        }
    )
    return durations(frame, date(2026, 6, 30))


def test_the_worked_example_has_a_naive_win_rate_of_5_in_13_and_a_mean_of_10_4():
    found = naive_cycle(twenty_clocks())
    assert (found.won, found.lost, found.open) == (5, 8, 7)
    assert math.isclose(found.win_rate, 5 / 13)
    assert math.isclose(found.mean_months, 10.4 * 100 / DAYS_PER_MONTH)
    assert math.isclose(found.median_months, 10 * 100 / DAYS_PER_MONTH)


def test_one_minus_kaplan_meier_is_too_high_in_the_worked_example():
    clocks, at = twenty_clocks(), 10 * 100 / DAYS_PER_MONTH
    np.testing.assert_allclose(one_minus_kaplan_meier(clocks, [at]), [0.307], atol=5e-4)
    assert one_minus_kaplan_meier(clocks, at) > cumulative_incidence(clocks.in_months()).at(at).won


def test_without_closed_deals_there_is_no_naive_rate(deals):
    found = naive_cycle(durations(deals({}), date(2026, 6, 30)))
    assert math.isnan(found.win_rate)
    assert math.isnan(found.mean_months)
    assert found.open == 1
