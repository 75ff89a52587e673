"""How many customers exist, how they come, and what they say."""

from __future__ import annotations

from unequal.tables.spec import RowRule, Table

from .columns import CUSTOMER, count, currency, grade, identity, money, number, segment, text, yes_no

MARKET = Table(
    name="market",
    says="One row a segment, source and year: how many there are.",
    columns=(
        segment(),
        text("source", "Census, list or sample that was counted.", required=True),
        number("year", "Year of the count.", required=True, low=1900, high=2200),
        count("count", "Customers that exist.", required=True),
        money("value", "Mean value a customer and year."),
        text("definition", "The rule by which they were counted."),
        grade(),
        count("sample_n", "Size of the random sample that was checked."),
        count("sample_hits", "How many of the sample fit the definition."),
        text("list_id", "Name of the list."),
        count("list_n", "Names on the list."),
        count("overlap_n", "Names of this list that also stand on the other one."),
        number("band_from", "Lower bound of the band; missing: the segment's cut.", low=0),
        text("wave", "Which of several counts."),
        currency(),
    ),
    key=("segment", "source", "year", "definition", "list_id", "band_from", "wave"),
    rules=(
        RowRule(
            code="part-above-whole",
            says="more hits than the sample has names",
            mend="correct sample_hits or sample_n",
            fate="set aside",
            holds=lambda rows: rows.sample_hits <= rows.sample_n,
            column="sample_hits",
        ),
        RowRule(
            code="part-above-whole",
            says="more names stand on both lists than on this one",
            mend="correct overlap_n or list_n",
            fate="set aside",
            holds=lambda rows: rows.overlap_n <= rows.list_n,
            column="overlap_n",
        ),
    ),
)

READINESS = Table(
    name="readiness",
    says="One row an account of a random sample, and wave: which gates of adoption it passes.",
    columns=(
        identity("account_id", "The account that was looked at.", required=True),
        segment(),
        text("wave", "Which of the samples, such as 2025.", required=True),
        yes_no("gate_1", "Has the job.", required=True),
        yes_no("gate_2", "Has the technology and data it needs.", required=True),
        yes_no("gate_3", "Budget holder named, and the price is within what they would pay.", required=True),
        yes_no("gate_4", "Dissatisfied with the way it is done now.", required=True),
        yes_no("gate_5", "Nothing blocks: regulation, contracts.", required=True),
        text("method", "Phone, site, job ads …"),
        text("definition", "The gates as they were worded in this wave."),
    ),
    key=("account_id", "segment", "wave"),
)

FUNNEL = Table(
    name="funnel",
    says="One row a segment, period and channel, assisted or not.",
    columns=(
        segment(),
        text("period", "Month, quarter or other label, such as 2026-03 or 2026-Q1.", required=True),
        text("channel", "Where they came from."),
        yes_no("assisted", "Somebody explained the product.", required=True),
        count("signups", "Sign-ups.", required=True),
        count("converted", "How many of them pay.", required=True),
        money("spend", "Cost of the sign-ups."),
        count("contacts_30d", "Support contacts in their first 30 days."),
        currency(),
    ),
    key=("segment", "period", "channel", "assisted"),
    rules=(
        RowRule(
            code="part-above-whole",
            says="more converted than signed up",
            mend="correct converted or signups",
            fate="set aside",
            holds=lambda rows: rows.converted <= rows.signups,
            column="converted",
        ),
    ),
)

USABILITY = Table(
    name="usability",
    says="One row a segment and task of a usability test.",
    columns=(
        segment(),
        text("task", "The task.", required=True),
        count("tried", "People who tried it without help.", required=True),
        count("succeeded", "How many of them succeeded.", required=True),
        number("minutes_to_first_value", "Minutes until the product was of use.", low=0),
    ),
    rules=(
        RowRule(
            code="part-above-whole",
            says="more succeeded than tried",
            mend="correct succeeded or tried",
            fate="set aside",
            holds=lambda rows: rows.succeeded <= rows.tried,
            column="succeeded",
        ),
    ),
)

SURVEY = Table(
    name="survey",
    says="One row an answer: how much an outcome matters, and how well it is met.",
    columns=(
        identity("respondent_id", "Who answered.", required=True),
        identity("customer_id", "Their company.", references=(CUSTOMER,)),
        segment(required=False),
        identity("outcome_id", "The outcome asked about.", required=True),
        number("importance", "1 not at all … 5 very.", required=True, low=1, high=5),
        number("satisfaction", "1 not at all … 5 very.", required=True, low=1, high=5),
    ),
    key=("respondent_id", "outcome_id"),
)

DIRECTION = Table(
    name="direction",
    says="One row a segment and dimension: where we are heading, and where they are.",
    columns=(
        segment(),
        text("dimension", "Such as specialised against commodity.", required=True),
        number("weight", "How much the dimension counts; scaled to a sum of 1.", required=True, low=0),
        number("our_direction", "Where we are heading, -1 to 1.", required=True, low=-1, high=1),
        number("segment_direction", "Where the segment is heading, -1 to 1.", low=-1, high=1),
        text("evidence", "What says so."),
    ),
    key=("segment", "dimension"),
)
