"""Who buys for others: customers without a role who look like partners, and what pooling the two would change.

A reseller's payment is not one customer's, its leaving is not one customer's churn, and its margin is after the share
that it keeps. So roles are never pooled; where nobody says who is what, the links between rows give some of them away.
"""

from __future__ import annotations

import math
import re
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import t as student

from unequal.units import MONTHS_PER_YEAR

from .leaving import churn_monthly
from .profit import customer_profit
from .view import TableLookup, end_users

OFTEN_REFERRED = 3  # customers who name the same one as the one that sent them (assumption)
MANY_CHILDREN = 5  # rows whose parent is this one (assumption)
FEWEST = 5  # customers; with fewer there is no mean to bend
LEVEL = 0.90
SOLD_THROUGH, LED, REFERRED, CHILDREN, NAME = "sold_through", "led_deals", "referred", "children", "name"
NAME_WORDS = {
    "distributor": r"distribut\w*|wholesal\w*|gro(?:ß|ss)handel\w*",
    "reseller": r"resell\w*|retail partner\w*|value.?added|var",
    "integrator": r"integrat(?:or|ors|ion|ions)|consult\w*|beratung\w*|implementation\w*|agency|agencies|agentur\w*",
    "partner": r"partners?|channel",
}
HINTS = ("customer_id", "name", "hint", "times", "looks_like")
MIXED = ("figure", "pooled", "apart", "low", "high", "change", "n_pooled", "n_apart")


