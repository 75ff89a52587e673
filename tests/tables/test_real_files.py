"""Real exports beside the project, where they are: read without a false word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from unequal.tables import TableSource, as_known_on, load, read_raw

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not beside the project")


@pytest.mark.parametrize("name", sorted(str(path.relative_to(DATA)) for path in DATA.glob("*/*.csv")))
def test_clean_files_need_no_word(name):
    assert read_raw(DATA / name).attrs["problems"] == []


def crm():
    folder = DATA / "crm_sales_opportunities"
    names = {"deal_id": "opportunity_id", "account_id": "account", "status": "deal_stage"}
    dates = {"created_at": "engage_date", "closed_at": "close_date", "acv": "close_value"}
    deals = TableSource(
        table="deals",
        path=folder / "sales_pipeline.csv",
        shown_as="sales_pipeline.csv",
        columns=names | dates,
        values={"status": {"Prospecting": "open", "Engaging": "open"}},
    )
    customers = TableSource(
        table="customers", path=folder / "accounts.csv", shown_as="accounts.csv", columns={"customer_id": "account"}
    )
    return load({"deals": deals, "customers": customers}, currency="USD", rates={})


def test_the_deals_of_a_crm_load_whole_and_go_back_in_time():
    tables = crm()
    assert tables["deals"]["status"].value_counts().to_dict() == {"won": 4238, "lost": 2473, "open": 2089}
    known = as_known_on(tables, dt.date(2017, 6, 30))
    deals = known["deals"]
    assert deals["closed_at"].max().date() <= dt.date(2017, 6, 30)
    assert known.counts["deals"].adds_up
    assert known.counts["deals"].after_as_of > 0
