"""What do we do now, and by when must we know? One page, from the other analyses' findings."""

from pathlib import Path

from unequal.workbook import Analysis

from .facts import READ, compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import tiles, verdicts, would_change

ANALYSIS = Analysis(
    name="memo",
    order=17,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    tables=(tiles, verdicts, would_change),
    needs=tuple(sorted(READ)),
    folder=Path(__file__).parent,
)
