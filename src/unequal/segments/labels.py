"""Labels for all customers and deals under one scheme, and what to do when that scheme has nothing to go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from unequal.errors import InputError, did_you_mean

from .order import ALL, UNKNOWN, segment_order
from .protocol import Known, Rule, SaysWhyNot, nothing
from .schemes import schemes

DEFAULT_SCHEME = "size"
# Where the scheme asked for has nothing to go by, the first of these that has. Everyone always has.
INSTEAD = ("size", "value", "column", "everyone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The one grouping that every analysis uses.

    Attributes:
        scheme_asked: The scheme that the workspace names.
        scheme_used: The scheme in force.
        why: Why another scheme is in force than the one asked for; empty when it is the one.
        rule_text: The rule in words.
        fields_used: table.column names that the labels are made of.
        observable_on_prospects: Whether those are known before a sale.
        customers: Index customer_id, value segment.
        deals: Index deal_id, value segment.
        prospects: Index account_id, value segment.
        order: "all", then the segments that occur among customers, deals or prospects, "unknown" last.
    """

    scheme_asked: str
    scheme_used: str
    why: str
    rule_text: str
    fields_used: tuple[str, ...]
    observable_on_prospects: bool
    customers: pd.Series
    deals: pd.Series
    prospects: pd.Series
    order: tuple[str, ...]

    @property
    def segments(self) -> tuple[str, ...]:
        """The segments in order, without "all"."""
        return tuple(name for name in self.order if name != ALL)


def label(
    scheme: str = DEFAULT_SCHEME,
    *,
    customers: pd.DataFrame,
    deals: pd.DataFrame | None = None,
    prospects: pd.DataFrame | None = None,
    answers: Mapping[str, pd.DataFrame | None] | None = None,
    cuts: Mapping[str, float] | None = None,
) -> Labels:
    """Return the labels of all customers, deals and prospects.

    Args:
        scheme: Name of the scheme asked for.
        customers: The customer view.
        deals: The deals table.
        prospects: The prospects table.
        answers: The tables `survey` and `coverage`, by name: what customers said that they want and need.
        cuts: Lower bounds by segment, for the scheme asked for; another one that has to step in uses its own.

    Raises:
        InputError: No scheme has that name, or the cuts are none.

    >>> view = pd.DataFrame({"customer_id": ["a", "b"], "employees": [20.0, 900.0]})
    >>> found = label("size", customers=view)
    >>> found.customers.to_dict(), found.order
    ({'a': 'Small', 'b': 'Big'}, ('all', 'Small', 'Big'))
    """
    frames = {"prospects": prospects, "deals": deals, **(answers or {})}
    known = Known(customers=customers, **{name: _or_empty(frame) for name, frame in frames.items()})
    used, rule = _first_that_knows(scheme, known, cuts)
    of_customers = label_customers(rule, customers)
    of_prospects = _named(rule.assign(known.prospects), known.prospects, "account_id")
    of_deals = label_deals(rule, known.deals, of_customers, of_prospects)
    occurring = {*of_customers, *of_deals, *of_prospects}
    return Labels(
        scheme_asked=scheme,
        scheme_used=used,
        why=_why(scheme, used, cuts, known),
        rule_text=rule.rule_text(),
        fields_used=schemes()[used].fields_used,
        observable_on_prospects=schemes()[used].observable_on_prospects,
        customers=of_customers,
        deals=of_deals,
        prospects=of_prospects,
        order=segment_order(occurring, levels=rule.levels),
    )


def label_customers(scheme: str | Rule, customers: pd.DataFrame, cuts: Mapping[str, float] | None = None) -> pd.Series:
    """Return the segment of each customer, index customer_id, "unknown" where the scheme cannot place it.

    Args:
        scheme: Name of a scheme, which then learns from these customers, or a rule already learned.
        customers: The customer view.
        cuts: Lower bounds by segment, where the scheme takes them.
    """
    rule = _rule(scheme, Known(customers=customers), cuts)
    return _named(nothing(customers) if rule is None else rule.assign(customers), customers, "customer_id")


def label_deals(
    scheme: str | Rule,
    deals: pd.DataFrame,
    customers: pd.Series,
    prospects: pd.Series | None = None,
    cuts: Mapping[str, float] | None = None,
) -> pd.Series:
    """Return the segment of each deal, index deal_id: what the deal states, else its account's label, else "unknown".

    Args:
        scheme: Name of a scheme or a rule already learned.
        deals: The deals table.
        customers: Labels of the customers by customer_id.
        prospects: Labels of the prospects by account_id.
        cuts: Lower bounds by segment, where the scheme takes them.
    """
    rule = _rule(scheme, Known(deals=deals), cuts)
    stated = nothing(deals) if rule is None else rule.assign_deals(deals)
    accounts = pd.concat([customers, prospects]) if prospects is not None else customers
    placed = accounts[accounts.ne(UNKNOWN)]
    placed = placed[~placed.index.duplicated()]
    of_account = deals["account_id"].map(placed) if "account_id" in deals.columns else nothing(deals)
    return _named(stated.fillna(of_account.astype("str")), deals, "deal_id")


def unknown_by_status(labels: Labels, deals: pd.DataFrame) -> pd.DataFrame:
    """Return by status how many deals no segment could be found for: status, deals, unknown, share.

    Where the share differs between open and closed deals, every segment's win rate is biased: say so beside it.
    """
    found = deals.assign(is_unknown=deals["deal_id"].map(labels.deals).eq(UNKNOWN))
    counts = found.groupby("status", as_index=False).agg(deals=("deal_id", "size"), unknown=("is_unknown", "sum"))
    return counts.assign(share=counts["unknown"] / counts["deals"])


def _first_that_knows(scheme: str, known: Known, cuts: Mapping[str, float] | None) -> tuple[str, Rule]:
    for name in dict.fromkeys((scheme, *INSTEAD)):
        rule = _rule(name, known, cuts if name == scheme else None)
        if rule is not None:
            return name, rule
    raise AssertionError("everyone places everybody")


def _rule(scheme: str | Rule, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
    if not isinstance(scheme, str):
        return scheme
    if scheme not in schemes():
        raise InputError(
            f"There is no segmentation scheme {scheme!r}.{did_you_mean(scheme, schemes())}",
            mend=f"Choose one of {', '.join(schemes())} under [segments] in workspace.toml.",
        )
    return schemes()[scheme].learn(known, cuts)


def _named(found: pd.Series, rows: pd.DataFrame, key: str) -> pd.Series:
    ids = pd.Index(rows[key] if key in rows.columns else [], name=key, dtype="str")
    return pd.Series(found.fillna(UNKNOWN).to_numpy(), index=ids, name="segment", dtype="str")


def _or_empty(frame: pd.DataFrame | None) -> pd.DataFrame:
    return pd.DataFrame() if frame is None else frame


def _why(asked: str, used: str, cuts: Mapping[str, float] | None, known: Known) -> str:
    if asked == used:
        return ""
    dropped = "; the cuts given were for the other scheme and are not used" if cuts else ""
    scheme = schemes()[asked]
    reason = scheme.why_not(known) if isinstance(scheme, SaysWhyNot) else ""
    said = f" ({reason})" if reason else ""
    return f"The scheme {asked!r} finds nothing in the data to group by{said}, so {used!r} is used{dropped}."
