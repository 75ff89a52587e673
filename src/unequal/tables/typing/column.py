"""What typing a column gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One kind of thing found in some cells of a column.

    Attributes:
        code: A code of the catalogue.
        at: True where it was found, one value a row.
        says: What was found, where more can be said than the catalogue does.
        mend: What to do, where more can be said.
    """

    code: str
    at: NDArray[np.bool_]
    says: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedColumn:
    """A typed column.

    Attributes:
        values: One a row; missing where the cell is missing or cannot be read.
        faults: Cells that cannot be read.
        notes: Cells that were read and are worth a word.
        currencies: Currency that stands in each cell, empty where none does; None when no cell has one.
    """

    values: pd.Series
    faults: tuple[Spot, ...] = ()
    notes: tuple[Spot, ...] = ()
    currencies: pd.Series | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of a column by their distinct texts.

    Attributes:
        codes: For each row, the position of its text in `texts`.
        texts: Distinct texts, without outer blanks.
    """

    codes: NDArray[np.intp]
    texts: list[str]

    def spread(self, found: list[bool]) -> NDArray[np.bool_]:
        """Return, for each row, what was found for its text."""
        return np.asarray(found, dtype=bool)[self.codes] if self.texts else np.zeros(0, dtype=bool)

    def rows(self) -> NDArray[np.intp]:
        """Return, for each distinct text, in how many rows it stands."""
        return np.bincount(self.codes, minlength=len(self.texts))


def cells_of(column: pd.Series) -> Cells:
    """Return a column by its distinct cells.

    >>> cells_of(pd.Series([" a", "b", "a"], dtype="str")).texts
    ['a', 'b']
    """
    codes, texts = pd.factorize(column.fillna("").str.strip())
    return Cells(codes=codes, texts=[str(text) for text in texts])
