"""Workbooks: section 6 E of the promises about bad input."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from unequal.errors import InputError
from unequal.tables.reading import scan

ROWS = [["id", "name"], ["001", "Ann"], ["002", "Bo"]]


def book(*sheets, **named):
    """Return the bytes of a workbook with one sheet for each list of rows."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in [*((f"Sheet{n}", rows) for n, rows in enumerate(sheets, 1)), *named.items()]:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return workbook


def data_of(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def with_part(data, name, change):
    """Return the archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == name else content)
    return out.getvalue()


def codes(frame):
    return [problem["code"] for problem in frame.attrs["problems"]]


def refusal(raw, data, name="x.xlsx", **settings):
    with pytest.raises(InputError) as caught:
        raw(data, name, **settings)
    return caught.value.problems[0].code


def test_e01_texts_are_exact(raw):
    frame = raw(data_of(book(ROWS)), "x.xlsx")
    assert [list(frame.columns), *frame.to_numpy().tolist()] == ROWS
    assert codes(frame) == []


def test_values_are_rendered_as_they_are_stored(raw):
    values = [1200, 0.25, dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, 10, 5), True, dt.timedelta(hours=30), "x"]
    frame = raw(data_of(book([list("abcdefg"), values])), "x.xlsx")
    expected = ["1200", "0.25", "2026-03-04", "2026-03-04 10:05:00", "TRUE", "30:00:00", "x"]
    assert frame.to_numpy().tolist() == [expected]


def test_rows_and_lines_are_those_that_the_sheet_shows(raw):
    frame = raw(data_of(book([[], [], *ROWS])), "x.xlsx")
    assert frame.attrs["lines"] == frame.attrs["rows"] == [4, 5]


def test_e02_a_text_named_xlsx_is_read_and_told(raw):
    frame = raw("id,name\n001,Ann\n", "x.xlsx")
    assert frame.to_numpy().tolist() == [["001", "Ann"]]
    assert codes(frame) == ["text-named-workbook"]


def test_e03_a_cut_workbook_is_refused(raw):
    data = data_of(book(ROWS))
    assert refusal(raw, data[: len(data) // 2]) == "cut-workbook"


def test_e04_a_protected_workbook_is_refused(raw):
    assert refusal(raw, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512) == "protected-workbook"


def test_e05_two_sheets_with_data_are_told(raw):
    assert codes(raw(data_of(book(ROWS, ROWS)), "x.xlsx")) == ["several-sheets"]


def test_a_sheet_that_is_named_is_read_without_a_word(raw):
    frame = raw(data_of(book(First=ROWS, Second=[["n"], ["7"]])), "x.xlsx", sheet="Second")
    assert frame.to_numpy().tolist() == [["7"]]
    assert codes(frame) == []


def test_a_sheet_that_is_not_there_is_refused_with_the_nearest_name(raw):
    with pytest.raises(InputError, match=r"Did you mean 'Second'"):
        raw(data_of(book(First=ROWS, Second=ROWS)), "x.xlsx", sheet="Secnd")


def test_e06_an_empty_first_sheet_is_passed_over_and_told(raw):
    frame = raw(data_of(book([], ROWS)), "x.xlsx")
    assert len(frame) == 2
    assert codes(frame) == ["first-sheet-not-read"]


def test_e07_a_hidden_sheet_with_data_is_told(raw):
    workbook = book(Shown=ROWS, Hidden=[["n"], [1]])
    workbook["Hidden"].sheet_state = "hidden"
    frame = raw(data_of(workbook), "x.xlsx")
    assert list(frame.columns) == ["id", "name"]
    assert "hidden-sheet" in codes(frame)


def test_e08_a_merged_title_is_set_aside(raw):
    workbook = book([["Deals of the year"], [], ["id", "name", "n"], ["1", "x", "2"]])
    workbook["Sheet1"].merge_cells("A1:C1")
    frame = raw(data_of(workbook), "x.xlsx")
    assert frame.to_numpy().tolist() == [["1", "x", "2"]]
    assert [(item["line"], item["code"]) for item in frame.attrs["set_aside"]] == [(1, "title-line")]


def test_e09_a_formula_without_a_stored_value_is_told_with_its_place(raw):
    frame = raw(data_of(book([["id", "n"], ["a", 1], ["b", "=B2*2"]])), "x.xlsx")
    (problem,) = frame.attrs["problems"]
    assert (problem["code"], problem["line"], problem["column"]) == ("formula-without-value", 3, "B")


def test_e10_hidden_rows_are_read_and_told(raw):
    workbook = book(ROWS)
    workbook["Sheet1"].row_dimensions[2].hidden = True
    frame = raw(data_of(workbook), "x.xlsx")
    assert len(frame) == 2
    assert codes(frame) == ["hidden-rows-or-columns"]


def test_e11_an_error_cell_keeps_its_text_and_is_told(raw):
    frame = raw(data_of(book([["id", "n"], ["a", "#DIV/0!"]])), "x.xlsx")
    assert frame["n"].tolist() == ["#DIV/0!"]
    (problem,) = frame.attrs["problems"]
    assert (problem["code"], problem["column_name"], problem["value"]) == ("error-cell", "n", "#DIV/0!")


def test_e12_dates_from_1904_are_read_by_that_rule_and_told(raw):
    workbook = book([["id", "day"], ["a", dt.date(2026, 3, 4)]])
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    frame = raw(data_of(workbook), "x.xlsx")
    assert frame["day"].tolist() == ["2026-03-04"]
    assert codes(frame) == ["dates-from-1904"]


def test_e13_a_far_cell_is_refused_before_it_fills_the_memory(raw):
    workbook = book(ROWS)
    workbook["Sheet1"]["XFD1048576"] = "far"
    assert refusal(raw, data_of(workbook)) == "far-cell"


@pytest.mark.parametrize(
    "entity",
    [
        pytest.param(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>', id="E14 external"),
        pytest.param(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', id="E15 expanding"),
    ],
)
def test_entities_are_refused_before_they_are_parsed(raw, entity):
    data = with_part(data_of(book(ROWS)), "xl/worksheets/sheet1.xml", lambda xml: entity + xml)
    assert refusal(raw, data) == "workbook-with-entities"


def test_e16_a_workbook_that_unpacks_too_far_is_refused(raw, monkeypatch):
    monkeypatch.setattr(scan, "MAX_UNPACKED", 3 * 2**20)
    data = with_part(data_of(book(ROWS)), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * (5 * 2**20))
    assert len(data) < 100_000
    assert refusal(raw, data) == "workbook-too-big"


def test_e17_a_workbook_with_nothing_but_a_chart_is_refused(raw):
    workbook = openpyxl.Workbook()
    workbook.create_chartsheet("Chart").add_chart(openpyxl.chart.BarChart())
    assert refusal(raw, data_of(workbook)) == "no-sheet-with-data"


def test_e18_numbers_as_text_next_to_numbers_are_told(raw):
    frame = raw(data_of(book([["id", "n"], ["a", 1], ["b", "00123"]])), "x.xlsx")
    assert frame["n"].tolist() == ["1", "00123"]
    assert codes(frame) == ["numbers-as-text"]


def test_a_long_number_is_told(raw):
    assert "long-number" in codes(raw(data_of(book([["id"], [123456789012345678]])), "x.xlsx"))


def test_footer_and_total_of_a_sheet_are_found_as_in_a_text(raw):
    frame = raw(data_of(book([["id", "r", "n"], ["a", "x", 2], ["b", "y", 3], ["Total", None, 5]])), "x.xlsx")
    assert len(frame) == 2
    assert [item["code"] for item in frame.attrs["set_aside"]] == ["total-row"]


def test_ods_is_read(raw):
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in ROWS
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="One">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
    frame = raw(out.getvalue(), "x.ods")
    assert [list(frame.columns), *frame.to_numpy().tolist()] == ROWS
