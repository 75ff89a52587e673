"""What an import writes is opened and loaded by the rooms that read workspaces."""

from __future__ import annotations

import re
import tomllib

import pytest

from unequal.importers import plan_import, write_import
from unequal.tables import load
from unequal.workspace import open_workspace


def loaded(plan, tmp_path):
    workspace = open_workspace(write_import(plan, tmp_path / "clients" / "acme"))
    return load(dict(workspace.sources), currency=workspace.currency, rates=dict(workspace.rates))


def test_a_small_export_loads_without_a_row_lost(export, tmp_path):
    tables = loaded(plan_import([export()], ["product:GTXPro=GTX Pro"]), tmp_path)
    assert {name: (tables.counts[name].read, tables.counts[name].used) for name in tables.names} == {
        "customers": (3, 3),
        "deals": (6, 6),
    }
    assert tables["deals"]["price_asked"].dropna().tolist() == [4821, 550, 550]
    assert tables["customers"]["annual_revenue"].tolist() == [1_100_040_000, 251_410_000, 718_620_000]


def test_close_dates_of_open_deals_load_as_expected_ones(only, tmp_path):
    path = only("id,status,created,close date\n1,won,2026-01-01,2026-02-01\n2,open,2026-01-01,2026-09-01\n")
    deals = loaded(plan_import([path]), tmp_path)["deals"]
    assert deals["closed_at"].notna().tolist() == [True, False]
    assert deals["expected_close"].notna().tolist() == [False, True]


def test_decimal_commas_and_days_first_load(only, tmp_path):
    text = "id;status;created;closed;value\n1;won;13.01.2026;14.02.2026;1.234,50\n2;lost;02.01.2026;03.02.2026;7,25\n"
    deals = loaded(plan_import([only(text)]), tmp_path)["deals"]
    assert deals["acv"].tolist() == [1234.5, 7.25]
    assert str(deals["closed_at"][1].date()) == "2026-02-03"


def test_lines_that_are_offered_as_comments_work_when_they_are_taken(export, tmp_path):
    folder = write_import(plan_import([export()]), tmp_path / "clients" / "acme")
    path = folder / "workspace.toml"
    text = path.read_text(encoding="utf-8")
    taken = re.sub(r"(?m)^# (\[tables\..*\]|technolgy = .*|Philipines = .*)$", r"\1", text)
    path.write_text(taken, encoding="utf-8")
    assert tomllib.loads(taken)["tables"]["customers"]["values"]["industry"] == {"technolgy": "technology"}
    workspace = open_workspace(folder)
    customers = load({"customers": workspace.sources["customers"]}, currency="USD", rates={})["customers"]
    assert customers["industry"][0] == "technology"


@pytest.mark.parametrize("folder", ["Acme & Söhne", "a\u202eb"])
def test_the_name_of_the_folder_is_a_name_that_a_workspace_takes(export, tmp_path, folder):
    assert open_workspace(write_import(plan_import([export()]), tmp_path / "clients" / folder)).name
