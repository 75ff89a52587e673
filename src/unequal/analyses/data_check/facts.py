"""What was read, what was set aside, and the habits of this data that would bend a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from unequal.customers import channel, end_users
from unequal.customers.roles import by_role, linked, mixing, role_hints, roles_apart
from unequal.economics.cycle import durations
from unequal.economics.late_entry import LateEntryHint, late_entry_hint
from unequal.economics.zombies import zombies
from unequal.segments.labels import unknown_by_status
from unequal.segments.spellings import spelled
from unequal.workbook import Inputs, Missing

from .knobs import Knobs

SILENT, SAID = "silent", "said"
COUNTS = ("read", "used", "set_aside", "duplicates", "after_as_of", "blank")


@dataclass(frozen=True, slots=True, kw_only=True)
class DealHabits:
    """How the deals were kept.

    Attributes:
        deals: Deals known on the day.
        open_deals: Of these, open.
        timed_open: Of these, with a start date, whose clock runs.
        without_clock: Deals without a start date.
        without_account: Open deals without an account that can be found.
        dead: Open deals older than almost every closed one, or silent.
        dead_share: Of the open deals with a clock; nan without one.
        closed: Closed deals with a date.
        quarter_end_share: Of these, closed on the last day of a quarter; nan without one.
        silence: A silence of closes at the start of the file, None where there is none.
    """

    deals: int
    open_deals: int
    timed_open: int
    without_clock: int
    without_account: int
    dead: int
    dead_share: float
    closed: int
    quarter_end_share: float
    silence: LateEntryHint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the data check found.

    Attributes:
        tables: table, file, read, used, set_aside, duplicates, after_as_of, blank; one row a table.
        problems: table, code, fate, where, says, mend, rows; one row a kind of problem.
        rows_read, rows_set_aside: Over all tables; duplicates are not in the second.
        scheme, scheme_why, scheme_rule: The grouping in force, why another than asked for, and its rule in words.
        unknown: status, deals, unknown, share; one row a status. Empty without deals.
        roles: role, customers, share; one row a role, ``not said`` last. Empty without customers.
        hints: customer_id, name, hint, times, looks_like: customers without a role who look like partners.
        look_like: looks_like, customers, by_links: of these, how many look like each role.
        mixed: ``silent`` where a link gives away partners without a role, ``said`` where partners are said, else empty.
        mixing: figure, pooled, apart, low, high, change, n_pooled, n_apart: what pooling them with end users changes.
        partners: Customers that `mixed` is about.
        spellings: name, spellings, different, rows, slip_of: stated segments that differ in spelling alone.
        segments_stated: Different words for a segment, as they stand.
        families: Customers counted by parent; 0 without customers.
        customers: Customers as they stand.
        habits: How the deals were kept; None without deals.
        complete_from: The day from which lost deals are recorded, as the workspace says; None where it does not.
    """

    tables: pd.DataFrame
    problems: pd.DataFrame
    rows_read: int
    rows_set_aside: int
    scheme: str
    scheme_why: str
    scheme_rule: str
    unknown: pd.DataFrame
    roles: pd.DataFrame
    hints: pd.DataFrame
    look_like: pd.DataFrame
    mixed: str
    mixing: pd.DataFrame
    partners: int
    spellings: pd.DataFrame
    segments_stated: int
    families: int
    customers: int
    habits: DealHabits | None
    complete_from: date | None


def missing(inputs: Inputs, _knobs: Knobs) -> Missing | None:
    """Without any table there is nothing to check."""
    return None if inputs.tables.names else Missing(says="missing", unlock="unlock")


