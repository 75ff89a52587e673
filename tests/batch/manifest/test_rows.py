"""Lists of clients, CSV and JSONL: a cell is what it is for, never what it looks like."""

from __future__ import annotations

import json

import pytest

from unequal.batch.manifest import read_manifest


@pytest.fixture(autouse=True)
def two_companies(desk) -> None:
    desk.company("a", downside="")
    desk.company("b")


def test_one_row_is_one_item(desk) -> None:
    header = "workspace,scenarios,tags,retries,limits.cell_seconds,as_of"
    items = desk.read(f'{header}\na,base;downside,"eu, big",0,60,2026-03-31\nb,,,,,\n', "clients.csv").items
    assert [item.id for item in items] == ["a", "a-downside", "b"]
    assert (items[0].tags, items[0].retries, items[0].limits.cell_seconds) == (("eu", "big"), 0, 60)
    assert (items[0].as_of, items[2].as_of, items[2].retries) == ("2026-03-31", None, 1)


def test_the_name_is_the_files(desk) -> None:
    batch = desk.read("workspace\na\n", "June clients.csv")
    assert batch.name == "June clients"
    assert batch.id.startswith("june-clients-")


def test_a_cell_of_a_knob_is_what_the_knob_takes(desk) -> None:
    columns = ["target_segment", "wins_needed", "reserve_months"]
    csv = f"workspace,{','.join(f'knobs.runway.{one}' for one in columns)}\na,007,007,2.5\nb,true,3,2\n"
    items = desk.read(csv, "clients.csv").items
    assert items[0].knobs == {"runway": {"target_segment": "007", "wins_needed": 7, "reserve_months": 2.5}}
    assert items[1].knobs == {"runway": {"target_segment": "true", "wins_needed": 3, "reserve_months": 2}}


def test_an_empty_cell_says_nothing(desk) -> None:
    text = 'defaults.knobs.runway.wins_needed = 5\n[[items]]\nforeach = "list.csv"\nretries = 3'
    desk.write("workspace,knobs.runway.wins_needed,retries\na,,0\nb,6,\n", "list.csv")
    items = desk.read(text).items
    assert [item.knobs["runway"]["wins_needed"] for item in items] == [5, 6]
    assert [item.retries for item in items] == [0, 3]


def test_a_cell_of_a_parameter_is_what_the_notebook_declares(desk) -> None:
    desk.notebook("n.ipynb")
    names = ["label", "year", "rate", "dry", "wins", "kind", "codes", "frame"]
    header = f"id,notebook,{','.join(f'parameters.{one}' for one in names)}"
    rows = 'one,n.ipynb,007,007,1,yes,12,old,"[1, 2]",007\ntwo,n.ipynb,3,,0.25,false,,,,\n'
    one, two = desk.read(f"{header}\n{rows}", "clients.csv").items
    assert one.parameters == {
        "label": "007", "year": 7, "rate": 1, "dry": True, "wins": 12, "kind": "old", "codes": [1, 2], "frame": "007",
    }  # fmt: skip
    assert two.parameters == {"label": "3", "rate": 0.25, "dry": False}


@pytest.mark.parametrize(
    ("cell", "good"),
    [
        pytest.param("2.5", True, id="point"),
        pytest.param('"2,5"', False, id="decimal comma"),
        pytest.param("1_0", False, id="underscore"),
        pytest.param("٣", False, id="digits of another script"),
        pytest.param("nan", False, id="no number"),
        pytest.param("inf", False, id="infinite"),
        pytest.param("two", False, id="word"),
        pytest.param("1e1", True, id="exponent"),
    ],
)
def test_a_number_is_digits_and_a_point(desk, cell: str, good: bool) -> None:
    csv = f"workspace,knobs.runway.reserve_months\na,{cell}\n"
    if good:
        desk.read(csv, "clients.csv")
        return
    problem = desk.one(csv, "clients.csv")
    assert problem.where() == 'clients.csv, line 2, column B "knobs.runway.reserve_months"'
    assert problem.says == "knobs.runway.reserve_months: expected a number from 0 to 36 (months)."


