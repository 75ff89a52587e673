"""One table on its way from typed cells to a verdict on each row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.errors import Problem, column_letter
from unequal.tables.problem_codes import found
from unequal.tables.reading.raw import NOT_A_ROW, RawTable
from unequal.tables.source import TableSource
from unequal.tables.spec import Table

DUPLICATE = "duplicate-row"


@dataclass(slots=True, kw_only=True)
class Checkup:
    """A table while it is checked. Row positions are those of the raw table throughout.

    Attributes:
        table: The declaration.
        source: Where it comes from.
        raw: The file's texts.
        positions: Our column -> the file's column.
        frame: Typed values, one row for each raw row, also for those that are set aside.
        codes: For each row the code of why it is set aside, empty while it is used.
        reasons: For each row the sentence to that code.
        problems: What was found so far.
    """

    table: Table
    source: TableSource
    raw: RawTable
    positions: dict[str, int]
    frame: pd.DataFrame
    codes: NDArray[np.object_]
    reasons: NDArray[np.object_]
    problems: list[Problem] = field(default_factory=list)

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Return, for each row, whether it is used so far."""
        return self.codes == ""

    def rows(self) -> pd.DataFrame:
        """Return the rows that are used so far, under their raw positions."""
        return self.frame[self.kept]

    def set_aside(self, at: NDArray[np.bool_], code: str, column: str = "", *, says: str = "", mend: str = "") -> None:
        """Set rows aside; a row that is set aside already keeps its first reason."""
        at = at & self.kept
        if not at.any():
            return
        problem = self._problem(at, code, column, says, mend, fate="set aside")
        self.codes = np.where(at, code, self.codes)
        self.reasons = np.where(at, problem.says, self.reasons)
        self.problems.append(problem)

    def mend(self, at: NDArray[np.bool_], code: str, column: str, *, says: str = "", mend: str = "") -> None:
        """Make cells null and tell so."""
        at = at & self.kept
        if at.any():
            self.problems.append(self._problem(at, code, column, says, mend, fate="mended"))
            self.frame = self.frame.assign(**{column: self.frame[column].mask(at)})

    def note(self, at: NDArray[np.bool_], code: str, column: str = "", *, says: str = "", mend: str = "") -> None:
        """Tell something about rows that stay as they are."""
        if at.any():
            self.problems.append(self._problem(at, code, column, says, mend, fate="note"))

    def refuse(
        self, code: str, column: str = "", *, says: str = "", mend: str = "", at: NDArray[np.bool_] | None = None
    ) -> None:
        """Refuse the table."""
        where = np.zeros(len(self.codes), dtype=bool) if at is None else at
        self.problems.append(self._problem(where, code, column, says, mend, fate="refused"))

    @property
    def refused(self) -> bool:
        """Tell whether anything found so far refuses the table."""
        return any(problem.fate == "refused" for problem in self.problems)

    def _problem(self, at: NDArray[np.bool_], code: str, column: str, says: str, mend: str, *, fate: str) -> Problem:
        place: dict[str, Any] = {"count": max(int(at.sum()), 1)}
        position = self.positions.get(column)
        if position is not None:
            place |= {"column": column_letter(position), "column_name": self.raw.header[position]}
        elif column:
            place |= {"column_name": column}
        if at.any():
            first = int(at.argmax())
            place |= {"line": self.raw.lines[first], "row": self.raw.numbers[first]}
            if position is not None:
                place |= {"value": self.raw.rows[first][position]}
        told = found(code, says, mend=mend, fate=fate, **place)
        return replace(told, table=self.table.name, file=self.source.shown_as)


def set_aside_frame(checkup: Checkup) -> pd.DataFrame:
    """Return the rows that are not used with their original cells, by line, with line, code and reason."""
    raw = checkup.raw
    rows = [
        (raw.lines[i], str(checkup.codes[i]), str(checkup.reasons[i]), tuple(raw.rows[i]))
        for i in np.flatnonzero(checkup.codes != "").tolist()
    ]
    rows += [(item.line, item.code, found(item.code).says, item.cells) for item in raw.set_aside]
    rows.sort(key=lambda row: row[0])
    width = len(raw.header)
    names = _free_names(raw.header)
    columns = {
        name: [cells[place] if place < len(cells) else "" for *_, cells in rows] for place, name in enumerate(names)
    }
    if any(len(cells) > width for *_, cells in rows):
        columns["further cells"] = ["\t".join(cells[width:]) for *_, cells in rows]
    told = {"line": [r[0] for r in rows], "code": [r[1] for r in rows], "reason": [r[2] for r in rows]}
    frame = pd.DataFrame(columns | {"code": told["code"], "reason": told["reason"]}, dtype="str")
    frame.insert(len(frame.columns) - 2, "line", pd.Series(told["line"], dtype="int64"))
    return frame


def _free_names(header: Iterable[str]) -> list[str]:
    names: list[str] = []
    for place, theirs in enumerate(header):
        name = theirs or f"column {column_letter(place)}"
        while name in names or name in {"line", "code", "reason", "further cells"}:
            name = f"{name} (file)"
        names.append(name)
    return names


def lost_rows(checkup: Checkup) -> tuple[int, int]:
    """Return how many rows are set aside as faulty, and how many rows the file has; no titles, no duplicates."""
    ragged = sum(item.code not in NOT_A_ROW for item in checkup.raw.set_aside)
    faulty = int(((checkup.codes != "") & (checkup.codes != DUPLICATE)).sum())
    return faulty + ragged, len(checkup.raw.rows) + ragged
