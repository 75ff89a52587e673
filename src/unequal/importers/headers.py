"""Header lines: the same words whatever their case, blanks, underscores and units in brackets."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

MOST = 5_000  # known words up to which likeness is worth its time
NEAR = 0.8  # assumption: below this likeness a suggestion confuses more than it helps


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return only the letters and digits of a text, in lower case.

    >>> plain("Close_Date"), plain("  close date "), plain("CloseDate")
    ('closedate', 'closedate', 'closedate')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def unit_in(header: str) -> str:
    """Return what a header says in brackets at its end.

    >>> unit_in("Revenue (USD millions)"), unit_in("Revenue")
    ('USD millions', '')
    """
    for left, right in (("(", ")"), ("[", "]")):
        if header.rstrip().endswith(right) and left in header:
            return header.rstrip()[header.rindex(left) + 1 : header.rstrip().rindex(right)].strip()
    return ""


def _without_unit(header: str) -> str:
    unit = unit_in(header)
    return header[: header.rindex(unit) - 1] if unit else header


def fitting(words: Sequence[str], headers: Sequence[str]) -> tuple[str, ...]:
    """Return the headers that are one of the words, in the order of the words: the strongest first.

    Args:
        words: Headers as `plain` gives them.
        headers: The file's headers.

    >>> fitting(("opportunityid", "id"), ("Id", "Opportunity ID", "Amount (EUR)"))
    ('Opportunity ID', 'Id')
    >>> fitting(("amount",), ("Amount (EUR)",))
    ('Amount (EUR)',)
    """
    whole = [(plain(header), header) for header in headers]
    bare = [(plain(_without_unit(header)), header) for header in headers]
    found = [header for word in words for key, header in (*whole, *bare) if key == word]
    return tuple(dict.fromkeys(found))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a word was perhaps meant to be: a suggestion for people, never a match.

    The same letters and digits come first, whatever blanks stand between them.

    >>> nearest("GTXPro", ["GTX Plus Pro", "GTX Pro"])
    'GTX Pro'
    >>> nearest("Philipines", ["Philippines", "Peru"])
    'Philippines'
    >>> nearest("Isdom", ["Peru"]) is None
    True
    """
    by_plain = {plain(each): each for each in sorted(known, reverse=True)}
    if plain(word) in by_plain:
        return by_plain[plain(word)]
    if len(by_plain) > MOST:
        return None
    near = difflib.get_close_matches(plain(word), sorted(by_plain), n=1, cutoff=NEAR)
    return by_plain[near[0]] if near else None
