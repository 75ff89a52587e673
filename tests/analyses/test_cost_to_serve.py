"""What service costs, on companies that can be checked by hand, and on what nobody can know."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import unequal
from unequal.analyses.cost_to_serve.trends import trends
from unequal.stats.trend import trend
from unequal.verify.published.cost_to_serve import CUSTOMERS, MARGINS, tables
from unequal.workbook import Run

Company = Callable[..., Path]
Rows = list[dict[str, Any]]
CONTRIBUTION = {"C1": 22413, "C2": 18176, "C3": 6155, "C4": 8987, "C5": -1394, "C6": 4627, "C7": -4149, "C8": 2104}


def quarter(**rest: Any) -> dict[str, Rows]:
    made = {
        name: [{key: value for key, value in row.items() if value == value} for row in rows.to_dict("records")]
        for name, rows in tables().items()
    }
    for row in made["revenue"]:
        row["month"] = "2026-06-01"
    for row in made["activities"]:
        row["date"] = "2026-06-10"
        row.setdefault("hours", 0)
    for row in made["cost_pools"]:
        row["month"] = "2026-06-01"
    customers = [{"customer_id": name, "start_date": "2020-01-01"} for name in CUSTOMERS]
    return {"customers": customers, **made, **rest}


def served(company: Company, *, without: str = "", knobs: dict[str, Any] | None = None, **rest: Any) -> Run:
    made = quarter(**rest)
    return unequal.run(
        "cost_to_serve", company(**{name: rows for name, rows in made.items() if name != without}), **(knobs or {})
    )


def test_the_worked_quarter(company: Company) -> None:
    facts = served(company).facts
    found = facts.customers.set_index("customer_id")["contribution"]
    assert found.round().to_dict() == CONTRIBUTION
    assert facts.whale["rank"].tolist() == list(range(1, 9))
    assert facts.whale["cumulative_share"].max() == pytest.approx(1.0974, abs=5e-5)
    assert facts.whale["cumulative_share"].iloc[1] == pytest.approx(0.713, abs=5e-4)
    assert facts.shape.at_peak == 0.75
    assert facts.shape.lost == pytest.approx(5543, abs=1)


def test_two_of_eight_eat_a_tenth_of_the_profit(company: Company) -> None:
    run = served(company)
    assert run.facts.customers.set_index("customer_id")["loses"].loc[["C5", "C7"]].all()
    assert run.finding("who_loses").headline.startswith("2 of 8 customers eat 9.7")
    assert run.finding("who_loses").verdict == "caution"


def test_idle_hours_stand_apart_and_are_nobodys_cost(company: Company) -> None:
    facts = served(company).facts
    pools = facts.pools.set_index("pool")
    assert pools["use"].round(3).to_dict() == {"csm": 0.615, "onboarding": 0.721, "support": 0.977}
    assert pools["idle_cost"].round(0).to_dict() == {"csm": 5769, "onboarding": 2231, "support": 320}
    assert facts.customers["cost_to_serve"].sum() + pools["idle_cost"].sum() == pytest.approx(37_000)


def test_more_hours_than_there_are_is_said_and_costs_the_same_an_hour(company: Company) -> None:
    pools = [
        {**row, "capacity_hours": row["capacity_hours"] / 2, "cost": row["cost"] / 2} for row in quarter()["cost_pools"]
    ]
    run = served(company, cost_pools=pools)
    assert run.facts.pools["over"].all()
    assert (run.facts.pools["idle_cost"] == 0).all()
    assert "more than it has" in run.finding("idle_capacity").headline
    assert run.facts.customers["contribution"].round().tolist() == list(CONTRIBUTION.values())


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("activities", "nobody has logged hours"),
        ("cost_pools", "what the service team costs is not known"),
        ("revenue", "nothing was billed"),
    ],
)
def test_what_is_missing_is_named_and_nothing_invented(company: Company, without: str, said: str) -> None:
    run = served(company, without=without)
    found = run.finding("who_loses")
    assert found.verdict == "cannot tell"
    assert said in found.headline
    assert run.facts.customers["contribution"].isna().all()
    assert run.facts.customers["probability_loss"].isna().all()


def test_a_pool_without_hours_or_driver_is_not_spread(company: Company) -> None:
    pools = [{**row, "driver": "tickets" if row["pool"] == "csm" else "hours"} for row in quarter()["cost_pools"]]
    work = [row for row in quarter()["activities"] if row["skill"] == "support"]
    facts = served(company, cost_pools=pools, activities=work).facts
    assert facts.pools.set_index("pool")["use"].loc[["csm", "onboarding"]].tolist() == [0, 0]
    assert facts.customers["cost_to_serve"].sum() == pytest.approx(0.75 * 542 * 14_000 / 416)


def test_time_until_closed_is_no_work(company: Company) -> None:
    work = [{**row, "hours": 5 * row["hours"]} for row in quarter()["activities"]]
    run = served(company, activities=work)
    assert run.facts.window.elapsed
    assert "not like work" in run.finding("who_loses").headline


def test_all_that_is_lost_is_told_in_money(company: Company) -> None:
    bills = [{**row, "mrr": row["mrr"] / 10, "direct_cogs": row["direct_cogs"] / 10} for row in quarter()["revenue"]]
    run = served(company, revenue=bills)
    assert run.finding("who_loses").verdict == "stop"
    assert run.facts.whale["cumulative_share"].isna().all()
    assert "%" not in run.finding("who_loses").headline


def test_credits_count_and_who_pays_nothing_is_a_cost_of_winning(company: Company) -> None:
    bills = [{**row, "one_off": -6_000 if row["customer_id"] == "C6" else 0} for row in quarter()["revenue"]]
    bills = [row for row in bills if row["customer_id"] != "C8"]
    facts = served(company, revenue=bills).facts
    rows = facts.customers.set_index("customer_id")
    assert rows.loc["C6", "revenue"] == 0
    assert not rows.loc["C6", "trial"]  # it cost something before service: a customer, and no trial
    assert rows.loc["C8", "trial"]
    assert facts.trial_cost == pytest.approx(296, abs=1)
    assert len(facts.whale) == 7


def test_one_customer_with_half_the_revenue_is_named(company: Company) -> None:
    bills = [{**row, "mrr": row["mrr"] + (77_000 if row["customer_id"] == "C1" else 0)} for row in quarter()["revenue"]]
    assert "decides the whole" in served(company, revenue=bills).finding("who_loses").answer


def test_the_whole_history_is_no_longer_than_hours_and_pools_reach(company: Company) -> None:
    assert served(company, knobs={"window_months": 0}).facts.window.months == 1


def test_no_figure_hangs_on_the_order_of_rows(company: Company) -> None:
    turned = {name: rows[::-1] for name, rows in quarter().items()}
    one, other = served(company), served(company, **turned)
    assert [each.answer for each in one.findings] == [each.answer for each in other.findings]
    assert one.facts.customers["probability_loss"].tolist() == other.facts.customers["probability_loss"].tolist()


# --- trends


def margins(*values: float) -> Any:
    ends = pd.date_range("2023-03-31", periods=len(values), freq="QE")
    return pd.DataFrame({"quarter": ends, "segment": "all", "margin": values, "gross_margin": math.nan})


def test_the_worked_trend_meets_the_floor_in_six_quarters() -> None:
    wide = trend(MARGINS, level=0.95).least_squares
    assert (wide.estimate, wide.low, wide.high) == pytest.approx((-0.012298, -0.015038, -0.009557), abs=5e-7)
    row = trends(margins(*MARGINS), floor=0.25, noise=0.02).iloc[0]
    assert row["theil_sen"] == pytest.approx(-0.012083, abs=5e-7)
    assert [round(row[one], 1) for one in ("to_floor", "to_floor_low", "to_floor_high")] == [6.5, 5.6, 7.9]
    assert row["status"] == "down"


def test_a_flat_margin_has_no_trend_and_may_never_meet_the_floor() -> None:
    row = trends(margins(0.40, 0.41, 0.36, 0.42, 0.39, 0.37, 0.41, 0.38), floor=0.25, noise=0.02).iloc[0]
    assert row["status"] == "flat"
    assert math.isinf(row["to_floor_high"])


@pytest.mark.parametrize(("quarters", "status"), [(5, "few"), (6, "down")])
def test_five_quarters_are_points_alone(quarters: int, status: str) -> None:
    row = trends(margins(*MARGINS[:quarters]), floor=0.25, noise=0.02).iloc[0]
    assert row["status"] == status
    assert math.isnan(row["a_quarter"]) == (status == "few")


def year_of_quarters(hours: float) -> dict[str, Rows]:
    months = [date(2025 + (5 + step) // 12, (5 + step) % 12 + 1, 1) for step in range(1, 13)]
    return {
        "customers": [{"customer_id": name, "start_date": "2024-01-01"} for name in "abcdef"],
        "revenue": [
            {"customer_id": name, "month": month, "mrr": 100 - step, "list_mrr": 100, "direct_cogs": 20}
            for name in "abcdef" for step, month in enumerate(months)
        ],
        "activities": [
            {"customer_id": name, "date": month, "skill": "support", "hours": 1 + hours * step, "kind": "call"}
            for name in "abcdef" for step, month in enumerate(months)
        ],
        "cost_pools": [
            {"pool": "support", "month": month, "cost": 100 + step, "skill": "support", "driver": "hours",
             "capacity_hours": 20} for step, month in enumerate(months)
        ],
    }  # fmt: skip


def test_five_parts_add_up_to_the_change(company: Company) -> None:
    facts = unequal.run("cost_to_serve", company(**year_of_quarters(0.1))).facts
    rows = facts.quarters[facts.quarters["segment"].eq("all")]
    moved = facts.change.set_index("part")["moved"]
    assert moved.sum() == pytest.approx(rows["margin"].iloc[-1] - rows["margin"].iloc[0], abs=1e-12)
    assert moved["price"] < 0 > moved["hours"]
    assert moved["rates"] < 0
    assert moved["mix"] == pytest.approx(0)