@pytest.mark.parametrize(
    ("csv", "code", "line", "column"),
    [
        pytest.param("workspac\na\n", "key-unknown", 1, "A", id="unknown column"),
        pytest.param("workspace,limits.cell\na,1\n", "key-unknown", 1, "B", id="unknown limit"),
        pytest.param("workspace,knobs.runway\na,1\n", "key-unknown", 1, "B", id="knob without name"),
        pytest.param("workspace,foreach\na,\n", "key-unknown", 1, "B", id="foreach of foreach"),
        pytest.param("workspace,tags,tags\na,,\n", "key-twice", 1, "C", id="header twice"),
        pytest.param("workspace,knobs.runway.win\na,1\nb,2\n", "knob-unknown", 1, "B", id="unknown knob, told once"),
        pytest.param("workspace,id\na,1\nb,1\n", "id-taken", 3, None, id="id twice"),
        pytest.param("workspace,tags\na,\n\nc,\n", "workspace-missing", 4, "A", id="missing, after a blank line"),
        pytest.param('workspace,tags\na,"x\ny"\nc,\n', "value-wrong", 2, "B", id="line break in a cell"),
        pytest.param("workspace\na,b\n", "cells-too-many", 2, None, id="more cells than headers"),
        pytest.param('workspace\n"a"b\n', "value-wrong", 2, None, id="quotes inside of quotes"),
        pytest.param("workspace,retries\na,1.5\n", "value-wrong", 2, "B", id="half a retry"),
        pytest.param("workspace,scenario\na,downsid\n", "scenario-unknown", 2, "B", id="scenario"),
        pytest.param("workspace,id\na,../../etc\n", "name-unsafe", 2, "B", id="id that climbs"),
        pytest.param("workspace,notebook\na,b.ipynb\n", "item-source", 2, None, id="two sources"),
        pytest.param("workspace,tags\n,x\n", "item-source", 2, None, id="no source"),
        pytest.param("workspace\n", "foreach-empty", None, None, id="no client"),
        pytest.param("", "foreach-empty", None, None, id="empty file"),
    ],
)
def test_each_fault_has_its_line_and_column(desk, csv: str, code: str, line: int | None, column: str | None) -> None:
    problems = desk.refused(csv, "clients.csv")
    assert (problems[0].code, problems[0].line, problems[0].column) == (code, line, column) or [
        (one.code, one.line, one.column) for one in problems
    ][-1] == (code, line, column)


def test_excel_of_the_continent_is_read(desk) -> None:
    path = desk.write("workspace;tags\r\na;eu|big\r\n", "clients.csv", encoding="utf-8-sig")
    (item,) = read_manifest(path).items
    assert item.tags == ("eu", "big")


def test_a_name_may_hold_commas_and_quotes(desk) -> None:
    desk.company('A, "B" & C')
    assert desk.ids('workspace\n"A, ""B"" & C"\n', "clients.csv") == ["a-b-c"]


def test_paths_are_relative_to_the_list(desk) -> None:
    desk.company("lists/inner")
    desk.write("workspace\ninner\n", "lists/eu.csv")
    assert desk.ids('[[items]]\nforeach = "lists/eu.csv"') == ["inner"]


def test_a_list_that_is_not_there(desk) -> None:
    desk.write("workspace\na\n", "clients.csv")
    problem = desk.one('[[items]]\nforeach = "client.csv"')
    assert (problem.code, problem.line) == ("file-missing", 2)
    assert "Did you mean 'clients.csv'" in problem.says


def test_lines_of_json_keep_their_types(desk) -> None:
    first = {"workspace": "a", "knobs": {"runway": {"wins_needed": 3}}, "tags": ["eu"], "retries": None}
    second = {"workspace": "b", "knobs.runway.reserve_months": 4}
    text = f"{json.dumps(first)}\n\n{json.dumps(second)}\n"
    items = desk.read(text, "clients.jsonl").items
    assert [item.knobs for item in items] == [{"runway": {"wins_needed": 3}}, {"runway": {"reserve_months": 4}}]
    assert items[0].tags == ("eu",)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param('{"workspace": "a"', "not-json", id="cut off"),
        pytest.param('["a"]', "not-json", id="no object"),
        pytest.param('{"workspace": "a", "workspace": "b"}', "not-json", id="key twice"),
        pytest.param('{"workspace": "a", "knobs.runway.cash": NaN}', "not-json", id="no number of JSON"),
        pytest.param('{"workspace": "a", "knobs.runway.cash": "3"}', "knob-out-of-range", id="text for a number"),
        pytest.param('{"workspac": "a"}', "key-unknown", id="unknown key"),
        pytest.param("[" * 100_000, "not-json", id="deep"),
        pytest.param('{"knobs.runway.cash": 1, "knobs": {}, "workspace": "b"}', "key-twice", id="dotted and nested"),
    ],
)
def test_each_fault_of_a_line_of_json(desk, line: str, code: str) -> None:
    problems = desk.refused(f'{{"workspace": "b"}}\n{line}\n', "clients.jsonl")
    assert (problems[0].code, problems[0].line) == (code, 2)
