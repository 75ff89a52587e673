"""What makes a well-formed table suspicious: totals among the rows, a second header, everything twice, foreign quotes.

Totals and second headers are set aside, since they would be counted as rows; the rest is kept and told.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from unequal.errors import Problem, column_letter
from unequal.tables.problem_codes import found
from unequal.tables.typing.missing import is_missing

from .dialect import USUAL
from .header import looks_like_value, normal
from .raw import RawTable, SetAside

_TOTAL = re.compile(
    r"(grand|sub|overall)?[ -]?totals?( for .*)?|(end|zwischen|gesamt)?summe|gesamt|sum|somme|totale|totaal|suma"
    r"|subtotal .*|total général",
)
_FEW = 50  # rows that are looked at where a sign would show in any of them


def without_suspects(raw: RawTable, name: str) -> RawTable:
    """Return the table without totals and second headers, with all that is suspicious told."""
    raw = _drop(raw, _second_header(raw), "second-header", name)
    sums, unsure = _totals(raw)
    raw = _drop(raw, sums, "total-row", name)
    notes = [problem for check in CHECKS for problem in check(raw, name)]
    if unsure:
        notes.append(_at(raw, "looks-like-total", name, unsure[0], 0, count=len(unsure)))
    return replace(raw, problems=(*raw.problems, *notes))


def _drop(raw: RawTable, places: list[int], code: str, name: str) -> RawTable:
    if not places:
        return raw
    dropped = set(places)
    items = tuple(
        SetAside(
            line=raw.lines[i], row=raw.numbers[i], code=code, text=" | ".join(raw.rows[i]), cells=tuple(raw.rows[i])
        )
        for i in places
    )
    told = replace(_at(raw, code, name, places[0], 0, count=len(places)), fate="set aside")
    kept = [i for i in range(len(raw.rows)) if i not in dropped]
    return replace(
        raw,
        rows=[raw.rows[i] for i in kept],
        lines=[raw.lines[i] for i in kept],
        numbers=[raw.numbers[i] for i in kept],
        set_aside=(*raw.set_aside, *items),
        problems=(*raw.problems, told),
    )


def _at(raw: RawTable, code: str, name: str, row: int, column: int, *, count: int = 1) -> Problem:
    return found(
        code,
        file=name,
        line=raw.lines[row],
        row=raw.numbers[row],
        column=column_letter(column),
        column_name=raw.header[column],
        value=raw.rows[row][column],
        count=count,
    )


def _second_header(raw: RawTable) -> list[int]:
    """Return the first row when it alone holds words where all others hold values."""
    if len(raw.rows) < 3 or any(looks_like_value(cell) for cell in raw.rows[0]):
        return []
    below = raw.rows[1 : 1 + _FEW]
    if len(raw.rows) <= len(raw.header) and not any(looks_like_value(row[0]) for row in raw.rows if row[0].strip()):
        return []  # rather a table whose rows and columns are exchanged
    valued = [c for c in range(len(raw.header)) if all(looks_like_value(row[c]) for row in below)]
    wordy = [c for c in valued if not is_missing(raw.rows[0][c].strip())]
    return [0] if valued and len(wordy) * 2 > len(valued) and len(wordy) > 1 else []


def _totals(raw: RawTable) -> tuple[list[int], list[int]]:
    """Return the rows that are sums of the rows above them, and the rows that only call themselves so."""
    sums: list[int] = []
    unsure: list[int] = []
    for place, row in enumerate(raw.rows):
        label = next((cell for cell in row if cell.strip()), "")
        if label[:1].isalpha() and _TOTAL.fullmatch(normal(label).rstrip(":")):
            (sums if _adds_up(raw, place, sums) else unsure).append(place)
    return sums, unsure


def _adds_up(raw: RawTable, place: int, earlier: list[int]) -> bool:
    block = (earlier[-1] + 1) if earlier else 0
    everything = [i for i in range(place) if i not in set(earlier)]
    for column, cell in enumerate(raw.rows[place]):
        total = _rough_number(cell)
        if total is None or total == 0:
            continue
        for above in (range(block, place), everything):
            numbers = [_rough_number(raw.rows[i][column]) for i in above]
            if len(numbers) > 1 and math.isclose(sum(n for n in numbers if n is not None), total, abs_tol=0.006):
                return True
    return False


def _rough_number(cell: str) -> float | None:
    text = re.sub(r"[^\d.,-]", "", cell)
    if not re.search(r"\d", text) or re.search(r"[A-Za-z]{2}", cell):
        return None
    mark = max(text.rfind("."), text.rfind(","))
    is_decimal = mark >= 0 and (len(text) - mark - 1 != 3 or text.count(text[mark]) == 1 == len(set(text) & set(".,")))
    whole = text[:mark] if is_decimal else text
    try:
        return float(re.sub(r"[.,]", "", whole) + ("." + text[mark + 1 :] if is_decimal else ""))
    except ValueError:
        return None


def _everything_twice(raw: RawTable, name: str) -> Iterator[Problem]:
    if len(raw.rows) > 1 and tuple(raw.rows[0]) in map(tuple, raw.rows[1:]):
        counts = Counter(map(tuple, raw.rows))
        if min(counts.values()) > 1:
            yield found("every-row-repeated", file=name, line=raw.lines[0], count=len(raw.rows) - len(counts))


def _foreign_quotes(raw: RawTable, name: str) -> Iterator[Problem]:
    for code, pattern in (("single-quotes", re.compile("'.*'", re.DOTALL)), ("typographic-quotes", _TYPOGRAPHIC)):
        for column in range(len(raw.header)):
            cells = [(i, row[column]) for i, row in enumerate(raw.rows[:_FEW]) if row[column].strip()]
            hits = [i for i, cell in cells if pattern.fullmatch(cell.strip())]
            if hits and (code == "typographic-quotes" or len(hits) * 2 > len(cells)):
                yield _at(raw, code, name, hits[0], column, count=len(hits))
                break


_TYPOGRAPHIC = re.compile("[“”„«‘’].*[“”»‘’]", re.DOTALL)


def _one_column(raw: RawTable, name: str) -> Iterator[Problem]:
    if len(raw.header) != 1:
        return
    hits = [i for i, row in enumerate(raw.rows) if any(mark in row[0] for mark in USUAL)]
    if hits:
        yield _at(raw, "delimiter-in-single-column", name, hits[0], 0, count=len(hits))
    gaps = [row[0] for row in raw.rows[:_FEW] if re.search(r"\S {2,}\S", row[0].strip())]
    if gaps and re.search(r"\S {2,}\S", raw.header[0].strip()) and len(gaps) * 2 > len(raw.rows[:_FEW]):
        yield found("looks-fixed-width", file=name, line=raw.lines[0], count=len(raw.rows))


def _transposed(raw: RawTable, name: str) -> Iterator[Problem]:
    """Tell a table whose rows are of one kind each, and whose columns are not."""
    if not 2 <= len(raw.rows) <= _FEW or len(raw.header) < 3:
        return
    kinds = [[looks_like_value(cell) for cell in row[1:]] for row in raw.rows]
    rows_even = all(len(set(row)) == 1 for row in kinds)
    columns_mixed = all(len(set(column)) == 2 for column in zip(*kinds, strict=True))
    if rows_even and columns_mixed and not any(looks_like_value(row[0]) for row in raw.rows):
        yield found("looks-transposed", file=name, line=raw.lines[0])


CHECKS: Sequence[Callable[[RawTable, str], Iterator[Problem]]] = (
    _everything_twice,
    _foreign_quotes,
    _one_column,
    _transposed,
)
