"""Which customers earn money after all the soft costs, and is that getting better or worse?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import idle, margin, whale
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import change, losing, pools, quarters, segments

ANALYSIS = Analysis(
    name="cost_to_serve",
    order=10,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(whale, idle, margin),
    tables=(losing, segments, pools, quarters, change),
    folder=Path(__file__).parent,
)
