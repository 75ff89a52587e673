"""A finished run of an invented company: executed notebooks with every kind of block, and what was run."""

from __future__ import annotations

import base64
import copy
import json
import math
import struct
import zlib
from collections.abc import Callable
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from unequal.charts import Axis, Caption, NamedLine, bars, dots, lines, steps
from unequal.charts.renderer import BLOCK_MIME, BLOCK_SCHEMA, chart_block

Json = dict[str, Any]


def png(width: int = 240, height: int = 60) -> bytes:
    """Return a grey picture."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = b"".join(b"\0" + b"\xaa" * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(lines)) + part(b"IEND", b"")


def block(kind: str, name: str, analysis: str | None, **rest: Any) -> Json:
    return {"schema": BLOCK_SCHEMA, "kind": kind, "name": name, "analysis": analysis, **rest}


def evidence(name: str, value: Any, unit: str, **rest: Any) -> Json:
    return {"name": name, "value": value, "unit": unit, "source": "deals", "low": None, "high": None, "n": None, **rest}


def assumption(identity: str, name: str, value: Any, unit: str, *, source: str, grade: str = "E4") -> Json:
    return {
        "id": identity,
        "name": name,
        "value": value,
        "unit": unit,
        "source": source,
        "grade": grade,
        "choice": False,
    }


def finding(code: str, verdict: str, headline: str, **rest: Any) -> Json:
    base = {
        "code": code,
        "question": "Is it so?",
        "verdict": verdict,
        "action": None,
        "headline": headline,
        "answer": "",
        "estimate": None,
        "low": None,
        "high": None,
        "level": 0.9,
        "unit": "",
        "prob": None,
        "n": None,
        "grade": "E2",
        "evidence": [],
        "assumptions": [],
        "would_change_it": "",
        "scope": "all",
    }
    return block("finding", code, code.partition(".")[0], **{**base, **rest})


def table(
    name: str, analysis: str, *, title: str, columns: list[tuple[str, str, str]], rows: list[Json], **rest: Any
) -> Json:
    described = [{"key": key, "label": label, "kind": kind} for key, label, kind in columns]
    return block(
        "table",
        name,
        analysis,
        title=title,
        columns=described,
        rows=rows,
        note=rest.get("note", ""),
        source=rest.get("source", ""),
    )


def output(content: Any) -> Any:
    return new_output("display_data", data={BLOCK_MIME: content, "text/plain": "…"})


def cell(*contents: Any, **metadata: Any) -> Any:
    made = new_code_cell("run.something()", execution_count=1, metadata=metadata)
    made.outputs = [one if "output_type" in one else output(one) for one in contents]
    return made


def notebook(*cells: Any) -> Any:
    made = [new_markdown_cell(one) if isinstance(one, str) else one for one in cells]
    for position, one in enumerate(made):
        one["id"] = f"cell-{position}"
    return new_notebook(
        cells=made, metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}}
    )


def incidence_chart() -> Json:
    rows = [
        {
            "segment": name,
            "days": day,
            "estimate": top * (1 - math.exp(-day / 150)),
            "low": 0.6 * top * (1 - math.exp(-day / 150)),
            "high": min(1.0, 1.45 * top * (1 - math.exp(-day / 150))),
        }
        for name, top in (("all", 0.34), ("Small", 0.44), ("Medium", 0.30), ("Big", 0.20))
        for day in (0, 12, 30, 47, 61, 80, 95, 122, 150, 171, 200, 243, 260, 300, 340, 365)
    ]
    chart = steps(
        pd.DataFrame(rows),
        x=Axis(field="days", title="Days since the deal was created", unit="days"),
        y=Axis(field="estimate", title="Share of deals won", unit="percent", domain=(0, 0.6)),
        series=Axis(field="segment", title="Segment", kind="nominal", unit="text"),
        marks=[NamedLine(at=122, label="decision date")],
        caption=Caption(
            name="incidence",
            sentence="Big deals are won half as often as Small ones, and later: 20 % within a year, against 44 %.",
            description="Step curves of the share of deals won by day. Small reaches 44 % after a year, all 34 %, "
            "Medium 30 %, Big 20 %. The decision date at day 122 cuts Big at 11 %.",
            source="deals",
            n=212,
        ),
    )
    return {**chart_block(chart.to_dict()), "analysis": "sales_cycle", "as_of": "2026-06-30"}


def cash_chart() -> Json:
    rows = pd.DataFrame({"month": np.arange(0, 19), "cash": [900_000 - 62_000 * m - 900 * m * m for m in range(19)]})
    chart = lines(
        rows,
        x=Axis(field="month", title="Months from 30 June 2026", unit="months"),
        y=Axis(field="cash", title="Cash at month end (€)", unit="money"),
        marks=[NamedLine(at=4, label="decision date"), NamedLine(at=150_000, label="reserve", along="y")],
        caption=Caption(
            name="cash",
            sentence="Cash is gone in month 12; the decision must fall by month 4.",
            description="Cash falls from €900,000 to zero in month 12. The decision date stands at month 4.",
            source="finance",
            n=18,
        ),
    )
    return {**chart_block(chart.to_dict()), "analysis": "runway", "as_of": "2026-06-30"}


def wins_chart() -> Json:
    rows = pd.DataFrame(
        {
            "wins": ["0", "1", "2 or more"],
            "probability": [0.52, 0.34, 0.14],
            "low": [0.35, 0.22, 0.04],
            "high": [0.7, 0.45, 0.31],
            "accent": [False, False, True],
        }
    )
    chart = bars(
        rows,
        x=Axis(field="wins", title="Big wins by the decision date", kind="ordinal", unit="text"),
        y=Axis(field="probability", title="Probability", unit="percent", domain=(0, 1)),
        marks=[NamedLine(at=0.8, label="go from 80 %", along="y")],
        caption=Caption(
            name="wins",
            sentence="Two Big wins by month 4 are unlikely: 14 %, where 80 % would be a go.",
            description="Bars: no win 52 %, one win 34 %, two or more 14 %, all under the line at 80 %.",
            source="deals, plan",
            n=20,
        ),
    )
    return {**chart_block(chart.to_dict()), "analysis": "runway", "as_of": "2026-06-30"}


def dots_chart() -> Json:
    rows = pd.DataFrame(
        {
            "scheme": ["Everyone", "Industry", "Size", "Jobs", "Value"],
            "r2": [0.0, 0.02, 0.11, 0.19, 0.24],
            "low": [0.0, -0.03, 0.05, 0.1, 0.15],
            "high": [0.0, 0.07, 0.18, 0.28, 0.33],
            "accent": [False, False, False, False, True],
        }
    )
    chart = dots(
        rows,
        x=Axis(field="r2", title="Share of differences in margin explained, out of sample", unit="percent"),
        y=Axis(field="scheme", title="Grouping", kind="nominal", unit="text"),
        caption=Caption(
            name="schemes",
            sentence="Grouping by value explains 24 % of the differences in margin, industry almost nothing.",
            description="Dots with intervals: Value 24 %, Jobs 19 %, Size 11 %, Industry 2 %, Everyone 0 %.",
            source="customers, revenue",
            n=61,
        ),
    )
    return {**chart_block(chart.to_dict()), "analysis": "segments", "as_of": "2026-06-30"}


RAISE = assumption("B27", "Months that a raise takes", 6, "months", source="practitioners")
PROBE = assumption(
    "prior.Big.win_probability",
    "Chance that a Big deal is won, before any data",
    0.2,
    "probability",
    source="assumption",
    grade="E5",
)


def runway_finding() -> Json:
    return finding(
        "runway.wins_by_decision_date",
        "stop",
        "You must show wins by month 4, not month 12.",
        question="Do the wins come before the decision date?",
        answer="The chance of two Big wins by then is 14 % (4–31 %, n = 20, own data, few).",
        estimate=0.14,
        low=0.04,
        high=0.31,
        unit="probability",
        prob=0.14,
        n=20,
        action="change the plan",
        evidence=[
            evidence("runway", 12, "months", source="finance"),
            evidence("raise", 6, "months", source="B27"),
            evidence("reserve", 2, "months", source="plan"),
            evidence("won within 10 months", 0.2, "probability", low=0.08, high=0.41, n=20),
        ],
        assumptions=[RAISE, PROBE],
        scope="Big",
        would_change_it="€1.4 m more cash, or a burn under €47,000 a month, or 185 more deals (not feasible).",
    )


def cash_finding() -> Json:
    return finding(
        "runway.cash",
        "caution",
        "Cash lasts 12 months at the present burn, 10 if two customers leave.",
        question="How long does the cash last?",
        answer="12 months (10.4–14 months, 18 month ends, own data).",
        estimate=12,
        low=10.4,
        high=14,
        unit="months",
        n=18,
        grade="E1",
        evidence=[
            evidence("cash", 900_000, "money", source="finance"),
            evidence("burn", 75_000, "money a month", low=64_000, high=86_000, n=18, source="finance"),
        ],
        would_change_it="A burn under €60,000 a month.",
    )


def cycle_findings() -> list[Json]:
    return [
        finding(
            "sales_cycle.medians",
            "go",
            "Half of the Small deals that are won close within 61 days.",
            question="How long does a sale take?",
            answer="61 days (52–74 days, n = 93, own data).",
            estimate=61,
            low=52,
            high=74,
            unit="days",
            n=93,
            grade="E1",
            scope="Small",
            evidence=[evidence("won", 93, "deals", n=93), evidence("still open", 41, "deals", n=41)],
            would_change_it="A median over 90 days.",
        ),
        finding(
            "sales_cycle.big",
            "cannot tell",
            "Whether Big deals take longer cannot be told from 20 deals.",
            question="Do Big deals take longer?",
            answer=("20 deals, 4 of them won; the curves differ by less than chance."),
            n=20,
            evidence=[evidence("Big deals", 20, "deals", n=20)],
            scope="Big",
            would_change_it="About 60 more Big deals with dates, or the pipeline of the year before last.",
        ),
    ]


def what_if() -> Json:
    burns, cash = [50_000, 62_500, 75_000, 87_500], [600_000, 900_000, 1_200_000, 2_400_000]
    cells = [round(min(0.95, max(0.01, c / b / 12 - 0.86)), 3) for b in burns for c in cash]
    return block(
        "what_if",
        "wins",
        "runway",
        title="What would have to be true for two Big wins in time",
        axes=[
            {"knob": "monthly_burn", "label": "Burn a month", "unit": "money", "values": burns, "base": 75_000},
            {"knob": "cash", "label": "Cash today", "unit": "money", "values": cash, "base": 900_000},
        ],
        output="Chance of two Big wins by the decision date",
        unit="probability",
        cells=cells,
        verdicts=["go" if p >= 0.8 else "stop" if p < 0.2 else "caution" for p in cells],
        sentences={
            "go": "With {cash} and a burn of {monthly_burn} the wins come in time: {value}.",
            "caution": "With {cash} and a burn of {monthly_burn} it is a bet: {value}.",
            "stop": "With {cash} and a burn of {monthly_burn} they do not come in time: {value}.",
        },
        chart=None,
    )


def model() -> Json:
    return block(
        "model",
        "runway",
        "runway",
        title="How many months the cash lasts",
        inputs=[
            {"name": "cash", "label": "Cash", "value": 900_000, "unit": "money", "source": "finance"},
            {"name": "burn", "label": "Burn a month", "value": 75_000, "unit": "money", "source": "finance"},
        ],
        formulas=[{"name": "runway", "label": "Runway", "expression": "cash / burn", "unit": "months", "value": 12.0}],
    )


def quality_table() -> Json:
    rows = [
        {"segment": "Small", "customers": 41, "acv": 4_800, "margin": 0.61, "payback": 7.2, "verdict": "go"},
        {"segment": "Medium", "customers": 15, "acv": 28_500, "margin": 0.54, "payback": 14.0, "verdict": "caution"},
        {"segment": "Big", "customers": 5, "acv": 184_000, "margin": None, "payback": "inf", "verdict": "cannot tell"},
    ]
    return table(
        "quality",
        "segments",
        title="Small pays back in 7 months; Big is not known yet",
        rows=rows,
        source="customers, revenue",
        columns=[
            ("segment", "Segment", "text"),
            ("customers", "Customers", "count"),
            ("acv", "Contract value a year", "money"),
            ("margin", "Gross margin", "percent"),
            ("payback", "Payback", "months"),
            ("verdict", "Verdict", "verdict"),
        ],
        note="Payback counts only customers who are still there.",
    )


def wide_table() -> Json:
    months = [f"2025-{m:02d}" for m in range(1, 13)]
    columns = [("segment", "Segment", "text"), *((m, m, "money") for m in months), ("sum", "Sum of the year", "money")]
    rows = [
        {"segment": name, **{m: base * (1 + i / 20) for i, m in enumerate(months)}, "sum": base * 15}
        for name, base in (("Small", 19_400), ("Medium", 35_625), ("Big", 76_700))
    ]
    return table(
        "months",
        "segments",
        title="Revenue grew in every segment in 2025",
        columns=columns,
        rows=rows,
        source="revenue",
    )


def tiles_table() -> Json:
    rows = [
        {"label": "Focus segment", "value": "Small", "note": "the only one that passes three tests", "verdict": "go"},
        {
            "label": "Show wins by",
            "value": "30 October 2026",
            "note": "raise and reserve before cash-out",
            "verdict": None,
        },
        {"label": "Chance in time", "value": "14 %", "note": "two Big wins (4–31 %)", "verdict": "stop"},
        {"label": "Deepest point of cash", "value": "−€214,000", "note": "month 15", "verdict": "caution"},
        {
            "label": "Biggest unknown",
            "value": "Big cycle",
            "note": "20 deals; 60 more would tell",
            "verdict": "cannot tell",
        },
    ]
    columns = [(key, key, "text") for key in ("label", "value", "note")] + [("verdict", "verdict", "verdict")]
    return table("tiles", "memo", title="At a glance", columns=columns, rows=rows)


def set_aside() -> Json:
    return block(
        "set_aside", "set_aside", "data_check", tables=[_without_hash(one) for one in inputs()], problems=problems()
    )


def _without_hash(row: Json) -> Json:
    return {key: value for key, value in row.items() if key != "sha256"}


def inputs() -> list[Json]:
    base = {"set_aside": 0, "duplicates": 0, "after_as_of": 0, "blank": 0}
    return [
        {
            **base,
            "table": "deals",
            "file": "data/deals.csv",
            "sha256": "9f" * 32,
            "read": 219,
            "used": 212,
            "set_aside": 3,
            "duplicates": 1,
            "after_as_of": 2,
            "blank": 1,
        },
        {**base, "table": "finance", "file": "data/finance.csv", "sha256": "1c" * 32, "read": 18, "used": 18},
        {
            **base,
            "table": "revenue",
            "file": "data/stripe export (final).xlsx",
            "sha256": "07" * 32,
            "read": 1432,
            "used": 1432,
        },
    ]


def problems() -> list[Json]:
    return [
        {
            "code": "closed-before-created",
            "fate": "set aside",
            "table": "deals",
            "value": "2025-01-02",
            "count": 2,
            "says": "a deal closes on or after the day it was created",
            "mend": "Correct one of the two dates in the CRM.",
            "where": 'data/deals.csv, line 41, column F "closed_at"',
        },
        {
            "code": "unreadable-number",
            "fate": "set aside",
            "table": "deals",
            "value": "1.234,50",
            "count": 1,
            "says": "expected a number with a point for decimals (as in 41 of 43 rows)",
            "mend": 'Set decimal = "," under [tables.deals] in workspace.toml.',
            "where": 'data/deals.csv, line 97, column C "acv"',
        },
    ]


def run_block() -> Json:
    return block(
        "run",
        "runway",
        "runway",
        title="Runway",
        question="Do the wins come before the cash is gone?",
        company="Harbor",
        as_of="2026-06-30",
        scenario="base",
        currency="EUR",
        locale="en_GB",
        order=7,
        knobs=[],
        unavailable=None,
    )


def register() -> list[Json]:
    return [
        {**RAISE, "says": RAISE["name"], "origin": "default", "analysis": "runway"},
        {**RAISE, "says": RAISE["name"], "origin": "default", "analysis": "memo"},
        {**PROBE, "says": PROBE["name"], "origin": "default", "analysis": "runway"},
        {
            "id": "runway.reserve_months",
            "name": "reserve_months",
            "says": "Cash to keep in hand",
            "value": 2.0,
            "unit": "months",
            "source": "assumption",
            "grade": "E5",
            "origin": "[plan]",
            "choice": True,
            "analysis": "runway",
        },
    ]


def make_run() -> Json:
    names = [
        ("data_check", 1, "Data check", "Can these files carry an answer?"),
        ("segments", 2, "Segments", "What is the best way to group these customers?"),
        ("sales_cycle", 6, "Sales cycle", "How long does a sale take, and how often does it end in a win?"),
        ("runway", 7, "Runway", "Do the wins come before the cash is gone?"),
        ("experience", 9, "Experience", "Which service does each customer need?"),
        ("memo", 17, "Memo", "What should be done now?"),
    ]
    missing = {
        "experience": {
            "says": "No table says what a customer needs.",
            "unlock": "Add coverage.csv: one row a segment and skill.",
        }
    }
    return {
        "schema": "unequal.run/1",
        "company": "Harbor Analytics",
        "slug": "harbor",
        "as_of": "2026-06-30",
        "as_of_origin": "workspace.toml",
        "scenario": "base",
        "currency": "EUR",
        "locale": "en_GB",
        "language": "en",
        "analyses": [
            {
                "name": name,
                "order": order,
                "title": title,
                "question": question,
                "notebook": None if name in missing else f"{order:02d}_{name}.ipynb",
                "unavailable": missing.get(name),
            }
            for name, order, title, question in names
        ],
        "knobs": {
            "runway": [
                {
                    "name": "reserve_months",
                    "value": 2.0,
                    "unit": "months",
                    "says": "Cash to keep in hand",
                    "origin": "[plan]",
                    "source": "assumption",
                    "grade": "E5",
                    "choice": True,
                }
            ]
        },
        "assumptions": register(),
        "inputs": inputs(),
        "problems": problems(),
        "versions": {"unequal": "0.1.0", "python": "3.11.7", "pandas": "3.1.1", "typst": "0.15.2"},
        "notes": {
            "runway": (
                "We spoke with the board on **12 June**: a bridge of €300,000 is possible.\n\n- term "
                "sheet by August\n- no new hires until then"
            )
        },
        "brand": None,
        "timings": {"tables": 0.4},
    }


def make_notebooks() -> list[tuple[str, Any]]:
    memo = notebook(
        (
            "# Sell to Small now; decide about Big by October\n\nOne page for the board. The reasons "
            "stand in the sections behind it."
        ),
        cell(tiles_table()),
        cell(
            [
                finding(
                    "memo.focus",
                    "go",
                    "Focus on Small for the next 12 months: it passes all three tests.",
                    question="Which segment first?",
                    action="focus on Small",
                    answer="41 customers, margin 61 % (55–67 %), payback 7 months (5–10 months).",
                    estimate=7.2,
                    low=5,
                    high=10,
                    unit="months",
                    n=41,
                    grade="E1",
                    evidence=[evidence("margin", 0.61, "share", low=0.55, high=0.67, n=41)],
                    would_change_it="Small margin under 45 %, or a second Big win before October.",
                ),
                finding(
                    "memo.give_up",
                    "stop",
                    ("Give up the Big pipeline for now; 120 selling hours a deal buy 14 % of a chance."),
                    question="What do we give up?",
                    action="stop Big outbound",
                    answer="Each Big deal takes 120 hours; the same hours win 5 Small customers (3–8).",
                    estimate=0.14,
                    low=0.04,
                    high=0.31,
                    unit="probability",
                    n=20,
                    evidence=[evidence("hours a Big deal", 120, "hours", source="plan")],
                    assumptions=[RAISE],
                    would_change_it="A reference customer in Big, or €1.4 m more cash.",
                ),
            ]
        ),
        (
            "## What would change our mind\n\n1. Two Big wins before **30 October 2026**.\n2. Small "
            "churn above 4 % a month.\n3. A partner who carries the Big cycle."
        ),
    )
    check = notebook(
        (
            "# Can these files carry an answer?\n\nBefore anything is computed, every row is read "
            "and either used or set aside."
        ),
        cell(set_aside()),
    )
    segments = notebook(
        (
            "# Group by value: it explains what size only hints at\n\nFive ways to group the same "
            "customers, judged by how well each tells the margin of customers it has not seen. "
            "*Everyone* is the grouping to beat."
        ),
        cell(dots_chart()),
        cell(quality_table()),
        ("### The year by month\n\nA wide table, for those who want to look."),
        cell(wide_table()),
        cell(
            new_output("display_data", data={"image/png": base64.b64encode(png()).decode(), "text/plain": "<Figure>"}),
            alt="A grey square that stands for a drawing.",
        ),
        cell(
            new_output("stream", name="stdout", text="61 customers\n"),
            new_output("execute_result", data={"text/html": "<b>x</b>", "text/plain": "x"}, execution_count=1),
        ),
    )
    cycle = notebook(
        (
            "# How long does a sale take?\n\nOpen deals count for as long as they were watched: "
            "leaving them out would make every sale look short."
        ),
        cell(cycle_findings()),
        cell(incidence_chart()),
    )
    runway = notebook(
        (
            "# Do the wins come before the cash is gone?\n\nA raise takes months, and nobody raises "
            "on an empty account. So the day that counts is not the day the cash is gone but the day "
            "by which wins must be shown: **runway minus raise minus reserve**.\n\n> What the data "
            "cannot say: whether a bridge from present investors is possible."
        ),
        cell(run_block()),
        cell(runway_finding()),
        cell(wins_chart()),
        cell(cash_finding()),
        cell(cash_chart()),
        "## What would have to be true\n\nEvery answer below was computed beforehand.",
        cell(what_if()),
        cell(model()),
    )
    made = [("memo", memo), ("data_check", check), ("segments", segments), ("sales_cycle", cycle), ("runway", runway)]
    for _, one in made:
        nbformat.validate(one)
    return made


@pytest.fixture(scope="session")
def _finished() -> tuple[Json, list[tuple[str, Any]]]:
    return make_run(), make_notebooks()


@pytest.fixture
def run(_finished: tuple[Json, Any]) -> Json:
    return copy.deepcopy(_finished[0])


@pytest.fixture
def notebooks(_finished: tuple[Any, list[tuple[str, Any]]]) -> list[tuple[str, Any]]:
    return copy.deepcopy(_finished[1])


@pytest.fixture(scope="session")
def document(_finished: tuple[Json, list[tuple[str, Any]]]) -> Any:
    from unequal.report.assembly import assemble

    return assemble(*_finished)


TEXTS = frozenset(
    {"headline", "answer", "question", "action", "would_change_it", "source", "label", "title", "note", "says", "mend"}
    | {"where", "value", "sentence", "description", "output", "scope", "file", "company", "markdown", "segment", "wins"}
    | {"scheme", "go", "caution", "stop", "unlock"}
)
"""Keys of blocks, runs and rows whose texts may come from a client's files."""
VEGAS = frozenset({"width", "height"})  # sizes of a chart as a value of its specification; no client writes these


