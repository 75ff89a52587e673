from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime

import pytest

from unequal.errors import InputError
from unequal.workspace import CONFIG_CODES, open_workspace
from unequal.workspace.shape import known_keys

WHOLE = """
name = "Acme"
as_of = 2026-06-30
currency = "EUR"
locale = "en_GB"
fiscal_year_start = 4
deals_complete_from = 2025-03-01

[tables.deals]
source = "data/opps.csv"
sheet = "Sheet1"
columns = { created_at = "Engage Date", acv = "Amount" }
values.status = { "Closed Won" = "won", Prospecting = "open" }
decimal = ","
date_order = "dmy"
may_set_aside = 0.1

[currencies]
USD = { rate = 0.92, source = "ECB 2026-06-30" }

[segments]
scheme = "size"
cuts = { Medium = 100, Big = 500 }

[plan]
target_segment = "Big"
target_arr = 1_000_000
cash = 900_000
monthly_burn = 75_000
acquisition_budget = 50_000
raise_months = 6
reserve_months = 2
wins_needed = 2
new_deals_per_month = 2
[plan.segments.Big]
hours_share = 0.6
arr_share = 0.7
hours_per_opportunity = 120
net_new_per_month = 2
motion = "field"
avoidable_fixed_cost = 25_000
[plan.bets.connector]
success_probability = 0.45
team_months = 9
pilot_cost = 80_000
investment_after_pilot = 340_000

[knobs.runway]
reserve_months = 3

[assumptions]
B27 = { value = 6, source = "our last round" }
"""


def faults(folder, **more) -> str:
    with pytest.raises(InputError) as caught:
        open_workspace(folder, **more)
    assert {problem.code for problem in caught.value.problems} <= set(CONFIG_CODES)
    assert all(problem.mend for problem in caught.value.problems) or caught.value.mend
    return str(caught.value)


def test_every_key_is_read(company):
    space = open_workspace(company(WHOLE, {"data/opps.csv": "x\n"}))
    assert (space.name, space.slug, space.as_of, space.as_of_origin) == (
        "Acme",
        "acme",
        date(2026, 6, 30),
        "workspace.toml",
    )
    assert (space.currency, space.locale, space.language, space.fiscal_year_start) == ("EUR", "en_GB", "en", 4)
    assert space.deals_complete_from == date(2025, 3, 1)
    assert (space.rates, space.rate_sources) == ({"USD": 0.92}, {"USD": "ECB 2026-06-30"})
    assert (space.scheme, space.cuts) == ("size", {"Medium": 100, "Big": 500})
    assert space.plan["target_segment"] == "Big"
    assert space.plan["cash"] == 900_000
    assert space.plan_segments["Big"]["motion"] == "field"
    assert space.plan_bets["connector"]["pilot_cost"] == 80_000
    assert space.knobs == {"runway": {"reserve_months": 3}}
    assert space.assumptions["B27"].source == "our last round"
    assert space.register["raise_months"].value == 6
    assert (space.scenario, space.scenarios) == ("base", ())


def test_a_table_is_read_with_its_mapping(company):
    source = open_workspace(company(WHOLE, {"data/opps.csv": "x\n"})).sources["deals"]
    assert (source.table, source.shown_as, source.sheet) == ("deals", "data/opps.csv", "Sheet1")
    assert source.path.is_file()
    assert source.columns == {"created_at": "Engage Date", "acv": "Amount"}
    assert source.values == {"status": {"Closed Won": "won", "Prospecting": "open"}}
    assert (source.decimal, source.date_order, source.may_set_aside) == (",", "dmy", 0.1)


def test_the_smallest_workspace_has_defaults(company):
    space = open_workspace(company())
    assert (space.name, space.currency, space.locale, space.scheme) == ("acme", "EUR", "en_GB", "size")
    assert (space.plan, space.sources, space.notes, space.brand) == ({}, {}, {}, None)


def test_the_file_itself_may_be_named(company):
    assert open_workspace(company() / "workspace.toml").name == "acme"


