"""Gates: what a finding must be to trip one, and what that does to the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unequal.batch.manifest.item import Gate, Item
from unequal.batch.run import run_batch
from unequal.batch.run.gates import findings_beside, tripped

from .conftest import OK, Script, failed, only, ways

FITS = {"analysis": "runway", "code": "runway.fits", "verdict": "stop", "estimate": 2.0, "headline": "Too late."}


def gate(**more) -> Gate:
    return Gate(**{"name": "cash", "finding": "runway.fits", **more})


@pytest.mark.parametrize(
    ("asked", "trips"),
    [
        pytest.param({"verdicts": ("stop",)}, True, id="its verdict"),
        pytest.param({"verdicts": ("caution", "go")}, False, id="another verdict"),
        pytest.param({"below": 2.1}, True, id="below"),
        pytest.param({"below": 2.0}, False, id="at the border below"),
        pytest.param({"above": 1.9}, True, id="above"),
        pytest.param({"above": 2.0}, False, id="at the border above"),
        pytest.param({"finding": "fits", "verdicts": ("stop",)}, True, id="named without its analysis"),
        pytest.param({"finding": "runway.other", "verdicts": ("stop",)}, False, id="another finding"),
    ],
)
def test_a_gate_trips(asked, trips: bool) -> None:
    assert bool(tripped([gate(**asked)], [FITS])) is trips


def test_a_report_that_lacks_the_finding_cannot_tell() -> None:
    (one,) = tripped([gate(verdicts=("cannot tell",))], [])
    assert one["says"] == "this report has no finding runway.fits."


def test_a_notebook_of_somebody_s_own_trips_no_gate(order, stage) -> None:
    own = Item(id="survey", workspace=None, notebook="/survey.ipynb")
    assert run_batch(order(own, gates=[gate(verdicts=("cannot tell",))]), ways(stage())).exit_code == 0


def test_a_code_without_its_analysis_is_meant_by_its_full_name() -> None:
    assert tripped([gate(verdicts=("stop",))], [{**FITS, "code": "fits"}])


@pytest.mark.parametrize("estimate", [None, float("nan"), "unknown"])
def test_a_finding_without_a_figure_trips_no_limit(estimate) -> None:
    assert tripped([gate(below=100.0)], [{**FITS, "estimate": estimate}]) == ()


def test_an_infinite_figure_trips_a_limit() -> None:
    assert tripped([gate(above=100.0)], [{**FITS, "estimate": "inf"}])


def test_a_gate_that_trips_ends_with_ten(order, stage) -> None:
    play = stage(acme=Script([{**OK, "findings": [FITS]}]))
    results = run_batch(order("acme", "globex", gates=[gate(verdicts=("stop",))]), ways(play))
    assert results.exit_code == 10
    assert [one["says"] for one in results.outcomes[0].gates] == ["runway.fits says stop. Too late."]


def test_a_failure_counts_before_a_gate(order, stage) -> None:
    play = stage(acme=Script([{**OK, "findings": [FITS]}]), globex=failed("cell"))
    assert run_batch(order("acme", "globex", gates=[gate(verdicts=("stop",))]), ways(play)).exit_code == 1


def test_a_report_that_did_not_change_trips_its_gates_too(order, stage, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text(json.dumps({"findings": [{**FITS, "answer": "14 %"}]}))
    place = tmp_path / "report.html"
    asked = order("acme", gates=[gate(verdicts=("stop",))])
    results = run_batch(asked, ways(stage(), stale=lambda _: [], report=lambda _: str(place)))
    assert (results.exit_code, only(results).gates[0]["says"]) == (10, "runway.fits says stop. Too late.")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"findings": null}'])
def test_a_record_that_is_none_has_no_findings(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.json").write_text(text)
    assert findings_beside(tmp_path / "report.html") == ()


def test_a_job_that_tells_no_findings_has_those_of_its_record(order, stage, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text(json.dumps({"findings": [FITS]}))
    told = Script([{"event": "ok", "report": str(tmp_path / "report.html")}])
    results = run_batch(order("acme", gates=[gate(verdicts=("stop",))]), ways(stage(acme=told)))
    assert results.exit_code == 10
