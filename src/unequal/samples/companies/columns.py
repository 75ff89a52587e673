"""Columns of the exported tables, in the order in which a person would want to read them."""

from __future__ import annotations

CUSTOMERS = (
    "customer_id", "name", "start_date", "end_date", "role", "parent_id", "via_partner_id", "segment", "employees",
    "annual_revenue", "industry", "country", "referred_by", "reference_ok", "references_given_12m",
)  # fmt: skip
COMPLEXITY = (
    "complexity_integrations", "complexity_sso", "complexity_custom_contract", "complexity_teams",
    "complexity_procurement", "complexity_on_prem",
)  # fmt: skip
PERSONS = ("age_band", "education", "gender")
PROSPECTS = (
    "account_id", "name", "segment", "employees", "annual_revenue", "industry", "country", "contacted_at", "outcome",
)  # fmt: skip
REVENUE = ("customer_id", "month", "mrr", "list_mrr", "one_off", "direct_cogs")
CONTRACTS = ("customer_id", "start", "end", "term_months", "price", "auto_renew")
DEALS = (
    "deal_id", "account_id", "segment", "created_at", "closed_at", "status", "stage", "acv", "owner", "source",
    "partner_id", "hours_sales", "expected_close", "billing", "payment_days", "lost_reason", "last_activity_at",
    "procurement",
)  # fmt: skip
DEAL_HISTORY = ("deal_id", "changed_at", "field", "old", "new")
FINANCE = ("month", "cash", "fixed_cost", "variable_cost", "committed_receipts", "debt_service")
ACTIVITIES = ("customer_id", "date", "skill", "hours", "kind")
COST_POOLS = ("pool", "month", "cost", "fte", "skill", "driver")
FUNNEL = ("segment", "period", "channel", "assisted", "signups", "converted", "spend", "contacts_30d")
SURVEY = ("respondent_id", "customer_id", "outcome_id", "importance", "satisfaction")
