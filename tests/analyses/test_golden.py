"""What the sample companies' findings are; a change of any shows in a diff of ``tests/golden``.

To write them anew, when a change is meant:

    UNEQUAL_GOLDEN=write .venv/bin/python -m pytest tests/analyses/test_golden.py

and read the diff before it is committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import unequal
from unequal.findings import Finding
from unequal.shipped import shipped
from unequal.workbook import Run

NAMES = unequal.analyses()
FOLDER = Path(__file__).parents[1] / "golden"
WRITE = os.environ.get("UNEQUAL_GOLDEN") == "write"


def as_line(finding: Finding) -> str:
    shown = {"code": finding.code, "verdict": finding.verdict.value, "grade": finding.grade.value}
    figures = {name: float(f"{getattr(finding, name):.3g}") for name in ("estimate", "low", "high")}
    known = {name: value for name, value in figures.items() if value == value}
    return json.dumps({**shown, **known, "n": finding.n, "scope": finding.scope}, ensure_ascii=False)


def as_text(run: Run) -> str:
    """Return the findings, one a line, so that a diff shows which one has changed."""
    return "[\n " + ",\n ".join(as_line(one) for one in run.findings) + "\n]\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_findings_of_a_sample_company_are_as_before(name: str, sample: Path, runs: dict[str, Run]) -> None:
    path = FOLDER / f"{sample.name}.{name}.json"
    found = as_text(runs[name])
    if WRITE:
        path.write_text(found, encoding="utf-8")
    assert path.is_file(), __doc__
    assert found == path.read_text(encoding="utf-8"), __doc__


def test_nothing_else_is_golden() -> None:
    companies = sorted(path.name for path in shipped("data/sample").iterdir() if path.is_dir())
    expected = {f"{company}.{name}.json" for company in companies for name in NAMES} | {"README.md"}
    assert {path.name for path in FOLDER.iterdir()} == expected


def test_the_samples_show_all_four_verdicts() -> None:
    seen = {line["verdict"] for path in FOLDER.glob("*.json") for line in json.loads(path.read_text(encoding="utf-8"))}
    assert seen == {"go", "caution", "stop", "cannot tell"}
