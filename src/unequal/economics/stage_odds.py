"""What a deal's stage says about it, learned from deals that once stood where it stands.

The percentages that a CRM puts beside its stages are nobody's experience. Here a deal of five months in stage Offer is
compared with all deals that were open at five months: of those won within the window, how many stood in Offer then; of
those not won, how many? The ratio of the two multiplies the deal's odds. It is only as good as its counts, so half a
deal is added to each, no ratio goes beyond five times either way, and with fewer than five wins there is none.

Source: landmarking as in H. van Houwelingen, Scandinavian Journal of Statistics 34 (2007) 70; added half as in J. B. S.
Haldane, Annals of Human Genetics 20 (1956) 309.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from unequal.units import DAYS_PER_MONTH

from .clocks import DealClocks

FEWEST_WINS = 5
STRONGEST = 5.0  # a ratio beyond it, or below its inverse, is cut (assumption)
COLUMNS = ["landmark", "stage", "won", "others", "ratio"]


def stage_ratios(
    clocks: DealClocks, history: pd.DataFrame, *, landmarks: list[int], within_months: float
) -> pd.DataFrame:
    """Return how the odds of a win differ by stage, at some ages.

    Args:
        clocks: The deals' clocks, of one segment.
        history: The deal_history table.
        landmarks: Ages in whole months.
        within_months: Length of the window in which a win counts.

    Returns:
        landmark, stage, won and others (deals in that stage at that age, by what happened in the window), ratio; no
        rows for an age with fewer than five wins.
    """
    changes = history[history["field"].eq("stage")].sort_values("changed_at", kind="stable")
    changes = changes.assign(changed_at=changes["changed_at"].astype("datetime64[ns]"))
    tables = [_at(clocks, changes, landmark, within_months) for landmark in landmarks]
    known = [table for table in tables if len(table)]
    return pd.concat(known, ignore_index=True) if known else pd.DataFrame(columns=COLUMNS)


def weighed(chances: pd.Series, ratios: pd.Series) -> pd.Series:
    """Return chances with their odds multiplied; a missing ratio leaves one as it is.

    >>> weighed(pd.Series([0.5, 0.5]), pd.Series([3.0, None])).to_list()
    [0.75, 0.5]
    """
    times = ratios.fillna(1.0)
    return times * chances / (1 - chances + times * chances)


def _at(clocks: DealClocks, changes: pd.DataFrame, landmark: int, within_months: float) -> pd.DataFrame:
    """Return the table of one age, empty with too few wins."""
    start, end = landmark * DAYS_PER_MONTH, (landmark + within_months) * DAYS_PER_MONTH
    rows = clocks.frame
    there = rows[rows["days"].gt(start) & rows["entry_days"].le(start)]
    followed = there[there["outcome"].ne("open") | there["days"].ge(end)]
    stages = _stages(followed, changes, start)
    won = (followed["outcome"].eq("won") & followed["days"].le(end)).to_numpy()[stages.notna()]
    stages = stages.dropna()
    if won.sum() < FEWEST_WINS:
        return pd.DataFrame(columns=COLUMNS)
    counts = pd.DataFrame({"stage": stages.to_numpy(), "won": won, "others": ~won}).groupby("stage", as_index=False)
    return _with_ratio(counts.sum()).assign(landmark=landmark)[COLUMNS]


def _with_ratio(counts: pd.DataFrame) -> pd.DataFrame:
    smooth = counts[["won", "others"]] + 0.5
    shares = smooth / smooth.sum()
    ratio = (shares["won"] / shares["others"]).clip(1 / STRONGEST, STRONGEST)
    return counts.astype({"won": "int64", "others": "int64"}).assign(ratio=ratio.astype(np.float64))


def _stages(deals: pd.DataFrame, changes: pd.DataFrame, age_days: float) -> pd.Series:
    """Return the stage of each deal at an age, in their order; missing where the history does not say."""
    when = (deals["started_at"] + pd.Timedelta(days=int(age_days))).astype("datetime64[ns]")
    asked = deals[["deal_id"]].assign(when=when, place=np.arange(len(deals)))
    before = pd.merge_asof(
        asked.sort_values("when", kind="stable"),
        changes[["deal_id", "changed_at", "new"]],
        left_on="when",
        right_on="changed_at",
        by="deal_id",
    ).sort_values("place")
    # a deal that changes only later stood where that change found it
    first = changes.drop_duplicates("deal_id").set_index("deal_id")["old"]
    return before["new"].fillna(before["deal_id"].map(first)).replace("", None).reset_index(drop=True)
