"""A rule cannot hide a default behind a go."""

from __future__ import annotations

import pytest

from unequal.findings import Basis, Grade, Input, KnobBasis, Verdict, worst
from unequal.findings.grade import grade_of_own
from unequal.words import Words


def knob(name: str, *, origin: str = "default", grade: Grade = Grade.GUESS, choice: bool = False) -> KnobBasis:
    return KnobBasis(
        name=name, value=2.0, unit="months", says=f"the {name}", origin=origin, source="assumption", grade=grade,
        choice=choice,
    )  # fmt: skip


def basis(*knobs: KnobBasis, inputs: tuple[Input, ...] = ()) -> Basis:
    return Basis(
        analysis="runway",
        words=Words(),
        inputs={one.name: one for one in inputs},
        knobs={one.name: one for one in knobs},
    )


OWN = Input(name="deals", grade=Grade.OWN, source="deals", n=40)
TEXT = {"question": "q", "headline": "h", "answer": "a"}


def test_the_worst_decisive_grade_is_the_findings() -> None:
    found = basis(knob("burn", origin="[plan]"), inputs=(OWN,)).finding(
        leans_on=("deals", "burn"), code="x", verdict=Verdict.GO, **TEXT
    )
    assert found.grade is Grade.GUESS
    assert found.verdict is Verdict.GO  # own data stand behind it, too


@pytest.mark.parametrize("grade", [Grade.RULE_OF_THUMB, Grade.GUESS])
def test_a_go_on_weak_inputs_alone_becomes_caution(grade: Grade) -> None:
    found = basis(knob("burn", grade=grade)).finding(leans_on=("burn",), code="x", verdict=Verdict.GO, **TEXT)
    assert found.verdict is Verdict.CAUTION


def test_a_stop_on_weak_inputs_stays_a_stop() -> None:
    found = basis(knob("burn")).finding(leans_on=("burn",), code="x", verdict=Verdict.STOP, **TEXT)
    assert found.verdict is Verdict.STOP


def test_a_choice_is_printed_and_lowers_no_grade() -> None:
    found = basis(knob("reserve", choice=True), inputs=(OWN,)).finding(
        leans_on=("deals", "reserve"), code="x", verdict=Verdict.GO, **TEXT
    )
    assert found.grade is Grade.OWN
    assert [one.id for one in found.assumptions] == ["runway.reserve"]


def test_a_knob_that_somebody_set_is_no_assumption() -> None:
    found = basis(knob("reserve", origin="[plan]")).finding(
        leans_on=("reserve",), code="x", verdict=Verdict.STOP, **TEXT
    )
    assert found.assumptions == ()


def test_leaning_on_nothing_known_is_a_bug() -> None:
    with pytest.raises(KeyError, match="leans on 'dreams'"):
        basis().finding(leans_on=("dreams",), code="x", verdict=Verdict.GO, **TEXT)


def test_no_grade_at_all_is_a_guess() -> None:
    assert worst([]) is Grade.GUESS


@pytest.mark.parametrize(("events", "grade"), [(30, "E1"), (29, "E2"), (5, "E2"), (4, "E5")])
def test_own_data_are_graded_by_their_number(events: int, grade: str) -> None:
    assert grade_of_own(events).value == grade
