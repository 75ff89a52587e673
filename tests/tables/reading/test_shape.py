"""Shapes: section 6 C of the promises about bad input."""

from __future__ import annotations

import pytest

from unequal.errors import InputError


def told(frame):
    return [(problem["code"], problem["line"], problem["count"]) for problem in frame.attrs["problems"]]


def aside(frame):
    return [(item["line"], item["code"]) for item in frame.attrs["set_aside"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param("", "empty-file", id="C01"),
        pytest.param("  \n\t\n", "only-blanks", id="C02"),
        pytest.param("a,b\n1,2,3\n4,5,6\n", "rows-longer-than-header", id="C07"),
        pytest.param("a,b\nx,y,z\nu,v,w\n", "rows-longer-than-header", id="C07 with words"),
    ],
)
def test_what_cannot_be_a_table_is_refused(raw, data, code):
    with pytest.raises(InputError) as caught:
        raw(data)
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("text", "kept", "set_aside"),
    [
        pytest.param("a,b,c\n1,2,3\n1,2\n4,5,6\n", 2, [(3, "short-row")], id="C05 short"),
        pytest.param("a,b,c\n1,2,3\n1,2,3,4\n4,5,6\n", 2, [(3, "long-row")], id="C06 long"),
        pytest.param("Deals\nto June\n\nid,n,m\n1,x,2\n", 1, [(1, "title-line"), (2, "title-line")], id="C10 titles"),
        pytest.param("Deals,,\nid,n,m\n1,x,2\n", 1, [(1, "title-line")], id="title padded with delimiters"),
        pytest.param(
            '"id","n","m"\n"1","x","2"\n\n"Confidential"\n"Copyright"\n',
            1,
            [(4, "footer-line"), (5, "footer-line")],
            id="C11 footer",
        ),
        pytest.param("id,n,m\n1,x,2\n2,y,3\nTotal,,5\n", 2, [(4, "total-row")], id="C12 total"),
        pytest.param(
            "id,r,m\n1,N,2\n2,N,3\nSubtotal N,,5\n3,S,4\n4,S,6\nSubtotal S,,10\nGrand total,,15\n",
            4,
            [(4, "total-row"), (7, "total-row"), (8, "total-row")],
            id="C13 subtotals",
        ),
        pytest.param("id,revenue,cost\n,EUR,EUR\n1,10,5\n2,20,6\n", 2, [(2, "second-header")], id="C14"),
        pytest.param("id,n\n1,2\nid,n\n5,6\n", 2, [(3, "repeated-header")], id="C15"),
        pytest.param("id,n,m\n1,2,3\n7,8", 1, [(3, "short-row")], id="C20 cut"),
        pytest.param(
            "Page 1\nid,n,m\n1,2,3\n2,3,4\nPage 2\nid,n,m\n3,4,5\n",
            3,
            [(1, "title-line"), (5, "short-row"), (6, "repeated-header")],
            id="C27 printed pages",
        ),
    ],
)
def test_what_is_no_row_is_set_aside_with_its_line(raw, text, kept, set_aside):
    frame = raw(text)
    assert len(frame) == kept
    assert aside(frame) == set_aside
    assert {code for _, code in set_aside} <= {problem["code"] for problem in frame.attrs["problems"]}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("a,b\n", ("no-rows", None, 1), id="C03 header only"),
        pytest.param("1,2026-01-01,3\n2,2026-01-02,4\n", ("header-looks-like-data", 1, 3), id="C04 no header"),
        pytest.param("a,b\n1,2\n\n3,4\n", ("blank-lines", 3, 1), id="C08 blank between"),
        pytest.param("a,b\n1,2\n\n\n", ("blank-lines", 3, 2), id="C09 blank at the end"),
        pytest.param("a,b\n1,2\n,\n3,4\n", ("blank-lines", 3, 1), id="row of empty cells"),
        pytest.param("id,n,n\n1,2,3\n", ("repeated-header-name", 1, 1), id="C17"),
        pytest.param("id,N,n\n1,2,3\n", ("header-differs-by-case", 1, 1), id="C18"),
        pytest.param("id,,n\n1,2,3\n", ("empty-header-name", 1, 1), id="C19"),
        pytest.param("a,b\n1,2\n3,4\n1,2\n3,4\n", ("every-row-repeated", 2, 2), id="C24"),
        pytest.param('id,"long\nname"\n1,2\n', ("line-break-in-header", 1, 1), id="C25"),
        pytest.param("id , n\n1,2\n", ("blanks-around-header", 1, 2), id="C26"),
        pytest.param("id,n\nx,5\ny,6\nTotal,99\n", ("looks-like-total", 4, 1), id="a total that adds up to nothing"),
    ],
)
def test_told_and_kept(raw, text, problem):
    frame = raw(text)
    assert told(frame) == [problem]
    assert aside(frame) == []


def test_c21_one_column_needs_no_word(raw):
    frame = raw("id\na\nb\n")
    assert frame.to_numpy().tolist() == [["a"], ["b"]]
    assert told(frame) == []


def test_c22_twenty_thousand_columns_are_read_and_told(raw):
    names = ",".join(f"c{n}" for n in range(20_000))
    frame = raw(f"{names}\n{','.join('1' for _ in range(20_000))}\n")
    assert frame.shape == (1, 20_000)
    assert told(frame) == [("many-columns", 1, 1)]


def test_c23_exchanged_rows_and_columns_are_told(raw):
    frame = raw("customer_id,C1,C2,C3\nname,Ann,Bo,Cy\nemployees,10,20,30\nsince,2026-01-01,2026-01-02,2026-01-03\n")
    assert [code for code, *_ in told(frame)] == ["looks-transposed"]


def test_c16_a_second_table_of_another_width_is_set_aside(raw):
    frame = raw("id,n\n1,2\n\nid,x,y\na,b,c\n")
    assert frame.to_numpy().tolist() == [["1", "2"]]
    assert aside(frame) == [(4, "long-row"), (5, "long-row")]


def test_a_customer_called_total_is_no_total(raw):
    assert len(raw("id,n\nTotalEnergies,5\nx,5\n")) == 2


@pytest.mark.parametrize(
    "text",
    ["a,b\n00123,NA\n1E5,None\n", 'a,b\n"  x ",nan\n1,\n', "a,b\n=1+1,<b>\n{x},%s\n", "a,b\n12345678901234567890,é\n"],
)
def test_cells_stay_letter_for_letter(raw, text):
    import csv
    import io

    frame = raw(text)
    assert [list(frame.columns), *frame.to_numpy().tolist()] == list(csv.reader(io.StringIO(text)))
