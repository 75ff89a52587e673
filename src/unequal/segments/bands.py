"""Cuts on a number: names with lower bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.errors import InputError

from .order import ALL, OTHER, TIERS, UNKNOWN

LOWEST = TIERS[0]
_TAKEN = (ALL, OTHER, UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Bands on a number, from the lowest up.

    Attributes:
        names: One name a band.
        lower: Lower bound of each band but the first, inclusive.
    """

    names: tuple[str, ...]
    lower: tuple[float, ...]

    def assign(self, values: pd.Series, *, zero_counts: bool = False) -> pd.Series:
        """Return the band of each value; missing for a value that is missing, zero or below.

        Zero is no size and no price: exports write it for "not filled in". Where it is a measurement (no points of
        complexity), say so by `zero_counts`.

        >>> bands_of({"Medium": 100, "Big": 500}).assign(pd.Series([99.0, 100.0, 500.0, 0.0])).to_list()
        ['Small', 'Medium', 'Big', nan]
        """
        known = values >= 0 if zero_counts else values > 0  # False for a missing one, too
        places = np.searchsorted(np.asarray(self.lower), values.where(known, 0.0).to_numpy(), side="right")
        placed = np.where(known.to_numpy(), places, -1)
        return pd.Series(pd.array([*self.names, None], dtype="str").take(placed), index=values.index)

    def moved(self, factor: float) -> Bands:
        """Return the bands with every bound times the factor.

        >>> bands_of({"Medium": 100}).moved(1.1).lower
        (110.0,)
        """
        return Bands(names=self.names, lower=tuple(round(bound * factor, 9) for bound in self.lower))

    def in_words(self, unit: str) -> str:
        """Return the bands in words.

        >>> bands_of({"Medium": 100, "Big": 500}).in_words("employees")
        'Small below 100 employees, Medium from 100, Big from 500'
        """
        if not self.lower:
            return f"{self.names[0]} for any number of {unit}"
        above = [f"{name} {_from(bound)}" for name, bound in zip(self.names[1:], self.lower, strict=True)]
        return ", ".join([f"{self.names[0]} below {_plain(self.lower[0])} {unit}", *above])


def bands_of(cuts: Mapping[str, float]) -> Bands:
    """Return the bands that named lower bounds make.

    What lies below the lowest bound is Small; a name with a bound of 0 is the lowest band itself.

    Raises:
        InputError: A bound is no finite number or below 0, two are equal, or a name is taken.

    >>> bands_of({"Mid": 10, "Micro": 0}).names
    ('Micro', 'Mid')
    """
    _check(cuts)
    ranked = sorted(cuts.items(), key=lambda cut: cut[1])
    lowest = ranked[0][0] if ranked[0][1] == 0 else LOWEST if LOWEST not in cuts else f"below {ranked[0][0]}"
    above = [cut for cut in ranked if cut[1] > 0]
    return Bands(names=(lowest, *(name for name, _ in above)), lower=tuple(float(bound) for _, bound in above))


def _check(cuts: Mapping[str, float]) -> None:
    wrong = {name: bound for name, bound in cuts.items() if not (math.isfinite(bound) and bound >= 0)}
    taken = [name for name in cuts if name in _TAKEN]
    if not cuts or wrong or taken or len(set(cuts.values())) < len(cuts):
        shown = ", ".join(f"{name} = {bound}" for name, bound in cuts.items())
        raise InputError(
            f"[segments].cuts cannot be read as bands: {{{shown}}}.",
            mend="Give each segment its own lower bound, 0 or more, as in cuts = { Medium = 100, Big = 500 }; "
            f"the names {', '.join(_TAKEN)} are taken.",
        )


def _from(bound: float) -> str:
    """Return a lower bound in words; "above" where it is the number just after a round one."""
    return f"{'from' if bound == round(bound, 6) else 'above'} {_plain(bound)}"


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number >= 1000 else f"{number:g}"
