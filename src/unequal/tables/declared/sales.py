"""Deals and what happened to them."""

from __future__ import annotations

from unequal.tables.spec import Column, Kind, RowRule, Table

from .columns import CUSTOMER, choice, currency, day, identity, money, number, segment, text

STATUSES = ("open", "won", "lost", "no_decision")

STATUS = Column(
    name="status",
    kind=Kind.CHOICE,
    says="How the deal stands.",
    required=True,
    allowed=STATUSES,
    synonyms={
        "closed won": "won",
        "closedwon": "won",
        "closed lost": "lost",
        "closedlost": "lost",
        "no decision": "no_decision",
        "closed no decision": "no_decision",
    },
)

DEALS = Table(
    name="deals",
    says="One row a deal, won, lost or still open.",
    columns=(
        identity("deal_id", "The deal's id, letter for letter.", required=True),
        identity(
            "account_id",
            "The customer or prospect; missing: counted under all and unknown.",
            references=(CUSTOMER, "prospects.account_id"),
        ),
        day("created_at", "Start of the clock; may be missing on an open deal only, which then has no duration."),
        day("entered_at", "The day the deal came into view, where the export began later than the deal."),
        day("closed_at", "The day it was won, lost or given up; missing on an open deal."),
        STATUS,
        money("acv", "Annual contract value: recurring revenue a year, without one-off fees."),
        segment("The group that the client's own data names; used by the scheme `column`.", required=False),
        text("stage", "Stage in the client's words."),
        text("owner", "Who sells."),
        text("source", "Where the deal came from."),
        identity("partner_id", "The partner that sells or helps.", references=(CUSTOMER,)),
        number("hours_sales", "Hours of selling spent.", low=0),
        day("expected_close", "The close the seller expects: a plan, it may lie after as_of."),
        choice("billing", "How it is billed.", ("annual_prepaid", "quarterly", "monthly")),
        number("payment_days", "Days from signature to first cash."),
        text("lost_reason", "Why it was lost, in the client's words."),
        day("last_activity_at", "Last activity on the deal."),
        money("price_asked", "Price that was asked, a year."),
        text("procurement", "How they buy: RFP, auction, direct …, in the client's words."),
        currency(),
    ),
    key=("deal_id",),
    known_by="created_at",
    rules=(
        RowRule(
            code="no-created-date",
            says="a closed deal has no created_at, so its cycle has no start",
            mend="export the day each deal was created, or map the right column to created_at",
            fate="set aside",
            holds=lambda rows: (rows.status == "open") | rows.created_at.notnull(),
            column="created_at",
        ),
        RowRule(
            code="closed-without-date",
            says="the deal is closed and has no closed_at",
            mend="export the day each deal was closed, or map the right column to closed_at",
            fate="set aside",
            holds=lambda rows: (rows.status == "open") | rows.closed_at.notnull(),
            column="closed_at",
        ),
        RowRule(
            code="closed-before-created",
            says="the deal closed before it was created; a deal closes on or after the day it was created",
            mend="correct created_at or closed_at of the row",
            fate="set aside",
            holds=lambda rows: (rows.status == "open") | (rows.closed_at >= rows.created_at),
            column="closed_at",
        ),
        RowRule(
            code="open-with-close-date",
            says="the deal is open and has a closed_at; the date is not used",
            mend="if it is the expected close, map that column to expected_close; else correct the status",
            fate="mended",
            holds=lambda rows: (rows.status != "open") | rows.closed_at.isnull(),
            column="closed_at",
        ),
    ),
)

DEAL_HISTORY = Table(
    name="deal_history",
    says="One row a change of a deal's stage or expected close.",
    columns=(
        identity("deal_id", "The deal.", required=True, references=("deals.deal_id",)),
        day("changed_at", "The day of the change.", required=True),
        choice("field", "What changed.", ("stage", "expected_close"), required=True),
        text("old", "Before the change."),
        text("new", "After the change."),
    ),
    known_by="changed_at",
)
