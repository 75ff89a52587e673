from __future__ import annotations

import os

import pytest

from unequal.errors import InputError
from unequal.workspace import open_workspace

DAY = "as_of = 2026-06-30\n"


def opened(folder):
    return open_workspace(folder)


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "ods", "parquet", "CSV"])
def test_a_declared_name_in_data_is_a_table(company, ending):
    space = opened(company(DAY, {f"data/deals.{ending}": "x\n"}))
    assert space.sources["deals"].shown_as == f"data/deals.{ending}"
    assert space.unexpected == ()


def test_what_belongs_to_no_table_is_listed(company):
    files = {
        "data/deals.csv": "x",
        "data/pandas.py": "raise SystemExit",
        "data/~$deals.xlsx": "x",
        "data/.DS_Store": "x",
        "data/deals.csv.part": "x",
        "data/deals (1).csv": "x",
        "data/old/deals.csv": "x",
    }
    space = opened(company(DAY, files))
    assert list(space.sources) == ["deals"]
    assert space.unexpected == (".DS_Store", "deals (1).csv", "deals.csv.part", "old/", "pandas.py", "~$deals.xlsx")


def test_an_entry_wins_over_a_declared_name_which_is_then_unexpected(company):
    text = DAY + '[tables.deals]\nsource = "data/opps.csv"\n'
    space = opened(company(text, {"data/deals.csv": "x", "data/opps.csv": "x"}))
    assert space.sources["deals"].shown_as == "data/opps.csv"
    assert space.unexpected == ("deals.csv",)


def test_a_file_of_any_scenario_is_expected_in_all_of_them(company):
    files = {"data/finance.csv": "x", "data/lean.csv": "x", "data/stray.csv": "x"}
    folder = company(DAY, {**files, "scenarios/lean.toml": "[tables.finance]\nsource = 'data/lean.csv'\n"})
    assert opened(folder).unexpected == ("stray.csv",)
    space = open_workspace(folder, scenario="lean")
    assert (space.sources["finance"].shown_as, space.unexpected) == ("data/lean.csv", ("stray.csv",))


def test_a_scenario_that_cannot_be_read_does_not_stop_the_others(company):
    assert opened(company(DAY, {"data/stray.csv": "x", "scenarios/broken.toml": "["})).unexpected == ("stray.csv",)


def test_sources_stand_in_the_order_of_the_declared_tables(company):
    text = DAY + '[tables.revenue]\nsource = "data/r.csv"\n'
    space = opened(company(text, {"data/r.csv": "x", "data/deals.csv": "x", "data/customers.csv": "x"}))
    assert list(space.sources) == ["customers", "revenue", "deals"]


def test_an_entry_without_a_source_is_for_the_declared_name(company):
    text = DAY + '[tables.deals]\ndecimal = ","\n'
    source = opened(company(text, {"data/deals.tsv": "x"})).sources["deals"]
    assert (source.shown_as, source.decimal, source.may_set_aside) == ("data/deals.tsv", ",", 0.05)


def test_a_source_may_lie_beside_data(company):
    text = DAY + '[tables.deals]\nsource = "exports/opps.csv"\n'
    assert opened(company(text, {"exports/opps.csv": "x"})).sources["deals"].shown_as == "exports/opps.csv"


def test_a_name_that_looks_like_a_pattern_is_a_name(company):
    text = DAY + '[tables.deals]\nsource = "data/a[1].csv"\n'
    space = opened(company(text, {"data/a[1].csv": "x", "data/a1.csv": "x"}))
    assert space.sources["deals"].path.name == "a[1].csv"


