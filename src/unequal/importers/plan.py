"""What an import would do: which file becomes which table, what was guessed, and what the user should know first.

A plan only reads. `write.write_import` makes a workspace of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from unequal.errors import InputError
from unequal.tables.declared import TABLES

from . import asked, clock, closings, conventions, keys, price_list, spelling, units_said, watch
from .by_headers import Recogniser
from .discover import best
from .explain import lines, record
from .gather import Gathered, gather
from .model import Draft, FileUse, Helper, Note, RawFile, Recognition, Setting, TableMap

Step = Callable[[Draft], Draft]

# Each step may build on those before it: words before dates, dates before the clock, the clock before ages.
STEPS: tuple[Step, ...] = (
    keys.link,
    conventions.numbers_and_days,
    asked.words_given,
    conventions.words_left,
    closings.split_close_dates,
    closings.zero_is_no_price,
    units_said.revenue_of_accounts,
    price_list.asked_from_list_price,
    units_said.currency,
    clock.as_of,
    clock.complete_from,
    watch.gaps,
    watch.dead_pipeline,
    watch.quiet_owners,
    keys.unmatched,
    keys.subsidiaries,
    spelling.misspelt,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImportPlan:
    """An import, decided and not yet done.

    Attributes:
        uses: What becomes of each file.
        tables: The mappings, one a table of ours.
        settings: Keys of workspace.toml, each with its origin in words.
        notes: What the user should know; those that ask come from `questions`.
        joined: Files that only lend a column to a table.
    """

    uses: tuple[FileUse, ...]
    tables: tuple[TableMap, ...]
    settings: tuple[Setting, ...]
    notes: tuple[Note, ...]
    joined: tuple[RawFile, ...] = ()

    @property
    def questions(self) -> tuple[Note, ...]:
        """The notes on which the user has to decide."""
        return tuple(note for note in self.notes if note.asks)

    def table(self, name: str) -> TableMap:
        """Return the mapping of one table.

        Raises:
            KeyError: No file became this table.
        """
        return {table.table: table for table in self.tables}[name]

    def note(self, code: str) -> Note | None:
        """Return the first note of a code, None where the export gave no reason for one."""
        return next((note for note in self.notes if note.code == code), None)

    def setting(self, key: str) -> Setting | None:
        """Return a key of workspace.toml with its origin, None where nothing is proposed."""
        return next((setting for setting in self.settings if setting.key == key), None)

    def explain(self) -> list[str]:
        """Return the plan as lines of text: files, mappings, settings, notes, questions."""
        return lines(self.uses, self.tables, self.settings, self.notes)

    def record(self) -> dict[str, Any]:
        """Return the same as plain JSON-ready values: files, tables, settings, notes."""
        return record(self.uses, self.tables, self.settings, self.notes)


def plan_import(files: Sequence[Path | str], maps: Sequence[str] = ()) -> ImportPlan:
    """Read the files and decide what each of them is; write nothing.

    Args:
        files: Files, or folders, of which all files count.
        maps: What the user lays down: ``deals.acv=Amount`` reads a column, ``product:GTXPro=GTX Pro`` a word.

    Raises:
        InputError: Unreadable files (all of them listed), two files for one table, no table recognised, or a mapping
            that does not fit the files.
    """
    if not files:
        raise InputError("No file was given.", mend="name the exported files, or their folder.")
    laid_down = asked.parse(maps)
    gathered = gather([Path(file) for file in files])
    asked.headers_exist(laid_down, gathered.files)
    believed = [(file, *best(file, laid_down)) for file in gathered.files]
    draft = _first_draft(believed, gathered, Draft(asked=laid_down, tables={}, helpers={}))
    for step in STEPS:
        draft = step(draft)
    return ImportPlan(
        uses=draft.uses,
        tables=tuple(_in_order(table) for table in draft.tables.values()),
        settings=draft.settings,
        notes=draft.notes,
        joined=draft.joined,
    )


def _in_order(table: TableMap) -> TableMap:
    names = TABLES[table.table].names
    return replace(table, columns=tuple(sorted(table.columns, key=lambda each: names.index(each.ours))))


Believed = tuple[RawFile, Recogniser, Recognition]


def _first_draft(believed: list[Believed], gathered: Gathered, empty: Draft) -> Draft:
    fill = [each for each in believed if each[2].kind in TABLES]
    if not fill:
        raise _nothing_recognised(believed, gathered)
    _one_file_a_table(fill)
    helpers = {
        str(what.kind): Helper(file=file, key=what.columns[0], tells=what.columns[1] if len(what.columns) > 1 else "")
        for file, _, what in reversed(believed)
        if what.kind is not None and what.kind not in TABLES
    }
    tables = {str(what.kind): tool.maps(file, str(what.kind), empty.asked) for file, tool, what in fill}
    uses = tuple(_use(file, what) for file, _, what in believed)
    return replace(
        empty,
        tables=dict(sorted(tables.items())),
        helpers=helpers,
        uses=(*uses, *gathered.passed),
        notes=gathered.notes,
    )


def _use(file: RawFile, what: Recognition) -> FileUse:
    if what.kind in TABLES:
        return FileUse(name=file.name, rows=file.rows, table=what.kind, why=what.why)
    if what.kind is not None:
        return FileUse(name=file.name, rows=file.rows, table=None, why=what.why)
    why = f"not recognised; nearest is {what.nearest}, which would need {' and '.join(what.missing) or 'more columns'}"
    return FileUse(name=file.name, rows=file.rows, table=None, why=why)


def _one_file_a_table(fill: list[Believed]) -> None:
    for table in sorted({str(what.kind) for _, _, what in fill}):
        same = [file for file, _, what in fill if what.kind == table]
        if len(same) > 1:
            each = "; ".join(f"{file.name} with {file.rows:,} rows" for file in same)
            found = f"{len(same)} files look like {table}: {each}. Nothing was written."
            raise InputError(found, mend="give the newest alone, or join them in one file first.")


def _nothing_recognised(believed: list[Believed], gathered: Gathered) -> InputError:
    said = []
    for file, _, what in believed:
        needs = (
            f" Nearest is {what.nearest}; missing: {', '.join(what.missing)}."
            if what.nearest
            else f" It is {what.why}."
        )
        said.append(f"{file.name} has the columns {', '.join(file.headers)}.{needs}")
    said += [f"{use.name}: {use.why}." for use in gathered.passed]
    mend = (
        "export accounts or deals with their header line; or say which column is which, such as "
        '--map "deals.deal_id=Opportunity No".'
    )
    return InputError("\n".join(["No file was recognised as a table.", *said]), mend=mend)
