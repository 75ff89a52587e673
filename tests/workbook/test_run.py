"""What a run hands out, by name, and what a notebook and a record see of it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest

from unequal.charts import Axis, Caption, lines
from unequal.charts.renderer import BLOCK_MIME, bundle
from unequal.errors import InputError
from unequal.findings import Basis, Finding, Verdict
from unequal.workbook import (
    Model,
    ModelFormula,
    ModelInput,
    Run,
    Session,
    WhatIf,
    WhatIfAxis,
    block_schema,
    display,
    presented,
)
from unequal.workbook.run import set_aside_block

Company = Callable[..., Path]
Make = Callable[..., Run]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    deals: int
    months: float
    late: float
    rows: pd.DataFrame


def compute(inputs: Any, _knobs: Any) -> Facts:
    rows = pd.DataFrame({"deal": ["d1", "d2"], "place": [1.0, 2.0], "months": [1.5, math.inf], "late": [math.nan, 0.0]})
    return Facts(deals=len(inputs.tables["deals"]), months=math.inf, late=math.nan, rows=rows)


def enough(facts: Any, _knobs: Any, basis: Basis) -> Finding:
    return basis.finding(
        leans_on=("deals", "reserve_months"), code="enough", verdict=Verdict.GO, question="Enough?",
        headline=f"{facts.deals} deals.", answer="Enough.", estimate=2.0, high=math.inf, unit="deals", n=2,
        would_change_it="Fewer.",
    )  # fmt: skip


def too_many(_facts: Any, _knobs: Any, _basis: Basis) -> tuple[Finding, ...]:
    return ()


def by_deal(facts: Any, _words: Any) -> pd.DataFrame:
    columns = {"deal": ("Deal", "text"), "months": ("Months", "months"), "late": ("Late", "months")}
    return presented(facts.rows, title="Deals", columns=columns, source="deals")


def nothing_to_show(_facts: Any, _words: Any) -> None:
    return None


def nothing_to_draw(_facts: Any, _words: Any) -> None:
    return None


def open_months(facts: Any, _words: Any) -> Any:
    return lines(
        facts.rows,
        x=Axis(field="place", title="Deal"),
        y=Axis(field="months", title="Months", unit="months"),
        caption=Caption(name="another name", sentence="One deal is open", description="A line.", source="deals", n=2),
    )


def reserve(_facts: Any, _words: Any) -> WhatIf:
    axis = WhatIfAxis(knob="reserve_months", label="Reserve", unit="months", values=(0.0, 2.0), base=2.0)
    return WhatIf(name="another name", title="<b>", axes=(axis,), output="deals", unit="deals", cells=(2.0, math.inf))


def payback(facts: Any, _words: Any) -> Model:
    return Model(
        name="another name",
        title="Payback",
        inputs=(ModelInput(name="deals", label="Deals", value=facts.deals, unit="deals"),),
        formulas=(ModelFormula(name="twice", label="Twice", expression="deals * 2", unit="deals"),),
    )


@pytest.fixture
def run(toy: Any, session: Callable[..., Session]) -> Make:
    """Run an analysis that has one of everything."""
    toy.add(
        "toy", compute=compute, rules=(enough, too_many),
        tables=(by_deal, nothing_to_show), charts=(open_months, nothing_to_draw),
        what_ifs=(reserve,), models=(payback,),
    )  # fmt: skip
    return lambda path=None, **rest: Run(session(path, **rest), toy.find("toy"))


@pytest.fixture
def nothing(run: Make, company: Company) -> Run:
    """The same without its table."""
    return run(company(deals=None))


# --- by name


def test_findings_are_a_tuple_in_reading_order(run: Make) -> None:
    found = run().findings
    assert isinstance(found, tuple)
    assert [(one.code, one.verdict, one.high) for one in found] == [("toy.enough", Verdict.GO, math.inf)]
    assert isinstance(found[0], Finding)


@pytest.mark.parametrize("code", ["enough", "toy.enough"])
def test_a_finding_is_found_with_and_without_the_analysis_in_front(code: str, run: Make) -> None:
    assert run().finding(code).headline == "2 deals."


def test_a_rule_that_judges_every_segment_has_a_finding_for_each(toy: Any, session: Callable[..., Session]) -> None:
    def each(facts: Any, knobs: Any, basis: Basis) -> tuple[Finding, ...]:
        return tuple(replace(enough(facts, knobs, basis), code="toy.each", scope=name) for name in ("Big", "Small"))

    toy.add("toy", compute=compute, rules=(each,))
    made = Run(session(), toy.find("toy"))
    assert [one.scope for one in made.finding("each")] == ["Big", "Small"]
    assert len(made.finding("each")._repr_mimebundle_()[BLOCK_MIME]) == 2
    assert made.finding("toy.each", "Small").scope == "Small"
    assert repr(made.finding("each", "Medium")) == "This data gives no reason to ask."


def test_a_rule_that_does_not_apply_says_so_in_jupyterlab_and_nothing_in_a_report(run: Make) -> None:
    shown = run().finding("too_many")
    assert repr(shown) == "This data gives no reason to ask."
    assert (shown.block["kind"], shown.block["markdown"]) == ("note", "")


def test_a_table_or_chart_without_content_shows_nothing_and_is_in_no_record(run: Make) -> None:
    made = run()
    shown = made.table("nothing_to_show"), made.chart("toy.nothing_to_draw")
    assert [(one.block["kind"], one.block["markdown"]) for one in shown] == [("note", "")] * 2
    assert (list(made.record()["tables"]), list(made.record()["charts"])) == (["by_deal"], ["open_months"])


def test_tables_and_charts_are_known_by_name(run: Make) -> None:
    made = run()
    assert made.tables == ("by_deal", "nothing_to_show")
    assert made.charts == ("open_months", "nothing_to_draw")
    assert made.table("toy.by_deal")["deal"].to_list() == ["d1", "d2"]
    assert made.table("by_deal").attrs["unequal"]["name"] == "by_deal"
    meta = made.chart("toy.open_months").to_dict()["usermeta"]["unequal"]
    assert [meta[key] for key in ("name", "analysis", "as_of", "sentence")] == [
        "open_months", "toy", "2026-06-30", "One deal is open",
    ]  # fmt: skip


NAMES = {"finding": "enough", "table": "by_deal", "chart": "open_months", "what_if": "reserve", "model": "payback"}
MISSPELT = [
    ("finding", "enoug", r"no finding 'enoug'; it has enough, too_many(.|\n)*Did you mean 'enough'\?"),
    ("table", "by_deals", r"no table 'by_deals'; it has by_deal(.|\n)*Did you mean 'by_deal'\?"),
    ("chart", "open_month", r"no chart 'open_month'; it has open_months(.|\n)*Did you mean 'open_months'\?"),
    ("what_if", "reserv", r"no what-if 'reserv'; it has reserve(.|\n)*Did you mean 'reserve'\?"),
    ("model", "pay", r"no model 'pay'; it has payback"),
]


@pytest.mark.parametrize(("kind", "name", "says"), MISSPELT)
def test_a_misspelt_name_is_refused_with_the_nearest(kind: str, name: str, says: str, run: Make) -> None:
    with pytest.raises(InputError, match=says):
        getattr(run(), kind)(name)


@pytest.mark.parametrize(("kind", "name", "says"), MISSPELT)
def test_a_misspelt_name_is_refused_without_the_tables_too(kind: str, name: str, says: str, nothing: Run) -> None:
    with pytest.raises(InputError, match=says):
        getattr(nothing, kind)(name)


# --- without its tables


def test_without_its_tables_a_run_says_what_would_unlock_it(nothing: Run) -> None:
    assert (nothing.facts, nothing.findings) == (None, ())
    assert nothing.block["unavailable"] == {"says": "No deals, no answer.", "unlock": "Add data/deals.csv."}
    for name in ("finding", "table", "chart", "what_if", "model"):
        asked = {"finding": "enough", "table": "by_deal", "chart": "open_months", "what_if": "reserve"}.get(
            name, "payback"
        )
        assert repr(getattr(nothing, name)(asked)) == "No deals, no answer. Add data/deals.csv."
    assert "No deals, no answer." in nothing._repr_mimebundle_()["text/html"]


def test_without_its_tables_a_record_is_whole_and_empty(nothing: Run) -> None:
    record = nothing.record()
    assert record["unavailable"]["unlock"] == "Add data/deals.csv."
    assert [record[key] for key in ("findings", "figures", "tables", "charts")] == [[], {}, {}, {}]


# --- record


def test_a_record_is_json_with_words_for_what_json_lacks(run: Make) -> None:
    record = json.loads(json.dumps(run(given={"toy": {"times": 2.0}}).record(), allow_nan=False))
    assert set(record) == {
        "schema", "analysis", "as_of", "scenario", "knobs", "unavailable", "findings", "figures", "tables", "charts",
    }  # fmt: skip
    assert (record["as_of"], record["scenario"], record["knobs"]["times"]) == ("2026-06-30", "base", 2.0)
    assert record["figures"] == {"deals": 2, "months": "inf", "late": None}
    assert record["tables"]["by_deal"] == [
        {"deal": "d1", "months": 1.5, "late": None},
        {"deal": "d2", "months": "inf", "late": 0.0},
    ]
    found = record["findings"][0]
    assert (found["verdict"], found["estimate"], found["low"], found["high"]) == ("go", 2.0, None, "inf")
    assert record["charts"]["open_months"]["sentence"] == "One deal is open"


def test_the_same_run_has_the_same_record(run: Make, company: Company) -> None:
    assert run(company()).record() == run(company()).record()


# --- what a notebook sees


def outputs(made: Run) -> dict[str, dict[str, Any]]:
    return {
        "run": made._repr_mimebundle_(),
        "findings": made.findings._repr_mimebundle_(),
        "finding": made.finding("enough")._repr_mimebundle_(),
        "finding that does not apply": made.finding("too_many")._repr_mimebundle_(),
        "table": display.frame_bundle(made.table("by_deal")),
        "chart": bundle(made.chart("open_months").to_dict()),
        "what_if": made.what_if("reserve")._repr_mimebundle_(),
        "model": made.model("payback")._repr_mimebundle_(),
        "note": made.note._repr_mimebundle_(),
        "assumptions": made.assumptions._repr_mimebundle_(),
        "set_aside": made.set_aside._repr_mimebundle_(),
    }


def test_every_output_is_a_block_that_its_schema_knows(run: Make) -> None:
    checker = jsonschema.Draft202012Validator(block_schema())
    kinds = set()
    for name, shown in outputs(run()).items():
        content = shown[BLOCK_MIME]
        for one in content if isinstance(content, list) else [content]:
            checker.validate(json.loads(json.dumps(one, allow_nan=False)))
            kinds.add(one["kind"])
            assert one["analysis"] == "toy", name
        assert isinstance(shown["text/plain"], str)
    assert kinds == {"run", "finding", "table", "chart", "what_if", "model", "note", "assumptions", "set_aside"}


def test_what_is_named_in_a_block_is_what_was_asked_for(run: Make) -> None:
    made = run()
    assert made.what_if("toy.reserve").block["name"] == "reserve"
    content = made.model("toy.payback").block
    assert (content["name"], content["formulas"][0]["value"]) == ("payback", 4.0)
    assert "<b>" not in made.what_if("reserve")._repr_mimebundle_()["text/html"]


def test_a_run_says_in_a_line_what_was_run(run: Make) -> None:
    assert repr(run()) == "Toy: Acme as of 30 June 2026, scenario base"


def test_assumptions_show_every_knob_with_origin_and_source(run: Make) -> None:
    items = {one["name"]: one for one in run(given={"toy": {"times": 3.0}}).assumptions.block["items"]}
    assert [(items[name]["value"], items[name]["origin"]) for name in ("times", "reserve_months")] == [
        (3.0, "given"), (2.0, "default"),
    ]  # fmt: skip
    assert (items["times"]["id"], items["reserve_months"]["id"]) == ("toy.times", "reserve_months")


@pytest.mark.parametrize(
    ("raw", "markdown"),
    [
        pytest.param("*Grün*".encode(), "*Grün*", id="UTF-8"),
        pytest.param("*Grün*".encode("utf-8-sig"), "*Grün*", id="UTF-8 with a mark"),
        pytest.param("*Grün*".encode("cp1252"), "*Grün*", id="an old editor of Windows"),
        pytest.param(b"", "", id="empty"),
    ],
)
def test_a_consultants_note_is_shown_as_written(raw: bytes, markdown: str, run: Make, company: Company) -> None:
    path = company()
    (path / "notes").mkdir()
    (path / "notes" / "toy.md").write_bytes(raw)
    assert run(path).note.block["markdown"] == markdown


def test_without_a_note_there_is_an_empty_one(run: Make) -> None:
    assert run().note.block["markdown"] == ""


def test_set_aside_counts_every_row_and_tells_each_problem(run: Make, company: Company) -> None:
    path = company("[tables.deals]\nmay_set_aside = 0.6\n")
    with (path / "data" / "deals.csv").open("a", encoding="utf-8") as file:
        file.write("d3,2026-05-01,2026-04-01,won\n")
    content = set_aside_block(run(path).session, None)
    assert [(one["table"], one["file"], one["read"], one["used"], one["set_aside"]) for one in content["tables"]] == [
        ("deals", "data/deals.csv", 3, 2, 1)
    ]
    assert [(one["code"], one["fate"], one["count"]) for one in content["problems"]] == [
        ("closed-before-created", "set aside", 1)
    ]
    assert content["problems"][0]["where"].startswith("data/deals.csv, line 4")
