"""Quarrystone: Medium makers of building products, sold to and served as they need. The healthy one."""

from __future__ import annotations

from datetime import date

from unequal.samples.profile import Help, Industry, Money, Pool, Profile, Tier

from . import typed_tables, wishes
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
    SURVEY,
)

WORKSPACE = """\
# Quarrystone keeps the certificates of building products in order. Invented; see ../README.md.
name = "Quarrystone"
as_of = 2026-06-30
currency = "EUR"
locale = "en_GB"
deals_complete_from = 2024-09-01    # the old CRM's losses were left behind when we moved

[tables.customers.columns]
customer_id = "Account ID"
name = "Account Name"
start_date = "Customer Since"
end_date = "Left On"
role = "Account Type"
parent_id = "Parent Account ID"
via_partner_id = "Sold Through"
segment = "Size Class"
employees = "No. of Employees"
annual_revenue = "Annual Revenue"
industry = "Industry"
country = "Billing Country"
job_primary = "Hired For"
experience_level = "Help Needed"

[tables.customers.values.role]
"End customer" = "end_user"
Distributor = "distributor"
Reseller = "reseller"
"Value-add partner" = "value_add"

[tables.revenue.columns]
customer_id = "Account ID"
month = "Month"
mrr = "MRR net"
list_mrr = "MRR list"
one_off = "One-off"
direct_cogs = "Hosting & licences"

[tables.contracts.columns]
customer_id = "Account ID"
start = "Term Start"
end = "Term End"
term_months = "Months"
price = "Annual Price"
auto_renew = "Renews"

[tables.deals.columns]
deal_id = "Opportunity ID"
account_id = "Account ID"
segment = "Size Class"
created_at = "Created Date"
entered_at = "First Seen In CRM"
closed_at = "Close Date"
status = "Outcome"
stage = "Sales Stage"
acv = "Amount"
owner = "Opportunity Owner"
source = "Lead Source"
partner_id = "Partner Account ID"
hours_sales = "Hours Logged"
expected_close = "Expected Close"
billing = "Billing"
payment_days = "Payment Days"
lost_reason = "Loss Reason"
last_activity_at = "Last Activity"
procurement = "Buying Mode"

[tables.deals.values]
status = { "Closed Won" = "won", "Closed Lost" = "lost", "Closed - Nothing" = "no_decision", "In Progress" = "open" }
billing = { Yearly = "annual_prepaid", Quarterly = "quarterly", Monthly = "monthly" }

[tables.deal_history.columns]
deal_id = "Opportunity ID"
changed_at = "Edit Date"
field = "Field"
old = "Old Value"
new = "New Value"

[tables.deal_history.values]
field = { "Sales Stage" = "stage", "Expected Close" = "expected_close" }

[segments]
scheme = "size"
cuts = { Medium = 100, Big = 500 }

[plan]
target_segment = "Medium"
target_arr = 1_500_000
acquisition_budget = 40_000
raise_months = 6
reserve_months = 3
wins_needed = 6
new_deals_per_month = 6

[plan.segments.Medium]
hours_share = 0.7
arr_share = 0.75
hours_per_opportunity = 24
net_new_per_month = 1.5
motion = "inside"
avoidable_fixed_cost = 60_000

[plan.segments.Small]
hours_share = 0.15
arr_share = 0.1
hours_per_opportunity = 6
net_new_per_month = 1
motion = "partner"
avoidable_fixed_cost = 10_000

[plan.segments.Big]
hours_share = 0.15
arr_share = 0.15
hours_per_opportunity = 110
net_new_per_month = 0.1
motion = "field"
avoidable_fixed_cost = 20_000
"""

DOWNSIDE = """\
# Three in ten of the planned receipts do not come: two distributors stop, and renewals are put off.
[plan]
raise_months = 9
new_deals_per_month = 3

[tables.finance]
source = "data/finance_downside.csv"
"""

