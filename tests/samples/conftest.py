"""The committed files as a reader sees them: cells as text, under our names, faulty rows taken out by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pandas as pd
import pytest

from unequal.samples import PROFILES, find
from unequal.samples.look import look_of

AS_OF = pd.Timestamp(2026, 6, 30)
NUMBERS = ("mrr", "acv", "hours_sales", "cash", "fixed_cost", "variable_cost", "committed_receipts", "debt_service")
DAYS = ("created_at", "closed_at", "entered_at", "last_activity_at", "start_date", "end_date", "month", "start", "end")


@lru_cache
def _read(company: str, table: str) -> pd.DataFrame:
    look = look_of(PROFILES[company].texts["workspace.toml"], table)
    path = find(company) / "data" / f"{table}.csv"
    cells = pd.read_csv(path, sep=look.delimiter, dtype=str, keep_default_na=False)
    frame = cells.rename(columns={theirs: ours for ours, theirs in look.headers.items()})
    for column, words in look.words.items():
        frame[column] = frame[column].replace({their: our for our, theirs in words.items() for their in theirs})
    for column in filter(frame.columns.__contains__, NUMBERS):
        frame[column] = pd.to_numeric(frame[column].str.replace(look.decimal, "."), errors="coerce")
    for column in filter(frame.columns.__contains__, DAYS):
        frame[column] = pd.to_datetime(frame[column], format=look.dates, errors="coerce")
    return frame


@pytest.fixture(scope="session")
def exported() -> Callable[[str, str], pd.DataFrame]:
    """A table of a company with everything that is in the file."""
    return lambda company, table: _read(company, table).copy()


@pytest.fixture(scope="session")
def deals() -> Callable[[str], pd.DataFrame]:
    """The sound deals of a company as known on 30 June 2026, with `months` from creation to close."""

    def known(company: str) -> pd.DataFrame:
        rows = _read(company, "deals").drop_duplicates()
        rows = rows[rows["status"].isin(["open", "won", "lost", "no_decision"]) & rows["created_at"].notna()]
        rows = rows[(rows["closed_at"] >= rows["created_at"]) | (rows["status"] == "open")]
        rows = rows[rows["created_at"] <= AS_OF].copy()
        later = rows["closed_at"] > AS_OF
        rows.loc[later, "status"] = "open"
        rows.loc[later, "closed_at"] = pd.NaT
        return rows.assign(months=(rows["closed_at"] - rows["created_at"]).dt.days / 30.4375)

    return known


@pytest.fixture(scope="session")
def months_of_cash(exported: Callable[[str, str], pd.DataFrame]) -> Callable[..., float]:
    """Months until the planned path falls below zero; inf when it does not within the plan."""

    def months(company: str, table: str = "finance") -> float:
        finance = exported(company, table).fillna({"debt_service": 0})
        net = finance["committed_receipts"] - finance["fixed_cost"] - finance["variable_cost"] - finance["debt_service"]
        cash = finance["cash"].dropna().iloc[-1]
        for month, change in enumerate(net[finance["cash"].isna()]):
            if cash + change < 0:
                return month + cash / -change
            cash += change
        return float("inf")

    return months
