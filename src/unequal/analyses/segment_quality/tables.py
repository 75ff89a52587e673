"""The three tests as a card a segment; profit and growth with all that they are made of."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from unequal.segments.order import ALL
from unequal.stats.resampled_sums import FEWEST, Estimate
from unequal.words import Words
from unequal.workbook import presented

from .facts import Facts, Segment


def glance(facts: Facts, words: Words) -> pd.DataFrame:
    """What each segment is, a row a segment: how many, what they pay and leave, who goes, the three tests."""
    rows = [
        {
            "segment": _named(one, words), "customers": float(one.active), "share": one.share, "price": one.price,
            "margin": one.profit.margin,
            "leaving": _leaving(one),
            "growth": one.tests[-1].estimate,
            "tests": ", ".join(words(f"mark.{str(verdict).replace(' ', '_')}") for verdict in one.verdicts),
        }
        for one in facts.segments
    ]  # fmt: skip
    columns: dict[str, Any] = {
        "segment": "text", "customers": "count", "share": "percent", "price": "money", "margin": "percent",
        "leaving": "percent", "growth": "percent", "tests": "text",
    }  # fmt: skip
    return _shown(rows, columns, words, "glance", source="customers, revenue, activities, cost_pools")


def profiles(facts: Facts, words: Words) -> pd.DataFrame:
    """The three tests, a row a segment."""
    rows = [
        {
            "segment": _named(one, words), "customers": float(one.active), "share": one.share,
            **{test.test: test.probability for test in one.tests}, "verdict": str(one.verdict),
        }
        for one in facts.segments
    ]  # fmt: skip
    columns: dict[str, Any] = {
        "segment": "text", "customers": "count", "share": "percent", "identifiable": "percent",
        "profitable": "percent", "growing": "percent", "verdict": "verdict",
    }  # fmt: skip
    turns = {"passed": facts.passed_from, "failed": facts.failed_to}
    return _shown(rows, columns, words, "profiles", source="customers, revenue, activities, cost_pools", **turns)


def profit(facts: Facts, words: Words) -> pd.DataFrame:
    """What a customer leaves a year after it is served, a row a segment."""
    rows = [
        {
            "segment": _named(one, words), "n": float(one.profit.n), "earned": _money(one.profit.earned, words),
            "median": one.profit.median, "trimmed": one.profit.trimmed,
            "earning": _share(one.profit.earning, one.profit.earning_low, one.profit.earning_high, words),
            "margin": one.profit.margin, "mean_margin": one.profit.mean_margin,
            "pooled": _pooled(facts, place, words),
        }
        for place, one in enumerate(facts.segments)
    ]  # fmt: skip
    columns: dict[str, Any] = {
        "segment": "text", "n": "count", "earned": "text", "median": "money", "trimmed": "money", "earning": "text",
        "margin": "percent", "mean_margin": "percent", "pooled": "text",
    }  # fmt: skip
    drawn = len(rows) > 1 and any(row["pooled"] for row in rows)
    if not drawn:
        columns.pop("pooled")
    if all(math.isnan(one.profit.trimmed) for one in facts.segments):
        columns.pop("trimmed")
    return _shown(rows, columns, words, "profit", source="revenue, activities, cost_pools")


def winning(facts: Facts, words: Words) -> pd.DataFrame | None:
    """What winning a customer costs and what is left after it, a row a segment; none where nobody knows the cost."""
    if all(math.isnan(one.profit.cost_to_win) for one in facts.segments):
        return None
    rows = [
        {
            "segment": _named(one, words), "cost_to_win": one.profit.cost_to_win,
            "life": _years(one.profit.life, words), "after": _money(one.profit.after, words),
        }
        for one in facts.segments
    ]  # fmt: skip
    columns: dict[str, Any] = {"segment": "text", "cost_to_win": "money", "life": "text", "after": "text"}
    return _shown(rows, columns, words, "winning", source="segments, deals, customers")


def growth(facts: Facts, words: Words) -> pd.DataFrame:
    """Three growths kept apart, a row a segment."""
    rows = [_growth_row(one, words) for one in facts.segments]
    columns: dict[str, Any] = {
        "segment": "text", "moves": "text", "more_come": "percent", "nrr": "text", "market": "percent",
        "total": "text", "carried": "text",
    }  # fmt: skip
    if all(math.isnan(row["market"]) for row in rows):
        columns.pop("market")
    return _shown(rows, columns, words, "growth", source="customers, revenue, market", months=facts.window_months)


def retention(facts: Facts, words: Words) -> pd.DataFrame:
    """What is kept of those of a window ago, a row a segment."""
    rows = [_growth_row(one, words) for one in facts.segments]
    columns: dict[str, Any] = {
        "segment": "text", "start": "count", "stayed": "text", "nrr": "text", "usual": "percent", "grr": "text",
        "listed": "percent",
    }  # fmt: skip
    if all(math.isnan(row["listed"]) for row in rows):
        columns.pop("listed")
    return _shown(rows, columns, words, "retention", source="customers, revenue", months=facts.window_months)


def _growth_row(one: Segment, words: Words) -> dict[str, Any]:
    found, paid = one.growth, one.growth.paid
    known = not found.is_young
    test = one.tests[-1]
    return {
        "segment": _named(one, words),
        "start": float(found.logos.start),
        "moves": words("cell.moves", born=found.logos.born, left=found.logos.left),
        "more_come": found.logos.probability,
        "stayed": _percent(paid.stayed, words) if known else words("cell.young"),
        "nrr": _percent(paid.nrr, words) if known else words("cell.young"),
        "usual": found.usual_nrr,
        "grr": _percent(paid.grr, words) if known else words("cell.young"),
        "listed": paid.nrr_listed.value if known else math.nan,
        "total": _share(test.estimate, test.low, test.high, words),
        "carried": words(f"carried.{found.carried_by}") if test.reason == "known" else "",
        "market": found.market,
    }


def recognition(facts: Facts, words: Words) -> pd.DataFrame | None:
    """What a small tree recognises before the sale, a row a segment; none where the rule itself is known before it."""
    found = facts.recognised
    if found.recall.empty:
        return None
    rows = [
        {
            "segment": str(row["segment"]), "n": float(row["n"]),
            "recall": _share(row["recall"], row["low"], row["high"], words), "precision": float(row["precision"]),
            "probability": float(row["probability"]),
        }
        for _, row in found.recall.iterrows()
    ]  # fmt: skip
    columns: dict[str, Any] = {
        "segment": "text", "n": "count", "recall": "text", "precision": "percent", "probability": "percent",
    }  # fmt: skip
    values = {"kappa": found.kappa, "low": found.low, "high": found.high, "rule": found.rule_text}
    return _shown(rows, columns, words, "recognition", source="customers", **values)


def _shown(
    rows: list[dict[str, Any]], kinds: dict[str, Any], words: Words, name: str, *, source: str, **values: Any
) -> pd.DataFrame:
    return presented(
        pd.DataFrame(rows),
        title=words(f"{name}.title"),
        columns={key: (words(f"{name}.{key}"), kind) for key, kind in kinds.items()},
        note=words(f"{name}.note", **values),
        source=source,
    )


def _leaving(one: Segment) -> float:
    stayed = one.growth.paid.stayed
    return math.nan if one.growth.is_young or stayed.n < FEWEST else 1 - stayed.value


def _named(one: Segment, words: Words) -> str:
    return words("all_segments") if one.name == ALL else one.name


def _pooled(facts: Facts, place: int, words: Words) -> str:
    """Return the pooled margin; without a range below five customers, and in words where it is mostly that of all."""
    found = facts.margins
    mostly, value = bool(found.mostly_overall[place]), float(found.estimate[place])
    if math.isnan(value):
        return ""
    if found.n[place] < FEWEST:
        return words("cell.mostly_few" if mostly else "cell.few", x=value)
    return words(
        "cell.mostly" if mostly else "cell.share", x=(value, float(found.low[place]), float(found.high[place]))
    )


def _money(found: Estimate, words: Words) -> str:
    return "" if found.n < FEWEST else _cell("cell.money", found.value, found.low, found.high, words)


def _years(life: float, words: Words) -> str:
    return "" if math.isnan(life) else words("cell.years", x=life)


def _percent(found: Estimate, words: Words) -> str:
    return _share(found.value, found.low, found.high, words)


def _share(value: float, low: float, high: float, words: Words) -> str:
    return _cell("cell.share", value, low, high, words)


def _cell(key: str, value: float, low: float, high: float, words: Words) -> str:
    return "" if math.isnan(value) else words(key, x=(value, low, high))
