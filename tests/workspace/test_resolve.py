from __future__ import annotations

import math
from datetime import date
from enum import StrEnum
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, model_validator

from unequal.errors import InputError
from unequal.workspace import check_knobs, knob, open_workspace, resolve_knobs
from unequal.workspace.allowed import allowed


class Motion(StrEnum):
    FIELD = "field"
    INSIDE = "inside"


class Knobs(BaseModel, frozen=True, extra="forbid"):
    raise_months: float = knob(6, unit="months", says="a raise", ge=0, assumption="raise_months", choice=True)
    reserve_months: float = knob(2, unit="months", says="never touched", ge=0, le=36, choice=True)
    wins_needed: int = knob(2, unit="wins", says="wins to show", ge=1)
    share: float | None = knob(None, unit="share", says="a share", gt=0, lt=1)
    stressed: bool = knob(False, unit="", says="stress")
    motion: Literal["field", "inside"] = knob("field", unit="", says="motion")
    kind: Motion = knob(Motion.FIELD, unit="", says="motion, again")
    label: str = knob("Big", unit="", says="a label")
    cuts: tuple[float, ...] = knob((1.0, 2.0), unit="money", says="cuts")
    since: date | None = knob(None, unit="date", says="a day")

    @model_validator(mode="after")
    def _reserve_is_shorter(self) -> Knobs:
        if self.raise_months and self.reserve_months > self.raise_months * 10:
            problem = "the reserve is longer than ten raises"
            raise ValueError(problem)
        return self


class Other(BaseModel, frozen=True, extra="forbid"):
    bar: float = knob(1, unit="", says="a bar")


@pytest.fixture
def plain(company):
    return open_workspace(company())


LAYERS = (
    ("workspace.toml", "[plan]\nreserve_months = 3\n", "[plan]"),
    ("workspace.toml", "[knobs.runway]\nreserve_months = 4\n", "[knobs.runway]"),
    ("scenarios/down.toml", "[plan]\nreserve_months = 5\n", "scenario down [plan]"),
    ("scenarios/down.toml", "[knobs.runway]\nreserve_months = 6\n", "scenario down [knobs.runway]"),
)


def resolved(company, layers, **more):
    files = {"workspace.toml": "as_of = 2026-06-30\n", "scenarios/down.toml": 'name = "A"\n'}
    for file, text, _ in layers:
        files[file] += text
    folder = company(files["workspace.toml"], {"scenarios/down.toml": files["scenarios/down.toml"]})
    return resolve_knobs(Knobs, "runway", open_workspace(folder, scenario="down"), **more)


def test_a_knob_that_nobody_sets_has_its_default(plain):
    found = resolve_knobs(Knobs, "runway", plain)
    assert found.values == Knobs()
    assert set(found.origins) == set(Knobs.model_fields)
    assert set(found.origins.values()) == {"default"}


@pytest.mark.parametrize("count", range(1, len(LAYERS) + 1))
def test_the_later_layer_wins_and_names_itself(company, count):
    found = resolved(company, LAYERS[:count])
    assert (found.values.reserve_months, found.origins["reserve_months"]) == (2 + count, LAYERS[count - 1][2])


def test_manifest_wins_over_files_and_given_over_manifest(company):
    found = resolved(company, LAYERS, manifest={"reserve_months": 7})
    assert (found.values.reserve_months, found.origins["reserve_months"]) == (7, "manifest")
    found = resolved(company, LAYERS, manifest={"reserve_months": 7}, given={"reserve_months": 8})
    assert (found.values.reserve_months, found.origins["reserve_months"]) == (8, "given")


@given(st.sets(st.integers(0, 5)))
def test_the_last_of_any_set_of_layers_wins(said):
    from unequal.workspace.model import KnobLayer, Workspace

    def at(place):
        return {"reserve_months": float(place)} if place in said else {}

    layers = (
        KnobLayer(file="workspace.toml", plan=at(0), knobs={"runway": at(1)}),
        KnobLayer(file="scenarios/down.toml", label="scenario down ", plan=at(2), knobs={"runway": at(3)}),
    )
    space = Workspace(
        path=".", name="a", slug="a", as_of=date(2026, 6, 30), as_of_origin="given", currency="EUR", locale="en_GB",
        language="en", layers=layers,
    )  # fmt: skip
    found = resolve_knobs(Knobs, "runway", space, manifest=at(4), given=at(5))
    assert found.values.reserve_months == (max(said) if said else 2)


