"""A manifest's bytes: decoded, and parsed as TOML with every fault at its line."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unequal.errors import EnvironmentFault, InputError, did_you_mean, shown

from .faults import Faults, InToml, KeyPath, Place, dotted
from .toml_lines import said_twice, toml_lines

MOST_BYTES = 20_000_000  # a list of a hundred thousand clients is below it
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toml:
    """One TOML file, parsed.

    Attributes:
        tree: What it says.
        file: Its name in messages.
        lines: Where each key stands.
    """

    tree: Mapping[str, Any]
    file: str
    lines: Mapping[KeyPath, list[int]]

    def at(self, *prefix: str | int) -> InToml:
        """Return the places of the keys below a table."""
        return InToml(file=self.file, lines=self.lines, prefix=prefix)


def read_text(path: Path, file: str, faults: Faults) -> str | None:
    """Return the text of a file in UTF-8 or UTF-16 with LF, None where that was noted as impossible.

    Raises:
        InputError: It is missing, no ordinary file, or too big.
        EnvironmentFault: It may not be read.
    """
    try:
        if not path.is_file():
            raise _missing(path, file)
        with path.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as fault:
        found = f"{file} cannot be read: {fault.strerror}."
        raise EnvironmentFault(found, mend="give its reader access") from fault
    if len(raw) > MOST_BYTES:
        raise InputError(f"{file} is larger than {MOST_BYTES:,} bytes.", mend="check that it is the right file")
    try:
        text = raw.decode("utf-16" if raw.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as fault:
        place = Place(file=file, line=raw[: fault.start].count(b"\n") + 1)
        says = f"byte {raw[min(fault.start, len(raw) - 1)]:#04x} is no UTF-8"
        faults.add("not-unicode", place, says, mend="save the file as UTF-8; in a spreadsheet: CSV UTF-8")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_toml(path: Path, file: str, faults: Faults) -> Toml | None:
    """Return a TOML file, None where its faults were noted.

    Raises:
        InputError: It is missing, no ordinary file, or too big.
        EnvironmentFault: It may not be read.
    """
    text = read_text(path, file, faults)
    if text is None:
        return None
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        _note_syntax(text, str(fault), file, faults)
        return None
    lines = toml_lines(text)
    return Toml(tree=tree, file=file, lines={**{_without_dots(path): stand for path, stand in lines.items()}, **lines})


def _without_dots(path: KeyPath) -> KeyPath:
    """Return a path whose quoted parts are split at dots, as the axes of a matrix are written."""
    split = [part.split(".") if isinstance(part, str) else [part] for part in path]
    return tuple(part for parts in split for part in parts)


def _missing(path: Path, file: str) -> InputError:
    if path.exists():
        found = f"{shown(file)} is no file."
    else:
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        found = f"The file {shown(file)} does not exist.{did_you_mean(path.name, beside)}"
    return InputError(found, mend="give the path of a manifest: a .toml, .csv or .jsonl file")


def _note_syntax(text: str, fault: str, file: str, faults: Faults) -> None:
    twice = said_twice(text)
    if twice and ("overwrite" in fault or "twice" in fault):
        for path, lines in twice:
            says = f"{dotted(path)} stands in lines {', '.join(str(line) for line in lines)}"
            faults.add("key-twice", Place(file=file, line=lines[1]), says, mend="keep one of them")
        return
    place = _PLACE.search(fault)
    line = int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1
    column = f" at column {place[2]}" if place and place[2] else ""
    faults.add(
        "not-toml",
        Place(file=file, line=line),
        f"no TOML{column}: {_PLACE.sub('', fault)}",
        mend="correct the line: texts stand in quotes, lists in [ ], and an inline table on one line",
        value=text.split("\n")[line - 1].strip(),
    )
