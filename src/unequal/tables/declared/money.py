"""Revenue, orders, contracts, cash and bets."""

from __future__ import annotations

from unequal.tables.spec import Column, Kind, RowRule, Table

from .columns import CUSTOMER, choice, currency, day, identity, money, month, number, text, yes_no

REVENUE = Table(
    name="revenue",
    says="One row a customer and month.",
    columns=(
        identity("customer_id", "Who pays.", required=True, references=(CUSTOMER,)),
        month("month", "The month, as its first day."),
        money("mrr", "Recurring revenue of the month, before churn and after discount.", required=True),
        money("list_mrr", "The same at list price."),
        money("one_off", "One-off revenue of the month; below zero is a credit."),
        money("direct_cogs", "Cost of running the product for the customer in the month."),
        currency(),
    ),
    key=("customer_id", "month"),
    known_by="month",
    rules=(
        RowRule(
            code="mrr-below-zero",
            says="recurring revenue is below zero; credits belong into one_off",
            mend="move the credit to one_off, or correct mrr",
            fate="set aside",
            holds=lambda rows: rows.mrr >= 0,
            column="mrr",
        ),
    ),
)

ORDERS = Table(
    name="orders",
    says="One row an order, where customers buy without a contract.",
    columns=(
        identity("customer_id", "Who ordered.", required=True, references=(CUSTOMER,)),
        day("date", "The day of the order.", required=True),
        money("amount", "Net amount; below zero is a refund.", required=True),
        number("quantity", "Pieces."),
        currency(),
    ),
    known_by="date",
)

CONTRACTS = Table(
    name="contracts",
    says="One row a contract.",
    columns=(
        identity("customer_id", "Who signed.", required=True, references=(CUSTOMER,)),
        day("start", "First day.", required=True),
        day("end", "Last day: a plan, it may lie after as_of.", required=True),
        number("term_months", "Length in months.", low=0),
        money("price", "Price a year."),
        yes_no("auto_renew", "Renews by itself."),
        currency(),
    ),
    known_by="start",
    rules=(
        RowRule(
            code="ended-before-started",
            says="the contract ends before it starts",
            mend="correct start or end of the row",
            fate="set aside",
            holds=lambda rows: rows.end >= rows.start,
            column="end",
        ),
    ),
)

FINANCE = Table(
    name="finance",
    says="One row a month end; months after as_of without cash are the plan.",
    columns=(
        Column(name="month", kind=Kind.MONTH_END, says="The month, as its last day.", required=True),
        money("cash", "Cash in the bank on that day."),
        money("fixed_cost", "Fixed cost of the month."),
        money("variable_cost", "Variable cost of the month."),
        money("committed_receipts", "Receipts of the month that are signed."),
        money("debt_service", "Interest and repayment of the month."),
        currency(),
    ),
    key=("month",),
    known_by="month",
)

BETS = Table(
    name="bets",
    says="One row a bet, path and year.",
    columns=(
        text("bet", "Name of the bet, as under [plan.bets].", required=True),
        choice("path", "How it goes.", ("success", "failure"), required=True),
        number("year", "Year of the bet, the first being 0.", required=True),
        money("cash_flow", "Net cash of the year.", required=True),
        currency(),
    ),
    key=("bet", "path", "year"),
)
