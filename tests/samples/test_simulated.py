"""Simulated companies: the same ones each time, and their files agree with their truth."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.analyses.door import opened
from unequal.economics.cash import CashPlan, committed_path
from unequal.economics.cycle import durations
from unequal.samples.known_clocks import Clock, DealTruth, Shape
from unequal.samples.seen_deals import View, seen_deals
from unequal.samples.simulated import AS_OF, SEED, Company, simulated
from unequal.samples.simulated_files import tables_of, write
from unequal.stats.incidence import cumulative_incidence
from unequal.tables import load

BIG = DealTruth(
    win_probability=0.3,
    to_win=Clock(shape=Shape.MIXTURE, median=6, sigma=0.5),
    to_loss=Clock(shape=Shape.GAMMA, median=4, sigma=0.8),
    never=0.05,
)


def digest(company: Company, folder) -> str:
    home = write(company, folder)
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


def clocks(company: Company):
    since = company.view.complete_days
    complete_from = None if since is None else AS_OF - timedelta(days=since)
    return durations(tables_of(company)["deals"], AS_OF, complete_from)


# seeds


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    assert digest(simulated(11), tmp_path / "a") == digest(simulated(11), tmp_path / "b")


def test_another_number_or_seed_gives_another_company(tmp_path):
    found = {digest(simulated(number, seed=seed), tmp_path) for number in (1, 2) for seed in (SEED, SEED + 1)}
    assert len(found) == 4


def test_the_published_seed_still_gives_the_published_companies():
    # A change here changes every published figure: say so in the decision record.
    first = [simulated(number, deals=20) for number in range(3)]
    assert [one.plan.target for one in first] == ["Medium", "Big", "Small"]
    assert [one.plan.wins_needed for one in first] == [1, 2, 3]
    assert [round(one.truth.over_reach, 6) for one in first] == [0.564648, 0.009446, 0.081099]


def test_more_deals_leave_the_truth_of_the_deals_as_it_is():
    few, many = simulated(5, deals=5), simulated(5, deals=200)
    assert few.truth.deals == many.truth.deals
    assert few.view == many.view


# files


@pytest.mark.parametrize("number", [0, 3, 13])
def test_files_are_read_as_the_tables_in_memory(number, tmp_path):
    company = simulated(number, deals=30)
    workspace = opened(write(company, tmp_path), as_of=None, scenario="base")
    read = load(dict(workspace.sources), currency=workspace.currency, rates={})
    assert read.problems == ()
    for name, frame in tables_of(company).frames.items():
        pd.testing.assert_frame_equal(read[name], frame)


@pytest.mark.parametrize("number", range(0, 40, 10))
def test_as_many_deals_have_a_clock_as_were_asked_for(number):
    found = clocks(simulated(number, deals=20)).frame["segment"].value_counts()
    assert found.to_dict() == {"Big": 20, "Medium": 20, "Small": 20}


@pytest.mark.parametrize("number", range(0, 40, 10))
def test_the_open_deals_of_the_file_are_those_of_the_truth(number):
    company = simulated(number, deals=50)
    for name, ages in company.truth.open_months.items():
        assert np.sort(clocks(company).of(name).open_deals()["months"]) == pytest.approx(np.sort(ages))


@pytest.mark.parametrize("number", range(4))
def test_the_cash_of_the_file_leads_to_the_decision_date(number):
    company = simulated(number, deals=5)
    plan = CashPlan(reserve_months=2.0, raise_months=6.0)
    path = committed_path(AS_OF, plan, finance=tables_of(company)["finance"])
    assert path is not None
    assert path.decision_months == pytest.approx(company.plan.decision_months, abs=1e-6)


# the truth of the deals


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(View(window_days=900), id="complete"),
        pytest.param(View(window_days=900, late_share=0.5), id="half entered late"),
        pytest.param(View(window_days=900, complete_days=450), id="old losses missing"),
    ],
)
def test_the_curve_of_very_many_deals_is_the_true_one(view):
    seen = seen_deals(BIG, 20_000, view, np.random.default_rng(7))
    company = simulated(0, deals=5)
    many = replace(company, seen={"Big": seen}, view=view)
    curve = cumulative_incidence(clocks(many).in_months())
    months = np.array([2.0, 4.0, 6.0, 9.0, 12.0, 15.0])
    assert curve.at(months).won == pytest.approx(BIG.won(months), abs=0.018)
    assert curve.at(months).lost == pytest.approx(BIG.lost(months), abs=0.018)


def test_dropping_losses_without_saying_so_would_mislead():
    view = View(window_days=900, complete_days=450)
    seen = seen_deals(BIG, 20_000, view, np.random.default_rng(7))
    many = replace(simulated(0, deals=5), seen={"Big": seen}, view=replace(view, complete_days=None))
    curve = cumulative_incidence(clocks(many).in_months())
    assert float(curve.at(12.0).won) > float(BIG.won(12.0)) + 0.05


@settings(max_examples=20)
@given(st.integers(5, 60), st.floats(0, 0.8), st.one_of(st.none(), st.integers(100, 600)), st.integers(0, 1_000))
def test_what_is_seen_can_be_seen(deals, late, complete, seed):
    view = View(window_days=700, late_share=late, complete_days=complete)
    seen = seen_deals(BIG, deals, view, np.random.default_rng(seed))
    assert seen.n == deals
    assert ((seen.lasted >= 1) & (seen.lasted <= seen.since) & (seen.since <= 700)).all()
    assert (seen.entered < np.maximum(seen.lasted, 1)).all()
    assert not (seen.won & ~seen.closed).any()
    assert (np.diff(seen.since) <= 0).all()


# the truth of the wins


def brute_force(company: Company, runs: int, rng: np.random.Generator) -> np.ndarray:
    """Wins of the target in many futures, deal by deal: draws whole lives and keeps those open today."""
    law, plan = company.truth.deals[company.plan.target], company.plan
    wins = np.zeros(runs, dtype=int)
    for age in company.truth.open_months[plan.target] * 30.4375:
        ends, won = law.draw(rng, 100_000)
        alive = ends > age + 1e-6
        wins += rng.choice((won & (ends <= np.floor(age + plan.decision_months * 30.4375 + 1e-6)))[alive], runs)
    for month in range(int(np.ceil(plan.decision_months))):
        whole, part = divmod(plan.new_deals_per_month, 1)
        for chance in [1.0] * int(whole) + [part]:
            ends, won = law.draw(rng, runs)
            left = np.floor((plan.decision_months - month) * 30.4375 + 1e-6)
            wins += won & (ends <= left) & (rng.random(runs) < chance)
    return wins


@pytest.mark.parametrize("number", [1, 4, 10])
def test_the_chance_of_enough_wins_is_the_share_of_futures_that_have_them(number):
    company = simulated(number, deals=10)
    wins = brute_force(company, 20_000, np.random.default_rng(number))
    months = company.plan.decision_months
    for least in (1, 2, company.plan.wins_needed):
        assert company.truth.at_least(least, months) == pytest.approx(np.mean(wins >= least), abs=0.015)


@settings(max_examples=25)
@given(st.integers(0, 500))
def test_more_wins_are_less_likely_and_more_time_helps(number):
    truth = simulated(number, deals=8).truth
    by_count = [truth.at_least(wins, 8.0) for wins in range(5)]
    by_time = [truth.at_least(1, months) for months in (1.0, 3.0, 6.0, 12.0)]
    assert by_count[0] == pytest.approx(1.0)
    assert (np.diff(by_count) <= 1e-12).all()
    assert (np.diff(by_time) >= -1e-12).all()
    assert truth.over_reach == truth.at_least(truth.plan.wins_needed, truth.plan.decision_months)
