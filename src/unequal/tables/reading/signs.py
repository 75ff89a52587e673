"""Odd characters in a text: kept as they stand, and told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unequal.errors import Problem
from unequal.tables.problem_codes import found

_LINE_END = re.compile(r"\r\n|\r|\n")
SIGNS = (
    ("nul-in-text", re.compile("\x00")),
    ("replacement-character", re.compile("\ufffd")),
    (
        "double-encoded",
        re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œ˜¦“”¢]|Â[\u00a0-\u00bf]"),
    ),
    ("text-direction-control", re.compile("[\u202a-\u202e\u2066-\u2069]")),
)


def odd_signs(text: str, name: str) -> Iterator[Problem]:
    """Yield one problem for each kind of odd character, at its first line, with the number of lines."""
    if text.isascii() and "\x00" not in text:
        return
    for code, pattern in SIGNS:
        if not pattern.search(text):
            continue
        lines = [(number, line) for number, line in enumerate(_LINE_END.split(text), 1) if pattern.search(line)]
        number, line = lines[0]
        yield found(code, file=name, line=number, value=line, count=len(lines))
