"""The tables of a simulated company, in memory and as a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from unequal.economics.tiers import Tier
from unequal.tables import Tables
from unequal.tables.declared import TABLES
from unequal.tables.typing.frame import empty_column

from .months import last_day, month_number
from .seen_deals import SeenDeals
from .simulated import ACV, AS_OF, RAISE_MONTHS, RESERVE_MONTHS, Company
from .simulated_traps import Traps, plan_text

PAST_MONTHS, PLANNED_MONTHS = 12, 36
SILENT_AFTER_DAYS = 45  # on the clock of a deal that never ends; nobody has touched it since
ARR_SHARE = 0.7, 0.15  # of the plan: the target's, each other segment's

SETTINGS = """\
# Simulated: its truth is known. See `unequal.samples.simulated`.
name = "Simulated {number}"
as_of = {as_of}
currency = "EUR"
locale = "en_GB"
{complete}
[segments]
scheme = "column"

[plan]
target_segment = "{target}"
raise_months = {raising:g}
reserve_months = {reserve:g}
wins_needed = {wins}
new_deals_per_month = {new:g}
{scalars}{shares}"""


def tables_of(company: Company, traps: Traps | None = None) -> Tables:
    """Return the tables as they would be read: all declared columns, typed."""
    rows = _rows(company, traps)
    return Tables(frames={name: _declared(name, rows[name]) for name in TABLES if name in rows})


def write(company: Company, folder: str | Path, traps: Traps | None = None) -> Path:
    """Write a company as a workspace and return its folder; the same company gives the same bytes.

    Args:
        company: From `simulated`.
        folder: Gets `<slug>/workspace.toml` and `<slug>/data/`.
        traps: From `traps_of`; None writes deals and finance only.
    """
    home = Path(folder, company.slug)
    (home / "data").mkdir(parents=True, exist_ok=True)
    (home / "workspace.toml").write_text(settings(company, traps), encoding="utf-8")
    for name, rows in _rows(company, traps).items():
        text = rows.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n")
        (home / "data" / f"{name}.csv").write_bytes(text.encode())
    return home


def settings(company: Company, traps: Traps | None = None) -> str:
    """Return the text of `workspace.toml`."""
    scalars, plans = plan_text(traps) if traps else ("", "")
    plan, complete = company.plan, company.view.complete_days
    since = "" if complete is None else f"deals_complete_from = {AS_OF - timedelta(days=complete)}\n"
    shares = "".join(
        f"\n[plan.segments.{name}]\narr_share = {ARR_SHARE[name != plan.target]}\n" for name in company.seen
    )
    return SETTINGS.format(
        number=company.number,
        as_of=AS_OF,
        complete=since,
        target=plan.target,
        raising=RAISE_MONTHS,
        reserve=RESERVE_MONTHS,
        wins=plan.wins_needed,
        new=plan.new_deals_per_month,
        scalars=scalars,
        shares=shares + plans,
    )


def _rows(company: Company, traps: Traps | None) -> Mapping[str, pd.DataFrame]:
    deals = [_deals(name, seen) for name, seen in company.seen.items()]
    more = traps.tables if traps else {}
    return {"deals": pd.concat(deals, ignore_index=True), "finance": _finance(company), **more}


def _deals(segment: str, seen: SeenDeals) -> pd.DataFrame:
    """Return the rows of a segment; a deal in which nobody believes any more has not been touched for long."""
    closed, entered = seen.closed, seen.entered
    status = np.select([seen.won, seen.no_decision, closed], ["won", "no_decision", "lost"], "open")
    touched = np.where(seen.dead, np.minimum(seen.lasted, SILENT_AFTER_DAYS), seen.lasted)
    return pd.DataFrame(
        {
            "deal_id": [f"{segment[0]}-{number:04d}" for number in range(1, seen.since.size + 1)],
            "segment": segment,
            "created_at": _day(-seen.since),
            "entered_at": _day(np.where(entered > 0, entered - seen.since, np.nan)),
            "closed_at": _day(np.where(closed, seen.lasted - seen.since, np.nan)),
            "status": status,
            "acv": ACV[Tier(segment)],
            "last_activity_at": _day(touched - seen.since),
        }
    )


def _day(from_as_of: np.ndarray) -> pd.Series:
    return pd.Series(pd.Timestamp(AS_OF) + pd.to_timedelta(from_as_of, unit="D")).astype("datetime64[ns]")


def _finance(company: Company) -> pd.DataFrame:
    """Return a flat past and a flat plan, so that the decision date that follows is the plan's."""
    plan, now = company.plan, month_number(AS_OF)
    months = np.arange(1 - PAST_MONTHS, PLANNED_MONTHS + 1)
    return pd.DataFrame(
        {
            "month": pd.to_datetime([last_day(now + int(month)) for month in months]).astype("datetime64[ns]"),
            "cash": np.where(months <= 0, plan.cash - plan.monthly_burn * months, np.nan),
            "fixed_cost": plan.monthly_burn,
            "committed_receipts": 0.0,
        }
    )


def _declared(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with every declared column, in the declared order and of the declared kind."""
    columns = {}
    for column in TABLES[name].columns:
        empty = empty_column(column, len(rows))
        columns[column.name] = rows[column.name].astype(empty.dtype) if column.name in rows else empty
    return pd.DataFrame(columns)
