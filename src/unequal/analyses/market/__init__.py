"""Which tier has customers enough for the plan, and is it real or imagined?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import evidence, shape
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import doubts, public_pyramid, public_receipts, size_classes, sizes, sources, tiers

ANALYSIS = Analysis(
    name="market",
    order=4,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(evidence, shape),
    tables=(tiers, sizes, doubts, sources, public_pyramid, public_receipts, size_classes),
    folder=Path(__file__).parent,
)
