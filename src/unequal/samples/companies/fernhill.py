"""Fernhill Praxis: perfect service for small practices that pay sixty euros a month. Too Much TLC."""

from __future__ import annotations

from datetime import date

from unequal.samples.profile import Help, Industry, Money, Pool, Profile, Tier

from . import typed_tables
from .columns import ACTIVITIES, CONTRACTS, COST_POOLS, CUSTOMERS, DEALS, FINANCE, REVENUE

WORKSPACE = """\
# Fernhill Praxis runs appointments and reminders for small practices. Invented; see ../README.md.
name = "Fernhill Praxis"
as_of = 2026-06-30
currency = "EUR"
locale = "en_GB"

# The files come out of a German spreadsheet: semicolons, decimal commas, the day first.
[tables.customers]
decimal = ","
date_order = "dmy"

[tables.revenue]
decimal = ","
date_order = "dmy"

[tables.contracts]
decimal = ","
date_order = "dmy"

[tables.deals]
decimal = ","
date_order = "dmy"
values.status = { gewonnen = "won", Gewonnen = "won", verloren = "lost", offen = "open", eingeschlafen = "no_decision" }

[tables.finance]
decimal = ","
date_order = "dmy"

[segments]
scheme = "size"
cuts = { Medium = 5, Big = 25 }   # a practice of twenty-five is a giant here

[plan]
target_segment = "Small"
target_arr = 250_000
acquisition_budget = 9_000
raise_months = 0                  # the founders will not raise
reserve_months = 2
wins_needed = 48
new_deals_per_month = 9

[plan.segments.Small]
hours_share = 0.8
arr_share = 0.75
hours_per_opportunity = 7
net_new_per_month = 8
motion = "inside"
avoidable_fixed_cost = 15_000

[plan.segments.Medium]
hours_share = 0.2
arr_share = 0.25
hours_per_opportunity = 11
net_new_per_month = 1
motion = "inside"
avoidable_fixed_cost = 4_000
"""

DOWNSIDE = """\
# Fewer practices ask for a demonstration, and the founders want another month of cash in hand.
[plan]
new_deals_per_month = 5
reserve_months = 3
"""

NOTE = """\
Every practice gets a named person, a visit and a telephone number that is answered. The practices love it. The question
is what sixty euros a month can carry, and whether there are enough practices to carry the rest.
"""

FERNHILL = Profile(
    slug="fernhill",
    take=4,
    line="Too Much TLC: a named person, a visit and a telephone for practices that pay sixty euros a month.",
    history_from=date(2023, 7, 1),
    as_of=date(2026, 6, 30),
    exported=date(2026, 6, 30),
    tiers=(
        Tier(
            key="Small",
            segment="Small",
            deals_a_month=(8.0, 9.0),
            win_probability=0.42,
            win_months=0.9,
            win_sigma=0.6,
            loss_months=0.7,
            acv=720,
            acv_step=60,
            employees=(1, 4),
            hours=7,
            churn_monthly=0.028,
            expansion_annual=0.01,
            term_months=1,
            billing=(("monthly", 1.0),),
            sources=(("recommendation", 0.4), ("website", 0.4), ("event", 0.2)),
            legacy=70,
            help=(
                Help(kind="ticket", skill="support", a_month=1.1, hours=0.5),
                Help(kind="call", skill="csm", a_month=0.8, hours=0.6),
                Help(kind="review", skill="csm", a_month=0.25, hours=1.75),
            ),
            onboarding=6.0,
            cogs_share=0.12,
            partner_share=0.06,
            zombies=0.03,
        ),
        Tier(
            key="Medium",
            segment="Medium",
            deals_a_month=(1.4, 1.7),
            win_probability=0.3,
            win_months=2.0,
            win_sigma=0.5,
            loss_months=1.4,
            acv=2_160,
            acv_step=120,
            employees=(5, 24),
            hours=11,
            churn_monthly=0.015,
            expansion_annual=0.02,
            billing=(("quarterly", 0.7), ("annual_prepaid", 0.3)),
            sources=(("recommendation", 0.4), ("website", 0.2), ("outbound", 0.4)),
            legacy=10,
            help=(
                Help(kind="ticket", skill="support", a_month=1.4, hours=0.5),
                Help(kind="call", skill="csm", a_month=0.8, hours=0.6),
                Help(kind="review", skill="csm", a_month=0.25, hours=1.75),
            ),
            onboarding=7.0,
            cogs_share=0.12,
            zombies=0.03,
        ),
        Tier(
            key="Big",
            segment="Big",
            deals_from=22,
            deals_a_month=(0.25, 0.25),
            win_probability=0.2,
            win_months=6.0,
            win_sigma=0.45,
            loss_months=4.0,
            acv=9_600,
            acv_step=600,
            employees=(25, 120),
            hours=40,
            churn_monthly=0.01,
            expansion_annual=0.03,
            sources=(("outbound", 1.0),),
        ),
    ),
    industries=(
        Industry(name="Physiotherapie", weight=0.35),
        Industry(name="Zahnmedizin", weight=0.25, odds=1.2, churn=0.8),
        Industry(name="Tiermedizin", weight=0.2),
        Industry(name="Logopädie", weight=0.2, odds=0.8, churn=1.3),
    ),
    countries=(("DE", 0.75), ("AT", 0.15), ("CH", 0.1)),
    names="practice",
    account_pattern="P{:04d}",
    deal_pattern="V{:04d}",
    owners=("Frau Aydın", "Herr Böhm"),
    money=Money(
        cash=350_000,
        runway_months=14.0,
        fixed_at_start=0.8,
        variable_share=0.15,
        marketing=3_000,
        debt_service=850,
        rounds=((26, 600_000),),
    ),
    columns={
        "customers": CUSTOMERS,
        "revenue": REVENUE,
        "contracts": CONTRACTS,
        "deals": DEALS,
        "finance": FINANCE,
        "activities": ACTIVITIES,
        "cost_pools": COST_POOLS,
    },
    blemishes={
        "customers": (("unreadable_employees", 2), ("pays_after_leaving", 1), ("blank", 1)),
        "revenue": (("negative_mrr", 2), ("unreadable_mrr", 2), ("mid_month", 1), ("blank", 2)),
        "deals": (
            ("no_account", 5),
            ("closed_before_created", 3),
            ("won_without_close", 1),
            ("unreadable_created", 1),
            ("duplicate", 1),
            ("blank", 1),
        ),
        "finance": (("not_month_end", 1),),
    },
    others="customers",
    partners=(("referrer", 2), ("reseller", 1)),
    pools=(Pool(name="practice care", skill="csm", fte=2.0, cost=8_600),),
    texts={
        "workspace.toml": WORKSPACE,
        "scenarios/downside.toml": DOWNSIDE,
        "notes/traps.md": NOTE,
        **typed_tables.FERNHILL,
    },
)
