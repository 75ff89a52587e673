"""A list of clients, one a line: CSV and JSONL.

A cell of a CSV file is a text. What kind it is meant to be is decided by what it is for (a limit is a number, a knob
has a declared type), never by how it looks: ``007`` stays ``007`` where a text is asked for.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unequal.errors import column_letter, did_you_mean

from .document import read_text
from .faults import Faults, InRow, KeyPath, Place
from .schema import LimitKeys, RowKeys

SEPARATORS = ",;\t"
LISTS = ("scenarios", "tags")
NUMBERS = ("retries",)
_DEPTHS = {"knobs": 3, "parameters": 2, "limits": 2}
_BETWEEN = re.compile(r"[;,|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One client, as written.

    Attributes:
        content: Keys and values, dotted ones nested.
        where: Where they stand.
        cells: Whether knobs and parameters are texts whose kind is still to be decided.
    """

    content: dict[str, Any]
    where: InRow
    cells: bool


def read_rows(path: Path, file: str, faults: Faults) -> list[Row]:
    """Return the rows of a CSV or JSONL file; what is wrong is noted.

    Raises:
        InputError: The file is missing or too big.
        EnvironmentFault: It may not be read.
    """
    text = read_text(path, file, faults)
    if text is None:
        return []
    return list(_csv_rows(text, file, faults) if path.suffix.lower() == ".csv" else _json_rows(text, file, faults))


def _csv_rows(text: str, file: str, faults: Faults) -> Iterator[Row]:
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    columns: dict[int, KeyPath] = {}
    places: dict[str, tuple[str, str]] = {}
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if line == 1:
                columns, places = _columns(cells, file, faults)
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(places) :]):
                    says = f"{len(cells)} cells under {len(places)} headers"
                    mend = f"put a cell that holds a {separator!r} into double quotes"
                    faults.add("cells-too-many", Place(file=file, line=line), says, mend=mend)
                where = InRow(file=file, line=line, columns=places)
                yield Row(content=_nested(columns, cells), where=where, cells=True)
    except csv.Error as fault:
        place = Place(file=file, line=before + 1)
        mend = 'write a double quote inside of quotes twice, as in "the ""big"" one"'
        faults.add("value-wrong", place, f"this line breaks the rules of CSV: {fault}", mend=mend)


def _columns(header: list[str], file: str, faults: Faults) -> tuple[dict[int, KeyPath], dict[str, tuple[str, str]]]:
    """Return the key of each known column by its position, and letter and header of every column by its key."""
    columns: dict[int, KeyPath] = {}
    places: dict[str, tuple[str, str]] = {}
    for position, cell in enumerate(header):
        name, letter = cell.strip(), column_letter(position)
        place = Place(file=file, line=1, column=letter, column_name=name)
        if name in places:
            faults.add("key-twice", place, f"column {places[name][0]} has the same header", mend="keep one of them")
            continue
        places[name] = (letter, name)
        path = tuple(part.strip() for part in name.split("."))
        if _is_key(path):
            columns[position] = path
        else:
            _note_unknown(name, path, place, faults)
    return columns, places


def _is_key(path: tuple[str, ...]) -> bool:
    if path[0] not in RowKeys.model_fields or len(path) != _DEPTHS.get(path[0], 1) or not all(path):
        return False
    return path[0] != "limits" or path[1] in LimitKeys.model_fields


def _note_unknown(name: str, path: tuple[str, ...], place: Place, faults: Faults) -> None:
    plain = [key for key in RowKeys.model_fields if key not in _DEPTHS]
    limits = [f"limits.{key}" for key in LimitKeys.model_fields]
    known = [*plain, *limits, "knobs.<analysis>.<knob>", "parameters.<name>"]
    near = did_you_mean(name, [*plain, *limits])
    if not near and len(path) > 1:
        near = did_you_mean(path[0], _DEPTHS)
    says = f"unknown column.{near}"
    faults.add("key-unknown", place, says, mend=f"use one of {', '.join(known)}, or take the column out")


def _nested(columns: dict[int, KeyPath], cells: list[str]) -> dict[str, Any]:
    """Return the cells that hold something, by key."""
    content: dict[str, Any] = {}
    for position, path in columns.items():
        text = cells[position].strip() if position < len(cells) else ""
        if text:
            _put(content, path, _of_its_kind(path, text))
    return content


def _put(content: dict[str, Any], path: KeyPath, value: Any) -> bool:
    """Put a value at a path; False where something stands in the way."""
    here: Any = content
    for part in path[:-1]:
        here = here.setdefault(part, {})
        if not isinstance(here, dict):
            return False
    if path[-1] in here:
        return False
    here[path[-1]] = value
    return True


def _of_its_kind(path: KeyPath, text: str) -> Any:
    """Return what a cell means where the column alone says so; a text that does not fit stays one, to be told of."""
    if path[0] in LISTS:
        return [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if path[0] in NUMBERS or path[0] == "limits":
        return number(text)
    return text


def number(text: str) -> int | float | str:
    """Return a number written with digits and a point, else the text.

    >>> number("3"), number("0.5"), number("0,5"), number("1_000")
    (3, 0.5, '0,5', '1_000')
    """
    if re.fullmatch(r"[+-]?\d{1,300}", text, re.ASCII):
        return int(text)
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", text, re.ASCII):
        return float(text)
    return text


def _json_rows(text: str, file: str, faults: Faults) -> Iterator[Row]:
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        where = InRow(file=file, line=line)
        try:
            said = json.loads(written, object_pairs_hook=_once, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as fault:
            place, mend = Place(file=file, line=line), "write one JSON object a line, keys once and in double quotes"
            faults.add("not-json", place, f"no JSON: {fault}", mend=mend)
            continue
        if not isinstance(said, dict):
            place = Place(file=file, line=line)
            faults.add("not-json", place, "no JSON object", mend='write {"workspace": "clients/acme"}')
            continue
        yield Row(content=_undotted(said, where, faults), where=where, cells=False)


def _undotted(said: dict[str, Any], where: InRow, faults: Faults) -> dict[str, Any]:
    """Return an object with dotted keys nested and nulls, which mean not given, left out."""
    content: dict[str, Any] = {}
    for key, value in _without_nulls(said).items():
        if not _put(content, tuple(key.split(".")), value):
            faults.add("key-twice", where.value((key,)), f"{key}: the key stands here twice", mend="keep one of them")
    return content


def _without_nulls(said: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_nulls(value) if isinstance(value, dict) and not key.startswith("parameters") else value
        for key, value in said.items()
        if value is not None
    }


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        problem = f'the key "{twice}" stands here twice'
        raise ValueError(problem)
    return found


def _refuse_constant(name: str) -> Any:
    problem = f"{name} is no number of JSON"
    raise ValueError(problem)
