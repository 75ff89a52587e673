"""One analysis of one company, ready to be read: findings, tables, charts, record."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from pydantic import BaseModel

from unequal.charts.parts import Chart, signed
from unequal.charts.renderer import chart_block
from unequal.errors import InputError, did_you_mean

from . import display
from .analysis import Analysis, Missing
from .blocks import Json, block, bundle, model_block, note_block, what_if_block
from .cards import Card, Findings, Shown, card
from .knob_basis import knob_basis, knob_fields, plain_knobs
from .model import evaluate
from .plain import plain
from .session import Session
from .view import table_block, tagged

RECORD_SCHEMA = "unequal.record/1"
NOT_ASKED = "This data gives no reason to ask."  # shown to who runs the notebook; a report leaves it out
T = TypeVar("T")


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

    def turned(self, **knobs: Any) -> Run:
        """Return the same analysis of the same company with knobs turned, from the tables in memory.

        Raises:
            InputError: An unknown knob, or a value out of range.
        """
        return Run(self._session.turned(self.analysis, **knobs), self._analysis)

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
        found = Findings(card(one, self._words) for one in self._session.findings(self.analysis))
        found.words = self._words
        return found

    def finding(self, code: str, scope: str | None = None) -> Card | Findings | Shown:
        """Return what a rule found, by its code, with or without the analysis's name in front.

        A rule that does not apply to this data has found nothing, and shows nothing. One that judges every segment has
        a finding for each: all of them in reading order, or the one of `scope`.
        """
        rules = [rule.__name__ for rule in self._analysis.rules]
        short = self._known(code, dict.fromkeys([*rules, *(self._short(one.code) for one in self.findings)]), "finding")
        if self.facts is None:
            return self._nothing()
        made = [one for one in self.findings if self._short(one.code) == short and scope in (None, one.scope)]
        if not made:
            return self._not_asked(short)
        if len(made) == 1:
            return made[0]
        several = Findings(made)
        several.words = self._words
        return several

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return _names(self._analysis.tables)

    @property
    def charts(self) -> tuple[str, ...]:
        """Names of the charts."""
        return _names(self._analysis.charts)

    def table(self, name: str) -> pd.DataFrame | Shown:
        """Return one table; it shows itself with labels and units. One that was not asked for shows nothing."""
        short = self._known(name, self.tables, "table")
        if self.facts is None:
            return self._nothing()
        frame = _named(short, self._analysis.tables)(self.facts, self._words)
        if frame is None:
            return self._not_asked(short)
        return tagged(frame, name=short, analysis=self.analysis, words=self._words)

    def chart(self, name: str) -> Chart | Shown:
        """Return one chart, an Altair chart that knows its name. One that was not asked for shows nothing."""
        short = self._known(name, self.charts, "chart")
        if self.facts is None:
            return self._nothing()
        chart = _named(short, self._analysis.charts)(self.facts, self._words)
        if chart is None:
            return self._not_asked(short)
        return signed(chart, name=short, analysis=self.analysis, as_of=self.as_of.isoformat())

    def what_if(self, name: str) -> Shown:
        """Return one what-if."""
        short = self._known(name, _names(self._analysis.what_ifs), "what-if")
        if self.facts is None:
            return self._nothing()
        made = replace(_named(short, self._analysis.what_ifs)(self.facts, self._words), name=short)
        return Shown(what_if_block(made, self.analysis), text=made.title, html=display.paragraph(made.title))

    def model(self, name: str) -> Shown:
        """Return one model with the values of its formulas."""
        short = self._known(name, _names(self._analysis.models), "model")
        if self.facts is None:
            return self._nothing()
        made = replace(_named(short, self._analysis.models)(self.facts, self._words), name=short)
        content = model_block(made, self.analysis, evaluate(made))
        return Shown(content, text=made.title, html=display.model_html(content))

    @property
    def note(self) -> Shown:
        """The consultant's own words from ``notes/<analysis>.md``; empty where there are none."""
        path = self._session.workspace.notes.get(self.analysis)
        markdown = note_text(path) if path else ""
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
            "charts": {name: _chart_record(one) for name, one in charts.items() if not isinstance(one, Shown)},
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

    def _known(self, name: str, known: Iterable[str], kind: str) -> str:
        short = self._short(name)
        names = tuple(known)
        if short not in names:  # misspelt is misspelt, whether the tables are there or not
            found = f"The analysis '{self.analysis}' has no {kind} '{name}'; it has {', '.join(names) or 'none'}."
            raise InputError(found, mend=f"Name one of them.{did_you_mean(short, names)}")
        return short

    def _short(self, name: str) -> str:
        return name.removeprefix(f"{self.analysis}.")

    def _not_asked(self, name: str) -> Shown:
        html = display.aside(NOT_ASKED)
        return Shown(note_block("", name=name, analysis=self.analysis), text=NOT_ASKED, html=html)

    def _nothing(self) -> Shown:
        reason = self._unavailable() or {"says": "", "unlock": ""}
        text = f"{reason['says']} {reason['unlock']}".strip()
        return Shown(self.block, text=text, html=display.paragraph(text))


def _names(makers: Iterable[Callable[..., Any]]) -> tuple[str, ...]:
    return tuple(one.__name__ for one in makers)


def _named(name: str, makers: Iterable[Callable[..., T]]) -> Callable[..., T]:
    return next(one for one in makers if one.__name__ == name)


def note_text(path: Path) -> str:
    """Return a consultant's words; a file that is no UTF-8 is read as an old editor of Windows wrote it."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


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
