"""What goes together with a win: the size of a deal, how the client buys, where the deal came from.

Only what was known when the deal began may be asked: a stage, a last activity or a reason of loss is made by the way
the deal went. Deals are compared within their segment, each segment with its own pace, so that Big deals never set the
pace of Small ones. A property goes in as long as there are ten wins and ten losses for each of its columns; the order
is fixed, so that the outcome has no say in it. What is found goes together with a win; it need not cause one.

Source: ten endings a property as in P. Peduzzi et al., Journal of Clinical Epidemiology 48 (1995) 1503.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from unequal.stats.cause_specific import CauseSpecific, Refused, cause_specific, win_chances
from unequal.stats.cox import Cox
from unequal.stats.false_alarms import claimed
from unequal.stats.spells import FEWEST, Floats

from .clocks import DealClocks

ACV, PROCUREMENT, SOURCE = "acv", "procurement", "source"
ORDER = (ACV, PROCUREMENT, SOURCE)
OTHER, TWICE = "other", "twice"
MOST_MISSING = 0.1  # of the deals; above it, whether a value is there may itself be made by how the deal went
LEVEL = 0.90
DRAWS, SEED = 1_000, 19
COLUMNS = ["property", "level", "reference", "deals", "won", "ratio", "low", "high", "p", "seen",
           "lost_ratio", "lost_low", "lost_high", "lost_p", "lost_seen",
           "before", "after", "points", "points_low", "points_high"]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the model.

    Attributes:
        property: acv, procurement or source.
        level: What a deal has; ``twice`` for the contract value.
        reference: What it is compared with; empty for the contract value.
        values: One a deal: the logarithm to base 2 of the contract value, or 1 where it has the level.
    """

    property: str
    level: str
    reference: str
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What goes together with a win.

    Attributes:
        effects: One row a column of the model: property, level, reference, deals (that have the level) and won (of
            them), ratio (of the hazard of a win) with its 90 % interval low to high and its p, seen (after the rule
            against false alarms), the same of a loss, and what it does to the chance to be won by `within_days`:
            before, after, points (after minus before) from points_low to points_high.
        left_out: property, reason (few, apart, gaps), more_won, more_lost.
        deals, won, lost: What was compared.
        incomplete: Deals left out because one of the properties that were tried is missing.
        within_days: Of the chance; nan where no horizon is reliable.
    """

    effects: pd.DataFrame
    left_out: pd.DataFrame
    deals: int
    won: int
    lost: int
    incomplete: int
    within_days: float

    @property
    def asked(self) -> bool:
        """Whether any deal has any of the properties."""
        return bool(len(self.effects) or len(self.left_out))


def moves(clocks: DealClocks, deals: pd.DataFrame, within_days: float) -> Moves:
    """Return how the size of a deal, the way of buying and the source go together with winning and losing.

    Args:
        clocks: Clocks of the deals that are compared, each within its segment.
        deals: The deals table, for acv, procurement and source.
        within_days: How far the chance to be won looks; nan for no chance.

    >>> from datetime import date
    >>> from .cycle import durations
    >>> rows = pd.DataFrame({"deal_id": ["a", "b"], "status": ["won", "lost"], "acv": [100.0, 200.0]})
    >>> rows = rows.assign(created_at=pd.Timestamp("2026-01-01"), closed_at=pd.Timestamp("2026-02-01"))
    >>> moves(durations(rows, date(2026, 6, 30)), rows, 90.0).left_out.to_dict("records")
    [{'property': 'acv', 'reason': 'few', 'more_won': 9, 'more_lost': 9}]
    """
    rows = _usable(clocks, deals)
    gaps = rows[list(ORDER)].isna().mean()
    tried = [name for name in ORDER if gaps[name] <= MOST_MISSING]
    kept = rows.dropna(subset=tried, ignore_index=True)
    fitted, columns, refused = _grown(clocks, kept, tried)
    patchy = [name for name in ORDER if MOST_MISSING < gaps[name] < 1]
    left_out = [*refused, *({"property": name, "reason": "gaps", "more_won": 0, "more_lost": 0} for name in patchy)]
    outcomes = kept["outcome"].value_counts()
    return Moves(
        effects=_effects(fitted, columns, kept, within_days),
        left_out=pd.DataFrame(left_out, columns=["property", "reason", "more_won", "more_lost"]),
        deals=len(kept),
        won=int(outcomes.get("won", 0)),
        lost=int(outcomes.get("lost", 0)),
        incomplete=len(rows) - len(kept),
        within_days=within_days,
    )


def _usable(clocks: DealClocks, deals: pd.DataFrame) -> pd.DataFrame:
    """Return the clocks that count with their properties; a contract value of 0 or less is none."""
    told = deals.reindex(columns=["deal_id", *ORDER]).drop_duplicates("deal_id").set_index("deal_id")
    frame = clocks.frame[clocks.frame["entry_days"].eq(0) | clocks.frame["entry_days"].lt(clocks.frame["days"])]
    size = frame["deal_id"].map(told[ACV].astype("float64"))
    texts = {name: frame["deal_id"].map(told[name].astype("str")).astype("str").str.strip() for name in ORDER[1:]}
    stated = {name: text.mask(text.eq("")) for name, text in texts.items()}
    return frame.assign(acv=size.where(size > 0), **stated).sort_values("deal_id", kind="stable", ignore_index=True)


def _grown(
    clocks: DealClocks, rows: pd.DataFrame, tried: list[str]
) -> tuple[CauseSpecific | None, list[Column], list[dict[str, object]]]:
    """Return the model with as many properties as can be borne, its columns, and what was left out."""
    watched = replace(clocks, frame=rows).in_days()
    strata = rows["segment"].tolist()
    fitted, columns, refused = None, [], []
    for name in tried:
        more = columns_of(rows, name)
        if not more:
            continue
        found = cause_specific(watched, _centred([*columns, *more], strata), strata=strata)
        if isinstance(found, Refused):
            missing = {"more_won": found.more_won, "more_lost": found.more_lost}
            refused.append({"property": name, "reason": found.reason, **missing})
        else:
            fitted, columns = found, [*columns, *more]
    return fitted, columns, refused


def columns_of(rows: pd.DataFrame, name: str) -> list[Column]:
    """Return the columns of a property, none where it says nothing about anybody compared with another.

    A level with fewer than five deals joins the other small ones; where these are fewer than five together, the most
    common level. That one is the reference.

    Args:
        rows: segment, and the property, never missing; one row a deal.
        name: acv, procurement or source.

    >>> rows = pd.DataFrame({"segment": "all", "source": ["event"] * 6 + ["referral"] * 5 + ["fair", "ad"]})
    >>> [(column.level, column.reference, column.values.sum().item()) for column in columns_of(rows, "source")]
    [('referral', 'event', 5.0)]
    """
    if name == ACV:
        if rows.groupby("segment")[ACV].nunique().le(1).all():
            return []
        return [Column(property=ACV, level=TWICE, reference="", values=np.log2(rows[ACV].to_numpy(np.float64)))]
    if rows.empty:
        return []
    sizes = rows[name].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    common = str(sizes.index[0])
    levels = rows[name].where(rows[name].map(sizes) >= FEWEST, OTHER)
    levels = levels.where(levels.map(levels.value_counts()) >= FEWEST, common)
    made = [
        Column(property=name, level=level, reference=common, values=np.where(levels.eq(level), 1.0, 0.0))
        for level in sorted(set(levels) - {common})
    ]
    return [one for one in made if pd.Series(one.values).groupby(rows["segment"].to_numpy()).nunique().gt(1).any()]


def _centred(columns: list[Column], strata: list[str]) -> Floats:
    """Return the columns less their means in each stratum: the pace is then that of its average deal."""
    values = pd.DataFrame(np.column_stack([one.values for one in columns]))
    return (values - values.groupby(np.asarray(strata)).transform("mean")).to_numpy(dtype=np.float64)


def _effects(
    fitted: CauseSpecific | None, columns: list[Column], rows: pd.DataFrame, within_days: float
) -> pd.DataFrame:
    if fitted is None:
        return pd.DataFrame(columns=COLUMNS)
    won, lost = _ratios(fitted.won), _ratios(fitted.lost)
    has = [one.values > 0 if one.property != ACV else np.full(len(rows), True) for one in columns]
    chances = pd.DataFrame(_chances(fitted, columns, rows, within_days))
    seen = claimed(np.concatenate([won["p"], lost["p"]]))
    made = pd.DataFrame(
        {
            "property": [one.property for one in columns],
            "level": [one.level for one in columns],
            "reference": [one.reference for one in columns],
            "deals": [int(own.sum()) for own in has],
            "won": [int((rows["outcome"].eq("won") & own).sum()) for own in has],
            **won,
            "seen": seen[: len(columns)],
            **{f"lost_{name}": each for name, each in lost.items()},
            "lost_seen": seen[len(columns) :],
        }
    )
    return pd.concat([made, chances], axis=1)[COLUMNS]


def _ratios(model: Cox) -> dict[str, Floats]:
    reach = ndtri((1 + LEVEL) / 2) * model.errors
    ends = {"ratio": model.effects, "low": model.effects - reach, "high": model.effects + reach}
    chance = 2 * ndtr(-np.abs(model.effects) / model.errors)
    return {**{name: np.exp(end) for name, end in ends.items()}, "p": np.asarray(chance, dtype=np.float64)}


def _chances(
    fitted: CauseSpecific, columns: list[Column], rows: pd.DataFrame, within_days: float
) -> list[dict[str, float]]:
    """Return what each column does to the chance to be won, all else as in the average deal of each segment.

    Drawn are the two sets of effects; the pace of the average deal is taken as known.
    """
    rng = np.random.default_rng(SEED)
    tilts = [_drawn(model, rng) for model in (fitted.won, fitted.lost)]
    values = np.column_stack([one.values for one in columns])
    made = []
    for place, column in enumerate(columns):
        same = [column.property != ACV and one.property == column.property for one in columns]
        before, after, weight = np.zeros(DRAWS + 1), np.zeros(DRAWS + 1), 0
        for segment, pace in fitted.paces.items():
            own = rows["segment"].eq(segment).to_numpy()
            start = np.where(same, -values[own].mean(axis=0), 0.0)
            end = start + np.eye(len(columns))[place]
            both = [win_chances(pace, 0.0, within_days, np.exp([one @ at for one in tilts])) for at in (start, end)]
            if np.isnan(both[0]).any() or math.isnan(within_days):
                continue
            before, after, weight = before + own.sum() * both[0], after + own.sum() * both[1], weight + own.sum()
        made.append(_told(before / weight, after / weight) if weight else _told(np.full(2, np.nan), np.full(2, np.nan)))
    return made


def _told(before: Floats, after: Floats) -> dict[str, float]:
    gap = after - before
    low, high = np.quantile(gap[1:], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return {
        "before": float(before[0]),
        "after": float(after[0]),
        "points": float(gap[0]),
        "points_low": float(low),
        "points_high": float(high),
    }


def _drawn(model: Cox, rng: np.random.Generator) -> Floats:
    """Return the effects, and draws of them below."""
    drawn = rng.multivariate_normal(model.effects, model.covariance, size=DRAWS, method="cholesky")
    return np.vstack([model.effects, drawn])
