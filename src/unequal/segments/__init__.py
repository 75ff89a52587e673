"""A named group for every customer and every deal, made once, before any analysis.

- `labels`: `label` makes all labels under the scheme asked for, or says which scheme it had to use instead and why
- `protocol`: what a scheme is: it learns a rule from what is known, and the rule labels accounts and deals
- `schemes/`: one file a scheme, found by looking into the folder; a new file is a new scheme
- `surrogate`: can a small tree tell before the sale who belongs where; `features` its columns, `tree_words` its rule
- `bands`: cuts on a number, by lower bounds; `breaks`: borders that the data choose; `levels`: one group a word
- `gower`, `medoids`: how far apart accounts are, and groups around the most central
- `jobs`: what the answers of a survey ask for
- `stability`: whether a grouping holds when customers are drawn again, cuts move, or a year has passed
- `order`: "all", Small, Medium, Big (or sorted), "other", "unknown" last

Contract: every customer and every deal gets exactly one label; who cannot be placed is "unknown", never left out, since
whether a deal can be placed often depends on how it ended. Labels use no outcome: a scheme says which fields it uses.
"""

from .labels import Labels, label, label_customers, label_deals, unknown_by_status
from .order import ALL, OTHER, UNKNOWN, segment_order
from .protocol import Known, Rule, Scheme
from .schemes import schemes

__all__ = [
    "ALL",
    "OTHER",
    "UNKNOWN",
    "Known",
    "Labels",
    "Rule",
    "Scheme",
    "label",
    "label_customers",
    "label_deals",
    "schemes",
    "segment_order",
    "unknown_by_status",
]
