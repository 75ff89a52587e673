"""Customers as they stay: price, growth, terms, and the day they leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from unequal.units import MONTHS_PER_YEAR, annual_from_monthly_rate

from .accounts import Account, AccountMaker
from .deals import Deal
from .draws import Draws
from .months import first_day, last_day, month_number
from .profile import Profile, Tier

LEGACY_MONTHS = 24  # customers from before the history signed at most this long before it
MONTHS_AHEAD = 36  # lives go on in truth after `as_of`; the finance plan needs them
NOTICE_MONTHS = 3  # a customer who will leave has said so this long before
DISCOUNTS = ((0.0, 0.5), (0.05, 0.2), (0.1, 0.2), (0.15, 0.1))
# What the price of a customer with a name of its own does in a year, beside its tier: one shrinks, one shoots up.
ARCS = {"declining": -0.14, "rising": 0.45}


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One customer's subscription, from signature to the end.

    Attributes:
        prices: Net monthly price for each month from `first_month` on, as far as it is simulated.
        leaves: Month of the last bill in truth; None where it lies beyond the simulation.
        discount: Share taken off the list price.
        arc: A key of ARCS, or "".
    """

    account: Account
    signed_at: date
    first_month: int
    prices: tuple[float, ...]
    leaves: int | None
    discount: float
    billing: str
    payment_days: int
    deal: Deal | None
    arc: str = ""

    @property
    def tier(self) -> Tier:
        """The tier of the account."""
        return self.account.tier

    def price(self, month: int) -> float:
        """Return the net price in a month; 0 before the first and after the last."""
        if month < self.first_month or (self.leaves is not None and month > self.leaves):
            return 0.0
        return self.prices[min(month - self.first_month, len(self.prices) - 1)]

    def known_end(self, day: date) -> date | None:
        """Return the last day of the subscription where it is known on a day, else None."""
        notice = NOTICE_MONTHS if self.tier.term_months > 1 else 0
        if self.leaves is None or self.leaves > month_number(day) + notice:
            return None
        return last_day(self.leaves)


def live(profile: Profile, seed: int, deals: list[Deal], maker: AccountMaker) -> list[Life]:
    """Return the subscriptions of all customers: from before the history, and from won deals."""
    lives = [life for tier in profile.tiers for life in _legacy(profile, seed, tier, maker)]
    buyers: set[str] = set()
    for deal in deals:
        if deal.won and deal.closed_by(profile.as_of) and deal.account.account_id not in buyers:
            buyers.add(deal.account.account_id)
            draws = Draws(seed, profile.stream, "lives", deal.account.account_id)
            lives.append(_life(profile, deal.account, deal.ends_at, deal.acv, draws, deal))
    return _with_arcs(profile, seed, lives)


def _legacy(profile: Profile, seed: int, tier: Tier, maker: AccountMaker) -> list[Life]:
    draws = Draws(seed, profile.stream, "legacy", tier.key)
    lives: list[Life] = []
    while len(lives) < tier.legacy:
        signed_at = profile.history_from - timedelta(days=draws.whole(31, LEGACY_MONTHS * 30))
        acv = max(tier.acv_step, round(draws.lognormal(tier.acv, tier.acv_sigma) / tier.acv_step) * tier.acv_step)
        account = maker.make(tier, draws)
        life = _life(profile, account, signed_at, acv, draws, None)
        if life.leaves is None or life.leaves >= month_number(profile.history_from):
            lives.append(life)
    return lives


def _life(profile: Profile, account: Account, signed_at: date, acv: int, draws: Draws, deal: Deal | None) -> Life:
    tier = account.tier
    first_month = month_number(signed_at) + 1
    length = month_number(profile.as_of) + MONTHS_AHEAD - first_month + 1
    prices: list[float] = []
    leaves: int | None = None
    monthly = acv / MONTHS_PER_YEAR
    for age in range(length):
        if age and age % MONTHS_PER_YEAR == 0:
            monthly *= 1 + tier.expansion_annual * draws.uniform(0.0, 2.0)
        prices.append(round(monthly, 2))
        if _ends(tier, account, age + 1, draws):
            leaves = first_month + age
            break
    return Life(
        account=account,
        signed_at=signed_at,
        first_month=first_month,
        prices=tuple(prices),
        leaves=leaves,
        discount=draws.weighted(DISCOUNTS),
        billing=draws.weighted(tier.billing),
        payment_days=draws.pick(tier.payment_days),
        deal=deal,
    )


def _ends(tier: Tier, account: Account, months_paid: int, draws: Draws) -> bool:
    churn = min(0.5, tier.churn_monthly * account.industry.churn)
    if tier.term_months == 1:
        return draws.chance(churn)
    return months_paid % tier.term_months == 0 and draws.chance(annual_from_monthly_rate(churn))


def _with_arcs(profile: Profile, seed: int, lives: list[Life]) -> list[Life]:
    chosen: dict[int, str] = {}
    for arc, count in profile.arcs.items():
        wanted = "Big" if arc == "declining" else "Small"
        able = [
            place
            for place, life in enumerate(lives)
            if life.tier.segment == wanted and life.leaves is None and _months_seen(profile, life) >= MONTHS_PER_YEAR
        ]
        chosen |= dict.fromkeys(Draws(seed, profile.stream, "arcs", arc).shuffled(able)[:count], arc)
    return [_bent(life, chosen[place]) if place in chosen else life for place, life in enumerate(lives)]


def _months_seen(profile: Profile, life: Life) -> int:
    return month_number(profile.as_of) - life.first_month + 1


def _bent(life: Life, arc: str) -> Life:
    monthly = (1 + ARCS[arc]) ** (1 / MONTHS_PER_YEAR)
    prices = tuple(round(life.prices[0] * monthly**age, 2) for age in range(len(life.prices)))
    return replace(life, prices=prices, arc=arc)


def contract_terms(life: Life, day: date) -> list[tuple[date, date, int]]:
    """Return first day, last day and first month of each term that has begun on a day."""
    term = life.tier.term_months
    starts = range(life.first_month, month_number(day) + 1, term)
    kept = [start for start in starts if life.leaves is None or start <= life.leaves]
    return [(first_day(start), last_day(start + term - 1), start) for start in kept]
