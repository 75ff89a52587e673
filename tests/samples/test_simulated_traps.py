"""Traps whose truth is known: the signs turn where they should, and large files show what is true."""

from __future__ import annotations

import filecmp
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from unequal.analyses.door import opened
from unequal.economics.funnel import funnel_of
from unequal.samples.known_traps import SelfServed, TrueVerdict, WellServed, self_served, well_served
from unequal.samples.simulated import simulated
from unequal.samples.simulated_files import tables_of, write
from unequal.samples.simulated_traps import traps_of
from unequal.tables import load

CONSUMERS = SelfServed(
    unassisted=0.006,
    assisted=0.275,
    cost_per_signup=12,
    price=6,
    margin=0.8,
    churn_monthly=0.05,
    success=0.9,
    minutes=10,
    contacts=0.1,
    target_arr=1_000_000,
    acquisition_budget=50_000,
    reachable=1e7,
)


def customers(**changes: float) -> WellServed:
    made = well_served(100, np.random.default_rng(1))
    plain = {
        "price": 100.0,
        "variable_cost": 10.0,
        "hours": 0.2,
        "onboarding_hours": 1.0,
        "cost_per_hour": 50.0,
        "capacity_hours": 40.0,
        "churn_monthly": 0.02,
        "reachable": 1_000.0,
        "fixed_cost": 1_000.0,
    }
    return WellServed(service=replace(made.service, **{**plain, **changes}), customers=100, net_new=2.0)


def test_the_worked_example_is_in_the_trap():
    assert CONSUMERS.must_be_explained
    assert CONSUMERS.does_not_pay
    assert CONSUMERS.verdict is TrueVerdict.STOP


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        pytest.param({"assisted": 0.006}, TrueVerdict.GO, id="no gap"),
        pytest.param({"assisted": 0.006, "success": 0.49}, TrueVerdict.STOP, id="cannot be used alone"),
        pytest.param({"assisted": 0.006, "minutes": 31.0}, TrueVerdict.STOP, id="takes long"),
        pytest.param({"assisted": 0.006, "contacts": 0.51}, TrueVerdict.STOP, id="asks for help"),
        pytest.param({"cost_per_signup": 0.01}, TrueVerdict.CAUTION, id="cheap"),
        pytest.param({"cost_per_signup": 0.01, "reachable": 100.0}, TrueVerdict.STOP, id="too few"),
        pytest.param({"cost_per_signup": 0.01, "assisted": 0.006}, TrueVerdict.GO, id="neither"),
    ],
)
def test_each_sign_of_going_too_big_counts(change, verdict):
    assert replace(CONSUMERS, **change).verdict is verdict


@pytest.mark.parametrize(
    ("change", "signs", "verdict"),
    [
        pytest.param({}, (False, False, False), TrueVerdict.GO, id="none"),
        pytest.param({"hours": 0.65, "capacity_hours": 90.0}, (True, False, False), TrueVerdict.CAUTION, id="eats"),
        pytest.param({"fixed_cost": 50_000.0}, (False, True, False), TrueVerdict.STOP, id="never pays"),
        pytest.param({"capacity_hours": 23.0}, (False, False, True), TrueVerdict.CAUTION, id="no hours to grow"),
        pytest.param({"hours": 0.65, "capacity_hours": 66.0}, (True, False, True), TrueVerdict.STOP, id="both"),
    ],
)
def test_each_sign_of_too_much_service_counts(change, signs, verdict):
    assert customers(**change).signs == signs
    assert customers(**change).verdict is verdict


def test_all_three_truths_occur_often():
    for made in (
        [self_served(np.random.default_rng(seed)).verdict for seed in range(300)],
        [well_served(20, np.random.default_rng(seed)).verdict for seed in range(300)],
    ):
        assert min(made.count(verdict) for verdict in TrueVerdict) >= 30


@pytest.mark.parametrize("number", [0, 7])
def test_the_files_are_read_as_the_tables_in_memory_and_are_the_same_each_time(number, tmp_path):
    company = simulated(number, deals=10)
    homes = [write(company, tmp_path / name, traps_of(company)) for name in ("a", "b")]
    names = [str(path.relative_to(homes[0])) for path in homes[0].rglob("*.*")]
    assert filecmp.cmpfiles(*homes, names, shallow=False)[0] == names
    workspace = opened(homes[0], as_of=None, scenario="base")
    read = load(dict(workspace.sources), currency=workspace.currency, rates={})
    assert read.problems == ()
    for name, frame in tables_of(company, traps_of(company)).frames.items():
        pd.testing.assert_frame_equal(read[name], frame)


def test_a_large_file_shows_the_truth():
    company = simulated(2, deals=3_000)
    traps = traps_of(company)
    funnel = funnel_of(traps.tables["funnel"])
    assert funnel.unassisted.rate == pytest.approx(traps.self_served.unassisted, rel=0.1)
    assert funnel.contacts_per_signup().value == pytest.approx(traps.self_served.contacts, rel=0.05)
    service, tables = traps.well_served.service, traps.tables
    spent = tables["activities"].groupby("kind")["hours"].sum()
    assert spent["ticket"] / len(tables["revenue"]) == pytest.approx(service.hours, rel=0.05)
    left = tables["customers"]["end_date"] > pd.Timestamp(2025, 6, 30)
    assert left.sum() / len(tables["revenue"]) == pytest.approx(service.churn_monthly, rel=0.15)
    assert tables["customers"]["end_date"].isna().sum() == pytest.approx(traps.well_served.customers, abs=2)


def test_traps_change_nothing_of_the_deals():
    company = simulated(4, deals=10)
    pd.testing.assert_frame_equal(tables_of(company)["deals"], tables_of(company, traps_of(company))["deals"])
