"""Names of schemes and targets as a reader knows them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from unequal.words import Words

from .against import figure
from .facts import Facts


def named(words: Words, scheme: str) -> str:
    """Return a scheme in words; its own name where a new one has no phrase yet."""
    key = f"scheme.{scheme}"
    return words(key) if key in words else scheme.replace("_", " ")


def capital(text: str) -> str:
    """Return a text that begins a sentence."""
    return text[:1].upper() + text[1:]


def values_of(facts: Facts, words: Words) -> dict[str, Any]:
    """Return what the sentences on the headline's target speak of."""
    force = named(words, facts.in_force)
    if not facts.headline:
        return {"force": force, "n": facts.customers}
    row, schemes = facts.target(facts.headline), facts.on(facts.headline)
    best = str(row["best"])
    return {
        "force": force,
        "best": named(words, best),
        "best_up": capital(named(words, best)),
        "name": best,
        "target": words(f"target.{facts.headline}"),
        "n": int(row["n"]),
        "chance": float(row["chance"]),
        "schemes": len(schemes) - 1,
        "r2": interval_of(schemes, best),
        "sure": figure(schemes, best, "better_than_in_force"),
    }


def interval_of(schemes: pd.DataFrame, name: str) -> tuple[float, float, float]:
    """Return what a scheme explains with its interval."""
    estimate, low, high = (figure(schemes, name, column) for column in ("r2_out_of_sample", "low", "high"))
    return estimate, low, high
