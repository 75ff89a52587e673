"""Laws that hold for every file: nothing is lost, and nothing but our own errors escapes."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from unequal.errors import InputError
from unequal.tables import TableSource, as_known_on, load
from unequal.tables.checking.rules import rule_engine
from unequal.tables.reading.reader import read_text

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(max_examples=150, deadline=None)

CELLS = st.sampled_from(
    ["", "A", "B", "2026-01-05", "2026-07-05", "05/06/2026", "won", "open", "?", "5", "1,5", "-", "€"]
)
LINES = st.one_of(
    st.lists(CELLS, min_size=5, max_size=5).map(",".join),
    st.just("A,2026-01-05,2026-07-05,won,5"),
    st.just("B,2026-01-05,,open,7"),
    st.lists(CELLS, min_size=1, max_size=8).map(",".join),
    st.sampled_from(["", ",,,,", "Total,,,,12", '"unclosed,1', "deal_id,created_at,closed_at,status,acv"]),
)


def deals(path: Path) -> TableSource:
    return TableSource(table="deals", path=path, shown_as="deals.csv", may_set_aside=1.0)


@FEW
@given(lines=st.lists(LINES, max_size=12), day=st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1)))
def test_every_record_is_used_set_aside_a_duplicate_not_yet_known_or_blank(tmp_path, lines, day):
    path = tmp_path / "deals.csv"
    path.write_text("deal_id,created_at,closed_at,status,acv\n" + "".join(f"{line}\n" for line in lines))
    try:
        tables = load({"deals": deals(path)}, currency="EUR", rates={})
    except InputError:
        return
    known = as_known_on(tables, day)
    for count, frame in ((tables.counts["deals"], tables["deals"]), (known.counts["deals"], known["deals"])):
        assert count.adds_up
        assert count.used == len(frame)
        assert count.set_aside + count.duplicates == len(tables.set_aside["deals"])
    if '"' not in "".join(lines):
        assert tables.counts["deals"].read == len(lines)


@MANY
@given(data=st.binary(max_size=400))
@example(data=b"\xff\xfe")
@example(data=b'"')
@example(data=b'a,b\n"')
@example(data=b"sep=,")
@example(data=b"\xef\xbb\xbf")
@example(data=b"\xff\xfe\x00\x00")
def test_any_bytes_are_read_or_refused(data):
    try:
        raw = read_text(data, "x.csv")
    except InputError:
        return
    assert all(len(row) == len(raw.header) for row in raw.rows)
    assert len(raw.rows) == len(raw.lines) == len(raw.numbers)


@MANY
@given(text=st.text(alphabet="ab1,;\"\n\r\t| '", max_size=120))
def test_any_text_is_read_or_refused_and_no_letter_of_a_cell_is_lost(text):
    try:
        raw = read_text(text.encode(), "x.csv")
    except InputError:
        return
    cells = [*raw.header, *(cell for row in raw.rows for cell in row), *(item.text for item in raw.set_aside)]
    for letter in "ab1":
        told = sum(1 for problem in raw.problems if problem.code == "unusual-delimiter")
        assert sum(cell.count(letter) for cell in cells) >= text.count(letter) or told


TEXTS = st.text(alphabet="abcXYZ019 .,;'\"\n-_äß€", min_size=1, max_size=12).filter(
    lambda t: t.strip() == t and "\r" not in t
)
TABLE = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=2, max_size=6)
)


@MANY
@given(rows=TABLE, delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n"]))
def test_what_csv_writes_fully_quoted_comes_back_letter_for_letter(rows, delimiter, end):
    header = [f"name_{n}" for n in range(len(rows[0]))]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    raw = read_text(stream.getvalue().encode(), "x.csv")
    kept = sorted([*map(tuple, raw.rows), *(item.cells for item in raw.set_aside)])
    assert list(raw.header) == header
    assert kept == sorted(map(tuple, rows))


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda text: text.replace(",", ";").encode(), id="semicolons"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode("utf-16"), id="UTF-16, CRLF"),
        pytest.param(lambda text: text.encode("cp1252"), id="Windows-1252"),
        pytest.param(lambda text: text.replace("acv", "ACV ").encode("utf-8-sig"), id="header in other case"),
    ],
)
def test_the_way_it_is_written_does_not_change_the_table(tmp_path, write):
    import pandas as pd

    text = "deal_id,created_at,status,acv,owner\nD1,2026-01-05,open,1500,Zoë\nD2,2026-01-06,open,2500.5,Ünal\n"
    plain, other = tmp_path / "a.csv", tmp_path / "b.csv"
    plain.write_text(text, encoding="utf-8")
    other.write_bytes(write(text))
    first, second = (load({"deals": deals(path)}, currency="EUR", rates={})["deals"] for path in (plain, other))
    pd.testing.assert_frame_equal(first, second)


def test_an_engine_without_rules_opens_no_database():
    with rule_engine() as engine:
        assert engine._backend is None
