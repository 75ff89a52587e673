from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.report import read_set_aside_csv, set_aside_csv
from unequal.report.set_aside import guarded

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\x00=1",
        " =1",
        "\n=1",
        "＝1+1",
        "－1+1",
        "＠x",
        "'=1",
        "=HYPERLINK(1)",
    ],
)
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["-3.5", "+49", "-1.234,50", "-12 %", "3e-5", "plain", "a=b", "", "2026-01-02", "-1 234"]
)
def test_numbers_and_plain_text_stay(cell):
    assert guarded(cell) == cell


def test_the_file_is_utf8_with_mark_and_lf():
    frame = pd.DataFrame({"deal": ["D-1"], "line": [41], "reason": ["é\nsecond"]})
    assert set_aside_csv(frame) == '\ufeffdeal,line,reason\nD-1,41,"é\nsecond"\n'.encode()


def test_missing_cells_are_empty():
    frame = pd.DataFrame({"a": pd.Series([None, "x"], dtype="str"), "b": [pd.NA, float("nan")]})
    assert set_aside_csv(frame).decode().splitlines()[1:] == [",", "x,"]


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_cell_comes_back_as_it_was(rows):
    frame = pd.DataFrame(rows, columns=["=a", "b"], dtype="str")
    back = read_set_aside_csv(set_aside_csv(frame))
    assert list(back.columns) == ["=a", "b"]
    assert back.to_numpy().tolist() == frame.to_numpy().tolist()
