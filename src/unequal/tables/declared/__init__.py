"""The declared tables: the one place where a table's columns, words, keys and rules stand.

    TABLES["deals"].column("status").allowed    # ("open", "won", "lost", "no_decision")

Split by subject; `docs/tables.md` is generated from this.
"""

from __future__ import annotations

from unequal.tables.spec import Column, Kind, RowRule, Table

from .customers import CUSTOMERS, PROSPECTS
from .market import DIRECTION, FUNNEL, MARKET, READINESS, SURVEY, USABILITY
from .money import BETS, CONTRACTS, FINANCE, ORDERS, REVENUE
from .sales import DEAL_HISTORY, DEALS
from .segments import COVERAGE, INTERVIEWS, SEGMENTS
from .service import ACTIVITIES, COST_POOLS, REQUESTS, USAGE

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        CUSTOMERS,
        REVENUE,
        ORDERS,
        CONTRACTS,
        DEALS,
        DEAL_HISTORY,
        ACTIVITIES,
        COST_POOLS,
        FINANCE,
        SEGMENTS,
        MARKET,
        READINESS,
        FUNNEL,
        USABILITY,
        COVERAGE,
        SURVEY,
        DIRECTION,
        USAGE,
        REQUESTS,
        BETS,
        PROSPECTS,
        INTERVIEWS,
    )
}

__all__ = ["TABLES", "Column", "Kind", "RowRule", "Table"]
