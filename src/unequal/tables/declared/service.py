"""The work that customers cause, what it costs, and what they use."""

from __future__ import annotations

from unequal.tables.spec import Column, Kind, RowRule, Table

from .columns import CUSTOMER, choice, currency, day, identity, money, month, number, text

ACTIVITIES = Table(
    name="activities",
    says="One row a piece of work for a customer or a deal.",
    columns=(
        identity("customer_id", "The customer; this or deal_id must be there.", references=(CUSTOMER,)),
        identity("deal_id", "The deal; this or customer_id must be there.", references=("deals.deal_id",)),
        day("date", "The day.", required=True),
        text("skill", "Kind of help, as in coverage and cost_pools."),
        number("hours", "Hours spent.", low=0),
        number("minutes", "Minutes spent, where the hours are not given.", low=0),
        Column(
            name="kind",
            kind=Kind.CHOICE,
            says="What was done; other words are kept as they stand.",
            required=True,
            allowed=("ticket", "call", "onboarding", "review", "custom_work"),
            others=True,
        ),
    ),
    known_by="date",
    rules=(
        RowRule(
            code="nobody-named",
            says="the activity names neither a customer nor a deal",
            mend="fill customer_id or deal_id",
            fate="set aside",
            holds=lambda rows: rows.customer_id.notnull() | rows.deal_id.notnull(),
            column="customer_id",
        ),
    ),
)

COST_POOLS = Table(
    name="cost_pools",
    says="One row a pool of service cost, month and skill.",
    columns=(
        text("pool", "Name of the pool, such as support.", required=True),
        month("month", "The month, as its first day."),
        money("cost", "Cost of the pool in the month.", required=True),
        number("fte", "Full-time people in it.", low=0),
        text("skill", "Kind of help that the pool gives."),
        choice("driver", "What the cost follows.", ("hours", "tickets", "revenue", "equal"), required=True),
        number("capacity_hours", "Hours in the month, in theory; missing: fte x 173.33.", low=0),
        currency(),
    ),
    key=("pool", "month", "skill"),
    known_by="month",
)

USAGE = Table(
    name="usage",
    says="One row a customer, month and module.",
    columns=(
        identity("customer_id", "Who used it.", required=True, references=(CUSTOMER,)),
        month("month", "The month, as its first day."),
        text("module", "Part of the product.", required=True),
        number("amount", "How much, in the module's own unit.", required=True),
    ),
    key=("customer_id", "month", "module"),
    known_by="month",
)

REQUESTS = Table(
    name="requests",
    says="One row a request for a change of the product.",
    columns=(
        identity("customer_id", "Who asked.", required=True, references=(CUSTOMER,)),
        day("date", "The day.", required=True),
        choice("kind", "On our way, or for them alone.", ("roadmap", "custom"), required=True),
    ),
    known_by="date",
)
