"""How a table writes its numbers and days, and the words of its status that nobody could read."""

from __future__ import annotations

from dataclasses import replace

from . import contents
from .headers import nearest
from .looks import allowed
from .model import Draft, Note, TableMap
from .phrases import names
from .reading import of_kind, texts


def numbers_and_days(draft: Draft) -> Draft:
    """Find each table's decimal mark and order of day and month, from whole columns."""
    for table in draft.tables.values():
        orders = {ours: contents.date_order(texts(table, ours)) for ours in of_kind(table, "is_date")}
        marks = {contents.decimal_mark(texts(table, ours)) for ours in of_kind(table, "is_number")}
        last = sorted({order for order in orders.values() if order in {"dmy", "mdy"}})
        order = last[0] if len(last) == 1 else None
        read = replace(table, decimal="," if "," in marks else None, date_order=order)
        draft = draft.with_table(read).noting(*_unclear(read, orders, last))
    return draft


def _unclear(table: TableMap, orders: dict[str, str | None], last: list[str]) -> list[Note]:
    either = [ours for ours, order in orders.items() if order == "either"]
    mixed = [ours for ours, order in orders.items() if order == "mixed"]
    notes = []
    if either and not last:
        says = f"{table.file.name}: 03/04 may be 3 April or 4 March in {', '.join(either)}; no cell decides it."
        mend = f'set date_order = "dmy" or "mdy" under [tables.{table.table}] in workspace.toml.'
        notes.append(Note(code="day-or-month-first", says=says, mend=mend, table=table.table, asks=True))
    if mixed or len(last) > 1:
        columns = ", ".join(mixed or [ours for ours, order in orders.items() if order in last])
        says = f"{table.file.name}: day and month change places within {columns}."
        mend = "export with dates such as 2026-06-30, year first."
        notes.append(Note(code="day-and-month-mixed", says=says, mend=mend, table=table.table, asks=True))
    return notes


def words_left(draft: Draft) -> Draft:
    """Note the status words that were guessed, and those without a meaning."""
    deals = draft.tables.get("deals")
    if deals is None:
        return draft
    status = texts(deals, "status")
    guessed = [each for each in deals.words if each.ours == "status" and each.confidence == "guess"]
    unknown = contents.filled(status[~status.isin(allowed("deals", "status"))])
    notes = []
    if guessed:
        says = f"{names([each.theirs for each in guessed])} under status is read as open: {guessed[0].why}."
        mend = 'if it is not so, import with --map "status:WORD=lost" or change it in workspace.toml.'
        notes.append(Note(code="status-guessed", says=says, mend=mend, table="deals", count=len(guessed), asks=True))
    if not unknown.empty:
        words = [str(word) for word in unknown.drop_duplicates()]
        near = nearest(words[0], [each.theirs for each in deals.words if each.ours == "status"])
        hint = f" The first looks like {near}." if near else ""
        says = f"{len(unknown):,} deals have a status that has no meaning here: {names(words)}.{hint}"
        mend = f'import with --map "status:{words[0]}=open" (or won, lost, no_decision); else these rows are set aside.'
        notes.append(
            Note(
                code="status-unknown",
                says=says,
                mend=mend,
                table="deals",
                count=len(unknown),
                of=len(status),
                asks=True,
            )
        )
    return draft.noting(*notes)
