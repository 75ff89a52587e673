"""What a notebook shows for our objects: short text, and HTML with inline styles, everything from data escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd

from unequal.findings import Finding, Verdict
from unequal.words import Words

from .blocks import Json, bundle
from .view import table_block, words_of
from .written import cell, day, measured

# Shape, word and colour together, so that no reader depends on one of them; contrast over 4.5 : 1 on white and on the
# dark background of JupyterLab's own theme the badge keeps its white paper.
BADGES = {
    Verdict.GO: ("●", "#0b6e6e"),
    Verdict.CAUTION: ("▲", "#8a5a00"),
    Verdict.STOP: ("■", "#b3261e"),
    Verdict.CANNOT_TELL: ("?", "#5a6570"),
}
CARD = "border-left:4px solid {colour};padding:.4em 0 .4em 1em;margin:.8em 0;max-width:46em;line-height:1.45"
BADGE = "color:{colour};background:#fff;font-weight:600;font-size:.8em;letter-spacing:.06em;padding:0 .35em"
SMALL = "font-size:.85em;opacity:.8"
APART = " · "  # between the values that a finding stands on
PLAIN = Words()  # where nobody has said a language
MOST_ROWS = 200  # of a table in JupyterLab; the block holds them all


def findings_text(findings: Sequence[Finding]) -> str:
    """Return findings as lines of text."""
    return "\n".join(f"[{one.verdict.value.upper()}] {one.headline} {one.answer}".strip() for one in findings)


def findings_html(findings: Sequence[Finding], words: Words = PLAIN) -> str:
    """Return findings as cards."""
    return "".join(_card(one, words) for one in findings)


def _card(finding: Finding, words: Words) -> str:
    shape, colour = BADGES[finding.verdict]
    word = finding.verdict.value.upper()
    lines = [
        f'<div style="{CARD.format(colour=colour)}">',
        f'<span style="{BADGE.format(colour=colour)}">{shape} {word}</span>',
        f'<div style="font-size:1.15em;font-weight:600;margin:.2em 0">{escape(finding.headline)}</div>',
        f"<div>{escape(finding.answer)}</div>",
    ]
    stands_on = APART.join(f"{one.name} {measured(one.value, one.unit, words)}" for one in finding.evidence)
    assumed = "; ".join(
        f"{one.name}: {measured(one.value, one.unit, words)} ({one.source})" for one in finding.assumptions
    )
    small = {"Stands on": stands_on, "Would change it": finding.would_change_it, "Assumed": assumed}
    lines += [f'<div style="{SMALL}">{name}: {escape(text)}</div>' for name, text in small.items() if text]
    return "".join([*lines, "</div>"])


def aside(text: str) -> str:
    """Return small text, for what is worth knowing and no answer."""
    return f'<p style="{SMALL}">{escape(text)}</p>'


def paragraph(text: str) -> str:
    """Return text as an escaped paragraph."""
    return f"<p>{escape(text)}</p>"


def grid(columns: Sequence[tuple[str, str]], rows: Iterable[Json], *, numeric: Iterable[str] = ()) -> str:
    """Return rows as an HTML table; numeric columns to the right."""
    right = set(numeric)
    style = 'style="padding:.15em .8em;text-align:{side};font-variant-numeric:tabular-nums;vertical-align:top"'

    def side(key: str, *, whole: bool) -> str:  # a figure stays on one line, the head above it may wrap
        return style.format(side=("right;white-space:nowrap" if whole else "right") if key in right else "left")

    def shown(row: Json, key: str) -> str:
        value = row.get(key)
        text = cell(value, "text" if isinstance(value, str) else "number", PLAIN)
        return f"<td {side(key, whole=True)}>{escape(text)}</td>"

    head = "".join(f"<th {side(key, whole=False)}>{escape(label)}</th>" for key, label in columns)
    body = "".join("<tr>" + "".join(shown(row, key) for key, _ in columns) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def run_text(content: Json) -> str:
    """Return one line that says what was run."""
    as_of = day(str(content["as_of"]), Words(content.get("locale") or PLAIN.locale))
    return f"{content['title']}: {content['company']} as of {as_of}, scenario {content['scenario']}"


def run_html(content: Json) -> str:
    """Return the head of a notebook: question, company, day, what is missing."""
    line = f"<p><b>{escape(content['question'])}</b><br>{escape(run_text(content))}</p>"
    missing = content["unavailable"]
    if missing:
        line += paragraph(f"{missing['says']} {missing['unlock']}")
    return line


def knobs_text(rows: Sequence[Json]) -> str:
    """Return knobs as lines of text."""
    return "\n".join(f"{one['name']} = {one['value']} {one['unit']} ({one['origin']}; {one['source']})" for one in rows)


def knobs_html(rows: Sequence[Json]) -> str:
    """Return knobs as a table."""
    columns = [("name", "knob"), ("value", "value"), ("unit", "unit"), ("origin", "origin"), ("source", "source")]
    return grid(columns, rows, numeric=("value",))


COUNTS = ("read", "used", "set_aside", "duplicates", "after_as_of", "blank")


def counts_text(content: Json) -> str:
    """Return row counts as lines of text."""
    return "\n".join(
        f"{one['table']}: " + ", ".join(f"{one[key]} {key.replace('_', ' ')}" for key in COUNTS)
        for one in content["tables"]
    )


def counts_html(content: Json) -> str:
    """Return row counts and problems as two tables."""
    columns = [("table", "table"), ("file", "file"), *((key, key.replace("_", " ")) for key in COUNTS)]
    html = grid(columns, content["tables"], numeric=COUNTS)
    if content["problems"]:
        found = [("where", "where"), ("says", "found"), ("mend", "how to mend it"), ("count", "rows")]
        html += grid(found, content["problems"], numeric=("count",))
    return html


def model_html(content: Json) -> str:
    """Return a model as a table of names, values and formulas."""
    rows = [*content["inputs"], *content["formulas"]]
    columns = [("label", "what"), ("value", "value"), ("unit", "unit"), ("expression", "formula")]
    shown = [{"expression": "", **row} for row in rows]
    return grid(columns, shown, numeric=("value",))


def frame_bundle(frame: pd.DataFrame, **_: Any) -> Json:
    """Return the output of a DataFrame: block, text, HTML."""
    content = table_block(frame)
    columns = [(one["key"], one["label"]) for one in content["columns"]]
    numeric = [one["key"] for one in content["columns"] if one["kind"] not in ("text", "verdict", "date", "boolean")]
    title = f"<p><b>{escape(content['title'])}</b></p>" if content["title"] else ""
    kinds = {one["key"]: one["kind"] for one in content["columns"]}
    words = words_of(frame)
    rows = [{key: cell(row[key], kind, words) for key, kind in kinds.items()} for row in content["rows"][:MOST_ROWS]]
    html = title + grid(columns, rows, numeric=numeric)
    if len(frame) > MOST_ROWS:
        html += paragraph(f"The first {MOST_ROWS} of {len(frame):,} rows.")
    return bundle(content, text=frame.to_string(max_rows=MOST_ROWS), html=html)


def install() -> None:
    """Make a kernel show charts and frames as blocks; harmless to call twice, and outside of a kernel."""
    from unequal.charts import renderer

    renderer.install()
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return
    shell: Any = get_ipython()
    if shell is not None:
        shell.display_formatter.mimebundle_formatter.for_type(pd.DataFrame, frame_bundle)
