from __future__ import annotations

import json
import tomllib
from datetime import date

import pytest

from unequal.errors import EnvironmentFault, InputError
from unequal.workspace import configuration, new_workspace, open_workspace, workspace_toml, write_workspace_toml

CONTENT = {
    "name": 'Acme "quoted"',
    "as_of": date(2026, 6, 30),
    "currency": "EUR",
    "deals_complete_from": None,
    "tables": {
        "deals": {
            "source": "data/opps.csv",
            "columns": {"created_at": "Engage Date", "acv": "Amount"},
            "values": {"status": {"Closed Won": "won", "Prospecting": "open"}},
        }
    },
    "currencies": {"USD": {"rate": 0.92, "source": "ECB"}},
    "segments": {"scheme": "size", "cuts": {"Medium": 100, "Big": 500}},
    "plan": {"cash": 900_000, "segments": {"Big": {"motion": "field"}}},
    "knobs": {"runway": {"reserve_months": 3}},
    "assumptions": {"as_of": {"value": date(2026, 6, 30), "source": "guessed from the last event"}},
}


def test_a_new_workspace_opens(tmp_path):
    file = new_workspace(
        tmp_path / "acme", name='Acme "X" {y}', as_of=date(2026, 6, 30), currency="CHF", locale="de_CH"
    )
    space = open_workspace(tmp_path / "acme")
    assert file.name == "workspace.toml"
    assert (space.name, space.as_of, space.currency, space.locale) == (
        'Acme "X" {y}',
        date(2026, 6, 30),
        "CHF",
        "de_CH",
    )
    assert sorted(path.name for path in (tmp_path / "acme").iterdir()) == [
        "data",
        "notes",
        "scenarios",
        "workspace.toml",
    ]


def test_every_commented_example_of_a_new_workspace_is_good(tmp_path, company):
    text = new_workspace(tmp_path / "new", as_of=date(2026, 6, 30)).read_text(encoding="utf-8")
    prose = ("# One company", "# A table is", "#\n")
    lines = [line for line in text.splitlines() if not f"{line}\n".startswith(prose)]
    spoken = "\n".join(line.removeprefix("# ") for line in lines)
    space = open_workspace(company(spoken, {"data/opportunities.csv": "x"}))
    assert space.plan["cash"] == 900_000
    assert space.sources["deals"].values["status"]["Closed Won"] == "won"


def test_without_a_day_the_new_workspace_asks_for_one(tmp_path):
    new_workspace(tmp_path / "acme")
    with pytest.raises(InputError, match="the day to look from is not said"):
        open_workspace(tmp_path / "acme")


def test_an_empty_folder_is_used(tmp_path):
    (tmp_path / "acme").mkdir()
    assert new_workspace(tmp_path / "acme").is_file()


@pytest.mark.parametrize("what", ["file", "folder with a file"])
def test_a_folder_that_holds_something_is_refused(tmp_path, what):
    place = tmp_path / "acme"
    if what == "file":
        place.write_text("x")
    else:
        place.mkdir()
        (place / "x").write_text("x")
    with pytest.raises(InputError, match="name a new or an empty folder"):
        new_workspace(place)


def test_a_folder_that_cannot_be_made_is_a_fault_of_the_machine(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        new_workspace(tmp_path / "file" / "acme")


def test_what_is_written_is_read_again(tmp_path):
    write_workspace_toml(tmp_path / "acme", CONTENT)
    read = tomllib.loads((tmp_path / "acme" / "workspace.toml").read_text(encoding="utf-8"))
    assert read == {key: value for key, value in CONTENT.items() if value is not None}


def test_a_written_workspace_opens(tmp_path):
    write_workspace_toml(tmp_path / "acme", CONTENT)
    (tmp_path / "acme" / "data").mkdir()
    (tmp_path / "acme" / "data" / "opps.csv").write_text("x")
    assert open_workspace(tmp_path / "acme").as_of_origin == "guessed from the last event"


def test_mappings_are_written_as_the_documentation_shows_them():
    text = workspace_toml(CONTENT)
    assert 'columns = {created_at = "Engage Date", acv = "Amount"}' in text
    assert "[tables.deals.values]" in text
    assert 'USD = {rate = 0.92, source = "ECB"}' in text
    assert "\r" not in text


def test_comments_stand_where_they_belong():
    comments = {
        "": "Made by an import",
        "as_of": "guessed\nevil = 1",
        "plan": "by hand",
        "tables.deals.source": "found",
        "plan.cash": "own",
    }
    text = workspace_toml(CONTENT, comments)
    assert text.startswith("# Made by an import\n")
    assert "as_of = 2026-06-30 # guessed evil = 1\n" in text
    assert "[plan] # by hand\n" in text
    assert 'source = "data/opps.csv" # found\n' in text
    assert tomllib.loads(text) == tomllib.loads(workspace_toml(CONTENT))


def test_a_file_that_is_there_is_kept(tmp_path):
    write_workspace_toml(tmp_path, {"name": "A"})
    with pytest.raises(InputError, match=r"has a workspace\.toml already"):
        write_workspace_toml(tmp_path, {"name": "B"})
    write_workspace_toml(tmp_path, {"name": "B"}, replace=True)
    assert "B" in (tmp_path / "workspace.toml").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["workspace.toml"]


def test_the_configuration_is_plain_json_with_origins(company):
    folder = company(
        'as_of = 2026-06-30\n[plan]\ncash = 9\n[tables.orders]\nsource = "postgres://me@h/db"\n',
        {"scenarios/down.toml": "[plan]\nmonthly_burn = 3\n", "data/deals.csv": "x"},
    )
    said = configuration(open_workspace(folder, scenario="down"))
    assert json.loads(json.dumps(said)) == said
    assert list(said) == sorted(said)
    assert said["as_of"] == {"value": "2026-06-30", "origin": "workspace.toml"}
    assert said["plan.cash"] == {"value": 9, "origin": "workspace.toml"}
    assert said["plan.monthly_burn"] == {"value": 3, "origin": "scenarios/down.toml"}
    assert said["currency"] == {"value": "EUR", "origin": "default"}
    assert said["tables.deals.source"] == {"value": "data/deals.csv", "origin": "folder"}
    assert said["tables.orders.source"] == {"value": "postgres://h/db", "origin": "workspace.toml"}
    assert str(folder) not in json.dumps(said)