def role_hints(view: pd.DataFrame, deals: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what gives customers without a role away as partners, a row a hint.

    Links weigh more than words: a word in a name alone is a hint and no proof, since partners in law are customers too.

    Args:
        view: The customer view.
        deals: The deals table, for `partner_id`.

    Returns:
        customer_id, name, hint (``sold_through``: others' via_partner_id names it; ``led_deals``: deals.partner_id
        does, on deals of others; ``referred``: three others or more were sent by it; ``children``: five rows or more
        have it as their parent; ``name``: a word in its name), times, looks_like (a role, or ``partner`` where only
        that is known).

    >>> rows = pd.DataFrame({"customer_id": ["p", "a", "b"], "name": ["Nordia", "A", "B"], "role": [None] * 3,
    ...                      "via_partner_id": [None, "p", "p"], "referred_by": [None] * 3, "parent_id": [None] * 3})
    >>> role_hints(rows)[["customer_id", "hint", "times"]].values.tolist()
    [['p', 'sold_through', 2]]
    """
    silent = view[view["role"].isna()]
    ids = silent["customer_id"]
    counted = {
        SOLD_THROUGH: (_named_by(ids, view, "via_partner_id"), 1, "reseller"),
        LED: (_led(ids, deals), 1, "partner"),
        REFERRED: (_named_by(ids, view, "referred_by"), OFTEN_REFERRED, "referrer"),
        CHILDREN: (_named_by(ids, view, "parent_id"), MANY_CHILDREN, "partner"),
    }
    parts = [
        _rows(silent, hint, times, times >= fewest, pd.Series(role, index=silent.index))
        for hint, (times, fewest, role) in counted.items()
    ]
    word = _by_word(silent["name"])
    parts.append(_rows(silent, NAME, pd.Series(1, index=silent.index), word.ne(""), word))
    found = pd.concat(parts, ignore_index=True)
    return found.sort_values(["customer_id", "hint"], kind="stable", ignore_index=True)


def by_role(hints: pd.DataFrame) -> pd.DataFrame:
    """Return how many customers look like each role: looks_like, customers, by_links (not by a word alone)."""
    one = _one_each(hints)
    made = one.groupby("looks_like", as_index=False).agg(customers=("customer_id", "size"), by_links=("by_link", "sum"))
    return made.sort_values(["customers", "looks_like"], ascending=[False, True], kind="stable", ignore_index=True)


def linked(hints: pd.DataFrame) -> list[str]:
    """Return the customers whom a link gives away, and not a word in the name alone."""
    return sorted(set(hints.loc[hints["hint"].ne(NAME), "customer_id"]))


def mixing(pooled: pd.DataFrame, apart: pd.DataFrame, tables: TableLookup, as_of: date) -> pd.DataFrame:
    """Return what pooling roles does to the figures that stand in headlines.

    Args:
        pooled: Rows of the customer view, all roles together.
        apart: Of these, end users alone.
        tables: For margins.
        as_of: The day from which it is looked.

    Returns:
        figure (``revenue`` a paying customer and year, ``churn`` a month, ``margin``), pooled, apart, low, high (90 %
        of the second), change (pooled over apart less 1; nan where either is not known or fewer than five stand behind
        it), n_pooled, n_apart (customers behind it).
    """
    made = [
        ("revenue", _revenue(pooled), _revenue(apart)),
        ("churn", _churn(pooled, as_of), _churn(apart, as_of)),
        ("margin", _margin(pooled, tables, as_of), _margin(apart, tables, as_of)),
    ]
    rows = [(name, both[0], own[0], own[1], own[2], _change(both, own), both[3], own[3]) for name, both, own in made]
    return pd.DataFrame(rows, columns=list(MIXED))


def roles_apart(view: pd.DataFrame, hints: pd.DataFrame) -> pd.DataFrame:
    """Return end users without those whom a link gives away as partners."""
    return (rows := end_users(view))[~rows["customer_id"].isin(linked(hints))]


Figure = tuple[float, float, float, int]  # estimate, low, high, customers behind it


def _change(both: Figure, own: Figure) -> float:
    known = min(both[3], own[3]) >= FEWEST and math.isfinite(both[0]) and own[0] > 0
    return both[0] / own[0] - 1 if known else math.nan


def _revenue(view: pd.DataFrame) -> Figure:
    paying = view.loc[view["mrr_now"] > 0, "mrr_now"].to_numpy(dtype=np.float64) * MONTHS_PER_YEAR
    return _mean(paying, np.ones_like(paying))


def _churn(view: pd.DataFrame, as_of: date) -> Figure:
    found = churn_monthly(view, as_of)
    return found.value, found.low, found.high, found.n


def _margin(view: pd.DataFrame, tables: TableLookup, as_of: date) -> Figure:
    rows = customer_profit(view, tables, as_of)
    known = rows[rows["gross_margin"].notna() & rows["revenue"].gt(0)]
    return _mean(known["gross_margin"].to_numpy(dtype=np.float64), known["revenue"].to_numpy(dtype=np.float64))


def _mean(amounts: np.ndarray, weights: np.ndarray) -> Figure:
    """Return a sum over a sum, with Student's interval of the linearised ratio."""
    n, total = len(amounts), float(weights.sum())
    if not total > 0:
        return math.nan, math.nan, math.nan, n
    ratio = float(amounts.sum()) / total
    if n < FEWEST:
        return ratio, math.nan, math.nan, n
    error = math.sqrt(n / (n - 1) * float(((amounts - ratio * weights) ** 2).sum())) / total
    far = float(student.ppf((1 + LEVEL) / 2, n - 1)) * error
    return ratio, ratio - far, ratio + far, n


def _named_by(ids: pd.Series, view: pd.DataFrame, column: str) -> pd.Series:
    others = view.loc[view[column].ne(view["customer_id"]), column].value_counts()
    return ids.map(others).fillna(0).astype("int64")


def _led(ids: pd.Series, deals: pd.DataFrame | None) -> pd.Series:
    if deals is None or "partner_id" not in deals:
        return pd.Series(0, index=ids.index)
    own = deals["account_id"].eq(deals["partner_id"]) if "account_id" in deals else pd.Series(False, index=deals.index)
    return ids.map(deals.loc[~own.astype(bool), "partner_id"].value_counts()).fillna(0).astype("int64")


def _by_word(names: pd.Series) -> pd.Series:
    found = pd.Series("", index=names.index)
    for role, words in NAME_WORDS.items():
        has = names.str.contains(rf"\b(?:{words})\b", flags=re.IGNORECASE, regex=True, na=False)
        found = found.mask(found.eq("") & has, role)
    return found


def _rows(silent: pd.DataFrame, hint: str, times: pd.Series, chosen: pd.Series, role: pd.Series) -> pd.DataFrame:
    rows = silent.loc[chosen, ["customer_id", "name"]]
    return rows.assign(hint=hint, times=times[chosen], looks_like=role[chosen])[list(HINTS)]


def _one_each(hints: pd.DataFrame) -> pd.DataFrame:
    """Return one row a customer: the most telling role of its hints, and whether a link is among them."""
    rank = {role: place for place, role in enumerate(("distributor", "integrator", "reseller", "referrer", "partner"))}
    ordered = hints.assign(rank=hints["looks_like"].map(rank), by_link=hints["hint"].ne(NAME))
    first = ordered.sort_values(["customer_id", "rank"], kind="stable").drop_duplicates("customer_id")
    return first.assign(by_link=first["customer_id"].isin(ordered.loc[ordered["by_link"], "customer_id"]))
