"""What a notebook shows; nothing that comes from a client's file is ever markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest

from unequal.findings import AssumptionUsed, Evidence, Finding, Grade, Verdict
from unequal.words import Words
from unequal.workbook import Model, ModelFormula, ModelInput, display, presented
from unequal.workbook.blocks import model_block
from unequal.workbook.view import tagged

HOSTILE = "<script>alert(1)</script><img src=x onerror='alert(1)'>\"' onmouseover=\"alert(1)\" &amp; {{7*7}} \x00"
OURS = {"div", "span", "p", "b", "br", "table", "thead", "tbody", "tr", "th", "td"}


class Seen(HTMLParser):
    """Elements, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(html: str) -> Seen:
    found = Seen()
    found.feed(html)
    found.close()
    return found


def finding(**rest: Any) -> Finding:
    return Finding(
        **{
            "code": "a.b",
            "question": "q",
            "verdict": Verdict.CAUTION,
            "headline": "A headline.",
            "answer": "An answer.",
        }
        | rest
    )


def hostile_finding() -> Finding:
    used = AssumptionUsed(id="x", name=HOSTILE, value=1.0, unit="", source=HOSTILE, grade=Grade.GUESS)
    return finding(headline=HOSTILE, answer=HOSTILE, would_change_it=HOSTILE, assumptions=(used,))


def hostile_frame() -> pd.DataFrame:
    rows = pd.DataFrame({"a": [HOSTILE], "b": [1.5]})
    return presented(rows, title=HOSTILE, columns={"a": (HOSTILE, "text"), "b": ("B", "number")})


def hostile_run() -> dict[str, Any]:
    missing = {"says": HOSTILE, "unlock": HOSTILE}
    return dict.fromkeys(("title", "company", "as_of", "scenario", "question"), HOSTILE) | {"unavailable": missing}


def hostile_counts() -> dict[str, Any]:
    counts = dict.fromkeys(display.COUNTS, 1) | {"table": HOSTILE, "file": HOSTILE}
    return {"tables": [counts], "problems": [{"where": HOSTILE, "says": HOSTILE, "mend": HOSTILE, "count": 1}]}


def hostile_model() -> dict[str, Any]:
    made = Model(
        name=HOSTILE,
        title=HOSTILE,
        inputs=(ModelInput(name="a", label=HOSTILE, value=1.0, unit=HOSTILE),),
        formulas=(ModelFormula(name="b", label=HOSTILE, expression=HOSTILE, unit=HOSTILE),),
    )
    return model_block(made, "x", {"b": 1.0})


KNOBS = [dict.fromkeys(("name", "value", "unit", "origin", "source"), HOSTILE)]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(display.findings_html([hostile_finding()]), id="finding"),
        pytest.param(display.frame_bundle(hostile_frame())["text/html"], id="table"),
        pytest.param(display.frame_bundle(pd.DataFrame({HOSTILE: [HOSTILE]}))["text/html"], id="anybody's frame"),
        pytest.param(display.run_html(hostile_run()), id="head of a notebook"),
        pytest.param(display.knobs_html(KNOBS), id="knobs"),
        pytest.param(display.counts_html(hostile_counts()), id="counts and problems"),
        pytest.param(display.model_html(hostile_model()), id="model"),
        pytest.param(display.paragraph(HOSTILE), id="paragraph"),
    ],
)
def test_hostile_text_stays_text(html: str) -> None:
    found = seen(html)
    assert found.elements <= OURS
    assert found.attributes <= {"style"}
    assert HOSTILE.replace("\x00", "") in found.text.replace("\x00", "").replace("\ufffd", "")


@pytest.mark.parametrize(
    ("verdict", "shown"),
    [
        (Verdict.GO, "● GO"),
        (Verdict.CAUTION, "▲ CAUTION"),
        (Verdict.STOP, "■ STOP"),
        (Verdict.CANNOT_TELL, "? CANNOT TELL"),
    ],
)
def test_a_verdict_is_told_by_shape_and_word(verdict: Verdict, shown: str) -> None:
    assert shown in seen(display.findings_html([finding(verdict=verdict)])).text


def test_a_finding_as_text_needs_no_colour() -> None:
    assert display.findings_text([finding()]) == "[CAUTION] A headline. An answer."


