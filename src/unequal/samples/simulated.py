"""Companies drawn from the assumptions, with the truth kept: what may any advice be scored against?

    company = simulated(7, deals=20)
    company.truth.over_reach             # the true chance of enough wins by the decision date
    tables_of(company)["deals"]          # what its files show (simulated_files)
    write(company, "clients")            # the same as a workspace

The four sample companies were chosen for what they show. Nothing is chosen here: number 7 of a seed is what it is. Each
segment's truth is drawn around its tier's assumed figures, widely, and in shapes that the workbook does not assume. A
truth is a chance, never what happened to come out.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit, ndtri

from unequal.economics.tiers import Tier, TierPrior, tier_prior
from unequal.units import DAYS_PER_MONTH

from .known_clocks import Clock, DealTruth, Floats, Shape
from .seen_deals import SeenDeals, View, seen_deals

T = TypeVar("T")

SEED = 20261122  # of the published figures; fixed before any score was looked at (docs/decisions/0014)
AS_OF = date(2026, 6, 30)  # the end of a month, so that months of cash are whole months

WIDTH_RATE, WIDTH_CYCLE, WIDTH_LOSS, WIDTH_SPREAD = 0.5, 0.5, 0.35, 0.25  # sd on the logit and log scales
SHAPES = ((Shape.LOGNORMAL, 0.4), (Shape.GAMMA, 0.2), (Shape.WEIBULL, 0.2), (Shape.MIXTURE, 0.2))
NEVER = 0.3, (0.02, 0.20)  # chance that some deals of a segment never end, and which share of those not won
WINDOW_MONTHS = 12.0, 36.0  # over which deals were created
LATE = 0.2, (0.2, 0.6)  # chance that deals entered late, and which share
LOSSES_DROPPED = 0.25, (0.3, 0.7)  # chance that an export lacks old losses, and since which part of the window
FEWEST_DEALS, MOST_DEALS = 5, 200
TARGETS = ((Tier.BIG, 0.5), (Tier.MEDIUM, 0.3), (Tier.SMALL, 0.2))
DECISION_MONTHS, DECISION_WIDTH, DECISION_ENDS = 6.0, 0.5, (1.0, 18.0)
RAISE_MONTHS, RESERVE_MONTHS = 6.0, 2.0
NEW_DEALS = 0.0, 1.5  # times the pace of the past
BAR = 0.3, 1.7  # times the wins that the tier's figures promise: ambitions come from benchmarks, not from the truth
BURN = 20_000.0, 200_000.0
ACV = {Tier.SMALL: 2_400.0, Tier.MEDIUM: 20_000.0, Tier.BIG: 120_000.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the company wants, and what its bank account allows.

    Attributes:
        target: Segment whose wins must be there.
        wins_needed: How many.
        new_deals_per_month: Deals of it that will be started at the beginning of each month, the first now.
        decision_months: By when, in months from `AS_OF`.
        monthly_burn: Money a month, flat.
        cash: Money in the bank on `AS_OF`; lasts for the decision date, the raise and the reserve.
    """

    target: str
    wins_needed: int
    new_deals_per_month: float
    decision_months: float
    monthly_burn: float
    cash: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true of a company and in none of its files.

    Attributes:
        deals: How each segment's deals end.
        open_months: Ages of each segment's open deals.
        plan: What the chances below are about.
    """

    deals: Mapping[str, DealTruth]
    open_months: Mapping[str, Floats]
    plan: Plan

    def won(self, segment: str, months: ArrayLike) -> Floats:
        """Return the share of a segment's started deals that is won by each time."""
        return self.deals[segment].won(months)

    def at_least(self, wins: int, months: float) -> float:
        """Return the chance of at least so many wins of the target within so many months from `AS_OF`.

        Counts its open deals and those that the plan starts until then. A fraction of a deal a month is one that is
        started with that chance.
        """
        law, count = self.deals[self.plan.target], np.ones(1)
        for chance in self._chances(law, months):
            count = np.convolve(count, (1 - chance, chance))
        return float(count[wins:].sum())

    @property
    def over_reach(self) -> float:
        """The chance of enough wins by the decision date. Below the lower turning point, the trap is there."""
        return self.at_least(self.plan.wins_needed, self.plan.decision_months)

    def _chances(self, law: DealTruth, months: float) -> Floats:
        return np.concatenate(
            (law.win_by(self.open_months[self.plan.target], months), _new_chances(law, self.plan, months))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A simulated company.

    Attributes:
        number: Which one of its seed.
        seen: Deals by segment, as its CRM shows them.
        view: What its CRM shows.
        plan: In `workspace.toml`.
        truth: In no file.
    """

    number: int
    seen: Mapping[str, SeenDeals]
    view: View
    plan: Plan
    truth: Truth

    @property
    def slug(self) -> str:
        """Name of its folder."""
        return f"simulated-{self.number:05d}"


def simulated(number: int, *, deals: int | None = None, seed: int = SEED) -> Company:
    """Return a company of a seed, always the same one.

    Args:
        number: Which, from 0.
        deals: Deals with a clock of each segment; None draws them, from 5 to 200.
        seed: Of all companies.

    >>> simulated(3, deals=20).truth.over_reach == simulated(3, deals=20).truth.over_reach
    True
    """
    laws = {tier.value: around(tier_prior(tier.value), stream(seed, number, "law", tier)) for tier in Tier}
    view = _view(stream(seed, number, "view"))
    counts = stream(seed, number, "counts")
    sizes = {name: round(FEWEST_DEALS * (MOST_DEALS / FEWEST_DEALS) ** counts.random()) for name in laws}
    seen = {
        name: seen_deals(law, deals or sizes[name], view, stream(seed, number, "deals", name))
        for name, law in laws.items()
    }
    plan = _plan(seen, view, stream(seed, number, "plan"))
    ages = {name: one.open_months for name, one in seen.items()}
    truth = Truth(deals=laws, open_months=ages, plan=plan)
    return Company(number=number, seen=seen, view=view, plan=plan, truth=truth)


def around(prior: TierPrior, rng: np.random.Generator) -> DealTruth:
    """Return a truth drawn around a tier's assumed figures, in one of several shapes."""
    win_rate = float(expit(logit(prior.win_probability) + WIDTH_RATE * _normal(rng)))
    to_win = Clock(
        shape=_weighted(SHAPES, rng),
        median=prior.win_median_months * math.exp(WIDTH_CYCLE * _normal(rng)),
        sigma=prior.win_sigma * math.exp(WIDTH_SPREAD * _normal(rng)),
    )
    factor = prior.lost_median_months / prior.win_median_months * math.exp(WIDTH_LOSS * _normal(rng))
    to_loss = Clock(
        shape=_weighted(SHAPES, rng),
        median=factor * to_win.median,
        sigma=prior.lost_sigma * math.exp(WIDTH_SPREAD * _normal(rng)),
    )
    never = _sometimes(NEVER, rng) * (1 - win_rate)
    return DealTruth(win_probability=win_rate, to_win=to_win, to_loss=to_loss, never=never)


def _view(rng: np.random.Generator) -> View:
    window = round(_between(WINDOW_MONTHS, rng) * DAYS_PER_MONTH)
    late, lacking = _sometimes(LATE, rng), _sometimes(LOSSES_DROPPED, rng)
    return View(window_days=window, late_share=late, complete_days=round(lacking * window) or None)


def _plan(seen: Mapping[str, SeenDeals], view: View, rng: np.random.Generator) -> Plan:
    target = _weighted(TARGETS, rng)
    months = float(np.clip(DECISION_MONTHS * math.exp(DECISION_WIDTH * _normal(rng)), *DECISION_ENDS))
    pace = seen[target.value].n / (view.window_days / DAYS_PER_MONTH)
    burn = float(round(BURN[0] * (BURN[1] / BURN[0]) ** rng.random()))
    cash = round(burn * (months + RAISE_MONTHS + RESERVE_MONTHS))
    plan = Plan(
        target=target.value,
        wins_needed=0,
        new_deals_per_month=round(2 * pace * _between(NEW_DEALS, rng)) / 2,
        decision_months=cash / burn - RAISE_MONTHS - RESERVE_MONTHS,
        monthly_burn=burn,
        cash=float(cash),
    )
    promised = _promised(tier_prior(target.value), seen[target.value].open_months, plan)
    return replace(plan, wins_needed=max(1, round(promised * _between(BAR, rng))))


def _promised(prior: TierPrior, open_months: Floats, plan: Plan) -> float:
    """Return the wins that the tier's figures promise by the decision date."""
    clocks = (
        Clock(shape=Shape.LOGNORMAL, median=prior.win_median_months, sigma=prior.win_sigma),
        Clock(shape=Shape.LOGNORMAL, median=prior.lost_median_months, sigma=prior.lost_sigma),
    )
    law = DealTruth(win_probability=prior.win_probability, to_win=clocks[0], to_loss=clocks[1])
    months = plan.decision_months
    return float(law.win_by(open_months, months).sum() + _new_chances(law, plan, months).sum())


def _new_chances(law: DealTruth, plan: Plan, months: float) -> Floats:
    starts = np.arange(math.ceil(months), dtype=np.float64)
    whole, part = divmod(plan.new_deals_per_month, 1)
    copies = np.array([1.0] * int(whole) + [part] * (part > 0))
    return np.outer(law.won(months - starts), copies).ravel()


def stream(seed: int, number: int, *path: str) -> np.random.Generator:
    """Return the stream of chance for a purpose; only its uniform numbers are used, which numpy keeps for good."""
    key = (number, *(zlib.crc32(word.encode()) for word in path))
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def _normal(rng: np.random.Generator) -> float:
    return float(ndtri(max(rng.random(), 1e-12)))


def _between(ends: tuple[float, float], rng: np.random.Generator) -> float:
    return ends[0] + (ends[1] - ends[0]) * rng.random()


def _sometimes(what: tuple[float, tuple[float, float]], rng: np.random.Generator) -> float:
    chance, value = rng.random(), _between(what[1], rng)
    return value if chance < what[0] else 0.0


def _weighted(choices: tuple[tuple[T, float], ...], rng: np.random.Generator) -> T:
    left = rng.random()
    for choice, weight in choices:
        left -= weight
        if left < 0:
            return choice
    return choices[-1][0]
