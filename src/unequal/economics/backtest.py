"""Would it have been right? The same figures made as of past days, held against what then came.

From each past day only what was known then is used: deals closed later are open, deals begun later are not there. Every
deal open on the day gets a chance to be won within the window; then the window passes. The windows follow one another
without overlap, so that each tells something new.

The rival is the spreadsheet that most companies plan with (`naive.spreadsheet_chances`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from unequal.stats.scores import Contest, Groups, calibration, contest, hits_range
from unequal.stats.spells import FEWEST
from unequal.units import months

from .clocks import DealClocks
from .naive import spreadsheet_chances
from .own_deals import OwnDeals, own_deals
from .tiers import TierPrior
from .win_model import Windows

FEWEST_PREDICTIONS = 20
FEWEST_OF_EACH = 5  # predictions that came true, and that did not
DRAWS = 2_000
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was known of one segment on a past day, and the window after it.

    Attributes:
        day: The day that is looked from.
        until: Last day of the window.
        clocks: Clocks as they stood on the day.
        prior: Figures of its tier.
        mates: Deals of the other segments of its tier, as they stood on the day; None without any.
    """

    day: date
    until: date
    clocks: DealClocks
    prior: TierPrior
    mates: DealClocks | None = None

    @property
    def length(self) -> float:
        """Months from the day to the end of the window."""
        return months((self.until - self.day).days)

    @property
    def model(self) -> OwnDeals:
        """What the deals said on the day."""
        return own_deals(self.clocks, self.prior, mates=self.mates)

    @property
    def can_predict(self) -> bool:
        """Whether five deals had closed and any was open."""
        closed = self.clocks.frame["outcome"].ne("open")
        return int(closed.sum()) >= FEWEST and not closed.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How the predictions did.

    Attributes:
        looks: One row a look: day, until, open_deals, expected, low, high (90 % range of the number of wins), won,
            inside; nan where too few had closed to predict.
        predictions: One row a deal and look: deal_id, day, chance, spreadsheet, won.
        contest: Against the spreadsheet; None with too few predictions.
        groups: What came true of similar chances; None with too few.
        median_wait, median_wait_expected: Months from the look until half of the wins of its window had come, over all
            looks; nan without a win.
    """

    looks: pd.DataFrame
    predictions: pd.DataFrame
    contest: Contest | None
    groups: Groups | None
    median_wait: float
    median_wait_expected: float

    @property
    def won(self) -> int:
        """Predictions that came true."""
        return int(self.predictions["won"].sum())

    @property
    def expected(self) -> float:
        """Wins that were expected."""
        return float(self.predictions["chance"].sum())


def window_starts(as_of: date, *, back_months: int, window_months: int) -> list[tuple[date, date]]:
    """Return the past days to look from, each with the end of its window; the last window ends on `as_of`.

    The end of a month goes back to the end of a month. A window longer than the time to go back is shortened to it.

    >>> [f"{day} to {end}" for day, end in window_starts(date(2026, 6, 30), back_months=7, window_months=3)]
    ['2025-12-31 to 2026-03-31', '2026-03-31 to 2026-06-30']
    """
    length = min(window_months, back_months)
    if length < 1:
        return []
    moment = pd.Timestamp(as_of)
    step = pd.offsets.MonthEnd if moment.is_month_end else None
    days = [
        moment - (step(length * n) if step else pd.DateOffset(months=length * n))
        for n in range(back_months // length, 0, -1)
    ]
    ends = [*days[1:], moment]
    return [(day.date(), end.date()) for day, end in zip(days, ends, strict=True)]


def scored(looks: Sequence[Look], deals: pd.DataFrame, rng: np.random.Generator) -> Scores:
    """Return how the predictions of some looks did.

    Args:
        looks: One segment as it was known on each day.
        deals: The deals table as it is known now.
        rng: Source of randomness, for ranges and intervals.
    """
    won_on = deals[deals["status"].eq("won")].set_index("deal_id")["closed_at"]
    made = [_predicted(look, won_on) for look in looks if look.can_predict]
    empty = pd.DataFrame(columns=["deal_id", "day", "chance", "spreadsheet", "won", "waited"])
    rows = pd.concat(made, ignore_index=True) if made else empty
    came = int(rows["won"].sum())
    enough = len(rows) >= FEWEST_PREDICTIONS and FEWEST_OF_EACH <= came <= len(rows) - FEWEST_OF_EACH
    chances, happened = rows["chance"].to_numpy(np.float64), rows["won"].to_numpy(np.float64)
    rivals = rows["spreadsheet"].to_numpy(np.float64)
    return Scores(
        looks=pd.DataFrame([_look_row(look, rows, rng) for look in looks], columns=[*LOOK_COLUMNS]),
        predictions=rows.drop(columns="waited"),
        contest=contest(chances, rivals, happened, about=rows["deal_id"].to_numpy(), rng=rng) if enough else None,
        groups=calibration(chances, happened) if enough else None,
        median_wait=float(rows["waited"].median()) if came else math.nan,
        median_wait_expected=_median_wait([look for look in looks if look.can_predict]),
    )


LOOK_COLUMNS = ("day", "until", "open_deals", "expected", "low", "high", "won", "inside")


def _predicted(look: Look, won_on: pd.Series) -> pd.DataFrame:
    model = look.model
    rows = look.clocks.open_deals()
    chance = model.mean_chances(_windows(rows, look.length))
    closed = rows["deal_id"].map(won_on)
    won = (closed.gt(pd.Timestamp(look.day)) & closed.le(pd.Timestamp(look.until))).to_numpy()
    waited = (closed - pd.Timestamp(look.day)).dt.days.where(won).map(months)
    return pd.DataFrame(
        {
            "deal_id": rows["deal_id"].to_numpy(),
            "day": pd.Timestamp(look.day),
            "chance": chance.clip(0, 1),
            "spreadsheet": spreadsheet_chances(look.clocks, look.length),
            "won": won,
            "waited": waited.to_numpy(dtype=np.float64),
        }
    )


def _look_row(look: Look, predictions: pd.DataFrame, rng: np.random.Generator) -> dict[str, object]:
    head = {"day": pd.Timestamp(look.day), "until": pd.Timestamp(look.until)}
    open_deals = look.clocks.open_deals()
    row: dict[str, object] = {**dict.fromkeys(LOOK_COLUMNS, math.nan), **head, "open_deals": len(open_deals)}
    if not look.can_predict:
        return {**row, "inside": None}
    own = predictions[predictions["day"].eq(pd.Timestamp(look.day))]
    model = look.model
    low, high = _range(model, _windows(open_deals, look.length), rng)
    won = int(own["won"].sum())
    return {**row, "expected": own["chance"].sum(), "low": low, "high": high, "won": won, "inside": low <= won <= high}


def _range(model: OwnDeals, windows: Windows, rng: np.random.Generator) -> tuple[float, float]:
    """Return the range of the number of wins: what is not known about the chances, and luck."""
    pairs, place = np.unique(np.column_stack((windows.ages, windows.lengths)), axis=0, return_inverse=True)
    distinct = Windows(ages=pairs[:, 0], lengths=pairs[:, 1])
    chances = np.clip(model.band_truths(rng, DRAWS, months=distinct.until).chances(distinct), 0.0, 1.0)
    low, high = hits_range(chances[:, place.ravel()], rng)
    if (dead := model.prior_driven(distinct.ages)).any():  # as in the band of enough wins: the low end knows dead deals
        low, _ = hits_range(np.where(dead, 0.0, chances)[:, place.ravel()], rng)
    return low, high


def _windows(rows: pd.DataFrame, length: float) -> Windows:
    ages = rows["months"].to_numpy(dtype=np.float64)
    return Windows(ages=ages, lengths=np.full(ages.size, length))


def _median_wait(looks: Sequence[Look]) -> float:
    """Return the month after the look by which half of the wins expected in the window are expected."""
    if not looks:
        return math.nan
    parts = np.linspace(0, 1, 61)
    expected = np.zeros(parts.size)
    for look in looks:
        model, rows = look.model, look.clocks.open_deals()
        expected += [model.mean_chances(_windows(rows, look.length * part)).sum() for part in parts]
    if not expected[-1]:
        return math.nan
    half = int(np.searchsorted(expected, HALF * expected[-1]))
    return float(parts[half] * np.mean([look.length for look in looks]))