def poisoned(value: Any, payload: str, key: str = "") -> Any:
    """Return blocks or a run with the payload in every text that may come from a client."""
    if isinstance(value, str):
        return f"{value} {payload}" if key in TEXTS and value not in VEGAS else value
    if isinstance(value, list):
        return [poisoned(one, payload, key) for one in value]
    if isinstance(value, dict):
        return {name: poisoned(one, payload, name) for name, one in value.items()}
    return value


@pytest.fixture
def hostile(run: Json, notebooks: list[tuple[str, Any]]) -> Callable[[str], Any]:
    """Make a report whose texts all carry a payload."""
    from unequal.report.assembly import assemble

    def make(payload: str) -> Any:
        told = {**poisoned(run, payload), "notes": {"runway": f"A note. {payload}\n"}}
        made = []
        for name, one in notebooks:
            for position, each in enumerate(one.cells):
                if each.cell_type == "markdown" and position:
                    each.source += f"\n\n{payload}\n\n[here]({payload})"
                for shown in each.get("outputs", ()):
                    if BLOCK_MIME in shown.get("data", {}):
                        shown.data[BLOCK_MIME] = poisoned(json.loads(json.dumps(shown.data[BLOCK_MIME])), payload)
            made.append((name, one))
        return assemble(told, made)

    return make
