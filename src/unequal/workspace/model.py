"""`Workspace`: one company's configuration as of a day and in a scenario, resolved and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from unequal.assumptions import Assumption, Override, catalogue, overridden
from unequal.tables.source import TableSource

BASE = "base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a key was said.

    Attributes:
        file: Relative to the workspace.
        line: None where it is not known.
    """

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}, line {self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnobLayer:
    """What one file says about knobs; later layers win.

    Attributes:
        file: Its name, relative to the workspace.
        label: Put before ``[plan]`` and ``[knobs.…]`` in an origin; empty for workspace.toml.
        plan: Scalars of its ``[plan]``.
        knobs: Its ``[knobs.<analysis>]``.
    """

    file: str
    label: str = ""
    plan: Mapping[str, Any] = field(default_factory=dict)
    knobs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One company, ready to be read.

    Attributes:
        path: Its folder.
        name: As its user calls it; the folder's name where nothing is said.
        slug: The folder's name as a path part.
        as_of: The day that is looked from.
        as_of_origin: ``given``, ``workspace.toml``, ``scenario <name>``, or how it was guessed.
        currency: ISO 4217.
        locale: As Babel knows it, such as ``en_GB``.
        language: First part of the locale.
        fiscal_year_start: Month, 1 to 12.
        deals_complete_from: Before this day the export lacks closed deals; None where it does not.
        sources: Files by table.
        databases: Addresses by table, as written, for tables that are not files.
        rates: Rate into `currency` by currency.
        rate_sources: Where each rate comes from.
        scheme: The grouping in force.
        cuts: Lower bounds by segment, ascending; empty where the scheme's own are meant.
        plan: Scalars of ``[plan]``, the scenario's included.
        plan_segments: ``[plan.segments]``, what is said only.
        plan_bets: ``[plan.bets]``, what is said only.
        knobs: ``[knobs.<analysis>]``, the scenario's included.
        layers: The same by file, in the order in which they win.
        assumptions: Overrides by id.
        scenario: Name, ``base`` for none.
        scenarios: Names of the scenarios that there are.
        notes: The consultant's words by analysis.
        brand: The brand file, None where there is none.
        unexpected: Names in data/ that belong to no table.
        origins: Where each key of the file was said, by its dotted path.
    """

    path: Path
    name: str
    slug: str
    as_of: date
    as_of_origin: str
    currency: str
    locale: str
    language: str
    fiscal_year_start: int = 1
    deals_complete_from: date | None = None
    sources: Mapping[str, TableSource] = field(default_factory=dict)
    databases: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    rate_sources: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "size"
    cuts: Mapping[str, float] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)
    plan_segments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    plan_bets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    knobs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    layers: tuple[KnobLayer, ...] = ()
    assumptions: Mapping[str, Override] = field(default_factory=dict)
    scenario: str = BASE
    scenarios: tuple[str, ...] = ()
    notes: Mapping[str, Path] = field(default_factory=dict)
    brand: Path | None = None
    unexpected: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def register(self) -> dict[str, Assumption]:
        """The assumptions in force: as shipped, with this workspace's overrides."""
        return overridden(catalogue(), self.assumptions)
