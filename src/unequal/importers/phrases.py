"""Small pieces of text: counts and names for sentences; lines and pairs for workspace.toml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import tomlkit

from unequal.errors import shown


def one_line(text: str) -> str:
    r"""Return a text as one printable line, so that words from a file cannot leave the comment they stand in.

    >>> one_line("two\nlines")
    'two\\nlines'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def pair(key: str, value: str | date) -> str:
    """Return ``key = value`` as TOML writes it.

    >>> pair("GTXPro", "GTX Pro"), pair("Closed Won", "won")
    ('GTXPro = "GTX Pro"', '"Closed Won" = "won"')
    """
    return tomlkit.dumps({key: value}).strip()


def value_lines(table: str, column: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines of workspace.toml that read words as other words; none where there are no words.

    >>> value_lines("deals", "status", {"Won": "won"})
    ('[tables.deals.values.status]', 'Won = "won"')
    """
    if not words:
        return ()
    return (f"[tables.{table}.values.{column}]", *(pair(theirs, ours) for theirs, ours in words.items()))


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "deal"), counted(1425, "deal"), counted(2, "currency", "currencies")
    ('1 deal', '1,425 deals', '2 currencies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """Return a share in whole per cent.

    >>> percent(0.8125)
    '81 %'
    """
    return f"{share:.0%}".replace("%", " %")


def names(words: list[str], most: int = 3) -> str:
    """Return a few words, quoted, and how many more there are.

    >>> names(["a", "b", "c", "d"])
    '"a", "b", "c" and 1 more'
    """
    more = len(words) - most
    return ", ".join(shown(word) for word in words[:most]) + (f" and {more:,} more" if more > 0 else "")
