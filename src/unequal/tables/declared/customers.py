"""Who buys, and who might."""

from __future__ import annotations

from unequal.tables.spec import Column, RowRule, Table

from .columns import CUSTOMER, choice, count, currency, day, identity, money, segment, text, yes_no

ROLES = ("end_user", "reseller", "integrator", "value_add", "distributor", "referrer")

FEATURES: tuple[Column, ...] = (
    choice("role", "What the customer does with the product.", ROLES),
    identity("parent_id", "The customer that owns this one.", references=(CUSTOMER,)),
    identity("via_partner_id", "The partner that the customer came through.", references=(CUSTOMER,)),
    segment("The group that the client's own data names; used by the scheme `column`.", required=False),
    count("employees", "People employed."),
    money("annual_revenue", "The customer's own revenue a year.", low=0),
    text("industry", "Sector, in the client's words."),
    text("country", "Country, as the file says it; NA is Namibia."),
    text("age_band", "Persons only: band of age."),
    text("education", "Persons only: education."),
    text("gender", "Persons only: gender."),
    text("job_primary", "The main job that the product is hired for."),
    count("complexity_integrations", "Systems to integrate."),
    yes_no("complexity_sso", "Single sign-on or a security review is asked for."),
    yes_no("complexity_custom_contract", "A contract of their own is asked for."),
    count("complexity_teams", "Teams that take part."),
    yes_no("complexity_procurement", "A procurement department takes part."),
    yes_no("complexity_on_prem", "On premises, or data must stay in a country."),
    text("experience_level", "Help needed: self-run, guided or managed, or other words."),
    identity("referred_by", "The customer who recommended us.", references=(CUSTOMER,)),
    yes_no("reference_ok", "May be named as a reference."),
    count("references_given_12m", "References given in the last twelve months."),
)

CUSTOMERS = Table(
    name="customers",
    says="One row a customer.",
    columns=(
        identity("customer_id", "The customer's id, letter for letter.", required=True),
        text("name", "Name to show."),
        day("start_date", "First purchase; missing: has not bought as far as the file says."),
        day("end_date", "Last day as a customer; missing: active."),
        *FEATURES,
        currency(),
    ),
    key=("customer_id",),
    known_by="start_date",
    rules=(
        RowRule(
            code="ended-before-started",
            says="the customer ended before the start; a customer ends on or after the day of the start",
            mend="correct start_date or end_date of the row",
            fate="set aside",
            holds=lambda rows: rows.end_date >= rows.start_date,
            column="end_date",
        ),
    ),
)

PROSPECTS = Table(
    name="prospects",
    says="One row an account that is not a customer yet, with any feature that customers have.",
    columns=(
        identity("account_id", "The account's id, letter for letter.", required=True),
        text("name", "Name to show."),
        *FEATURES,
        day("contacted_at", "First contact; missing: not contacted yet."),
        choice("outcome", "How the contact ended; missing: not known.", ("won", "lost", "empty")),
        currency(),
    ),
    key=("account_id",),
)
