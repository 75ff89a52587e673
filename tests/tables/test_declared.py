"""The declared tables hold together."""

from __future__ import annotations

import pytest

from unequal.tables.declared import TABLES, Kind
from unequal.tables.problem_codes import PROBLEM_CODES

NAMES = [
    "customers",
    "revenue",
    "orders",
    "contracts",
    "deals",
    "deal_history",
    "activities",
    "cost_pools",
    "finance",
    "segments",
    "market",
    "readiness",
    "funnel",
    "usability",
    "coverage",
    "survey",
    "direction",
    "usage",
    "requests",
    "bets",
    "prospects",
    "interviews",
]


def test_all_tables_are_declared_in_order():
    assert list(TABLES) == NAMES
    assert all(TABLES[name].name == name for name in NAMES)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_refers_only_to_what_there_is(table):
    names = set(table.names)
    assert len(names) == len(table.columns)
    assert set(table.key) <= names
    assert {rule.column for rule in table.rules} <= names
    assert table.known_by in {*names, ""}
    for column in table.columns:
        for reference in column.references:
            other, name = reference.split(".")
            assert TABLES[other].column(name).kind in {Kind.ID, Kind.TEXT}
        assert set(column.synonyms.values()) <= set(column.allowed)
        assert bool(column.allowed) == (column.kind is Kind.CHOICE)
        assert column.says.endswith((".", "…"))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_money_comes_with_a_currency_column(table):
    has_money = any(column.kind is Kind.MONEY for column in table.columns)
    assert has_money == ("currency" in table.names)


@pytest.mark.parametrize(
    "rule", [rule for table in TABLES.values() for rule in table.rules], ids=lambda rule: rule.code
)
def test_row_rules_are_explained_and_have_a_fate(rule):
    assert rule.code in PROBLEM_CODES
    assert rule.fate in {"set aside", "mended"}


def test_prospects_have_every_feature_of_customers():
    features = set(TABLES["customers"].names) - {"customer_id", "start_date", "end_date"}
    assert features <= set(TABLES["prospects"].names)
