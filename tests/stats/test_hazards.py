from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.errors import InputError
from unequal.stats.hazards import Hazards, constant_prior, monthly_counts, posterior, shaped_prior
from unequal.stats.incidence import cumulative_incidence
from unequal.stats.poisson_binomial import at_least
from unequal.stats.spells import spells

BIG = (0.17, 8, 0.45, 4.8, 0.7)


# the worked example of the sales cycle


def test_worked_example_with_a_constant_prior(twenty_deals):
    mean = posterior(twenty_deals, constant_prior(0.02, 0.08, months=24)).mean()
    assert mean.at([6, 9, 12, 15, 24]).won == pytest.approx([0.0113, 0.1248, 0.2482, 0.3145, 0.3335], abs=1e-4)


def test_eight_deals_without_a_win_with_a_constant_prior(eight_deals_without_a_win):
    mean = posterior(eight_deals_without_a_win, constant_prior(0.02, 0.08, months=24)).mean()
    assert mean.at([6, 12]).won == pytest.approx([0.0278, 0.0795], abs=1e-4)


def test_worked_example_with_the_prior_of_big_deals(twenty_deals):
    mean = posterior(twenty_deals, shaped_prior(*BIG, horizon=24)).mean()
    assert mean.at([6, 9, 12, 15, 24]).won == pytest.approx([0.0070, 0.1269, 0.2514, 0.3157, 0.3389], abs=1e-4)


def test_eight_deals_without_a_win_with_the_prior_of_big_deals(eight_deals_without_a_win):
    mean = posterior(eight_deals_without_a_win, shaped_prior(*BIG, horizon=24)).mean()
    assert mean.at([6, 12]).won == pytest.approx([0.0178, 0.1367], abs=1e-4)


def test_the_prior_of_big_deals_alone():
    alone = posterior(spells([], []), shaped_prior(*BIG, horizon=24))
    assert alone.mean().at([4, 6, 12, 24]).won == pytest.approx([0.0105, 0.0444, 0.1388, 0.1688], abs=1e-4)
    assert alone.observed_months == 0


def test_six_open_big_deals_with_twenty_known_ones_win_twice_by_month_four_about_as_often_as_they_truly_do():
    """Truth .133; the mean over draws of twenty simulated sets is near .14, where one set may be off."""
    ages = [7, 5, 4, 3, 2, 1]
    rng = np.random.default_rng(3)
    to_be_won = rng.random(5_000) < 0.2
    ends = np.where(
        to_be_won, 8 * np.exp(0.45 * rng.standard_normal(5_000)), 5 * np.exp(0.7 * rng.standard_normal(5_000))
    )
    seen = rng.uniform(0, 24, 5_000)
    watched = spells(np.minimum(ends, seen), np.where(ends > seen, 0, np.where(to_be_won, 1, 2)))
    drawn = posterior(watched, shaped_prior(*BIG, horizon=24)).draws(rng, 500)
    assert at_least(drawn.win_by(ages, 4), 2)[:, 2].mean() == pytest.approx(0.133, abs=0.02)


# what is counted where


@pytest.mark.parametrize(
    ("duration", "won_in"),
    [
        pytest.param(0.0, 1, id="on the first day"),
        pytest.param(0.5, 1, id="inside month 1"),
        pytest.param(1.0, 1, id="at the end of month 1"),
        pytest.param(1.01, 2, id="just after it"),
    ],
)
def test_a_win_counts_in_the_month_that_it_ends_in(duration, won_in):
    won, _, _ = monthly_counts(spells([duration], [1]), months=3)
    assert np.flatnonzero(won).tolist() == [won_in - 1]


@pytest.mark.parametrize(
    ("duration", "stayed"),
    [
        pytest.param(1.5, [1, 0.5, 0], id="inside a month counts half"),
        pytest.param(2.0, [1, 1, 0], id="at the end of a month counts whole"),
        pytest.param(9.0, [1, 1, 1], id="longer than the months asked for"),
    ],
)
def test_an_open_deal_stays(duration, stayed):
    assert monthly_counts(spells([duration], [0]), months=3)[2].tolist() == stayed


@pytest.mark.parametrize(
    ("entry", "stayed"),
    [
        pytest.param(0.0, [1, 1, 0.5], id="from the start"),
        pytest.param(0.5, [0, 1, 0.5], id="inside month 1: from month 2"),
        pytest.param(1.0, [0, 1, 0.5], id="at the end of month 1: from month 2"),
        pytest.param(2.2, [0, 0, 0], id="in the month of its last look: not at all"),
    ],
)
def test_a_late_deal_counts_from_the_first_month_seen_whole(entry, stayed):
    assert monthly_counts(spells([2.5], [0], entry=[entry]), months=3)[2].tolist() == stayed


def test_a_win_in_the_month_of_entry_is_left_out():
    won, _, _ = monthly_counts(spells([2.8, 2.8], [1, 1], entry=[2.1, 1.9]), months=3)
    assert won.tolist() == [0, 0, 1]


