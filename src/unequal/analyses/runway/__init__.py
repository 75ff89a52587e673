"""Will the sales we count on happen before we must raise or cut?"""

from pathlib import Path

from unequal.workbook import Analysis

from .cash_charts import cash, cash_band, cash_gone
from .cash_rules import default_alive, without_largest_customer
from .cash_tables import cash_path, cash_risk, scenarios
from .charts import levers, start, wins
from .facts import compute, missing
from .knobs import Knobs
from .lever_rules import latest_safe_start, what_would_have_to_be_true
from .rules import decision_date, wins_by_decision_date
from .tables import conditions, open_deals, to_find_out
from .tables import wins as wins_table
from .what_if import plan

ANALYSIS = Analysis(
    name="runway",
    order=7,
    knobs=Knobs,
    missing=missing,
    compute=compute,
    rules=(
        decision_date,
        wins_by_decision_date,
        what_would_have_to_be_true,
        latest_safe_start,
        default_alive,
        without_largest_customer,
    ),
    charts=(cash, wins, levers, start, cash_band, cash_gone),
    tables=(wins_table, to_find_out, conditions, scenarios, open_deals, cash_risk, cash_path),
    what_ifs=(plan,),
    compares_scenarios=True,
    folder=Path(__file__).parent,
)
