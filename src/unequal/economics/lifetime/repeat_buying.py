"""How often customers buy again, where nobody says when one has gone: BG/NBD.

While alive a customer buys at a rate of its own, Gamma(r, alpha); after each repeat it is gone with a chance of its
own, Beta(a, b). Source: Fader, Hardie and Lee, Marketing Science 24 (2005) 275.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1, psi

Floats = NDArray[np.float64]
BOUNDS = (-9.0, 9.0)  # of the logarithm of a parameter, time in units of the longest watch
STARTS = ((0.5, 0.1, 0.8, 2.5), (1.0, 1.0, 1.0, 1.0), (2.0, 0.2, 0.3, 6.0))
MANY = 50_000  # distinct histories, from which on one start is enough: the likelihood is smooth
NUDGE = 1e-6  # a = 1 is singular


@dataclass(frozen=True, kw_only=True)
class Repeats:
    """How many customers share each history.

    Attributes:
        repeats: Purchases after the first.
        last: Time from the first purchase to the last one; 0 without a repeat.
        watched: Time from the first purchase to the end of the watch.
        customers: How many have this history.
    """

    repeats: Floats
    last: Floats
    watched: Floats
    customers: Floats

    @cached_property
    def buyers_again(self) -> int:
        """Customers with a repeat."""
        return int(self.customers[self.repeats > 0].sum())


def repeats(x: ArrayLike, last: ArrayLike, watched: ArrayLike) -> Repeats:
    """Count equal histories once.

    >>> repeats([0, 0, 2], [0, 0, 5], [9, 9, 9]).customers
    array([2., 1.])
    """
    rows = pd.DataFrame({"x": x, "last": last, "watched": watched}).astype("float64")
    counted = rows.groupby(["x", "last", "watched"]).size()
    found = counted.index.to_frame(index=False)
    return Repeats(
        repeats=found["x"].to_numpy(),
        last=found["last"].to_numpy(),
        watched=found["watched"].to_numpy(),
        customers=np.asarray(counted, dtype=np.float64),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BgNbd:
    """Parameters of repeat buying.

    Attributes:
        r, alpha: Of the rate at which customers buy; alpha in units of time.
        a, b: Of the chance to be gone after a repeat.
        log_likelihood: Of the data that it was fitted to; nan where it was not.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = float("nan")

    def alive(self, x: ArrayLike, last: ArrayLike, watched: ArrayLike) -> Floats:
        """Return the chance that each customer still buys; who never bought again is alive as far as this tells."""
        n, t, end = (np.asarray(one, dtype=np.float64) for one in (x, last, watched))
        return 1 / (1 + self._gone(n, t, end))

    def _gone(self, n: Floats, t: Floats, end: Floats) -> Floats:
        odds = self.a / (self.b + np.maximum(n, 1) - 1)
        return np.where(n > 0, odds * np.exp((self.r + n) * (np.log(self.alpha + end) - np.log(self.alpha + t))), 0.0)

    def expected(self, time: ArrayLike) -> Floats:
        """Return the repeats of a new customer up to a time.

        >>> round(float(BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426).expected(1.0)), 3)
        0.053
        """
        t, a = np.asarray(time, dtype=np.float64), self._safe_a
        inner = hyp2f1(self.r, self.b, a + self.b - 1, t / (self.alpha + t))
        return (a + self.b - 1) / (a - 1) * (1 - (self.alpha / (self.alpha + t)) ** self.r * inner)

    def to_come(self, x: ArrayLike, last: ArrayLike, watched: ArrayLike, time: ArrayLike) -> Floats:
        """Return the repeats that each customer still makes within a time.

        >>> model = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> round(float(model.to_come(2, 30.43, 38.86, 39.0)), 3)
        1.226
        """
        n, t, end = (np.asarray(one, dtype=np.float64) for one in (x, last, watched))
        ahead, a = np.asarray(time, dtype=np.float64), self._safe_a
        whole = self.alpha + end
        inner = hyp2f1(self.r + n, self.b + n, a + self.b + n - 1, ahead / (whole + ahead))
        share = np.exp((self.r + n) * (np.log(whole) - np.log(whole + ahead)))
        return (a + self.b + n - 1) / (a - 1) * (1 - share * inner) / (1 + self._gone(n, t, end))

    def chance_of(self, repeats_made: int, time: float) -> float:
        """Return the chance that a new customer makes exactly so many repeats within a time.

        >>> round(BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426).chance_of(0, 39.0), 3)
        0.574
        """
        n, still = repeats_made, np.log(self.alpha) - np.log(self.alpha + time)
        bought = np.log(time) - np.log(self.alpha + time)
        counts = np.arange(n + 1)
        parts = np.exp(gammaln(self.r + counts) - gammaln(self.r) - gammaln(counts + 1) + counts * bought)
        parts = parts * np.exp(self.r * still)
        stayed = np.exp(betaln(self.a, self.b + n) - betaln(self.a, self.b)) * parts[n]
        if n == 0:
            return float(stayed)
        went = np.exp(betaln(self.a + 1, self.b + n - 1) - betaln(self.a, self.b))
        return float(stayed + went * (1 - parts[:n].sum()))

    @property
    def _safe_a(self) -> float:
        return self.a if abs(self.a - 1) > NUDGE else 1 + NUDGE


