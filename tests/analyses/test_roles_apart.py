"""No statistic pools roles: who reads the customers takes end users of them first."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import unequal

ROOT = Path(unequal.__file__).parent
READERS = sorted([*ROOT.glob("analyses/**/*.py"), *ROOT.glob("workbook/*.py")])
APART = ("end_users", "channel")
MAY = {
    "analyses/data_check/facts.py": (2, "counts customers by role, and measures what pooling would change"),
    "analyses/big_medium_small/cash_there.py": (1, "adds up what everybody pays: cash has no role"),
    "analyses/cost_to_serve/facts.py": (2, "shares costs among all who cause them; the channel has rows of its own"),
    "analyses/lifetime_value/facts.py": (2, "asks whether anybody has bought, and whether leaving is on record"),
    "analyses/runway/cash_side.py": (11, "adds up what everybody pays: cash has no role"),
    "analyses/segment_quality/facts.py": (1, "shares costs among all who cause them; only end users are judged"),
    "analyses/segments/facts.py": (1, "counts the channel that stands apart"),
    "analyses/traps/team.py": (1, "an hour that a partner got is gone for everybody else"),
    "workbook/receipts.py": (3, "adds up what everybody pays: cash has no role"),
}  # how often a file may read all customers, and why


def read_whole(path: Path) -> list[int]:
    """Return the lines that read the customers of the inputs without taking end users or the channel of them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and getattr(one.func, "id", "") in APART]
    apart = {id(inner) for call in calls for inner in ast.walk(call)}
    reads = [one for one in ast.walk(tree) if isinstance(one, ast.Attribute) and one.attr == "customers"]
    return [one.lineno for one in reads if id(one) not in apart and is_inputs(one.value)]


def is_inputs(value: ast.expr) -> bool:
    return "inputs" in (getattr(value, "id", ""), getattr(value, "attr", ""))


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_customers_are_read_by_role(path: Path) -> None:
    times, _why = MAY.get(path.relative_to(ROOT).as_posix(), (0, ""))
    lines = read_whole(path)
    assert len(lines) <= times, f"lines {lines}: take end_users(inputs.customers) first, or say here why not"


def test_the_test_sees_what_it_looks_for(tmp_path: Path) -> None:
    page = tmp_path / "facts.py"
    page.write_text("a = inputs.customers\nb = end_users(inputs.customers)\nc = self.inputs.customers\n", "utf-8")
    assert read_whole(page) == [1, 3]