def test_notes_and_brand_are_found(company):
    space = open_workspace(company(files={"notes/runway.md": "Ours.", "notes/x.txt": "", "_brand.yml": "a: 1"}))
    assert list(space.notes) == ["runway"]
    assert space.brand is not None


# --- the folder


def test_a_missing_folder_is_named_with_the_nearest(company):
    folder = company()
    assert "does not exist. Did you mean 'acme'?" in faults(folder.parent / "acne")


def test_a_file_is_no_workspace(company):
    folder = company(files={"x.csv": "a"})
    assert "is no folder" in faults(folder / "x.csv")


def test_an_empty_folder_is_no_workspace(company):
    assert "holds no workspace.toml and no tables" in faults(company(None))


def test_a_folder_of_tables_needs_only_the_day(company):
    folder = company(None, {"data/deals.csv": "x\n"})
    space = open_workspace(folder, as_of="2026-06-30")
    assert (space.name, list(space.sources), space.as_of_origin) == ("acme", ["deals"], "given")
    assert "write  as_of = 2026-06-30" in faults(folder)


# --- the file as TOML


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n"])
def test_an_empty_file_is_refused(company, text):
    assert "the file holds no key" in faults(company(text))


def test_a_fault_of_syntax_is_told_with_line_and_column(company):
    message = faults(company("as_of = 2026-06-30\n[plan]\ncash = 900,000\n"))
    assert 'workspace.toml, line 3: "cash = 900,000" - no TOML at column 11' in message


def test_a_text_that_is_not_closed_is_told_with_the_last_line(company):
    assert "line 2: " in faults(company('as_of = 2026-06-30\nname = "Acme\n'))


@pytest.mark.parametrize(
    ("text", "lines"),
    [("as_of = 2026-06-30\n[plan]\ncash = 1\ncash = 2\n", "3, 4"), ("[plan]\ncash = 1\n[segments]\n[plan]\n", "1, 4")],
)
def test_a_key_that_stands_twice_is_told_with_both_lines(company, text, lines):
    assert f"stands in lines {lines}" in faults(company(text))


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="mark of UTF-8"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), id="line ends of old Macs"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16 with mark"),
        pytest.param(lambda text: b"\xfe\xff" + text.encode("utf-16-be"), id="UTF-16 BE with mark"),
        pytest.param(lambda text: text.encode("utf-16-le"), id="UTF-16 LE without mark"),
        pytest.param(lambda text: text.encode("utf-16-be"), id="UTF-16 BE without mark"),
    ],
)
def test_any_usual_encoding_is_read(company, encode):
    space = open_workspace(company(encode('as_of = 2026-06-30\nname = "Müller"\n')))
    assert space.name == "Müller"


def test_another_encoding_is_refused_with_its_line(company):
    assert "line 2 - byte 0xfc is no UTF-8" in faults(company('as_of = 2026-06-30\nname = "Müller"\n'.encode("cp1252")))


def test_a_huge_file_is_refused(company):
    assert "larger than 1,000,000 bytes" in faults(company(b"#" * 1_000_001))


def test_a_pipe_is_refused_at_once(company):
    folder = company(None, {"data/deals.csv": "x\n"})
    os.mkfifo(folder / "workspace.toml")
    assert "no ordinary file" in faults(folder, as_of="2026-06-30")


def test_a_newer_format_is_refused_with_both_versions(company):
    message = faults(company("format = 2\nas_of = 2026-06-30\nbrand_new = 1\n"))
    assert "format 2, this version of unequal reads format 1" in message
    assert "brand_new" not in message


