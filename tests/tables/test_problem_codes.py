"""Every code that is raised is explained, and every explained one is raised."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import unequal.tables
from unequal.tables.problem_codes import PROBLEM_CODES, found

ROOM = Path(unequal.tables.__file__).parent
RAISERS = {"found", "refuse", "Spot", "mend", "note", "set_aside", "mark", "RowRule", "_note", "_at", "_drop"}


def raised():
    codes = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in PROBLEM_CODES:
                codes.add(node.value)
    return codes


def literal_codes():
    """Return what stands as the code of a call that tells a problem."""
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in RAISERS:
                words = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "code")]
                for word in words:
                    if isinstance(word, ast.Constant) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", str(word.value)):
                        yield word.value


def test_every_code_that_is_raised_is_explained():
    assert set(literal_codes()) - set(PROBLEM_CODES) == set()


def test_every_explained_code_is_raised():
    assert set(PROBLEM_CODES) - raised() == set()


@pytest.mark.parametrize("code", PROBLEM_CODES)
def test_an_entry_says_what_was_found_how_to_mend_it_and_why(code):
    entry = PROBLEM_CODES[code]
    assert entry.says
    assert not entry.says.endswith(".")
    assert entry.mend
    assert entry.explanation.endswith(".")


def test_an_unknown_code_is_a_fault_of_ours():
    with pytest.raises(KeyError):
        found("no-such-code")
