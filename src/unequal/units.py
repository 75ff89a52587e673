"""One unit into another; the only file that holds such factors."""

from __future__ import annotations

DAYS_PER_MONTH = 30.4375  # 365.25 / 12
MONTHS_PER_YEAR = 12
HOURS_PER_FTE_MONTH = 173.33  # 40 hours * 52 weeks / 12


def months(days: float) -> float:
    """Return days as months of 30.4375 days.

    >>> months(365.25)
    12.0
    """
    return days / DAYS_PER_MONTH


def days(months: float) -> float:
    """Return months of 30.4375 days as days.

    >>> days(12)
    365.25
    """
    return months * DAYS_PER_MONTH


def annual_from_monthly_rate(rate: float) -> float:
    """Return the yearly equal of a monthly rate of leaving, by compounding.

    >>> round(annual_from_monthly_rate(0.05), 3)
    0.46
    """
    return 1 - (1 - rate) ** MONTHS_PER_YEAR


def monthly_from_annual_rate(rate: float) -> float:
    """Return the monthly equal of a yearly rate of leaving, by compounding.

    >>> round(monthly_from_annual_rate(0.46), 3)
    0.05
    """
    return 1 - (1 - rate) ** (1 / MONTHS_PER_YEAR)
