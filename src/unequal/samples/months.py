"""Months counted as whole numbers, so that no clock and no time zone is needed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def month_number(day: date) -> int:
    """Return the month of a day as a number that grows by one each month.

    >>> month_number(date(2026, 1, 31)) - month_number(date(2025, 12, 1))
    1
    """
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a numbered month.

    >>> first_day(month_number(date(2026, 6, 30)))
    datetime.date(2026, 6, 1)
    """
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """Return the last day of a numbered month.

    >>> last_day(month_number(date(2024, 2, 3)))
    datetime.date(2024, 2, 29)
    """
    year, index = divmod(month, 12)
    return date(year, index + 1, monthrange(year, index + 1)[1])
