"""What was known on a day: the tables as they would have been exported then, as far as their dates tell.

A deal closed later is open, a customer who left later is active, a row dated later is not there. With it a past day is
a backtest, and no analysis has code of its own for that.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.errors import Problem
from unequal.tables.collection import TableCount, Tables
from unequal.tables.declared import TABLES
from unequal.tables.problem_codes import found
from unequal.tables.typing.dates import day_of, settled, take_apart

Later = Callable[[pd.DataFrame, pd.Timestamp], "NDArray[np.bool_]"]


def as_known_on(tables: Tables, as_of: dt.date) -> Tables:
    """Return the tables as they were known at the end of a day.

    Rows dated later are taken out and counted in ``after_as_of``. Deals closed later are open again, without the
    reason they were lost for; stage and expected close go back to what the history says. Customers who ended later
    are active; contacts made later have no outcome yet. Plans stay: ``expected_close``, ``contracts.end``, and
    ``finance`` months without cash.

    Args:
        tables: Loaded tables.
        as_of: The day; what is dated on it is known.
    """
    day = pd.Timestamp(as_of)
    history = tables.get("deal_history")
    frames: dict[str, pd.DataFrame] = {}
    counts: dict[str, TableCount] = dict(tables.counts)
    told: list[Problem] = []
    for name in tables.names:
        frame = tables[name]
        later = _later(name, frame, day)
        number = int(later.sum())
        known = frame[~later].reset_index(drop=True) if number else frame
        frames[name] = _as_it_was(name, known, day, history)
        if number:
            counts[name] = _moved(counts.get(name), frame, number)
            says = f"{number} row{'s are' if number != 1 else ' is'} dated after {as_of.isoformat()}"
            told.append(found("after-as-of", says, table=name, count=number))
    return replace(tables, frames=frames, counts=counts, problems=(*tables.problems, *told))


def _moved(count: TableCount | None, frame: pd.DataFrame, number: int) -> TableCount:
    count = count or TableCount(read=len(frame), used=len(frame))
    return replace(count, used=count.used - number, after_as_of=count.after_as_of + number)


def _later(name: str, frame: pd.DataFrame, day: pd.Timestamp) -> NDArray[np.bool_]:
    """Return which rows were not known on the day."""
    if name in SPECIAL:
        return SPECIAL[name](frame, day)
    column = TABLES[name].known_by if name in TABLES else ""
    return (frame[column] > day).to_numpy() if column else np.zeros(len(frame), dtype=bool)


def _later_deals(frame: pd.DataFrame, day: pd.Timestamp) -> NDArray[np.bool_]:
    return ((frame["created_at"] > day) | (frame["entered_at"] > day)).to_numpy()


def _later_cash(frame: pd.DataFrame, day: pd.Timestamp) -> NDArray[np.bool_]:
    return ((frame["month"] > day) & frame["cash"].notna()).to_numpy()


def _later_years(frame: pd.DataFrame, day: pd.Timestamp) -> NDArray[np.bool_]:
    return (frame["year"] > day.year).to_numpy()


def _later_periods(frame: pd.DataFrame, day: pd.Timestamp) -> NDArray[np.bool_]:
    starts = [_period_start(str(label)) for label in frame["period"]]
    return np.array([start is not None and pd.Timestamp(start) > day for start in starts], dtype=bool)


def _period_start(label: str) -> dt.date | None:
    """Return the first day of a period such as 2026, 2026-03, 2026-Q2 or 2026-03-15; None for any other label."""
    match = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?", label.strip())
    if not match:
        return None
    month = int(match[2]) * 3 - 2 if match[2] else int(match[3] or 1)
    try:
        return dt.date(int(match[1]), month, int(match[4] or 1))
    except ValueError:
        return None


SPECIAL: Mapping[str, Later] = {
    "deals": _later_deals,
    "finance": _later_cash,
    "market": _later_years,
    "funnel": _later_periods,
}


def _as_it_was(name: str, frame: pd.DataFrame, day: pd.Timestamp, history: pd.DataFrame | None) -> pd.DataFrame:
    """Return rows that were known, with the cells as they stood on the day."""
    if name == "customers":
        return frame.assign(end_date=frame["end_date"].mask(frame["end_date"] > day))
    if name == "prospects":
        later = frame["contacted_at"] > day
        return frame.assign(contacted_at=frame["contacted_at"].mask(later), outcome=frame["outcome"].mask(later))
    return _open_again(frame, day, history) if name == "deals" else frame


def _open_again(deals: pd.DataFrame, day: pd.Timestamp, history: pd.DataFrame | None) -> pd.DataFrame:
    later = deals["closed_at"] > day
    known = deals.assign(
        status=deals["status"].mask(later, "open"),
        closed_at=deals["closed_at"].mask(later),
        lost_reason=deals["lost_reason"].mask(later),
        last_activity_at=deals["last_activity_at"].mask(deals["last_activity_at"] > day),
    )
    if history is None:
        return known
    ids = known["deal_id"]
    stages, closes = _before(history, "stage", day), _before(history, "expected_close", day)
    stage = ids.map(stages).astype("str")
    close = ids.map({deal: _day(text) for deal, text in closes.items()}).astype("datetime64[ns]")
    return known.assign(
        stage=known["stage"].where(~ids.isin(list(stages)), stage),
        expected_close=known["expected_close"].where(~ids.isin(list(closes)), close),
    )


def _before(history: pd.DataFrame, field: str, day: pd.Timestamp) -> dict[str, object]:
    """Return, for each deal with a later change of the field, what stood there before the first of them."""
    later = history[(history["field"] == field) & (history["changed_at"] > day)]
    first = later.sort_values("changed_at", kind="stable").drop_duplicates("deal_id")
    return dict(zip(first["deal_id"], first["old"], strict=True))


def _day(text: object) -> pd.Timestamp | None:
    """Return a day that stands in a text, None where it cannot be told: a later plan must not shine through."""
    written = settled(take_apart(text), None) if isinstance(text, str) else None
    day = day_of(written) if written and written.form == "day" else None
    return pd.Timestamp(day) if day else None
