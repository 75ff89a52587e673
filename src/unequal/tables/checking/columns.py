"""The file's header -> our columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unequal.errors import Problem, column_letter, did_you_mean
from unequal.tables.problem_codes import found, with_guess
from unequal.tables.reading.header import normal
from unequal.tables.source import TableSource
from unequal.tables.spec import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Which column of the file is which of ours.

    Attributes:
        positions: Our name -> position in the file, in the order of the declaration.
        others: Name to show -> position, for the columns that we do not declare.
        problems: What stands against using the table, and what is told.
    """

    positions: dict[str, int]
    others: dict[str, int]
    problems: tuple[Problem, ...]


def match_columns(header: Sequence[str], table: Table, source: TableSource) -> Matching:
    """Return which column of a file is which of ours; names are compared without case, outer blanks and underscores."""
    problems: list[Problem] = []
    positions: dict[str, int] = {}
    for column in table.columns:
        theirs = source.columns.get(column.name)
        spots = _spots(header, theirs if theirs is not None else column.name, exact=theirs is not None)
        if len(spots) > 1:
            place = {"column": column_letter(spots[1]), "column_name": header[spots[1]]}
            says = f"two columns of the file are named {header[spots[0]]!r}, for {column.name}"
            problems.append(found("column-twice", says, fate="refused", **place))
        elif spots:
            positions[column.name] = spots[0]
        elif theirs is not None:
            says = f"workspace.toml takes {column.name} from a column {theirs!r} that the file does not have"
            says = with_guess(says, did_you_mean(theirs, header))
            problems.append(found("mapped-column-missing", says, mend=_has(header), fate="refused"))
        elif column.required:
            problems.append(_missing(column.name, table, header))
    problems.extend(_unknown(table, source))
    others, clashes = _others(header, table, positions)
    problems.extend(found("column-not-used", column_name=name) for name in clashes)
    return Matching(positions=positions, others=others, problems=tuple(problems))


def _spots(header: Sequence[str], name: str, *, exact: bool) -> list[int]:
    """Return where a name stands: letter for letter if it does, else by its normal form."""
    spots = [place for place, theirs in enumerate(header) if theirs == name]
    if spots:
        return spots
    wanted = normal(name) if exact else _plain(name)
    same = normal if exact else _plain
    return [place for place, theirs in enumerate(header) if same(theirs) == wanted]


def _plain(name: str) -> str:
    return " ".join(normal(name).replace("_", " ").replace("-", " ").split())


def _missing(name: str, table: Table, header: Sequence[str]) -> Problem:
    near = did_you_mean(name, [normal(theirs).replace(" ", "_") for theirs in header])
    says = with_guess(f"the required column {name} is missing", near)
    mend = f'map it under [tables.{table.name}]:  columns = {{ {name} = "…" }}; {_has(header)}'
    return found("required-column-missing", says, mend=mend, fate="refused", column_name=name)


def _has(header: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in header[:20])
    return f"the file has {shown}{' …' if len(header) > 20 else ''}"


def _unknown(table: Table, source: TableSource) -> Iterator[Problem]:
    for name in sorted({*source.columns, *source.values} - set(table.names)):
        says = with_guess(f"{table.name} has no column {name}", did_you_mean(name, table.names))
        yield found("unknown-column", says, fate="refused")


def _others(header: Sequence[str], table: Table, positions: dict[str, int]) -> tuple[dict[str, int], list[str]]:
    """Return the columns that are not declared under names that are free, and those that were pushed aside."""
    others: dict[str, int] = {}
    clashes: list[str] = []
    used = set(positions.values())
    for place, theirs in enumerate(header):
        if place in used:
            continue
        name = theirs.strip() or f"column {column_letter(place)}"
        if name in table.names:
            clashes.append(theirs)
        while name in others or name in table.names:
            name = f"{name} (file)" if name in table.names else f"{name} {column_letter(place)}"
        others[name] = place
    return others, clashes
