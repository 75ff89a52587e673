"""All tables of a workspace: read, typed, checked row by row and against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from unequal.errors import InputError, Problem, did_you_mean
from unequal.tables.checking.checkup import DUPLICATE, Checkup, lost_rows, set_aside_frame
from unequal.tables.checking.columns import Matching, match_columns
from unequal.tables.checking.currencies import convert_money
from unequal.tables.checking.keys import check_keys
from unequal.tables.checking.parents import check_parents
from unequal.tables.checking.references import resolve_references
from unequal.tables.checking.revenue import mend_ends
from unequal.tables.checking.rules import RuleEngine, apply_rules, rule_engine
from unequal.tables.collection import TableCount, Tables
from unequal.tables.declared import TABLES
from unequal.tables.problem_codes import found, with_guess
from unequal.tables.reading.raw import RawTable
from unequal.tables.reading.reader import read_file
from unequal.tables.source import TableSource
from unequal.tables.spec import Table
from unequal.tables.typing.column import TypedColumn
from unequal.tables.typing.frame import empty_column, type_columns

ROUND_COUNTS = frozenset({1_000, 2_000, 5_000, 10_000, 50_000, 65_535, 65_536, 100_000, 1_048_575, 1_048_576})


def load(sources: Mapping[str, TableSource], *, currency: str, rates: Mapping[str, float]) -> Tables:
    """Return the tables of a workspace, every fault of every table told at once.

    Args:
        sources: Name -> where the table comes from.
        currency: ISO 4217 code of the workspace.
        rates: Other currency -> what one unit of it is worth in the workspace's.

    Returns:
        Frames with all declared columns: ids, texts and choices as ``str``, numbers as float64, days as datetime64[ns],
        yes and no as ``boolean``.

    Raises:
        InputError: When a table is refused; it carries the problems of all refused tables.
    """
    checkups: dict[str, Checkup] = {}
    hashes: dict[str, str] = {}
    refused: dict[str, list[Problem]] = {}
    ordered = sorted(sources, key=lambda name: list(TABLES).index(name) if name in TABLES else len(TABLES))
    with rule_engine() as engine:
        for name in ordered:
            try:
                checkup, hashes[name] = _check_file(name, sources[name], engine, currency, rates)
            except InputError as fault:
                refused[name] = [replace(problem, table=name) for problem in fault.problems]
                continue
            if checkup.refused:
                refused[name] = [problem for problem in checkup.problems if problem.fate != "note"]
            checkups[name] = checkup
    if refused:
        _refuse(refused)
    resolve_references(checkups)
    mend_ends(checkups)
    return Tables(
        frames={name: checkup.rows().reset_index(drop=True) for name, checkup in checkups.items()},
        problems=tuple(problem for checkup in checkups.values() for problem in checkup.problems),
        counts={name: _count(checkup) for name, checkup in checkups.items()},
        set_aside={name: set_aside_frame(checkup) for name, checkup in checkups.items()},
        sha256=hashes,
    )


def _refuse(refused: Mapping[str, list[Problem]]) -> None:
    names = ", ".join(refused)
    found_ = f"{len(refused)} tables are refused: {names}." if len(refused) > 1 else f"The table {names} is refused."
    raise InputError(found_, problems=[problem for problems in refused.values() for problem in problems])


def _check_file(
    name: str, source: TableSource, engine: RuleEngine, currency: str, rates: Mapping[str, float]
) -> tuple[Checkup, str]:
    if name not in TABLES:
        says = with_guess(f"there is no table {name}", did_you_mean(name, TABLES))
        problem = found("unknown-table", says, file=source.shown_as, fate="refused")
        raise InputError(f"{name} cannot be loaded.", problems=[problem])
    table = TABLES[name]
    read = read_file(source.path, source.shown_as, source.sheet)
    matching = match_columns(read.raw.header, table, source)
    told = [*read.raw.problems, *(replace(p, file=source.shown_as) for p in matching.problems)]
    if not read.raw.rows:
        told.append(found("no-rows", file=source.shown_as, fate="refused"))
    problems = [replace(problem, table=name) for problem in told]
    if any(problem.fate == "refused" for problem in problems):
        raise InputError(f"{source.shown_as} cannot be used.", problems=[p for p in problems if p.fate != "note"])
    checkup, typed = _typed(table, source, read.raw, matching)
    checkup.problems.extend(problems)
    _check_cells(checkup, typed)
    convert_money(checkup, typed, currency, rates)
    apply_rules(checkup, engine)
    check_keys(checkup)
    check_parents(checkup)
    _check_share(checkup)
    return checkup, read.sha256


def _typed(
    table: Table, source: TableSource, raw: RawTable, matching: Matching
) -> tuple[Checkup, dict[str, TypedColumn]]:
    texts = [pd.Series(list(cells), dtype="str") for cells in zip(*raw.rows, strict=True)]
    typed = type_columns({name: texts[place] for name, place in matching.positions.items()}, table, source)
    rows = len(raw.rows)
    columns = {c.name: typed[c.name].values if c.name in typed else empty_column(c, rows) for c in table.columns}
    columns |= {name: texts[place].replace("", None) for name, place in matching.others.items()}
    return Checkup(
        table=table,
        source=source,
        raw=raw,
        positions=matching.positions,
        frame=pd.DataFrame(columns),
        codes=np.full(rows, "", dtype=object),
        reasons=np.full(rows, "", dtype=object),
    ), typed


def _check_cells(checkup: Checkup, typed: Mapping[str, TypedColumn]) -> None:
    """Set rows aside for what cannot be read in a required column, make other such cells null, tell the rest."""
    for name, column in typed.items():
        required = checkup.table.column(name).required
        act = checkup.set_aside if required else checkup.mend
        unread = np.zeros(len(checkup.codes), dtype=bool)
        for fault in column.faults:
            act(fault.at, fault.code, name, says=fault.says, mend=fault.mend)
            unread |= fault.at
        if required:
            missing = column.values.isna().to_numpy() & ~unread
            checkup.set_aside(missing, "missing-cell", name, says=f"the required cell {name} is empty")
        for note in column.notes:
            checkup.note(note.at, note.code, name, says=note.says, mend=note.mend)
    if len(checkup.raw.rows) in ROUND_COUNTS:
        says = f"the table has exactly {len(checkup.raw.rows):,} rows, a limit that tools cut exports at"
        checkup.note(np.ones(1, dtype=bool), "round-row-count", says=says)


def _check_share(checkup: Checkup) -> None:
    faulty, rows = lost_rows(checkup)
    limit = checkup.source.may_set_aside
    if rows and (faulty / rows > limit or not checkup.kept.any()):
        says = f"{faulty} of {rows} rows ({faulty / rows:.0%}) are set aside; {limit:.0%} may be"
        mend = f"mend the rows, or set may_set_aside under [tables.{checkup.table.name}] in workspace.toml"
        checkup.refuse("too-many-set-aside", says=says, mend=mend)


def _count(checkup: Checkup) -> TableCount:
    raw = checkup.raw
    duplicates = int((checkup.codes == DUPLICATE).sum())
    faulty = int((checkup.codes != "").sum()) - duplicates
    return TableCount(
        read=len(raw.rows) + len(raw.set_aside) + raw.blank,
        used=int(checkup.kept.sum()),
        set_aside=faulty + len(raw.set_aside),
        duplicates=duplicates,
        blank=raw.blank,
    )
