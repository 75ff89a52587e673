"""The level of experience that a customer needs, from the least help up: self-run, guided, managed.

Stated in `experience_level`; else from the hours that each customer needs, by skill, as the coverage table has them.
What a customer needs is not what it is given, and not what it pays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.segments.gower import learn_gower
from unequal.segments.levels import ByField
from unequal.segments.medoids import around_medoids
from unequal.segments.protocol import Known, Rule, nothing, numbers, of_customers, refuse_cuts, words

LEVELS = ("self-run", "guided", "managed")
STATED = ByField(name="experience", column="experience_level", observable_on_prospects=False, ranked=LEVELS)
FEWEST_CUSTOMERS, FEWEST_IN_A_LEVEL = 15, 5
MOST_CUSTOMERS = 2_000
TECH = "tech"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByNeed:
    """The level of each customer whose needs are known.

    Attributes:
        of_customer: customer_id to level.
        hours: Hours a year that the typical customer of each level needs.
    """

    of_customer: pd.Series
    hours: tuple[float, ...]
    levels: tuple[str, ...] = LEVELS

    def rule_text(self) -> str:
        """Return the rule in words."""
        typical = ", ".join(f"{name} {hours:.3g}" for name, hours in zip(self.levels, self.hours, strict=True))
        return (
            f"By the help that each customer needs, skill by skill; hours a year of the typical one: {typical}. "
            "Whose needs nobody wrote down is unknown."
        )

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the level of each customer, missing where its needs are not known."""
        return of_customers(accounts, self.of_customer)

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return nothing: a deal has its account's level."""
        return nothing(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """The scheme of needed experience."""

    name: str = "experience"
    fields_used: tuple[str, ...] = ("customers.experience_level", "coverage.required_hours_per_year")
    observable_on_prospects: bool = False

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Take the stated levels; else three groups by needed hours, of at least five customers each."""
        refuse_cuts(self.name, cuts)
        return STATED.learn(known, None) or _by_need(_needs(known.coverage))

    def why_not(self, known: Known) -> str:
        """Return why nothing was learned."""
        count = len(_needs(known.coverage))
        least = f"{FEWEST_CUSTOMERS} customers in three groups of {FEWEST_IN_A_LEVEL} or more are needed"
        have = {0: "none has", 1: "one has"}.get(count, f"{count} have")
        return f"no account states its experience level, and {have} rows of hours in coverage: {least}"


def _needs(coverage: pd.DataFrame) -> pd.DataFrame:
    """Return what each customer needs a year: one column a skill in hours, and `tech` in money."""
    if "customer_id" not in coverage.columns or "required_hours_per_year" not in coverage.columns:
        return pd.DataFrame()
    own = coverage[coverage["customer_id"].notna()]
    if "redesign" in own.columns:
        own = own[~own["redesign"].astype("boolean").fillna(value=False)]
    hours = numbers(own, "required_hours_per_year")
    each = own.assign(hours=hours, skill=words(own, "skill").str.lower(), tech=numbers(own, "tech_cost_per_year"))
    by_skill = each.pivot_table(index="customer_id", columns="skill", values="hours", aggfunc="sum")
    tech = each.groupby("customer_id")[TECH].sum()
    return by_skill.fillna(0.0).assign(**{TECH: tech}).sort_index(axis=1)


def _by_need(needs: pd.DataFrame) -> ByNeed | None:
    if len(needs) < FEWEST_CUSTOMERS:
        return None
    logs = pd.DataFrame(np.log1p(needs.clip(lower=0.0).to_numpy()), needs.index, needs.columns)
    ordered = logs.sort_values(list(logs.columns), kind="stable")
    rows = ordered.iloc[np.linspace(0, len(ordered) - 1, min(len(ordered), MOST_CUSTOMERS)).round().astype(np.intp)]
    distance = learn_gower(rows, tuple(rows.columns), ())
    found = around_medoids(np.nan_to_num(distance.between(rows, rows)), len(LEVELS))
    if len(found) < len(LEVELS) - 1:
        return None
    centres = rows.iloc[found[-1][0]]
    total = needs.drop(columns=TECH).sum(axis=1).loc[centres.index].to_numpy()
    ranked = np.argsort(total, kind="stable")
    place = pd.Series(distance.nearest(logs, centres.iloc[ranked]), logs.index)
    if place.value_counts().reindex(range(len(LEVELS)), fill_value=0).min() < FEWEST_IN_A_LEVEL:
        return None
    return ByNeed(of_customer=place.map(dict(enumerate(LEVELS))).astype("str"), hours=tuple(total[ranked].tolist()))


SCHEME = Experience()
