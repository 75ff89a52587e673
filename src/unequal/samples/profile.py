"""What a company is made of: the truth behind its files, and the way its export looks.

A profile is plain data. The makers read it; the tests read it too, to hold the files against the truth they came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """One kind of work that a customer causes.

    Attributes:
        kind, skill: As in the table `activities`.
        a_month: Mean number of pieces of work in a month.
        hours: Median of a piece.
    """

    kind: str
    skill: str
    a_month: float
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """People who serve: full-time ones, and what they cost a month."""

    name: str
    skill: str
    fte: float
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUps:
    """People who sign up by themselves: what one costs, and how many of them ask for help.

    Attributes:
        alone, helped: Source of the deals of those who go on alone, and of those who get an explanation.
        cost: Bought attention for one sign-up.
        contacts_alone, contacts_helped: Mean number of contacts in the first 30 days.
    """

    segment: str
    alone: str
    helped: str
    cost: float
    contacts_alone: float
    contacts_helped: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One kind of customer and the way it buys.

    Attributes:
        key: Names the tier's streams of chance; two tiers may share a segment (trials alone and trials with a call).
        segment: Label in the files.
        deals_a_month: Mean number of new deals in the first month and in the last one, a straight line between.
        deals_from: Month of the history, from 0, in which the first deal is created.
        win_probability: Share of deals that are won in the end, before the industry's fit.
        win_months: Median months from creation to signature of a deal that is won; `win_sigma` on the log scale.
        loss_months: Median months to the end of a deal that is not won.
        acv: Median annual contract value; `acv_sigma` on the log scale, rounded to `acv_step`.
        employees: Least and most; None for persons.
        hours: Selling hours in a whole deal.
        churn_monthly: Chance to leave in a month; with a term of 12 months only at its end.
        expansion_annual: Mean growth of the price at an anniversary.
        term_months: 12, or 1 where a customer may leave at the end of any month.
        billing: How often it is billed, with weights.
        legacy: Customers from before the history.
        stages: Stages of a deal; empty where no history is kept.
        zombies: Share of lost deals that nobody closes.
        help: Work that a customer causes, month by month; the mean over customers, who differ.
        onboarding: Hours to bring a customer on board.
    """

    key: str
    segment: str
    deals_a_month: tuple[float, float]
    win_probability: float
    win_months: float
    win_sigma: float
    loss_months: float
    acv: float
    employees: tuple[int, int] | None
    hours: float
    churn_monthly: float
    expansion_annual: float
    deals_from: int = 0
    loss_sigma: float = 0.7
    acv_sigma: float = 0.3
    acv_step: int = 100
    term_months: int = 12
    billing: tuple[tuple[str, float], ...] = (("annual_prepaid", 1.0),)
    payment_days: tuple[int, ...] = (30,)
    sources: tuple[tuple[str, float], ...] = (("outbound", 0.5), ("inbound", 0.3), ("referral", 0.1), ("event", 0.1))
    stages: tuple[str, ...] = ()
    legacy: int = 0
    onboarding_fee: int = 0
    cogs_share: float = 0.2
    partner_share: float = 0.0
    zombies: float = 0.0
    help: tuple[Help, ...] = ()
    onboarding: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """A trade of the customers; `odds` multiplies the odds to win, `churn` the chance to leave."""

    name: str
    weight: float
    odds: float = 1.0
    churn: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An outcome that was asked about; `jobs` are the main jobs that want it and lack it, none: all have it."""

    outcome: str
    jobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A survey: of each kind of main jobs so many people were asked."""

    kinds: tuple[tuple[str, ...], ...]
    people_a_kind: int
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Where the cash goes.

    Attributes:
        cash: In the bank on `as_of`.
        runway_months: Planned fixed cost is set so that cash lasts this long on the committed path; None: see `fixed`.
        fixed: Fixed cost a month on `as_of`, where no runway is set.
        fixed_at_start: Share of today's fixed cost that was there in the first month of the history.
        variable_share: Variable cost as a share of monthly recurring revenue.
        marketing: Bought attention a month, part of variable cost.
        debt_service: Paid to lenders a month.
        rounds: Money raised: months before `as_of`, and amount.
        planned_months: Months after `as_of` in the plan; 0 where the company has none.
    """

    cash: int
    runway_months: float | None = None
    fixed: int = 0
    fixed_at_start: float = 0.7
    variable_share: float = 0.15
    marketing: int = 0
    debt_service: int = 0
    rounds: tuple[tuple[int, int], ...] = ()
    planned_months: int = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A whole invented company.

    Attributes:
        slug: Name of its folder.
        take: Which of the many companies with the same truth is shown; chosen so that its nature can be seen.
        line: What it is, one line.
        history_from: First day of the first month with revenue.
        exported: Day on which the files were drawn; later than `as_of` where the export holds rows from after it.
        names: Flavour of its customers' names; names of persons are not exported.
        account_pattern: Format of an account's id, deal_pattern of a deal's, both from a running number.
        others: File for accounts that have not bought: "prospects", or "customers" without a start date.
        fresh_prospects: Accounts nobody has spoken to yet.
        partners: Role and number of partners.
        columns: Per table, the columns in the file's order.
        blemishes: Per table, the name of a fault and how often it is found.
        parents: How many of the largest customers own others.
        foreign: Currency, its rate into the workspace's, and its weight; empty where all is in one.
        deals_complete_from: Before this day the export lacks lost deals.
        arcs: Customers with a course of their own (`lives.ARCS`), and how many.
        pools: People who serve customers.
        sign_ups: Where people sign up by themselves.
        asked: The survey, where there was one.
        texts: Path in the workspace, and the text of files that are written, not drawn.
    """

    slug: str
    line: str
    history_from: date
    as_of: date
    exported: date
    tiers: tuple[Tier, ...]
    industries: tuple[Industry, ...]
    countries: tuple[tuple[str, float], ...]
    names: str
    account_pattern: str
    deal_pattern: str
    money: Money
    columns: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]
    owners: tuple[str, ...]
    others: str = "prospects"
    fresh_prospects: int = 0
    partners: tuple[tuple[str, int], ...] = ()
    parents: int = 0
    foreign: tuple[tuple[str, float, float], ...] = ()
    blemishes: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    deals_complete_from: date | None = None
    arcs: Mapping[str, int] = field(default_factory=dict)
    pools: tuple[Pool, ...] = ()
    sign_ups: SignUps | None = None
    asked: Asked | None = None
    take: int = 0

    @property
    def stream(self) -> str:
        """The first word of all its streams of chance."""
        return f"{self.slug} {self.take}"

    def tier(self, key: str) -> Tier:
        """Return the tier with this key."""
        return next(tier for tier in self.tiers if tier.key == key)
