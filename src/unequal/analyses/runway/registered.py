"""Rows of the register as assumptions of a finding."""

from __future__ import annotations

from unequal.assumptions import Assumption
from unequal.findings.finding import AssumptionUsed
from unequal.findings.grade import Grade
from unequal.workbook import Inputs


def number(inputs: Inputs, name: str) -> float:
    """Return the value in force of a row that holds one number."""
    value = inputs.workspace.register[name].value
    assert isinstance(value, int | float), name
    return float(value)


def used(row: Assumption) -> AssumptionUsed:
    """Return a row of the register as an assumption that something rests on."""
    return AssumptionUsed(
        id=row.id,
        name=row.name,
        value=row.value if isinstance(row.value, int | float | str) else None,
        unit=row.unit,
        source=row.source,
        grade=Grade(row.grade),
    )
