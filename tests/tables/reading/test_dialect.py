"""Dialects: section 6 B of the promises about bad input."""

from __future__ import annotations

import pytest


def told(frame):
    return [(problem["code"], problem["line"]) for problem in frame.attrs["problems"]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("a;b\n1;2\n", [["1", "2"]], id="B01 semicolons"),
        pytest.param("a\tb\n1\t2\n", [["1", "2"]], id="B02 tabs"),
        pytest.param("a|b\n1|2\n", [["1", "2"]], id="B03 pipes"),
        pytest.param("sep=;\na;b\n1;2\n", [["1", "2"]], id="B04 sep line"),
        pytest.param('a, b\n"x, 1", "y"\n', [["x, 1", "y"]], id="B05 space after comma"),
        pytest.param('"a","b"\n"1","2"\n', [["1", "2"]], id="B06 all quoted"),
        pytest.param("a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]], id="B07 CR"),
        pytest.param("a,b\r\n1,2\r\n", [["1", "2"]], id="CRLF"),
        pytest.param("a,b\n1,2", [["1", "2"]], id="B09 no end at the end"),
        pytest.param('a,b\n1,"x\ny"\n2,z\n', [["1", "x\ny"], ["2", "z"]], id="B11 line break in a cell"),
        pytest.param('a,b\n1,"x\r\ny"\n2,z\n', [["1", "x\r\ny"], ["2", "z"]], id="B12 CRLF in a cell"),
        pytest.param("#a,b\n#1,2\n", [["#1", "2"]], id="B25 hash"),
        pytest.param('a,b\n"1,5",2\n', [["1,5", "2"]], id="B26 decimal comma"),
        pytest.param('a,b\n"say ""hi""",2\n', [['say "hi"', "2"]], id="doubled quotes"),
    ],
)
def test_exact_and_nothing_to_tell(raw, text, rows):
    frame = raw(text)
    assert frame.to_numpy().tolist() == rows
    assert told(frame) == []


@pytest.mark.parametrize(
    ("text", "rows", "code", "line"),
    [
        pytest.param("a,b\r\n1,2\n3,4\r5,6\n", [["1", "2"], ["3", "4"], ["5", "6"]], "mixed-line-ends", 3, id="B10"),
        pytest.param('a,b\n"1,2\n3,4\n', [["3", "4"]], "unclosed-quote", 2, id="B13"),
        pytest.param('a,b\n"1","2\n"3","4"\n', [["3", "4"]], "unclosed-quote", 2, id="B13 among quoted cells"),
        pytest.param('a,b\n12" pipe,3\n', [['12" pipe', "3"]], "stray-quote", 2, id="B14 inches"),
        pytest.param('a,b\n"say "hi" now",3\n', [['say "hi" now', "3"]], "stray-quote", 2, id="B15"),
        pytest.param('a,b\n"say \\"hi\\"",3\n', [['say \\"hi\\"', "3"]], "stray-quote", 2, id="B16 backslashes"),
        pytest.param("a,b\n'x','y'\n", [["'x'", "'y'"]], "single-quotes", 2, id="B17"),
        pytest.param("a,b\n“x”,1\n", [["“x”", "1"]], "typographic-quotes", 2, id="B18"),
        pytest.param("a,b\n1,2\n3;4\n5,6\n", [["1", "2"], ["5", "6"]], "short-row", 3, id="B19 other delimiter"),
        pytest.param("a,b\n1,2,\n3,4,\n", [["1", "2"], ["3", "4"]], "trailing-delimiter", 2, id="B20"),
        pytest.param("a,b,\n1,2,\n", [["1", "2", ""]], "empty-header-name", 1, id="B21"),
        pytest.param("a||b\n1||2\n", [["1", "2"]], "unusual-delimiter", None, id="B22 two pipes"),
        pytest.param("a\x1fb\n1\x1f2\n", [["1", "2"]], "unusual-delimiter", None, id="B23 unit separator"),
        pytest.param("a     b\nx     y\n", [["x     y"]], "looks-fixed-width", 2, id="B24 fixed width"),
        pytest.param("name\nfoo\nb;c\nbar\n", [["foo"], ["b;c"], ["bar"]], "delimiter-in-single-column", 3, id="B27"),
    ],
)
def test_good_rows_survive_and_the_line_is_told(raw, text, rows, code, line):
    frame = raw(text)
    assert frame.to_numpy().tolist() == rows
    assert told(frame) == [(code, line)]


def test_a_cell_over_many_lines_keeps_the_lines_of_the_rows_below(raw):
    frame = raw('id,note\n1,"one\ntwo\nthree"\n2,plain\n')
    assert frame.attrs["lines"] == [2, 5]
    assert frame.attrs["rows"] == [2, 3]


def test_records_of_many_lines_do_not_hide_the_width_of_the_table(raw):
    rows = "".join(f'{n},"a\nb\nc",{n}\n' for n in range(30))
    frame = raw("id,note,n\n" + rows)
    assert frame.shape == (30, 3)
    assert told(frame) == []


def test_a_quoted_cell_that_swallows_rows_is_told(raw):
    frame = raw('a,b,c\n"1,2,3\n4,5,6\n7,8,9",x,y\n1,2,3\n')
    assert told(frame) == [("quoted-cell-holds-rows", 2)]


def test_a_cell_of_megabytes_is_kept(raw):
    long = "x, " * 1_000_000
    assert raw(f'id,note\n1,"{long}"\n')["note"].tolist() == [long]


def test_line_separators_that_end_no_line_stay_in_their_cell(raw):
    cell = "a\u2028b\u0085c\vd\fe"
    assert raw(f"id,note\n1,{cell}\n")["note"].tolist() == [cell]
