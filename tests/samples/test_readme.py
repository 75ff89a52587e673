from __future__ import annotations

import pytest

from unequal.samples import COMPANIES, PROFILES, SEED, find


@pytest.fixture(scope="module")
def readme():
    return (find("harbor").parent / "README.md").read_text(encoding="utf-8")


def test_the_table_of_rows_is_true(readme, exported):
    files = {name: {file.stem for file in (find(name) / "data").glob("*.csv")} for name in COMPANIES}
    for table in set.union(*files.values()):
        sizes = [f"{len(exported(name, table)):,}" if table in files[name] else "–" for name in COMPANIES]
        assert f"| {table} | {' | '.join(sizes)} |" in readme


def test_the_table_of_truths_is_true(readme):
    for profile in PROFILES.values():
        for tier in profile.tiers:
            if tier.key == "Big push":  # the same truth as Big, later
                continue
            leaves = f"{100 * tier.churn_monthly:.2f}".removesuffix("0")
            cells = [profile.slug, tier.key, f"{100 * tier.win_probability:.0f} %", f"{tier.win_months:g}"]
            cells += [f"{tier.loss_months:g}", f"{leaves} %", f"{tier.acv:,g}"]
            assert f"| {' | '.join(cells)} |" in readme


def test_figures_of_cash_are_true(readme, months_of_cash, exported):
    assert f"**{months_of_cash('harbor'):.1f} months**" in readme
    assert f"Cash lasts {months_of_cash('fernhill'):.0f} months" in readme
    assert f"ends in month {months_of_cash('quarry', 'finance_downside') + 1:.0f}" in readme
    burnt = -exported("lantern", "finance")["cash"].diff().iloc[-3:].mean()
    assert f"{burnt / 1000:.0f},000 burnt a month" in readme
    earned = exported("quarry", "finance")["cash"].dropna().diff().iloc[-12:].mean()
    assert f"by {earned / 1000:.0f},000 euros a month" in readme
    spent = exported("lantern", "finance")["variable_cost"].iloc[-12:].sum()
    assert f"cost {spent / 1000:.0f},000 dollars" in readme


def test_figures_of_deals_are_true(readme, deals):
    harbor = deals("harbor")
    big = harbor.query("segment == 'Big'")
    won, still_open = ((big["status"] == status).sum() for status in ("won", "open"))
    assert f"**{len(big)} Big deals**" in readme
    assert f"{won} are won, {len(big) - won - still_open} lost, {still_open} open" in readme
    assert "took {:.1f} and {:.1f} months".format(*sorted(big["months"][big["status"] == "won"])) in readme
    trials = deals("lantern").query("segment == 'Consumer' and status != 'open'")
    for source in ("website", "guided_call"):
        ended = trials[trials["source"] == source]
        assert f"**{(ended['status'] == 'won').sum()} of {len(ended)}**" in readme.replace("\n", " ")
    advisers = deals("lantern").query("segment == 'Adviser' and status != 'open'")
    assert f"{(advisers['status'] == 'won').sum()} of {len(advisers)} that ended" in readme


def test_the_seed_is_named(readme):
    assert f"seed {SEED}" in readme


def test_figures_of_service_are_true(readme, exported):
    given = exported("fernhill", "activities").merge(exported("fernhill", "customers"), on="customer_id")
    small = given.query("segment == 'Small' and kind != 'onboarding'")
    assert f"**{small['hours'].astype(float).sum():,.0f} hours**" in readme
    needed = exported("fernhill", "coverage").query("segment == 'Small' and skill != 'onboarding'")
    assert f"{needed['required_hours_per_year'].astype(float).sum():.0f} hours a year" in readme


def test_figures_of_the_funnel_are_true(readme, exported):
    funnel = exported("lantern", "funnel").astype({"signups": int, "converted": int})
    sides = funnel.groupby("assisted")[["signups", "converted"]].sum()
    alone, helped = sides.loc["false"], sides.loc["true"]
    told = readme.replace("\n", " ").replace("  ", " ")
    assert f"**{alone['signups']:,} people signed up alone and {alone['converted']} of them pay**" in told
    assert f"{helped['converted']} of {helped['signups']} do" in told
    tasks = exported("lantern", "usability").astype({"tried": int, "succeeded": int})
    assert f"{tasks['succeeded'].sum()} of {tasks['tried'].sum()} tries" in told
