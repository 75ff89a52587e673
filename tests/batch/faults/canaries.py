"""Looks for the marks of invented clients in whatever a batch has written."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from unequal.samples.many import canary


def owners_of(names: Iterable[str], *, words: bool = True) -> dict[str, str]:
    """Return each mark of clients with the client's name: its figure, and its word where that is wanted, too.

    Args:
        names: Of their folders: their number and their word.
        words: Whether words are marks.
    """
    marks = {}
    for name in names:
        mark = canary(int(name[1:5]))
        marks |= dict.fromkeys(figures(mark.cash), name)
        marks |= {mark.word: name} if words else {}
    return marks


def figures(cash: float) -> set[str]:
    """Return how a figure may be written.

    >>> sorted(figures(1234567.89))
    ['1 234 567', '1,234,567', '1.234.567', '1234567', '1\\xa0234\\xa0567']
    """
    whole = int(cash)
    return {str(whole), *(f"{whole:,}".replace(",", sign) for sign in (",", ".", " ", "\N{NO-BREAK SPACE}"))} - {""}


def found_in(text: str, marks: Mapping[str, str]) -> set[str]:
    """Return the owners of all marks in a text; figures count where they are not a part of a longer one."""
    low = text.lower()
    return {owner for mark, owner in marks.items() if mark in low and (mark.isalpha() or _alone(mark, low))}


def _alone(figure: str, text: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?!\d)", text) is not None


def text_of(path: Path) -> str:
    """Return what a file says, a PDF's pages too, and a path's own words."""
    if path.suffix == ".pdf" and shutil.which("pdftotext"):
        command = ["pdftotext", "-layout", str(path), "-"]
        text = subprocess.run(command, check=True, capture_output=True).stdout.decode(errors="replace")
        about = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode(errors="replace")
        return f"{text}\n{about}"
    return path.read_bytes().decode(errors="replace")