def test_none_is_not_given_anywhere(company):
    found = resolved(company, LAYERS[:1], manifest={"reserve_months": None}, given={"reserve_months": None})
    assert found.origins["reserve_months"] == "[plan]"


def test_a_knob_of_another_analysis_does_not_reach_this_one(company):
    space = open_workspace(company("as_of = 2026-06-30\n[knobs.traps]\nreserve_months = 9\n"))
    assert resolve_knobs(Knobs, "runway", space).values.reserve_months == 2


def test_a_key_of_the_plan_that_is_no_knob_of_this_analysis_is_left_alone(company):
    space = open_workspace(company("as_of = 2026-06-30\n[plan]\ncash = 9\n"))
    assert resolve_knobs(Knobs, "runway", space).values == Knobs()


@pytest.mark.parametrize("key", ["B27", "raise_months"])
def test_an_override_of_the_assumption_changes_the_default(company, key):
    text = f'as_of = 2026-06-30\n[assumptions]\n{key} = {{ value = 4, source = "our last round" }}\n'
    found = resolve_knobs(Knobs, "runway", open_workspace(company(text)))
    assert (found.values.raise_months, found.origins["raise_months"]) == (4, f"[assumptions] {key}")


def test_a_plan_wins_over_an_override_of_the_assumption(company):
    text = 'as_of = 2026-06-30\n[plan]\nraise_months = 3\n[assumptions]\nB27 = { value = 4, source = "us" }\n'
    found = resolve_knobs(Knobs, "runway", open_workspace(company(text)))
    assert (found.values.raise_months, found.origins["raise_months"]) == (3, "[plan]")


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("reserve_month", 3, "reserve_month (given): runway has no knob of this name. Did you mean 'reserve_months'?"),
        ("x = 1\nimport os", 3, "has no knob of this name"),
        ("reserve_months", -1, 'reserve_months (given): expected a number from 0 to 36 (months). It is "-1".'),
        ("reserve_months", 37, "expected a number from 0 to 36 (months)."),
        ("reserve_months", "3", "expected a number from 0 to 36 (months)."),
        ("reserve_months", True, "expected a number"),
        ("reserve_months", math.nan, 'It is "nan".'),
        ("reserve_months", math.inf, 'It is "inf".'),
        ("reserve_months", [1], "expected a number"),
        ("raise_months", -0.1, "expected a number of 0 or more (months)."),
        ("wins_needed", 0, "expected a whole number of 1 or more (wins)."),
        ("wins_needed", 1.5, "expected a whole number"),
        ("share", 1.0, "expected a number of more than 0 and less than 1 (share)."),
        ("stressed", 1, "expected true or false"),
        ("stressed", "yes", "expected true or false"),
        ("motion", "feld", "expected one of field, inside. Did you mean 'field'?"),
        ("kind", "insid", "expected one of field, inside. Did you mean 'inside'?"),
        ("label", 3, "expected a text"),
        ("since", "soon", "expected a day (date)"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_range_and_origin(plain, name, value, found):
    with pytest.raises(InputError) as caught:
        resolve_knobs(Knobs, "runway", plain, given={name: value})
    assert found in str(caught.value)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("reserve_months", 0, 0.0),
        ("reserve_months", 36, 36.0),
        ("reserve_months", np.int64(3), 3.0),
        ("reserve_months", np.float64(3.5), 3.5),
        ("wins_needed", 3.0, 3),
        ("stressed", True, True),
        ("kind", "inside", Motion.INSIDE),
        ("cuts", [1, 2, 3], (1.0, 2.0, 3.0)),
        ("since", "2026-01-02", date(2026, 1, 2)),
        ("since", date(2026, 1, 2), date(2026, 1, 2)),
        ("label", "3", "3"),
    ],
)
def test_a_value_that_fits_is_converted_by_the_declared_kind(plain, name, value, taken):
    assert getattr(resolve_knobs(Knobs, "runway", plain, given={name: value}).values, name) == taken


def test_all_knobs_that_do_not_fit_are_told_at_once(plain):
    with pytest.raises(InputError, match="is refused: 2 faults"):
        resolve_knobs(Knobs, "runway", plain, manifest={"wins_needed": 0}, given={"reserve_months": -1})


