from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from unequal.economics.cycle import durations
from unequal.economics.zombies import counted_as_lost, zombies

AS_OF = date(2026, 6, 30)


def closed(days: int, segment: str = "Big") -> dict:
    start = pd.Timestamp("2025-01-01")
    return {"status": "won", "created_at": start, "closed_at": start + pd.Timedelta(days=days), "segment": segment}


def still_open(days: int, silent: int | None = None, segment: str = "Big") -> dict:
    moment = pd.Timestamp(AS_OF)
    last = None if silent is None else moment - pd.Timedelta(days=silent)
    return {"created_at": moment - pd.Timedelta(days=days), "last_activity_at": last, "segment": segment}


def clocks_of(deals, *rows: dict):
    return durations(deals(*rows), AS_OF)


@pytest.mark.parametrize(("silent", "dead"), [(59, False), (60, True), (None, False)])
def test_sixty_days_of_silence_make_a_zombie(deals, silent, dead):
    found = zombies(clocks_of(deals, still_open(100, silent), still_open(100, 1)))
    assert found.frame["deal_id"].to_list() == (["d0"] if dead else [])


@pytest.mark.parametrize(("days", "dead"), [(50, False), (51, True)])
def test_older_than_the_longest_of_a_few_closed_deals_is_old(deals, days, dead):
    found = zombies(clocks_of(deals, *[closed(n) for n in (10, 20, 30, 40, 50)], still_open(days)))
    assert found.old_after_days["Big"] == 50.0
    assert found.frame["reason"].to_list() == (["old"] if dead else [])


def test_from_twenty_closed_deals_on_the_95th_percentile_is_the_limit(deals):
    found = zombies(clocks_of(deals, *[closed(n) for n in range(1, 22)], still_open(21)))
    assert found.old_after_days["Big"] == 20.0
    assert len(found.frame) == 1


def test_a_segment_with_four_closed_deals_has_no_age_that_is_old(deals):
    small = [closed(n, "Small") for n in (1, 2, 3, 4, 5)]
    found = zombies(clocks_of(deals, *small, *[closed(9)] * 4, still_open(500)))
    assert "Big" not in found.old_after_days
    assert found.frame.empty


def test_unknown_deals_are_measured_by_all_closed_ones(deals):
    small = [closed(n, "Small") for n in (1, 2, 3, 4, 5)]
    found = zombies(clocks_of(deals, *small, still_open(6, segment="unknown")))
    assert found.frame["deal_id"].to_list() == ["d5"]


def test_share_is_of_the_open_deals_and_nan_without_any(deals):
    assert zombies(clocks_of(deals, still_open(90, 70), still_open(9, 1))).share == 0.5
    assert pd.isna(zombies(clocks_of(deals, closed(5))).share)


def test_the_sensitivity_run_loses_a_zombie_at_its_last_activity_else_when_it_got_old(deals):
    rows = [closed(n) for n in (10, 20, 30, 40, 50)]
    clocks = clocks_of(deals, *rows, still_open(200, 60), still_open(200), still_open(20))
    run = counted_as_lost(clocks, zombies(clocks)).frame.set_index("deal_id")
    assert run.loc[["d5", "d6", "d7"], "outcome"].to_list() == ["lost", "lost", "open"]
    assert run.loc[["d5", "d6", "d7"], "days"].to_list() == [140.0, 50.0, 20.0]


def test_a_zombie_seen_only_after_its_last_activity_has_no_part_in_the_run(deals):
    row = {**still_open(200, 100), "entered_at": pd.Timestamp(AS_OF) - pd.Timedelta(days=90)}
    clocks = clocks_of(deals, row)
    assert counted_as_lost(clocks, zombies(clocks)).frame.empty
