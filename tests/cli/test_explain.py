"""Everything that a message names can be explained."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import unequal
from unequal.analyses import discovered
from unequal.assumptions import catalogue as register
from unequal.batch.manifest import MANIFEST_CODES
from unequal.cli.explain import catalogue, lines
from unequal.tables.problem_codes import PROBLEM_CODES
from unequal.workspace import CONFIG_CODES

ROOM = Path(unequal.__file__).parent
KNOBS = [f"{name}.{knob}" for name, analysis in discovered().items() for knob in analysis.knobs.model_fields]
RULES = [f"{name}.{rule.__name__}" for name, analysis in discovered().items() for rule in analysis.rules]
CODES = [*PROBLEM_CODES, *CONFIG_CODES, *MANIFEST_CODES, *register(), *KNOBS, *RULES, *discovered()]


def raised() -> set[str]:
    """Return every literal that stands as the code of a problem."""
    found = set()
    for path in [*ROOM.glob("workspace/*.py"), *ROOM.glob("importers/**/*.py"), *ROOM.glob("tables/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Problem":
                found |= {one.value.value for one in node.keywords if one.arg == "code" and is_text(one.value)}
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "add" and len(node.args) > 2:
                found |= {one.value for one in node.args[:1] if is_text(one)}
    return found


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(re.fullmatch(r"[a-z-]+", node.value))


def test_nothing_that_is_raised_is_unexplained() -> None:
    assert len(raised()) > 10
    assert raised() - set(catalogue()) == set()


def test_nothing_that_has_an_id_is_unexplained() -> None:
    known = catalogue()
    assert [code for code in CODES if len(lines(known[code])) < 2] == []


def test_a_finding_says_what_it_asks() -> None:
    known = catalogue()
    assert [code for code in RULES if not known[code]["says"]] == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("closed-before-created", "The row is set aside."),
        ("key-unknown", "a misspelt setting would be silently ignored"),
        ("file-missing", "A table's file is not where the workspace says."),
        ("runway.wins_needed", "Wins that must be there by the decision date"),
        ("runway.wins_by_decision_date", "Will enough wins be there by that day?"),
        ("runway", "Will the sales we count on happen"),
        ("B01", "E4: A rule of thumb of practitioners"),
        ("raise_months", "months"),
        ("prior.Big.win_probability", "share of opportunities"),
    ],
)
def test_an_explanation_is_read_as_labelled_lines(unequal, code, found) -> None:
    told = unequal("explain", code)
    assert told.code == 0
    assert told.out.startswith(f"{code}\n  kind ")
    assert found in told.out
    assert "{" not in told.out


def test_a_machine_gets_the_explanation(unequal) -> None:
    assert unequal("explain", "B01", "--json").json["value"] == 84