def test_a_bad_value_is_told_even_where_a_later_one_hides_it(plain):
    with pytest.raises(InputError, match=r"reserve_months \(manifest\)"):
        resolve_knobs(Knobs, "runway", plain, manifest={"reserve_months": -1}, given={"reserve_months": 3})


def test_values_that_do_not_go_together_are_refused(plain):
    with pytest.raises(InputError, match="the knobs of runway together: the reserve is longer than ten raises"):
        resolve_knobs(Knobs, "runway", plain, given={"raise_months": 1, "reserve_months": 11})


def test_values_that_only_go_together_are_good_together(plain):
    found = resolve_knobs(Knobs, "runway", plain, given={"raise_months": 0.1, "reserve_months": 1})
    assert found.values.raise_months == 0.1


def test_a_bad_knob_in_a_file_is_told_with_its_line(company):
    space = open_workspace(company("as_of = 2026-06-30\n[knobs.runway]\nreserve_months = 99\n"))
    with pytest.raises(InputError, match=r'workspace.toml, line 3: "99" - reserve_months \(\[knobs.runway\]\)'):
        resolve_knobs(Knobs, "runway", space)


MODELS = {"runway": Knobs, "traps": Other}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "[knobs.runwy]\nreserve_months = 3\n",
            "line 2 - knobs.runwy: no analysis of this name. Did you mean 'runway'?",
        ),
        ("[knobs.runway]\nreserve_month = 3\n", "runway has no knob of this name. Did you mean 'reserve_months'?"),
        ("[knobs.traps]\nbar = 'x'\n", "expected a number"),
    ],
)
def test_check_knobs_looks_at_every_analysis(company, text, found):
    space = open_workspace(company("as_of = 2026-06-30\n" + text))
    with pytest.raises(InputError) as caught:
        check_knobs(space, MODELS)
    assert found in str(caught.value)


def test_opening_with_models_tells_faults_of_knobs_with_all_others(company):
    with pytest.raises(InputError, match="2 faults") as caught:
        open_workspace(
            company('currency = "EURO"\nas_of = 2026-06-30\n[knobs.runway]\nwins_needed = 0\n'), models=MODELS
        )
    assert [problem.line for problem in caught.value.problems] == [1, 4]


def test_a_fault_that_two_analyses_meet_is_told_once(company):
    models = {"runway": Knobs, "traps": Knobs}
    with pytest.raises(InputError, match="1 fault"):
        open_workspace(company("as_of = 2026-06-30\n[plan]\nreserve_months = 99\n"), models=models)


def test_with_models_any_knob_may_stand_in_the_plan(company):
    folder = company("as_of = 2026-06-30\n[plan]\nbar = 3\n")
    space = open_workspace(folder, models=MODELS)
    assert resolve_knobs(Other, "traps", space).origins["bar"] == "[plan]"
    with pytest.raises(InputError, match=r"plan\.bar: unknown key"):
        open_workspace(folder)


def test_an_empty_table_of_knobs_of_an_unknown_analysis_is_refused(company):
    with pytest.raises(InputError, match=r"knobs\.runwy"):
        open_workspace(company("as_of = 2026-06-30\n[knobs.runwy]\n"), models=MODELS)


def test_a_knob_carries_unit_source_and_whether_it_is_a_choice():
    extra = Knobs.model_fields["raise_months"].json_schema_extra
    assert extra == {"unit": "months", "source": "assumption", "choice": True, "assumption": "raise_months"}
    assert Knobs.model_fields["raise_months"].description == "a raise"


def test_a_figure_that_somebody_knows_is_marked():
    class Plan(BaseModel):
        cash: float | None = knob(None, unit="money", says="cash", own_figure=True)

    extra = Plan.model_fields["cash"].json_schema_extra
    assert extra is not None
    assert extra["own_figure"] is True  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("reserve_months", "a number from 0 to 36 (months)"),
        ("share", "a number of more than 0 and less than 1 (share)"),
        ("stressed", "true or false"),
        ("cuts", "a list (money)"),
        ("since", "a day (date)"),
    ],
)
def test_what_a_knob_takes_in_words(name, words):
    assert allowed(Knobs.model_fields[name]) == words
