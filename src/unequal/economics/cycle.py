"""From deals to clocks: how long each deal has lasted, how it ended, and since when we have seen it.

Three sorts of deals would bend a cycle if they were taken as they are: the open ones (their clock still runs), those
that came into view late (they were seen only because they lasted), and those whose clock nobody started. The first two
are kept and marked, the third is left out and counted.

Source: statistics of censored, truncated durations as in J. Klein and M. Moeschberger, Survival Analysis (2003), ch. 3.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from unequal.errors import InputError
from unequal.units import DAYS_PER_MONTH

from .clocks import HALF_A_DAY, DealClocks

ENDED = {"won": "won", "lost": "lost", "no_decision": "lost"}
NO_CLOCK = "no clock"
NOT_YET = "created after as_of"
NO_CLOSE = "closed without a day"
BACKWARDS = "closed before created"
TOO_EARLY = "closed before the export is complete"
UNSEEN = "not in view before its end"
OF_PARTNER = "of a partner"
UNLABELLED = "unknown"

TEXTS = ("deal_id", "account_id", "segment", "owner", "status")
DATES = ("created_at", "closed_at", "entered_at", "last_activity_at")


def durations(
    deals: pd.DataFrame,
    as_of: date,
    complete_from: date | None = None,
    *,
    segments: pd.Series | None = None,
    starts: pd.DataFrame | None = None,
    apart: Collection[str] = (),
) -> DealClocks:
    """Start and stop the clock of every deal.

    A deal closed on `as_of` counts as closed, one closed after it as open. A close on the day of creation is at half a
    day. A deal is in view from the latest of its creation, `entered_at` and `complete_from`; its clock may start
    earlier, with a meeting, or later, with a stage.

    Args:
        deals: The deals table.
        as_of: The day from which it is looked.
        complete_from: First day from which lost deals were recorded; deals closed before it are left out.
        segments: Segment by deal_id; None takes the column `segment` as it stands.
        starts: Day on which each clock starts, as `clock_starts` gives them; None starts it with the deal.
        apart: Accounts that resell, integrate, distribute or refer; a deal with one of them is no end user's, and left
            out. One sold through them to an end user stays.

    Raises:
        InputError: `complete_from` lies after `as_of`.

    >>> rows = pd.DataFrame({"deal_id": ["a", "b"], "status": ["won", "open"], "closed_at": ["2026-03-02", None],
    ...                      "created_at": ["2026-03-01", "2026-06-30"]}).astype({"created_at": "datetime64[ns]",
    ...                                                                           "closed_at": "datetime64[ns]"})
    >>> durations(rows, date(2026, 6, 30)).frame[["outcome", "days"]].to_dict("list")
    {'outcome': ['won', 'open'], 'days': [1.0, 0.5]}
    """
    if complete_from is not None and complete_from > as_of:
        raise InputError(
            f"deals_complete_from ({complete_from}) lies after as_of ({as_of}).",
            mend="Give the first day from which lost deals were recorded, on or before as_of.",
        )
    moment = pd.Timestamp(as_of)
    timed = _timed(_started(_labelled(deals, segments), starts), moment, complete_from)
    reason = _reason(timed, moment, complete_from)
    reason = reason.mask(timed["account_id"].isin(list(apart)), OF_PARTNER)
    kept = timed[reason.isna()]
    same_day = kept["days"].eq(0)
    days = kept["days"].mask(same_day, HALF_A_DAY)
    frame = kept.assign(days=days, months=days / DAYS_PER_MONTH, entry_months=kept["entry_days"] / DAYS_PER_MONTH)
    return DealClocks(
        frame=frame.drop(columns=["status", "absent"]).reset_index(drop=True),
        left_out=timed.assign(reason=reason)[["deal_id", "segment", "reason", "outcome"]].dropna(subset="reason"),
        as_of=as_of,
        complete_from=complete_from,
        same_day=int(same_day.sum()),
    )


def _labelled(deals: pd.DataFrame, segments: pd.Series | None) -> pd.DataFrame:
    rows = deals.reindex(columns=[*TEXTS, "acv", *DATES]).reset_index(drop=True)
    kinds = {**dict.fromkeys(TEXTS, "str"), "acv": "float64", **dict.fromkeys(DATES, "datetime64[ns]")}
    typed = rows.astype(kinds)
    stated = typed["segment"] if segments is None else typed["deal_id"].map(segments).astype("str")
    return typed.assign(segment=stated.fillna(UNLABELLED))


def _started(rows: pd.DataFrame, starts: pd.DataFrame | None) -> pd.DataFrame:
    """Return the deals with the day on which each clock starts, and why one has none."""
    if starts is None:
        return rows.assign(started_at=rows["created_at"], absent=None)
    return rows.assign(**{name: rows["deal_id"].map(starts[name]) for name in ("started_at", "absent")})


def _timed(rows: pd.DataFrame, moment: pd.Timestamp, complete_from: date | None) -> pd.DataFrame:
    closed = rows["status"].isin(list(ENDED)) & ~(rows["closed_at"] > moment)
    end = rows["closed_at"].where(closed, moment)
    days = (end - rows["started_at"]).dt.days.astype("float64")
    seen = pd.DataFrame({name: _days_on_clock(rows, rows[f"{name}_at"]) for name in ("created", "entered")})
    if complete_from is not None:
        seen["complete"] = _days_on_clock(rows, pd.Timestamp(complete_from))
    return rows.drop(columns=["entered_at"]).assign(
        outcome=rows["status"].map(ENDED).where(closed, "open").astype("str"),
        closed_at=rows["closed_at"].where(closed),
        days=days,
        entry_days=seen.max(axis=1).fillna(0.0).clip(lower=0.0),
    )


def _days_on_clock(rows: pd.DataFrame, moment: pd.Series | pd.Timestamp) -> pd.Series:
    days = pd.to_datetime(moment) - rows["started_at"]
    return days.dt.days.astype("float64")


def _reason(timed: pd.DataFrame, moment: pd.Timestamp, complete_from: date | None) -> pd.Series:
    """Return why a deal has no part in durations, missing where it has one; the first reason that holds.

    An open deal that came into view just now has nothing to teach yet (the statistics leave it out), but it can be won.
    """
    ended = timed["outcome"] != "open"
    since = pd.Timestamp.min if complete_from is None else pd.Timestamp(complete_from)
    reasons = {
        UNSEEN: ended & timed["entry_days"].gt(0) & timed["entry_days"].ge(timed["days"]),
        TOO_EARLY: ended & timed["closed_at"].lt(since),
        BACKWARDS: timed["closed_at"] < timed["created_at"],
        NO_CLOSE: ended & timed["closed_at"].isna(),
        NOT_YET: timed["created_at"] > moment,
        NO_CLOCK: timed["started_at"].isna() & timed["absent"].isna(),
    }
    reason = timed["absent"].astype("str")
    for words, holds in reasons.items():  # the last one written is the first reason
        reason = reason.mask(holds, words)
    return reason
