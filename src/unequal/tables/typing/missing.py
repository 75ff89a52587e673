"""Which words mean that there is no value, in columns of numbers, dates, choices, yes and no.

Ids and texts know one missing word only, the empty cell: NA is Namibia, and people are called None and Null.
"""

from __future__ import annotations

_SIGNS = {"", "-", "--", "–", "—", ".", "?", "n/a", "na", "n.a.", "#n/a", "#na", "n.d.", "s/d", "k.a.", "k. a."}
_NAMES = {"null", "none", "nan", "nil", "nat", "<na>", "(blank)", "(empty)", "--none--", "\\n"}
WORDS = frozenset(_SIGNS | _NAMES | {"not available", "not applicable"})


def is_missing(text: str) -> bool:
    """Tell whether a cell without outer blanks means that there is no value.

    >>> is_missing("N/A"), is_missing("0")
    (True, False)
    """
    return text.casefold() in WORDS