def test_a_card_says_what_would_change_it_and_what_is_assumed() -> None:
    used = AssumptionUsed(id="x", name="months to raise", value=6, unit="months", source="survey", grade=Grade.GUESS)
    text = seen(display.findings_html([finding(would_change_it="More deals.", assumptions=(used,))])).text
    assert "Would change it: More deals." in text
    assert "Assumed: months to raise: 6 months (survey)" in text


def test_a_plain_card_says_no_more_than_it_has() -> None:
    text = seen(display.findings_html([finding()])).text
    assert "Assumed" not in text
    assert "Would change" not in text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (1234567.891, "1,230,000"),
        (1234567, "1,234,567"),
        (999.94, "1,000"),
        (0.12345, "0.123"),
        (3, "3"),
        (True, "yes"),
        ("x", "x"),
    ],
)
def test_a_cell_is_shown_short(value: object, shown: str) -> None:
    assert seen(display.grid([("a", "A")], [{"a": value}])).text == f"A{shown}"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [("percent", 0.1997, "20\u00a0%"), ("percent", 0.0049, "0.49\u00a0%"), ("money", 12.6, "€13"), ("count", 3.0, "3"),
     ("months", 12.04, "12 months"), ("months", float("inf"), "∞"), ("text", "a", "a"), ("percent", None, "–"),
     ("text", "inf", "inf"), ("boolean", False, "no"), ("date", "2026-06-30", "30 Jun 2026"), ("date", "soon", "soon")],
)  # fmt: skip
def test_a_presented_cell_is_shown_by_its_kind(kind: Any, value: Any, shown: str) -> None:
    frame = presented(pd.DataFrame({"a": [value]}), title="", columns={"a": ("A", kind)})
    assert seen(display.frame_bundle(frame)["text/html"]).text == f"A{shown}"


def test_a_missing_cell_of_a_row_is_a_dash() -> None:
    assert seen(display.grid([("a", "A"), ("b", "B")], [{"a": 1}])).text == "AB1–"


def test_numbers_stand_to_the_right() -> None:
    html = display.grid([("a", "A"), ("b", "B")], [{"a": "x", "b": 1}], numeric=("b",))
    assert html.count("text-align:right") == 2  # head and cell
    assert html.count("text-align:left") == 2


def test_a_long_frame_is_cut_and_says_so_but_its_block_holds_it_all() -> None:
    shown = display.frame_bundle(pd.DataFrame({"a": range(1500)}))
    assert len(shown["application/vnd.unequal.block+json"]["rows"]) == 1500
    assert "The first 200 of 1,500 rows." in shown["text/html"]
    assert shown["text/html"].count("<tr>") == 201
    assert len(shown["text/plain"].splitlines()) < 210


def test_problems_are_shown_under_the_counts_where_there_are_any() -> None:
    content = hostile_counts()
    assert display.counts_html(content).count("<table>") == 2
    assert display.counts_html({**content, "problems": []}).count("<table>") == 1


def test_installing_outside_of_a_kernel_is_harmless() -> None:
    display.install()
    display.install()


def test_a_card_says_what_it_stands_on_in_the_runs_currency() -> None:
    stands_on = (
        Evidence(name="runway", value=12.1, unit="months", source="finance"),
        Evidence(name="burn", value=74_300.0, unit="money a month", source="finance"),
        Evidence(name="chance", value=0.046, unit="probability", source="deals"),
    )
    text = seen(display.findings_html([finding(evidence=stands_on)], Words("en_US", "USD"))).text
    assert "Stands on: runway 12.1 months · burn $74,300 a month · chance 4.6\u00a0%" in text


def test_a_tables_figures_are_in_the_runs_locale_and_currency() -> None:
    frame = presented(pd.DataFrame({"a": [1234.5]}), title="", columns={"a": ("A", "money")})
    shown = display.frame_bundle(tagged(frame, name="a", analysis="x", words=Words("en_US", "USD")))
    assert seen(shown["text/html"]).text == "A$1,230"


def test_a_figure_stays_on_one_line_and_its_head_may_wrap() -> None:
    html = display.grid([("a", "A long head")], [{"a": 1}], numeric=("a",))
    assert html.count("nowrap") == 1
