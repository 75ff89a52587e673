"""The worked example that many tests share: twenty Big deals, 5 won, 8 lost, 7 open."""

from __future__ import annotations

import pytest
from hypothesis import settings

from unequal.stats.spells import Spells, spells

settings.register_profile("unhurried", deadline=None)  # a loaded machine is no fault of a law
settings.load_profile("unhurried")

MONTHS = [5, 3, 7, 9, 4, 12, 2, 6, 11, 14, 8, 10, 6, 3, 15, 9, 1, 13, 10, 5]
EVENTS = [2, 2, 1, 1, 0, 1, 2, 2, 0, 1, 2, 0, 0, 0, 0, 2, 2, 2, 1, 0]


@pytest.fixture
def twenty_deals() -> Spells:
    return spells(MONTHS, EVENTS)


@pytest.fixture
def twenty_deals_wins_still_open() -> Spells:
    return spells(MONTHS, [0 if event == 1 else event for event in EVENTS])


@pytest.fixture
def eight_deals_without_a_win() -> Spells:
    """Open at 1, 3, 4, 6, 7, 8 months, lost at 2 and 5."""
    return spells([1, 3, 4, 6, 7, 8, 2, 5], [0, 0, 0, 0, 0, 0, 2, 2])
