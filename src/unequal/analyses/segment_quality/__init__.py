"""Is each segment one at all: can it be told in advance, does it earn money, does it grow?"""

from pathlib import Path

from unequal.workbook import Analysis

from .charts import contribution, profile
from .facts import compute, missing
from .knobs import Knobs
from .rules import RULES
from .tables import glance, growth, profiles, profit, recognition, retention, winning

ANALYSIS = Analysis(
    name="segment_quality",
    order=3,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(profile, contribution),
    tables=(glance, profiles, profit, winning, growth, retention, recognition),
    folder=Path(__file__).parent,
)
