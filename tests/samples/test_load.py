"""The sample through the workbook's own doors: it opens, loads, counts up, and leads to the branch it is made for."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from unequal.economics.cash import CashPath, CashPlan, committed_path
from unequal.samples import COMPANIES, find
from unequal.stats.hazards import posterior, shaped_prior
from unequal.stats.poisson_binomial import at_least
from unequal.stats.spells import spells
from unequal.tables import Tables, as_known_on, load
from unequal.workspace import Workspace, open_workspace

MOST_SET_ASIDE = 0.05
DAYS_PER_MONTH = 30.4375


@lru_cache
def opened(company: str, scenario: str = "base") -> tuple[Workspace, Tables]:
    workspace = open_workspace(find(company), scenario=scenario)
    return workspace, load(workspace.sources, currency=workspace.currency, rates=workspace.rates)


@lru_cache
def path(company: str, scenario: str = "base") -> CashPath:
    workspace, tables = opened(company, scenario)
    plan = CashPlan(
        reserve_months=workspace.plan["reserve_months"],
        raise_months=workspace.plan["raise_months"],
    )
    found = committed_path(workspace.as_of, plan, finance=as_known_on(tables, workspace.as_of)["finance"])
    assert found is not None
    return found


@pytest.mark.parametrize("scenario", ["base", "downside"])
@pytest.mark.parametrize("company", COMPANIES)
def test_every_row_is_accounted_for_and_few_are_set_aside(company, scenario):
    workspace, tables = opened(company, scenario)
    for name, count in as_known_on(tables, workspace.as_of).counts.items():
        parts = count.used + count.set_aside + count.duplicates + count.after_as_of + count.blank
        assert count.read == parts, name
        assert count.set_aside <= MOST_SET_ASIDE * count.read, name


@pytest.mark.parametrize(("company", "aside"), [("harbor", 5), ("lantern", 6), ("fernhill", 5), ("quarry", 7)])
def test_faulty_deals_are_set_aside(company, aside):
    assert opened(company)[1].counts["deals"].set_aside == aside


@pytest.mark.parametrize("company", COMPANIES)
def test_files_and_tables_have_the_same_names(company):
    files = {file.stem for file in (find(company) / "data").glob("*.csv")} - {"finance_downside"}
    assert set(opened(company)[1].names) == files


def test_rows_from_after_the_day_are_not_yet_known():
    workspace, tables = opened("harbor")
    known = as_known_on(tables, workspace.as_of)
    assert known.counts["deals"].after_as_of == 1
    big = known["deals"].query("segment == 'Big'")
    assert big["status"].value_counts().to_dict() == {"lost": 14, "open": 11, "no_decision": 2, "won": 2}


def test_foreign_money_is_converted():
    mrr = opened("lantern")[1]["revenue"]["mrr"]
    assert np.isclose(mrr, 7 * 1.087).any()


def test_awkward_names_arrive_whole():
    names = set(opened("harbor")[1]["prospects"]["name"]) | set(opened("harbor")[1]["customers"]["name"])
    assert {"=Plus Spedition GmbH", "Dupontel, Lefèvrand & Cie", 'Müllerhaus "Die Kaje" KG'} <= names


def test_harbor_must_show_wins_in_four_months():
    assert path("harbor").runway_months == pytest.approx(12.0, abs=0.15)
    assert path("harbor").decision_months == pytest.approx(4.0, abs=0.15)


def test_lantern_is_already_past_its_day():
    assert path("lantern").decision_months < 0


def test_fernhill_has_a_year_because_it_does_not_raise():
    assert path("fernhill").decision_months == pytest.approx(12.0, abs=0.15)


def test_quarry_is_default_alive_but_not_in_its_downside():
    assert path("quarry").default_alive
    assert not path("quarry", "downside").default_alive
    assert path("quarry", "downside").decision_months > 12


def chance_of_wins(company: str, segment: str, prior: tuple[float, float, float, float, float]) -> float:
    """The chance of the wins the plan needs by its day, from the hazards of the segment's own deals and its prior."""
    workspace, tables = opened(company)
    rows = as_known_on(tables, workspace.as_of)["deals"].query("segment == @segment")
    ends = rows["closed_at"].fillna(pd.Timestamp(workspace.as_of))
    ages = ((ends - rows["created_at"]).dt.days.clip(lower=0.5) / DAYS_PER_MONTH).to_numpy()
    event = rows["status"].map({"open": 0, "won": 1, "lost": 2, "no_decision": 2}).to_numpy()
    left = path(company).decision_months
    new = np.repeat(np.arange(np.ceil(left)), workspace.plan["new_deals_per_month"])
    law = posterior(spells(ages, event), shaped_prior(*prior, horizon=ages.max() + left + 1)).mean()
    starts = np.concatenate((ages[event == 0], np.zeros(new.size)))
    lengths = np.concatenate((np.full((event == 0).sum(), left), left - new))
    needed = workspace.plan["wins_needed"]
    return float(at_least(law.win_by(starts, lengths), needed)[needed])


def test_three_big_wins_in_time_are_unlikely():
    assert 0.01 < chance_of_wins("harbor", "Big", (0.17, 8, 0.45, 4.8, 0.7)) < 0.10


def test_forty_eight_small_wins_in_a_year_may_come_or_not():
    assert 0.3 < chance_of_wins("fernhill", "Small", (0.30, 1.2, 0.6, 0.72, 0.7)) < 0.8
