"""How long does a sale take, how likely is a win by a day, and do segments differ?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import incidence, naive_and_right
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import by_day, by_segment, naive, time_to_win

ANALYSIS = Analysis(
    name="sales_cycle",
    order=6,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(incidence, naive_and_right),
    tables=(by_day, by_segment, time_to_win, naive),
    needs=("runway",),
    folder=Path(__file__).parent,
)
