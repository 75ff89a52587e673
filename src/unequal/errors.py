"""What went wrong, where, and how to mend it.

Every fault that a user can cause or meet is an `UnequalError`. It says what was found, says how to mend it, and knows
the exit code that the command line ends with. A fault found in a file is a `Problem`: one row of a list that is shown
whole, so that a user mends everything in one pass.

    raise InputError("No workspace at 'acme'.", mend="Run `unequal new acme`, or give the folder's right name.")
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN_CHARACTERS = 80  # a value in a message is cut here, so that one cell cannot fill a terminal


def shown(value: object) -> str:
    r"""Return a value as a message may show it: quoted, control characters visible, cut at 80 characters.

    >>> shown("1.234,50")
    '"1.234,50"'
    >>> shown("two\nlines")
    '"two\\nlines"'
    """
    text = str(value)
    cut = text[:SHOWN_CHARACTERS] + ("…" if len(text) > SHOWN_CHARACTERS else "")
    visible = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)
    return f'"{visible}"'


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for the nearest known word, or an empty string.

    >>> did_you_mean("reserve_month", ["reserve_months", "wins_needed"])
    " Did you mean 'reserve_months'?"
    >>> did_you_mean("zzz", ["reserve_months"])
    ''
    """
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" Did you mean '{near[0]}'?" if near else ""


def column_letter(position: int) -> str:
    """Return the letter that a spreadsheet gives to the column at a position counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing found in a file, with its place and its mend.

    Attributes:
        code: Stable name such as ``closed-before-created``; `unequal explain CODE` tells more.
        fate: ``refused`` (the table is not used), ``set aside`` (the row is not used), ``mended`` (the row is used, the
            cell null or changed as said) or ``note``.
        says: What was found and what was expected, one sentence.
        mend: What the user can do about it.
        file: Name of the file, relative to the workspace where it can be.
        line: Physical line in the file, the first being 1; None when the whole file is meant.
        row: Row as a spreadsheet shows it; differs from `line` where a cell holds line breaks.
        column: Letter of the column, None when the whole row is meant.
        column_name: Header of the column as it stands in the file.
        value: The cell as it stands.
        count: How many rows have the same problem; the place is the first of them.
    """

    code: str
    says: str
    mend: str
    fate: str = "note"
    table: str | None = None
    file: str | None = None
    line: int | None = None
    row: int | None = None
    column: str | None = None
    column_name: str | None = None
    value: str | None = None
    count: int = 1

    def where(self) -> str:
        """Return the place in words.

        >>> Problem(code="x", says="", mend="", file="deals.csv", line=6, column="C", column_name="acv").where()
        'deals.csv, line 6, column C "acv"'
        """
        parts = [self.file] if self.file else []
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.row is not None and self.row != self.line:
            parts.append(f"row {self.row} in a spreadsheet")
        if self.column is not None:
            name = f" {shown(self.column_name)}" if self.column_name is not None else ""
            parts.append(f"column {self.column}{name}")
        elif self.column_name is not None:
            parts.append(f"column {shown(self.column_name)}")
        return ", ".join(parts)

    def found(self) -> str:
        """Return what was found, with its place and value.

        >>> Problem(code="x", says="no such knob.", mend="", value="3").found()
        'no such knob. It is "3".'
        """
        place, value = self.where(), shown(self.value) if self.value is not None else ""
        if place:
            return f"{place}{': ' if value else ''}{value} - {self.says}"
        stop = "" if self.says.endswith((".", "?", "!")) else "."
        return f"{self.says}{stop} It is {value}." if value else self.says

    def tag(self) -> str:
        """Return the code that `unequal explain` knows, with the rows of a table that it speaks of."""
        of_rows = self.count > 1 or (self.table is not None and self.line is not None)
        rows = f", {self.count:,} row{'s' if self.count != 1 else ''}" if of_rows else ""
        return f"{self.code}{rows}"

    def __str__(self) -> str:
        return f"{self.found()}\nMend: {self.mend}   [{self.tag()}]"


class UnequalError(Exception):
    """A fault with a way to mend it and an exit code.

    Args:
        found: What was found, one sentence.
        mend: What the user can do about it.
    """

    exit_code = 5

    def __init__(self, found: str, *, mend: str = "", problems: Iterable[Problem] = ()) -> None:
        self.found = found
        self.mend = mend
        self.problems = tuple(problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [self.found, *(str(problem) for problem in self.problems)]
        if self.mend:
            lines.append(f"Mend: {self.mend}")
        return "\n".join(lines)

    def __reduce__(self):  # type: ignore[no-untyped-def]  # keyword arguments must survive a process pool
        return (_rebuild, (type(self), self.found, self.mend, self.problems))


def _rebuild(kind: type[UnequalError], found: str, mend: str, problems: tuple[Problem, ...]) -> UnequalError:
    return kind(found, mend=mend, problems=problems)


class InputError(UnequalError, ValueError):
    """Inputs are refused: a missing path, an unknown knob, key or scenario, a manifest fault, a refused table."""

    exit_code = 3


class EnvironmentFault(UnequalError):
    """The machine does not let us work: disk, permission, kernel, font."""

    exit_code = 4


class ReportFailed(UnequalError):
    """A report was started and could not be finished."""

    exit_code = 1
