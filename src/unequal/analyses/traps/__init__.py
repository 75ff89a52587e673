"""Is the plan walking into a known failure, and what is the smallest change that avoids it?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import going_too_big, over_reach, too_much_tlc
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import (
    going_too_big_changes,
    going_too_big_elsewhere,
    going_too_big_signs,
    over_reach_changes,
    over_reach_elsewhere,
    over_reach_signs,
    too_much_tlc_changes,
    too_much_tlc_elsewhere,
    too_much_tlc_signs,
)

ANALYSIS = Analysis(
    name="traps",
    order=8,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(over_reach, going_too_big, too_much_tlc),
    tables=(
        over_reach_signs,
        over_reach_changes,
        over_reach_elsewhere,
        going_too_big_signs,
        going_too_big_changes,
        going_too_big_elsewhere,
        too_much_tlc_signs,
        too_much_tlc_changes,
        too_much_tlc_elsewhere,
    ),
    needs=("runway", "sales_cycle"),
    folder=Path(__file__).parent,
)
