"""What the company's systems export: one function a table, each from the same truth, each with its own chance.

A row is a mapping from our column name to a value; a column that is missing from it is an empty cell.
"""

from __future__ import annotations

from datetime import date, timedelta

from unequal.units import MONTHS_PER_YEAR

from .accounts import Account
from .finance import bank
from .lives import Life, contract_terms
from .months import first_day, last_day, month_number
from .world import World

Row = dict[str, object]

ROLE_WRITTEN = 0.85  # share of end users whose role is filled in
REFERENCE = 0.18
CREDIT = 0.012
CREDIT_SHARE = 0.5


def customers_rows(world: World) -> list[Row]:
    """Return the customers: partners, buyers and, where the CRM keeps all in one list, those who have not bought."""
    draws = world.draws("customers")
    since = world.profile.history_from
    rows: list[Row] = [_partner(account, since + timedelta(days=draws.whole(0, 400))) for account in world.partners]
    earlier: dict[str, list[str]] = {}
    for life in sorted(world.lives, key=lambda life: (life.signed_at, life.account.account_id)):
        account = life.account
        row: Row = dict(account.features) | {"customer_id": account.account_id, "start_date": life.signed_at}
        row |= {"end_date": life.known_end(world.profile.exported), "parent_id": world.parents.get(account.account_id)}
        row |= {"role": "end_user" if draws.chance(ROLE_WRITTEN) else None}
        row |= {"via_partner_id": life.deal.partner_id if life.deal else None, "currency": account.currency or None}
        reference = draws.chance(REFERENCE)
        row |= {"reference_ok": reference, "references_given_12m": draws.poisson(1.2) if reference else 0}
        known = earlier.setdefault(account.tier.segment, [])
        if draws.chance(0.12) and known:
            row |= {"referred_by": draws.pick(known)}
        known.append(account.account_id)
        rows.append(row)
    if world.profile.others == "customers":
        rows += [dict(account.features) | {"customer_id": account.account_id} for account in _not_yet(world)]
    return rows


def _partner(account: Account, since: date) -> Row:
    return dict(account.features) | {"customer_id": account.account_id, "start_date": since, "role": account.role}


def _not_yet(world: World) -> list[Account]:
    bought = world.bought()
    met = {deal.account.account_id: deal.account for deal in world.deals if deal.account.account_id not in bought}
    return list(met.values())


def prospects_rows(world: World) -> list[Row]:
    """Return the accounts that have not bought: those with a lost or open deal, and those nobody has spoken to."""
    deals = {deal.account.account_id: deal for deal in world.deals}
    rows: list[Row] = []
    for account in _not_yet(world):
        deal = deals[account.account_id]
        over = deal.closed_by(world.profile.as_of) and not deal.won
        outcome: Row = {"contacted_at": deal.created_at, "outcome": "lost" if over else None}
        rows.append(dict(account.features) | {"account_id": account.account_id} | outcome)
    rows += [dict(account.features) | {"account_id": account.account_id} for account in world.fresh]
    return rows


def revenue_rows(world: World) -> list[Row]:
    """Return one row a customer and month, from the first month of the history to `as_of`."""
    draws = world.draws("revenue")
    first, last = month_number(world.profile.history_from), month_number(world.profile.as_of)
    rows: list[Row] = []
    for life in world.lives:
        for month in range(max(first, life.first_month), last + 1):
            price = life.price(month)
            if price > 0:
                rows.append(_bill(life, month, price, draws.uniform(0.85, 1.15), draws.uniform()))
    return rows


def _bill(life: Life, month: int, price: float, wobble: float, luck: float) -> Row:
    tier = life.tier
    one_off = float(tier.onboarding_fee) if month == life.first_month and tier.onboarding_fee else None
    if luck < CREDIT:
        one_off = -round(CREDIT_SHARE * price, 2)
    return {
        "customer_id": life.account.account_id,
        "month": first_day(month),
        "mrr": price,
        "list_mrr": round(price / (1 - life.discount), 2),
        "one_off": one_off,
        "direct_cogs": round(tier.cogs_share * price * wobble, 2),
        "currency": life.account.currency or None,
    }


def contracts_rows(world: World) -> list[Row]:
    """Return each term that has begun, with its price a year."""
    draws = world.draws("contracts")
    rows: list[Row] = []
    for life in world.lives:
        if life.tier.term_months == 1:
            continue
        renews = draws.chance(0.7)
        for start, end, month in contract_terms(life, world.profile.as_of):
            rows.append(
                {
                    "customer_id": life.account.account_id,
                    "start": start,
                    "end": end,
                    "term_months": life.tier.term_months,
                    "price": round(MONTHS_PER_YEAR * life.price(month)),
                    "auto_renew": renews,
                    "currency": life.account.currency or None,
                }
            )
    return rows


def finance_rows(world: World) -> list[Row]:
    """Return the months of the bank account and of the plan."""
    return _finance(world, kept=1.0)


def finance_downside_rows(world: World) -> list[Row]:
    """Return the same with fewer of the planned receipts."""
    return _finance(world, kept=0.7)


def _finance(world: World, *, kept: float) -> list[Row]:
    return [
        {
            "month": last_day(entry.month),
            "cash": entry.cash,
            "fixed_cost": entry.fixed,
            "variable_cost": entry.variable,
            "committed_receipts": entry.receipts,
            "debt_service": entry.debt_service or None,
        }
        for entry in bank(world.profile, world.seed, list(world.lives), kept=kept)
    ]
