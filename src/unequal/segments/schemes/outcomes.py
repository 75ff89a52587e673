"""What customers want and lack, by their own answers: groups of respondents with the same unmet outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.segments.gower import Gower, learn_gower
from unequal.segments.jobs import FEWEST_ANSWERS, answers, wants
from unequal.segments.medoids import FEWEST_GROUPS, Grouping, most_stable
from unequal.segments.protocol import Known, Rule, nothing, of_customers, refuse_cuts
from unequal.segments.stability import DISSOLVED, RESAMPLES, named_by_segment

FEWEST_RESPONDENTS = FEWEST_GROUPS * FEWEST_ANSWERS
MOST_RESPONDENTS = 2_000
SEED = 20_050_801


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAnswers:
    """The segment of each customer whose people answered.

    Attributes:
        of_customer: customer_id to segment.
        of_respondent: respondent_id to segment.
        levels: Segments, named after the outcome that each lacks most beside the others.
        survival: Mean best Jaccard by segment.
    """

    of_customer: pd.Series
    of_respondent: pd.Series
    levels: tuple[str, ...]
    survival: pd.Series

    def rule_text(self) -> str:
        """Return the rule in words."""
        sizes = self.of_respondent.value_counts()
        named = ", ".join(f"{name} ({sizes.get(name, 0)})" for name in self.levels)
        return (
            f"By the answers of {len(self.of_respondent):,} people about what matters and is not met yet, "
            f"each segment named after what it lacks most beside the others: {named}. "
            "A customer is where most of its people are; who did not answer is unknown."
        )

    def assign(self, accounts: pd.DataFrame) -> pd.Series:
        """Return the segment of each customer, missing where nobody of it answered."""
        return of_customers(accounts, self.of_customer)

    def assign_deals(self, deals: pd.DataFrame) -> pd.Series:
        """Return nothing: a deal has its account's segment."""
        return nothing(deals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """The scheme of wanted outcomes, from the survey table; `jobs` is the one of labels from interviews."""

    name: str = "outcomes"
    fields_used: tuple[str, ...] = ("survey.importance", "survey.satisfaction")
    observable_on_prospects: bool = False

    def learn(self, known: Known, cuts: Mapping[str, float] | None) -> Rule | None:
        """Group the respondents; None below 60, or where no grouping of 30 and more each holds."""
        refuse_cuts(self.name, cuts)
        table = wants(known.survey)
        distance, grouping = _grouped(table, seed=SEED, resamples=RESAMPLES)
        if grouping is None or float(np.nanmean(grouping.survival)) < DISSOLVED:
            return None
        names = _names(table, grouping)
        centres = _thinned(table).iloc[grouping.medoids]
        of_respondent = pd.Series(np.asarray(names, dtype=object)[distance.nearest(table, centres)], table.index)
        return ByAnswers(
            of_customer=_majority(known.survey, of_respondent, names),
            of_respondent=of_respondent.astype("str"),
            levels=names,
            survival=named_by_segment(names, grouping.survival),
        )

    def jaccard(self, known: Known, *, seed: int, resamples: int) -> pd.Series:
        """Return how well each segment survives when respondents are drawn again."""
        table = wants(known.survey)
        _, grouping = _grouped(table, seed=seed, resamples=resamples)
        names = () if grouping is None else _names(table, grouping)
        return named_by_segment(names, np.zeros(0) if grouping is None else grouping.survival)

    def why_not(self, known: Known) -> str:
        """Return why there is no such grouping."""
        table = wants(known.survey)
        if len(table) < FEWEST_RESPONDENTS:
            told = f"{len(answers(known.survey)):,} {'answer' if len(answers(known.survey)) == 1 else 'answers'}"
            people = f"{len(table):,} {'person' if len(table) == 1 else 'people'}"
            found = f"the survey holds {told} from {people}" if len(table) else "there is no answer of a survey"
            return f"{found}, and two segments of {FEWEST_ANSWERS} people each are the least that can be told apart"
        return f"no grouping of the answers into segments of {FEWEST_ANSWERS} people or more holds"


def _grouped(table: pd.DataFrame, *, seed: int, resamples: int) -> tuple[Gower, Grouping | None]:
    distance = learn_gower(table, tuple(table.columns), ())
    if len(table) < FEWEST_RESPONDENTS or not distance.ranges:
        return distance, None
    rows = _thinned(table)
    fewest = max(1, FEWEST_ANSWERS * len(rows) // len(table))
    apart = np.nan_to_num(distance.between(rows, rows), nan=1.0)
    return distance, most_stable(apart, fewest=fewest, seed=seed, resamples=resamples)


def _thinned(table: pd.DataFrame) -> pd.DataFrame:
    """Return the respondents in an order of their answers alone; of very many, every n-th."""
    ordered = table.sort_values(list(table.columns), kind="stable")
    count = min(len(ordered), MOST_RESPONDENTS)
    return ordered.iloc[np.linspace(0, len(ordered) - 1, count).round().astype(int)]


def _names(table: pd.DataFrame, grouping: Grouping) -> tuple[str, ...]:
    """Return for each group the outcome that it wants most beside the others, each outcome once."""
    rows = _thinned(table)
    groups = pd.Series(grouping.groups, rows.index)
    beside = rows.groupby(groups).mean() - rows.mean()
    left, names = beside.fillna(-np.inf), {}
    while left.size:
        row, column = divmod(int(left.to_numpy().argmax()), left.shape[1])
        names[left.index[row]] = str(left.columns[column])
        left = left.drop(index=left.index[row], columns=left.columns[column])
    return tuple(names.get(group, f"Group {group + 1}") for group in range(grouping.medoids.size))


def _majority(survey: pd.DataFrame, of_respondent: pd.Series, names: tuple[str, ...]) -> pd.Series:
    """Return the segment of most respondents of each customer; of equally many, the first in the order of levels."""
    if "customer_id" not in survey.columns:
        return pd.Series(dtype="str")
    people = survey[["customer_id", "respondent_id"]].dropna().drop_duplicates()
    place = people["respondent_id"].map(of_respondent).map({name: row for row, name in enumerate(names)})
    counts = pd.crosstab(people["customer_id"], place)
    most = counts.idxmax(axis=1) if len(counts) else pd.Series(dtype="int64")
    return most.map(dict(enumerate(names))).astype("str")


SCHEME = Outcomes()
