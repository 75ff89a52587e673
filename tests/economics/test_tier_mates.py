"""A segment learns from the others of its tier, never from itself twice, and never from another tier."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from unequal.economics.cycle import durations
from unequal.economics.own_deals import own_deals
from unequal.economics.tier_mates import tier_mates
from unequal.economics.tiers import tier_prior

from .test_own_deals import AS_OF, deals

BANKS = deals("banks", [2, 3, 4, 5], ["won", "lost", "lost", "lost"]).assign(acv=20_000.0)
SHOPS = deals("shops", [0.9] * 10, ["won"] * 8 + ["lost"] * 2).assign(acv=30_000.0)
STATES = deals("states", [0.9] * 10, ["won"] * 10).assign(acv=200_000.0)
ALL = pd.concat([BANKS, SHOPS, STATES])


def mates(rows, segment, acv=20_000.0):
    found = tier_mates(durations(rows, AS_OF), segment, tier_prior(segment, median_acv=acv))
    return None if found is None else set(found.frame["segment"])


def won(rows, segment="banks", acv=20_000.0, months=(1.0, 6.0, 24.0)):
    clocks, prior = durations(rows, AS_OF), tier_prior(segment, median_acv=acv)
    return own_deals(clocks.of(segment), prior, mates=tier_mates(clocks, segment, prior)).won(list(months))


def test_the_others_of_the_tier_teach_and_it_does_not_teach_itself():
    assert mates(ALL, "banks") == {"shops"}
    assert mates(ALL, "shops") == {"banks"}


def test_a_segment_alone_in_its_tier_has_the_tiers_curve():
    assert mates(ALL, "states", acv=200_000.0) is None
    alone = own_deals(durations(STATES, AS_OF), tier_prior("states", median_acv=200_000.0)).won([1.0, 6.0, 24.0])
    assert won(ALL, "states", acv=200_000.0) == pytest.approx(alone, abs=1e-15)


@pytest.mark.parametrize("name", ["other", "unknown"])
def test_what_is_no_segment_neither_teaches_nor_learns(name):
    rows = pd.concat([BANKS, SHOPS.assign(segment=name)])
    assert mates(rows, "banks") is None
    assert mates(rows, name) is None


def test_a_tier_that_nobody_knows_is_shared_with_nobody():
    assert mates(pd.concat([BANKS, SHOPS.assign(acv=np.nan)]), "banks") is None
    assert mates(ALL, "banks", acv=np.nan) is None


def test_the_prior_of_the_first_month_by_hand():
    """Ten shops ended in month 1, eight won: the prior is (8 + 2 h) / 12; four banks stayed: (0 + 2 prior) / 6."""
    h = tier_prior("banks", median_acv=20_000.0).clocks.won([1.0])[0]
    assert won(ALL)[0] == pytest.approx(2 * (8 + 2 * h) / 12 / 6, abs=1e-6)


def test_the_more_the_others_win_the_more_it_is_given():
    worse = pd.concat([BANKS, SHOPS.assign(status="lost")])
    assert (won(worse) < won(BANKS)).all()
    assert (won(BANKS) < won(ALL)).all()


def test_another_tier_changes_nothing():
    assert won(ALL) == pytest.approx(won(pd.concat([BANKS, SHOPS])), abs=1e-15)


def test_the_order_of_rows_changes_nothing():
    assert won(ALL.sample(frac=1, random_state=3)) == pytest.approx(won(ALL), abs=1e-15)


def test_many_others_weigh_no_more_than_the_tiers_curve_does():
    many = pd.concat([SHOPS.assign(deal_id=[f"{n}{one}" for one in SHOPS["deal_id"]]) for n in range(50)])
    rows = pd.concat([deals("banks", [0.9] * 40, ["lost"] * 40).assign(acv=20_000.0), many])
    assert won(rows, months=[1.0])[0] < 2 / 42  # two pseudo-deals a month against forty of its own
