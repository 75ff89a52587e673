"""How long does a sale take, how likely is a win by a day, and do segments differ?"""

from pathlib import Path

from unequal.workbook import Analysis

from .backtest_tables import backtest_looks, backtest_scores
from .charts import incidence, naive_and_right
from .doubt_charts import calibration, new_and_old, open_by_age
from .doubt_tables import cohorts, dead, owners, slips
from .facts import compute, missing
from .knobs import Knobs
from .moves_views import hazard_ratios, what_moves
from .open_tables import bias, by_age, reference, stages
from .rules import RULES
from .tables import by_day, by_segment, naive, time_to_win

ANALYSIS = Analysis(
    name="sales_cycle",
    order=6,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=RULES,
    charts=(incidence, naive_and_right, open_by_age, hazard_ratios, new_and_old, calibration),
    tables=(
        by_day,
        by_segment,
        time_to_win,
        naive,
        bias,
        by_age,
        stages,
        what_moves,
        cohorts,
        dead,
        owners,
        slips,
        reference,
        backtest_scores,
        backtest_looks,
    ),
    needs=("runway",),
    folder=Path(__file__).parent,
)
