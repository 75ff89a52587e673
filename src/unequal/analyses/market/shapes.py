"""The tiers as a pyramid, beside own customers and all firms of a country."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent
MARKET, OWN, PUBLIC = "market", "own", "public"
EMPLOYEES, MONEY, SIZE = "employees", "money", "size"
COLUMNS = ("series", "tier", "size", "at_least", "accent")
FEWEST = 2  # sizes; one dot is no pyramid


def public_firms() -> pd.DataFrame:
    """Return employees_from, firms, mean_employees, source, year: firms of the United States with employees, 2018."""
    return pd.read_csv(FOLDER / "us_firms_2018.csv")


def public_receipts() -> pd.DataFrame:
    """Return employees_from, firms, receipts (US dollars), source, year: all firms of the United States, 2002."""
    return pd.read_csv(FOLDER / "us_receipts_2002.csv")


def size_classes() -> pd.DataFrame:
    """Return how official statistics cut firms: area, size, employees_from and _below, turnover_up_to, source, year."""
    return pd.read_csv(FOLDER / "size_classes.csv")


def pyramid_rows(tiers: pd.DataFrame, *, unit: str, public: pd.DataFrame) -> pd.DataFrame:
    """Return series, tier, size, at_least, accent: how many are as large or larger; empty below two sizes.

    Args:
        tiers: The tiers, the smallest first.
        unit: ``employees`` or ``size`` where tiers begin at a size, ``money`` where only what they pay is known.
        public: Firms by employees; beside tiers that are cut by employees.
    """
    size = "value" if unit == MONEY else "band_from"
    known = tiers[tiers[size].gt(0) & tiers["names"].gt(0)].sort_values(size, kind="stable")
    if len(known) < FEWEST:
        return pd.DataFrame(columns=list(COLUMNS))
    market = _falling(known["tier"], known[size], known["names"], MARKET)
    own = _falling(known["tier"], known[size], known["own"].astype("float64"), OWN)
    nameless = pd.Series("", index=public.index)
    beside = [_falling(nameless, public["employees_from"], public["firms"], PUBLIC)]
    return pd.concat([*(beside if unit == EMPLOYEES else []), own[own["at_least"].gt(0)], market], ignore_index=True)


def _falling(tier: pd.Series, size: pd.Series, count: pd.Series, series: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "series": series,
            "tier": tier.to_numpy(),
            "size": size.to_numpy(dtype=np.float64),
            "at_least": count.to_numpy(dtype=np.float64)[::-1].cumsum()[::-1],
            "accent": series == MARKET,
        }
    )
