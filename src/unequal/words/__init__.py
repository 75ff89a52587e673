"""Sentences come from a catalogue, numbers from the locale; nothing else in the package writes prose.

A phrase is a template whose places are typed, so that no rule ever rounds, groups or picks a plural:

    [en]
    wins_in_time = "The chance of {k:count win wins} by {by:date} is {p:estimate percent}."

    words = Words.load(Path("analyses/runway"), locale="en_GB", currency="EUR")
    words("wins_in_time", k=2, by=date(2026, 10, 30), p=(0.145, 0.044, 0.31))
    # The chance of 2 wins by 30 October 2026 is 14 % (4–31 %).

- `phrases`: catalogues in TOML, one table a language; `common.toml` holds what every report says
- `template`: a phrase cut into text and typed places
- `rounding`: three significant figures at most
- `numbers`: a number with its unit, and intervals
- `speaker`: `Words`, which puts a phrase together

A place is `{name:kind arguments;option}`. Kinds: ``text`` (the default), ``percent``, ``points``, ``money`` (``money
USD``), ``number``, ``whole``, ``times``, ``count deal deals``, ``months``, ``days``, ``weeks``, ``hours``, ``years``,
``date`` (``date short``, ``date month``), ``interval KIND`` of a pair (``range`` is the same), ``estimate KIND`` of
three numbers, ``list``, ``word PREFIX``. Options: ``signed``; ``inf=KEY`` and ``nan=KEY`` name the phrase to say for
infinity and for what is not known. A value is inserted as it is and never read as a template.
"""

from .numbers import Numbers
from .phrases import PhraseError, load_phrases
from .speaker import Words

__all__ = ["Numbers", "PhraseError", "Words", "load_phrases"]
