"""The three tests of a segment, on companies that can be checked by hand."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import unequal
from unequal.shipped import shipped
from unequal.workbook import Run

Company = Callable[..., Path]
Rows = list[dict[str, Any]]

SIZES = '[segments]\nscheme = "size"\ncuts = { Medium = 100, Big = 500 }\n'
MONTHS = [datetime.date(2025 + (5 + step) // 12, (5 + step) % 12 + 1, 1) for step in range(13)]
WINNING = {"marketing_cost_per_opportunity": 100, "sales_hours_per_opportunity": 10, "sales_cost_per_hour": 50,
           "win_rate": 0.2, "grade": "E2"}  # fmt: skip


def customers(*employees: Any, start: str = "2024-01-01", **rest: Any) -> Rows:
    return [
        {"customer_id": f"c{place:03d}", "start_date": start, "employees": number, **rest}
        for place, number in enumerate(employees)
    ]


def bills(first: list[float], last: list[float], *, cogs: float | None = 0.2, **rest: Any) -> Rows:
    """Bill the first amount for half a year and the last one from then on; nothing is no bill."""
    rows = []
    for place, pair in enumerate(zip(first, last, strict=True)):
        for step, month in enumerate(MONTHS):
            mrr = pair[step > 6]
            if mrr:
                cost = {} if cogs is None else {"direct_cogs": cogs * mrr}
                rows.append({"customer_id": f"c{place:03d}", "month": month, "mrr": mrr, **cost, **rest})
    return rows


def service(n: int, cost: float) -> dict[str, Rows]:
    """Serve each customer an hour a month, of a team that costs so much a month."""
    months = MONTHS[1:]
    work = [{"customer_id": f"c{place:03d}", "date": month, "skill": "support", "hours": 1, "kind": "ticket"}
            for place in range(n) for month in months]  # fmt: skip
    pools = [{"pool": "support", "month": month, "cost": cost, "skill": "support", "driver": "hours",
              "capacity_hours": 1.25 * n} for month in months]  # fmt: skip
    return {"activities": work, "cost_pools": pools}


@pytest.fixture(scope="module")
def quality(company: Company) -> Callable[..., Run]:
    """Run segment quality of a company."""

    def run(toml: str = SIZES, *, knobs: dict[str, Any] | None = None, **tables: Rows) -> Run:
        return unequal.run("segment_quality", company(toml, **tables), **(knobs or {}))

    return run


@pytest.fixture(scope="module")
def sound(quality: Callable[..., Run]) -> Run:
    """Forty customers of one size, all of whom pay more than a year ago."""
    first = [200.0 + place for place in range(40)]
    return quality(
        customers=customers(*[20] * 20, *[200] * 20),
        revenue=bills(first, [one + 30 for one in first]),
        segments=[{"segment": name, **WINNING} for name in ("Small", "Medium")],
        **service(40, 1_000),
    )


def test_a_row_a_segment_and_test_with_the_promised_columns(sound: Run) -> None:
    rows = sound.facts.tests
    assert list(rows.columns[:7]) == ["segment", "test", "estimate", "low", "high", "probability", "verdict"]
    assert list(rows["segment"]) == ["Small"] * 3 + ["Medium"] * 3
    assert list(rows["test"][:3]) == ["identifiable", "profitable", "growing"]
    assert set(rows["verdict"]) <= {"go", "stop", "cannot tell"}


def test_all_three_passed_is_a_segment(sound: Run) -> None:
    assert set(sound.facts.tests["verdict"]) == {"go"}
    assert sound.finding("segment", "Small").verdict == "go"
    assert sound.finding("overall").verdict == "go"


def test_what_is_left_is_less_the_cost_of_winning_over_a_life(sound: Run) -> None:
    profit = sound.facts.segments[0].profit
    assert profit.cost_to_win == pytest.approx(3_000)
    assert profit.after.value == pytest.approx(profit.earned.value - 3_000 / profit.life)


def test_a_customer_who_costs_more_than_it_leaves_stops_it(quality: Callable[..., Run]) -> None:
    first = [200.0 + place for place in range(10)]
    run = quality(
        customers=customers(*[20] * 10), revenue=bills(first, [one + 30 for one in first]), **service(10, 9_000)
    )
    found = run.finding("segment", "Small")
    assert found.verdict == "stop"
    assert "a customer costs more than it leaves" in found.headline


def test_without_the_cost_of_winning_profit_can_fail_and_not_pass(quality: Callable[..., Run]) -> None:
    first = [200.0 + place for place in range(10)]
    run = quality(
        customers=customers(*[20] * 10), revenue=bills(first, [one + 30 for one in first]), **service(10, 1_000)
    )
    row = run.facts.tests.set_index("test").loc["profitable"]
    assert (row["reason"], row["verdict"]) == ("before", "cannot tell")
    assert row["probability"] > 0.99
    assert "What winning a customer costs" in run.finding("segment", "Small").would_change_it


@pytest.mark.parametrize(
    ("cogs", "with_service", "reason", "asks"),
    [
        pytest.param(None, True, "no_cost", "direct_cogs", id="no direct cost"),
        pytest.param(0.2, False, "no_service", "cost_pools.csv", id="no service"),
    ],
)
def test_margins_are_asked_for_first(
    cogs: float | None,
    with_service: bool,
    reason: str,
    asks: str,
    quality: Callable[..., Run],
) -> None:
    more = service(10, 1_000) if with_service else {}
    run = quality(customers=customers(*[20] * 10), revenue=bills([200.0] * 10, [230.0] * 10, cogs=cogs), **more)
    assert run.facts.tests.set_index("test").loc["profitable", "reason"] == reason
    assert asks in run.finding("segment", "Small").would_change_it


def test_a_segment_that_shrinks_fails(quality: Callable[..., Run]) -> None:
    run = quality(customers=customers(*[20] * 10), revenue=bills([200.0] * 10, [150.0] * 10))
    assert run.facts.tests.set_index("test").loc["growing", "verdict"] == "stop"
    assert "does not grow" in run.finding("segment", "Small").headline


def test_new_customers_alone_carry_a_growth(quality: Callable[..., Run]) -> None:
    first, last = [200.0] * 10 + [0.0] * 8, [190.0] * 10 + [200.0] * 8
    run = quality(customers=customers(*[20] * 18), revenue=bills(first, last))
    assert run.facts.segments[0].growth.carried_by == "logos"
    assert "New customers carry it" in run.finding("segment", "Small").answer


def test_a_contract_for_three_years_is_no_loyalty(quality: Callable[..., Run]) -> None:
    terms = [{"customer_id": f"c{place:03d}", "start": "2024-01-01", "end": "2026-12-31", "term_months": 36}
             for place in range(10)]  # fmt: skip
    run = quality(customers=customers(*[20] * 10), revenue=bills([200.0] * 10, [210.0] * 10), contracts=terms)
    grown = run.facts.segments[0].growth
    assert grown.is_young
    assert grown.paid.in_first_term == 10
    assert "Nobody has been there for a whole term" in run.finding("segment", "Small").answer
    assert set(run.table("retention")["stayed"]) == {"too young"}


def test_half_a_year_of_bills_says_how_long_to_wait(quality: Callable[..., Run]) -> None:
    rows = [row for row in bills([200.0] * 10, [210.0] * 10) if row["month"] >= datetime.date(2025, 12, 1)]
    run = quality(customers=customers(*[20] * 10), revenue=rows)
    assert run.facts.tests.set_index("test").loc["growing", "reason"] == "short"
    assert "too short a time, by 6 months." in run.finding("segment", "Small").answer


@pytest.mark.parametrize(("known", "verdict"), [(30, "stop"), (60, "cannot tell"), (90, "go")])
def test_a_segment_is_told_by_its_field_where_that_is_filled_in(
    known: int, verdict: str, quality: Callable[..., Run]
) -> None:
    run = quality(customers=customers(*[20] * (known // 2), *[200] * (known - known // 2), *[""] * (100 - known)))
    row = run.facts.tests.iloc[0]
    assert (row["estimate"], row["verdict"]) == (known / 100, verdict)


def test_a_third_without_employees_is_said_plainly(quality: Callable[..., Run]) -> None:
    run = quality(customers=customers(*[20] * 20, *[200] * 20, *[""] * 20))
    assert "employees, known of 67\N{NO-BREAK SPACE}%" in run.finding("segment", "Small").answer
    assert "20 customers are in no segment here" in run.finding("overall").answer


def test_another_grouping_is_judged_by_what_is_known_before_the_sale(quality: Callable[..., Run]) -> None:
    rows = customers(*range(10, 40), *range(200, 230))
    for row in rows:
        row["experience_level"] = "guided" if row["employees"] >= 100 else "self-run"
    run = quality('[segments]\nscheme = "experience"\n', customers=rows)
    assert run.facts.recognised.how == "tree"
    assert run.facts.recognised.kappa > 0.9
    assert run.facts.recognised.fields == ("employees",)
    assert "guided: employees from" in run.facts.recognised.rule_text
    assert set(run.facts.tests.loc[run.facts.tests["test"].eq("identifiable"), "verdict"]) == {"go"}


def test_labels_that_nothing_tells_in_advance_fail(quality: Callable[..., Run]) -> None:
    rng = random.Random(4)
    rows = customers(*(rng.randrange(5, 900) for _ in range(90)))
    for row in rows:
        row["experience_level"] = rng.choice(["guided", "managed", "self-run"])
    run = quality('[segments]\nscheme = "experience"\n', customers=rows)
    assert set(run.facts.tests.loc[run.facts.tests["test"].eq("identifiable"), "verdict"]) == {"stop"}
    assert "cannot be told before the sale" in run.finding("segment", "guided").headline


def test_all_customers_in_one_segment_is_said_plainly(quality: Callable[..., Run]) -> None:
    run = quality(customers=customers(*[20] * 12), revenue=bills([200.0] * 12, [210.0] * 12))
    assert "All 12 customers are in one segment, Small" in run.finding("overall").answer
    assert run.facts.tests.iloc[0]["verdict"] == "cannot tell"


def test_segments_that_are_spellings_of_one_another_are_said(quality: Callable[..., Run]) -> None:
    people = customers(*[20] * 30)
    for place, row in enumerate(people):
        row["segment"] = ("Mid market", "mid-market", "MIDMARKET", "Small")[place % 4]
    found = quality('[segments]\nscheme = "column"\n', customers=people).finding("overall")
    assert "2 segments seem to be another one in another spelling: map them under [tables]" in found.answer


def test_a_row_at_a_glance_says_who_they_are_and_which_tests_they_pass(quality: Callable[..., Run]) -> None:
    run = quality(
        customers=customers(*[20] * 8, *[900] * 4), revenue=bills([100.0] * 12, [100.0] * 7 + [0.0] + [300.0] * 4)
    )
    rows = run.table("glance").set_index("segment")
    assert rows.loc["Small", ["customers", "price"]].tolist() == [8, 1200]
    assert rows.loc["Small", "leaving"] == pytest.approx(1 / 8)
    assert rows.loc["Big", "share"] == pytest.approx(1200 / 1900)
    assert rows["leaving"].isna().to_dict() == {"Small": False, "Big": True}  # four are too few for a share
    assert rows.loc["Big", "tests"] == "yes, ?, ?"


def test_everyone_is_one_segment(quality: Callable[..., Run]) -> None:
    run = quality('[segments]\nscheme = "everyone"\n', customers=customers(*[20] * 12))
    assert set(run.facts.tests["segment"]) == {"all"}
    assert run.finding("segment").scope == "all"


def test_who_resells_is_in_no_figure(quality: Callable[..., Run]) -> None:
    rows = customers(*[20] * 10)
    for row in rows[5:]:
        row["role"] = "reseller"
    run = quality(customers=rows, revenue=bills([200.0] * 10, [100.0] * 5 + [900.0] * 5))
    assert run.facts.segments[0].customers == 5
    assert run.facts.segments[0].growth.paid.end == 500
    assert "5 customers who resell or refer are in none of these figures" in run.finding("overall").answer


def test_more_credited_than_billed_is_said(quality: Callable[..., Run]) -> None:
    rows = bills([200.0] * 10, [210.0] * 10)
    rows[12]["one_off"] = -9_000
    run = quality(customers=customers(*[20] * 10), revenue=rows, **service(10, 1_000))
    assert "1 customer was credited more than was billed" in run.finding("segment", "Small").answer


@pytest.mark.parametrize(
    ("largest", "verdict"),
    [(99.0, "go"), (100.0, "caution"), (299.0, "caution"), (300.0, "stop")],
    ids=["under a tenth", "a tenth", "under a quarter", "a quarter"],
)
def test_one_customer_turns_at_a_tenth_and_at_a_quarter(
    largest: float, verdict: str, quality: Callable[..., Run]
) -> None:
    paid = [largest, *[900.0 / 30] * 30]
    run = quality(customers=customers(*[20] * 31), revenue=bills(paid, paid))
    assert run.finding("one_customer").verdict == verdict


def test_a_group_of_companies_is_one_customer(quality: Callable[..., Run]) -> None:
    rows = customers(*[20] * 20)
    for row in rows[1:6]:
        row["parent_id"] = "c000"
    run = quality(customers=rows, revenue=bills([100.0] * 20, [100.0] * 20))
    assert run.facts.largest_share == pytest.approx(0.3)
    assert run.facts.paying == 15


def test_the_order_of_rows_changes_nothing(quality: Callable[..., Run]) -> None:
    first = [200.0 + 7 * (place % 5) for place in range(20)]
    own, paid = customers(*[20] * 10, *[200] * 10), bills(first, [one * 1.05 for one in reversed(first)])
    mixed = random.Random(2)
    again = [mixed.sample(rows, len(rows)) for rows in (own, paid)]
    before = quality(customers=own, revenue=paid).facts.tests
    assert quality(customers=again[0], revenue=again[1]).facts.tests.equals(before)


def test_without_customers_a_line_says_what_would_unlock_it(company: Company) -> None:
    run = unequal.run(
        "segment_quality", company(SIZES, deals=[{"deal_id": "d", "created_at": "2026-01-01", "status": "open"}])
    )
    assert run.unavailable is not None
    assert "data/customers.csv" in run.block["unavailable"]["unlock"]


def test_a_datum_that_several_lack_is_named_once(quality: Callable[..., Run]) -> None:
    run = quality(customers=customers(*[20] * 6, *[200] * 6))
    assert run.finding("overall").would_change_it.startswith("Small and Medium: ")


def test_customers_alone_are_enough_for_an_answer(quality: Callable[..., Run]) -> None:
    run = quality(customers=customers(*[20] * 6, *[200] * 6))
    assert run.finding("segment", "Small").verdict == "cannot tell"
    assert "data/revenue.csv" in run.finding("segment", "Small").would_change_it


# --- margins drawn to the company average


def test_a_margin_of_few_customers_is_drawn_to_that_of_all_and_says_so() -> None:
    run = unequal.run("segment_quality", shipped("data/sample") / "fernhill")
    shown = run.table("profit").set_index("segment")["pooled"]
    assert shown["Big"].endswith("mostly the company average")
    assert "(" not in shown["Big"]  # one customer has no range
    assert "(" in shown["Small"]
    assert "average" not in shown["Small"]
    found = run.facts.margins
    assert found.raw == pytest.approx([one.profit.mean_margin for one in run.facts.segments])
    assert (abs(found.estimate - found.overall) <= abs(found.raw - found.overall)).all()
