"""XLSX and ODS -> records of texts, by their stored values."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from unequal.errors import InputError, Problem, column_letter, did_you_mean
from unequal.tables.problem_codes import found, with_guess

from .cells import EXACT_DIGITS, text_of
from .file import refuse
from .header import looks_like_value
from .records import Record
from .scan import SheetScan, WorkbookScan, scan_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet as records.

    Attributes:
        records: One a row of the sheet, from its first row on.
        problems: What is told about the workbook.
    """

    records: list[Record]
    problems: tuple[Problem, ...]


def read_workbook(data: bytes, name: str, sheet: str | None = None) -> Sheet:
    """Return the first sheet with data, or the one that is asked for.

    Raises:
        InputError: When the workbook is cut, protected, dangerous, has no sheet with data, or not the one asked for.
    """
    scan = scan_workbook(data, name)
    filled = _filled_sheets(data, name, sheet)
    chosen = _choose(filled, name, sheet)
    values = filled[chosen].values
    told = [*scan.problems, *_sheet_notes(filled, chosen, name, asked=sheet is not None)]
    extra = scan.sheets.get(chosen, SheetScan())
    told.extend(_cell_notes(values, extra, name))
    for (row, column), error in extra.errors.items():
        if row < len(values) and column < len(values[row]):
            values[row][column] = error
    records = []
    for number, row in enumerate(values, 1):
        cells = [text_of(value) for value in row]
        records.append(Record(number, cells, "\t".join(cells)))
    return Sheet(records=_without_edge(records), problems=tuple(told))


@dataclass(slots=True)
class _Filled:
    values: list[list[Any]]
    visible: bool
    position: int


def _filled_sheets(data: bytes, name: str, wanted: str | None) -> dict[str, _Filled]:
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(data))
        sheets = {}
        for position, entry in enumerate(book.sheets_metadata):
            if entry.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            values = book.get_sheet_by_index(position).to_python(skip_empty_area=False)
            visible = entry.visible == calamine.SheetVisibleEnum.Visible
            if entry.name == wanted or any(value not in {"", None} for row in values for value in row):
                sheets[entry.name] = _Filled(values, visible, position)
    except calamine.PasswordError:
        refuse(name, "protected-workbook")
    except (calamine.CalamineError, OSError, ValueError, IndexError):
        refuse(name, "cut-workbook")
    return sheets


def _choose(filled: dict[str, _Filled], name: str, wanted: str | None) -> str:
    if not filled:
        refuse(name, "no-sheet-with-data")
    if wanted is None:
        return next((sheet for sheet in filled if filled[sheet].visible), next(iter(filled)))
    if wanted not in filled:
        says = f"there is no sheet '{wanted}' with data; there are {', '.join(map(repr, filled))}"
        says = with_guess(says, did_you_mean(wanted, filled))
        problem = found("no-such-sheet", says, file=name, fate="refused")
        raise InputError(f"{name} cannot be used.", problems=[problem])
    return wanted


def _sheet_notes(filled: dict[str, _Filled], chosen: str, name: str, *, asked: bool) -> Iterator[Problem]:
    others = [sheet for sheet in filled if sheet != chosen]
    if others and not asked:
        says = (
            f"sheet '{chosen}' is read; {', '.join(map(repr, others))} hold{'s' if len(others) == 1 else ''} data, too"
        )
        yield found("several-sheets", says, file=name, count=len(others))
    hidden = [sheet for sheet, content in filled.items() if not content.visible]
    if hidden:
        yield found("hidden-sheet", f"{', '.join(map(repr, hidden))} is hidden and holds data", file=name)
    if filled[chosen].position and not asked:
        yield found("first-sheet-not-read", f"sheet '{chosen}' is not the first of the workbook", file=name)


def _cell_notes(values: list[list[Any]], scan: SheetScan, name: str) -> Iterator[Problem]:
    if scan.without_value:
        yield _note("formula-without-value", scan.without_value, name, "")
    if scan.errors:
        yield _note("error-cell", list(scan.errors), name, next(iter(scan.errors.values())))
    if scan.hidden:
        yield found("hidden-rows-or-columns", file=name)
    texts = _numbers_as_text(values)
    if texts:
        yield _note("numbers-as-text", texts, name, values[texts[0][0]][texts[0][1]])
    long = [(r, c) for r, row in enumerate(values) for c, v in enumerate(row) if isinstance(v, float) and _is_long(v)]
    if long:
        yield _note("long-number", long, name, text_of(values[long[0][0]][long[0][1]]))


def _is_long(value: float) -> bool:
    return abs(value) >= EXACT_DIGITS and value.is_integer() and abs(value) < 1e21


def _note(code: str, places: list[tuple[int, int]], name: str, value: str) -> Problem:
    row, column = min(places)
    return found(code, file=name, line=row + 1, column=column_letter(column), value=value, count=len(places))


def _numbers_as_text(values: list[list[Any]]) -> list[tuple[int, int]]:
    """Return the cells with a number as text in columns that also hold numbers as numbers."""
    width = max((len(row) for row in values), default=0)
    spots: list[tuple[int, int]] = []
    for column in range(width):
        cells = [(r, row[column]) for r, row in enumerate(values) if column < len(row)]
        if any(isinstance(value, float) for _, value in cells[1:]):
            spots.extend((r, column) for r, v in cells[1:] if isinstance(v, str) and looks_like_value(v))
    return spots


def _without_edge(records: list[Record]) -> list[Record]:
    """Return records without the columns that are empty in all rows, at the right edge, and empty rows at the end."""
    width = max((i + 1 for r in records for i, cell in enumerate(r.cells) if cell.strip()), default=0)
    rows = max((n for n, r in enumerate(records, 1) if any(cell.strip() for cell in r.cells)), default=0)
    return [Record(r.line, [*r.cells[:width], *[""] * (width - len(r.cells))], r.text) for r in records[:rows]]


__all__ = ["Sheet", "WorkbookScan", "read_workbook"]
