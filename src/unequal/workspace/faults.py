"""Faults of a configuration, gathered until all are found, each with its key, value and line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from unequal.errors import InputError, Problem

from .document import Documents
from .locate import KeyPath, written

_NOTHING = object()


@dataclass(slots=True)
class Faults:
    """What was found so far; raised as one error.

    Attributes:
        documents: The files that the faults stand in.
        problems: In the order in which they were found.
    """

    documents: Documents
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, path: KeyPath, says: str, *, mend: str, value: Any = _NOTHING) -> None:
        """Note a fault of a key.

        Args:
            code: One of `CONFIG_CODES`.
            path: The key.
            says: What was found and what was expected.
            mend: What the user can do.
            value: As it stands; left out where there is none, or where it must not be shown.
        """
        document = self.documents.of(path)
        self.problems.append(
            Problem(
                code=code,
                says=f"{written(path)}: {says}" if path else says,
                mend=mend,
                fate="refused",
                file=document.shown_as,
                line=document.line(path),
                value=None if value is _NOTHING else _plain(value),
            )
        )

    def raise_any(self, name: str) -> None:
        """Raise what was found.

        Args:
            name: The workspace, as its user calls it.

        Raises:
            InputError: At least one fault was found.
        """
        if self.problems:
            in_order = sorted(self.problems, key=lambda one: (one.file or "", one.line or 0))
            raise refusal(f"The workspace {name}", in_order)


def refusal(what: str, problems: Iterable[Problem]) -> InputError:
    """Return the error that lists all problems.

    >>> refusal("The workspace acme", [Problem(code="x", says="a", mend="b")]).found
    'The workspace acme is refused: 1 fault.'
    """
    found = tuple(problems)
    return InputError(f"{what} is refused: {len(found)} fault{'s' if len(found) != 1 else ''}.", problems=found)


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return `` Did you mean 'x'?`` whatever the case of letters, or an empty string.

    >>> nearest("eur", ["EUR", "USD"])
    " Did you mean 'EUR'?"
    """
    by_small = {one.casefold(): one for one in sorted(known, reverse=True)}
    near = difflib.get_close_matches(word.casefold(), sorted(by_small), n=1, cutoff=cutoff)
    return f" Did you mean '{by_small[near[0]]}'?" if near else ""


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
