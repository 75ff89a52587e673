"""Which grouping tells more about what customers bring: schemes side by side on the same customers.

- `grouping`: labels as codes; what becomes of customers that a scheme cannot place
- `left_out`: how well the other members of a group foretell each customer, and the share that it explains
- `doubt`: intervals, and how sure it is that one scheme beats another
- `chance`: how often the best of all schemes would look so good by chance
- `stayed`: who was still there after a year, as outcome and weight
- `overlap`: whether two schemes are one under two names
- `leakage`: a scheme made of what it is judged by is not judged by it
- `actionability`: five marks of a scheme that can be acted upon
- `moved_cuts`: the same rule with its cuts elsewhere

Contract: pure functions on arrays and frames; the same figures whatever the order of the rows, if these come sorted;
everything but the chance is linear in the number of customers, and the chance is taken of a sample above a limit.
"""

from .actionability import MARKS, Known, marks_of
from .chance import Chance, chance_of_best
from .doubt import probability_of_more, resampled
from .grouping import Grouping, grouping
from .leakage import CONTRIBUTION, COST_TO_SERVE, MARGIN, RETENTION, TARGETS, leaks
from .left_out import Errors, eta_squared, left_out
from .moved_cuts import cuts_of, with_cuts_moved
from .overlap import adjusted_rand
from .stayed import Stayed, stayed_a_year

__all__ = [
    "CONTRIBUTION",
    "COST_TO_SERVE",
    "MARGIN",
    "MARKS",
    "RETENTION",
    "TARGETS",
    "Chance",
    "Errors",
    "Grouping",
    "Known",
    "Stayed",
    "adjusted_rand",
    "chance_of_best",
    "cuts_of",
    "eta_squared",
    "grouping",
    "leaks",
    "left_out",
    "marks_of",
    "probability_of_more",
    "resampled",
    "stayed_a_year",
    "with_cuts_moved",
]
