from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from unequal.economics.clocks import DealClocks
from unequal.economics.cycle import durations

AS_OF = date(2026, 6, 30)
DATES = ("created_at", "closed_at", "entered_at", "last_activity_at")


@pytest.fixture
def deals() -> Callable[..., pd.DataFrame]:
    """Make deals from one dict a row; a row without a word is an open deal created on 1 January 2026."""

    def make(*rows: dict) -> pd.DataFrame:
        default = {"status": "open", "created_at": "2026-01-01", "closed_at": None}
        frame = pd.DataFrame([{"deal_id": f"d{n}", **default, **row} for n, row in enumerate(rows)])
        return frame.assign(**{name: pd.to_datetime(frame[name]) for name in DATES if name in frame.columns})

    return make


@pytest.fixture(scope="session")
def no_deals() -> DealClocks:
    """Clocks of nobody."""
    return durations(pd.DataFrame(), AS_OF)
