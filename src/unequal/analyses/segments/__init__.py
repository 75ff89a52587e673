"""Which way of grouping customers tells more than treating all alike?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import comparison, sensitivity
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import TABLES

ANALYSIS = Analysis(
    name="segments",
    order=2,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(comparison, sensitivity),
    tables=TABLES,
    folder=Path(__file__).parent,
)
