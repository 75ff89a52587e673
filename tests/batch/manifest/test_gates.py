"""Gates trip on verdicts and estimates, at the border on neither side by chance."""

from __future__ import annotations

from typing import Any

import pytest

from unequal.batch.manifest import Gate, tripped


def finding(**changed: Any) -> dict[str, Any]:
    return {
        "analysis": "runway", "code": "runway.decision_date", "verdict": "go", "estimate": 4.0, "headline": "Soon.",
    } | changed  # fmt: skip


@pytest.mark.parametrize(
    ("gate", "changed", "trips"),
    [
        pytest.param({"verdicts": ("stop", "caution")}, {"verdict": "caution"}, True, id="verdict"),
        pytest.param({"verdicts": ("stop",)}, {"verdict": "caution"}, False, id="another verdict"),
        pytest.param({"below": 4}, {}, False, id="at the lower border"),
        pytest.param({"below": 4.01}, {}, True, id="below it"),
        pytest.param({"above": 4}, {}, False, id="at the upper border"),
        pytest.param({"above": 3.99}, {}, True, id="above it"),
        pytest.param({"above": 9}, {"estimate": "inf"}, True, id="infinite, as a record writes it"),
        pytest.param({"below": 9}, {"estimate": None}, False, id="no estimate"),
        pytest.param({"below": 9}, {"estimate": float("nan")}, False, id="no number"),
        pytest.param({"below": 9}, {"code": "decision_date"}, True, id="code without analysis"),
        pytest.param({"below": 9, "finding": "decision_date"}, {}, True, id="gate without analysis"),
        pytest.param({"below": 9, "finding": "memo.decision_date"}, {}, False, id="another analysis"),
    ],
)
def test_a_gate_trips(gate: dict[str, Any], changed: dict[str, Any], trips: bool) -> None:
    made = Gate(**{"name": "g", "finding": "runway.decision_date"} | gate)
    assert bool(tripped([made], [finding(**changed)])) is trips


def test_a_sentence_says_which_and_why() -> None:
    gate = Gate(name="Cash", finding="decision_date", verdicts=("stop",), below=1)
    assert tripped([gate], [finding(verdict="stop")]) == ["Cash: runway.decision_date says stop. Soon."]
    assert tripped([gate], [finding(estimate=0.0461)]) == ["Cash: runway.decision_date is 0.0461, below 1. Soon."]


def test_a_finding_that_is_missing_cannot_be_told() -> None:
    gate = Gate(name="Cash", finding="runway.decision_date", verdicts=("cannot tell",))
    assert tripped([gate], []) == ["Cash: this report has no finding runway.decision_date."]
    assert tripped([Gate(name="Cash", finding="runway.decision_date", verdicts=("stop",))], []) == []


def test_every_finding_of_several_trips() -> None:
    gate = Gate(name="Cash", finding="decision_date", below=5)
    assert len(tripped([gate], [finding(), finding(estimate=1), finding(estimate=6)])) == 2


def test_gates_are_read(desk, acme) -> None:
    text = acme('[[gates]]\nfinding = "decision_date"\nverdicts = ["stop", "cannot tell"]\nlevel = "caution"')
    assert desk.read(text).gates == (
        Gate(name="decision_date", finding="decision_date", verdicts=("stop", "cannot tell"), level="caution"),
    )


def test_a_finding_that_no_analysis_makes_is_refused(desk, acme) -> None:
    problem = desk.one(acme('[[gates]]\nfinding = "decision_dat"\nbelow = 1'))
    assert (problem.code, problem.line) == ("finding-unknown", 4)
    assert "Did you mean 'decision_date'" in problem.says
