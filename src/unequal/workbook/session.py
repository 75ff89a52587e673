"""One company looked at from one day: tables read once, every analysis computed at most once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from unequal.customers import customer_view
from unequal.errors import InputError, did_you_mean
from unequal.findings import Basis, Finding, Grade, Input
from unequal.segments import Labels, label
from unequal.shipped import sources_hash
from unequal.tables import Tables, as_known_on, load
from unequal.words import Words
from unequal.workspace import ResolvedKnobs, Workspace, open_workspace, resolve_knobs

from .analysis import Analysis, Answered, Inputs, Missing, Scenario
from .knob_basis import knob_basis, knob_fields, plain_knobs
from .store import Store, file_hash, key_of

Given = Mapping[str, Mapping[str, Any]]
T = TypeVar("T")
BASE = "base"  # the workspace as it is
SHARED = ("fingerprint", "configuration", "kept")  # by sessions that differ in knobs alone
CONFIGURATION = (
    "as_of",
    "scenario",
    "currency",
    "locale",
    "fiscal_year_start",
    "deals_complete_from",
    "scheme",
    "cuts",
    "plan",
    "plan_segments",
    "plan_bets",
    "assumptions",
)


class Session:
    """Everything that one company's analyses share.

    Args:
        workspace: Configuration, as of a day and in a scenario.
        find: Name to analysis.
        store: Where results are kept.
        given: Knobs given by keyword, command line or notebook, by analysis.
        manifest: Knobs of a manifest item, by analysis.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        find: Callable[[str], Analysis],
        store: Store,
        given: Given | None = None,
        manifest: Given | None = None,
    ) -> None:
        self.workspace = workspace
        self._find = find
        self._store = store
        self._given = given or {}
        self._manifest = manifest or {}
        self._knobs: dict[str, ResolvedKnobs] = {}
        self._keys: dict[str, str] = {}

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the tables' bytes and of how they are read."""
        parts = [(name, file_hash(source.path), source) for name, source in sorted(self.workspace.sources.items())]
        return key_of(sources_hash(), parts, self.workspace.currency, self.workspace.rates)

    @cached_property
    def tables_as_read(self) -> Tables:
        """Every table, checked, with what is not yet known on `as_of` still in it.

        Raises:
            InputError: A table is refused, or lies in a database, which is not read yet.
        """
        if self.workspace.databases:
            names = ", ".join(sorted(self.workspace.databases))
            found = f"These tables lie in a database, and only files are read so far: {names}."
            raise InputError(found, mend="Export them to CSV or Parquet, and name the files as their `source`.")
        return self._store.get(
            key_of("tables", self.fingerprint),
            lambda: load(
                dict(self.workspace.sources), currency=self.workspace.currency, rates=dict(self.workspace.rates)
            ),
        )

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """What no knob changes, kept in the process for the next session of the same company on the same day."""
        return self._store.company(key_of(self.fingerprint, self.configuration))

    @property
    def tables(self) -> Tables:
        """Every table as known on `as_of`."""
        return self._once("tables", lambda: as_known_on(self.tables_as_read, self.workspace.as_of))

    @property
    def customers(self) -> pd.DataFrame:
        """One row a customer."""
        return self._once("customers", lambda: customer_view(self.tables, self.workspace.as_of))

    @property
    def labels(self) -> Labels:
        """The grouping in force."""
        return self._once(
            "labels",
            lambda: label(
                self.workspace.scheme,
                customers=self.customers,
                deals=self.tables.get("deals"),
                prospects=self.tables.get("prospects"),
                answers={name: self.tables.get(name) for name in ("survey", "coverage")},
                cuts=dict(self.workspace.cuts),
            ),
        )

    def _once(self, name: str, make: Callable[[], T]) -> T:
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    def knobs(self, name: str) -> ResolvedKnobs:
        """Return the knobs of an analysis with their origins."""
        if name not in self._knobs:
            self._knobs[name] = resolve_knobs(
                self._find(name).knobs,
                name,
                self.workspace,
                manifest=dict(self._manifest.get(name, {})),
                given=dict(self._given.get(name, {})),
            )
        return self._knobs[name]

    def turned(self, name: str, **knobs: Any) -> Session:
        """Return the same company with knobs of an analysis turned: nothing is read again, from no file."""
        given = {**self._given, name: {**self._given.get(name, {}), **knobs}}
        near = self._store.in_process()
        other = Session(self.workspace, find=self._find, store=near, given=given, manifest=self._manifest)
        _ = self.fingerprint, self.configuration, self.kept
        other.__dict__.update({one: self.__dict__[one] for one in SHARED})
        if "scenarios" in self.__dict__:
            scenarios = {
                one: other if of is self else of and of.turned(name, **knobs) for one, of in self.scenarios.items()
            }
            other.__dict__["scenarios"] = scenarios
        return other

    def inputs(self, name: str) -> Inputs:
        """Return what an analysis may look at; of other analyses, only those that it says it needs."""
        needs = self._find(name).needs

        def needed(other: str) -> str:
            if other not in needs:
                problem = f"{name} reads {other} without naming it in its needs.{did_you_mean(other, needs)}"
                raise KeyError(problem)
            return other

        return Inputs(
            workspace=self.workspace,
            tables=self.tables,
            customers=self.customers,
            labels=self.labels,
            as_of=self.workspace.as_of,
            run=lambda other: self.facts(needed(other)),
            findings=lambda other: self.findings(needed(other)),
            scenarios=lambda: tuple(self._scenario(one, name) for one in (BASE, *self.workspace.scenarios)),
            kept=self.kept.setdefault(name, {}),
        )

    @cached_property
    def scenarios(self) -> dict[str, Session | None]:
        """The same company in each of its scenarios, this one included; None where one cannot be read."""
        return {name: self._in_scenario(name) for name in (BASE, *self.workspace.scenarios)}

    def _in_scenario(self, name: str) -> Session | None:
        if name == self.workspace.scenario:
            return self
        try:
            space = open_workspace(self.workspace.path, as_of=self.workspace.as_of, scenario=name)
            other = Session(space, find=self._find, store=self._store, given=self._given, manifest=self._manifest)
            _ = other.tables
        except InputError:
            return None
        return other

    def _scenario(self, scenario: str, name: str) -> Scenario:
        session = self.scenarios[scenario]
        if session is None:
            return Scenario(name=scenario, inputs=None, knobs=None)
        return Scenario(name=scenario, inputs=session.inputs(name), knobs=session.knobs(name).values)

    def missing(self, name: str) -> Missing | None:
        """Return why an analysis has nothing to say, None when it has."""
        return self._answered(name).missing

    def facts(self, name: str) -> Any:
        """Return an analysis's facts, None where its tables are missing."""
        return self._answered(name).facts

    def _answered(self, name: str) -> Answered:
        """Return what an analysis has to say; looked up before anything is read that it would be made of."""
        return self._store.get(self._key(name), lambda: self._asked(name))

    def _asked(self, name: str) -> Answered:
        analysis, inputs, knobs = self._find(name), self.inputs(name), self.knobs(name).values
        missing = analysis.missing(inputs, knobs)
        return Answered(missing=missing, facts=analysis.compute(inputs, knobs) if missing is None else None)

    def findings(self, name: str) -> tuple[Finding, ...]:
        """Return an analysis's findings in reading order; none where its tables are missing."""
        facts = self.facts(name)
        if facts is None:
            return ()
        analysis = self._find(name)
        basis = self.basis(name)
        if analysis.basis is not None:
            basis = analysis.basis(facts, basis)
        found: list[Finding] = []
        for rule in analysis.rules:
            answer = rule(facts, self.knobs(name).values, basis)
            found.extend(answer if isinstance(answer, tuple) else (answer,))
        return tuple(found)

    def words(self, name: str) -> Words:
        """Return the catalogue that an analysis speaks from."""
        space = self.workspace
        return self._once(
            f"words of {name}",
            lambda: Words.load(self._find(name).folder, locale=space.locale, currency=space.currency),
        )

    def basis(self, name: str) -> Basis:
        """Return origin, source and grade of the tables and knobs that an analysis may lean on."""
        resolved = self.knobs(name)
        tables = {
            table: Input(name=table, grade=Grade.OWN, source=table, n=len(self.tables[table]))
            for table in self.tables.names
        }
        return Basis(
            analysis=name,
            words=self.words(name),
            inputs=tables,
            knobs={one: knob_basis(resolved, one, self.workspace.register) for one in knob_fields(resolved)},
        )

    def _key(self, name: str) -> str:
        if name not in self._keys:
            needs = [self._key(other) for other in self._find(name).needs]
            self._keys[name] = key_of(*self._parts(name), needs, self._compared(name))
        return self._keys[name]

    def _parts(self, name: str) -> tuple[Any, ...]:
        return name, self.fingerprint, self.configuration, plain_knobs(self.knobs(name).values)

    def _compared(self, name: str) -> list[Any]:
        """Return what the other scenarios add to the key of an analysis that compares them."""
        if not self._find(name).compares_scenarios:
            return []
        return [(one, None if other is None else key_of(*other._parts(name))) for one, other in self.scenarios.items()]

    @cached_property
    def configuration(self) -> dict[str, Any]:
        """What of the workspace can change a result, beside the tables and the knobs."""
        return {name: getattr(self.workspace, name) for name in CONFIGURATION}
