"""What is wrong in real exports, put in on purpose and counted.

A fault that sets a row aside is a row of its own, so that the company's true figures stay as they are; a fault that is
mended or only noted sits in a good row. Big deals are left alone: the reader can count them by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .draws import Draws
from .look import look_of
from .months import first_day, month_number
from .profile import Profile

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The table that gets a fault: of which company, and with which stream of chance."""

    profile: Profile
    draws: Draws


Blemish = Callable[[list[Row], Here], list[Row]]

FIRST_FAULTY_NUMBER = 9001  # ids of rows that are there to be set aside
SPARED = ("Big", "Employer")


def blemish(rows: list[Row], faults: Sequence[tuple[str, int]], here: Here) -> list[Row]:
    """Return the rows with each named fault put in as often as said."""
    for name, times in faults:
        for _ in range(times):
            rows = BLEMISHES[name](rows, here)
    return rows


def _where(rows: list[Row], holds: Callable[[Row], object], draws: Draws) -> int:
    able = [place for place, row in enumerate(rows) if row.get("segment") not in SPARED and holds(row)]
    return draws.pick(able)


def _inserted(rows: list[Row], row: Row, draws: Draws) -> list[Row]:
    place = draws.whole(1, len(rows) - 1)
    return [*rows[:place], row, *rows[place:]]


def _changed(rows: list[Row], place: int, **cells: object) -> list[Row]:
    return [*rows[:place], rows[place] | cells, *rows[place + 1 :]]


def _extra_deal(rows: list[Row], here: Here, holds: Callable[[Row], object]) -> Row:
    taken = {row["deal_id"] for row in rows}
    number = FIRST_FAULTY_NUMBER
    while here.profile.deal_pattern.format(number) in taken:
        number += 1
    sound = _where(rows, lambda row: "_faulty" not in row and holds(row), here.draws)
    return rows[sound] | {"deal_id": here.profile.deal_pattern.format(number), "_faulty": True}


def _is_whole(row: Row) -> bool:
    return isinstance(row.get("closed_at"), date) and isinstance(row.get("created_at"), date)


def closed_before_created(rows: list[Row], here: Here) -> list[Row]:
    """Add a deal that closed before it was created."""
    row = _extra_deal(rows, here, _is_whole)
    created = row["created_at"]
    assert isinstance(created, date)
    return _inserted(rows, row | {"closed_at": created - timedelta(days=here.draws.whole(2, 60))}, here.draws)


def won_without_close(rows: list[Row], here: Here) -> list[Row]:
    """Add a won deal without a close date."""
    row = _extra_deal(rows, here, lambda row: _is_whole(row) and row["status"] == "won")
    return _inserted(rows, row | {"closed_at": None}, here.draws)


def unmapped_status(rows: list[Row], here: Here) -> list[Row]:
    """Add a deal with a status word that nobody has explained."""
    return _inserted(rows, _extra_deal(rows, here, _is_whole) | {"status": "Parked?"}, here.draws)


def unreadable_created(rows: list[Row], here: Here) -> list[Row]:
    """Add a deal with a day that does not exist."""
    row = _extra_deal(rows, here, _is_whole)
    look = look_of(here.profile.texts["workspace.toml"], "deals")
    impossible = date(2025, 2, 28).strftime(look.dates).replace("28", "31")
    return _inserted(rows, row | {"created_at": impossible}, here.draws)


def duplicate(rows: list[Row], here: Here) -> list[Row]:
    """Add a row once more, further down."""
    place = _where(rows, lambda row: "_twice" not in row and "_faulty" not in row, here.draws)
    twice = rows[place] | {"_twice": True}
    return _inserted(_changed(rows, place, _twice=True), twice, here.draws)


def unknown_account(rows: list[Row], here: Here) -> list[Row]:
    """Let a deal point to an account that no file holds."""
    place = _where(rows, lambda row: row.get("account_id") and "_twice" not in row, here.draws)
    return _changed(rows, place, account_id=here.profile.account_pattern.format(9000 + here.draws.whole(1, 900)))


