"""Yes and no, words of a list, ids and texts."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd

from unequal.errors import shown
from unequal.tables.spec import Column, Kind

from .column import Cells, Spot, TypedColumn
from .missing import is_missing

YES = frozenset(
    ("yes", "y", "true", "t", "1", "1.0", "x", "on", "ja", "j", "oui", "si", "sí", "sì", "sim", "wahr", "vrai")
)
NO = frozenset(("no", "n", "false", "f", "0", "0.0", "off", "nein", "non", "não", "nee", "falsch", "faux", "falso"))
YES |= {"✓", "✔", "☑", "checked", "verdadero", "vero", "waar"}
NO |= {"✗", "✘", "☐", "unchecked", "onwaar"}
MANY = 12  # words that a message lists


def yes_no_column(cells: Cells) -> TypedColumn:
    """Return a column of yes and no, in the words of several languages."""
    values = [True if t.casefold() in YES else False if t.casefold() in NO else None for t in cells.texts]
    unread = [v is None and not is_missing(text) for v, text in zip(values, cells.texts, strict=True)]
    faults = (Spot(code="unreadable-yes-no", at=cells.spread(unread)),) if any(unread) else ()
    missing = np.array([v is None for v in values], dtype=bool)
    known = np.array([bool(v) for v in values], dtype=bool)
    array = pd.arrays.BooleanArray(known[cells.codes], missing[cells.codes])
    return TypedColumn(values=pd.Series(array), faults=faults)


def choice_column(cells: Cells, column: Column, table: str) -> TypedColumn:
    """Return a column of allowed words; another spelling of one is that word."""
    values = [_word(text, column) for text in cells.texts]
    unread = [v is None and not is_missing(text) for v, text in zip(values, cells.texts, strict=True)]
    faults: tuple[Spot, ...] = ()
    if any(unread):
        says, mend = _unknown_words(cells, unread, column, table)
        faults = (Spot(code="unknown-word", at=cells.spread(unread), says=says, mend=mend),)
    return TypedColumn(values=_texts(values, cells), faults=faults)


def _word(text: str, column: Column) -> str | None:
    if text in column.allowed:
        return text
    plain = " ".join(re.sub(r"[_\W]+", " ", text.casefold()).split())
    for word in column.allowed:
        if plain == " ".join(re.sub(r"[_\W]+", " ", word.casefold()).split()):
            return word
    if plain in column.synonyms:
        return column.synonyms[plain]
    return text if column.others and not is_missing(text) else None


def _unknown_words(cells: Cells, unread: list[bool], column: Column, table: str) -> tuple[str, str]:
    rows = cells.rows().tolist()
    counted = sorted(
        ((text, count) for text, count, odd in zip(cells.texts, rows, unread, strict=True) if odd),
        key=lambda pair: (-pair[1], pair[0]),
    )
    listed = ", ".join(f"{shown(text)} in {count} row{'s' if count != 1 else ''}" for text, count in counted[:MANY])
    more = f" and {len(counted) - MANY} more" if len(counted) > MANY else ""
    says = f"expected one of {', '.join(column.allowed)}; not known: {listed}{more}"
    pairs = ", ".join(f'{json.dumps(text, ensure_ascii=False)} = "…"' for text, _ in counted[:MANY])
    mend = f"say which of them each word is, under [tables.{table}]:  values.{column.name} = {{ {pairs} }}"
    return says, mend


def text_column(cells: Cells, raw: pd.Series, kind: Kind) -> TypedColumn:
    """Return ids or texts, letter for letter but for outer blanks; only the empty cell is missing."""
    values = _texts([text or None for text in cells.texts], cells)
    around = (raw.str.len() != values.fillna("").str.len()).to_numpy() & values.notna().to_numpy()
    notes = (Spot(code="blanks-around", at=around),) if kind is Kind.ID and around.any() else ()
    return TypedColumn(values=values, notes=notes)


def _texts(values: list[str | None], cells: Cells) -> pd.Series:
    words = pd.array(np.array(values, dtype=object), dtype="str")
    return pd.Series(words.take(cells.codes)) if len(words) else pd.Series([], dtype="str")
