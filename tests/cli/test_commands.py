"""Each command in a process of its own, with real files."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from unequal.shipped import shipped

from .conftest import DEALS, TWENTY

HARBOR = shipped("data/sample") / "harbor"


def test_the_version(typed) -> None:
    assert typed("--version").out.startswith("unequal 0.")


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]], ids=str)
def test_the_first_screen_names_every_command(typed, words) -> None:
    from unequal.cli.app import app

    told = typed(*words)
    assert told.code == 0
    names = [one.name or one.callback.__name__ for one in app.registered_commands]
    assert [name for name in names if f"\n  {name}" not in told.out] == []


def test_a_command_tells_its_own_options(typed) -> None:
    told = typed("check", "--help")
    assert told.code == 0
    assert "--as-of" in told.out


def test_new_then_check_says_what_to_do_next(typed, tmp_path) -> None:
    made = typed("new", "acme")
    assert (made.code, made.out.splitlines()[-1]) == (0, "acme")
    told = typed("check", "acme")
    assert told.code == 3
    assert "Put your exports into acme/data" in told.err
    assert "write as_of there" in told.err
    (tmp_path / "acme/workspace.toml").write_text("as_of = 2026-06-30\n")
    told = typed("check", "acme")
    assert told.code == 0
    assert "Add data/deals.csv" in told.out
    assert "Next: put exports into acme/data, then: unequal check acme" in told.out


def test_new_refuses_a_folder_that_holds_something(unequal, company) -> None:
    told = unequal("new", company())
    assert told.code == 3
    assert "is not empty" in told.err


def test_new_with_notebooks_is_about_the_company_and_keeps_their_hashes(unequal, tmp_path) -> None:
    assert unequal("new", tmp_path / "acme", "--notebooks").code == 0
    own = tmp_path / "acme/notebooks"
    hashes = json.loads((own / "shipped.json").read_text())
    assert sorted(hashes) == sorted(path.name for path in shipped("notebooks").glob("*.ipynb"))
    for name, known in hashes.items():
        assert hashlib.sha256((own / name).read_bytes()).hexdigest() == known
        source = json.loads((own / name).read_text())["cells"][1]["source"]
        assert "".join(source).startswith('workspace: str = ".."  #')


def test_check_on_two_streams(typed) -> None:
    told = typed("check", HARBOR, "--json")
    assert told.code == 0
    assert {"company", "as_of", "tables", "problems", "analyses", "findings"} <= set(told.json)
    assert "Harbor Dispatch as of 30 June 2026" in told.err
    assert sum(row["read"] for row in told.json["tables"]) > 5000


def test_run_prints_findings(typed) -> None:
    told = typed("run", "runway", HARBOR, "--set", "wins_needed=2", "--as-of", "2026-03-31")
    assert told.code == 0
    assert "2 wins" in told.out
    assert "31 March 2026" in told.out
    assert told.err == ""


def test_import_writes_a_workspace_that_can_be_checked(typed, tmp_path) -> None:
    (tmp_path / "crm").mkdir()
    header = "Opportunity ID,Created Date,Close Date,Stage\n"
    rows = "".join(f"{n},2025-01-{n:02d},2025-03-{n:02d},Closed Won\n" for n in range(1, 21))
    (tmp_path / "crm/opps.csv").write_text(header + rows)
    made = typed("import", "crm", "--into", "acme")
    assert (made.code, made.out.splitlines()[-1]) == (0, "acme"), made.err
    told = typed("check", "acme")
    assert told.code == 0
    assert "Assumed: the day is guessed from the last event" in told.out


def test_import_explains_without_writing(unequal, tmp_path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS + TWENTY)
    told = unequal("import", tmp_path / "deals.csv", "--explain", "--into", tmp_path / "acme")
    assert told.code == 0
    assert "deals from deals.csv" in told.out
    assert not (tmp_path / "acme").exists()
    assert unequal("import", tmp_path / "deals.csv", "--explain", "--json").json["tables"]["deals"]["rows"] == 20


def test_import_refuses_a_folder_that_holds_something(unequal, company, tmp_path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS + TWENTY)
    told = unequal("import", tmp_path / "deals.csv", "--into", company())
    assert told.code == 3
    assert "never writes over anything" in told.err


def test_import_without_a_folder_is_a_wrong_command_line(unequal, tmp_path) -> None:
    (tmp_path / "deals.csv").write_text(DEALS + TWENTY)
    assert unequal("import", tmp_path / "deals.csv").code == 2


def test_a_reader_who_goes_early_is_no_fault() -> None:
    command = [sys.executable, "-m", "unequal", "check", str(HARBOR)]
    checking = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert checking.stdout is not None
    checking.stdout.close()
    _, err = checking.communicate(timeout=120)
    assert (checking.returncode, err) == (0, b"")


@pytest.mark.kernel
def test_a_report_that_a_notebook_stops_ends_with_1(typed, company) -> None:
    folder = company({"deals.csv": DEALS + TWENTY})
    (folder / "notebooks").mkdir()
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": "1 / 0"}
    broken = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    (folder / "notebooks/02_own.ipynb").write_text(json.dumps(broken))
    told = typed("report", folder, "--out", "reports", "--json")
    assert told.code == 1
    assert "02_own.ipynb stopped at cell 1, `1 / 0`: ZeroDivisionError" in told.err
    assert told.json["exit_code"] == 1
    assert "Traceback" not in told.err


@pytest.mark.kernel
def test_demo_ends_with_the_path_of_the_page(typed, tmp_path) -> None:
    told = typed("demo", "--out", "reports")
    assert told.code == 0, told.err
    page = tmp_path / told.out.splitlines()[-1]
    assert page == tmp_path / "reports/harbor/2026-06-30/report.html"
    assert page.is_file()
    assert "Running" in told.err
    assert Path(told.out.splitlines()[-1]).parts[0] == "reports"
