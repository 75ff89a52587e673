"""No two notebooks of a report can contradict each other."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import unequal
from unequal.errors import InputError
from unequal.workbook.context import VARIABLE, ReportContext, current

Company = Callable[..., Path]
Report = Callable[..., Path]


@pytest.fixture
def report(company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Settle a report on two deals and go on as one of its notebooks."""

    def settle(**rest: Any) -> Path:
        path = company("[knobs.data_check]\nsilent_days = 90\n")
        (path / "scenarios").mkdir(exist_ok=True)
        (path / "scenarios" / "downside.toml").write_text("[plan]\ntarget_arr = 1\n", encoding="utf-8")
        settled: dict[str, Any] = {"as_of": datetime.date(2026, 6, 30), "scenario": "base", **rest}
        ReportContext(workspace=path, store=tmp_path / "store", **settled).write(tmp_path / "context.json")
        monkeypatch.setenv(VARIABLE, str(tmp_path / "context.json"))
        return path

    return settle


def test_what_is_settled_is_read_back(report: Report, tmp_path: Path) -> None:
    path = report(given={"runway": {"cash": 5.0}}, manifest={"memo": {"reasons": 2}})
    found = current()
    assert found == ReportContext(
        workspace=path, store=tmp_path / "store", as_of=datetime.date(2026, 6, 30), scenario="base",
        given={"runway": {"cash": 5.0}}, manifest={"memo": {"reasons": 2}},
    )  # fmt: skip


def test_outside_of_a_report_nothing_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert current() is None


def test_a_notebook_that_asks_for_nothing_gets_what_is_settled(report: Report, tmp_path: Path) -> None:
    path = report(as_of=datetime.date(2026, 3, 31), given={"data_check": {"dead_share": 0.5}})
    run = unequal.run("data_check", path, silent_days=None)
    assert (run.as_of, run.knobs.model_dump()["silent_days"]) == (datetime.date(2026, 3, 31), 90)
    assert (run.origins["dead_share"], run.origins["silent_days"]) == ("given", "[knobs.data_check]")
    assert any((tmp_path / "store").iterdir())


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"silent_days": 90}, id="knob"),
        pytest.param({"as_of": "2026-06-30"}, id="day"),
        pytest.param({"as_of": datetime.date(2026, 6, 30)}, id="day as a date"),
        pytest.param({"as_of": datetime.datetime(2026, 6, 30)}, id="day as a moment"),
        pytest.param({"scenario": "base"}, id="scenario"),
    ],
)
def test_a_notebook_may_say_again_what_is_settled(asked: dict[str, Any], report: Report) -> None:
    assert unequal.run("data_check", report(), **asked).knobs.model_dump()["silent_days"] == 90


@pytest.mark.parametrize(
    ("asked", "found", "mend"),
    [
        pytest.param(
            {"silent_days": 60}, r"asks for silent_days = 60, but this report runs with 90\.",
            r"Write `silent_days = 60` under \[knobs\.data_check\] in acme/workspace\.toml\.", id="a default",
        ),
        pytest.param(
            {"dead_share": 0.5}, r"asks for dead_share = 0\.5, but this report runs with 0\.2\.",
            r"Write `dead_share = 0\.5` under", id="a figure",
        ),
        pytest.param(
            {"as_of": "2026-03-31"}, r"asks for as_of = '2026-03-31', but this report runs with '2026-06-30'\.",
            r"Make the report with `--as-of 2026-03-31`\.", id="a day",
        ),
        pytest.param(
            {"scenario": "downside"}, r"asks for scenario = 'downside', but this report runs with 'base'\.",
            r"Make the report with `--scenario downside`\.", id="a scenario",
        ),
    ],
)  # fmt: skip
def test_a_notebook_that_asks_for_something_else_is_refused(
    asked: dict[str, Any], found: str, mend: str, report: Report
) -> None:
    with pytest.raises(InputError, match=rf"The notebook of 'data_check' {found}\nMend: {mend}"):
        unequal.run("data_check", report(), **asked)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"silent_day": 60}, r"no knob of this name\. Did you mean 'silent_days'\?", id="misspelt knob"),
        pytest.param({"dead_share": 2}, "dead_share .* expected", id="out of range"),
        pytest.param({"as_of": "yesterday"}, "a day is written 2026-06-30", id="no day"),
        pytest.param({"scenario": "downsid"}, r"Did you mean '?downside'?", id="misspelt scenario"),
    ],
)
def test_what_no_run_would_take_is_refused_as_in_any_run(asked: dict[str, Any], found: str, report: Report) -> None:
    with pytest.raises(InputError, match=found):
        unequal.run("data_check", report(), **asked)


def test_another_company_is_none_of_the_reports_business(report: Report, company: Company) -> None:
    report()
    other = company(name="other")
    assert unequal.run("data_check", other, silent_days=7, as_of="2026-05-31").as_of == datetime.date(2026, 5, 31)
