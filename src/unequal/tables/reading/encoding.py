"""Bytes -> text, and a word about every encoding that is not plain UTF-8."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from unequal.errors import Problem
from unequal.tables.problem_codes import found

from .file import refuse

MARKS = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 4096
EUROPEAN = frozenset("äöüßéèêëàâçñóíáúôîïûÄÖÜÅåæøØÆÉ€–—’‘“”„…°§£ãõ")
_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text.

    Attributes:
        text: Without byte order mark.
        problems: What is told about the encoding.
        cut_line: The last line, when the file ends in the middle of a character.
    """

    text: str
    problems: tuple[Problem, ...] = ()
    cut_line: int | None = None


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of a file; no byte is dropped.

    Raises:
        InputError: When the bytes are no text: nothing but NUL, EBCDIC, or mostly control characters.
    """
    if not data.strip(b"\x00"):
        refuse(name, "only-nul-bytes")
    encoding, mark = _by_mark(data)
    if encoding is None:
        encoding = _utf16_without_mark(data)
    plain = encoding is None or encoding == "utf-8"
    decoded = _plain(data[mark:], name) if plain else _wide(data[mark:], str(encoding), name, mark)
    text = decoded.text
    problems = decoded.problems
    if text.startswith("\ufeff"):
        text = text.lstrip("\ufeff")
        problems = (*problems, found("byte-order-mark-twice", file=name, line=1))
    if _is_binary(text):
        refuse(name, "not-text")
    return Decoded(text=text, problems=problems, cut_line=decoded.cut_line)


def _by_mark(data: bytes) -> tuple[str | None, int]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None, 0


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:SAMPLE]
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.4 * half > head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > 0.4 * half > head[1::2].count(0):
        return "utf-16-be"
    return None


def _wide(data: bytes, encoding: str, name: str, mark: int) -> Decoded:
    says = f"the file is {encoding.upper()}" + ("" if mark else ", without the mark that says so")
    problems = [found("encoding-wide", says, file=name)]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        text = data.decode(encoding, "replace")
        line = text.count("\n", 0, fault.start // (4 if "32" in encoding else 2)) + 1
        problems.append(found("undecodable-bytes", file=name, line=line))
    return Decoded(text=text, problems=tuple(problems))


def _plain(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(text=data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        first = fault
    if _is_ebcdic(data):
        refuse(name, "encoding-ebcdic")
    before = data[: first.start]
    if first.start >= len(data) - 3 and first.reason == "unexpected end of data" and not before.isascii():
        text = before.decode() + windows_1252(data[first.start :])
        return Decoded(text=text, cut_line=before.count(b"\n") + 1)
    return _by_line(data, name)


def _by_line(data: bytes, name: str) -> Decoded:
    lines = data.split(b"\n")
    texts: list[str] = []
    odd: list[int] = []
    wide_lines = 0
    for number, line in enumerate(lines, 1):
        try:
            texts.append(line.decode("utf-8"))
            wide_lines += not line.isascii()
        except UnicodeDecodeError:
            texts.append(windows_1252(line))
            odd.append(number)
    if wide_lines:
        says = f"{len(odd)} of {len(lines)} lines are Windows-1252 in a UTF-8 file"
        return Decoded(
            text="\n".join(texts), problems=(found("mixed-encoding", says, file=name, line=odd[0], count=len(odd)),)
        )
    windows, mac = windows_1252(data), data.decode("mac_roman")
    if _letters(mac) > _letters(windows):
        return Decoded(text=mac, problems=(found("encoding-mac-roman", file=name, line=odd[0], count=len(odd)),))
    return Decoded(text=windows, problems=(found("encoding-windows-1252", file=name, line=odd[0], count=len(odd)),))


def windows_1252(data: bytes) -> str:
    r"""Return bytes as Windows-1252; the five bytes it leaves open stay control characters.

    >>> windows_1252(b"M\xfcller \x80")
    'Müller €'
    """
    return data.decode("latin-1").translate(_WINDOWS)


def _letters(text: str) -> int:
    return sum(text.count(letter) for letter in EUROPEAN)


def _is_ebcdic(data: bytes) -> bool:
    head = data[:SAMPLE]
    text = head.decode("cp500")
    likely = sum(c.isascii() and (c.isalnum() or c in " ,;.-_/'\"\n\x85\r") for c in text)
    return likely > 0.85 * len(head) and sum(byte >= 0x80 for byte in head) > 0.3 * len(head)


def _is_binary(text: str) -> bool:
    head = text[: 4 * SAMPLE]
    odd = sum(c < "\t" or "\r" < c < "\x1a" for c in head)
    return odd > 0.1 * len(head)
