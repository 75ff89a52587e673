"""What each code of a problem means: found, mend, and why it matters; `unequal explain CODE` prints it.

The texts stand in `problem_codes.toml` beside this file, one table a code.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any, NamedTuple

from unequal.errors import Problem


class ProblemCode(NamedTuple):
    """One code.

    Attributes:
        says: What was found, one sentence.
        mend: What the user can do about it.
        explanation: Why it matters, and what is done with the row or the cell.
    """

    says: str
    mend: str
    explanation: str


def _read() -> dict[str, ProblemCode]:
    text = resources.files("unequal.tables").joinpath("problem_codes.toml").read_text(encoding="utf-8")
    return {code: ProblemCode(**entry) for code, entry in sorted(tomllib.loads(text).items())}


PROBLEM_CODES: dict[str, ProblemCode] = _read()


def with_guess(says: str, guess: str) -> str:
    """Return a sentence, and the guess of what was meant behind it when there is one.

    >>> with_guess("there is no table deal", " Did you mean 'deals'?")
    "there is no table deal. Did you mean 'deals'?"
    """
    return f"{says}.{guess}" if guess else says


def found(code: str, says: str = "", *, mend: str = "", **place: Any) -> Problem:
    """Return a problem whose texts are the catalogue's where none are given.

    Args:
        code: A code of the catalogue; any other is a fault of ours and raises KeyError.
        says: What was found, where more can be said than the catalogue does.
        mend: What the user can do, where more can be said.
        **place: The other fields of `unequal.errors.Problem`.

    >>> found("short-row", line=3).code
    'short-row'
    """
    entry = PROBLEM_CODES[code]
    return Problem(code=code, says=says or entry.says, mend=mend or entry.mend, **place)
