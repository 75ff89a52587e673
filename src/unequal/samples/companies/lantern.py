"""Lantern Ledger: an app for everybody that nobody understands alone. Going Too Big."""

from __future__ import annotations

from datetime import date

from unequal.samples.profile import Help, Industry, Money, Pool, Profile, SignUps, Tier

from . import typed_tables
from .columns import (
    ACTIVITIES,
    CONTRACTS,
    COST_POOLS,
    CUSTOMERS,
    DEAL_HISTORY,
    DEALS,
    FINANCE,
    FUNNEL,
    PERSONS,
    PROSPECTS,
    REVENUE,
)

WORKSPACE = """\
# Lantern Ledger shows households what their pension will pay. Invented; see ../README.md.
name = "Lantern Ledger"
as_of = 2026-06-30
currency = "USD"
locale = "en_US"

[currencies]
EUR = { rate = 1.087, source = "invented, as of 2026-06-30" }

[segments]
scheme = "column"              # consumers have no head count; the files say what each one is

[plan]
target_segment = "Consumer"
target_arr = 1_000_000
acquisition_budget = 70_000
raise_months = 6
reserve_months = 2
wins_needed = 500
new_deals_per_month = 30

[plan.segments.Consumer]
hours_share = 0.3
arr_share = 0.8
hours_per_opportunity = 0.2
net_new_per_month = 400
motion = "self_serve"
avoidable_fixed_cost = 25_000

[plan.segments.Adviser]
hours_share = 0.6
arr_share = 0.15
hours_per_opportunity = 12
net_new_per_month = 1
motion = "inside"
avoidable_fixed_cost = 12_000

[plan.segments.Employer]
hours_share = 0.1
arr_share = 0.05
hours_per_opportunity = 60
motion = "field"
"""

DOWNSIDE = """\
# Attention gets dearer: the same trials cost half as much again, and a third of them stays away.
[plan]
acquisition_budget = 105_000
new_deals_per_month = 20
raise_months = 8
"""

LANTERN = Profile(
    slug="lantern",
    take=1,
    line="Going Too Big: buys attention for an app that people only take once somebody has explained it.",
    history_from=date(2024, 7, 1),
    as_of=date(2026, 6, 30),
    exported=date(2026, 6, 30),
    tiers=(
        Tier(
            key="Consumer alone",
            segment="Consumer",
            deals_a_month=(16.0, 26.0),
            win_probability=0.02,
            win_months=0.35,
            win_sigma=0.6,
            loss_months=0.5,
            acv=84,
            acv_step=12,
            acv_sigma=0.2,
            employees=None,
            hours=0,
            churn_monthly=0.07,
            expansion_annual=0.0,
            term_months=1,
            billing=(("monthly", 1.0),),
            sources=(("website", 1.0),),
            legacy=160,
            help=(Help(kind="ticket", skill="support", a_month=0.03, hours=0.4),),
            cogs_share=0.25,
        ),
        Tier(
            key="Consumer called",
            segment="Consumer",
            deals_a_month=(3.0, 4.0),
            win_probability=0.3,
            win_months=0.6,
            win_sigma=0.6,
            loss_months=0.6,
            acv=84,
            acv_step=12,
            acv_sigma=0.2,
            employees=None,
            hours=1.5,
            churn_monthly=0.05,
            help=(Help(kind="ticket", skill="support", a_month=0.03, hours=0.4),),
            expansion_annual=0.0,
            term_months=1,
            billing=(("monthly", 1.0),),
            sources=(("guided_call", 1.0),),
            cogs_share=0.25,
        ),
        Tier(
            key="Adviser",
            segment="Adviser",
            deals_a_month=(3.0, 4.5),
            win_probability=0.3,
            win_months=2.3,
            win_sigma=0.5,
            loss_months=1.5,
            acv=4_200,
            acv_step=300,
            employees=(2, 60),
            hours=12,
            churn_monthly=0.012,
            expansion_annual=0.05,
            billing=(("annual_prepaid", 0.5), ("quarterly", 0.5)),
            stages=("Qualified", "Demo", "Trial", "Offer"),
            legacy=14,
            help=(
                Help(kind="ticket", skill="support", a_month=0.9, hours=0.5),
                Help(kind="call", skill="csm", a_month=0.4, hours=0.75),
            ),
            onboarding=5.0,
            cogs_share=0.18,
            zombies=0.05,
        ),
        Tier(
            key="Employer",
            segment="Employer",
            deals_from=15,
            deals_a_month=(0.35, 0.35),
            win_probability=0.15,
            win_months=8.0,
            win_sigma=0.45,
            loss_months=5.0,
            acv=36_000,
            acv_step=1_000,
            employees=(250, 3_000),
            hours=60,
            churn_monthly=0.008,
            expansion_annual=0.05,
            stages=("Qualified", "Demo", "Pilot", "Contract"),
        ),
    ),
    industries=(Industry(name="Advice", weight=0.6), Industry(name="Accounting", weight=0.4, odds=0.9, churn=1.2)),
    countries=(("US", 0.7), ("CA", 0.1), ("IE", 0.2)),
    names="advice",
    account_pattern="LL{:05d}",
    deal_pattern="T{:05d}",
    owners=("Amara", "Devin", "Priya"),
    money=Money(
        cash=780_000,
        runway_months=7.0,
        fixed_at_start=0.7,
        variable_share=0.2,
        marketing=70_000,
        rounds=((17, 2_000_000),),
        planned_months=0,
    ),
    columns={
        "customers": (*CUSTOMERS, *PERSONS, "currency"),
        "revenue": (*REVENUE, "currency"),
        "contracts": (*CONTRACTS, "currency"),
        "deals": (*DEALS, "currency"),
        "deal_history": DEAL_HISTORY,
        "prospects": (*PROSPECTS, *PERSONS),
        "finance": FINANCE,
        "activities": ACTIVITIES,
        "cost_pools": COST_POOLS,
        "funnel": FUNNEL,
    },
    foreign=(("USD", 1.0, 0.8), ("EUR", 1.087, 0.2)),
    blemishes={
        "customers": (("duplicate", 2),),
        "revenue": (("negative_mrr", 1), ("mid_month", 2), ("duplicate", 1)),
        "deals": (
            ("no_account", 12),
            ("unknown_account", 2),
            ("closed_before_created", 4),
            ("unreadable_created", 2),
            ("duplicate", 3),
        ),
    },
    fresh_prospects=40,
    pools=(Pool(name="support", skill="support", fte=1.0, cost=6_900),),
    sign_ups=SignUps(
        segment="Consumer",
        alone="website",
        helped="guided_call",
        cost=38.0,
        contacts_alone=0.24,
        contacts_helped=1.3,
    ),
    texts={"workspace.toml": WORKSPACE, "scenarios/downside.toml": DOWNSIDE, **typed_tables.LANTERN},
)
