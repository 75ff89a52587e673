"""A manifest in TOML: what it means, and where what is wrong with it stands."""

from __future__ import annotations

import pytest

from unequal.batch.manifest import read_manifest
from unequal.errors import InputError


def test_an_item_is_whole(desk) -> None:
    folder = desk.company("Acme Ltd", downside="")
    batch = desk.read("""
        name = "June"
        [limits]
        batch_seconds = 3600
        [defaults]
        tags = ["all"]
        retries = 0
        [defaults.limits]
        cell_seconds = 60
        memory_mb = "none"
        [defaults.knobs.runway]
        reserve_months = 3
        wins_needed = 4
        [[items]]
        workspace = "Acme Ltd"
        scenario = "downside"
        as_of = 2026-03-31
        tags = ["eu"]
        into = "june"
        [items.limits]
        report_seconds = 100
        [items.knobs.runway]
        wins_needed = 5
    """)
    (item,) = batch.items
    assert (batch.name, batch.batch_seconds) == ("June", 3600)
    assert item.id == "acme-ltd-downside"
    assert (item.workspace, item.notebook) == (str(folder), None)
    assert (item.as_of, item.scenario, item.into) == ("2026-03-31", "downside", "june")
    assert item.tags == ("eu", "all")
    assert item.knobs == {"runway": {"reserve_months": 3, "wins_needed": 5}}
    assert item.retries == 0
    assert (item.limits.cell_seconds, item.limits.memory_mb, item.limits.report_seconds) == (60, None, 100)
    assert item.limits.notebook_seconds == 900


def test_scenarios_are_items(desk, acme) -> None:
    assert desk.ids(acme('scenarios = ["base", "downside"]')) == ["acme", "acme-downside"]


def test_the_order_of_the_file_is_kept(desk) -> None:
    for name in ("c", "a", "b"):
        desk.company(name)
    assert desk.ids("".join(f'[[items]]\nworkspace = "{name}"\n' for name in ("c", "a", "b"))) == ["c", "a", "b"]


def test_a_pattern_is_its_companies_by_name(desk) -> None:
    for name in ("zeta", "alpha", "[odd]"):
        desk.company(f"clients/{name}")
    (desk.folder / "clients" / "no company").mkdir()
    assert desk.ids('[[items]]\nforeach = "clients/*"') == ["odd", "alpha", "zeta"]


def test_an_id_with_foreach_is_what_all_begin_with(desk) -> None:
    desk.company("clients/one")
    assert desk.ids('[[items]]\nforeach = "clients/*"\nid = "eu"') == ["eu-one"]


def test_a_pattern_of_nothing_is_refused(desk) -> None:
    desk.company("clients/one")
    problem = desk.one('[[items]]\nforeach = "client/*"')
    assert (problem.code, problem.line) == ("foreach-empty", 2)
    assert "Did you mean 'clients'" in problem.says


def test_a_pattern_of_folders_that_are_no_workspaces_says_so(desk) -> None:
    (desk.folder / "clients" / "one").mkdir(parents=True)
    assert "none holds a workspace.toml" in desk.one('[[items]]\nforeach = "clients/*"').says


def test_names_that_share_a_slug_in_two_folders_get_ids_of_their_own(desk) -> None:
    desk.company("eu/acme")
    desk.company("us/acme")
    ids = desk.ids('[[items]]\nworkspace = "eu/acme"\ninto = "eu"\n[[items]]\nworkspace = "us/acme"\ninto = "us"')
    assert len(set(ids)) == 2
    assert all(one.startswith("acme-") for one in ids)


def test_the_command_line_has_the_last_word(desk, acme) -> None:
    text = acme('scenarios = ["base", "downside"]\nas_of = 2026-01-31\nmatrix = { as_of = ["2026-02-28"] }')
    (item,) = desk.read(text, as_of="2026-03-31", scenario="upside", set_={"runway": {"wins_needed": 7}}).items
    assert (item.as_of, item.scenario, item.given) == ("2026-03-31", "upside", {"runway": {"wins_needed": 7}})


def test_an_address_is_not_looked_at(desk) -> None:
    (item,) = desk.read('[[items]]\nworkspace = "s3://clients/acme/"\nscenario = "downside"').items
    assert (item.id, item.workspace) == ("acme-downside", "s3://clients/acme/")


def test_what_is_wrong_inside_a_companys_folder_is_no_fault_of_the_manifest(desk) -> None:
    desk.company("broken", toml="as_of = [\n\0")
    desk.company("wrong", toml='no_such_key = 1\n[knobs.runway]\nwins_needed = "many"\n')
    assert desk.ids('[[items]]\nforeach = "*"') == ["broken", "wrong"]


