"""Can this data be trusted, and what can it answer?"""

from pathlib import Path

from unequal.workbook import Analysis

from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import mixing, problems, role_hints, roles, rows_read, spellings, unknown_segments

ANALYSIS = Analysis(
    name="data_check",
    order=1,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    tables=(rows_read, problems, unknown_segments, spellings, roles, role_hints, mixing),
    folder=Path(__file__).parent,
)
