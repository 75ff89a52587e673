"""What a scheme is.

A scheme *learns* a rule from what is known (cuts, the levels with enough customers), and the rule then labels
customers, prospects and deals alike. Two steps, so that a prospect is placed by what the customers taught and not by
itself.

    class Parity:                                   # segments/schemes/parity.py
        name = "parity"
        fields_used = ("customers.employees",)
        observable_on_prospects = True

        def learn(self, known, cuts): ...           # -> Rule, or None: nothing is known to group by

    SCHEME = Parity()
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import pandas as pd

from unequal.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a scheme may learn from. A frame that is not there is empty and has no columns.

    Attributes:
        customers: The customer view, one row a customer.
        prospects: The prospects table, one row an account; its columns may be text.
        deals: The deals table.
        survey: The survey table, one row an answer.
        coverage: The coverage table, help that is needed.
    """

    customers: pd.DataFrame = field(default_factory=pd.DataFrame)
    prospects: pd.DataFrame = field(default_factory=pd.DataFrame)
    deals: pd.DataFrame = field(default_factory=pd.DataFrame)
    survey: pd.DataFrame = field(default_factory=pd.DataFrame)
    coverage: pd.DataFrame = field(default_factory=pd.DataFrame)


class Rule(Protocol):
    """What a scheme learned: a rule that places accounts and deals."""

    @property
    def levels(self) -> tuple[str, ...]:
        """The segments that the rule can give, in their own order; empty when it takes words as they stand."""
        ...

    def rule_text(self) -> str:
        """Return the rule in words, one sentence."""
        ...

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return a segment for each row of customers or prospects, missing where the row cannot be placed."""
        ...

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return the segment that a deal states of itself, missing where its account decides."""
        ...


class Scheme(Protocol):
    """A way of grouping."""

    @property
    def name(self) -> str:
        """As in `[segments].scheme`."""
        ...

    @property
    def fields_used(self) -> tuple[str, ...]:
        """table.column names that the labels are made of; none of them may be a target of a comparison."""
        ...

    @property
    def observable_on_prospects(self) -> bool:
        """Whether the fields are known before a sale."""
        ...

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Return the rule, or None when nothing is known to group by.

        Raises:
            InputError: The cuts are no cuts, or the scheme takes none.
        """
        ...


@runtime_checkable
class SaysWhyNot(Protocol):
    """A scheme that knows why it learned nothing."""

    def why_not(self, known: Known) -> str:
        """Return why `learn` gave None, in words without a capital and a full stop."""
        ...


def why_not(scheme: Scheme, known: Known) -> str:
    """Return why a scheme finds nothing to group by, in words; empty where it does find something.

    >>> from unequal.segments.schemes import schemes
    >>> why_not(schemes()["size"], Known())
    'neither employees nor yearly revenue are known of any account'
    """
    if scheme.learn(known, None) is not None:
        return ""
    if isinstance(scheme, SaysWhyNot):
        return scheme.why_not(known)
    return f"{', '.join(scheme.fields_used)}: nothing is filled in"


def numbers(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as float, nan where it is absent or no number: prospects may hold numbers as text.

    >>> numbers(pd.DataFrame({"employees": ["12", "many", None]}), "employees").to_list()
    [12.0, nan, nan]
    """
    if column not in rows.columns:
        return pd.Series(float("nan"), index=rows.index, dtype="float64")
    return pd.to_numeric(rows[column], errors="coerce").astype("float64")


def words(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as trimmed text, missing where it is absent or blank.

    >>> words(pd.DataFrame({"country": [" DE", "", None]}), "country").to_list()
    ['DE', nan, nan]
    """
    if column not in rows.columns:
        return nothing(rows)
    text = rows[column].astype("str").str.strip()
    return text.where(text.notna() & text.ne(""))


def nothing(rows: pd.DataFrame) -> pd.Series:
    """Return a missing label for each row."""
    return pd.Series(None, index=rows.index, dtype="str")


def of_customers(accounts: pd.DataFrame, segments: pd.Series) -> pd.Series:
    """Return the segment that each customer has of its own, missing for who has none and for prospects.

    Args:
        accounts: Customers or prospects.
        segments: By customer_id.

    >>> of_customers(pd.DataFrame({"customer_id": ["a", "b"]}), pd.Series({"b": "guided"})).to_list()
    [nan, 'guided']
    """
    if "customer_id" not in accounts.columns:
        return nothing(accounts)
    return accounts["customer_id"].map(segments).astype("str")


def refuse_cuts(scheme: str, cuts: Mapping[str, float] | None) -> None:
    """Raise when cuts are given to a scheme that has none."""
    if cuts:
        raise InputError(
            f"The scheme {scheme!r} takes no cuts, and [segments] gives {', '.join(map(repr, sorted(cuts)))}.",
            mend='Remove `cuts` from [segments], or choose scheme = "size" or "value".',
        )
