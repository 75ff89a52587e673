from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.economics.cycle import durations
from unequal.economics.own_deals import OwnDeals, own_deals
from unequal.economics.pipeline import Pipeline, open_pipeline
from unequal.economics.starts import deals_needed, horizon_needed, start_question
from unequal.economics.tiers import tier_prior
from unequal.economics.typed_figures import TypedFigures, typed_figures
from unequal.economics.wins import wins_by
from unequal.stats.time_to_win import TimeToWin, lognormal_from_quartiles

AS_OF = date(2026, 6, 30)
SIX_OPEN = (7.0, 5.0, 4.0, 3.0, 2.0, 1.0)  # ages of the worked runway example
BIG_CLOCKS = TimeToWin(win_probability=0.2, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
CERTAIN = TypedFigures(clocks=BIG_CLOCKS, win_spread=0.0, cycle_spread=0.0)


def pipeline(*ages: float, new_per_month: float = 0.0) -> Pipeline:
    ids = tuple(f"d{n}" for n in range(len(ages)))
    return Pipeline(deal_ids=ids, ages=np.array(ages, dtype=np.float64), new_per_month=new_per_month)


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def tails(model: TypedFigures | OwnDeals, deals: Pipeline, horizon: float, most: int = 3, draws: int = 2_000):
    return wins_by(model, deals, horizon_months=horizon, most=most, rng=rng(), draws=draws)


# --- the worked examples (lognormal clocks, typed without doubt)


@pytest.mark.parametrize(
    ("horizon", "expected"),
    [
        pytest.param(4, [0.5272, 0.1447, 0.0220], id="F11"),
        pytest.param(6, [0.724, 0.333, 0.098], id="6 months"),
        pytest.param(12, [0.969, 0.849, 0.631], id="12 months"),
    ],
)
def test_the_worked_pipeline_with_two_new_deals_a_month(horizon, expected):
    found = tails(CERTAIN, pipeline(*SIX_OPEN, new_per_month=2), horizon)
    np.testing.assert_allclose(found.table["plug_in"].iloc[1:], expected, atol=1e-4 if horizon == 4 else 6e-4)
    np.testing.assert_allclose(found.table["probability"], found.table["plug_in"], atol=1e-12)


def test_f11_the_open_deals_alone():
    found = tails(CERTAIN, pipeline(*SIX_OPEN), 4)
    assert found.at_least(2) == pytest.approx(0.1330, abs=1e-4)
    np.testing.assert_allclose(found.deals["chance"], [0.201, 0.160, 0.127, 0.091, 0.056, 0.030], atol=5e-4)
    assert found.expected_open == pytest.approx(0.665, abs=5e-4)


@pytest.mark.parametrize(("horizon", "deals"), [(6, 81), (8, 42), (10, 30), (12, 26), (18, 22)])
def test_f12_deals_needed_now_for_three_wins(horizon, deals):
    assert deals_needed(CERTAIN, months=horizon, wins_needed=3) == deals


@pytest.mark.parametrize(("deals", "wins", "months"), [(25, 3, 12.024), (25, 2, 8.715), (10, 1, 10.735)])
def test_f13_horizons_for_eight_in_ten(deals, wins, months):
    assert horizon_needed(CERTAIN, deals=deals, wins_needed=wins) == pytest.approx(months, abs=1e-3)


def test_f13_no_start_is_safe_with_four_months_left():
    found = start_question(CERTAIN, deals=25, wins_needed=3, decision_months=4)
    assert math.isnan(found.latest_safe_start_months)
    assert found.by_start["start_month"].to_list() == [0, 1, 2, 3]


def test_f13b_an_uncertain_win_rate_lowers_the_chance():
    clocks = TimeToWin(win_probability=8.5 / 41, win_median=8, win_sigma=0.45, lost_median=5, lost_sigma=0.7)
    model = TypedFigures(clocks=clocks, win_beta=(8.5, 32.5), cycle_spread=0.0)
    found = tails(model, pipeline(*[0.0] * 25), 12, draws=400_000)
    assert found.table["plug_in"].iloc[3] == pytest.approx(0.820, abs=1e-3)
    assert found.at_least(3) == pytest.approx(0.764, abs=1e-3)


@pytest.mark.parametrize(("horizon", "chance"), [(9, 0.098), (12, 0.401), (18, 0.803), (10, 0.183), (16, 0.729)])
def test_f14_one_win_of_ten_with_a_cycle_of_12_to_18_months(horizon, chance):
    median, sigma = lognormal_from_quartiles(12, 18)
    clocks = TimeToWin(win_probability=0.2, win_median=median, win_sigma=sigma, lost_median=9, lost_sigma=0.7)
    model = TypedFigures(clocks=clocks, win_spread=0.0, cycle_spread=0.0)
    assert tails(model, pipeline(*[0.0] * 10), horizon).at_least(1) == pytest.approx(chance, abs=6e-4)


def test_t1_thirty_medium_deals_now_and_fourteen_over_four_months():
    clocks = TimeToWin(win_probability=0.22, win_median=3.5, win_sigma=0.5, lost_median=2.1, lost_sigma=0.7)
    model = TypedFigures(clocks=clocks, win_spread=0.0, cycle_spread=0.0)
    assert tails(model, pipeline(*[0.0] * 30), 4).at_least(2) == pytest.approx(0.9229, abs=1e-4)
    over_time = Pipeline(deal_ids=(), ages=np.array([]), starts=(0.0,) * 4 + (1.0,) * 4 + (2.0,) * 3 + (3.0,) * 3)
    found = tails(model, over_time, 4)
    assert found.at_least(2) == pytest.approx(0.2469, abs=1e-4)
    assert found.expected_new == pytest.approx(0.957, abs=5e-4)


def test_a_start_planned_after_the_horizon_wins_nothing_by_then():
    plan = Pipeline(deal_ids=(), ages=np.array([]), starts=(0.0, 5.0))
    assert tails(CERTAIN, plan, 4).expected_new == pytest.approx(float(BIG_CLOCKS.won([4.0])[0]))


# --- the start question


def test_latest_safe_start_is_the_decision_date_less_the_horizon():
    found = start_question(CERTAIN, deals=10, wins_needed=1, decision_months=20)
    assert found.latest_safe_start_months == pytest.approx(20 - 10.735, abs=1e-3)
    before, after = found.by_start["probability"].iloc[[9, 10]]
    assert before >= 0.8 > after


def test_fewer_deals_than_wins_are_never_enough():
    found = start_question(CERTAIN, deals=1, wins_needed=2, decision_months=30)
    assert math.isnan(found.horizon_months)
    assert found.by_start["probability"].to_list() == [0.0] * 30


@pytest.mark.parametrize("decision", [math.nan, -1.0, 0.0])
def test_without_time_left_there_is_no_start(decision):
    found = start_question(CERTAIN, deals=10, wins_needed=1, decision_months=decision)
    assert math.isnan(found.latest_safe_start_months)
    assert found.by_start.empty
    assert math.isnan(found.deals_needed)


def test_twenty_deals_at_one_in_five_never_give_three_wins_eight_times_in_ten():
    assert math.isnan(horizon_needed(CERTAIN, deals=20, wins_needed=3))


# --- wins by a horizon


@pytest.mark.parametrize("horizon", [0.0, -3.0])
def test_no_time_gives_no_win(horizon):
    found = tails(CERTAIN, pipeline(*SIX_OPEN, new_per_month=2), horizon)
    assert found.table["probability"].to_list() == [1.0, 0.0, 0.0, 0.0]
    assert found.prior_driven_share == 0.0


def test_no_deals_and_no_plan_give_no_win():
    found = tails(CERTAIN, pipeline(), 4)
    assert found.table["probability"].to_list() == [1.0, 0.0, 0.0, 0.0]
    assert found.deals.empty


def test_a_fraction_of_a_new_deal_is_a_deal_started_with_that_chance():
    half = tails(CERTAIN, pipeline(new_per_month=0.5), 1).at_least(1)
    assert half == pytest.approx(0.5 * float(BIG_CLOCKS.won([1.0])[0]), abs=1e-12)


def test_new_deals_start_at_the_beginning_of_each_month_before_the_horizon():
    found = tails(CERTAIN, pipeline(new_per_month=1), 2.5)
    assert found.expected_new == pytest.approx(float(BIG_CLOCKS.won([2.5, 1.5, 0.5]).sum()), abs=1e-12)


def test_doubt_about_typed_figures_gives_a_band_and_moves_the_point():
    doubtful = TypedFigures(clocks=BIG_CLOCKS)
    found = tails(doubtful, pipeline(*SIX_OPEN), 4, draws=20_000).table.iloc[2]
    assert found["low"] < found["probability"] < found["high"]
    assert found["probability"] > found["plug_in"]
    assert 0 < found["monte_carlo_error"] < 0.005


def test_the_same_seed_gives_the_same_figures():
    doubtful, deals = TypedFigures(clocks=BIG_CLOCKS), pipeline(*SIX_OPEN, new_per_month=1)
    pd.testing.assert_frame_equal(tails(doubtful, deals, 4).table, tails(doubtful, deals, 4).table)


MONTHS = st.floats(0, 30, allow_subnormal=False)


@settings(deadline=None, max_examples=20)
@given(st.lists(MONTHS, max_size=8), MONTHS, MONTHS, st.floats(0, 3))
def test_more_wins_are_less_likely_and_more_time_or_deals_make_them_likelier(ages, horizon, more_time, new):
    base = tails(CERTAIN, pipeline(*ages, new_per_month=new), horizon, draws=1).table["plug_in"].to_numpy()
    later = tails(CERTAIN, pipeline(*ages, new_per_month=new), horizon + more_time, draws=1).table["plug_in"].to_numpy()
    more = tails(CERTAIN, pipeline(*ages, 1.0, new_per_month=new), horizon, draws=1).table["plug_in"].to_numpy()
    assert (np.diff(base) <= 1e-12).all()
    assert (later >= base - 1e-9).all()
    assert (more >= base - 1e-9).all()


@settings(deadline=None, max_examples=20)
@given(st.permutations(SIX_OPEN))
def test_the_order_of_deals_changes_nothing(ages):
    shuffled = tails(CERTAIN, pipeline(*ages), 4).table["plug_in"]
    np.testing.assert_allclose(shuffled, tails(CERTAIN, pipeline(*SIX_OPEN), 4).table["plug_in"], atol=1e-12)


# --- own deals

TWENTY = [(5, 2), (3, 2), (7, 1), (9, 1), (4, 0), (12, 1), (2, 2), (6, 2), (11, 0), (14, 1), (8, 2), (10, 0), (6, 0)]
TWENTY += [(3, 0), (15, 0), (9, 2), (1, 2), (13, 2), (10, 1), (5, 0)]


def clocks_of(rows: list[tuple[int, int]]):
    """Make deals of about so many months that all end or stand on as_of."""
    as_of = pd.Timestamp(AS_OF)
    frame = pd.DataFrame(
        {
            "deal_id": [f"d{n}" for n in range(len(rows))],
            "created_at": [as_of - pd.Timedelta(days=round(months * 30.4375)) for months, _ in rows],
            "closed_at": [as_of if event else pd.NaT for _, event in rows],
            "status": [("open", "won", "lost")[event] for _, event in rows],
        }
    )
    return durations(frame, AS_OF)


def big(rows: list[tuple[int, int]]) -> OwnDeals:
    return own_deals(clocks_of(rows), tier_prior("Big"))


def test_the_worked_deals_give_the_published_posterior_curve():
    from unequal.stats.hazards import posterior
    from unequal.stats.spells import spells

    watched = spells([months for months, _ in TWENTY], [event for _, event in TWENTY])
    model = OwnDeals(watched=watched, law=posterior(watched, tier_prior("Big").hazards(36)))
    np.testing.assert_allclose(model.won([6, 9, 12, 15, 24]), [0.0070, 0.1269, 0.2514, 0.3157, 0.3389], atol=1e-4)
    assert (model.n_deals, model.n_closed) == (20, 13)


def test_own_deals_give_a_band_around_the_point_and_an_honest_grade():
    found = tails(big(TWENTY), open_pipeline(clocks_of(TWENTY), new_per_month=1), 6, draws=4_000)
    row = found.table.iloc[2]
    assert row["low"] <= row["probability"] <= row["high"]
    assert row["low"] < row["high"]
    assert (found.grade, found.band_from, found.n_deals) == ("E2", "own deals", 20)


@pytest.mark.parametrize(("deals", "grade"), [(9, "E4"), (10, "E2")])
def test_below_ten_deals_the_grade_is_a_rule_of_thumb(deals, grade):
    assert big([(months % 12 + 1, 2) for months in range(deals)]).grade == grade


@pytest.mark.parametrize(("closed", "grade"), [(29, "E2"), (30, "E1")])
def test_from_thirty_closed_deals_the_grade_is_own_data(closed, grade):
    assert big([(months % 12 + 1, 2) for months in range(closed)]).grade == grade


@pytest.mark.parametrize(("deals", "band"), [(4, "prior"), (5, "own deals")])
def test_below_five_deals_the_band_is_the_priors(deals, band):
    model = big([(3, 1)] * deals)
    assert model.band_from == band
    found = tails(model, pipeline(0.0), 6)
    assert np.isfinite(found.table[["low", "high"]]).all().all()


def test_an_open_deal_older_than_all_but_four_is_prior_driven_and_lowers_the_grade():
    rows = [(months % 6 + 1, 2) for months in range(40)] + [(20, 0)] * 5
    model, clocks = big(rows), clocks_of(rows)
    found = tails(model, open_pipeline(clocks), 6)
    assert found.deals["prior_driven"].all()
    assert found.prior_driven_share == 1.0
    assert (model.grade, found.grade) == ("E1", "E4")
    assert np.isfinite(found.table).all().all()


def test_no_deals_at_all_leave_the_prior():
    model = big([])
    assert (model.n_deals, model.grade, model.band_from) == (0, "E4", "prior")
    np.testing.assert_allclose(model.won([4, 12]), tier_prior("Big").hazards(24).at([4, 12]).won)


def test_a_win_never_seen_still_has_a_chance():
    found = tails(big([(months % 9 + 1, 2) for months in range(12)]), pipeline(4.0, 4.0), 8)
    assert 0 < found.at_least(1) < 0.5


# --- typed figures


def test_what_is_not_typed_is_the_tiers():
    found = typed_figures({"win_rate": 0.5, "grade": "E4"}, tier_prior("Big"))
    assert found is not None
    assert (found.clocks.win_median, found.clocks.win_sigma, found.win_spread) == (8.0, 0.45, 0.4)


def test_a_typed_cycle_moves_the_losses_with_it():
    found = typed_figures({"cycle_months": 4.0, "win_rate": float("nan")}, tier_prior("Big"))
    assert found is not None
    assert (found.clocks.win_probability, found.clocks.lost_median) == (0.17, pytest.approx(2.4))
    assert found.grade == "E5"


def test_a_row_without_win_rate_and_cycle_says_nothing():
    assert typed_figures({"acv": 5.0}, tier_prior("Big")) is None


def test_a_spread_of_the_median_alone_keeps_the_typed_median():
    found = typed_figures({"cycle_months": 14.0, "cycle_p25_months": 12, "cycle_p75_months": 18}, tier_prior("Big"))
    assert found is not None
    assert found.clocks.win_median == 14.0
    assert found.clocks.win_sigma == pytest.approx(0.30057, abs=1e-5)
