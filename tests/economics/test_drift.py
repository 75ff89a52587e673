from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.economics.cycle import durations
from unequal.economics.drift import cohorts, in_view_from, open_by_owner, without_owners
from unequal.stats.spells import spells

AS_OF = date(2026, 6, 30)


def begun(day: str, status: str = "won", days: int = 30, **rest) -> dict:
    start = pd.Timestamp(day)
    closed = None if status == "open" else start + pd.Timedelta(days=days)
    return {"status": status, "created_at": start, "closed_at": closed, **rest}


OLD = [begun("2024-01-01", "won" if i % 2 else "lost", 20 + i) for i in range(20)]


def test_a_deal_begun_a_year_ago_is_one_of_those_before(deals):
    found = cohorts(durations(deals(begun("2025-06-30"), begun("2025-07-01")), AS_OF))
    assert (found.before.counts["timed"], found.recent.counts["timed"]) == (1, 1)


def test_deals_that_win_alike_show_no_difference(deals):
    new = [begun("2025-09-01", "won" if i % 2 else "lost", 20 + i) for i in range(20)]
    found = cohorts(durations(deals(*OLD, *new), AS_OF))
    assert found.p_value > 0.9
    assert found.horizon_days > 20


def test_deals_that_win_no_more_are_told_apart(deals):
    new = [begun("2025-09-01", "lost", 20 + i) for i in range(20)]
    assert cohorts(durations(deals(*OLD, *new), AS_OF)).p_value < 0.01


@pytest.mark.parametrize(("n", "known"), [(4, False), (5, True)])
def test_five_deals_are_needed_on_each_side(deals, n, known):
    new = [begun("2025-09-01", "won" if i % 2 else "lost", 20 + i) for i in range(n)]
    assert np.isfinite(cohorts(durations(deals(*OLD, *new), AS_OF)).p_value) == known


def test_both_count_from_the_age_from_which_both_are_in_view(deals):
    # those before came into view on their sixtieth day, and none of them can have ended earlier
    seen = pd.Timestamp("2024-01-01") + pd.Timedelta(days=60)
    old = [begun("2024-01-01", "won", 70 + i, entered_at=seen) for i in range(10)]
    new = [begun("2025-09-01", "lost" if i < 8 else "won", 10 + i) for i in range(8)]
    new += [begun("2025-09-01", "won", 70 + i) for i in range(10)]
    found = cohorts(durations(deals(*old, *new), AS_OF))
    assert (found.starts_days, [group.n for group in found.watched]) == (60, [10, 10])
    assert found.p_value > 0.5


@pytest.mark.parametrize(("entry", "start"), [([0] * 6, 0), ([0, 0, 0, 0, 3, 7], 3), ([1, 2, 3, 4, 5, 6], 5)])
def test_a_curve_is_in_view_from_the_fifth_clock_on(entry, start):
    assert in_view_from(spells([9] * 6, [1] * 6, entry=entry)) == start


# whose deals are still open


@pytest.mark.parametrize(("still_open", "closed", "flagged"), [(3, 3, False), (4, 3, True), (4, 0, False)])
def test_five_deals_and_more_than_half_of_them_open_are_flagged(deals, still_open, closed, flagged):
    rows = [begun("2026-01-01", "open", owner="Ada")] * still_open + [begun("2026-01-01", owner="Ada")] * closed
    found = open_by_owner(durations(deals(*rows), AS_OF))
    assert found["flagged"].to_list() == [flagged]
    assert found["low"].iloc[0] < found["share"].iloc[0]


def test_those_with_the_largest_share_stand_first_after_the_flagged(deals):
    rows = [begun("2026-01-01", "open", owner="Few")] * 2
    rows += [begun("2026-01-01", "open", owner="Gone")] * 5 + [begun("2026-01-01", owner="Gone")]
    rows += [begun("2026-01-01", owner="Busy")] * 6
    assert open_by_owner(durations(deals(*rows), AS_OF))["owner"].to_list() == ["Gone", "Few", "Busy"]


def test_without_an_owner_there_is_nobody_to_flag(deals):
    assert open_by_owner(durations(deals(*OLD), AS_OF)).empty


def test_the_run_without_some_sellers_keeps_deals_without_a_seller(deals):
    clocks = durations(deals(begun("2026-01-01", owner="Ada"), begun("2026-01-01")), AS_OF)
    assert without_owners(clocks, ["Ada"]).counts["timed"] == 1