def log_likelihoods(model: BgNbd, seen: Repeats) -> Floats:
    """Return the log-likelihood of one customer of each history; stable for hundreds of purchases.

    >>> model = BgNbd(r=0.25, alpha=4.0, a=0.8, b=2.5)
    >>> log_likelihoods(model, repeats([0, 200], [0, 38], [40, 40])).round(4)
    array([ -0.5995, 100.7957])
    """
    return _terms(np.array([model.r, model.alpha, model.a, model.b]), seen)[0]


def fit_repeats(seen: Repeats) -> BgNbd | None:
    """Return the likeliest parameters; None where nobody bought again or nobody was watched."""
    if not seen.buyers_again or not seen.watched.max(initial=0.0) > 0:
        return None
    unit, n = float(seen.watched.max()), float(seen.customers.sum())
    scaled = Repeats(repeats=seen.repeats, last=seen.last / unit, watched=seen.watched / unit, customers=seen.customers)

    def cost(logs: Floats) -> tuple[float, Floats]:
        values = np.exp(logs)
        found, slope = _terms(values, scaled)
        return -float(found @ scaled.customers) / n, -(slope @ scaled.customers) * values / n

    tried = [
        minimize(
            cost, np.log(start), jac=True, method="L-BFGS-B", bounds=[BOUNDS] * 4,
            options={"ftol": 1e-14, "gtol": 1e-9, "maxiter": 1000},
        )
        for start in STARTS[: 1 if len(seen.repeats) > MANY else None]
    ]  # fmt: skip
    r, alpha, a, b = np.exp(min(tried, key=lambda one: float(one.fun)).x)
    model = BgNbd(r=float(r), alpha=float(alpha * unit), a=float(a), b=float(b))
    total = float(log_likelihoods(model, seen) @ seen.customers)
    return BgNbd(r=model.r, alpha=model.alpha, a=model.a, b=model.b, log_likelihood=total)


def _terms(values: Floats, seen: Repeats) -> tuple[Floats, Floats]:
    """Return ln L of each history, and its slope by each parameter."""
    r, alpha, a, b = values
    x, again = seen.repeats, seen.repeats > 0
    log_end, log_last = np.log(alpha + seen.watched), np.log(alpha + seen.last)
    rest = np.maximum(x - 1, 0.0)
    alive = -(r + x) * log_end
    gone = np.where(again, np.log(a) - np.log(b + rest) - (r + x) * log_last, -np.inf)
    both = np.logaddexp(alive, gone)
    found = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b) + both
    w = np.exp(gone - both)
    by_r = psi(r + x) - psi(r) + np.log(alpha) - (1 - w) * log_end - w * log_last
    by_alpha = r / alpha - (r + x) * ((1 - w) / (alpha + seen.watched) + w / (alpha + seen.last))
    by_a = psi(a + b) - psi(a + b + x) + w / a
    by_b = psi(b + x) - psi(b) + psi(a + b) - psi(a + b + x) - w / (b + rest)
    return found, np.stack([by_r, by_alpha, by_a, by_b])
