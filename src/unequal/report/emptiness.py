"""A heading under which a notebook asked for something that these figures do not hold says so."""

from __future__ import annotations

from unequal.words import Words

from .items import Item, Prose
from .pieces import Piece
from .prose import tree_of


class Emptiness:
    """Follows the pieces of a notebook and knows whether anything stands under the last heading.

    A call whose table or chart does not exist for these figures leaves an empty note. Where that is all that stands
    under a heading, beside prose, a reader would take it for a fault.

    Args:
        words: The report's language.
    """

    def __init__(self, words: Words) -> None:
        self._said = Prose(tree=tree_of(words("report.nothing_here")))
        self._asked = self._shown = False

    def before(self, piece: Piece, made: Item | None) -> list[Prose]:
        """Return what stands before a piece: a sentence, where the part that ends here shows nothing."""
        if isinstance(made, Prose):
            if not any(node["t"] == "h" for node in made.tree):
                return []
            said = self.at_the_end()
            self._asked = self._shown = False
            return said
        if made is not None:
            self._shown = True
        elif piece.kind == "block" and piece.content["kind"] == "note":
            self._asked = True
        return []

    def at_the_end(self) -> list[Prose]:
        """Return a sentence where something was asked for and nothing is shown."""
        return [self._said] if self._asked and not self._shown else []