def no_account(rows: list[Row], here: Here) -> list[Row]:
    """Let an open or lost deal have neither account nor segment."""
    place = _where(
        rows, lambda row: row["status"] != "won" and row.get("account_id") and "_twice" not in row, here.draws
    )
    return _changed(rows, place, account_id=None, segment=None)


def no_segment(rows: list[Row], here: Here) -> list[Row]:
    """Let a deal have an account, but no segment of its own."""
    return _changed(
        rows, _where(rows, lambda row: row.get("segment") and "_twice" not in row, here.draws), segment=None
    )


def _month_before_first(rows: list[Row], here: Here) -> Row:
    """Return a bill for the month before a customer's first, a month that no other row has."""
    seen: dict[object, Row] = {}
    for row in rows:
        seen.setdefault(row["customer_id"], row)
    start = month_number(here.profile.history_from)
    able = [row for row in seen.values() if isinstance(row["month"], date) and month_number(row["month"]) > start + 1]
    chosen = here.draws.pick(able)
    assert isinstance(chosen["month"], date)
    return chosen | {"month": first_day(month_number(chosen["month"]) - 1), "_faulty": True}


def negative_mrr(rows: list[Row], here: Here) -> list[Row]:
    """Add a bill below zero."""
    return _inserted(rows, _month_before_first(rows, here) | {"mrr": -50.0}, here.draws)


def unreadable_mrr(rows: list[Row], here: Here) -> list[Row]:
    """Add a bill whose amount is a word."""
    return _inserted(rows, _month_before_first(rows, here) | {"mrr": "tbc"}, here.draws)


def mid_month(rows: list[Row], here: Here) -> list[Row]:
    """Let a bill carry the fifteenth of its month."""
    place = _where(
        rows, lambda row: isinstance(row["month"], date) and row["month"].day == 1 and "_twice" not in row, here.draws
    )
    month = rows[place]["month"]
    assert isinstance(month, date)
    return _changed(rows, place, month=month.replace(day=15))


def unreadable_employees(rows: list[Row], here: Here) -> list[Row]:
    """Let a head count be a phrase."""
    place = _where(rows, lambda row: isinstance(row.get("employees"), int) and "_twice" not in row, here.draws)
    return _changed(rows, place, employees=f"ca. {rows[place]['employees']}")


def unknown_parent(rows: list[Row], here: Here) -> list[Row]:
    """Let a customer belong to a firm that no file holds."""
    place = _where(
        rows, lambda row: not row.get("parent_id") and row.get("start_date") and "_twice" not in row, here.draws
    )
    return _changed(rows, place, parent_id=here.profile.account_pattern.format(9950 + here.draws.whole(1, 40)))


def pays_after_leaving(rows: list[Row], here: Here) -> list[Row]:
    """Let a customer's last day be two months before its last bill."""
    place = _where(rows, lambda row: isinstance(row.get("end_date"), date) and "_twice" not in row, here.draws)
    end = rows[place]["end_date"]
    assert isinstance(end, date)
    return _changed(rows, place, end_date=max(end - timedelta(days=61), rows[place]["start_date"]))  # type: ignore[type-var]


def not_month_end(rows: list[Row], here: Here) -> list[Row]:
    """Let a past month of finance carry its first day."""
    place = _where(rows, lambda row: row.get("cash") is not None, here.draws)
    month = rows[place]["month"]
    assert isinstance(month, date)
    return _changed(rows, place, month=month.replace(day=1))


def blank(rows: list[Row], here: Here) -> list[Row]:
    """Add a row without anything in it."""
    return _inserted(rows, {}, here.draws)


BLEMISHES: dict[str, Blemish] = {
    function.__name__: function
    for function in (
        closed_before_created, won_without_close, unmapped_status, unreadable_created, duplicate, unknown_account,
        no_account, no_segment, negative_mrr, unreadable_mrr, mid_month, unreadable_employees, unknown_parent,
        pays_after_leaving, not_month_end, blank,
    )
}  # fmt: skip
