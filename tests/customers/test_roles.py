"""Who looks like a partner, and what pooling partners with end users changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from unequal.customers import customer_view
from unequal.customers.roles import by_role, linked, mixing, role_hints, roles_apart

AS_OF = date(2026, 6, 30)
MONTHS = pd.date_range("2025-07-01", "2026-06-01", freq="MS")


def view(*rows: dict[str, Any], revenue: pd.DataFrame | None = None) -> pd.DataFrame:
    customers = pd.DataFrame(
        [{"name": None, "role": None, "start_date": pd.Timestamp("2024-01-01"), **row} for row in rows]
    )
    return customer_view({"customers": customers, **({} if revenue is None else {"revenue": revenue})}, AS_OF)


def many(n: int, **rest: Any) -> list[dict[str, Any]]:
    return [{"customer_id": f"c{place}", **rest} for place in range(n)]


def paid(**monthly: float) -> pd.DataFrame:
    rows = [(one, month, amount) for one, amount in monthly.items() for month in MONTHS]
    made = pd.DataFrame(rows, columns=["customer_id", "month", "mrr"])
    return made.assign(list_mrr=None, one_off=float("nan"), direct_cogs=made["mrr"] * 0.2)


@pytest.mark.parametrize(
    ("column", "fewest", "hint", "looks_like"),
    [
        ("via_partner_id", 1, "sold_through", "reseller"),
        ("referred_by", 3, "referred", "referrer"),
        ("parent_id", 5, "children", "partner"),
    ],
)
def test_a_link_gives_a_partner_away_from_so_many_on(column: str, fewest: int, hint: str, looks_like: str) -> None:
    few = role_hints(view({"customer_id": "p"}, *many(fewest - 1, **{column: "p"}), *many(1)))
    assert hint not in few["hint"].to_list()
    found = role_hints(view({"customer_id": "p"}, *many(fewest, **{column: "p"})))
    row = found[found["hint"].eq(hint)].iloc[0]
    assert (row["customer_id"], row["times"], row["looks_like"]) == ("p", fewest, looks_like)


def test_a_deal_of_another_that_names_a_partner_is_a_link_and_an_own_one_is_none() -> None:
    deals = pd.DataFrame({"account_id": ["p", "c0"], "partner_id": ["p", "p"]})
    found = role_hints(view({"customer_id": "p"}, *many(1)), deals)
    assert found[["hint", "times"]].to_numpy().tolist() == [["led_deals", 1]]
    assert role_hints(view({"customer_id": "p"}, *many(1)), deals.head(1)).empty


@pytest.mark.parametrize(
    ("name", "looks_like"),
    [
        ("Nordic Distribution AS", "distributor"),
        ("Blue Resellers Ltd", "reseller"),
        ("Acme Consulting", "integrator"),
        ("Smith & Partners", "partner"),
        ("Partnerschaft Meyer", None),
        ("Varta AG", None),
    ],
)
def test_a_word_in_a_name_is_a_hint_and_no_link(name: str, looks_like: str | None) -> None:
    found = role_hints(view({"customer_id": "p", "name": name}))
    assert found["looks_like"].to_list() == ([looks_like] if looks_like else [])
    assert linked(found) == []


def test_who_has_a_role_is_not_asked_again() -> None:
    assert role_hints(view({"customer_id": "p", "role": "end_user"}, *many(3, via_partner_id="p"))).empty


def test_each_customer_looks_like_one_role_the_most_telling() -> None:
    rows = [{"customer_id": "p", "name": "Nord Distribution"}, *many(3, via_partner_id="p", referred_by="p")]
    assert by_role(role_hints(view(*rows))).to_numpy().tolist() == [["distributor", 1, True]]


@pytest.mark.parametrize(("amount", "change"), [(100.0, 0.0), (700.0, 1.0)])
def test_a_silent_partner_bends_the_mean_by_what_it_pays_more(amount: float, change: float) -> None:
    rows = [{"customer_id": "p"}, *many(5, via_partner_id="p")]
    revenue = paid(p=amount, **{f"c{place}": 100.0 for place in range(5)})
    pooled = view(*rows, revenue=revenue)
    apart = roles_apart(pooled, role_hints(pooled))
    found = mixing(pooled, apart, {"revenue": revenue}, AS_OF).set_index("figure")
    assert apart["customer_id"].to_list() == [f"c{place}" for place in range(5)]
    assert found.loc["revenue", "change"] == pytest.approx(change)
    assert found.loc["revenue", "apart"] == 1200
    assert found.loc["margin", "change"] == pytest.approx(0)


def test_fewer_than_five_behind_a_figure_show_no_change() -> None:
    rows = [{"customer_id": "p"}, *many(4, via_partner_id="p")]
    revenue = paid(p=700.0, **{f"c{place}": 100.0 for place in range(4)})
    pooled = view(*rows, revenue=revenue)
    apart = roles_apart(pooled, role_hints(pooled))
    assert mixing(pooled, apart, {"revenue": revenue}, AS_OF)["change"].isna().all()
