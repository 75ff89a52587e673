"""The same company otherwise: in its other scenarios, and without the customer who pays most."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from unequal.economics.cash import CashPath
from unequal.workbook import Inputs

from .cash_side import Without, committed, largest_customer, name_of
from .knobs import Knobs
from .outlook import chance_of_enough

FIGURES = ("runway_months", "decision_months", "probability")
COLUMNS = ("scenario", *FIGURES, *(f"{name}_change" for name in FIGURES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stress:
    """What is left without the customer who pays most.

    Attributes:
        name: The customer.
        share: Of today's recurring revenue.
        runway_months, decision_months: Of the committed path without it; as in `Facts`.
        probability: Of enough wins by that date; nan where no date presses.
    """

    name: str
    share: float
    runway_months: float
    decision_months: float
    probability: float


def stress(inputs: Inputs, knobs: Knobs) -> Stress | None:
    """Think the largest customer away; None where nobody is known to pay, or where the one who does is not heavy."""
    largest = inputs.once("largest", lambda: largest_customer(inputs))
    if largest is None or largest.share <= knobs.heavy_customer:
        return None
    path = committed(inputs, knobs, largest)
    return None if path is None else _stressed(inputs, knobs, largest, path)


def _stressed(inputs: Inputs, knobs: Knobs, largest: Without, path: CashPath) -> Stress:
    return Stress(
        name=name_of(inputs, largest.group_id),
        share=largest.share,
        runway_months=path.runway_months,
        decision_months=path.decision_months,
        probability=chance_of_enough(inputs, knobs, path),
    )


def scenarios(inputs: Inputs, knobs: Knobs) -> pd.DataFrame:
    """Return a row a scenario with its differences from the base; one that cannot be read has no figures.

    Returns:
        scenario, runway_months (inf: does not end within 36 months), decision_months (nan: default alive), probability
        (of enough wins; nan: no date presses), and of each the change against the base, nan where there is none.
    """
    found = [_row(one.name, one.inputs, one.knobs) for one in inputs.scenarios()]
    if not found:
        found = [_row(inputs.workspace.scenario, inputs, knobs)]
    table = pd.DataFrame(found)
    for name in FIGURES:
        change = [_difference(value, table[name].iloc[0]) for value in table[name]]
        table[f"{name}_change"] = pd.Series(change, dtype="float64")
    return table[list(COLUMNS)]


def _row(name: str, inputs: Inputs | None, knobs: Knobs | None) -> dict[str, Any]:
    path = committed(inputs, knobs) if inputs is not None and knobs is not None else None
    if inputs is None or knobs is None or path is None:
        return {"scenario": name, **dict.fromkeys(FIGURES, math.nan)}
    return {
        "scenario": name,
        "runway_months": path.runway_months,
        "decision_months": path.decision_months,
        "probability": chance_of_enough(inputs, knobs, path),
    }


def _difference(value: float, base: float) -> float:
    """Return a difference; two that never end do not differ.

    >>> _difference(math.inf, math.inf), _difference(math.inf, 9.0), _difference(8.0, 9.0)
    (0.0, inf, -1.0)
    """
    return 0.0 if value == base else value - base