# --- single keys


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('nmae = "A"', "line 2 - nmae: unknown key. Did you mean 'name'?"),
        ('name = ""', "name: expected a text that is not empty"),
        ('name = "a\\u001bb"', "name: a text with control characters"),
        ('name = "a\\u202eb"', "name: a text with control characters"),
        ("name = 3", 'line 2: "3" - name: expected a text in quotes'),
        ('currency = "EURO"', "currency: no ISO 4217 code of a currency. Did you mean 'EUR'?"),
        ('currency = "eur"', "Did you mean 'EUR'?"),
        ('currency = "€"', "Did you mean 'EUR'?"),
        ('locale = "en_GBR"', "locale: no known locale. Did you mean 'en_GB'?"),
        ('locale = ""', "locale: no known locale"),
        ("fiscal_year_start = 0", "fiscal_year_start: expected 1 or more"),
        ("fiscal_year_start = 13", "fiscal_year_start: expected 12 or less"),
        ("fiscal_year_start = 1.5", "fiscal_year_start: expected a whole number"),
        ('deals_complete_from = "2025"', "deals_complete_from: no day; a day is written 2026-06-30"),
        ('deals_complete_from = "2025-02-30"', "deals_complete_from: day is out of range for month"),
        ("deals_complete_from = 2025-03-01T10:00:00", "deals_complete_from: a time"),
        ("plan = 3", "plan: expected a table"),
        ("api_key = 'hunter2'", "api_key: an unknown key that looks like a secret"),
        ("[segment]", "segment: unknown key. Did you mean 'segments'?"),
        ("[tables.dealz]", "tables.dealz: no table of this name. Did you mean 'deals'?"),
        ("[tables.deals]\nsourc = 'x'", "line 3 - tables.deals.sourc: unknown key. Did you mean 'source'?"),
        ("[tables.deals]\ncolumns = { created = 'X' }", "columns.created: unknown key. Did you mean 'created_at'?"),
        ("[tables.deals]\nvalues.statis = { Won = 'won' }", "values.statis: unknown key. Did you mean 'status'?"),
        (
            "[tables.deals]\nvalues.status = { Won = 'wonn' }",
            "values.status.Won: no word of status. Did you mean 'won'?",
        ),
        ("[tables.deals]\ndecimal = ';'", 'tables.deals.decimal: expected one of ".", ","'),
        ("[tables.deals]\ndate_order = 'dmi'", "Did you mean 'dmy'?"),
        ("[tables.deals]\nmay_set_aside = 5", "tables.deals.may_set_aside: expected 1 or less"),
        ("[currencies]\nUDS = { rate = 1, source = 'x' }", "currencies.UDS: no ISO 4217 code"),
        ("[currencies]\nUSD = { rate = 0, source = 'x' }", "currencies.USD.rate: expected more than 0"),
        ("[currencies]\nUSD = { rate = 1 }", "currencies.USD.source: this key is missing"),
        ("[currencies]\nEUR = { rate = 2, source = 'x' }", "the rate of the workspace's own currency is 1"),
        ("[segments]\nscheme = 'sizes'", "segments.scheme: no scheme of this name. Did you mean 'size'?"),
        ("[segments]\ncuts = { Big = 500, Medium = 100 }", "Medium = 100 must lie above Big = 500"),
        ("[segments]\ncuts = { Medium = 100, Big = 100 }", "Big = 100 must lie above Medium = 100"),
        ("[segments]\ncuts = { Medium = -1 }", "segments.cuts.Medium: expected 0 or more"),
        ("[segments]\ncuts = { unknown = 1 }", "this name is taken"),
        ("[plan]\nreserve_month = 2", "line 3 - plan.reserve_month: unknown key. Did you mean 'reserve_months'?"),
        ("[plan]\nraise_months = '6'", "plan.raise_months: expected a number"),
        ("[plan]\nraise_months = -1", "plan.raise_months: expected 0 or more"),
        ("[plan]\ncash = nan", "plan.cash: expected a finite number"),
        ("[plan]\ncash = true", "plan.cash: expected a number"),
        ("[plan]\nwins_needed = 0", "plan.wins_needed: expected 1 or more"),
        ("[plan]\ntarget_segment = 'Bigg'", "plan.target_segment: no segment of this name. Did you mean 'Big'?"),
        ("[plan.segment.Big]", "plan.segment: unknown key. Did you mean 'segments'?"),
        ("[plan.segments.big]", "plan.segments.big: no segment of this name. Did you mean 'Big'?"),
        ("[plan.segments.Big]\nmotion = 'feld'", "Did you mean 'field'?"),
        (
            "[plan.segments.Big]\nhour_share = 1",
            "plan.segments.Big.hour_share: unknown key. Did you mean 'hours_share'?",
        ),
        ("[plan.bets.x]\nteam_month = 1", "plan.bets.x.team_month: unknown key. Did you mean 'team_months'?"),
        ("[knobs]\nrunway = 3", "knobs.runway: expected a table"),
        ("[assumptions]\nB99 = { value = 1, source = 'x' }", 'No assumption has the id "B99". Did you mean'),
        ("[assumptions]\nB27 = { value = 1 }", "assumptions.B27.source: this key is missing"),
        ("[assumptions]\nB27 = { value = 'x', source = 'us' }", "is no number"),
        ("[assumptions]\nB27 = 6", "assumptions.B27: expected a table"),
    ],
)
def test_a_faulty_key_is_told_with_place_and_mend(company, line, found):
    message = faults(company(f"as_of = 2026-06-30\n{line}\n", {"data/deals.csv": "x\n"}))
    assert found in message
    assert "hunter2" not in message


