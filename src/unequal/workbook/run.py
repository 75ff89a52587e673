"""One analysis of one company, ready to be read: findings, tables, charts, record."""

from __future__ import annotations

import datetime
from dataclasses import fields
from functools import cached_property
from typing import Any

import pandas as pd
from pydantic import BaseModel

from unequal.charts.parts import Chart
from unequal.charts.renderer import chart_block
from unequal.errors import InputError, did_you_mean
from unequal.findings import Finding

from . import display
from .analysis import Analysis, Missing
from .blocks import Json, Model, WhatIf, block, bundle, finding_block, model_block, note_block, what_if_block
from .model import evaluate
from .plain import plain
from .session import Session, knob_basis, knob_fields, plain_knobs
from .view import table_block, tagged

RECORD_SCHEMA = "unequal.record/1"


class Findings(tuple["Card", ...]):
    """Findings that show themselves as cards; otherwise a plain tuple."""

    def _repr_mimebundle_(self, **_: Any) -> Json:
        blocks = [finding_block(one) for one in self]
        return bundle(blocks, text=display.findings_text(self), html=display.findings_html(self))


class Card(Finding):
    """A finding that shows itself as a card."""

    __slots__ = ()

    def _repr_mimebundle_(self, **_: Any) -> Json:
        return bundle(finding_block(self), text=display.findings_text([self]), html=display.findings_html([self]))


def card(finding: Finding) -> Card:
    """Return the same finding, able to show itself."""
    return Card(**{one.name: getattr(finding, one.name) for one in fields(finding)})


class Shown:
    """A block with the text and HTML that a notebook shows for it."""

    def __init__(self, content: Json, *, text: str, html: str) -> None:
        self.block = content
        self._text = text
        self._html = html

    def __repr__(self) -> str:
        return self._text

    def _repr_mimebundle_(self, **_: Any) -> Json:
        return bundle(self.block, text=self._text, html=self._html)


