from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.economics.cycle import durations
from unequal.economics.open_outlook import open_outlook
from unequal.stats.incidence import cumulative_incidence

AS_OF = date(2026, 6, 30)
START = pd.Timestamp("2024-01-01")
MONTH = 30.4375


def closed(status: str, months: float) -> dict:
    return {"status": status, "created_at": START, "closed_at": START + pd.Timedelta(days=round(months * MONTH))}


def still_open(months: float) -> dict:
    return {"created_at": pd.Timestamp(AS_OF) - pd.Timedelta(days=round(months * MONTH))}


# the worked example of twenty deals
TWENTY = [
    *[closed("won", m) for m in (7, 9, 12, 14, 10)],
    *[closed("lost", m) for m in (5, 3, 2, 6, 8, 9, 1, 13)],
    *[still_open(m) for m in (4, 11, 10, 6, 3, 15, 5)],
]


def outlook_of(deals, rows: list[dict], within: float = 6):
    clocks = durations(deals(*rows), AS_OF)
    curve = cumulative_incidence(clocks.in_days())
    return open_outlook(clocks, curve, within_months=within, rng=np.random.default_rng(1))


def test_f8_a_deal_open_at_four_months(deals):
    found = outlook_of(deals, TWENTY)
    row = found.deals[found.deals["months"].round() == 4].iloc[0]
    assert row["chance"] == pytest.approx(0.2350, abs=1e-4)


def test_deals_of_one_age_share_a_group_and_their_interval_holds_the_chance(deals):
    rows = outlook_of(deals, TWENTY).by_age.set_index("from_months")
    assert rows.loc[4.0, "deals"] == 2  # at four and at five months
    assert 0 < rows.loc[4.0, "low"] < rows.loc[4.0, "chance"] < rows.loc[4.0, "high"] < 1


def test_where_fewer_than_five_were_ever_seen_beyond_an_age_nothing_is_told(deals):
    found = outlook_of(deals, TWENTY)
    standing = found.deals.set_index(found.deals["months"].round())["standing"]
    assert standing[15] == standing[11] == "cannot tell"  # four lasted longer than eleven months
    assert standing[10] != "cannot tell"
    assert (found.told, found.untold) == (5, 2)


def test_a_window_that_ends_after_the_reliable_horizon_is_beyond(deals):
    found = outlook_of(deals, TWENTY, within=3)
    standing = found.deals.set_index(found.deals["months"].round())["standing"]
    assert (standing[6], standing[10]) == ("tells", "beyond")  # the horizon is at ten months


def test_expected_wins_are_the_sum_of_the_chances_and_the_range_holds_them(deals):
    found = outlook_of(deals, TWENTY)
    assert found.expected == pytest.approx(found.deals["chance"].sum())
    assert found.low <= found.expected <= found.high
    assert (found.low, found.high) == (int(found.low), int(found.high))


def test_open_deals_are_grouped_by_age_and_none_is_lost(deals):
    found = outlook_of(deals, TWENTY)
    assert found.by_age["deals"].sum() == 7
    assert (found.by_age["from_months"] < found.by_age["to_months"]).all()


def test_without_a_win_the_chance_is_nothing_and_bounded_from_above_only(deals):
    rows = [*[closed("lost", m) for m in range(1, 11)], still_open(1), still_open(1)]
    group = outlook_of(deals, rows, within=3).by_age.iloc[0]
    assert (group["chance"], group["low"]) == (0.0, 0.0)
    assert 0 < group["high"] < 0.6


def test_without_an_open_deal_there_is_nothing_to_expect(deals):
    found = outlook_of(deals, [closed("won", m) for m in range(1, 9)])
    assert (len(found.deals), len(found.by_age), found.told) == (0, 0, 0)
    assert np.isnan([found.expected, found.low]).all()


def test_few_deals_tell_nothing_of_any(deals):
    found = outlook_of(deals, [closed("won", 1), closed("lost", 2), still_open(0.5)])
    assert (found.told, found.untold) == (0, 1)
    assert found.by_age["standing"].to_list() == ["cannot tell"]


def test_the_same_seed_gives_the_same_range(deals):
    first, second = outlook_of(deals, TWENTY), outlook_of(deals, TWENTY)
    pd.testing.assert_frame_equal(first.by_age, second.by_age)
