"""What the user lays down beforehand: ``deals.acv=Amount`` for a column, ``product:GTXPro=GTX Pro`` for a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from unequal.errors import InputError, did_you_mean, shown
from unequal.tables.declared import TABLES

from . import contents
from .headers import plain
from .looks import allowed
from .model import Asked, Confidence, Draft, RawFile, TableMap, ValueMap

HOW = 'write a column as "deals.acv=Amount" and a word as "product:GTXPro=GTX Pro".'


def parse(maps: Sequence[str]) -> Asked:
    """Return what the lines say; the words are held against the files later.

    Raises:
        InputError: A line of another form, or a table or column that is not ours.

    >>> parse(["deals.acv=Amount", "product:GTXPro=GTX Pro"])
    Asked(columns={('deals', 'acv'): 'Amount'}, words={'product': {'GTXPro': 'GTX Pro'}})
    """
    columns: dict[tuple[str, str], str] = {}
    words: dict[str, dict[str, str]] = {}
    for line in maps:
        left, equals, right = line.partition("=")
        column, colon, word = left.partition(":")
        if not equals or not left.strip() or (colon and not word):
            raise InputError(f"The mapping {shown(line)} cannot be read.", mend=HOW)
        if colon:
            words.setdefault(column.strip(), {})[word.strip()] = right.strip()
        else:
            columns[_ours(left.strip())] = right.strip()
    return Asked(columns=columns, words=words)


def _ours(dotted: str) -> tuple[str, str]:
    table, _, column = dotted.partition(".")
    if table not in TABLES:
        raise InputError(f"There is no table {shown(table)}.{did_you_mean(table, TABLES)}", mend=HOW)
    names = TABLES[table].names
    if column not in names:
        raise InputError(f"Table {table} has no column {shown(column)}.{did_you_mean(column, names)}", mend=HOW)
    return table, column


def headers_exist(asked: Asked, files: Sequence[RawFile]) -> None:
    """Refuse a column that was laid down and stands in no file.

    Raises:
        InputError: With the nearest header.
    """
    headers = sorted({header for file in files for header in file.headers})
    for (table, ours), header in asked.columns.items():
        if header not in headers:
            found = f"No file has a column {shown(header)} for {table}.{ours}.{did_you_mean(header, headers)}"
            raise InputError(found, mend=f"the headers are: {', '.join(headers)}.")


def words_given(draft: Draft) -> Draft:
    """Put the words that the user laid down into the mappings.

    Raises:
        InputError: A column that is in no table, a word that is not in the file, or a status that is not ours.
    """
    joined = draft.helpers["price_list"].key if "price_list" in draft.helpers else ""
    for column, words in draft.asked.words.items():
        targets = [(table, ours) for table in draft.tables.values() for ours in _fed_by(table, column)]
        if not targets and plain(column) != plain(joined):
            known = sorted({each.ours for table in draft.tables.values() for each in table.columns})
            found = f"No table reads a column {shown(column)}.{did_you_mean(column, known)}"
            raise InputError(found, mend=f"columns that are read: {', '.join(known)}.")
        for table, ours in targets:
            draft = draft.with_table(_with_words(draft.tables[table.table], ours, words))
    return draft


def _fed_by(table: TableMap, column: str) -> tuple[str, ...]:
    """Return our columns that a name means: ours, else theirs; status alone where their header is read twice."""
    own = tuple(each.ours for each in table.columns if each.ours == column)
    theirs = tuple(each.ours for each in table.columns if plain(each.theirs) == plain(column))
    return own or (("status",) if "status" in theirs else theirs)


def _with_words(table: TableMap, ours: str, words: Mapping[str, str]) -> TableMap:
    mapped = table.mapped(ours)
    seen = set(contents.filled(table.file.column(mapped.theirs))) if mapped else set()
    unknown = [word for word in words if word not in seen]
    if unknown:
        found = f"{table.file.name} has no {shown(unknown[0])} under {ours}.{did_you_mean(unknown[0], seen)}"
        raise InputError(found, mend="write the word as it stands in the file.")
    choices = allowed(table.table, ours)
    wrong = [word for word in words.values() if choices and word not in choices]
    if wrong:
        found = f"{shown(wrong[0])} is no word of {table.table}.{ours}.{did_you_mean(wrong[0], choices)}"
        raise InputError(found, mend=f"the words are: {', '.join(choices)}.")
    given = tuple(
        ValueMap(ours=ours, theirs=theirs, means=means, why="given", confidence=Confidence.GIVEN)
        for theirs, means in words.items()
    )
    kept = tuple(each for each in table.words if not (each.ours == ours and each.theirs in words))
    return replace(table, words=(*kept, *given))
