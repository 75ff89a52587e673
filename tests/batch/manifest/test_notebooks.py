"""Anybody's notebook: only parameters that it declares, of the kind that it declares."""

from __future__ import annotations

import pytest

ITEM = '[[items]]\nnotebook = "n.ipynb"\n'


def test_a_notebook_is_an_item(desk) -> None:
    path = desk.notebook("My notebook.ipynb")
    (item,) = desk.read('[[items]]\nnotebook = "My notebook.ipynb"\nparameters = { year = 2025, when = 1 }'.replace(
        ", when = 1", ""
    )).items  # fmt: skip
    assert (item.id, item.workspace, item.notebook) == ("my-notebook", None, str(path))
    assert item.parameters == {"year": 2025}


@pytest.mark.parametrize(
    ("parameter", "code", "says"),
    [
        pytest.param("yaer = 2025", "parameter-unknown", "Did you mean 'year'", id="misspelt"),
        pytest.param('year = "2025"', "parameter-wrong", "a whole number", id="text for a number"),
        pytest.param("year = 2025.0", "parameter-wrong", "a whole number", id="no whole number"),
        pytest.param("year = true", "parameter-wrong", "a whole number", id="true is no number"),
        pytest.param("label = 7", "parameter-wrong", "a text", id="number for a text"),
        pytest.param('kind = "odd"', "parameter-wrong", "one of new, old", id="no word of the list"),
        pytest.param('wins = "3"', "parameter-wrong", "a whole number", id="optional number"),
        pytest.param("codes = 3", "parameter-wrong", "a list", id="no list"),
        pytest.param("rate = nan", "parameter-wrong", "finite", id="no number"),
        pytest.param("frame = [1, inf]", "parameter-wrong", "finite", id="infinite in a list"),
        pytest.param('"1; import os" = 1', "parameter-unknown", "no name", id="code for a name"),
        pytest.param("class = 1", "parameter-unknown", "no name", id="word of the language"),
        pytest.param('api_key = "s3cr3t"', "secret", "looks like a secret", id="secret"),
    ],
)
def test_what_the_notebook_does_not_take_is_refused(desk, parameter: str, code: str, says: str) -> None:
    desk.notebook("n.ipynb")
    problem = desk.one(f"{ITEM}[items.parameters]\n{parameter}")
    assert (problem.code, problem.line) == (code, 4)
    assert says in problem.says


def test_a_secret_is_not_repeated(desk) -> None:
    desk.notebook("n.ipynb", "db_password = ''")
    problem = desk.one(f'{ITEM}parameters = {{ db_password = "s3cr3t" }}')
    assert "s3cr3t" not in str(problem)
    assert 'os.environ["DB_PASSWORD"]' in problem.mend


@pytest.mark.parametrize(
    "parameter",
    [
        pytest.param("rate = 1", id="a whole number is a number"),
        pytest.param("frame = 'anything'", id="an annotation that is not known"),
        pytest.param("dry = 'anything'", id="no annotation"),
        pytest.param("wins = 3", id="optional"),
    ],
)
def test_what_fits_is_taken(desk, parameter: str) -> None:
    desk.notebook("n.ipynb")
    desk.read(f"{ITEM}[items.parameters]\n{parameter}")


def test_days_go_as_text(desk) -> None:
    desk.notebook("n.ipynb", "since = '2026-01-01'")
    (item,) = desk.read(f"{ITEM}parameters = {{ since = 2026-06-30 }}").items
    assert item.parameters == {"since": "2026-06-30"}


def test_a_notebook_without_parameters_says_how_to_tag(desk) -> None:
    desk.notebook("n.ipynb", "")
    assert "tag the cell" in desk.one(f"{ITEM}parameters = {{ year = 1 }}").mend


def test_names_are_looked_at_where_a_default_is_computed(desk) -> None:
    desk.notebook("n.ipynb", "year = 2000 + 26")
    desk.read(f"{ITEM}parameters = {{ year = 'any' }}")
    assert desk.one(f"{ITEM}parameters = {{ yaer = 1 }}").code == "parameter-unknown"


@pytest.mark.parametrize(
    ("source", "language"), [("x <- 1", "R"), ("%env A=1\nyear = 1", "python")], ids=["another language", "magic"]
)
def test_what_cannot_be_read_is_not_judged(desk, source: str, language: str) -> None:
    desk.notebook("n.ipynb", source, language)
    desk.read(f"[defaults.parameters]\nany = 1\n{ITEM}parameters = {{ year = 1 }}")


def test_a_default_is_for_the_notebooks_that_declare_it(desk) -> None:
    desk.notebook("a.ipynb", "year = 1")
    desk.notebook("b.ipynb", "month = 1")
    text = "[defaults.parameters]\nyear = 5\n" + "".join(f'[[items]]\nnotebook = "{one}.ipynb"\n' for one in "ab")
    assert [item.parameters for item in desk.read(text).items] == [{"year": 5}, {}]
    problem = desk.one(text.replace("year", "yaer"))
    assert (problem.code, problem.line) == ("parameter-unknown", 2)
    assert "Did you mean 'year'" in problem.says


@pytest.mark.parametrize("key", ['scenario = "base"', "as_of = 2026-06-30", "knobs.runway.cash = 1"])
def test_what_is_for_workspaces_is_refused(desk, key: str) -> None:
    desk.notebook("n.ipynb")
    assert desk.one(ITEM + key).code == "key-misplaced"


def test_defaults_for_workspaces_do_not_hurt_a_notebook(desk) -> None:
    desk.notebook("n.ipynb")
    (item,) = desk.read(f'[defaults]\nscenarios = ["base", "x"]\nknobs.runway.cash = 1\n{ITEM}', scenario="y").items
    assert (item.scenario, item.knobs) == ("base", {})


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"cells": 1, "nbformat": 4}', "{" * 50_000])
def test_a_file_that_is_no_notebook(desk, content: str) -> None:
    desk.write(content, "n.ipynb")
    assert desk.one(ITEM).code == "not-a-notebook"


def test_a_notebook_that_is_not_there(desk) -> None:
    desk.notebook("m.ipynb")
    problem = desk.one(ITEM)
    assert (problem.code, problem.line) == ("file-missing", 2)
    assert "Did you mean 'm.ipynb'" in problem.says


def test_a_notebook_at_an_address_is_not_looked_at(desk) -> None:
    (item,) = desk.read('[[items]]\nnotebook = "s3://x/n.ipynb"\nparameters = { year = 1 }').items
    assert (item.id, item.notebook, item.parameters) == ("n", "s3://x/n.ipynb", {"year": 1})
