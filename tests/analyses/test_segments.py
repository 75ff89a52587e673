"""Which grouping tells more, on the twelve customers of the worked example and on companies made to one answer."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unequal
from unequal.workbook import Run

Company = Callable[..., Path]
Rows = list[dict[str, Any]]

EMPLOYEES = (900, 1200, 2500, 800, 220, 150, 310, 180, 25, 12, 40, 18)
LEVELS = (3, 1, 3, 1, 2, 1, 3, 2, 1, 1, 2, 3)
PRICES = (60, 62, 75, 58, 24, 22, 25, 21, 6, 5, 7, 6)
COSTS = (38, 12, 47, 11, 12, 5, 22, 11, 2, 1.5, 5.5, 9)
SIZES = '[segments]\nscheme = "size"\ncuts = { Medium = 100, Big = 500 }\n'
MONTHS = [datetime.date(2025 + (6 + place) // 12, (6 + place) % 12 + 1, 1) for place in range(12)]
HOURS = sum(COSTS)


def billed(prices: tuple[float, ...] | np.ndarray, cogs: float = 0.0) -> Rows:
    """Bill a price a year in twelve parts."""
    return [
        {"customer_id": f"c{place:03d}", "month": month, "mrr": 1000 * price / 12, "direct_cogs": cogs}
        for place, price in enumerate(prices)
        for month in MONTHS
    ]


def hours(costs: tuple[float, ...] | np.ndarray) -> Rows:
    """Log as many hours as a customer costs thousands."""
    return [
        {"customer_id": f"c{place:03d}", "date": "2026-01-15", "skill": "support", "hours": cost, "kind": "call"}
        for place, cost in enumerate(costs)
    ]


def pool(total: float) -> Rows:
    """Make the pool's hours cost a thousand each."""
    return [
        {"pool": "support", "month": month, "cost": 1000 * total / 12, "capacity_hours": total / 12 / 0.8,
         "skill": "support", "driver": "hours"}
        for month in MONTHS
    ]  # fmt: skip


def people(**columns: Any) -> Rows:
    count = len(next(iter(columns.values())))
    return [
        {
            "customer_id": f"c{place:03d}",
            "start_date": "2024-01-01",
            **{name: of[place] for name, of in columns.items()},
        }
        for place in range(count)
    ]


@pytest.fixture(scope="module")
def twelve(company: Company) -> Run:
    """The worked example: twelve customers, by size and by the help they need."""
    folder = company(
        SIZES,
        customers=people(employees=EMPLOYEES, segment=[f"level {one}" for one in LEVELS]),
        revenue=billed(PRICES),
        activities=hours(COSTS),
        cost_pools=pool(HOURS),
    )
    return unequal.run("segments", folder)


def of(run: Run, scheme: str, target: str, column: str = "r2_out_of_sample") -> float:
    rows = run.facts.schemes
    return float(rows.loc[rows["scheme"].eq(scheme) & rows["target"].eq(target), column].iloc[0])


@pytest.mark.parametrize(
    ("target", "of_size", "of_level"),
    [
        pytest.param("margin", -0.29447, 0.43798, id="margin"),
        pytest.param("contribution", 0.68876, -0.12920, id="contribution"),
        pytest.param("cost_to_serve", 0.20387, 0.34904, id="cost to serve"),
    ],
)
def test_the_worked_example_explains_what_it_should(twelve: Run, target: str, of_size: float, of_level: float) -> None:
    assert of(twelve, "size", target) == pytest.approx(of_size, abs=1e-5)
    assert of(twelve, "column", target) == pytest.approx(of_level, abs=1e-5)
    assert (of(twelve, "everyone", target), of(twelve, "everyone", target, "low")) == (0, 0)


def test_the_worked_example_is_as_sure_as_it_should_be(twelve: Run) -> None:
    low, high = (of(twelve, "column", "margin", end) for end in ("low", "high"))
    assert (low, high) == (pytest.approx(0.01, abs=0.015), pytest.approx(0.74, abs=0.015))
    assert of(twelve, "column", "margin", "better_than_in_force") == pytest.approx(0.996, abs=0.003)
    assert of(twelve, "column", "margin", "chance_alone") == pytest.approx(0.003, abs=0.002)
    pairs = twelve.facts.overlap.set_index(["first", "second"])["index"]
    assert pairs["size", "column"] == pytest.approx(-0.089, abs=5e-4)