def compute(inputs: Inputs, knobs: Knobs) -> Facts:
    """Count rows, problems, roles and habits."""
    counts = _counts(inputs)
    deals = inputs.tables.get("deals")
    view = inputs.customers
    hints = role_hints(view, deals)
    mixed = SILENT if linked(hints) else SAID if len(channel(view)) else ""
    stated = _stated(view, deals)
    spellings = spelled(stated)
    return Facts(
        tables=counts,
        problems=_problems(inputs),
        rows_read=int(counts["read"].sum()),
        rows_set_aside=int(counts["set_aside"].sum()),
        scheme=inputs.labels.scheme_used,
        scheme_why=inputs.labels.why,
        scheme_rule=inputs.labels.rule_text,
        unknown=_unknown(inputs, deals),
        roles=_roles(view),
        hints=hints,
        look_like=by_role(hints),
        mixed=mixed,
        mixing=_mixing(inputs, mixed, hints),
        partners=len(linked(hints)) if mixed == SILENT else len(channel(view)),
        spellings=spellings,
        segments_stated=int(stated.nunique()),
        families=int(view["group_id"].nunique()),
        customers=len(view),
        habits=None if deals is None else _habits(inputs, deals, knobs),
        complete_from=inputs.workspace.deals_complete_from,
    )


def _mixing(inputs: Inputs, mixed: str, hints: pd.DataFrame) -> pd.DataFrame:
    """Compare what is pooled now, or would be, with end users alone."""
    view = inputs.customers
    pooled = {SILENT: end_users(view), SAID: view}.get(mixed, view.head(0))
    return mixing(pooled, roles_apart(pooled, hints), inputs.tables, inputs.as_of)


def _stated(view: pd.DataFrame, deals: pd.DataFrame | None) -> pd.Series:
    """Return every segment that a row states."""
    of_deals = deals["segment"] if deals is not None else pd.Series(dtype="str")
    return pd.concat([view["segment"], of_deals], ignore_index=True).dropna()


def _counts(inputs: Inputs) -> pd.DataFrame:
    sources = inputs.workspace.sources
    rows = [
        {"table": name, "file": sources[name].shown_as, **{key: getattr(count, key) for key in COUNTS}}
        for name, count in sorted(inputs.tables.counts.items())
    ]
    return pd.DataFrame(rows, columns=["table", "file", *COUNTS])


def _problems(inputs: Inputs) -> pd.DataFrame:
    rows = [
        {
            "table": one.table,
            "code": one.code,
            "fate": one.fate,
            "where": one.where() or one.table or "",
            "says": one.says,
            "mend": one.mend,
            "rows": one.count,
        }
        for one in inputs.tables.problems
    ]
    return pd.DataFrame(rows, columns=["table", "code", "fate", "where", "says", "mend", "rows"])


def _unknown(inputs: Inputs, deals: pd.DataFrame | None) -> pd.DataFrame:
    if deals is None:
        return pd.DataFrame(columns=["status", "deals", "unknown", "share"])
    return unknown_by_status(inputs.labels, deals)


def _roles(view: pd.DataFrame) -> pd.DataFrame:
    counts = view["role"].fillna("not said").value_counts()
    order = sorted(counts.index, key=lambda role: (role == "not said", -counts[role], role))
    return pd.DataFrame(
        {
            "role": order,
            "customers": [int(counts[role]) for role in order],
            "share": [counts[role] / len(view) for role in order],
        }
    )


def _habits(inputs: Inputs, deals: pd.DataFrame, knobs: Knobs) -> DealHabits:
    clocks = durations(deals, inputs.as_of, inputs.workspace.deals_complete_from, segments=inputs.labels.deals)
    dead = zombies(clocks, silent_days=knobs.silent_days)
    closed = deals.loc[deals["status"].ne("open"), "closed_at"].dropna()
    is_open = deals["status"].eq("open")
    return DealHabits(
        deals=len(deals),
        open_deals=int(is_open.sum()),
        timed_open=dead.open_deals,
        without_clock=int(deals["created_at"].isna().sum()),
        without_account=int((is_open & deals["account_id"].isna()).sum()),
        dead=len(dead.frame),
        dead_share=dead.share,
        closed=len(closed),
        quarter_end_share=float(closed.dt.is_quarter_end.mean()) if len(closed) else float("nan"),
        silence=late_entry_hint(deals, inputs.as_of),
    )
