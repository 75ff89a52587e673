"""Which outcomes matter to customers and are not met, by their own answers (opportunity scores, Ulwick 2005).

I and S are the shares who answer 4 or 5 on importance and on satisfaction, times ten; the opportunity is
I + max(I - S, 0), from 0 to 20. Above 15 extreme, 12 to 15 strong, 10 to 12 worth a look, below 10 unattractive.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST_ANSWERS = 30  # to an outcome in a segment (assumption)
HIGH_ANSWER = 4.0
SCALE = 10.0
COLUMNS = ("respondent_id", "outcome_id", "importance", "satisfaction")
UNATTRACTIVE, WORTH_A_LOOK, STRONG, EXTREME = "unattractive", "worth a look", "strong", "extreme"


def answers(survey: pd.DataFrame) -> pd.DataFrame:
    """Return the answers that name who, what, how important and how well met, one a respondent and outcome.

    Of an answer given twice the first in the order of its figures counts, so that the file's order has no say.
    """
    if not set(COLUMNS) <= set(survey.columns):
        return pd.DataFrame(columns=list(COLUMNS))
    said = survey.assign(
        importance=pd.to_numeric(survey["importance"], errors="coerce"),
        satisfaction=pd.to_numeric(survey["satisfaction"], errors="coerce"),
    ).dropna(subset=list(COLUMNS))
    ordered = said.sort_values(list(COLUMNS), kind="stable")
    return ordered.drop_duplicates(["respondent_id", "outcome_id"]).reset_index(drop=True)


def opportunities(survey: pd.DataFrame, groups: pd.Series | None = None) -> pd.DataFrame:
    """Return the opportunity of each outcome in each segment.

    Args:
        survey: The survey table.
        groups: Segment by respondent_id; None: all are one segment, "all".

    Returns:
        One row a segment and outcome, the largest opportunity first: segment, outcome_id, answers, importance and
        satisfaction (0 to 10), opportunity (0 to 20), band, enough (30 answers or more).

    >>> one = {"respondent_id": ["r"], "outcome_id": ["o"], "importance": [5], "satisfaction": [2]}
    >>> opportunities(pd.DataFrame(one))[["opportunity", "band", "enough"]].values.tolist()
    [[20.0, 'extreme', False]]
    """
    said = answers(survey)
    segment = said["respondent_id"].map(groups) if groups is not None else pd.Series("all", said.index, dtype="str")
    high = said.assign(
        segment=segment,
        importance=said["importance"].ge(HIGH_ANSWER) * SCALE,
        satisfaction=said["satisfaction"].ge(HIGH_ANSWER) * SCALE,
    )
    shares = high.groupby(["segment", "outcome_id"], as_index=False).agg(
        answers=("importance", "size"), importance=("importance", "mean"), satisfaction=("satisfaction", "mean")
    )
    unmet = (shares["importance"] - shares["satisfaction"]).clip(lower=0)
    scored = shares.assign(opportunity=(shares["importance"] + unmet).round(9))
    ranked = scored.assign(band=band(scored["opportunity"]), enough=scored["answers"].ge(FEWEST_ANSWERS))
    return ranked.sort_values(
        ["segment", "opportunity", "outcome_id"], ascending=[True, False, True], ignore_index=True
    )


def band(opportunity: pd.Series) -> pd.Series:
    """Return what an opportunity is called.

    >>> band(pd.Series([9.9, 10.0, 12.0, 15.0, 15.1])).to_list()
    ['unattractive', 'worth a look', 'strong', 'strong', 'extreme']
    """
    named = np.select(
        [opportunity > 15, opportunity >= 12, opportunity >= 10], [EXTREME, STRONG, WORTH_A_LOOK], UNATTRACTIVE
    )
    return pd.Series(named, index=opportunity.index, dtype="str")


def wants(survey: pd.DataFrame) -> pd.DataFrame:
    """Return what each respondent wants and lacks: one row a respondent, one column an outcome, nan if not asked.

    The figure is the opportunity on the scale of one answer, importance + max(importance - satisfaction, 0), less
    the respondent's own mean: some people tick fives throughout.
    """
    said = answers(survey)
    unmet = (said["importance"] - said["satisfaction"]).clip(lower=0)
    each = said.assign(want=(said["importance"] + unmet).astype("float64"))
    table = each.pivot_table(index="respondent_id", columns="outcome_id", values="want").sort_index(axis=1)
    return table.sub(table.mean(axis=1), axis=0).sort_index()
