"""Ids: from a folder's name to a word that every system and shell accepts, one item each."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from unequal.workspace.slug import RESERVED, slug

LONGEST = 80
HASH_CHARACTERS = 8
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def is_id(text: str) -> bool:
    """Whether a text may be an id as it stands.

    >>> is_id("acme-2"), is_id("../../etc"), is_id("Acme"), is_id("con")
    (True, False, False, False)
    """
    return bool(_ID.fullmatch(text)) and text not in RESERVED


def id_slug(name: str) -> str:
    """Return a name as an id: a slug in which letters that are no a to z give way to a hash of the whole name.

    >>> id_slug("Müller & Söhne"), id_slug("../../etc/passwd"), id_slug("東京")
    ('muller-sohne', 'etc-passwd', 'item-130016b2')
    """
    words = slug(name)
    if is_id(words):
        return words
    letters = re.sub("[^a-z0-9]+", "-", words).strip("-")
    return hashed(letters or "item", name)


def hashed(words: str, name: str) -> str:
    """Return words with a hash of a name, not longer than an id may be."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_CHARACTERS]
    return f"{words[: LONGEST - HASH_CHARACTERS - 1].strip('-')}-{digest}"


def joined(*parts: str) -> str:
    """Return parts that are ids as one id; a hash stands for what is too long.

    >>> joined("harbor", "", "downside")
    'harbor-downside'
    """
    whole = "-".join(part for part in parts if part)
    return whole if len(whole) <= LONGEST else hashed(whole, whole)


def settled(wanted: Sequence[str], keys: Sequence[str], fixed: Sequence[bool]) -> list[str]:
    """Return an id for each item, all different: those that share one get a hash of what tells them apart.

    Args:
        wanted: The id that each would have alone.
        keys: What tells each apart from all others, such as its path and scenario.
        fixed: Whether somebody has chosen the id, so that it must stay.

    >>> settled(["acme", "acme", "beta"], ["eu/acme", "us/acme", "beta"], [False, True, False])
    ['acme-6aa3107e', 'acme', 'beta']
    """
    counts = Counter(wanted)
    taken = {one for one, stays in zip(wanted, fixed, strict=True) if stays or counts[one] == 1}
    found: list[str] = []
    for one, key, stays in zip(wanted, keys, fixed, strict=True):
        if stays or counts[one] == 1:
            found.append(one)
            continue
        told, again = hashed(one, key), 0
        while told in taken:  # the same thing twice, which is refused for its output, or one hash in four milliards
            again += 1
            told = hashed(one, f"{key}\0{again}")
        taken.add(told)
        found.append(told)
    return found
