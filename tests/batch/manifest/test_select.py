"""Which items run."""

from __future__ import annotations

import pytest

from unequal.batch.manifest import NothingSelected

TEXT = """
[[items]]
foreach = "clients/*"
tags = ["eu", "Big ones"]
scenarios = ["base", "downside"]
[[items]]
notebook = "n.ipynb"
tags = ["us"]
"""
ALL = ["acme", "acme-downside", "acne", "acne-downside", "n"]


@pytest.fixture(autouse=True)
def companies(desk) -> None:
    desk.company("clients/acme", downside="")
    desk.company("clients/acne", downside="")
    desk.notebook("n.ipynb")


@pytest.mark.parametrize(
    ("select", "exclude", "left"),
    [
        pytest.param([], [], ALL, id="all"),
        pytest.param(["id:acme*"], [], ALL[:2], id="pattern of ids"),
        pytest.param(["acme"], [], ALL[:1], id="a word alone is an id"),
        pytest.param(["tag:big*"], [], ALL[:4], id="tag in any case"),
        pytest.param(["workspace:acme"], [], ALL[:2], id="folder's name"),
        pytest.param(["workspace:clients/*"], [], ALL[:4], id="end of a path"),
        pytest.param(["workspace:clients/acne/"], [], ALL[2:4], id="with a slash behind"),
        pytest.param(["workspace:clients\\acne"], [], ALL[2:4], id="with slashes of Windows"),
        pytest.param(["notebook:n.ipynb"], [], ALL[4:], id="notebook"),
        pytest.param(["scenario:base"], [], [ALL[0], ALL[2]], id="scenario"),
        pytest.param(["id:n", "scenario:base"], [], [ALL[0], ALL[2], ALL[4]], id="any of them"),
        pytest.param([], ["tag:us", "scenario:downside"], [ALL[0], ALL[2]], id="left out"),
        pytest.param(["tag:eu"], ["id:acme*"], ALL[2:4], id="selected, then left out"),
    ],
)
def test_words_select(desk, select: list[str], exclude: list[str], left: list[str]) -> None:
    assert desk.ids(TEXT, select=select, exclude=exclude) == left


def test_nothing_left_has_an_exit_code_of_its_own(desk) -> None:
    with pytest.raises(
        NothingSelected, match=r"None of the 5 items is left by --select acmee\. Did you mean"
    ) as caught:
        desk.read(TEXT, select=["acmee"])
    assert caught.value.exit_code == 6


def test_all_left_out(desk) -> None:
    with pytest.raises(NothingSelected, match="--exclude id:"):
        desk.read(TEXT, exclude=["id:*"])


@pytest.mark.parametrize("word", ["tga:eu", "", "id:", ":x"])
def test_a_word_that_selects_by_nothing_is_refused(desk, word: str) -> None:
    assert desk.one(TEXT, select=[word]).code == "select-unknown"
