"""The work that customers cause, and the people who do it, over the last year."""

from __future__ import annotations

from datetime import date, timedelta

from .draws import Draws
from .lives import Life
from .months import first_day, last_day, month_number
from .profile import Help
from .world import World

Row = dict[str, object]

MONTHS = 12
STEP_HOURS = 0.25  # people log quarters of an hour
SPREAD_OF_CUSTOMERS = 0.45  # sd of the log of how much work a customer causes, beside its tier
SPREAD_OF_WORK = 0.4  # the same of one piece of work
COST_WOBBLE = 0.015


def activities_rows(world: World) -> list[Row]:
    """Return one row a piece of work for a customer, the onboarding of new ones included, in the order of days."""
    draws = world.draws("activities")
    now = month_number(world.profile.as_of)
    rows: list[Row] = []
    for life in world.lives:
        much = draws.lognormal(1.0, SPREAD_OF_CUSTOMERS)
        for month in range(max(life.first_month, now - MONTHS + 1), now + 1):
            if life.price(month) > 0:
                rows += [row for kind in life.tier.help for row in _work(life, month, kind, much, draws)]
            if month == life.first_month and life.tier.onboarding > 0:
                rows += _onboarding(life, month, draws)
    known = [row for row in rows if row["date"] <= world.profile.as_of]  # type: ignore[operator]
    return sorted(known, key=lambda row: (str(row["date"]), str(row["customer_id"]), str(row["kind"])))


def _work(life: Life, month: int, work: Help, much: float, draws: Draws) -> list[Row]:
    return [
        _row(life, _some_day(month, draws), work.kind, work.skill, draws.lognormal(work.hours, SPREAD_OF_WORK))
        for _ in range(draws.poisson(work.a_month * much))
    ]


def _onboarding(life: Life, month: int, draws: Draws) -> list[Row]:
    """Return the two visits that bring a customer on board."""
    first = max(_some_day(month, draws), life.signed_at)
    hours = draws.lognormal(life.tier.onboarding, 0.2) / 2
    return [_row(life, first + timedelta(days=days), "onboarding", "onboarding", hours) for days in (0, 7)]


def _row(life: Life, day: date, kind: str, skill: str, hours: float) -> Row:
    spent = max(round(hours / STEP_HOURS), 1) * STEP_HOURS
    return {
        "customer_id": life.account.account_id,
        "date": day,
        "skill": skill,
        "hours": spent,
        "minutes": round(60 * spent),
        "kind": kind,
    }


def _some_day(month: int, draws: Draws) -> date:
    return first_day(month) + timedelta(days=draws.whole(0, last_day(month).day - 1))


def cost_pools_rows(world: World) -> list[Row]:
    """Return the cost of each pool in each of the last twelve months."""
    draws = world.draws("cost_pools")
    now = month_number(world.profile.as_of)
    return [
        {
            "pool": pool.name,
            "month": first_day(month),
            "cost": round(pool.cost * draws.uniform(1 - COST_WOBBLE, 1 + COST_WOBBLE)),
            "fte": pool.fte,
            "skill": pool.skill,
            "driver": "hours",
        }
        for month in range(now - MONTHS + 1, now + 1)
        for pool in world.profile.pools
    ]
