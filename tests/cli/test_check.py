"""The page of `unequal check` and of `unequal run`."""

from __future__ import annotations

import pytest

from unequal.shipped import shipped

from .conftest import DEALS, SMALLEST, TWENTY

SAMPLE = shipped("data/sample")


@pytest.fixture
def harbor(unequal) -> str:
    return unequal("check", SAMPLE / "harbor").out


def test_rows_add_up_in_every_line(harbor) -> None:
    lines = harbor.splitlines()
    start = lines.index("Rows") + 2
    for line in lines[start : lines.index("", start) - 1]:
        read, *parts = (int(cell.replace(",", "")) for cell in line.split()[1:])
        assert read == sum(parts)
        assert len(parts) == 5


def test_figures_stand_under_their_heads(harbor) -> None:
    lines = harbor.splitlines()
    start = lines.index("Rows") + 1
    assert len({len(line) for line in lines[start : start + 9]}) == 1


def test_the_page_goes_from_rows_to_questions(harbor) -> None:
    parts = ["Rows", "Set aside", "Used, with", "For the record", "What the rows say", "Can be answered", "Next: "]
    places = [harbor.index(f"\n{part}") for part in parts]
    assert places == sorted(places)


def test_what_has_one_mend_stands_together(harbor) -> None:
    assert harbor.count("check that both files come from the same export") == 1
    assert harbor.count("[reference-unresolved") == 2


def test_a_verdict_has_shape_and_word(harbor) -> None:
    assert "  ▲ CAUTION  38 % of the 37 open deals look dead." in harbor.replace("\u00a0", " ")


def test_the_day_says_where_it_comes_from(unequal, company) -> None:
    folder = company({"deals.csv": DEALS + TWENTY})
    assert "Day from workspace.toml, scenario base." in unequal("check", folder).out
    assert "Day given for this run" in unequal("check", folder, "--as-of", "2026-01-31").out


def test_a_guessed_day_is_an_assumption(unequal, company) -> None:
    guess = '[assumptions]\nas_of = { value = 2026-06-30, source = "guessed from the last event" }\n'
    told = unequal("check", company({"deals.csv": DEALS + TWENTY}, SMALLEST + guess))
    assert "Assumed: the day is guessed from the last event." in told.out


def test_questions_say_what_would_unlock_them(unequal, company) -> None:
    told = unequal("check", company({"deals.csv": DEALS + TWENTY})).out
    can, not_yet = told.split("\nCan be answered\n")[1].split("\nNot yet\n")
    assert "sales_cycle" in can
    assert "runway" in not_yet
    assert "Add data/finance.csv" in not_yet


def test_a_file_that_no_table_reads_is_named(unequal, company) -> None:
    told = unequal("check", company({"deals.csv": DEALS + TWENTY, "opps.csv": "x\n1\n"}))
    assert "Kept in data/ and not read, since no table is called so: opps.csv." in told.out


def test_a_table_under_another_name_tells_its_file(unequal, company) -> None:
    folder = company({"opps.csv": DEALS + TWENTY}, SMALLEST + '[tables.deals]\nsource = "data/opps.csv"\n')
    assert "deals (data/opps.csv)" in unequal("check", folder).out


def test_a_finding_tells_what_it_stands_on(unequal) -> None:
    told = unequal("run", "runway", SAMPLE / "harbor").out.replace("\u00a0", " ")
    assert "Runway: Will the sales we count on happen before we must raise or cut?" in told
    assert "■ STOP  " in told
    assert "    Stands on     runway 12.1 months · cash €900,000" in told
    assert "    Would change  " in told
    assert "    Assumed       " in told
    assert "    Evidence      E2, own data, few" in told


def test_an_analysis_without_its_tables_says_what_would_unlock_it(unequal, company) -> None:
    told = unequal("run", "runway", company({"deals.csv": DEALS + TWENTY}))
    assert told.code == 0
    assert "Not yet: " in told.out
    assert "Add data/finance.csv" in told.out


def test_a_run_gives_its_record(unequal) -> None:
    told = unequal("run", "runway", SAMPLE / "harbor", "--json")
    assert told.json["record"]["analysis"] == "runway"
    assert "Runway: " in told.err
