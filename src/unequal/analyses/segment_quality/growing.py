"""Does a segment grow, and by what: new customers, those it has, or its market?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from unequal.assumptions.register import Assumption
from unequal.customers.growth import Growth, Logos, growth_of, logos
from unequal.customers.paid import Paid
from unequal.customers.terms import past_first_term, usual_term
from unequal.findings.grade import grade_of_own
from unequal.stats.resampled_sums import FEWEST
from unequal.units import MONTHS_PER_YEAR
from unequal.workbook import Inputs

from .judged import GROWING, Judged
from .knobs import Knobs

USUAL = "B13"
BANDS = ((250_000.0, "from_250k"), (100_000.0, "from_100k"), (50_000.0, "from_50k"), (25_000.0, "from_25k"),
         (12_000.0, "from_12k"), (0.0, "below_12k"))  # fmt: skip
MOST_OF_EXPANSION = 0.5  # one customer with more of what is paid more carries it alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """How a segment has grown.

    Attributes:
        paid: What its customers pay.
        logos: Who came and went.
        market: Growth of the number of such customers a year, by a counted market; nan where it is not known.
        term: Usual contract term in months; nan without contracts.
        oldest: Months that its oldest customer has been there.
        usual_nrr, usual_grr: Of firms with such contracts; nan where the price is not known.
        waits: Months until the bills go back far enough; inf without bills.
        n: Customers who paid at either end.
    """

    paid: Growth
    logos: Logos
    market: float
    term: float
    oldest: float
    usual_nrr: float
    usual_grr: float
    waits: float
    n: int

    @property
    def is_young(self) -> bool:
        """Whether nobody has been there for a whole term yet, so that staying says nothing."""
        return self.oldest < self.term

    @property
    def carried_by(self) -> str:
        """What carries the change of revenue: logos, existing, both or none; eaten: the lost outweigh the new."""
        old = self.paid.more - self.paid.less - self.paid.lost
        if not self.paid.start or (self.paid.new <= 0 and old <= 0):
            return "none"
        if self.paid.end < self.paid.start:
            return "eaten"
        if self.paid.new > 0 and old > 0:
            return "both"
        return "logos" if self.paid.new > 0 else "existing"

    @property
    def hangs_on_one(self) -> bool:
        """Whether those who stay pay more on the whole, and one customer makes most of it."""
        return self.paid.nrr.n > 1 and self.paid.nrr.value > 1 and self.paid.top_expansion > MOST_OF_EXPANSION


def grown(inputs: Inputs, view: pd.DataFrame, gone: pd.Series, paid: Paid, knobs: Knobs, name: str) -> Grown:
    """Return how a segment has grown.

    Args:
        inputs: All that the analysis may look at.
        view: Its customers.
        gone: Day on which each customer left.
        paid: What everybody paid at both ends of the window.
        knobs: The window.
        name: Of the segment.
    """
    contracts = inputs.tables.get("contracts")
    rows = paid.rows[paid.rows["customer_id"].isin(view["customer_id"])]
    starters = rows.loc[rows["start"] > 0, "start"]
    price = MONTHS_PER_YEAR * float(starters.mean()) if len(starters) else math.nan
    nrr, grr = usual_retention(price, inputs.workspace.register)
    return Grown(
        paid=growth_of(rows, past_first_term(view, contracts, inputs.as_of), months=paid.months),
        logos=logos(view, gone, inputs.as_of, months=knobs.window_months),
        market=market_growth(inputs.tables.get("market"), name),
        term=usual_term(contracts, view["customer_id"]),
        oldest=float(view["months_active"].max()) if len(view) else 0.0,
        usual_nrr=nrr,
        usual_grr=grr,
        waits=math.inf if not paid.known_months and paid.rows.empty else float(paid.waits),
        n=len(rows),
    )


def growing(found: Grown, n: int) -> Judged:
    """Return the test: whether the segment's recurring revenue has grown over the window.

    Args:
        found: How it has grown.
        n: Its customers.
    """
    if not n:
        return Judged(test=GROWING, reason="nobody")
    if math.isinf(found.waits):
        return Judged(test=GROWING, reason="no_revenue", n=n)
    if found.waits:
        return Judged(test=GROWING, reason="short", n=n)
    if not found.paid.start:
        return Judged(test=GROWING, reason="new", n=n)
    if found.n < FEWEST:
        return Judged(test=GROWING, reason="few", n=found.n)
    total = found.paid.total
    return Judged(
        test=GROWING, reason="known", unit="share a year", n=found.n, grade=str(grade_of_own(found.n)),
        source="revenue", estimate=_as_share(total.value), low=_as_share(total.low), high=_as_share(total.high),
        probability=total.probability,
    )  # fmt: skip


def _as_share(log: float) -> float:
    """Return a growth on the log scale as a share a year, which is what a reader expects."""
    return float(np.expm1(log))


def usual_retention(price: float, register: Mapping[str, Assumption]) -> tuple[float, float]:
    """Return the median net and gross retention of firms whose contracts are worth as much a year.

    >>> from unequal.assumptions import catalogue
    >>> usual_retention(5_000, catalogue()), usual_retention(300_000, catalogue())
    ((1.0, 0.9), (1.1, 0.93))
    """
    if not price > 0:
        return math.nan, math.nan
    band = next(name for bound, name in BANDS if price >= bound)
    values = register[USUAL].values
    return values[f"{band}_nrr_annual"], values[f"{band}_grr_annual"]


def market_growth(rows: pd.DataFrame | None, segment: str) -> float:
    """Return how the count of such customers has grown a year, by the two latest years of one source; nan without.

    >>> rows = pd.DataFrame({"segment": ["Big"] * 2, "source": ["a list"] * 2, "year": [2024, 2026],
    ...                      "count": [100.0, 121.0]})
    >>> round(market_growth(rows, "Big"), 3)
    0.1
    """
    if rows is None or rows.empty:
        return math.nan
    own = rows[rows["segment"].eq(segment) & (rows["count"] > 0) & rows["year"].notna()]
    for _, same in own.sort_values(["source", "year"]).groupby("source", sort=True):
        counts = same.groupby("year")["count"].sum()
        if len(counts) > 1:
            apart = float(counts.index[-1] - counts.index[-2])
            return float((counts.iloc[-1] / counts.iloc[-2]) ** (1 / apart)) - 1
    return math.nan
