"""Text from anywhere made safe to show: no control characters, nothing that turns the direction of reading.

A company name may hold a right-to-left override, a NUL or half a surrogate pair. Pages, charts and PDF get the text
without them; `record.json` keeps what the data said.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

MOST_ANCHOR = 60  # characters of a name in an address inside the page

# C0 and C1 controls but tab and line feed; direction marks, overrides and isolates; zero-width characters other than
# the joiners, which Arabic and emoji need; the byte order mark; characters that XML cannot hold
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BREAKS = re.compile("[\u2028\u2029\u0085]")  # ends of lines that end a line of a script, too
_HALVES = re.compile("[\ud800-\udfff]")
_APART = re.compile(r"[^a-z0-9]+")


def clean(text: str) -> str:
    r"""Return text without characters that hide, reorder or break.

    >>> clean("invoice\u202excod.exe"), clean("a\x00b"), clean("two\r\nlines")
    ('invoicexcod.exe', 'ab', 'two\nlines')
    """
    return _HIDDEN.sub("", _BREAKS.sub(" ", whole(text)))


def whole(text: str) -> str:
    """Return text that UTF-8 can hold: halves of surrogate pairs become the replacement character."""
    return _HALVES.sub("\ufffd", text)


def cleaned(value: Any) -> Any:
    """Return a JSON value with every text in it, keys too, made safe to show."""
    return _each(value, clean)


def wholesome(value: Any) -> Any:
    """Return a JSON value that UTF-8 can hold, otherwise as it is."""
    return _each(value, whole)


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(str(key)): _each(one, change) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each(one, change) for one in value]
    return value


def anchor(*names: str) -> str:
    """Return names as an address inside a page: letters, digits and hyphens.

    >>> anchor("runway", "wins_by_decision_date")
    'runway-wins-by-decision-date'
    >>> anchor("<script>")
    'script'
    """
    plain = unicodedata.normalize("NFKD", " ".join(names)).encode("ascii", "ignore").decode().lower()
    return _APART.sub("-", plain).strip("-")[:MOST_ANCHOR].strip("-") or "part"
