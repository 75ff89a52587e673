"""Will the sales we count on happen before we must raise or cut?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import cash, start, wins
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import cash_path, open_deals
from .tables import wins as wins_table

ANALYSIS = Analysis(
    name="runway",
    order=7,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(cash, wins, start),
    tables=(wins_table, open_deals, cash_path),
    folder=Path(__file__).parent,
)
