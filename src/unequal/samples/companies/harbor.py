"""Harbor Dispatch: wants two famous names before the next raise, with a year of cash. The Over-Reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from unequal.samples.profile import Help, Industry, Money, Pool, Profile, Tier

from . import typed_tables
from .columns import (
    ACTIVITIES,
    COMPLEXITY,
    CONTRACTS,
    COST_POOLS,
    CUSTOMERS,
    DEAL_HISTORY,
    DEALS,
    FINANCE,
    PROSPECTS,
    REVENUE,
)

WORKSPACE = """\
# Harbor Dispatch plans berths and yards for freight firms. Invented; see ../README.md.
name = "Harbor Dispatch"
as_of = 2026-06-30
currency = "EUR"
locale = "en_GB"

# The CRM has had many users, and each wrote the end of a deal in a way of their own.
[tables.deals.values.status]
"Closed Won" = "won"
"closed won" = "won"
"WON" = "won"
"Closed Lost" = "lost"
"closed lost" = "lost"
"LOST" = "lost"
"No Decision" = "no_decision"
"no decision" = "no_decision"
"Open" = "open"
"open" = "open"
"OPEN" = "open"

[segments]
scheme = "size"
cuts = { Medium = 100, Big = 500 }

[plan]
target_segment = "Big"
target_arr = 1_000_000
acquisition_budget = 50_000
raise_months = 6
reserve_months = 2
wins_needed = 3
new_deals_per_month = 2

[plan.segments.Big]
hours_share = 0.65
arr_share = 0.7
hours_per_opportunity = 120
net_new_per_month = 1
motion = "field"
avoidable_fixed_cost = 45_000

[plan.segments.Medium]
hours_share = 0.25
arr_share = 0.22
hours_per_opportunity = 24
net_new_per_month = 2
motion = "inside"
avoidable_fixed_cost = 25_000

[plan.segments.Small]
hours_share = 0.1
arr_share = 0.08
hours_per_opportunity = 6
net_new_per_month = 2
motion = "inside"
avoidable_fixed_cost = 8_000
"""

DOWNSIDE = """\
# The raise takes as long as the slow ones do, and the events that bring Big deals bring half as many.
[plan]
raise_months = 9
new_deals_per_month = 1
"""

NOTE = """\
The board likes the names in this pipeline, and so do we. The question for the next meeting is not whether a large
terminal would buy, but whether it can buy **before October**: that is when the raise has to start from evidence.

