"""Deals with a reseller, integrator, distributor or referrer are in no curve of end users, and are counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import unequal
from unequal.workbook import Run

Company = Callable[..., Path]
Deals = Callable[..., list[dict[str, Any]]]

PLAN = "[plan]\ncash = 900_000\nmonthly_burn = 75_000\ntarget_segment = 'Big'\n"
FIRMS = [
    {"customer_id": "big", "employees": 1000, "role": ""},
    {"customer_id": "dealer", "employees": 1000, "role": "reseller"},
]
OWN = ",".join(["lost 5"] * 6 + ["won 9"] * 3 + ["open 1"] * 6)
PARTNERS = ",".join(["won 1"] * 20 + ["open 2"] * 5)
SAID = "25 deals of partners are apart"
FOUND = {
    "sales_cycle": "win_probability",
    "runway": "wins_by_decision_date",
    "traps": "over_reach",
    "big_medium_small": "which_segment",
}


def run(company: Company, name: str, rows: list[dict[str, Any]], **knobs: Any) -> Run:
    return unequal.run(name, company(PLAN, deals=rows, customers=FIRMS), **knobs)


def figures(found: Run, code: str) -> tuple[Any, ...]:
    one = found.finding(code)
    return one.verdict, one.estimate, one.low, one.high, one.n, one.grade


@pytest.mark.parametrize("name", FOUND)
def test_deals_of_partners_move_no_figure_and_are_said(company: Company, deals: Deals, name: str) -> None:
    own = deals(OWN, account_id="big", acv=60_000)
    both = [*own, *deals(PARTNERS, prefix="p", account_id="dealer", acv=300_000)]
    alone, mixed = run(company, name, own), run(company, name, both)
    assert figures(mixed, FOUND[name]) == pytest.approx(figures(alone, FOUND[name]), nan_ok=True)
    assert SAID in mixed.finding(FOUND[name]).answer
    assert "partner" not in alone.finding(FOUND[name]).answer


def test_a_deal_sold_through_a_partner_to_an_end_user_stays(company: Company, deals: Deals) -> None:
    rows = deals(OWN, account_id="big", partner_id="dealer")
    facts = run(company, "sales_cycle", rows).facts
    assert (int(facts.of("all")["deals"]), facts.partner_deals) == (15, 0)


def test_a_company_that_sells_to_partners_alone_has_no_curve_of_end_users(company: Company, deals: Deals) -> None:
    found = run(company, "sales_cycle", deals(PARTNERS, account_id="dealer")).finding("win_probability")
    assert (found.verdict, SAID in found.answer) == ("cannot tell", True)


def test_the_backtest_leaves_them_out_too(company: Company, deals: Deals) -> None:
    own = deals(",".join(["lost 20", "won 19", "won 22"] * 8), account_id="big")
    both = [*own, *deals(",".join(["won 20"] * 20), prefix="p", account_id="dealer")]
    looks = [run(company, "sales_cycle", rows, backtest_months=12).facts.backtest.looks for rows in (own, both)]
    assert looks[0].equals(looks[1])
