"""What is assumed of a segment before its own data speak: the tier it belongs to, and that tier's figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from unequal.assumptions import Assumption, catalogue
from unequal.stats.hazards import Hazards, shaped_prior
from unequal.stats.time_to_win import TimeToWin


class Tier(StrEnum):
    """The three tiers that the register has figures for."""

    SMALL = "Small"
    MEDIUM = "Medium"
    BIG = "Big"


MEDIUM_FROM = "prior.medium_from_acv"
BIG_FROM = "prior.big_from_acv"
FIGURES = (
    "win_probability",
    "win_median_months",
    "win_sigma",
    "lost_median_factor",
    "lost_sigma",
    "churn_monthly",
    "gross_margin",
    "ramp_months",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TierPrior:
    """The figures assumed of a segment.

    Attributes:
        tier: The tier whose figures these are.
        chosen_by: ``name`` when the segment bears the tier's name, ``acv`` when its median contract value decided,
            ``nothing`` when neither is known and the middle tier is taken (assumption).
        win_probability: Share of started deals won in the end.
        win_median_months, win_sigma: Lognormal time to a win, given won.
        lost_median_months, lost_sigma: Lognormal time to a loss, given lost.
        churn_monthly: Share of customers that leave in a month.
        gross_margin: Share of revenue.
        ramp_months: Months until a seller is fully productive.
        assumptions: Ids in the register that the figures come from.
    """

    tier: Tier
    chosen_by: str
    win_probability: float
    win_median_months: float
    win_sigma: float
    lost_median_months: float
    lost_sigma: float
    churn_monthly: float
    gross_margin: float
    ramp_months: float
    assumptions: tuple[str, ...]

    @property
    def clocks(self) -> TimeToWin:
        """The two lognormal clocks."""
        return TimeToWin(
            win_probability=self.win_probability,
            win_median=self.win_median_months,
            win_sigma=self.win_sigma,
            lost_median=self.lost_median_months,
            lost_sigma=self.lost_sigma,
        )

    def hazards(self, horizon_months: float) -> Hazards:
        """Return the monthly chances that the clocks imply, as far as the horizon."""
        return shaped_prior(
            self.win_probability,
            self.win_median_months,
            self.win_sigma,
            self.lost_median_months,
            self.lost_sigma,
            horizon_months,
        )


def tier_of(
    segment: str, *, median_acv: float = math.nan, register: Mapping[str, Assumption] | None = None
) -> tuple[Tier, str]:
    """Return the tier of a segment and what decided: ``name``, ``acv`` or ``nothing``.

    A segment named Small, Medium or Big, in any case, is that tier. Any other takes the tier of its median contract
    value: below 5,000 Small, to 50,000 Medium, above Big (assumption, in the register).

    >>> tier_of("big"), tier_of("banks", median_acv=50_000), tier_of("banks", median_acv=50_001)
    ((<Tier.BIG: 'Big'>, 'name'), (<Tier.MEDIUM: 'Medium'>, 'acv'), (<Tier.BIG: 'Big'>, 'acv'))
    """
    named = {tier.value.lower(): tier for tier in Tier}.get(segment.strip().lower())
    if named is not None:
        return named, "name"
    if not math.isfinite(median_acv):
        return Tier.MEDIUM, "nothing"
    rows = register or catalogue()
    if median_acv < _number(rows, MEDIUM_FROM):
        return Tier.SMALL, "acv"
    return (Tier.MEDIUM if median_acv <= _number(rows, BIG_FROM) else Tier.BIG), "acv"


def tier_prior(
    segment: str, *, median_acv: float = math.nan, register: Mapping[str, Assumption] | None = None
) -> TierPrior:
    """Return the figures assumed of a segment.

    Args:
        segment: Its name.
        median_acv: Median annual contract value of its deals or customers, nan when unknown.
        register: The assumptions in force; None takes them as shipped.

    >>> tier_prior("Big").clocks.won([12.0]).round(3)
    array([0.139])
    """
    rows = register or catalogue()
    tier, chosen_by = tier_of(segment, median_acv=median_acv, register=rows)
    ids = {figure: f"prior.{tier.value}.{figure}" for figure in FIGURES}
    values = {figure: _number(rows, key) for figure, key in ids.items()}
    factor = values.pop("lost_median_factor")
    borders = () if chosen_by == "name" else (MEDIUM_FROM, BIG_FROM)
    return TierPrior(
        tier=tier,
        chosen_by=chosen_by,
        lost_median_months=factor * values["win_median_months"],
        assumptions=(*ids.values(), *borders),
        **values,
    )


def mean_open_months(clocks: TimeToWin) -> float:
    """Return how long a deal is open on average, won or lost: what Little's law asks for, not the winners' time.

    >>> round(mean_open_months(tier_prior("Medium").clocks), 2)
    2.97
    """
    won = clocks.win_median * math.exp(clocks.win_sigma**2 / 2)
    lost = clocks.lost_median * math.exp(clocks.lost_sigma**2 / 2)
    return clocks.win_probability * won + (1 - clocks.win_probability) * lost


def _number(rows: Mapping[str, Assumption], key: str) -> float:
    value = rows[key].value
    assert isinstance(value, int | float), key
    return float(value)