def test_the_last_month_with_data_is_told():
    law = posterior(spells([2.5, 7.2], [1, 0]), constant_prior(0.1, 0.1, months=24))
    assert law.observed_months == 8


# laws


def test_without_censoring_and_without_a_prior_it_is_the_plain_share():
    rows = [1, 1, 2, 3, 3, 3, 4, 5, 5, 6], [1, 2, 1, 2, 2, 1, 0, 2, 1, 0]
    mean = posterior(spells(*rows), constant_prior(0.02, 0.08, months=6), strength=1e-9).mean()
    curve = cumulative_incidence(spells(*rows))
    assert mean.at(np.arange(7)).won == pytest.approx(curve.at(np.arange(7)).won, abs=1e-8)


@given(
    st.lists(st.tuples(st.floats(0, 20), st.sampled_from([0, 1, 2]), st.floats(0, 20)), max_size=20),
    st.lists(st.floats(0, 24), min_size=1, max_size=5),
)
def test_the_three_shares_sum_to_one_at_any_time_of_any_draw(rows, times):
    duration, event, entry = zip(*rows, strict=True) if rows else ((), (), ())
    law = posterior(spells(duration, event, entry), shaped_prior(*BIG, horizon=24))
    for hazards in (law.mean(), law.draws(np.random.default_rng(1), 3)):
        shares = hazards.at(times)
        total = shares.still_open + shares.won + shares.lost
        assert total == pytest.approx(np.ones_like(total), abs=1e-12)


def test_draws_average_to_the_mean_curve(twenty_deals):
    law = posterior(twenty_deals, shaped_prior(*BIG, horizon=24))
    drawn = law.draws(np.random.default_rng(1), 20_000).at([6, 12, 24]).won.mean(axis=0)
    assert drawn == pytest.approx(law.mean().at([6, 12, 24]).won, abs=0.003)


def test_the_chance_of_a_deal_of_some_age_is_the_sum_over_its_months():
    hazards = Hazards(won=np.array([0.1, 0.2, 0.3]), lost=np.array([0.3, 0.2, 0.1]))
    assert hazards.win_by(1, 2) == pytest.approx(0.2 + (1 - 0.4) * 0.3)


def test_the_mean_chance_of_a_deal_of_some_age_is_the_chance_of_the_mean(twenty_deals):
    law = posterior(twenty_deals, shaped_prior(*BIG, horizon=24))
    drawn = law.draws(np.random.default_rng(1), 20_000).win_by([4], [6]).mean()
    assert drawn == pytest.approx(law.mean().win_by(4, 6)[0], abs=0.003)


def test_parts_of_a_month_lie_on_a_straight_line():
    shares = constant_prior(0.1, 0.4, months=2).at([0.5, 1.5])
    assert shares.won.tolist() == pytest.approx([0.05, 0.125])
    assert shares.still_open.tolist() == pytest.approx([0.75, 0.375])


def test_better_odds_change_the_split_of_endings_and_not_their_number():
    before = constant_prior(0.1, 0.4, months=6)
    after = before.with_win_odds(3.0)
    assert after.won / after.lost == pytest.approx(3.0 * before.won / before.lost)
    assert after.at([1, 6]).still_open == pytest.approx(before.at([1, 6]).still_open)


def test_odds_of_nothing_stay_nothing():
    unchanged = constant_prior(0.0, 0.0, months=1).with_win_odds(5.0)
    assert (unchanged.won[0], unchanged.lost[0]) == (0.0, 0.0)


def test_a_shaped_prior_reproduces_its_clocks_at_month_ends():
    prior = shaped_prior(0.3, 1.2, 0.6, 0.72, 0.7, horizon=200)
    assert prior.at([200.0]).won == pytest.approx([0.3], abs=1e-6)
    assert ((prior.won >= 0) & (prior.lost >= 0) & (prior.won + prior.lost <= 1)).all()


@pytest.mark.parametrize("win_probability", [0.0, 1.0])
def test_a_prior_that_is_sure_of_the_ending_still_has_a_curve(win_probability):
    prior = shaped_prior(win_probability, 8, 0.05, 5, 0.05, horizon=40)
    assert prior.at([40.0]).won == pytest.approx([win_probability])


def test_a_month_beyond_the_prior_is_refused():
    with pytest.raises(InputError, match=r"Month 25 was asked for(.|\n)*longer horizon"):
        constant_prior(0.1, 0.1, months=24).at([25.0])


def test_a_prior_without_weight_is_refused():
    with pytest.raises(InputError, match="strength of 0 was given"):
        posterior(spells([], []), constant_prior(0.1, 0.1, months=2), strength=0)


def test_an_age_at_which_nothing_is_open_cannot_be_told():
    assert np.isnan(constant_prior(0.5, 0.5, months=3).win_by([1], [1])).all()