def test_the_worked_example_says_to_group_by_the_help_needed(twelve: Run) -> None:
    found = twelve.finding("scheme_in_force")
    assert (found.verdict, found.action) == ("go", "group by the segment in your files")
    assert "where company size does worse than treating all alike" in found.headline
    assert 'Write scheme = "column"' in found.answer
    assert "For the money they leave after cost to serve it is company size (69\u00a0%)." in found.answer


def test_who_groups_twelve_compares_no_clusters(twelve: Run) -> None:
    assert "clusters" not in set(twelve.facts.schemes["scheme"])


def test_what_is_made_of_its_target_is_not_compared_on_it(twelve: Run) -> None:
    rows = twelve.facts.schemes
    assert set(rows.loc[rows["scheme"].eq("value"), "target"]) == {"margin", "cost_to_serve"}
    left = twelve.facts.not_compared
    assert ("value", "contribution", "leaks") in set(left.itertuples(index=False, name=None))


def test_every_customer_has_one_label_in_each_scheme(twelve: Run) -> None:
    labels = twelve.facts.labels
    assert list(labels.columns) == ["customer_id", "scheme", "segment"]
    assert labels.groupby("scheme")["customer_id"].nunique().eq(12).all()
    assert not labels.duplicated(["customer_id", "scheme"]).any()


def test_the_order_of_the_rows_changes_nothing(twelve: Run, company: Company) -> None:
    folder = company(
        SIZES,
        customers=people(employees=EMPLOYEES, segment=[f"level {one}" for one in LEVELS])[::-1],
        revenue=billed(PRICES)[::-1],
        activities=hours(COSTS)[::-1],
        cost_pools=pool(HOURS)[::-1],
    )
    again = unequal.run("segments", folder)
    assert again.facts.labels.equals(twelve.facts.labels)
    assert again.facts.schemes.round(12).equals(twelve.facts.schemes.round(12))


def test_the_sensitivity_moves_all_cuts_and_each(twelve: Run) -> None:
    moved = twelve.facts.moved
    assert set(moved["cut"]) == {"all", "Medium", "Big"}
    now = moved[moved["cut"].eq("all") & moved["by"].eq(0)].iloc[0]
    assert now["r2"] == pytest.approx(-0.29447, abs=1e-5)
    assert now["cuts"] == "Medium 100, Big 500"
    assert (moved["by"].min(), moved["by"].max()) == (-0.3, 0.3)
    assert "foretells" not in twelve.finding("sensitivity").headline.partition("within")[0]


def noise(company: Company, count: int, toml: str = SIZES, **columns: Any) -> Run:
    """Run a company whose margins have nothing to do with anything."""
    rng = np.random.default_rng(4)
    given = {"employees": rng.integers(1, 900, count), **columns}
    costs = rng.uniform(1, 9, count)
    folder = company(
        toml,
        customers=people(**given),
        revenue=billed(np.full(count, 10.0)),
        activities=hours(costs),
        cost_pools=pool(float(costs.sum())),
    )
    return unequal.run("segments", folder)


def test_nothing_is_found_where_there_is_nothing(company: Company) -> None:
    run = noise(company, 60)
    assert run.finding("better_than_everyone").verdict in ("cannot tell", "stop")
    assert run.finding("scheme_in_force").verdict in ("cannot tell", "stop")


@pytest.mark.parametrize(("count", "compared"), [(9, False), (10, True)])
def test_nine_customers_are_too_few_for_anything(count: int, compared: bool, company: Company) -> None:
    run = noise(company, count)
    assert bool(run.facts.headline) is compared
    assert run.finding("better_than_everyone").verdict == "cannot tell"
    if not compared:
        assert "9 customers are too few" in run.finding("better_than_everyone").headline


def test_resellers_are_in_no_figure(company: Company) -> None:
    run = noise(company, 20, role=["reseller"] * 5 + ["end_user"] * 15)
    assert (run.facts.customers, run.facts.channel) == (15, 5)
    assert "c000" not in set(run.facts.labels["customer_id"])


def test_all_in_one_segment_is_said(company: Company) -> None:
    run = noise(company, 20, employees=[20] * 20, industry=["a"] * 19 + ["b"])
    found = run.finding("scheme_in_force")
    assert found.verdict == "cannot tell"
    assert "100\u00a0% of customers are in one segment of company size." in found.answer
    assert run.finding("sensitivity").verdict == "cannot tell"


