"""What a notebook shows for our objects: short text, and HTML with inline styles, everything from data escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd

from unequal.findings import Finding, Verdict

from .blocks import ColumnKind, Json, bundle
from .view import table_block

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
SHARES = ("share", "probability", "percent")
MANY = 1000  # from here on a figure is shown whole
MOST_ROWS = 200  # of a table in JupyterLab; the block holds them all


def findings_text(findings: Sequence[Finding]) -> str:
    """Return findings as lines of text."""
    return "\n".join(f"[{one.verdict.value.upper()}] {one.headline} {one.answer}".strip() for one in findings)


def findings_html(findings: Sequence[Finding]) -> str:
    """Return findings as cards."""
    return "".join(_card(one) for one in findings)


def _card(finding: Finding) -> str:
    shape, colour = BADGES[finding.verdict]
    word = finding.verdict.value.upper()
    lines = [
        f'<div style="{CARD.format(colour=colour)}">',
        f'<span style="{BADGE.format(colour=colour)}">{shape} {word}</span>',
        f'<div style="font-size:1.15em;font-weight:600;margin:.2em 0">{escape(finding.headline)}</div>',
        f"<div>{escape(finding.answer)}</div>",
    ]
    if finding.would_change_it:
        lines.append(f'<div style="{SMALL}">Would change it: {escape(finding.would_change_it)}</div>')
    assumed = "; ".join(f"{one.name}: {_measured(one.value, one.unit)} ({one.source})" for one in finding.assumptions)
    if assumed:
        lines.append(f'<div style="{SMALL}">Assumed: {escape(assumed)}</div>')
    return "".join([*lines, "</div>"])


def _measured(value: Any, unit: str) -> str:
    return _cell(value, "percent") if unit in SHARES else f"{_cell(value)} {unit}".strip()


def aside(text: str) -> str:
    """Return small text, for what is worth knowing and no answer."""
    return f'<p style="{SMALL}">{escape(text)}</p>'


def paragraph(text: str) -> str:
    """Return text as an escaped paragraph."""
    return f"<p>{escape(text)}</p>"


def grid(columns: Sequence[tuple[str, str]], rows: Iterable[Json], *, numeric: Iterable[str] = ()) -> str:
    """Return rows as an HTML table; numeric columns to the right."""
    right = set(numeric)
    cell = 'style="padding:.15em .8em;text-align:{side};font-variant-numeric:tabular-nums;vertical-align:top"'

    def side(key: str) -> str:
        return cell.format(side="right;white-space:nowrap" if key in right else "left")

    head = "".join(f"<th {side(key)}>{escape(label)}</th>" for key, label in columns)
    body = "".join(
        "<tr>" + "".join(f"<td {side(key)}>{escape(_cell(row.get(key)))}</td>" for key, _ in columns) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any, kind: ColumnKind = "number") -> str:
    if value is None:
        return "–"
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return str(value)
    if kind == "percent":
        return f"{100 * value:.3g} %"
    return f"{value:,.0f}" if kind in ("money", "count") or abs(value) >= MANY else f"{value:.4g}"


def run_text(content: Json) -> str:
    """Return one line that says what was run."""
    return f"{content['title']}: {content['company']} as of {content['as_of']}, scenario {content['scenario']}"


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
    rows = [{key: _cell(row[key], kind) for key, kind in kinds.items()} for row in content["rows"][:MOST_ROWS]]
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