- Nobody here has seen a Big deal signed in under half a year. Most of those open now began this winter.
- Medium firms have bought all along, with a quarter of the selling hours.
"""

BIG = Tier(
    key="Big",
    segment="Big",
    deals_from=3,
    deals_a_month=(0.55, 0.65),
    win_probability=0.15,
    win_months=10.5,
    win_sigma=0.35,
    loss_months=5.5,
    acv=120_000,
    acv_step=5_000,
    employees=(500, 15_000),
    hours=120,
    churn_monthly=0.0075,
    expansion_annual=0.08,
    billing=(("quarterly", 1.0),),
    payment_days=(60,),
    sources=(("outbound", 0.5), ("event", 0.4), ("referral", 0.1)),
    stages=("Qualified", "Demo", "Pilot", "Security review", "Procurement", "Contract"),
    onboarding_fee=15_000,
    help=(
        Help(kind="ticket", skill="support", a_month=1.5, hours=1.0),
        Help(kind="review", skill="csm", a_month=1.5, hours=2.5),
    ),
    onboarding=60.0,
)

HARBOR = Profile(
    slug="harbor",
    take=256,
    line="Over-Reach: bets on Big names that take a year to sign, with twelve months of cash.",
    history_from=date(2023, 7, 1),
    as_of=date(2026, 6, 30),
    exported=date(2026, 7, 17),
    tiers=(
        Tier(
            key="Small",
            segment="Small",
            deals_a_month=(6.0, 3.0),
            win_probability=0.32,
            win_months=1.2,
            win_sigma=0.6,
            loss_months=0.8,
            acv=4_800,
            acv_step=120,
            acv_sigma=0.35,
            employees=(6, 99),
            hours=6,
            churn_monthly=0.03,
            expansion_annual=0.02,
            term_months=1,
            billing=(("monthly", 1.0),),
            stages=("Qualified", "Demo", "Offer"),
            legacy=80,
            cogs_share=0.24,
            help=(Help(kind="ticket", skill="support", a_month=0.55, hours=0.5),),
            onboarding=2.0,
            partner_share=0.08,
            zombies=0.05,
        ),
        Tier(
            key="Medium",
            segment="Medium",
            deals_a_month=(4.0, 2.5),
            win_probability=0.28,
            win_months=3.4,
            win_sigma=0.5,
            loss_months=2.2,
            acv=24_000,
            acv_step=500,
            employees=(100, 499),
            hours=26,
            churn_monthly=0.012,
            expansion_annual=0.04,
            billing=(("monthly", 0.6), ("quarterly", 0.4)),
            payment_days=(30, 45),
            stages=("Qualified", "Demo", "Pilot", "Offer"),
            legacy=20,
            onboarding_fee=2_000,
            help=(
                Help(kind="ticket", skill="support", a_month=0.9, hours=0.75),
                Help(kind="review", skill="csm", a_month=0.5, hours=1.25),
            ),
            onboarding=12.0,
            partner_share=0.12,
            zombies=0.04,
        ),
        BIG,
        # Since last winter the board wants names, and the sellers look for them.
        replace(BIG, key="Big push", deals_from=29, deals_a_month=(1.2, 1.2)),
    ),
    industries=(
        Industry(name="Terminals", weight=0.25, odds=1.3, churn=0.8),
        Industry(name="Haulage", weight=0.3, odds=0.9, churn=1.2),
        Industry(name="Shipping lines", weight=0.2),
        Industry(name="Warehousing", weight=0.25, odds=0.9),
    ),
    countries=(("NL", 0.3), ("DE", 0.25), ("GB", 0.15), ("DK", 0.1), ("NO", 0.1), ("FR", 0.1)),
    names="freight",
    account_pattern="HD-{:04d}",
    deal_pattern="D-{:04d}",
    owners=("Ines", "Jonas", "Maarten", "Siobhán"),
    money=Money(
        cash=900_000,
        runway_months=12.0,
        fixed_at_start=0.6,
        variable_share=0.16,
        marketing=18_000,
        rounds=((22, 2_300_000),),
    ),
    columns={
        "customers": (*CUSTOMERS, *COMPLEXITY),
        "revenue": REVENUE,
        "contracts": CONTRACTS,
        "deals": DEALS,
        "deal_history": DEAL_HISTORY,
        "prospects": (*PROSPECTS, *COMPLEXITY),
        "finance": FINANCE,
        "activities": ACTIVITIES,
        "cost_pools": COST_POOLS,
    },
    blemishes={
        "customers": (("unknown_parent", 1), ("unreadable_employees", 1), ("duplicate", 1)),
        "revenue": (("negative_mrr", 2), ("unreadable_mrr", 1), ("duplicate", 2)),
        "deals": (
            ("no_account", 6),
            ("no_segment", 4),
            ("unknown_account", 3),
            ("closed_before_created", 2),
            ("won_without_close", 2),
            ("unmapped_status", 1),
            ("duplicate", 2),
        ),
    },
    fresh_prospects=60,
    partners=(("reseller", 3), ("integrator", 2)),
    parents=4,
    pools=(
        Pool(name="support", skill="support", fte=1.5, cost=9_400),
        Pool(name="success", skill="csm", fte=1.5, cost=10_800),
    ),
    texts={
        "workspace.toml": WORKSPACE,
        "scenarios/downside.toml": DOWNSIDE,
        "notes/runway.md": NOTE,
        **typed_tables.HARBOR,
    },
)
