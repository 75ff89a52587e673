"""A quarter of eight customers, and eight quarters of a margin, as the method's worked example has them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from unequal.customers.profit import customer_profit
from unequal.economics.whale import whale_curve, whale_shape
from unequal.stats.trend import trend
from unequal.verify.figures import Published, published

MONTH, DAY = pd.Timestamp("2026-06-01"), date(2026, 6, 30)
NAN = float("nan")
POOLS = (("support", 14_000.0, 520.0), ("csm", 15_000.0, 520.0), ("onboarding", 8_000.0, 260.0))
CUSTOMERS = {
    "C1": (30_000, 20, 30, 0, "22,413"), "C2": (24_000, 12, 20, 0, "18,176"), "C3": (18_000, 180, 60, 40, "6,155"),
    "C4": (12_000, 10, 10, 0, "8,987"), "C5": (9_000, 90, 90, 80, "-1,394"), "C6": (6_000, 4, 2, 0, "4,627"),
    "C7": (5_000, 220, 40, 30, "-4,149"), "C8": (3_000, 6, 4, 0, "2,104"),
}  # fmt: skip
MARGINS = (0.412, 0.405, 0.398, 0.371, 0.380, 0.352, 0.339, 0.330)
TICKET_HOURS, COGS = 0.75, 0.2


def tables() -> dict[str, pd.DataFrame]:
    """Return the quarter as tables."""
    work = [
        (name, MONTH, skill, hours, NAN, kind)
        for name, (_, tickets, success, onboarding, _) in CUSTOMERS.items()
        for skill, hours, kind in (
            ("support", TICKET_HOURS * tickets, "ticket"), ("csm", success, "call"),
            ("onboarding", onboarding, "onboarding"),
        )
        if hours
    ]  # fmt: skip
    bills = [(name, MONTH, row[0], NAN, COGS * row[0]) for name, row in CUSTOMERS.items()]
    pools = [(name, MONTH, cost, NAN, name, "hours", hours) for name, cost, hours in POOLS]
    return {
        "revenue": pd.DataFrame(bills, columns=["customer_id", "month", "mrr", "one_off", "direct_cogs"]),
        "activities": pd.DataFrame(work, columns=["customer_id", "date", "skill", "hours", "minutes", "kind"]),
        "cost_pools": pd.DataFrame(
            pools, columns=["pool", "month", "cost", "fte", "skill", "driver", "capacity_hours"]
        ),
    }


def reproduce() -> Published:
    """Return contributions, the peak of the curve, and the trend."""
    view = pd.DataFrame({"customer_id": list(CUSTOMERS), "start_date": pd.Timestamp("2020-01-01"), "end_date": pd.NaT})
    left = customer_profit(view, tables(), DAY, months=1).set_index("customer_id")["contribution"]
    shape = whale_shape(whale_curve(left))
    found = trend(MARGINS, level=0.95)
    line, median = found.least_squares, found.theil_sen
    return Published(
        code="CTS",
        title="Eight customers of a quarter after service, and eight quarters of a margin",
        source="worked by hand, and recomputed with statsmodels and scipy",
        figures=(
            *(published(f"{name} leaves", row[-1], left[name]) for name, row in CUSTOMERS.items()),
            published("all leave", "56,920", shape.total),
            published("peak, share of all", "1.0974", shape.peak_share),
            published("two of eight lose", "5,543", shape.lost),
            published("margin a quarter, least squares", "-0.012298", line.estimate),
            published("its low end, 95 %", "-0.015038", line.low),
            published("its high end, 95 %", "-0.009557", line.high),
            published("margin a quarter, Theil-Sen", "-0.012083", median.estimate),
        ),
    )
