"""Encodings: section 6 A of the promises about bad input."""

from __future__ import annotations

import pytest

from unequal.errors import InputError

TEXT = "id,name,amount\n1,Müller,10\n2,Ödön,20\n3,Zoë,30\n"
ROWS = [["1", "Müller", "10"], ["2", "Ödön", "20"], ["3", "Zoë", "30"]]


def codes(frame):
    return [problem["code"] for problem in frame.attrs["problems"]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(TEXT.encode(), [], id="A01 UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), [], id="A02 byte order mark"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode("utf-8-sig"), ["byte-order-mark-twice"], id="A03 mark twice"),
        pytest.param(b"\xff\xfe" + TEXT.encode("utf-16-le"), ["encoding-wide"], id="A04 UTF-16 LE"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), ["encoding-wide"], id="A05 UTF-16 BE"),
        pytest.param(TEXT.encode("utf-16-le"), ["encoding-wide"], id="A06 UTF-16 without mark"),
        pytest.param(TEXT.encode("utf-32"), ["encoding-wide"], id="A07 UTF-32"),
        pytest.param(TEXT.encode("cp1252"), ["encoding-windows-1252"], id="A08 Windows-1252"),
        pytest.param(TEXT.encode("mac_roman"), ["encoding-mac-roman"], id="A09 Mac Roman"),
        pytest.param(TEXT.encode() + b"\x1a", ["ctrl-z-at-end"], id="A25 Ctrl-Z"),
    ],
)
def test_text_is_exact_in_every_encoding(raw, data, told):
    frame = raw(data)
    assert frame.to_numpy().tolist() == ROWS
    assert codes(frame) == told


def test_a10_one_windows_byte_after_a_megabyte_is_read_and_told_with_its_line(raw):
    frame = raw(b"id,name,n\n" + b"1,a plain name of some length here,2\n" * 30_000 + "9,Zoë,1\n".encode("cp1252"))
    assert frame.iloc[-1].tolist() == ["9", "Zoë", "1"]
    assert frame.attrs["problems"][0]["line"] == 30_002


def test_a11_a_windows_line_in_a_utf8_file_is_read_by_its_own_encoding(raw):
    frame = raw(TEXT.encode() + "4,Jörg,5\n".encode("cp1252"))
    assert frame["name"].tolist() == ["Müller", "Ödön", "Zoë", "Jörg"]
    assert codes(frame) == ["mixed-encoding"]
    assert frame.attrs["problems"][0]["line"] == 5


def test_a13_a_row_cut_in_a_character_is_set_aside(raw):
    frame = raw(TEXT.encode() + "4,Zoë".encode()[:-1])
    assert frame.to_numpy().tolist() == ROWS
    assert [(item["line"], item["code"]) for item in frame.attrs["set_aside"]] == [(5, "cut-in-character")]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("id,name\n1,Müller\n".encode().decode("cp1252"), "double-encoded", 2, id="A12 encoded twice"),
        pytest.param("id,name\n1,x\n2,a\x00b\n", "nul-in-text", 3, id="A14 NUL"),
        pytest.param("id,name\n1,M\ufffdller\n", "replacement-character", 2, id="A16 lost letter"),
        pytest.param("id\u00a0,na\u200bme\n1,2\n", "invisible-in-header", 1, id="A17 invisible"),
        pytest.param("id,name\n1,abc\u202exyz\n", "text-direction-control", 2, id="A18 direction"),
    ],
)
def test_odd_characters_are_kept_and_told_with_their_line(raw, text, code, line):
    frame = raw(text)
    told = frame.attrs["problems"]
    assert [(problem["code"], problem["line"]) for problem in told] == [(code, line)]
    assert "".join(text.splitlines(keepends=False)[0].split(",")) == "".join(frame.columns)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"\0" * 500, "only-nul-bytes", id="A15 NUL bytes"),
        pytest.param(b"id,name,amount\n1,Muller,10\n2,Owen,20\n".decode().encode("cp500"), "encoding-ebcdic", id="A19"),
        pytest.param(b"\x1f\x8b\x08\0\0\0", "other-format", id="A20 gzip"),
        pytest.param(b"PK\x03\x04 and more", "other-format", id="A21 workbook"),
        pytest.param(b"%PDF-1.7", "other-format", id="A22 PDF"),
        pytest.param(b"<!DOCTYPE html><html></html>", "other-format", id="A23 web page"),
        pytest.param(b'{"error": "no"}', "other-format", id="A24 JSON"),
        pytest.param(b"\x01\x02\x03\x04\x05" * 100, "not-text", id="control characters"),
    ],
)
def test_what_is_no_text_is_refused(raw, data, code):
    with pytest.raises(InputError) as caught:
        raw(data)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].mend
