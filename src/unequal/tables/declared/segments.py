"""What is known or guessed about each segment."""

from __future__ import annotations

from unequal.tables.spec import Column, Kind, Table

from .columns import CUSTOMER, count, currency, grade, money, number, segment, share, text, yes_no

SEGMENTS = Table(
    name="segments",
    says="One row a segment, typed by hand; a founder without a CRM starts here.",
    columns=(
        text("segment", "The segment's label.", required=True),
        money("acv", "Annual contract value."),
        share("gross_margin", "Gross margin.", low=None),
        share("churn_monthly", "Share of customers who leave in a month."),
        share("expansion_annual", "Growth of the revenue of those who stay, a year.", low=None, high=None),
        share("win_rate", "Share of opportunities that are won."),
        number("cycle_months", "Median months to a win.", low=0),
        number("cycle_p25_months", "Months in which a quarter of the wins are reached.", low=0),
        number("cycle_p75_months", "Months in which three quarters of the wins are reached.", low=0),
        number("sales_hours_per_opportunity", "Hours of selling an opportunity.", low=0),
        money("sales_cost_per_hour", "Loaded cost of an hour of selling.", low=0),
        money("marketing_cost_per_opportunity", "Marketing cost of an opportunity.", low=0),
        money("onboarding_cost", "Cost of bringing one customer on board.", low=0),
        share("prepaid_share", "Share of contracts that pay a year ahead."),
        number("payment_lag_months", "Months from signature to first cash."),
        number("reps", "Sellers who work the segment.", low=0),
        money("price", "Price a year.", low=0),
        money("willingness_to_pay", "What the segment would pay a year.", low=0),
        text("source", "Where the figures come from."),
        grade(),
        currency(),
    ),
    key=("segment",),
)

COVERAGE = Table(
    name="coverage",
    says="One row a segment (or one of its customers) and skill: the help that is needed and given.",
    columns=(
        segment(),
        Column(
            name="customer_id",
            kind=Kind.ID,
            says="The row is this customer's need; missing: the segment's.",
            references=(CUSTOMER,),
            keep_unresolved=True,  # without it the row would speak for the whole segment
        ),
        text("skill", "Kind of help: onboarding, csm, support, solutions …", required=True),
        number("required_hours_per_year", "Hours a year that the outcome needs.", required=True, low=0),
        number("delivered_hours_per_year", "Hours a year that are given.", low=0),
        money("rate", "Loaded cost of an hour.", required=True, low=0),
        number("amortise_years", "Years over which the hours are spread; missing: 1.", low=0),
        money("tech_cost_per_year", "Cost of tools a year.", low=0),
        money("price", "Price a year.", low=0),
        money("willingness_to_pay", "What they would pay a year.", low=0),
        text("wtp_source", "Where the willingness to pay comes from."),
        yes_no("redesign", "The row belongs to a redesigned service."),
        grade(),
        currency(),
    ),
    key=("segment", "customer_id", "skill", "redesign"),
)

INTERVIEWS = Table(
    name="interviews",
    says="One row a segment and step of the discovery worksheet.",
    columns=(
        segment(),
        number("step", "Step of the worksheet, 1 to 11.", required=True, low=1, high=11),
        yes_no("done", "The step is done."),
        count("n", "Interviews, sessions or reviews."),
        text("evidence", "What was found."),
        text("changed", "What changed in the hypothesis."),
        grade(),
    ),
    key=("segment", "step"),
)