QUARRY = Profile(
    slug="quarry",
    take=4,
    line="Healthy: sells to Medium makers in a quarter of a year, serves them as they need, earns its keep.",
    history_from=date(2023, 7, 1),
    as_of=date(2026, 6, 30),
    exported=date(2026, 6, 30),
    tiers=(
        Tier(
            key="Small",
            segment="Small",
            deals_a_month=(4.0, 3.0),
            win_probability=0.36,
            win_months=1.3,
            win_sigma=0.6,
            loss_months=0.9,
            acv=5_400,
            acv_step=300,
            employees=(8, 99),
            hours=6,
            churn_monthly=0.018,
            expansion_annual=0.04,
            term_months=1,
            billing=(("monthly", 1.0),),
            sources=(("inbound", 0.6), ("referral", 0.4)),
            stages=("Qualified", "Demo", "Offer"),
            legacy=40,
            help=(Help(kind="ticket", skill="support", a_month=0.5, hours=0.5),),
            onboarding=2.0,
            cogs_share=0.18,
            partner_share=0.5,
            zombies=0.03,
        ),
        Tier(
            key="Medium",
            segment="Medium",
            deals_a_month=(4.5, 6.0),
            win_probability=0.31,
            win_months=3.2,
            win_sigma=0.5,
            loss_months=2.1,
            acv=27_000,
            acv_step=500,
            employees=(100, 499),
            hours=24,
            churn_monthly=0.008,
            expansion_annual=0.06,
            billing=(("quarterly", 0.6), ("annual_prepaid", 0.3), ("monthly", 0.1)),
            payment_days=(30, 45),
            sources=(("outbound", 0.4), ("inbound", 0.35), ("referral", 0.25)),
            stages=("Qualified", "Demo", "Proof", "Offer"),
            legacy=36,
            help=(
                Help(kind="ticket", skill="support", a_month=0.8, hours=0.7),
                Help(kind="review", skill="csm", a_month=0.5, hours=1.2),
            ),
            onboarding=8.0,
            onboarding_fee=2_500,
            cogs_share=0.16,
            partner_share=0.15,
            zombies=0.03,
        ),
        Tier(
            key="Big",
            segment="Big",
            deals_from=8,
            deals_a_month=(0.25, 0.3),
            win_probability=0.25,
            win_months=8.0,
            win_sigma=0.4,
            loss_months=5.0,
            acv=100_000,
            acv_step=5_000,
            employees=(500, 9_000),
            hours=110,
            churn_monthly=0.006,
            expansion_annual=0.08,
            payment_days=(60,),
            sources=(("inbound", 0.6), ("referral", 0.4)),
            stages=("Qualified", "Demo", "Proof", "Security review", "Contract"),
            legacy=4,
            help=(
                Help(kind="ticket", skill="support", a_month=1.2, hours=1.0),
                Help(kind="review", skill="csm", a_month=1.2, hours=2.2),
            ),
            onboarding=30.0,
            onboarding_fee=10_000,
            cogs_share=0.15,
        ),
    ),
    industries=(
        Industry(name="Concrete and brick", weight=0.3, odds=1.3, churn=0.7),
        Industry(name="Insulation", weight=0.25, odds=1.1, churn=0.9),
        Industry(name="Roofing", weight=0.25, odds=0.8, churn=1.2),
        Industry(name="Ceramics", weight=0.2, odds=0.8, churn=1.4),
    ),
    countries=(("DE", 0.35), ("AT", 0.1), ("BE", 0.15), ("NL", 0.15), ("FR", 0.15), ("IT", 0.1)),
    names="building",
    account_pattern="00{:04d}",  # leading zeros: an id is no number
    deal_pattern="OPP-{:05d}",
    owners=("Claire", "Dario", "Femke", "Uwe", "Yasmin"),
    money=Money(cash=1_100_000, fixed=175_000, fixed_at_start=0.55, variable_share=0.12, marketing=12_000),
    columns={
        "customers": (*CUSTOMERS, *COMPLEXITY, "job_primary", "experience_level"),
        "revenue": REVENUE,
        "contracts": CONTRACTS,
        "deals": (*DEALS[:4], "entered_at", *DEALS[4:]),
        "deal_history": DEAL_HISTORY,
        "prospects": (*PROSPECTS, *COMPLEXITY),
        "finance": FINANCE,
        "finance_downside": FINANCE,
        "activities": ACTIVITIES,
        "cost_pools": COST_POOLS,
        "survey": SURVEY,
    },
    blemishes={
        "customers": (("unknown_parent", 1), ("unreadable_employees", 2), ("duplicate", 1)),
        "revenue": (("negative_mrr", 2), ("unreadable_mrr", 1), ("mid_month", 1), ("duplicate", 2)),
        "deals": (
            ("no_account", 5),
            ("no_segment", 3),
            ("unknown_account", 2),
            ("closed_before_created", 3),
            ("won_without_close", 2),
            ("unmapped_status", 2),
            ("duplicate", 1),
        ),
    },
    deals_complete_from=date(2024, 9, 1),
    fresh_prospects=60,
    partners=(("distributor", 2), ("reseller", 2), ("value_add", 1)),
    parents=4,
    arcs={"declining": 2, "rising": 5},
    pools=(
        Pool(name="support", skill="support", fte=1.5, cost=9_700),
        Pool(name="success", skill="csm", fte=1.5, cost=11_200),
    ),
    asked=wishes.QUARRY,
    texts={"workspace.toml": WORKSPACE, "scenarios/downside.toml": DOWNSIDE, **typed_tables.QUARRY},
)