def test_a_workspace_may_be_named_by_its_file(desk, acme) -> None:
    assert desk.ids(acme("").replace('"acme"', '"acme/workspace.toml"')) == ["acme"]


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(desk) -> None:
    desk.company("acme")
    problems = desk.refused("""\
        nmae = "June"
        [[items]]
        workspace = "acme"
        retires = 2
        [items.knobs.runway]
        reserve_month = 3
        wins_needed = "many"
        [items.knobs.runwya]
        cash = 1
        [[items]]
        workspace = "acne"
        [[gates]]
        finding = "runway.decision"
        verdicts = ["halt"]
    """)
    assert [(one.line, one.code) for one in problems] == [
        (1, "key-unknown"),
        (4, "key-unknown"),
        (6, "knob-unknown"),
        (7, "knob-out-of-range"),
        (9, "analysis-unknown"),
        (11, "workspace-missing"),
        (12, "gate-wrong"),
        (13, "finding-unknown"),
        (14, "value-wrong"),
    ]
    assert [one.line for one in problems if "Did you mean" in one.says] == [1, 4, 6, 9, 11, 13]


@pytest.mark.parametrize(
    ("rest", "code", "says"),
    [
        pytest.param("retries = -1", "value-wrong", "0 or more", id="below"),
        pytest.param("retries = true", "value-wrong", "a whole number", id="true is no number"),
        pytest.param('retries = "2"', "value-wrong", "a whole number", id="nor is a text"),
        pytest.param("as_of = 2026-06-30T12:00:00", "value-wrong", "expected a day", id="time"),
        pytest.param('as_of = "30.6.2026"', "value-wrong", "expected a day", id="day of another form"),
        pytest.param('tags = "eu"', "value-wrong", "a list", id="no list"),
        pytest.param("tags = [1]", "value-wrong", "a text", id="no text in a list"),
        pytest.param("limits = { cell_seconds = 0 }", "value-wrong", "above 0", id="no time at all"),
        pytest.param("limits = { cell_second = 9 }", "key-unknown", "Did you mean 'cell_seconds'", id="limit"),
        pytest.param("limits = { memory_mb = 0.5 }", "value-wrong", "whole number", id="part of a MiB"),
        pytest.param("knobs = { runway = 3 }", "value-wrong", "a table", id="analysis without knob"),
        pytest.param("knobs.runway.go_probability = 0.49", "knob-out-of-range", "from 0.5 to 1", id="range"),
        pytest.param("knobs.runway.wins_needed = 2.5", "knob-out-of-range", "a whole number", id="half a win"),
        pytest.param("knobs.runway.target_segment = 7", "knob-out-of-range", "a text", id="number for a text"),
        pytest.param('scenario = "downsdie"', "scenario-unknown", "Did you mean 'downside'", id="scenario"),
        pytest.param('scenario = "../../etc"', "scenario-unknown", "no name", id="scenario that climbs"),
        pytest.param('scenario = "base"\nscenarios = ["base"]', "key-misplaced", "twice", id="two words"),
        pytest.param("parameters = { year = 1 }", "key-misplaced", "notebooks", id="parameters of a workspace"),
        pytest.param('notebook = "x.ipynb"', "item-source", "workspace and notebook", id="two sources"),
        pytest.param('id = "../../etc"', "name-unsafe", "part of a path", id="id that climbs"),
        pytest.param('id = "Acme"', "name-unsafe", "small letters", id="capital"),
        pytest.param('id = "con"', "name-unsafe", "small letters", id="device"),
        pytest.param('into = "a/b"', "name-unsafe", "part of a path", id="into that descends"),
        pytest.param('into = ""', "value-wrong", "not empty", id="empty"),
        pytest.param("matrix = { scenario = [] }", "axis-wrong", "no list of values", id="empty axis"),
        pytest.param('matrix = { scenario = "base" }', "axis-wrong", "no list of values", id="axis without list"),
        pytest.param("matrix = { scenarios = ['a'] }", "axis-wrong", "Did you mean 'scenario'", id="axis"),
        pytest.param("matrix = { as_of = ['x'] }", "value-wrong", "expected a day", id="day of an axis"),
        pytest.param("matrix = { scenario = ['base', 'base'] }", "axis-wrong", "twice", id="value twice"),
        pytest.param("matrix = { 'knobs.runway.cash' = [-1] }", "knob-out-of-range", "0 or more", id="knob of an axis"),
    ],
)
def test_each_fault_has_its_words_and_line(desk, acme, rest: str, code: str, says: str) -> None:
    problem = desk.one(acme(rest))
    assert problem.code == code
    assert says in problem.says
    assert problem.line is not None


