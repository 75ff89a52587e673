"""Which tier has customers enough for the plan, and is it real or imagined?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import evidence
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import public_pyramid, tiers

ANALYSIS = Analysis(
    name="market",
    order=4,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(evidence,),
    tables=(tiers, public_pyramid),
    folder=Path(__file__).parent,
)
