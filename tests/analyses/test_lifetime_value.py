"""What a customer is worth, by hand-sized companies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import unequal
from unequal.workbook import Run

AS_OF = "2026-06-30"
DAY = pd.Timestamp(AS_OF)
CDNOW = Path(__file__).parents[3] / "shared/data/cdnow/CDNOW_sample.txt"


def company(folder: Path, customers: pd.DataFrame, **tables: pd.DataFrame) -> Path:
    (folder / "data").mkdir()
    for name, rows in {"customers": customers, **tables}.items():
        rows.to_csv(folder / "data" / f"{name}.csv", index=False)
    (folder / "workspace.toml").write_text('[segments]\nscheme = "everyone"\n', encoding="utf-8")
    return folder


def yearly(n: int, *, left: int, years: int = 4) -> pd.DataFrame:
    """Customers who came years ago, of whom some left at the first renewal."""
    start = DAY - pd.DateOffset(years=years)
    ends = [(start + pd.DateOffset(years=1)).date().isoformat()] * left + [""] * (n - left)
    return pd.DataFrame(
        {"customer_id": [f"c{one:03d}" for one in range(n)], "start_date": start.date().isoformat(), "end_date": ends}
    )


def bills(customers: pd.DataFrame, mrr: float = 100.0, months: int = 48) -> pd.DataFrame:
    month = pd.date_range(end="2026-06-01", periods=months, freq="MS")
    rows = customers.merge(pd.DataFrame({"month": month}), how="cross")
    kept = rows[rows["end_date"].eq("") | (pd.to_datetime(rows["end_date"]) >= rows["month"])]
    return kept[["customer_id", "month"]].assign(mrr=mrr)


def ran(folder: Path, **knobs: float) -> Run:
    return unequal.run("lifetime_value", folder, as_of=AS_OF, **knobs)


def test_a_value_is_what_a_month_brings_times_the_months_to_come(tmp_path: Path) -> None:
    customers = yearly(40, left=10)
    run = ran(company(tmp_path, customers, revenue=bills(customers)), renewal_months=12)
    row = run.facts.segments.iloc[0]
    assert run.facts.model == "shifted beta-geometric"
    assert row["leavers"] == 10
    assert row["asked"] == 40 + 3 * 30
    assert row["value"] == pytest.approx(row["months"] * row["money"], rel=0.02)
    assert row["low"] < row["value"] < row["high"]
    assert row["kept"] > row["value"]
    assert {"customer_id", "value", "low", "high"} <= set(run.facts.customers.columns)
    assert len(run.facts.customers) == 30


def test_a_higher_discount_makes_a_customer_worth_less(tmp_path: Path) -> None:
    customers = yearly(40, left=10)
    folder = company(tmp_path, customers, revenue=bills(customers))
    cheap, dear = (ran(folder, discount_annual=rate).facts.segments["value"].iloc[0] for rate in (0.05, 0.30))
    assert dear < cheap


def test_who_left_on_the_day_of_the_forecast_was_not_there_any_more(tmp_path: Path) -> None:
    customers = yearly(40, left=12)
    customers.loc[:5, "end_date"] = "2025-06-30"
    run = ran(company(tmp_path, customers, revenue=bills(customers)), renewal_months=12)
    assert run.facts.held_customers == 28
    assert run.facts.held_out["actual"].tolist() == [1.0] * 13


def test_without_service_and_direct_cost_no_verdict_is_given(tmp_path: Path) -> None:
    customers = yearly(40, left=10)
    run = ran(company(tmp_path, customers, revenue=bills(customers)))
    assert run.finding("worth").verdict == "cannot tell"
    assert "direct_cogs" in run.finding("worth").would_change_it


def test_where_nobody_left_value_ends_where_the_watching_ended(tmp_path: Path) -> None:
    customers = yearly(20, left=0, years=2)
    run = ran(company(tmp_path, customers, revenue=bills(customers, months=24)), renewal_months=12)
    row = run.facts.segments.iloc[0]
    assert run.facts.model == "survival"
    assert row["months"] < 24
    assert run.finding("how_they_leave").verdict == "cannot tell"
    assert run.finding("one_over_churn").verdict == "cannot tell"


def test_where_all_left_nothing_of_today_is_worth_anything(tmp_path: Path) -> None:
    customers = yearly(20, left=20)
    run = ran(company(tmp_path, customers, revenue=bills(customers)), renewal_months=12)
    assert run.facts.customers.empty
    assert "All 20" in run.finding("how_they_leave").headline


def test_before_the_first_renewal_nothing_is_said(tmp_path: Path) -> None:
    customers = yearly(20, left=0, years=1).assign(start_date="2026-01-15")
    run = ran(company(tmp_path, customers, revenue=bills(customers, months=6)), renewal_months=12)
    assert run.facts.model == "none"
    assert run.facts.customers["value"].isna().all()
    assert "too few renewals" in run.finding("worth").headline


def test_a_month_that_loses_money_makes_a_long_life_worth_less(tmp_path: Path) -> None:
    customers = yearly(40, left=10)
    revenue = bills(customers).assign(one_off=-150.0)
    run = ran(company(tmp_path, customers, revenue=revenue), renewal_months=12)
    assert run.facts.segments["value"].iloc[0] < 0
    assert run.facts.losing == 30
    assert (run.facts.customers["low"] <= run.facts.customers["high"]).all()


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    customers = yearly(40, left=10)
    runs = []
    for number, rows in enumerate((customers, customers.sample(frac=1, random_state=1))):
        (tmp_path / str(number)).mkdir()
        runs.append(ran(company(tmp_path / str(number), rows, revenue=bills(rows)), renewal_months=12).facts)
    pd.testing.assert_frame_equal(runs[0].segments, runs[1].segments)
    pd.testing.assert_frame_equal(runs[0].customers, runs[1].customers)


def test_orders_alone_are_no_contract(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    days = [
        (f"c{one:03d}", day)
        for one in range(300)
        for day in np.unique(np.append(0, rng.integers(0, 500, rng.integers(0, 6))))
    ]
    orders = pd.DataFrame(days, columns=["customer_id", "day"])
    orders = orders.assign(
        date=pd.Timestamp("2025-01-01") + pd.to_timedelta(orders["day"], unit="D"), amount=rng.gamma(5, 4, len(orders))
    )
    customers = pd.DataFrame({"customer_id": orders["customer_id"].unique()})
    run = ran(company(tmp_path, customers, orders=orders[["customer_id", "date", "amount"]]))
    assert run.facts.model == "BG/NBD"
    assert not run.facts.contractual
    assert set(run.facts.parameters) == {"r", "alpha", "a", "b", "p", "q", "v"}
    assert (run.facts.customers["value"] > 0).all()


@pytest.mark.skipif(not CDNOW.exists(), reason="the CDNOW purchases are not beside the project (../shared/data/cdnow)")
def test_the_shop_for_records_gives_its_published_parameters(tmp_path: Path) -> None:
    rows = pd.read_csv(CDNOW, sep=r"\s+", header=None, names=["m", "customer_id", "date", "cds", "amount"], dtype="str")
    orders = rows.assign(date=pd.to_datetime(rows["date"]))[["customer_id", "date", "amount"]]
    orders = orders.groupby(["customer_id", "date"], as_index=False)["amount"].agg(lambda day: sum(map(float, day)))
    customers = pd.DataFrame({"customer_id": orders["customer_id"].unique()})
    folder = company(tmp_path, customers, orders=orders)
    run = unequal.run("lifetime_value", folder, as_of="1997-09-30")
    found = {name: round(run.facts.parameters[name], 3) for name in ("r", "a", "b")}
    assert found == {"r": 0.243, "a": 0.793, "b": 2.426}
    assert run.facts.again == 946