def test_all_faults_are_told_at_once_in_order_of_lines(company):
    with pytest.raises(InputError, match="is refused: 4 faults") as caught:
        open_workspace(company('nmae = "A"\ncurrency = "EURO"\nas_of = "soon"\n[plan]\ncash = "much"\n'))
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3, 5]


def test_a_label_that_is_far_from_any_segment_is_taken_as_the_users_own(company):
    assert list(open_workspace(company("as_of = 2026-06-30\n[plan.segments.SMB]\n")).plan_segments) == ["SMB"]


def test_a_hand_typed_table_of_segments_brings_its_own_labels(company):
    folder = company("as_of = 2026-06-30\n[plan.segments.Bigg]\n", {"data/segments.csv": "segment\nBigg\n"})
    assert list(open_workspace(folder).plan_segments) == ["Bigg"]


def test_a_locale_may_be_written_with_a_hyphen(company):
    assert open_workspace(company('as_of = 2026-06-30\nlocale = "de-ch"\n')).locale == "de_CH"


def test_words_may_be_mapped_to_truth_values(company):
    text = "as_of = 2026-06-30\n[tables.funnel]\nvalues.assisted = { Y = true, N = false }\n"
    source = open_workspace(company(text, {"data/funnel.csv": "x\n"})).sources["funnel"]
    assert source.values["assisted"] == {"Y": "true", "N": "false"}


def test_an_id_with_dots_may_be_written_with_or_without_quotes(company):
    text = """as_of = 2026-06-30
    [assumptions]
    prior.Big.gross_margin = { value = 0.7, source = "us" }
    "prior.Small.gross_margin" = { value = 0.6, source = "us" }
    """
    space = open_workspace(company(text))
    assert (space.register["prior.Big.gross_margin"].value, space.register["prior.Small.gross_margin"].value) == (
        0.7,
        0.6,
    )


# --- the day


@pytest.mark.parametrize("written", ["2026-06-30", '"2026-06-30"', "2026-06-30T00:00:00"])
def test_the_day_is_a_date_or_iso_text(company, written):
    assert open_workspace(company(f"as_of = {written}\n")).as_of == date(2026, 6, 30)


@pytest.mark.parametrize("given", ["2025-12-31", date(2025, 12, 31), datetime(2025, 12, 31)])
def test_a_given_day_wins(company, given):
    space = open_workspace(company(), as_of=given)
    assert (space.as_of, space.as_of_origin) == (date(2025, 12, 31), "given")


@pytest.mark.parametrize("given", ["31.12.2025", "2025-13-01", "20251231", 20251231])
def test_a_given_day_that_is_none_is_refused(company, given):
    assert f'as_of = "{given}"' in faults(company(), as_of=given)


def test_without_a_day_the_mend_says_where_to_write_it(company):
    assert "never today\nMend: write  as_of = 2026-06-30" in faults(company('name = "A"\n'))