@pytest.mark.parametrize(
    ("files", "text", "match"),
    [
        ({"data/deals.csv": "x", "data/deals.xlsx": "x"}, "", r"2 files could be this table: deals.csv, deals.xlsx"),
        ({"data/deals.csv": "x", "data/Deals.csv": "x"}, "", r"2 files could be this table: Deals.csv, deals.csv"),
        ({}, "[tables.deals]\nsheet = 'a'\n", "there is no data/deals.csv"),
        ({"data/opps.csv": "x"}, "[tables.deals]\nsource = 'data/opp.csv'\n", "no such file. Did you mean 'opps.csv'"),
        ({"data/x.csv/y": "x"}, "[tables.deals]\nsource = 'data/x.csv'\n", "no ordinary file"),
        ({}, "[tables.deals]\nsource = '../x.csv'\n", "leaves the workspace's folder"),
        ({}, "[tables.deals]\nsource = '/etc/passwd'\n", "leaves the workspace's folder"),
        ({}, "[tables.deals]\nsource = 'C:\\x.csv'\n", "leaves the workspace's folder"),
        ({}, "[tables.deals]\nsource = '\\\\host\\share\\x.csv'\n", "leaves the workspace's folder"),
        ({}, "[tables.deals]\nsource = 'https://x.org/deals.csv'\n", "nothing is fetched from an address"),
        ({}, "[tables.deals]\nsource = 's3://bucket/deals.csv'\n", "nothing is fetched from an address"),
        ({}, "[tables.deals]\nsource = 'file:///etc/passwd'\n", "nothing is fetched from an address"),
        ({}, "[tables.deals]\nsource = 'postgres://me:pw@host/db'\n", "the address holds a password"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused(company, files, text, match):
    folder = company(DAY + text, {"data/customers.csv": "x", **files})
    with pytest.raises(InputError, match=match) as caught:
        opened(folder)
    assert "pw@" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["duckdb:///crm.ddb", "postgres://me@host/db?table=deals", "postgresql://me:${DB_WORD}@host/db"]
)
def test_an_address_of_a_database_passes_through_untouched(company, address):
    space = opened(company(DAY + f'[tables.deals]\nsource = "{address}"\n'))
    assert space.databases == {"deals": address}
    assert space.sources == {}


@pytest.mark.parametrize("named", [True, False])
def test_a_link_that_leaves_the_folder_is_refused(company, tmp_path, named):
    (tmp_path / "other.csv").write_text("x")
    folder = company(
        DAY + ('[tables.deals]\nsource = "data/deals.csv"\n' if named else ""), {"data/customers.csv": "x"}
    )
    (folder / "data" / "deals.csv").symlink_to(tmp_path / "other.csv")
    with pytest.raises(InputError, match="a link leaves the workspace's folder"):
        opened(folder)


def test_a_folder_that_is_a_link_out_is_refused(company, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "deals.csv").write_text("x")
    folder = company(DAY)
    (folder / "data").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="a link leaves the workspace's folder"):
        opened(folder)


def test_a_link_inside_the_folder_is_good(company):
    folder = company(DAY, {"data/opps.csv": "x"})
    (folder / "data" / "deals.csv").symlink_to(folder / "data" / "opps.csv")
    assert opened(folder).sources["deals"].shown_as == "data/deals.csv"


def test_a_loop_of_links_is_refused(company):
    folder = company(DAY, {"data/customers.csv": "x"})
    (folder / "data" / "deals.csv").symlink_to(folder / "data" / "deals.csv")
    with pytest.raises(InputError, match="no such file"):
        opened(folder)


def test_a_workspace_behind_a_link_is_good(company, tmp_path):
    folder = company(DAY, {"data/deals.csv": "x"})
    (tmp_path / "link").symlink_to(folder)
    assert list(opened(tmp_path / "link").sources) == ["deals"]


def test_a_pipe_is_refused_without_waiting(company):
    folder = company(DAY, {"data/customers.csv": "x"})
    os.mkfifo(folder / "data" / "deals.csv")
    with pytest.raises(InputError, match="no ordinary file"):
        opened(folder)


def test_notes_and_scenarios_behind_links_out_are_not_read(company, tmp_path):
    (tmp_path / "secret.md").write_text("x")
    (tmp_path / "secret.toml").write_text("name = 'x'")
    folder = company(DAY, {"notes/runway.md": "x", "scenarios/down.toml": "name = 'x'"})
    (folder / "notes" / "memo.md").symlink_to(tmp_path / "secret.md")
    (folder / "scenarios" / "up.toml").symlink_to(tmp_path / "secret.toml")
    space = opened(folder)
    assert (list(space.notes), space.scenarios) == (["runway"], ("down",))
