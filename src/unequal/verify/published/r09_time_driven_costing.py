"""What an order, a complaint and a credit check cost, and what the hours cost that nobody used."""

from __future__ import annotations

from datetime import date

import pandas as pd

from unequal.customers.service_cost import ServiceCost, service_cost
from unequal.verify.figures import Published, published

MONTH, DAY = pd.Timestamp("2026-06-01"), date(2026, 6, 30)
CAPACITY, COST = 700_000, 560_000
JOBS = {"orders": (40, 9_800), "complaints": (220, 280), "credit checks": (250, 500)}
NAN = float("nan")


def _cost() -> ServiceCost:
    pools = pd.DataFrame(
        {"pool": ["service"], "month": [MONTH], "cost": [float(COST)], "fte": [NAN], "skill": ["service"],
         "driver": ["hours"], "capacity_hours": [CAPACITY / 60 / 0.8]}
    )  # fmt: skip
    work = pd.DataFrame(
        [(name, MONTH, "service", NAN, float(minutes * jobs), "call") for name, (minutes, jobs) in JOBS.items()],
        columns=["customer_id", "date", "skill", "hours", "minutes", "kind"],
    )
    there = pd.DataFrame({"months": 1.0, "revenue": 0.0}, index=pd.Index(list(JOBS)))
    return service_cost(there, {"activities": work, "cost_pools": pools}, DAY, months=1)


def reproduce() -> Published:
    """Return cost of each job and in all, and the capacity that is idle."""
    found = _cost()
    pool = found.pools.iloc[0]
    printed = {"orders": ("32", "313,600"), "complaints": ("176", "49,280"), "credit checks": ("200", "100,000")}
    each = [
        figure
        for name, (one, of_all) in printed.items()
        for figure in (
            published(f"{name}, each", one, found.total[name] / JOBS[name][1]),
            published(f"{name}, all", of_all, found.total[name]),
        )
    ]
    return Published(
        code="R9",
        title="Time-driven costing of a service department: cost of each job, and idle capacity apart",
        source="Kaplan and Anderson, Time-Driven Activity-Based Costing, Harvard Business Review 82(11), 2004",
        figures=(
            published("a minute of practical capacity", "0.80", pool["rate"] / 60),
            *each,
            published("minutes used", "578,600", 60 * pool["used_hours"]),
            published("cost of what was used", "462,880", float(found.total.sum())),
            published("capacity used, %", "82.7", 100 * pool["use"]),
            published("minutes not used", "121,400", 60 * pool["idle_hours"]),
            published("cost of what was not used", "97,120", pool["idle_cost"]),
        ),
    )
