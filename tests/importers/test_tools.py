from __future__ import annotations

from dataclasses import replace

import pytest

from unequal.importers import discover, plan_import
from unequal.importers.discover import known_tools
from unequal.importers.headers import plain
from unequal.importers.tools.crm import DEALS, TOOL
from unequal.tables.declared import TABLES


def test_every_module_of_tools_is_found():
    assert [tool.name for tool in known_tools()] == ["CRM", "own names"]


def test_a_tool_that_knows_the_header_line_better_wins(only, monkeypatch):
    words = replace(DEALS, headers={**DEALS.headers, "acv": ("net",)})
    special = replace(TOOL, name="special", tables=(words,), most=1.0)
    monkeypatch.setattr(discover, "known_tools", lambda: (TOOL, special))
    plan = plan_import([only("id,status,created,amount,net\n1,open,2026-01-01,9,5\n")])
    assert plan.table("deals").header("acv") == "net"


@pytest.mark.parametrize("words", TOOL.tables, ids=lambda words: words.table)
def test_every_column_with_words_is_declared(words):
    assert set(words.headers) <= set(TABLES[words.table].names)


@pytest.mark.parametrize("words", TOOL.tables, ids=lambda words: words.table)
def test_words_are_written_as_they_are_compared(words):
    every = [word for synonyms in words.headers.values() for word in synonyms]
    assert every == [plain(word) for word in every]


def test_outcomes_are_words_of_ours():
    assert set(DEALS.outcomes.values()) == set(TABLES["deals"].column("status").allowed)
