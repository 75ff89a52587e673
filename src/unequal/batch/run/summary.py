"""The page for people: what failed and why, first; then the gates that tripped; then every item."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from unequal.errors import Problem

from .order import Order
from .outcome import BAD, CANCELLED, FAILED, NOT_STARTED, OK, REFUSED, STATUSES, UNCHANGED, Outcome
from .results import Results

Json = dict[str, Any]
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
SHAPES = {OK: "●", UNCHANGED: "=", FAILED: "■", REFUSED: "■", CANCELLED: "▲", NOT_STARTED: "·"}
CLASSES = {OK: "go", UNCHANGED: "go", FAILED: "stop", REFUSED: "stop", CANCELLED: "caution", NOT_STARTED: "cannot-tell"}
HERE = "unequal.batch.run"
MOST_PROBLEMS = 6  # of one item; run_results.json holds them all
KINDS = {
    "cell": "an error in a cell",
    "time": "time limit",
    "memory": "memory limit",
    "output": "output limit",
    "kernel": "process died",
    "refused": "inputs refused",
    "environment": "environment",
    "render": "rendering",
    "bug": "a bug of ours",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Failures with one root cause.

    Attributes:
        cause: In words that fit them all.
        kind: Of failure, in words.
        mend: What can be done about them.
        outcomes: Those who failed so.
    """

    cause: str
    kind: str
    mend: str
    outcomes: tuple[Outcome, ...]


def groups(outcomes: Sequence[Outcome]) -> tuple[Group, ...]:
    """Return failures by root cause, the most frequent first.

    >>> two = [Outcome(id=one, status="failed", kind="cell", found=f"No {one}.", cause="No deals.") for one in "ab"]
    >>> [(group.cause, len(group.outcomes)) for group in groups(two)]
    [('No deals.', 2)]
    """
    by_cause: dict[tuple[str, str], list[Outcome]] = {}
    for one in outcomes:
        if one.status in BAD:
            by_cause.setdefault((one.kind or "", one.cause or one.found), []).append(one)
    ordered = sorted(by_cause.items(), key=lambda row: (-len(row[1]), row[0]))
    return tuple(
        Group(
            cause=cause if len(some) > 1 else some[0].found,
            kind=KINDS.get(kind, kind),
            mend=_common([one.mend for one in some]),
            outcomes=tuple(some),
        )
        for (kind, cause), some in ordered
    )


def as_summary(results: Results, order: Order) -> str:
    """Return the page: one file, no scripts, nothing fetched; what names it shows are text and nothing else."""
    ranked = sorted(results.outcomes, key=lambda one: STATUSES.index(one.status) if one.status in STATUSES else 0)
    return (
        _environment()
        .get_template("summary.html.j2")
        .render(
            results=results,
            policy=POLICY,
            style=Markup(_style()),  # noqa: S704  # our own file
            headline=headline(results),
            groups=groups(results.outcomes),
            gated=[one for one in results.outcomes if one.gates],
            outcomes=ranked,
            link=lambda path: _link(path, order.folder),
            again=f"unequal retry {order.folder}",
        )
    )


def headline(results: Results) -> str:
    """Return what came of a batch, in one sentence.

    >>> headline(Results(id="b", name="b", manifest="", outcomes=(Outcome(id="a", status="ok"),)))
    'The one report is made.'
    """
    counts = results.counts
    items, done = counts["items"], counts[OK] + counts[UNCHANGED]
    failed, left = counts[FAILED] + counts[REFUSED], counts[CANCELLED] + counts[NOT_STARTED]
    if results.running:
        return f"{done} of {_reports(items)} made so far, {failed} failed, {left} to go."
    if done == items:
        gates = f"; {_gates(counts['gates'])}" if counts["gates"] else ""
        return f"{_all_made(items, counts[UNCHANGED])}{gates}."
    parts = [f"{failed} of {_reports(items)} failed"] if failed else [f"{done} of {_reports(items)} made"]
    if left:
        parts.append(f"{left} {'was' if left == 1 else 'were'} not finished")
    return f"{', '.join(parts)}."


def _all_made(items: int, unchanged: int) -> str:
    if unchanged == items:
        return (
            "Nothing had changed: the report stands"
            if items == 1
            else f"Nothing had changed: all {items} reports stand"
        )
    made = "The one report is made" if items == 1 else f"All {items} reports are made"
    return f"{made}, {unchanged} of them before" if unchanged else made


def _reports(number: int) -> str:
    return f"{number} report" if number == 1 else f"{number} reports"


def _gates(number: int) -> str:
    return "a gate tripped in one" if number == 1 else f"gates tripped in {number}"


def _common(texts: list[str]) -> str:
    """Return a text where all are the same; else nothing, and each item shows its own."""
    return texts[0] if len(set(texts)) == 1 else ""


def _link(path: str | None, folder: Path) -> str | None:
    """Return the address of a file as seen from the page, so that the folder can be moved as a whole."""
    if not path or "://" in path:
        return None
    try:
        near = os.path.relpath(path, folder)
    except ValueError:  # another drive of Windows
        return None
    return quote(Path(near).as_posix(), safe="/")


def _problem(row: Json) -> str:
    try:
        return Problem(**{"code": "", "says": "", "mend": "", **row}).found()
    except TypeError:
        return str(row.get("says", ""))


def _seconds(value: float) -> str:
    if value < 1:
        return "0 s" if value == 0 else "< 1 s"
    minutes, seconds = divmod(round(value), 60)
    return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FunctionLoader(lambda name: (files(HERE) / name).read_text("utf-8"))
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"seconds": _seconds, "problem": _problem, "visible": _visible}
    environment.globals |= {"shapes": SHAPES, "classes": CLASSES, "most_problems": MOST_PROBLEMS}
    return environment


def _visible(text: object) -> str:
    """Return a text with what no reader could see, or what would turn it round, shown."""
    words = str(text)
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() or c in "\n\xa0\u202f" else c.encode("unicode_escape").decode() for c in words)


@cache
def _style() -> str:
    font = (files("unequal.report") / "fonts" / "page" / "Inter-latin.woff2").read_bytes()
    source = f"url(data:font/woff2;base64,{base64.b64encode(font).decode()})"
    face = f'@font-face{{font-family:Inter;font-weight:400 700;src:{source} format("woff2")}}\n'
    return face + (files(HERE) / "summary.css").read_text("utf-8")
