"""Records -> a header and rows; what is no row is set aside with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from unequal.errors import InputError, Problem
from unequal.tables.problem_codes import found

from .dialect import common_width
from .file import refuse
from .header import header_position, header_problems, normal
from .raw import RawTable, SetAside
from .records import Record


@dataclass(slots=True)
class _Sorter:
    """Where each record goes; filled in one pass, read once."""

    name: str
    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    blank_lines: list[int] = field(default_factory=list)
    marks: dict[str, list[tuple[Record, int]]] = field(default_factory=dict)

    def keep(self, record: Record, number: int) -> None:
        self.rows.append(record.cells)
        self.lines.append(record.line)
        self.numbers.append(number)

    def set_aside(self, record: Record, number: int, code: str) -> None:
        self.aside.append(
            SetAside(line=record.line, row=number, code=code, text=record.text, cells=tuple(record.cells))
        )
        self.mark(record, number, code)

    def mark(self, record: Record, number: int, code: str) -> None:
        self.marks.setdefault(code, []).append((record, number))


def shape(records: Iterable[Record], name: str, *, width: int | None = None, bad_line: int | None = None) -> RawTable:
    """Return the table that the records make.

    Args:
        records: In the order of the file.
        name: The file's name in messages.
        width: Cells that most rows have; None: counted here.
        bad_line: A line known to be damaged; its record is set aside.

    Raises:
        InputError: When there is no record with text, or every row is longer than the header.
    """
    numbered = list(enumerate(records, 1))
    filled = [record for _, record in numbered if not _is_blank(record)]
    if not filled:
        refuse(name, "only-blanks")
    place = header_position(filled, width or common_width([len(record.cells) for record in filled]))
    header = filled[place]
    columns, spare = _columns(header, filled[place + 1 :], name)
    sorter = _Sorter(name=name, header=header.cells[:columns])
    for number, record in numbered:
        if _is_blank(record):
            sorter.blank_lines.append(record.line)
        elif record.line < header.line:
            sorter.set_aside(record, number, "title-line")
        elif record is not header:
            _sort(sorter, number, record, spare=spare, bad=record.line == bad_line)
    last_row = sorter.lines[-1] if sorter.lines else header.line
    _rename_footer(sorter, last_row)
    problems = [*header_problems(header, name), *_told(sorter, spare=spare)]
    return RawTable(
        header=tuple(sorter.header),
        rows=sorter.rows,
        lines=sorter.lines,
        numbers=sorter.numbers,
        set_aside=tuple(sorter.aside),
        blank=len(sorter.blank_lines),
        problems=tuple(problems),
    )


def _is_blank(record: Record) -> bool:
    return not record.fault and not "".join(record.cells).strip()


def _columns(header: Record, rows: list[Record], name: str) -> tuple[int, bool]:
    """Return the number of columns, and whether every row ends with a delimiter that the header lacks."""
    width = len(header.cells)
    longer = [row for row in rows if len(row.cells) == width + 1]
    if not rows or len(longer) < len(rows):
        return width, False
    if all(not row.cells[-1].strip() for row in longer):
        return width, True
    says = f"every row has {width + 1} cells, the header {width} names, so every name may stand over a wrong column"
    where = {"file": name, "line": longer[0].line, "count": len(longer)}
    problem = found("rows-longer-than-header", says, fate="refused", **where)
    raise InputError(f"{name} cannot be used.", problems=[problem])


def _sort(sorter: _Sorter, number: int, record: Record, *, spare: bool, bad: bool) -> None:
    width = len(sorter.header)
    cells = record.cells
    if bad:
        sorter.set_aside(record, number, "cut-in-character")
    elif record.fault == "unclosed-quote":
        sorter.set_aside(record, number, "unclosed-quote")
    elif len(cells) < width:
        sorter.set_aside(record, number, "short-row")
    elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
        sorter.set_aside(record, number, "long-row")
    elif len(cells) == width and _repeats(cells, sorter.header):
        sorter.set_aside(record, number, "repeated-header")
    else:
        if len(cells) > width and not spare:
            sorter.mark(record, number, "trailing-delimiter")
        if record.fault:
            sorter.mark(record, number, record.fault)
        sorter.keep(Record(record.line, cells[:width], record.text), number)


def _repeats(cells: list[str], header: list[str]) -> bool:
    if len(cells[-1].strip()) != len(header[-1].strip()):  # spares nearly every row the slow look
        return False
    return [normal(cell) for cell in cells] == [normal(name) for name in header]


def _rename_footer(sorter: _Sorter, last_row: int) -> None:
    """Call short records below the last row with a single text a footer."""
    for position, item in enumerate(sorter.aside):
        if item.line > last_row and item.code == "short-row" and _is_single(item) and len(sorter.header) > 2:
            sorter.aside[position] = SetAside(
                line=item.line, row=item.row, code="footer-line", text=item.text, cells=item.cells
            )
            pair = next(pair for pair in sorter.marks["short-row"] if pair[0].line == item.line)
            sorter.marks["short-row"].remove(pair)
            sorter.marks.setdefault("footer-line", []).append(pair)


def _is_single(item: SetAside) -> bool:
    return sum(bool(cell.strip()) for cell in item.cells) == 1


def _told(sorter: _Sorter, *, spare: bool) -> Iterator[Problem]:
    aside = {item.code for item in sorter.aside}
    for code, spots in sorter.marks.items():
        if not spots:
            continue
        record, number = spots[0]
        yield found(
            code,
            _cells_of(code, record, len(sorter.header)),
            file=sorter.name,
            line=record.line,
            row=number,
            value=record.text,
            count=len(spots),
            fate="set aside" if code in aside else "note",
        )
    if spare:
        yield found("trailing-delimiter", file=sorter.name, line=sorter.lines[0], count=len(sorter.lines))
    if sorter.blank_lines:
        yield found("blank-lines", file=sorter.name, line=sorter.blank_lines[0], count=len(sorter.blank_lines))
    if not sorter.rows:
        yield found("no-rows", file=sorter.name)


def _cells_of(code: str, record: Record, width: int) -> str:
    if code not in {"short-row", "long-row"}:
        return ""
    cells = len(record.cells)
    return f"the row has {cells} cell{'s' if cells != 1 else ''}, the header {width}"
