"""A block is JSON that its schema knows."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema
import pytest

from unequal.findings import AssumptionUsed, Evidence, Finding, Grade, Verdict
from unequal.workbook import Model, ModelFormula, ModelInput, WhatIf, WhatIfAxis, block_schema
from unequal.workbook.blocks import KINDS, block, bundle, finding_block, model_block, note_block, what_if_block


def valid(content: dict[str, Any]) -> dict[str, Any]:
    jsonschema.Draft202012Validator(block_schema()).validate(content)
    json.dumps(content, allow_nan=False)
    return content


def axis(*values: float, knob: str = "reserve_months") -> WhatIfAxis:
    return WhatIfAxis(knob=knob, label="Reserve", unit="months", values=values, base=2.0)


def what_if(axes: tuple[WhatIfAxis, ...], cells: int) -> WhatIf:
    return WhatIf(name="w", title="Reserve", axes=axes, output="chance", unit="percent", cells=(0.5,) * cells)


def test_a_schema_has_a_part_for_every_kind() -> None:
    jsonschema.Draft202012Validator.check_schema(block_schema())
    assert set(block_schema()["$defs"]) == set(KINDS)


def test_a_finding_is_a_block_by_its_code() -> None:
    finding = Finding(
        code="runway.decision_date", question="q", verdict=Verdict.STOP, headline="h", answer="a", estimate=math.inf,
        evidence=(Evidence(name="cash", value=math.nan, unit="money", source="plan"),),
        assumptions=(AssumptionUsed(id="B27", name="raise", value=6.0, unit="months", source="s", grade=Grade.GUESS),),
    )  # fmt: skip
    content = valid(finding_block(finding))
    assert (content["kind"], content["name"], content["analysis"]) == ("finding", "runway.decision_date", "runway")
    assert (content["verdict"], content["estimate"], content["low"], content["grade"]) == ("stop", "inf", None, "E5")
    assert content["evidence"][0]["value"] is None


def test_a_note_is_a_block_of_nobodys_analysis() -> None:
    assert valid(note_block("*own* words", name="note", analysis=None))["markdown"] == "*own* words"


def test_a_what_if_is_a_block() -> None:
    made = WhatIf(
        name="reserve", title="The reserve moves the date", axes=(axis(0.0, 2.0),), output="decision_months",
        unit="months", cells=(6.0, -math.inf), verdicts=("go", "stop"), sentences={"go": "by {value}"}, chart="cash",
    )  # fmt: skip
    content = valid(what_if_block(made, "runway"))
    assert (content["cells"], content["axes"][0]["values"], content["chart"]) == ([6.0, "-inf"], [0.0, 2.0], "cash")


@pytest.mark.parametrize(
    ("axes", "cells"),
    [
        pytest.param((axis(*range(500)),), 500, id="the most cells"),
        pytest.param((axis(1, 2), axis(1, 2, 3), axis(1, 2)), 12, id="the most axes"),
    ],
)
def test_a_what_if_may_be_so_large(axes: tuple[WhatIfAxis, ...], cells: int) -> None:
    valid(what_if_block(what_if(axes, cells), "runway"))


@pytest.mark.parametrize(
    ("axes", "cells"),
    [
        pytest.param((), 1, id="no axis"),
        pytest.param((axis(1), axis(1), axis(1), axis(1)), 1, id="one axis too many"),
        pytest.param((axis(*range(501)),), 501, id="one cell too many"),
        pytest.param((axis(1, 2),), 3, id="a cell without a place"),
        pytest.param((axis(1, 2), axis(1, 2)), 2, id="a place without a cell"),
    ],
)
def test_a_what_if_of_another_shape_is_refused(axes: tuple[WhatIfAxis, ...], cells: int) -> None:
    with pytest.raises(ValueError, match=rf"what-if 'w' has {len(axes)} axes and {cells} cells for \d+ places"):
        what_if(axes, cells)


def test_a_model_is_a_block_with_its_values() -> None:
    made = Model(
        name="payback", title="Payback",
        inputs=(ModelInput(name="cac", label="CAC", value=1200.0, unit="money", source="deals"),),
        formulas=(ModelFormula(name="months", label="Payback", expression="cac / 0", unit="months"),),
    )  # fmt: skip
    content = valid(model_block(made, "big_medium_small", {"cac": 1200.0, "months": math.nan}))
    assert (content["inputs"][0]["value"], content["formulas"][0]["value"]) == (1200.0, None)
    assert content["formulas"][0]["expression"] == "cac / 0"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"kind": "poem"},
        {"schema": "unequal.block/2"},
        {"name": None},
        {"verdict": "maybe"},
        {"headline": None},
    ],
    ids=str,
)
def test_the_schema_refuses_what_is_no_block(spoilt: dict[str, Any]) -> None:
    good = finding_block(Finding(code="a.b", question="q", verdict=Verdict.GO, headline="h", answer="a"))
    with pytest.raises(jsonschema.ValidationError):
        valid({**good, **spoilt})


def test_a_bundle_has_a_block_and_text_for_all_and_html_for_jupyterlab() -> None:
    content = block("note", "n", None, markdown="m")
    assert set(bundle(content, text="t")) == {"application/vnd.unequal.block+json", "text/plain"}
    assert bundle([content], text="t", html="<p>t</p>")["text/html"] == "<p>t</p>"
