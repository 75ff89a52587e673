"""`unequal batch`, `retry` and `status`, with jobs that follow a script."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from unequal.cli import batch as command

from .conftest import DEALS, TWENTY

FINDING = {"analysis": "data_check", "code": "data_check.rows", "verdict": "stop", "estimate": 0.4, "headline": "Bad."}
HOSTILE = "\x1b[2J\u202eevil\nline"


class Job:
    """A job that has told all when it starts."""

    pid = None

    def __init__(self, event: Mapping[str, Any]) -> None:
        self._event: list[Any] = [event]
        self._ends = os.pipe()
        os.write(self._ends[1], b"!")

    def fileno(self) -> int:
        return self._ends[0]

    def read(self) -> list[Any]:
        told, self._event = self._event, []
        return told

    def exit_code(self) -> int | None:
        return 0

    def end(self, seconds: float = 5.0) -> None:
        pass


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the job of an item tells, by item; ``started`` names the items in their order."""
    told: dict[str, Any] = {"started": []}

    @contextmanager
    def here(_order: object) -> Iterator[Callable[..., Job]]:
        def start(item, _attempt):
            told["started"].append(item.id)
            event = told.get(item.id, {"event": "ok", "report": f"{item.id}.html", "findings": [], "peak_mb": 200})
            if isinstance(event, BaseException):
                raise event
            return Job(event)

        yield start

    monkeypatch.setattr(command, "jobs_here", here)
    return told