def test_a_third_without_employees_is_a_level_of_its_own(company: Company) -> None:
    run = noise(company, 30, employees=[""] * 10 + [20, 200, 900, 30, 300] * 4)
    size = run.facts.scheme("size")
    assert (size["unknown"], size["segments"]) == (10, 4)


def test_without_margin_another_outcome_stands_in_and_says_so(company: Company) -> None:
    customers = people(employees=[20, 600] * 20)
    for place, row in enumerate(customers):
        row["end_date"] = "2024-06-30" if place % 2 else ""
    run = unequal.run("segments", company(SIZES, customers=customers))
    assert run.facts.headline == "retention"
    found = run.finding("better_than_everyone")
    assert found.verdict == "go"
    assert "Margin is not known (no bill and no order is known)" in found.answer
    assert found.would_change_it.startswith("Add data/revenue.csv")


def test_with_nothing_known_nothing_is_told(company: Company) -> None:
    run = unequal.run("segments", company(SIZES, customers=people(employees=[20, 600] * 20)))
    assert run.facts.headline == ""
    assert [one.verdict for one in run.findings if one.code != "segments.size_and_complexity"] == ["cannot tell"] * 2
    assert "nobody has left" in run.finding("better_than_everyone").answer
    assert list(run.facts.schemes.columns)[:3] == ["scheme", "target", "r2_out_of_sample"]


def test_without_end_users_a_line_says_what_would_unlock_it(company: Company) -> None:
    run = unequal.run("segments", company(customers=people(employees=[5, 6], role=["reseller"] * 2)))
    assert run.unavailable is not None
    assert "data/customers.csv" in run.block["unavailable"]["unlock"]


@pytest.mark.parametrize(("large", "verdict"), [(6, "go"), (7, "caution")])
def test_size_and_complexity_disagree_from_a_share_on(large: int, verdict: str, company: Company) -> None:
    customers = people(employees=[900] * large + [20] * (20 - large), complexity_teams=[1] * 20)
    run = unequal.run("segments", company(SIZES, customers=customers))
    found = run.finding("size_and_complexity")
    assert (found.verdict, found.estimate, found.n) == (verdict, large / 20, 20)
    assert f"Big by company size and Small by complexity of needs ({large} customers)" in found.answer


def test_the_rule_of_all_three_and_the_finding_tell_one_share(company: Company) -> None:
    customers = people(employees=[30] * 8 + [3] * 12, complexity_teams=[1] * 20)
    run = unequal.run("segments", company(SIZES.replace("100", "5").replace("500", "25"), customers=customers))
    (together,) = (one for one in run.facts.described.to_dict("records") if one["scheme"] == "combined")
    assert run.facts.conflict_share == 8 / 20
    assert "They differ for 40 % of the customers" in together["rule_text"]


def test_a_file_of_labels_is_not_needed_to_run_the_sample(sample: Path, runs: dict[str, Run]) -> None:
    facts = runs["segments"].facts
    targets = ("margin", "cost_to_serve", "contribution", "retention")
    assert set(facts.schemes["target"]) <= set(targets)
    with (sample / "data" / "customers.csv").open(encoding="utf-8", errors="replace") as file:
        assert facts.customers <= sum(1 for _ in csv.reader(file))


def test_a_survey_with_one_answer_says_what_it_lacks(company: Company) -> None:
    answer = {"respondent_id": "r1", "customer_id": "c001", "outcome_id": "fast", "importance": 5, "satisfaction": 2}
    folder = company(SIZES, customers=people(employees=2 * EMPLOYEES), revenue=billed(2 * PRICES), survey=[answer])
    lacks = unequal.run("segments", folder).table("not_yet").set_index("grouping")["missing"]
    assert lacks["What a survey says they lack"].startswith("The survey holds 1 answer from 1 person")


def test_of_firms_nobody_asks_for_age_or_schooling(company: Company) -> None:
    firms = company(SIZES, customers=people(employees=EMPLOYEES), revenue=billed(PRICES))
    persons = company("", customers=people(name=[f"n{place}" for place in range(12)]), revenue=billed(PRICES))
    of_firms, of_persons = (unequal.run("segments", one).table("not_yet")["grouping"] for one in (firms, persons))
    assert "Age" not in of_firms.to_list()
    assert "Age" in of_persons.to_list()
