"""Colours as hexadecimal text: how far two stand apart, and one moved until it can be read on another.

Contrast is that of WCAG 2.2, section 1.4.3.
"""

from __future__ import annotations

import re

READABLE = 4.5  # text on its ground, WCAG AA
VISIBLE = 3.0  # shapes on their ground

_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
NAMED = {
    "white": "#ffffff",
    "black": "#000000",
    "red": "#ff0000",
    "green": "#008000",
    "blue": "#0000ff",
    "navy": "#000080",
    "teal": "#008080",
    "orange": "#ffa500",
    "purple": "#800080",
    "gray": "#808080",
    "grey": "#808080",
    "silver": "#c0c0c0",
    "maroon": "#800000",
}


def hexadecimal(colour: str) -> str | None:
    """Return a colour as ``#rrggbb``, or None when it is none that we know; transparency is dropped.

    >>> hexadecimal("#0AF"), hexadecimal("white"), hexadecimal("url(x)")
    ('#00aaff', '#ffffff', None)
    """
    text = NAMED.get(colour.strip().lower(), colour.strip()).lower()
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:]
    if len(digits) in (3, 4):
        digits = "".join(one * 2 for one in digits)
    return f"#{digits[:6]}"


def contrast(one: str, other: str) -> float:
    """Return how far two colours stand apart, 1 to 21.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 6)


def readable(colour: str, *, on: str, ratio: float = READABLE) -> str:
    """Return a colour moved towards black or white, whichever is far from the ground, until it can be read there.

    >>> readable("#0b6e6e", on="#ffffff")
    '#0b6e6e'
    >>> contrast(readable("#ffe600", on="#ffffff"), "#ffffff") >= 4.5
    True
    """
    goal = "#000000" if _luminance(on) > 0.18 else "#ffffff"
    for step in range(101):
        moved = mixed(colour, goal, step / 100)
        if contrast(moved, on) >= ratio:
            return moved
    return goal


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with a share of another in it.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    channels = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
