"""Rows of the register as numbers."""

from __future__ import annotations

from .analysis import Inputs


def number(inputs: Inputs, name: str) -> float:
    """Return the value in force of a row that holds one number."""
    value = inputs.workspace.register[name].value
    assert isinstance(value, int | float), name
    return float(value)
