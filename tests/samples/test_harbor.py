"""Over-Reach: the figures that the trap rests on, counted from the files."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from unequal.samples import PROFILES, find

AS_OF = pd.Timestamp(2026, 6, 30)


@pytest.fixture(scope="module")
def plan():
    return tomllib.loads((find("harbor") / "workspace.toml").read_text(encoding="utf-8"))["plan"]


def test_cash_lasts_twelve_months(months_of_cash):
    assert months_of_cash("harbor") == pytest.approx(12.0, abs=0.15)


def test_burn_of_the_last_quarter_agrees_with_the_plan(exported):
    finance = exported("harbor", "finance")
    balances = finance["cash"].dropna()
    assert balances.iloc[-1] == 900_000
    assert -balances.diff().iloc[-3:].mean() == pytest.approx(75_000, rel=0.05)


def test_wins_must_be_seen_within_about_four_months(months_of_cash, plan):
    decision = months_of_cash("harbor") - plan["raise_months"] - plan["reserve_months"]
    assert decision == pytest.approx(4.0, abs=0.15)


def test_big_deals_are_few_and_mostly_open_or_lost(deals):
    big = deals("harbor").query("segment == 'Big'")
    assert big["status"].replace("no_decision", "lost").value_counts().to_dict() == {"lost": 16, "open": 11, "won": 2}


def test_no_open_big_deal_is_as_old_as_the_median_sale_takes(deals):
    big = deals("harbor").query("segment == 'Big' and status == 'open'")
    truth = PROFILES["harbor"].tier("Big")
    assert ((AS_OF - big["created_at"]).dt.days / 30.4375).max() < truth.win_months


def test_a_big_win_takes_longer_than_the_decision_allows(deals):
    assert deals("harbor").query("segment == 'Big' and status == 'won'")["months"].min() > 6


def test_medium_deals_exist_and_are_won_three_times_faster(deals):
    won = deals("harbor").query("segment == 'Medium' and status == 'won'")["months"]
    assert len(won) == 32
    assert won.median() == pytest.approx(PROFILES["harbor"].tier("Medium").win_months, rel=0.15)
    assert won.median() < 4


def test_the_truth_is_slower_than_the_time_that_is_left():
    assert PROFILES["harbor"].tier("Big").win_months > 2 * 4


def test_the_plan_bets_on_big_all_the_same(plan):
    assert plan["target_segment"] == "Big"
    assert plan["segments"]["Big"]["hours_share"] >= 0.3


def test_old_silent_open_deals_are_there(deals):
    rows = deals("harbor").query("status == 'open'")
    silent = (AS_OF - rows["last_activity_at"]).dt.days > 60
    assert silent.sum() == 13
    assert not (silent & (rows["segment"] == "Big")).any()


def test_the_export_knows_things_from_after_the_day(exported):
    rows = exported("harbor", "deals")
    assert (rows["created_at"] > AS_OF).sum() == 1
    assert (rows["closed_at"] > AS_OF).sum() == 4


def test_status_words_are_written_in_many_ways():
    text = (find("harbor") / "data" / "deals.csv").read_text(encoding="utf-8")
    assert all(f",{word}," in text for word in ("Closed Won", "closed won", "WON", "CLOSED LOST".title(), "LOST"))


def test_partners_and_parents_are_in_the_customers(exported):
    customers = exported("harbor", "customers").drop_duplicates()
    assert customers["role"].isin(["reseller", "integrator"]).sum() == 5
    ids = set(customers["customer_id"])
    owned = customers[customers["parent_id"] != ""]
    assert owned["parent_id"].isin(ids).sum() == 9
    assert (~owned["parent_id"].isin(ids)).sum() == 1


def test_names_are_awkward_and_legal(exported):
    names = set(exported("harbor", "customers")["name"]) | set(exported("harbor", "prospects")["name"])
    assert {"=Plus Spedition GmbH", "Dupontel, Lefèvrand & Cie", "O'Harrigan & Daughters Haulage"} <= names
