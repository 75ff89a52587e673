"""Deals as they happen: created at a rate, won or lost by chance, after a lognormal time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from unequal.units import DAYS_PER_MONTH

from .accounts import Account, AccountMaker
from .draws import Draws
from .months import first_day, last_day, month_number
from .profile import Profile, Tier

SECOND_TRY = 0.1  # share of deals with an account that was lost before
SECOND_TRY_AFTER_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One deal, with the end it will have in truth.

    Attributes:
        ends_at: Day on which it is truly won or dead, also after the export was drawn.
        forgotten: Lost, but nobody closes it in the CRM.
        acv: Annual contract value, in the account's currency.
    """

    deal_id: str
    account: Account
    tier: Tier
    created_at: date
    ends_at: date
    won: bool
    forgotten: bool
    acv: int
    partner_id: str | None

    def closed_by(self, day: date) -> bool:
        """Return whether the CRM shows the deal as closed on a day."""
        return self.ends_at <= day and not self.forgotten


def sell(profile: Profile, seed: int, maker: AccountMaker, partners: list[Account]) -> list[Deal]:
    """Return all deals of a company, in the order of their creation, numbered in that order."""
    deals = [deal for tier in profile.tiers for deal in _of_tier(profile, seed, tier, maker, partners)]
    deals.sort(key=lambda deal: (deal.created_at, deal.tier.key, deal.account.account_id))
    return [replace(deal, deal_id=profile.deal_pattern.format(place)) for place, deal in enumerate(deals, start=1)]


def _of_tier(profile: Profile, seed: int, tier: Tier, maker: AccountMaker, partners: list[Account]) -> list[Deal]:
    draws = Draws(seed, profile.stream, "deals", tier.key)
    deals: list[Deal] = []
    lost: list[Deal] = []  # each tried once so far
    for created_at in _creation_days(profile, tier, draws):
        quiet = [deal for deal in lost if deal.ends_at + timedelta(days=SECOND_TRY_AFTER_DAYS) <= created_at]
        again = draws.pick(quiet) if draws.chance(SECOND_TRY) and quiet else None
        deal = _deal(again.account if again else maker.make(tier, draws), created_at, draws, partners)
        deals.append(deal)
        if again:
            lost.remove(again)
        elif not deal.won and not deal.forgotten:
            lost.append(deal)
    return deals


def _creation_days(profile: Profile, tier: Tier, draws: Draws) -> list[date]:
    start, end = month_number(profile.history_from) + tier.deals_from, month_number(profile.exported)
    first, last = tier.deals_a_month
    days: list[date] = []
    for month in range(start, end + 1):
        rate = first + (last - first) * (month - start) / max(1, end - start)
        length = last_day(month).day
        days += [first_day(month) + timedelta(days=draws.whole(0, length - 1)) for _ in range(draws.poisson(rate))]
    return sorted(day for day in days if day <= profile.exported)


def _deal(account: Account, created_at: date, draws: Draws, partners: list[Account]) -> Deal:
    tier = account.tier
    odds = account.industry.odds * tier.win_probability / (1 - tier.win_probability)
    won = draws.chance(odds / (1 + odds))
    months = (
        draws.lognormal(tier.win_months, tier.win_sigma) if won else draws.lognormal(tier.loss_months, tier.loss_sigma)
    )
    acv = round(draws.lognormal(tier.acv, tier.acv_sigma) / tier.acv_step) * tier.acv_step
    by_partner = draws.chance(tier.partner_share) and partners
    return Deal(
        deal_id="",
        account=account,
        tier=tier,
        created_at=created_at,
        ends_at=created_at + timedelta(days=round(months * DAYS_PER_MONTH)),
        won=won,
        forgotten=draws.chance(tier.zombies) and not won,
        acv=max(acv, tier.acv_step),
        partner_id=draws.pick(partners).account_id if by_partner else None,
    )
