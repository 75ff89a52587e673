"""Looks for the marks of invented clients in whatever a batch has written."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from unequal.samples.many import canary

WHOLE = re.compile(r"(?<![\d.,])\d{1,3}(?:[ .,\u00a0\u202f]?\d{3}){2}(?!\d)")  # a figure in millions, however it is set


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Marks of clients, each with the name of its client.

    Attributes:
        words: In small letters.
        figures: Whole money.
    """

    words: Mapping[str, str]
    figures: Mapping[str, str]

    def in_text(self, text: str) -> set[str]:
        """Return the clients whose marks are in a text; figures count where they are not a part of a longer one.

        >>> Marks(words={}, figures={"1234567": "acme"}).in_text("cash: 1,234,567.89")
        {'acme'}
        """
        low = text.lower()
        figures = {re.sub(r"\D", "", found) for found in WHOLE.findall(text)}
        return {owner for word, owner in self.words.items() if word in low} | {
            self.figures[figure] for figure in figures & self.figures.keys()
        }


def marks_of(names: Iterable[str]) -> Marks:
    """Return the marks of clients by the names of their folders, which hold their number."""
    known = {name: canary(int(name[1:5])) for name in names}
    return Marks(
        words={mark.word: name for name, mark in known.items()},
        figures={str(int(mark.cash)): name for name, mark in known.items()},
    )


def text_of(path: Path) -> str:
    """Return what a file says, a PDF's pages too, and a path's own words."""
    if path.suffix == ".pdf" and shutil.which("pdftotext"):
        command = ["pdftotext", "-layout", str(path), "-"]
        text = subprocess.run(command, check=True, capture_output=True).stdout.decode(errors="replace")
        about = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode(errors="replace")
        return f"{text}\n{about}"
    return path.read_bytes().decode(errors="replace")
