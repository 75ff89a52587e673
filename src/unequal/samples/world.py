"""A company as it is in truth, before an export shows a part of it."""

from __future__ import annotations

from dataclasses import dataclass

from .accounts import Account, AccountMaker
from .deals import Deal, sell
from .draws import Draws
from .lives import Life, live
from .profile import Profile

PARTNER_SINCE = 700  # days before the history ends


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Accounts, deals and customers of one company.

    Attributes:
        partners: Resellers and others who bring or buy for customers.
        fresh: Accounts that nobody has spoken to.
        parents: Account id to the account id of the firm it belongs to.
    """

    profile: Profile
    seed: int
    partners: tuple[Account, ...]
    deals: tuple[Deal, ...]
    lives: tuple[Life, ...]
    fresh: tuple[Account, ...]
    parents: dict[str, str]

    def draws(self, *path: str) -> Draws:
        """Return the stream of chance for a purpose of this company."""
        return Draws(self.seed, self.profile.stream, *path)

    def bought(self) -> set[str]:
        """Return the ids of all accounts that are or were customers."""
        return {life.account.account_id for life in self.lives}


def make_world(profile: Profile, seed: int) -> World:
    """Return the company that a profile and a seed describe."""
    maker = AccountMaker(profile, seed)
    firms = [tier for tier in profile.tiers if tier.employees is not None]
    draws = Draws(seed, profile.stream, "partners")
    partners = [maker.make(firms[0], draws, role=role) for role, count in profile.partners for _ in range(count)]
    deals = sell(profile, seed, maker, partners)
    lives = live(profile, seed, deals, maker)
    draws = Draws(seed, profile.stream, "fresh")
    fresh = [maker.make(draws.pick(firms), draws) for _ in range(profile.fresh_prospects)]
    return World(
        profile=profile,
        seed=seed,
        partners=tuple(partners),
        deals=tuple(deals),
        lives=tuple(lives),
        fresh=tuple(fresh),
        parents=_families(profile, seed, lives),
    )


def _families(profile: Profile, seed: int, lives: list[Life]) -> dict[str, str]:
    """Return subsidiaries with their parents: each of some larger customers owns two or three smaller ones."""
    draws = Draws(seed, profile.stream, "parents")
    sizes = {life.account.account_id: life.account.features.get("employees", 0) for life in lives}
    by_size = sorted(sizes, key=lambda account_id: (-float(str(sizes[account_id])), account_id))
    owners = by_size[: profile.parents]
    others = iter(draws.shuffled(by_size[profile.parents :]))
    return {next(others): owner for owner in owners for _ in range(draws.whole(2, 3))}
