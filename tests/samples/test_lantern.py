"""Going Too Big: the figures that the trap rests on, counted from the files."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from unequal.samples import find

A_YEAR_AGO = pd.Timestamp(2025, 6, 30)


@pytest.fixture(scope="module")
def plan():
    return tomllib.loads((find("lantern") / "workspace.toml").read_text(encoding="utf-8"))["plan"]


@pytest.fixture(scope="module")
def trials(deals):
    consumers = deals("lantern").query("segment == 'Consumer'")
    return pd.crosstab(consumers["source"], consumers["status"])


def test_few_take_the_product_alone(trials):
    alone = trials.loc["website"]
    assert alone["won"] == 10
    assert alone["won"] / (alone["won"] + alone["lost"] + alone["no_decision"]) == pytest.approx(0.021, abs=0.002)


def test_many_take_it_once_somebody_has_explained_it(trials):
    called = trials.loc["guided_call"]
    assert called["won"] == 22
    assert called["won"] / (called["won"] + called["lost"] + called["no_decision"]) == pytest.approx(0.30, abs=0.01)


def test_a_year_of_attention_buys_almost_nobody(exported):
    spent = exported("lantern", "finance")["variable_cost"].iloc[-12:].sum()
    customers = exported("lantern", "customers").drop_duplicates()
    new = ((customers["start_date"] > A_YEAR_AGO) & (customers["segment"] == "Consumer")).sum()
    assert new == 22
    assert spent / new > 30_000


def test_a_consumer_pays_about_seven_dollars_a_month(exported):
    bills = exported("lantern", "revenue").merge(exported("lantern", "customers").drop_duplicates("customer_id"))
    assert bills.query("segment == 'Consumer'")["mrr"].median() == 7.0


def test_the_day_to_show_wins_has_passed(exported, plan):
    finance = exported("lantern", "finance")
    runway = 780_000 / -finance["cash"].diff().iloc[-3:].mean()
    assert finance["cash"].iloc[-1] == 780_000
    assert 6 < runway < 9
    assert runway - plan["raise_months"] - plan["reserve_months"] < 0


def test_the_plan_is_self_serve_for_consumers(plan):
    assert plan["target_segment"] == "Consumer"
    assert plan["segments"]["Consumer"]["motion"] == "self_serve"


def test_employers_are_too_few_to_tell(deals):
    assert len(deals("lantern").query("segment == 'Employer'")) == 4


def test_advisers_buy_and_understand(deals):
    closed = deals("lantern").query("segment == 'Adviser' and status != 'open'")
    assert (closed["status"] == "won").mean() == pytest.approx(0.27, abs=0.01)
    assert closed.query("status == 'won'")["acv"].median() == 4_200


@pytest.mark.parametrize("table", ["customers", "revenue", "contracts", "deals"])
def test_money_is_in_two_currencies(exported, table):
    assert set(exported("lantern", table)["currency"].unique()) == {"USD", "EUR"}


def test_persons_have_no_names_and_no_head_count(exported):
    customers = exported("lantern", "customers")
    persons = customers[customers["segment"] == "Consumer"]
    assert set(persons["name"]) == set(persons["employees"]) == {""}
    assert (persons["age_band"] != "").all()
