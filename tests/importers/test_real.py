"""The CRM teaching set beside the project, where it is there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from unequal.importers import plan_import, write_import
from unequal.tables import load
from unequal.workspace import open_workspace

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "crm_sales_opportunities"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data/crm_sales_opportunities is not there")


@pytest.fixture(scope="module")
def plan():
    return plan_import([FOLDER])


@pytest.fixture(scope="module")
def workspace(plan, tmp_path_factory):
    return open_workspace(write_import(plan, tmp_path_factory.mktemp("clients") / "acme"))


@pytest.fixture(scope="module")
def tables(workspace):
    return load(dict(workspace.sources), currency=workspace.currency, rates=dict(workspace.rates))


@pytest.mark.parametrize(
    ("code", "count", "of"),
    [
        ("deals-without-account", 1_425, 8_800),
        ("deals-without-start", 500, 2_089),
        ("dead-pipeline", 1_291, 1_589),
        ("products-unmatched", 1_480, 8_800),
        ("owners-without-deals", 5, 35),
        ("subsidiaries", 15, 85),
        ("zero-is-no-price", 2_473, 2_473),
    ],
)
def test_what_the_set_hides_is_said(plan, code, count, of):
    note = plan.note(code)
    assert (note.count, note.of) == (count, of)


def test_rows_of_each_file_are_said(plan):
    rows = {use.name: use.rows for use in plan.uses if use.rows is not None}
    assert rows == {
        "accounts.csv": 85,
        "data_dictionary.csv": 21,
        "products.csv": 7,
        "sales_pipeline.csv": 8_800,
        "sales_teams.csv": 35,
    }


def test_days_that_the_set_does_not_state(plan):
    assert str(plan.setting("as_of").value) == "2017-12-31"
    assert str(plan.setting("deals_complete_from").value) == "2017-03-01"


def test_the_product_joins_once_the_user_says_so():
    deals = plan_import([FOLDER], ["product:GTXPro=GTX Pro"]).table("deals")
    assert (deals.cells("price_asked") != "").sum() == 2_089


def test_the_workspace_opens_with_what_was_guessed(workspace):
    assert workspace.currency == "USD"
    assert str(workspace.as_of) == "2017-12-31"
    assert str(workspace.deals_complete_from) == "2017-03-01"


def test_copies_are_byte_for_byte(workspace):
    for name in ("accounts.csv", "sales_pipeline.csv"):
        ours, theirs = (hashlib.sha256((place / name).read_bytes()) for place in (workspace.path / "data", FOLDER))
        assert ours.hexdigest() == theirs.hexdigest()


def test_every_row_is_used(tables):
    assert {name: (tables.counts[name].read, tables.counts[name].used) for name in tables.names} == {
        "customers": (85, 85),
        "deals": (8_800, 8_800),
    }


def test_statuses_and_prices_arrive(tables):
    deals = tables["deals"]
    assert deals["status"].value_counts().to_dict() == {"won": 4_238, "lost": 2_473, "open": 2_089}
    assert deals["acv"].notna().sum() == 4_238
    assert deals["acv"].min() > 0


def test_revenue_arrives_in_plain_units(tables):
    customers = tables["customers"].set_index("customer_id")
    assert customers.loc["Acme Corporation", "annual_revenue"] == 1_100_040_000
    assert customers["parent_id"].notna().sum() == 15