class Run:
    """What `unequal.run` returns.

    Attributes:
        analysis: Its name.
        facts: The analysis's own frozen dataclass; None where its tables are missing.
        knobs: The knobs in force.
        origins: Where each knob came from.
        unavailable: Why there is nothing to say; None when there is.
    """

    def __init__(self, session: Session, analysis: Analysis) -> None:
        self._session = session
        self._analysis = analysis
        self.analysis = analysis.name
        resolved = session.knobs(analysis.name)
        self.knobs: BaseModel = resolved.values
        self.origins: dict[str, str] = dict(resolved.origins)
        self.unavailable: Missing | None = session.missing(analysis.name)
        self.facts: Any = session.facts(analysis.name)
        self._words = session.words(analysis.name)

    @property
    def as_of(self) -> datetime.date:
        """The day that is looked from."""
        return self._session.workspace.as_of

    @property
    def scenario(self) -> str:
        """Name of the scenario, ``base`` when there is none."""
        return self._session.workspace.scenario

    @property
    def words(self) -> Any:
        """The catalogue that this analysis speaks from, with its locale and currency."""
        return self._words

    @property
    def session(self) -> Session:
        """What this company's analyses share."""
        return self._session

    @cached_property
    def findings(self) -> Findings:
        """All findings, in reading order."""
        return Findings(card(one) for one in self._session.findings(self.analysis))

    def finding(self, code: str) -> Card | Shown:
        """Return one finding by its code, with or without the analysis's name in front.

        A rule that does not apply to this data has none, and shows nothing.
        """
        rules = {rule.__name__: rule for rule in self._analysis.rules}
        made = {one.code.removeprefix(f"{self.analysis}."): one for one in self.findings}
        if self._named(code, {**rules, **made}, "finding") is None:
            return self._nothing()
        short = code.removeprefix(f"{self.analysis}.")
        if short in made:
            return made[short]
        return Shown(note_block("", name=short, analysis=self.analysis), text="", html="")

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(make.__name__ for make in self._analysis.tables)

    @property
    def charts(self) -> tuple[str, ...]:
        """Names of the charts."""
        return tuple(make.__name__ for make in self._analysis.charts)

    def table(self, name: str) -> pd.DataFrame | Shown:
        """Return one table; it shows itself with labels and units."""
        make = self._named(name, {one.__name__: one for one in self._analysis.tables}, "table")
        if make is None:
            return self._nothing()
        return tagged(make(self.facts, self._words), name=name, analysis=self.analysis)

    def chart(self, name: str) -> Chart | Shown:
        """Return one chart, an Altair chart that knows its name."""
        make = self._named(name, {one.__name__: one for one in self._analysis.charts}, "chart")
        if make is None:
            return self._nothing()
        chart = make(self.facts, self._words)
        own = {"name": name, "analysis": self.analysis, "as_of": self.as_of.isoformat()}
        meta = {**chart.usermeta["unequal"], **own}
        return chart.properties(usermeta={"unequal": meta})

    def what_if(self, name: str) -> Shown:
        """Return one what-if."""
        make = self._named(name, {one.__name__: one for one in self._analysis.what_ifs}, "what-if")
        if make is None:
            return self._nothing()
        made: WhatIf = make(self.facts, self._words)
        return Shown(what_if_block(made, self.analysis), text=made.title, html=display.paragraph(made.title))

    def model(self, name: str) -> Shown:
        """Return one model with the values of its formulas."""
        make = self._named(name, {one.__name__: one for one in self._analysis.models}, "model")
        if make is None:
            return self._nothing()
        made: Model = make(self.facts, self._words)
        content = model_block(made, self.analysis, evaluate(made))
        return Shown(content, text=made.title, html=display.model_html(content))

    @property
    def note(self) -> Shown:
        """The consultant's own words from ``notes/<analysis>.md``; empty where there are none."""
        path = self._session.workspace.notes.get(self.analysis)
        markdown = path.read_text(encoding="utf-8") if path else ""
        return Shown(note_block(markdown, name="note", analysis=self.analysis), text=markdown, html="")

    @property
    def assumptions(self) -> Shown:
        """Every knob in force with its source and origin."""
        items = [{**knob, "analysis": self.analysis} for knob in self._knob_rows()]
        rows = [{**one, "id": one["assumption"] or f"{self.analysis}.{one['name']}"} for one in items]
        content = block("assumptions", "assumptions", self.analysis, items=rows)
        return Shown(content, text=display.knobs_text(rows), html=display.knobs_html(rows))

    @property
    def set_aside(self) -> Shown:
        """Rows read, used and set aside in every table, with each problem found."""
        content = set_aside_block(self._session, self.analysis)
        return Shown(content, text=display.counts_text(content), html=display.counts_html(content))

    @property
    def block(self) -> Json:
        """What was run: as of, scenario, knobs with origin."""
        space = self._session.workspace
        return block(
            "run",
            self.analysis,
            self.analysis,
            title=self._words("title"),
            question=self._words("question"),
            company=space.name,
            as_of=space.as_of,
            scenario=space.scenario,
            currency=space.currency,
            locale=space.locale,
            order=self._analysis.order,
            knobs=self._knob_rows(),
            unavailable=self._unavailable(),
        )

    def record(self) -> Json:
        """Return the whole run as plain JSON: findings, figures, tables, charts."""
        head = {
            "schema": RECORD_SCHEMA,
            "analysis": self.analysis,
            "as_of": self.as_of.isoformat(),
            "scenario": self.scenario,
            "knobs": plain_knobs(self.knobs),
            "unavailable": self._unavailable(),
        }
        tables = {name: self.table(name) for name in self.tables} if self.facts is not None else {}
        charts = {name: self.chart(name) for name in self.charts} if self.facts is not None else {}
        return {
            **head,
            "findings": [plain(one) for one in self.findings],
            "figures": figures(self.facts),
            "tables": {name: table_block(one)["rows"] for name, one in tables.items() if isinstance(one, pd.DataFrame)},
            "charts": {name: _chart_record(one) for name, one in charts.items()},
        }

    def _repr_mimebundle_(self, **_: Any) -> Json:
        content = self.block
        return bundle(content, text=display.run_text(content), html=display.run_html(content))

    def __repr__(self) -> str:
        return display.run_text(self.block)

    def _knob_rows(self) -> list[Json]:
        resolved = self._session.knobs(self.analysis)
        register = self._session.workspace.register
        return [plain(knob_basis(resolved, name, register)) for name in knob_fields(resolved)]

    def _unavailable(self) -> Json | None:
        if self.unavailable is None:
            return None
        return {"says": self._words(self.unavailable.says), "unlock": self._words(self.unavailable.unlock)}

    def _named(self, name: str, known: dict[str, Any], kind: str) -> Any:
        short = name.removeprefix(f"{self.analysis}.")
        if short not in known:  # misspelt is misspelt, whether the tables are there or not
            found = f"The analysis '{self.analysis}' has no {kind} '{name}'; it has {', '.join(known) or 'none'}."
            raise InputError(found, mend=f"Name one of them.{did_you_mean(short, known)}")
        return None if self.facts is None else known[short]

    def _nothing(self) -> Shown:
        reason = self._unavailable() or {"says": "", "unlock": ""}
        text = f"{reason['says']} {reason['unlock']}".strip()
        return Shown(self.block, text=text, html=display.paragraph(text))


def set_aside_block(session: Session, analysis: str | None) -> Json:
    """Return the block of rows read, used and set aside."""
    tables = session.tables
    counts = [{"table": name, "file": session.workspace.sources[name].shown_as, **plain(count)}
              for name, count in sorted(tables.counts.items())]  # fmt: skip
    problems = [{**plain(one), "where": one.where() or one.table or ""} for one in tables.problems]
    return block("set_aside", "set_aside", analysis, tables=counts, problems=problems)


def figures(facts: Any) -> Json:
    """Return the scalar fields of some facts by name."""
    if facts is None:
        return {}
    names: list[str] = list(getattr(facts, "__dataclass_fields__", ()))
    values = {name: getattr(facts, name) for name in names}
    scalars = (bool, int, float, str, datetime.date, type(None))
    return {name: plain(value) for name, value in values.items() if isinstance(value, scalars)}


def _chart_record(chart: Any) -> Json:
    content = chart_block(chart.to_dict())
    return {key: content[key] for key in ("recipe", "sentence", "description", "rows", "n")}
