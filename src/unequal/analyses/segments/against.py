"""All schemes on one target: what each explains, how sure that is, and what chance does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from unequal.segments.comparison import (
    Errors,
    chance_of_best,
    eta_squared,
    leaks,
    left_out,
    probability_of_more,
    resampled,
)

from .learned import EVERYONE, Schemes
from .targets import Target

TAIL = 0.05  # on each side of an interval
NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """One target.

    Attributes:
        rows: scheme, target, r2_out_of_sample, low, high, eta2, r2_ranks, chance_alone, better_than_all,
            worse_than_all (probability to explain more, and less, than treating all alike), better_than_in_force, n,
            dropped; Everyone first.
        chance: How often the best of all would explain as much by chance; nan where only Everyone is there.
        best: The scheme that explains most, the one in force where it does as well; Everyone where there is no other.
        tried_on: Customers on whom chance was tried.
    """

    rows: pd.DataFrame
    chance: float
    best: str
    tried_on: int


def contest(target: Target, all_schemes: Schemes, in_force: str) -> Contest:
    """Compare all schemes that are not made of the target."""
    rows = target.rows
    values, weights = target.values[rows], None if target.weights is None else target.weights[rows]
    compared = {name: one for name, one in all_schemes.found.items() if not leaks(one.scheme.fields_used, target.name)}
    codes = {name: one.grouping.codes[rows] for name, one in compared.items()}
    errors = {name: left_out(values, code, weights) for name, code in codes.items()}
    draws = dict(zip(errors, resampled(list(errors.values())).T, strict=True))
    rivals = [name for name in compared if name != EVERYONE]
    strata = all_schemes.found[in_force].grouping.codes[rows]
    chance = chance_of_best(values, [codes[name] for name in rivals], strata=strata, weights=weights)
    alone = dict(zip(rivals, chance.alone, strict=True))
    ranked = rankdata(values)
    held_against = in_force if in_force in compared else EVERYONE
    table = pd.DataFrame(
        [
            {
                "scheme": name,
                "target": target.name,
                "r2_out_of_sample": one.r2,
                **_interval(draws[name], name),
                "eta2": eta_squared(values, codes[name], weights),
                "r2_ranks": left_out(ranked, codes[name]).r2 if weights is None else NAN,
                "chance_alone": alone.get(name, NAN),
                "better_than_all": NAN if name == EVERYONE else probability_of_more(draws[name], 0.0),
                "worse_than_all": NAN if name == EVERYONE else probability_of_more(-draws[name], 0.0),
                "better_than_in_force": _better(draws, name, held_against),
                "n": int((codes[name] >= 0).sum()),
                "dropped": int((codes[name] < 0).sum()),
            }
            for name, one in errors.items()
        ]
    )
    best = _best(errors, in_force)
    return Contest(rows=table, chance=chance.best, best=best, tried_on=chance.customers)


def _interval(draws: np.ndarray, name: str) -> dict[str, float]:
    if name == EVERYONE:
        return {"low": 0.0, "high": 0.0}
    low, high = np.nanquantile(draws, [TAIL, 1 - TAIL])
    return {"low": float(low), "high": float(high)}


def _better(draws: dict[str, np.ndarray], name: str, other: str) -> float:
    return NAN if name == other else probability_of_more(draws[name], draws[other])


def _best(errors: dict[str, Errors], in_force: str) -> str:
    """Return the scheme that explains most; the one in force, then the first by name, where several do."""
    shares = {name: round(one.r2, 9) for name, one in errors.items() if name != EVERYONE and np.isfinite(one.r2)}
    if not shares:
        return EVERYONE
    return min(shares, key=lambda name: (-shares[name], name != in_force, name))


def figure(schemes: pd.DataFrame, scheme: str, column: str) -> float:
    """Return one figure of a scheme from a frame by scheme; nan where it is not among them."""
    found = schemes[column].to_numpy(dtype=np.float64)[schemes.index == scheme]
    return float(found[0]) if found.size else NAN
