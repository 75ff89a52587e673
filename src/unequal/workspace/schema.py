"""The keys of workspace.toml, as models: one place for names, kinds and ranges.

What a single key cannot tell (does the file exist, do cuts ascend, is the code a currency) is looked at in `checks`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

FORMAT = 1  # raised when a key changes its meaning, so that an older unequal refuses a newer file
DEFAULT_CURRENCY = "EUR"
DEFAULT_LOCALE = "en_GB"
DEFAULT_SCHEME = "size"

SCHEMES = (
    "everyone",
    "size",
    "value",
    "complexity",
    "combined",
    "natural_breaks",
    "clusters",
    "jobs",
    "outcomes",
    "experience",
    "industry",
    "country",
    "age_band",
    "education",
    "gender",
    "column",
)


def as_day(value: Any) -> Any:
    """Return a day from a TOML date or ISO text.

    Raises:
        ValueError: The value is no day, or has a time.

    >>> as_day("2026-06-30")
    datetime.date(2026, 6, 30)
    """
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            problem = "no day; a day is written 2026-06-30"
            raise ValueError(problem)
        return date.fromisoformat(value)
    if isinstance(value, datetime):
        if value.tzinfo is not None or value.time() != datetime.min.time():
            problem = "a time; a day is written 2026-06-30"
            raise ValueError(problem)
        return value.date()
    return value


def _as_word(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int | float) else value


def _printable(value: Any) -> Any:
    """Refuse signs that would break a line or turn the direction of a page."""
    if isinstance(value, str) and re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", value):
        problem = "a text with control characters"
        raise ValueError(problem)
    return value


Day = Annotated[date, BeforeValidator(as_day)]
Name = Annotated[str, BeforeValidator(_printable), Field(min_length=1)]
Word = Annotated[str, BeforeValidator(_as_word)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Keys(BaseModel):
    """A table of the file: nothing unknown, nothing changed after reading, no text taken for a number."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TableEntry(Keys):
    """One ``[tables.<name>]``."""

    source: Name | None = None
    sheet: str | None = None
    columns: dict[str, str] = {}
    values: dict[str, dict[str, Word]] = {}
    decimal: Literal[".", ","] | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    may_set_aside: Share | None = None


class CurrencyEntry(Keys):
    """One rate into the workspace's currency."""

    rate: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    source: Name


class SegmentsEntry(Keys):
    """The grouping in force."""

    scheme: str = DEFAULT_SCHEME
    cuts: dict[str, Amount] = {}


class SegmentPlan(Keys):
    """One ``[plan.segments.<segment>]``."""

    hours_share: Share | None = None
    arr_share: Share | None = None
    hours_per_opportunity: Amount | None = None
    net_new_per_month: Number | None = None
    motion: Literal["self_serve", "inside", "field", "partner"] | None = None
    avoidable_fixed_cost: Amount | None = None


class BetPlan(Keys):
    """One ``[plan.bets.<bet>]``."""

    success_probability: Share | None = None
    team_months: Amount | None = None
    pilot_cost: Amount | None = None
    investment_after_pilot: Amount | None = None


class Plan(Keys):
    """What is planned; a scalar key that is not listed here must be a knob of some analysis."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)

    target_segment: Name | None = None
    target_arr: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    cash: Number | None = None
    monthly_burn: Number | None = None
    acquisition_budget: Amount | None = None
    raise_months: Amount | None = None
    reserve_months: Amount | None = None
    wins_needed: Annotated[int, Field(ge=1)] | None = None
    new_deals_per_month: Amount | None = None
    segments: dict[str, SegmentPlan] = {}
    bets: dict[str, BetPlan] = {}

    def scalars(self) -> dict[str, Any]:
        """Return what is said, without the tables of segments and bets."""
        said = {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}
        return {name: value for name, value in {**said, **(self.model_extra or {})}.items() if name not in PLAN_TABLES}


PLAN_TABLES = ("segments", "bets")
PLAN_KEYS = tuple(name for name in Plan.model_fields if name not in PLAN_TABLES)


class OverrideEntry(Keys):
    """One ``[assumptions]`` id; whether the value fits the row is the register's to say."""

    value: Any
    source: Name
    grade: str | None = None
    note: str = ""


class WorkspaceFile(Keys):
    """workspace.toml."""

    format: int = FORMAT
    name: Name | None = None
    as_of: Day | None = None
    currency: str = DEFAULT_CURRENCY
    locale: str = DEFAULT_LOCALE
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    deals_complete_from: Day | None = None
    tables: dict[str, TableEntry] = {}
    currencies: dict[str, CurrencyEntry] = {}
    segments: SegmentsEntry = SegmentsEntry()
    plan: Plan = Plan()
    knobs: dict[str, dict[str, Any]] = {}
    assumptions: dict[str, OverrideEntry] = {}
