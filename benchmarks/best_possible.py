"""How good could any advice be? Somebody looks at the same files who knows how the simulated companies are drawn.

    .venv/bin/python benchmarks/best_possible.py [COMPANIES]

That somebody has thousands of truths drawn as the companies' are, weighs each by how well it explains a company's deals
(Bayes' rule, nothing else), and tells the chance of enough wins by the decision date. No method that sees only the
files can expect a better Brier score. The knowledge is not to be had for real companies; the figure says how much of
what `advice.py` misses is the workbook's fault, and how much is chance. Above 50 deals too few of the truths fit.
"""

from __future__ import annotations

import multiprocessing
import sys
from functools import cache, partial

import numpy as np
import pandas as pd
from advice import brier, naive_chance
from numpy.typing import NDArray

from unequal.economics.tiers import tier_prior
from unequal.samples.simulated import SEED, Company, around, simulated
from unequal.stats.poisson_binomial import at_least
from unequal.units import DAYS_PER_MONTH

SIZES = (5, 10, 20, 50)
TRUTHS, LAST_DAY = 3_000, 1_700
TINY = 1e-12

Floats = NDArray[np.float64]


@cache
def curves(tier: str) -> tuple[Floats, Floats, Floats]:
    """Return, for many truths of a tier, the shares won, lost and open at the end of each day."""
    rng, days = np.random.default_rng(99), np.arange(LAST_DAY + 1) / DAYS_PER_MONTH
    laws = [around(tier_prior(tier), rng) for _ in range(TRUTHS)]
    won, lost, still_open = (
        np.stack([getattr(law, name)(days) for law in laws]) for name in ("won", "lost", "still_open")
    )
    return won, lost, still_open


def weights(company: Company) -> Floats:
    """Return how well each truth explains what the file shows; sum 1."""
    won, lost, still_open = curves(company.plan.target)
    seen = company.seen[company.plan.target]
    entered = (
        seen.entered
        if company.view.complete_days is None
        else np.maximum(seen.entered, seen.since - company.view.complete_days)
    )
    last, first = (days[seen.timed].astype(int) for days in (seen.lasted, np.maximum(entered, 0.0)))
    is_won, closed = seen.won[seen.timed], seen.closed[seen.timed]
    log = -np.log(still_open[:, first] + TINY).sum(axis=1) + np.log(still_open[:, last[~closed]] + TINY).sum(axis=1)
    for curve, chosen in ((won, last[is_won]), (lost, last[closed & ~is_won])):
        log += np.log(curve[:, chosen] - curve[:, chosen - 1] + TINY).sum(axis=1)
    fit = np.exp(log - log.max())
    return fit / fit.sum()


def best_chance(company: Company) -> float:
    """Return the mean over the weighted truths of the chance of enough wins by the decision date."""
    won, _, still_open = curves(company.plan.target)
    months, plan = company.plan.decision_months, company.plan
    horizon = int(months * DAYS_PER_MONTH + 1e-6)
    ages = np.rint(company.truth.open_months[plan.target] * DAYS_PER_MONTH).astype(int)
    of_open = (won[:, ages + horizon] - won[:, ages]) / np.maximum(still_open[:, ages], TINY)
    left = ((months - np.arange(np.ceil(months))) * DAYS_PER_MONTH + 1e-6).astype(int)
    whole, part = divmod(plan.new_deals_per_month, 1)
    of_new = [share * won[:, left] for share in [1.0] * int(whole) + [part]]
    chances = np.clip(np.concatenate([of_open, *of_new], axis=1), 0.0, 1.0)
    return float(weights(company) @ at_least(chances, plan.wins_needed)[:, plan.wins_needed])


def scored(pair: tuple[int, int], seed: int) -> tuple[int, float, float, float]:
    """Return size, truth, best forecast and the spreadsheet's."""
    company = simulated(pair[0], deals=pair[1], seed=seed)
    return pair[1], company.truth.over_reach, best_chance(company), naive_chance(company)


def main(companies: int = 400, seed: int = SEED) -> None:
    """Print the skill over the spreadsheet, by size."""
    pairs = [(number, deals) for number in range(companies) for deals in SIZES]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        found = pool.map(partial(scored, seed=seed), pairs, chunksize=20)
    rows = pd.DataFrame(found, columns=["deals", "truth", "best", "naive"])
    print(
        "skill over the spreadsheet of somebody who knows how the companies are drawn, and of one who knows the truth"
    )
    for name, group in [*rows.groupby("deals"), ("all", rows)]:
        truth, best, naive = (group[column].to_numpy() for column in ("truth", "best", "naive"))
        known, ceiling = (1 - brier(told, truth) / brier(naive, truth) for told in (best, truth))
        print(f"{name!s:>5} deals {known:6.2f} {ceiling:6.2f}")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
