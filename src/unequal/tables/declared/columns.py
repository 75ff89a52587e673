"""Columns in one line each, for the declarations beside this file."""

from __future__ import annotations

from unequal.tables.spec import Column, Kind

GRADES = ("E1", "E2", "E3", "E4", "E5")
CUSTOMER = "customers.customer_id"
SEGMENT = "segments.segment"


def identity(name: str, says: str, *, required: bool = False, references: tuple[str, ...] = ()) -> Column:
    """Return a column of ids, which stay letter for letter."""
    return Column(name=name, kind=Kind.ID, says=says, required=required, references=references)


def text(name: str, says: str, *, required: bool = False) -> Column:
    """Return a column of free text."""
    return Column(name=name, kind=Kind.TEXT, says=says, required=required)


def number(
    name: str, says: str, *, required: bool = False, low: float | None = None, high: float | None = None
) -> Column:
    """Return a column of plain numbers."""
    return Column(name=name, kind=Kind.NUMBER, says=says, required=required, low=low, high=high)


def count(name: str, says: str, *, required: bool = False, high: float | None = None) -> Column:
    """Return a column of counts, which are never negative."""
    return Column(name=name, kind=Kind.COUNT, says=says, required=required, low=0, high=high)


def money(name: str, says: str, *, required: bool = False, low: float | None = None) -> Column:
    """Return a column of money, in the row's currency until it is loaded."""
    return Column(name=name, kind=Kind.MONEY, says=says, required=required, low=low)


def share(name: str, says: str, *, low: float | None = 0, high: float | None = 1) -> Column:
    """Return a column of shares: 0.25, or 25 % in the file."""
    return Column(name=name, kind=Kind.SHARE, says=says, low=low, high=high)


def day(name: str, says: str, *, required: bool = False) -> Column:
    """Return a column of days."""
    return Column(name=name, kind=Kind.DATE, says=says, required=required)


def month(name: str, says: str, *, required: bool = True) -> Column:
    """Return a column of months, each as its first day."""
    return Column(name=name, kind=Kind.MONTH_START, says=says, required=required)


def yes_no(name: str, says: str, *, required: bool = False) -> Column:
    """Return a column of yes and no."""
    return Column(name=name, kind=Kind.BOOLEAN, says=says, required=required)


def choice(name: str, says: str, allowed: tuple[str, ...], *, required: bool = False) -> Column:
    """Return a column of words out of a list."""
    return Column(name=name, kind=Kind.CHOICE, says=says, allowed=allowed, required=required)


def segment(says: str = "The customer group that the row is about.", *, required: bool = True) -> Column:
    """Return the column that names a segment."""
    return Column(
        name="segment",
        kind=Kind.TEXT,
        says=says,
        required=required,
        references=(SEGMENT,),
        keep_unresolved=True,  # labels need not be typed by hand in the table segments
    )


def grade(says: str = "How good the source is: E1 own data … E5 a guess.") -> Column:
    """Return the column that grades evidence."""
    return choice("grade", says, GRADES)


def currency() -> Column:
    """Return the column that names a row's currency."""
    return text("currency", "ISO 4217 code of the row's money; missing: the workspace's currency.")
