"""A segment speaks from its own deals and its own tier's figures, never from another tier's deals."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from unequal.economics.cycle import durations
from unequal.economics.own_deals import own_deals
from unequal.economics.tiers import tier_prior
from unequal.stats.hazards import STRENGTH

AS_OF = datetime.date(2026, 6, 30)
DAYS_PER_MONTH = 30.4375


def deals(segment, months, statuses):
    closed = pd.Timestamp("2025-12-31")
    lasted = pd.to_timedelta(np.round(np.asarray(months) * DAYS_PER_MONTH), unit="D")
    return pd.DataFrame(
        {
            "deal_id": [f"{segment}{place}" for place in range(len(months))],
            "segment": segment,
            "status": statuses,
            "created_at": closed - lasted,
            "closed_at": closed,
        }
    )


BIG = deals("Big", [5, 7, 9, 12, 2, 6, 14, 8, 3, 10], ["lost", "won", "won", "won", *["lost"] * 6])
SMALL = deals("Small", [1, 1, 2, 2] * 50, ["won", "lost", "won", "lost"] * 50)


def chances(rows, segment):
    model = own_deals(durations(rows, AS_OF).of(segment), tier_prior(segment))
    return model.won([3.0, 6.0, 12.0, 24.0])


def test_two_hundred_small_deals_say_nothing_of_a_big_one():
    assert chances(pd.concat([BIG, SMALL]), "Big") == pytest.approx(chances(BIG, "Big"), abs=1e-12)
    pooled = own_deals(durations(pd.concat([BIG, SMALL]), AS_OF), tier_prior("Big")).won([3.0])
    assert pooled[0] > 0.4 > chances(BIG, "Big")[0]


def test_without_deals_of_its_own_a_segment_has_its_tiers_figures():
    big = chances(SMALL, "Big")
    assert big == pytest.approx(tier_prior("Big").clocks.won([3.0, 6.0, 12.0, 24.0]), abs=1e-9)


def test_the_tiers_figures_weigh_two_deals_a_month():
    """Ten deals a month old, one won: its share is (1 + 2 h) / 12, h being the tier's chance of the first month."""
    rows = deals("Big", [0.9] * 10, ["won"] + ["lost"] * 9)
    first = own_deals(durations(rows, AS_OF), tier_prior("Big")).won([1.0])[0]
    assert STRENGTH == 2
    assert first == pytest.approx((1 + 2 * tier_prior("Big").clocks.won([1.0])[0]) / 12, abs=1e-6)