def test_an_unsafe_id_is_told_its_slug(desk, acme) -> None:
    assert desk.one(acme('id = "../../etc"')).mend == 'write  id = "etc"'


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param("retries = 0", id="no retry"),
        pytest.param("retries = 10", id="most retries"),
        pytest.param("knobs.runway.go_probability = 0.5", id="border of a range"),
        pytest.param('limits = { cell_seconds = "none", output_mb = inf }', id="no limit"),
        pytest.param(f'id = "{"a" * 80}"', id="longest id"),
    ],
)
def test_borders_are_good(desk, acme, rest: str) -> None:
    desk.read(acme(rest))


@pytest.mark.parametrize("key", ["workspace", "notebook"])
def test_a_name_that_is_too_long_is_missing(desk, key: str) -> None:
    assert desk.one(f'[[items]]\n{key} = "{"x" * 5000}"').line == 2


def test_every_list_without_a_client_is_told(desk) -> None:
    desk.write("workspace\n", "empty.csv")
    problems = desk.refused('[[items]]\nforeach = "empty.csv"\n[[items]]\nworkspace = "gone"')
    assert [one.code for one in problems] == ["workspace-missing", "foreach-empty"]


def test_a_limit_of_items_is_not_one_of_the_batch(desk, acme) -> None:
    problem = desk.one(acme("[limits]\ncell_seconds = 5"))
    assert problem.code == "key-misplaced"
    assert "[defaults.limits]" in problem.mend


def test_a_fault_of_the_defaults_is_told_once(desk) -> None:
    desk.company("clients/a")
    desk.company("clients/b")
    problem = desk.one('[defaults.knobs.runway]\nwins = 1\n[[items]]\nforeach = "clients/*"')
    assert (problem.code, problem.line) == ("knob-unknown", 2)


def test_faults_of_the_command_line_are_told_with_the_others(desk, acme) -> None:
    problems = desk.refused(
        acme("retires = 1"),
        as_of="tomorrow",
        scenario="downsid",
        set_={"runway": {"wins_neded": 1, "cash": -1}, "runwya": {"cash": 1}},
        select=["tga:eu"],
        exclude=["id:"],
    )
    assert sorted(one.file for one in problems if one.file) == [
        "--as-of", "--exclude", "--scenario", "--select", "--set", "--set", "--set", "batch.toml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("name = 'a'\nname = 'b'\n", "key-twice", 2, id="key twice"),
        pytest.param("name = \n", "not-toml", 1, id="no value"),
        pytest.param("", "item-source", None, id="empty"),
        pytest.param("[[items]]\n", "item-source", 1, id="no source"),
        pytest.param("items = [1]", "value-wrong", 1, id="no table"),
        pytest.param("items = []", "item-source", None, id="no items"),
        pytest.param(
            "[[items]]\nworkspace = 's3://a'\n[[gates]]\nbelow = 1\n", "gate-wrong", 3, id="gate without finding"
        ),
        pytest.param(
            "[[items]]\nworkspace = 's3://a'\n[[gates]]\nfinding = 'decision_date'\n",
            "gate-wrong",
            3,
            id="gate that never trips",
        ),
    ],
)
def test_a_file_that_is_no_manifest(desk, text: str, code: str, line: int | None) -> None:
    problem = desk.one(text)
    assert (problem.code, problem.line) == (code, line)


def test_a_file_that_is_no_text(desk) -> None:
    with pytest.raises(InputError, match="no UTF-8"):
        read_manifest(desk.write("name = 'ä'", encoding="latin-1"))


def test_utf_16_is_read(desk) -> None:
    desk.company("größe")
    path = desk.write('[[items]]\r\nworkspace = "größe"\r\n', encoding="utf-16")
    assert [item.id for item in read_manifest(path).items] == ["grosse"]


@pytest.mark.parametrize("name", ["batch.tmol", "batch.toml"])
def test_a_manifest_that_is_not_there(desk, name: str) -> None:
    desk.write("", "batsh.toml")
    with pytest.raises(InputError, match=r"no manifest|Did you mean 'batsh.toml'"):
        read_manifest(desk.folder / name)


def test_a_folder_is_no_manifest(desk) -> None:
    (desk.folder / "x.toml").mkdir()
    with pytest.raises(InputError, match="is no file"):
        read_manifest(desk.folder / "x.toml")
