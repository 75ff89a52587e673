"""Yes and no, words of a list, ids and texts."""

from __future__ import annotations

import pandas as pd
import pytest

from unequal.tables.declared import TABLES
from unequal.tables.spec import Kind
from unequal.tables.typing.column import cells_of
from unequal.tables.typing.words import choice_column, text_column, yes_no_column

STATUS = TABLES["deals"].column("status")
ROLE = TABLES["customers"].column("role")
WORK = TABLES["activities"].column("kind")


def cells(*texts):
    return cells_of(pd.Series(texts, dtype="str"))


def choice(column, *texts):
    return choice_column(cells(*texts), column, "deals")


@pytest.mark.parametrize(
    ("word", "value"), [("Yes", True), ("x", True), ("1", True), ("JA", True), ("nein", False), ("0", False)]
)
def test_yes_and_no_in_words(word, value):
    column = yes_no_column(cells(word, ""))
    assert column.values.tolist() == [value, pd.NA]
    assert str(column.values.dtype) == "boolean"
    assert column.faults == ()


def test_another_word_is_neither_yes_nor_no():
    assert [fault.code for fault in yes_no_column(cells("perhaps")).faults] == ["unreadable-yes-no"]


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("won", "won"),
        ("Won", "won"),
        ("Closed Won", "won"),
        ("closedlost", "lost"),
        ("Closed Lost", "lost"),
        ("OPEN", "open"),
        ("No decision", "no_decision"),
        ("no-decision", "no_decision"),
    ],
)
def test_status_words_of_common_tools(word, ours):
    assert choice(STATUS, word).values.tolist() == [ours]


def test_unknown_words_are_listed_with_counts_and_the_line_to_add():
    (fault,) = choice(STATUS, "Stalled", "won", "Stalled", 'A "B"').faults
    assert fault.at.tolist() == [True, False, True, True]
    assert fault.says.endswith('not known: "Stalled" in 2 rows, "A "B"" in 1 row')
    assert fault.mend.endswith(r'values.status = { "Stalled" = "…", "A \"B\"" = "…" }')


def test_spelling_of_an_allowed_word_does_not_matter():
    assert choice(ROLE, "End user", "VALUE-ADD").values.tolist() == ["end_user", "value_add"]


def test_a_list_that_is_open_keeps_other_words():
    column = choice(WORK, "Ticket", "workshop")
    assert column.values.tolist() == ["ticket", "workshop"]
    assert column.faults == ()


def test_ids_and_texts_know_the_empty_cell_only_as_missing():
    raw = pd.Series(["NA", "None", "00123", "", "1E5"], dtype="str")
    column = text_column(cells_of(raw), raw, Kind.ID)
    assert column.values.isna().tolist() == [False, False, False, True, False]
    assert column.values.dropna().tolist() == ["NA", "None", "00123", "1E5"]
    assert column.notes == ()


def test_blanks_around_an_id_are_taken_off_and_told():
    raw = pd.Series([" C1 ", "C2", "  "], dtype="str")
    column = text_column(cells_of(raw), raw, Kind.ID)
    assert column.values.tolist()[:2] == ["C1", "C2"]
    assert [(note.code, note.at.tolist()) for note in column.notes] == [("blanks-around", [True, False, False])]
