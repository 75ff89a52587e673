"""What is a customer worth, and how much may winning one cost?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import forecast, worth
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import values

ANALYSIS = Analysis(
    name="lifetime_value",
    order=11,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(worth, forecast),
    tables=(values,),
    needs=("big_medium_small",),
    folder=Path(__file__).parent,
)
