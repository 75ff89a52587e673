"""Firms and persons that buy, or might."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .draws import Draws
from .names import NameBook
from .profile import Industry, Profile, Tier

EMPLOYEES_UNKNOWN = 0.04  # share of smaller firms whose size nobody wrote down
EXPERIENCE = (("self-run", 0.45), ("guided", 0.35), ("managed", 0.2))
JOBS = (("prove compliance", 0.4), ("answer tenders", 0.3), ("cut waste", 0.2), ("train staff", 0.1))
AGES = (("25-34", 0.2), ("35-44", 0.3), ("45-54", 0.3), ("55-64", 0.2))
EDUCATIONS = (("school", 0.3), ("college", 0.4), ("university", 0.3))
GENDERS = (("female", 0.49), ("male", 0.47), ("", 0.04))
REVENUE_PER_HEAD = 160_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One buyer, with what is known before a sale.

    Attributes:
        features: Column of `customers` or `prospects` to its value; missing where unknown.
        experience: Kind of help the account needs, whatever it pays.
    """

    account_id: str
    tier: Tier
    industry: Industry
    experience: str
    currency: str
    features: Mapping[str, object]
    role: str = "end_user"


class AccountMaker:
    """Makes accounts with running numbers and unused names."""

    def __init__(self, profile: Profile, seed: int) -> None:
        self._profile = profile
        self._number = 0
        self._names = NameBook(profile.names, Draws(seed, profile.stream, "names"))

    def make(self, tier: Tier, draws: Draws, *, role: str = "end_user") -> Account:
        """Return a new account of the tier."""
        self._number += 1
        industry = draws.weighted([(industry, industry.weight) for industry in self._profile.industries])
        experience = draws.weighted(EXPERIENCE)
        features: dict[str, object] = {"segment": tier.segment, "country": draws.weighted(self._profile.countries)}
        features |= _persons(draws) if tier.employees is None else self._firms(tier, industry, draws)
        features |= {"job_primary": draws.weighted(JOBS), "experience_level": experience}
        return Account(
            account_id=self._profile.account_pattern.format(self._number),
            tier=tier,
            industry=industry,
            experience=experience,
            currency=draws.weighted([(code, weight) for code, _, weight in self._profile.foreign] or [("", 1.0)]),
            features=features,
            role=role,
        )

    def _firms(self, tier: Tier, industry: Industry, draws: Draws) -> dict[str, object]:
        assert tier.employees is not None
        low, high = tier.employees
        employees = round(draws.between_logs(low, high))
        takings = round(employees * draws.lognormal(REVENUE_PER_HEAD, 0.4), -4)
        known = tier.segment == "Big" or not draws.chance(EMPLOYEES_UNKNOWN)
        facts: dict[str, object] = {"name": self._names.name(industry.name), "industry": industry.name}
        if known:
            facts |= {"employees": employees, "annual_revenue": int(takings)}
        return facts | _complexity(employees, draws)


def _complexity(employees: int, draws: Draws) -> dict[str, object]:
    weight = min(1.0, employees / 800)
    return {
        "complexity_integrations": draws.poisson(0.5 + 3 * weight),
        "complexity_sso": draws.chance(0.1 + 0.8 * weight),
        "complexity_custom_contract": draws.chance(0.05 + 0.8 * weight),
        "complexity_teams": 1 + draws.poisson(0.3 + 4 * weight),
        "complexity_procurement": draws.chance(0.05 + 0.8 * weight),
        "complexity_on_prem": draws.chance(0.03 + 0.4 * weight),
    }


def _persons(draws: Draws) -> dict[str, object]:
    return {
        "age_band": draws.weighted(AGES),
        "education": draws.weighted(EDUCATIONS),
        "gender": draws.weighted(GENDERS) or None,
    }