def test_a_guessed_day_says_so(company):
    text = """as_of = 2026-06-30
    [assumptions]
    as_of = { value = 2026-06-30, source = "guessed from the last event" }
    """
    assert open_workspace(company(text)).as_of_origin == "guessed from the last event"


def test_a_day_that_the_user_changed_is_no_guess(company):
    text = """as_of = 2026-07-15
    [assumptions]
    as_of = { value = "2026-06-30", source = "guessed from the last event" }
    """
    assert open_workspace(company(text)).as_of_origin == "workspace.toml"


# --- scenarios


def test_a_scenario_is_merged_key_by_key(company):
    folder = company(
        "as_of = 2026-06-30\n[plan]\ncash = 1\nmonthly_burn = 2\n",
        {"scenarios/down.toml": "[plan]\nmonthly_burn = 3\n"},
    )
    space = open_workspace(folder, scenario="down")
    assert space.plan == {"cash": 1, "monthly_burn": 3}
    assert (space.scenario, space.scenarios) == ("down", ("down",))
    assert str(space.origins["plan.monthly_burn"]) == "scenarios/down.toml, line 2"
    assert str(space.origins["plan.cash"]) == "workspace.toml, line 3"


@pytest.mark.parametrize("name", ["base", None])
def test_base_is_the_workspace_as_it_is(company, name):
    folder = company(files={"scenarios/down.toml": "[plan]\ncash = 3\n"})
    assert open_workspace(folder, scenario=name).plan == {}


def test_a_scenario_may_move_the_day(company):
    folder = company(files={"scenarios/later.toml": "as_of = 2026-12-31\n"})
    space = open_workspace(folder, scenario="later")
    assert (space.as_of, space.as_of_origin) == (date(2026, 12, 31), "scenario later")


@pytest.mark.parametrize("name", ["don", "../acme/scenarios/down", ""])
def test_an_unknown_scenario_is_refused_with_the_list(company, name):
    folder = company(files={"scenarios/down.toml": "[plan]\ncash = 3\n"})
    message = faults(folder, scenario=name) if name else "There are base, down."
    assert "There are base, down." in message


def test_an_unknown_scenario_names_the_nearest(company):
    folder = company(files={"scenarios/down.toml": "[plan]\ncash = 3\n"})
    assert "\"don\" is no scenario. Did you mean 'down'?" in faults(folder, scenario="don")


def test_a_fault_in_a_scenario_stands_in_its_file(company):
    folder = company(files={"scenarios/down.toml": "[plan]\ncahs = 3\n"})
    assert "scenarios/down.toml, line 2 - plan.cahs: unknown key. Did you mean 'cash'?" in faults(
        folder, scenario="down"
    )


def test_faults_of_syntax_in_both_files_are_told_at_once(company):
    folder = company("as_of = \n", {"scenarios/down.toml": "[plan\n"})
    assert "2 faults" in faults(folder, scenario="down")


def test_no_scenario_can_be_called_base(company):
    assert "base means the workspace as it is" in faults(company(files={"scenarios/base.toml": "name = 'x'\n"}))


def test_cuts_of_a_scenario_must_ascend_with_those_of_the_workspace(company):
    folder = company(
        "as_of = 2026-06-30\n[segments]\ncuts = { Medium = 100, Big = 500 }\n",
        {"scenarios/high.toml": "[segments]\ncuts = { Medium = 600 }\n"},
    )
    assert "Big = 500 must lie above Medium = 600" in faults(folder, scenario="high")


# --- whole


def test_known_keys_are_those_of_the_models():
    assert known_keys(("tables", "deals"))[0] == "source"
    assert known_keys(("plan", "bets", "x"))[0] == "success_probability"
    assert known_keys(("plan", "segments")) == ()


def test_the_room_loads_no_frames_and_no_locale_at_import():
    code = "import sys, unequal.workspace; print(sorted({'pandas', 'ibis', 'babel', 'tomlkit'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
