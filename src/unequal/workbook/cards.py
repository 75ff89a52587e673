"""Outputs that show themselves in a notebook: a block for the report, text and HTML for the reader."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from unequal.findings import Finding
from unequal.words import Words

from . import display
from .blocks import Json, bundle, finding_block


class Findings(tuple["Card", ...]):
    """Findings that show themselves as cards; otherwise a plain tuple.

    Attributes:
        words: Locale and currency of the figures.
    """

    words: Words = Words()

    def _repr_mimebundle_(self, **_: Any) -> Json:
        blocks = [finding_block(one) for one in self]
        return bundle(blocks, text=display.findings_text(self), html=display.findings_html(self, self.words))


class Card(Finding):
    """A finding that shows itself as a card, its figures in the run's locale and currency."""

    __slots__ = ("_words",)

    def _repr_mimebundle_(self, **_: Any) -> Json:
        words: Words = getattr(self, "_words", Words())
        return bundle(
            finding_block(self), text=display.findings_text([self]), html=display.findings_html([self], words)
        )


def card(finding: Finding, words: Words | None = None) -> Card:
    """Return the same finding, able to show itself."""
    made = Card(**{one.name: getattr(finding, one.name) for one in fields(finding)})
    object.__setattr__(made, "_words", words or Words())  # no field: it is no part of what was found
    return made


class Shown:
    """A block with the text and HTML that a notebook shows for it."""

    def __init__(self, content: Json, *, text: str, html: str) -> None:
        self.block = content
        self._text = text
        self._html = html

    def __repr__(self) -> str:
        return self._text

    def _repr_mimebundle_(self, **_: Any) -> Json:
        return bundle(self.block, text=self._text, html=self._html)
