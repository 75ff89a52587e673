"""Too Much TLC: the figures that the trap rests on, counted from the files."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from unequal.samples import find

LAST_MONTH = pd.Timestamp(2026, 6, 1)


@pytest.fixture(scope="module")
def plan():
    return tomllib.loads((find("fernhill") / "workspace.toml").read_text(encoding="utf-8"))["plan"]


@pytest.fixture(scope="module")
def bills(exported):
    customers = exported("fernhill", "customers").drop_duplicates("customer_id")
    return exported("fernhill", "revenue").merge(customers, on="customer_id").query("month == @LAST_MONTH")


def test_small_practices_pay_sixty_euros_a_month(bills):
    small = bills.query("segment == 'Small'")["mrr"]
    assert len(small) == 107
    assert small.median() == pytest.approx(60, abs=1)


def test_all_revenue_is_less_than_half_of_the_fixed_cost(bills, exported):
    assert bills["mrr"].sum() < 0.5 * exported("fernhill", "finance")["fixed_cost"].iloc[35]


def test_winning_a_practice_takes_more_hours_than_two_months_of_its_price_pay_for(deals):
    small = deals("fernhill").query("segment == 'Small'")
    won = (small["status"] == "won").sum()
    assert won == 132
    assert small["hours_sales"].sum() / won == pytest.approx(13, abs=0.5)


def test_they_buy_fast_so_the_pipeline_is_not_the_trouble(deals):
    won = deals("fernhill").query("segment == 'Small' and status == 'won'")
    assert won["months"].median() < 1
    assert won["acv"].median() == 720


def test_no_raise_is_planned_and_cash_lasts_fourteen_months(plan, months_of_cash):
    assert plan["raise_months"] == 0
    assert months_of_cash("fernhill") == pytest.approx(14.0, abs=0.15)


def test_there_are_two_big_deals_which_is_too_few_to_tell(deals):
    assert len(deals("fernhill").query("segment == 'Big'")) == 2


def test_the_files_speak_german():
    header, first, *_ = (find("fernhill") / "data" / "revenue.csv").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split(";"), first.split(";"), strict=True))
    assert cells["month"] == "01.07.2023"
    assert cells["mrr"].endswith(",00")


def test_practices_that_have_not_bought_are_customers_without_a_start(exported):
    customers = exported("fernhill", "customers")
    assert 150 < customers["start_date"].isna().sum() < 200
    assert not (find("fernhill") / "data" / "prospects.csv").exists()
