"""What does each kind of customer cost in cash, months and people, and which can be pursued first?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import cost_against_ceiling, moves, troughs
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import holes, motions, people, sizes, together, tradeoffs, ways_to_sell

ANALYSIS = Analysis(
    name="big_medium_small",
    order=5,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(troughs, cost_against_ceiling, moves),
    tables=(tradeoffs, holes, together, people, motions, ways_to_sell, sizes),
    folder=Path(__file__).parent,
)
