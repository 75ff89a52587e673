from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.economics.backtest import Look, scored, window_starts
from unequal.economics.cycle import durations
from unequal.economics.naive import spreadsheet_chances
from unequal.economics.tiers import tier_prior

DAY, UNTIL = date(2026, 3, 31), date(2026, 6, 30)
START = pd.Timestamp("2025-01-01")


def closed(status: str, days: int, start: pd.Timestamp = START) -> dict:
    return {"status": status, "created_at": start, "closed_at": start + pd.Timedelta(days=days)}


def open_then(age: int, won_after: int | None = None) -> dict:
    """Return a deal so many days old on the day, and won so many days later."""
    start = pd.Timestamp(DAY) - pd.Timedelta(days=age)
    won = None if won_after is None else pd.Timestamp(DAY) + pd.Timedelta(days=won_after)
    return {"status": "open" if won is None else "won", "created_at": start, "closed_at": won}


PAST = [closed("won" if i % 3 == 0 else "lost", 30 + 5 * i) for i in range(30)]


def look(deals, rows: list[dict], day: date = DAY, until: date = UNTIL) -> tuple[Look, pd.DataFrame]:
    table = deals(*rows)
    return Look(day=day, until=until, clocks=durations(table, day), prior=tier_prior("Medium")), table


# which days


def test_windows_follow_one_another_and_the_last_ends_now():
    found = window_starts(date(2026, 6, 30), back_months=12, window_months=3)
    assert [day for day, _ in found] == [date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31)]
    assert [end for _, end in found] == [*[day for day, _ in found[1:]], date(2026, 6, 30)]


@pytest.mark.parametrize(("back", "window", "n"), [(0, 3, 0), (2, 3, 1), (3, 3, 1), (5, 3, 1), (6, 3, 2), (12, 1, 12)])
def test_as_many_windows_as_fit(back, window, n):
    assert len(window_starts(date(2026, 6, 15), back_months=back, window_months=window)) == n


def test_the_middle_of_a_month_goes_back_to_the_middle():
    assert window_starts(date(2026, 6, 15), back_months=3, window_months=3)[0][0] == date(2026, 3, 15)


# one look


def test_only_what_was_known_on_the_day_is_used(deals):
    then, table = look(deals, [*PAST, open_then(60, won_after=10), open_then(20)])
    found = scored([then], table, np.random.default_rng(1)).predictions
    assert found["deal_id"].to_list() == ["d30", "d31"]  # the other thirty had closed
    same, _ = look(deals, [*PAST, open_then(60), open_then(20)])
    np.testing.assert_array_equal(
        scored([same], table, np.random.default_rng(1)).predictions["chance"], found["chance"]
    )


@pytest.mark.parametrize(("days", "won"), [(1, True), (91, True), (92, False)])
def test_a_win_counts_up_to_the_last_day_of_the_window(deals, days, won):
    then, table = look(deals, [*PAST, open_then(60, won_after=days)])
    assert scored([then], table, np.random.default_rng(1)).predictions["won"].to_list() == [won]


def test_a_deal_won_on_the_day_itself_is_not_open_any_more(deals):
    then, table = look(deals, [*PAST, open_then(60, won_after=0), open_then(20)])
    assert scored([then], table, np.random.default_rng(1)).predictions["deal_id"].to_list() == ["d31"]


@pytest.mark.parametrize(("past", "can"), [(4, False), (5, True)])
def test_five_deals_must_have_closed(deals, past, can):
    then, table = look(deals, [*PAST[:past], open_then(20)])
    found = scored([then], table, np.random.default_rng(1))
    assert then.can_predict == can
    assert found.looks["open_deals"].to_list() == [1]
    assert found.looks["expected"].notna().to_list() == [can]


def test_the_range_of_the_wins_holds_what_came_where_nothing_changed(deals):
    rng = np.random.default_rng(2)
    ages = rng.integers(1, 60, 40)
    rows = [open_then(int(age), won_after=5 if rng.random() < 0.2 else None) for age in ages]
    then, table = look(deals, [*PAST, *rows])
    row = scored([then], table, np.random.default_rng(1)).looks.iloc[0]
    assert row["low"] <= row["won"] <= row["high"]
    assert bool(row["inside"])


# the scores


@pytest.mark.parametrize(
    ("n", "won", "told"), [(20, 5, True), (19, 5, False), (20, 4, False), (20, 15, True), (20, 16, False)]
)
def test_twenty_chances_and_five_of_each_are_needed(deals, n, won, told):
    rows = [open_then(20 + i, won_after=10 if i < won else None) for i in range(n)]
    then, table = look(deals, [*PAST, *rows])
    found = scored([then], table, np.random.default_rng(1))
    assert (len(found.predictions), found.won) == (n, won)
    assert (found.contest is not None, found.groups is not None) == (told, told)


def test_chances_that_know_the_age_beat_the_spreadsheet(deals):
    # of the young ones some are won, the old ones are dead, and a spreadsheet sees no difference
    young = [open_then(25 + i, won_after=20 if i % 3 == 0 else None) for i in range(30)]
    dead = [open_then(400 + i) for i in range(30)]
    past = [*PAST, *[open_then(300 + 10 * i) for i in range(10)]]
    then, table = look(deals, [*past, *young, *dead])
    found = scored([then], table, np.random.default_rng(1)).contest
    assert found is not None
    assert found.own.value < found.rival.value
    assert found.better > 0.8


def test_the_wait_is_the_median_of_the_wins(deals):
    rows = [open_then(30, won_after=days) for days in (10, 30, 61)]
    then, table = look(deals, [*PAST, *rows])
    found = scored([then], table, np.random.default_rng(1))
    assert found.median_wait == pytest.approx(30 / 30.4375)
    assert 0 < found.median_wait_expected < 3


def test_without_a_look_there_is_nothing(deals):
    found = scored([], deals(open_then(1)), np.random.default_rng(1))
    assert (len(found.predictions), found.won, found.expected, found.contest) == (0, 0, 0.0, None)
    assert np.isnan([found.median_wait, found.median_wait_expected]).all()


# the spreadsheet


def test_the_spreadsheet_gives_its_win_rate_to_deals_that_reach_the_average_cycle(deals):
    # won / (won + lost) is 1/2, the average won deal took 60 days
    rows = [closed("won", 60), closed("lost", 10), open_then(30), open_then(61)]
    clocks = durations(deals(*rows), DAY)
    assert spreadsheet_chances(clocks, 30 / 30.4375).tolist() == [0.5, 0.5]
    assert spreadsheet_chances(clocks, 29 / 30.4375).tolist() == [0.0, 0.5]


def test_a_spreadsheet_without_a_closed_deal_has_no_chance_and_without_a_win_none(deals):
    assert np.isnan(spreadsheet_chances(durations(deals(open_then(30)), DAY), 3)).all()
    assert spreadsheet_chances(durations(deals(closed("lost", 9), open_then(30)), DAY), 3).tolist() == [0.0]
