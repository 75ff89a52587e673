"""What an analysis is, and what it is given."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from pydantic import BaseModel

from unequal.charts.parts import Chart
from unequal.findings import Basis, Finding
from unequal.segments import ALL, Labels
from unequal.tables import Tables
from unequal.words import Words
from unequal.workspace import Workspace

from .blocks import Model, WhatIf

EVERYONE = "everyone"  # the scheme that makes no difference
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Why an analysis has nothing to say, and what would unlock it; keys of its phrases."""

    says: str
    unlock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an analysis has to say: its facts, or why there are none."""

    missing: Missing | None
    facts: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """The company as one of its scenarios has it.

    Attributes:
        name: ``base``, or the name of its file.
        inputs: What the analysis may look at in it; None where the scenario cannot be read.
        knobs: The knobs in force in it; None where it cannot be read.
    """

    name: str
    inputs: Inputs | None
    knobs: Any


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """All that an analysis may look at.

    Attributes:
        workspace: Configuration of the company.
        tables: As known on `as_of`.
        customers: One row a customer.
        labels: The grouping in force, made once.
        as_of: The day that is looked from.
        run: Facts of another analysis, by name; only of those in `Analysis.needs`.
        findings: Findings of another analysis, by name; only of those in `Analysis.needs`.
        scenarios: The company in each of its scenarios, for an analysis that compares them.
        kept: What is made once for this company on this day, whichever knobs are turned; see `once`.
    """

    workspace: Workspace
    tables: Tables
    customers: pd.DataFrame
    labels: Labels
    as_of: datetime.date
    run: Callable[[str], Any]
    findings: Callable[[str], tuple[Finding, ...]]
    scenarios: Callable[[], tuple[Scenario, ...]] = tuple
    kept: dict[Any, Any] = field(default_factory=dict[Any, Any], repr=False)

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """Return what is made once for this company on this day, so that a turned knob pays for what it changes only.

        The key names every knob that the value depends on; what it depends on beside knobs is in `Inputs`.
        """
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def latest(self, name: Any, key: Any, make: Callable[[], T]) -> T:
        """Return what is made for a key, and keep it until another is asked for: what is large, and a knob moves."""
        kept = self.kept.get(name)
        if kept is None or kept[0] != key:
            self.kept[name] = kept = (key, make())
        return kept[1]

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """Segments in reading order, "all" first; one segment for everyone is "all" again, and left out."""
        return (ALL,) if self.labels.scheme_used == EVERYONE else self.labels.order

    def segment_asked(self, name: str) -> str | None:
        """Return a segment that somebody has named, None where this data cannot tell its deals from others.

        Where the scheme in force is not the one that the workspace names, a segment of that scheme is nowhere to be
        found; where it is, a segment may well be there and have no deal yet.
        """
        if self.labels.scheme_used == EVERYONE and name in (ALL, *self.labels.order):
            return ALL
        known = name in self.labels.order or self.labels.scheme_used == self.labels.scheme_asked
        return name if known and self.labels.scheme_used != EVERYONE else None

    @cached_property
    def rng(self) -> np.random.Generator:
        """Seeded by nothing that changes: the same inputs give the same draws."""
        return np.random.default_rng(20260630)


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """One question, its knobs, and the functions that answer it.

    Attributes:
        name: Name of its folder.
        order: Place in the reading order; number of its notebook.
        knobs: Frozen pydantic model.
        compute: Inputs and knobs to facts.
        missing: What must be there, None when all is.
        needs: Analyses whose facts it reads.
        compares_scenarios: Whether it looks at the company's scenarios, too.
        rules: Facts to findings, in reading order.
        charts: Facts to charts, by name of the function; None where these facts hold nothing to draw.
        tables: Facts to presented frames, by name of the function; None where these facts hold nothing to show.
        what_ifs, models: Where it has them.
    """

    name: str
    order: int
    knobs: type[BaseModel]
    compute: Callable[[Inputs, Any], Any]
    missing: Callable[[Inputs, Any], Missing | None]
    rules: tuple[Callable[[Any, Any, Basis], Finding | tuple[Finding, ...]], ...]
    charts: tuple[Callable[[Any, Words], Chart | None], ...] = ()
    tables: tuple[Callable[[Any, Words], pd.DataFrame | None], ...] = ()
    what_ifs: tuple[Callable[[Any, Words], WhatIf], ...] = ()
    models: tuple[Callable[[Any, Words], Model], ...] = ()
    needs: tuple[str, ...] = ()
    compares_scenarios: bool = False
    basis: Callable[[Any, Basis], Basis] | None = None
    folder: Path

    @property
    def title_key(self) -> str:
        """Key of the analysis's title among its phrases."""
        return "title"
