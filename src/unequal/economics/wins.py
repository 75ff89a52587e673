"""How many deals will be won by a date: the open ones by their age, and those that will be started until then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.stats.poisson_binomial import at_least

from .pipeline import Outlook, Pipeline, at_worst, outlook_of
from .tails import error_of, tails_of, tails_of_each
from .win_model import Floats, WinModel

DRAWS = 20_000  # of the point; its Monte-Carlo error is told beside it
BAND_DRAWS = 4_000
BAND = (0.05, 0.95)
MOST_PRIOR_DRIVEN = 0.5  # share of the expected wins; above it the prior decides
PRIOR_GRADE = "E4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wins:
    """How many wins by a horizon.

    Attributes:
        horizon_months: The horizon, from `as_of`.
        table: One row a k = 0, 1, …: k, probability of at least k wins, low and high (90 % band), plug_in (as if the
            mean were the truth), monte_carlo_error (standard error of `probability`).
        deals: One row an open deal: deal_id, months, chance (plug-in), prior_driven.
        expected_open, expected_new: Expected wins among open and among future deals (plug-in).
        prior_driven_share: Share of the expected wins that comes from prior-driven deals.
        n_deals: Deals that the chances were learned from.
        grade: Grade of the evidence; E4 below ten deals, or when more than half is prior-driven.
        band_from: Where the band comes from: ``own deals``, ``prior`` or ``typed figures``.
    """

    horizon_months: float
    table: pd.DataFrame
    deals: pd.DataFrame
    expected_open: float
    expected_new: float
    prior_driven_share: float
    n_deals: int
    grade: str
    band_from: str

    @property
    def expected(self) -> float:
        """Expected wins."""
        return self.expected_open + self.expected_new

    def at_least(self, wins: int) -> float:
        """Return the probability of at least so many wins; 0 beyond the table."""
        return float(self.table["probability"].iloc[wins]) if wins < len(self.table) else 0.0


def wins_by(
    model: WinModel,
    pipeline: Pipeline,
    *,
    horizon_months: float,
    most: int,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> Wins:
    """Return the chances of at least 0, 1, …, `most` wins by a horizon.

    The probability is the mean over draws of the truth; the band is the 5 % and 95 % quantile over draws made for a
    band, widened where needed so that it holds the probability (the prior can pull the mean out of it). Beside own
    deals, a deal so old that only the prior speaks for it counts as dead at the low end: priors know no dead deals.

    Args:
        model: Chances by age and length: `OwnDeals` or `TypedFigures`.
        pipeline: Open deals and the plan for new ones.
        horizon_months: Months from now; 0 or less leaves no time for any win.
        most: Largest number of wins asked for.
        rng: Source of randomness.
        draws: Draws of the point.

    Source: exact law of a sum of unequal chances by convolution; averaging over the truth as in A. Gelman et al.,
    Bayesian Data Analysis (2013), section 1.3.
    """
    outlook = outlook_of(pipeline, horizon_months)
    chances = model.mean_chances(outlook.windows)
    tails = tails_of(model.truths(rng, draws, months=outlook.windows.until), outlook, most)
    point = tails.mean(axis=0)
    # the band's draws hold what may have been about to happen, which is nothing where no time is left
    low, high = _band(model, outlook, (most, rng)) if outlook.horizon > 0 else (point, point)
    table = pd.DataFrame(
        {
            "k": np.arange(most + 1),
            "probability": point,
            "low": np.minimum(low, point),
            "high": np.maximum(high, point),
            "plug_in": at_least(outlook.by_deal(chances), most),
            "monte_carlo_error": error_of(tails, draws),
        }
    )
    return _judged(model, pipeline, outlook, chances, table)


def chance_of(
    model: WinModel,
    pipeline: Pipeline,
    *,
    horizon_months: float,
    most: int,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> Floats:
    """Return the probabilities of `wins_by` alone, without the band, at a third of its time."""
    outlook = outlook_of(pipeline, horizon_months)
    return tails_of(model.truths(rng, draws, months=outlook.windows.until), outlook, most).mean(axis=0)


def _band(model: WinModel, outlook: Outlook, how: tuple[int, np.random.Generator]) -> tuple[Floats, Floats]:
    most, rng = how
    truths = model.band_truths(rng, BAND_DRAWS, months=outlook.windows.until)
    worst = at_worst(outlook, model)
    tails = tails_of_each(truths, (outlook,) if worst is outlook else (outlook, worst), most)
    return np.quantile(tails[-1], BAND[0], axis=0), np.quantile(tails[0], BAND[1], axis=0)


def _judged(model: WinModel, pipeline: Pipeline, outlook: Outlook, chances: Floats, table: pd.DataFrame) -> Wins:
    expected = outlook.by_deal(chances)
    thin = model.prior_driven(outlook.windows.ages[outlook.place])
    total = float(expected.sum())
    share = float(expected[thin].sum()) / total if total > 0 else 0.0
    return Wins(
        horizon_months=outlook.horizon,
        table=table,
        deals=pd.DataFrame(
            {
                "deal_id": pd.Series(pipeline.deal_ids, dtype="str"),
                "months": pipeline.ages,
                "chance": expected[: outlook.n_open],
                "prior_driven": thin[: outlook.n_open],
            }
        ),
        expected_open=float(expected[: outlook.n_open].sum()),
        expected_new=float(expected[outlook.n_open :].sum()),
        prior_driven_share=share,
        n_deals=model.n_deals,
        grade=max(model.grade, PRIOR_GRADE) if share > MOST_PRIOR_DRIVEN else model.grade,
        band_from=model.band_from,
    )