@pytest.fixture
def manifest(company: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manifest of two companies, in the folder that the commands are called from."""
    monkeypatch.chdir(tmp_path)
    for name in ("acme", "globex"):
        company({"deals.csv": DEALS + TWENTY}, name=name)
    path = tmp_path / "june.toml"
    gate = '[[gates]]\nname = "Data"\nfinding = "data_check.rows"\nverdicts = ["stop"]\n'
    rows = '[[items]]\nworkspace = "acme"\ntags = ["eu"]\n[[items]]\nworkspace = "globex"\n'
    path.write_text(f'name = "June"\n{rows}{gate}')
    return path


def failing(kind: str = "cell", found: str = "No column.", **more: Any) -> dict[str, Any]:
    return {"event": "failed", "kind": kind, "found": found, "mend": "Name it.", "cause": found, **more}


def run_of(folder: Path) -> Path:
    (run,) = (folder / "reports" / "_batch").iterdir()
    return run


def test_the_last_line_is_the_path_of_the_summary(unequal, jobs, manifest, tmp_path) -> None:
    told = unequal("batch", manifest)
    assert told.code == 0
    assert Path(told.out.splitlines()[-1]) == run_of(tmp_path).relative_to(tmp_path) / "summary.html"
    assert jobs["started"] == ["acme", "globex"]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        pytest.param(failing(), 1, id="failed"),
        pytest.param(failing("refused"), 1, id="refused"),
        pytest.param({"event": "ok", "report": "a", "findings": [FINDING]}, 10, id="a gate tripped"),
        pytest.param(failing("environment", "The disk that holds reports is full."), 4, id="disk full"),
        pytest.param(KeyboardInterrupt(), 130, id="interrupted"),
    ],
)
def test_exit_codes(unequal, jobs, manifest, event, code: int) -> None:
    jobs["acme"] = event
    assert unequal("batch", manifest).code == code


def test_a_manifest_that_is_refused_runs_nothing(unequal, jobs, manifest, tmp_path) -> None:
    manifest.write_text('[[items]]\nworkspace = "nope"\n')
    assert unequal("batch", manifest).code == 3
    assert (jobs["started"], (tmp_path / "reports").exists()) == ([], False)


def test_nothing_selected_has_a_code_of_its_own(unequal, jobs, manifest) -> None:
    told = unequal("batch", manifest, "--select", "acne")
    assert (told.code, jobs["started"]) == (6, [])
    assert "Did you mean 'acme'?" in told.err


def test_items_are_selected_and_left_out(unequal, jobs, manifest) -> None:
    unequal("batch", manifest, "--select", "tag:eu")
    unequal("batch", manifest, "--exclude", "acme")
    assert jobs["started"] == ["acme", "globex"]


def test_a_failure_says_where_how_to_mend_it_and_how_to_repeat_it(unequal, jobs, manifest, tmp_path) -> None:
    jobs["acme"] = failing(notebook="07_runway.ipynb", cell=5)
    told = unequal("batch", manifest)
    run = run_of(tmp_path).relative_to(tmp_path)
    for words in ("1 of 2 reports failed.", "No column.", "acme (07_runway.ipynb, cell 5)", "Mend: Name it."):
        assert words in told.out
    assert f"Again: unequal retry {run} --select acme" in told.out


def test_what_a_job_says_cannot_write_to_the_terminal(unequal, jobs, manifest) -> None:
    jobs["acme"] = failing(found=HOSTILE, notebook=HOSTILE)
    told = unequal("batch", manifest)
    assert [c for c in told.out + told.err if not c.isprintable() and c != "\n"] == []
    assert "\\x1b[2J" in told.out


def test_elsewhere_than_on_a_terminal_every_item_has_its_lines(unequal, jobs, manifest) -> None:
    jobs["globex"] = failing(notebook="07_runway.ipynb", cell=5)
    lines = unequal("batch", manifest, "--jobs", "1").err.splitlines()
    assert lines[0] == "acme: started"
    assert lines[1].startswith("acme: made in ")
    assert lines[1].endswith(" (1 of 2)")
    assert lines[2:] == ["globex: started", "globex: failed in 07_runway.ipynb, cell 5: No column. (2 of 2)"]


def test_the_machine_s_answer_is_the_results(unequal, jobs, manifest) -> None:
    jobs["acme"] = failing()
    told = unequal("batch", manifest, "--json")
    assert (told.json["ok"], told.json["exit_code"], told.json["counts"]["failed"]) == (False, 1, 1)
    assert Path(told.json["summary"]).is_file()
    assert told.json["items"][0]["found"] == "No column."


def test_a_gate_that_tripped_is_no_fault(unequal, jobs, manifest) -> None:
    jobs["acme"] = {"event": "ok", "report": "a", "findings": [FINDING]}
    told = unequal("batch", manifest)
    assert "acme  Data: data_check.rows says stop. Bad." in told.out
    assert unequal("batch", manifest, "--json").json["ok"] is True


def test_a_dry_run_lists_the_items_and_runs_nothing(unequal, jobs, manifest, tmp_path) -> None:
    told = unequal("batch", manifest, "--dry-run")
    assert told.out.splitlines() == [
        "acme  reports/acme/2026-06-30/report.html",
        "globex  reports/globex/2026-06-30/report.html",
        "",
        "2 items; nothing was run.",
    ]
    assert (told.code, jobs["started"], (tmp_path / "reports").exists()) == (0, [], False)


def test_explain_says_why_and_runs_nothing(unequal, jobs, manifest) -> None:
    told = unequal("batch", manifest, "--explain", "--json")
    assert [one["reasons"] for one in told.json["items"]] == [["no report yet"]] * 2
    assert jobs["started"] == []
    assert "2 of 2 would be made." in unequal("batch", manifest, "--explain").out


def test_knobs_day_and_scenario_of_the_command_line_reach_the_items(unequal, jobs, manifest, tmp_path) -> None:
    unequal("batch", manifest, "--as-of", "2026-03-31", "--set", "runway.wins_needed=3")
    items = json.loads((run_of(tmp_path) / "manifest.lock.json").read_text())["items"]
    assert [(one["as_of"], one["given"]) for one in items] == [("2026-03-31", {"runway": {"wins_needed": 3}})] * 2


def test_stop_after_starts_nothing_more(unequal, jobs, manifest) -> None:
    jobs["acme"] = failing()
    told = unequal("batch", manifest, "--stop-after", "1", "--jobs", "1")
    assert (told.code, jobs["started"]) == (1, ["acme"])
    assert "Nothing more was started after 1 failure." in told.out


@pytest.mark.parametrize("word", ["0", "-1", "many"])
def test_a_number_of_jobs_that_is_none_is_a_wrong_command_line(unequal, manifest, word: str) -> None:
    assert unequal("batch", manifest, "--jobs", word).code == 2


def test_an_interrupted_batch_says_how_to_go_on(unequal, jobs, manifest, tmp_path) -> None:
    jobs["globex"] = KeyboardInterrupt()
    told = unequal("batch", manifest, "--jobs", "1")
    assert f"unequal retry {run_of(tmp_path).relative_to(tmp_path)}" in told.err
    assert "Traceback" not in told.err


def test_retry_makes_what_is_left_of_the_latest_run(unequal, jobs, manifest) -> None:
    jobs["globex"] = failing()
    unequal("batch", manifest)
    del jobs["globex"]
    jobs["started"].clear()
    told = unequal("retry")
    assert (told.code, jobs["started"]) == (0, ["globex"])
    assert "All 2 reports are made" in told.out


def test_retry_goes_on_after_an_interruption(unequal, jobs, manifest) -> None:
    jobs["globex"] = KeyboardInterrupt()
    unequal("batch", manifest, "--jobs", "1")
    del jobs["globex"]
    jobs["started"].clear()
    assert (unequal("retry").code, jobs["started"]) == (0, ["globex"])


def test_retry_of_what_is_done_does_nothing(unequal, jobs, manifest) -> None:
    unequal("batch", manifest)
    jobs["started"].clear()
    told = unequal("retry")
    assert (told.code, jobs["started"], told.err) == (0, [], "Nothing is left to do.\n")


def test_retry_takes_a_run_and_a_selection(unequal, jobs, manifest, tmp_path) -> None:
    jobs["acme"] = jobs["globex"] = failing()
    unequal("batch", manifest)
    jobs["started"].clear()
    assert unequal("retry", run_of(tmp_path), "--select", "globex").code == 1
    assert jobs["started"] == ["globex"]


def test_retry_does_not_read_the_manifest_again(unequal, jobs, manifest) -> None:
    jobs["acme"] = failing()
    unequal("batch", manifest)
    del jobs["acme"]
    manifest.unlink()
    assert unequal("retry").code == 0


@pytest.mark.parametrize("name", ["retry", "status"])
def test_where_there_is_no_run_that_is_said(unequal, tmp_path, monkeypatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    told = unequal(name)
    assert (told.code, told.err.splitlines()[0]) == (3, "No batch has been run in reports.")


def test_status_shows_every_item(unequal, jobs, manifest) -> None:
    jobs["globex"] = failing()
    unequal("batch", manifest)
    told = unequal("status")
    assert told.code == 0
    assert "1 of 2 reports failed. It ended with 1." in told.out
    rows = [line.split()[:2] for line in told.out.splitlines() if line.startswith("  ")]
    assert rows[1:3] == [["acme", "ok"], ["globex", "failed"]]


def test_status_for_a_machine(unequal, jobs, manifest) -> None:
    unequal("batch", manifest)
    told = unequal("status", "--json")
    assert (told.json["exit_code"], told.json["holder"]) == (0, None)
    assert [one["status"] for one in told.json["items"]] == ["ok", "ok"]


def test_status_of_a_run_that_was_killed_says_how_to_go_on(unequal, jobs, manifest, tmp_path) -> None:
    unequal("batch", manifest)
    run = run_of(tmp_path)
    results = json.loads((run / "run_results.json").read_text())
    (run / "run_results.json").write_text(json.dumps({**results, "exit_code": None}))
    assert f"It was cut off; unequal retry {run} goes on." in unequal("status", run).out


@pytest.mark.kernel
def test_a_real_batch_survives_a_broken_company_and_goes_on_when_it_is_mended(unequal, manifest, tmp_path) -> None:
    deals = tmp_path / "globex" / "data" / "deals.csv"
    deals.write_text("nothing,that,fits\n1,2,3\n")
    first = unequal("batch", manifest, "--json")
    assert (first.code, [one["status"] for one in first.json["items"]]) == (1, ["ok", "refused"])
    deals.write_text(DEALS + TWENTY)
    second = unequal("retry", "--json")
    assert (second.code, [one["status"] for one in second.json["items"]]) == (0, ["ok", "ok"])
    assert all(Path(one["report"]).is_file() for one in second.json["items"])
    third = unequal("batch", manifest, "--json")
    assert [one["status"] for one in third.json["items"]] == ["unchanged", "unchanged"]
