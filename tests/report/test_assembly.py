from __future__ import annotations

import pytest
from nbformat.v4 import new_output

from unequal.errors import ReportFailed
from unequal.report import assemble
from unequal.report.prose import words_of

from .conftest import block, cell, finding, notebook


def section(document, name):
    return next(one for one in document.chapters if one.name == name)


def kinds(document, name):
    return [item.kind for item in section(document, name).items]


def test_the_memo_stands_first_then_the_order_of_the_analyses(document):
    assert [one.name for one in document.chapters] == ["memo", "data_check", "segments", "sales_cycle", "runway"]


def test_items_keep_the_order_of_the_notebook_and_code_is_not_there(document):
    assert kinds(document, "runway") == [
        *("prose", "finding", "chart", "finding", "chart", "prose", "what_if", "model", "note"),
    ]
    assert "run.something" not in repr(document.chapters)


def test_the_notebooks_own_title_wins_and_leaves_the_prose(document):
    runway = section(document, "runway")
    assert runway.title == "Do the wins come before the cash is gone?"
    assert "Do the wins" not in words_of(runway.items[0].tree)


def test_a_notebook_without_a_title_gets_the_analyses_one(run, notebooks):
    runway = dict(notebooks)["runway"]
    runway.cells[0].source = "No heading here."
    assert section(assemble(run, notebooks), "runway").title == "Runway"


def test_headings_of_prose_never_skip_a_level(run, notebooks):
    dict(notebooks)["runway"].cells[0].source = "# T\n\n###### deep\n\n# shallow\n\n### next"
    levels = [node["level"] for node in section(assemble(run, notebooks), "runway").items[0].tree if node["t"] == "h"]
    assert levels == [3, 3, 4]


def test_an_analysis_without_its_tables_is_one_line_among_what_is_open(document):
    first = document.open[0]
    assert (first.question, first.unlock) == (
        "Which service does each customer need?",
        "Add coverage.csv: one row a segment and skill.",
    )
    assert "experience" not in [one.name for one in document.chapters]


def test_findings_that_cannot_tell_stand_among_what_is_open(document):
    last = document.open[-1]
    assert last.says == "Whether Big deals take longer cannot be told from 20 deals."
    assert last.link == "sales-cycle-big"


def test_tiles_are_the_memos_table_and_it_is_not_shown_again(document):
    assert [tile.value for tile in document.tiles][:3] == ["Small", "30 October 2026", "14 %"]
    assert "table" not in kinds(document, "memo")
    assert section(document, "segments").items[2].number == 1


def test_without_that_table_tiles_are_the_worst_findings(run, notebooks):
    del dict(notebooks)["memo"].cells[1]
    tiles = assemble(run, notebooks).tiles
    assert [tile.verdict for tile in tiles] == ["stop", "go", "stop", "caution", "cannot tell"]
    assert tiles[0].link == "memo-give-up"


def test_tiles_that_the_run_names_come_before_findings(run, notebooks):
    del dict(notebooks)["memo"].cells[1]
    run["tiles"] = [{"label": "Runway", "value": 12, "unit": "months", "verdict": "caution"}]
    tile = assemble(run, notebooks).tiles[0]
    assert (tile.label, tile.value, tile.word) == ("Runway", "12 months", "caution")


def test_a_notebook_shown_twice_keeps_addresses_apart(run, notebooks):
    runway = dict(notebooks)["runway"]
    runway.cells.append(runway.cells[2])
    anchors = [item.anchor for item in section(assemble(run, notebooks), "runway").items if item.kind == "finding"]
    assert anchors[-1] == "runway-wins-by-decision-date-2"


def test_a_picture_without_words_takes_the_sentence_above_it(run, notebooks):
    segments = dict(notebooks)["segments"]
    picture = next(cell for cell in segments.cells if "alt" in cell.metadata)
    del picture.metadata["alt"]
    made = next(item for item in section(assemble(run, notebooks), "segments").items if item.kind == "picture")
    assert made.alt == "A wide table, for those who want to look."


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({"text/html": "<b>x</b>", "text/plain": "x"}, "HTML that is not ours"),
        ({"application/javascript": "alert(1)"}, "a plain value"),
        ({"image/png": "AAAA"}, "a picture that cannot be read"),
        ({"image/svg+xml": "<html/>"}, "a picture that cannot be read"),
    ],
)
def test_foreign_outputs_are_left_out_and_listed(run, notebooks, data, what):
    runway = dict(notebooks)["runway"]
    runway.cells[1].outputs = [new_output("display_data", data=data)]
    assert f"07_runway.ipynb, cell 2: {what}" in assemble(run, notebooks).appendix.left_out


def test_markdown_as_output_is_prose(run, notebooks):
    runway = dict(notebooks)["runway"]
    runway.cells[1].outputs = [new_output("display_data", data={"text/markdown": "It *is* so."})]
    assert words_of(section(assemble(run, notebooks), "runway").items[1].tree) == "It is so."


def test_an_error_names_notebook_and_cell(run, notebooks):
    runway = dict(notebooks)["runway"]
    runway.cells[1].outputs = [new_output("error", ename="KeyError", evalue="'stage'", traceback=[])]
    with pytest.raises(
        ReportFailed, match=r"07_runway.ipynb, cell 2 ended in KeyError(.|\n)*Mend: Open 07_runway.ipynb"
    ):
        assemble(run, notebooks)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"schema": "unequal.block/9"}, "schema is 'unequal.block/9'"),
        ({"kind": "poem"}, "kind is 'poem'"),
        ({"verdict": "maybe"}, "verdict is 'maybe'"),
        ({"evidence": [{"name": "x"}]}, r"evidence\[0\] lacks 'value'"),
    ],
)
def test_a_block_of_another_schema_is_refused(run, notebooks, change, fault):
    from unequal.charts.renderer import BLOCK_MIME

    shown = dict(notebooks)["runway"].cells[2].outputs[0].data
    shown[BLOCK_MIME] = {**shown[BLOCK_MIME], **change}
    with pytest.raises(ReportFailed, match=f"07_runway.ipynb, cell 3 shows a block(.|\n)*{fault}"):
        assemble(run, notebooks)


def test_a_chart_whose_rows_stand_elsewhere_is_left_out(run, notebooks):
    from unequal.charts.renderer import BLOCK_MIME

    shown = dict(notebooks)["runway"].cells[3].outputs[0].data
    spec = {"mark": "bar", "data": {"url": "https://example.org/x.csv"}, "encoding": {}}
    shown[BLOCK_MIME] = {**shown[BLOCK_MIME], "spec": spec}
    left_out = assemble(run, notebooks).appendix.left_out
    assert "07_runway.ipynb, cell 4: a chart whose rows are not in the notebook" in left_out


def test_a_chart_without_rows_is_left_out_and_recorded(run, notebooks):
    from unequal.charts.renderer import BLOCK_MIME

    shown = dict(notebooks)["runway"].cells[3].outputs[0].data
    shown[BLOCK_MIME] = {**shown[BLOCK_MIME], "rows": [], "datasets": {"rows": []}, "spec": {"mark": "bar"}}
    document = assemble(run, notebooks)
    assert "07_runway.ipynb, cell 4: a chart without rows" in document.appendix.left_out
    assert "wins" in [block["name"] for block in document.blocks]


def test_a_table_without_rows_is_left_out(run, notebooks):
    from unequal.charts.renderer import BLOCK_MIME

    table = {"schema": "unequal.block/1", "kind": "table", "name": "signs", "analysis": "runway", "title": "Signs",
             "columns": [{"key": "sign", "label": "Sign", "kind": "text"}],
             "rows": [], "note": "", "source": ""}  # fmt: skip
    dict(notebooks)["runway"].cells[3].outputs[0].data[BLOCK_MIME] = table
    assert "07_runway.ipynb, cell 4: a table without rows" in assemble(run, notebooks).appendix.left_out


def test_notes_end_their_section_and_are_not_shown_twice(run, notebooks):
    document = assemble(run, notebooks)
    assert kinds(document, "runway")[-1] == "note"
    note = {"schema": "unequal.block/1", "kind": "note", "name": "note", "analysis": "runway"}
    output = new_output(
        "display_data", data={"application/vnd.unequal.block+json": {**note, "markdown": run["notes"]["runway"]}}
    )
    dict(notebooks)["runway"].cells[1].outputs = [output]
    assert kinds(assemble(run, notebooks), "runway").count("note") == 1


def test_a_cell_that_is_for_exploring_is_not_shown(run, notebooks):
    dict(notebooks)["runway"].cells[2].metadata["tags"] = ["unequal:explore"]
    assert kinds(assemble(run, notebooks), "runway")[1] == "chart"


def test_values_are_written_with_unit_interval_and_n(document):
    finding = section(document, "runway").items[1]
    assert [one.replace("\u00a0", " ") for one in finding.stands_on] == [
        "runway 12 months",
        "raise 6 months",
        "reserve 2 months",
        "won within 10 months 20 % (8–41 %, n = 20)",
    ]
    assert finding.assumed[0] == ("Months that a raise takes: 6 months", "practitioners, B27")


def test_a_money_value_keeps_what_its_unit_says_behind_it(document):
    cash = section(document, "runway").items[3]
    assert cash.stands_on[1].replace("\u00a0", " ") == "burn €75,000 a month (€64,000–86,000, n = 18)"


def test_a_table_says_units_once_in_its_head(document):
    view = section(document, "segments").items[2].view
    assert [column.label for column in view.columns][2:5] == [
        "Contract value a year (€)",
        "Gross margin",
        "Payback (months)",
    ]
    assert [cell.text.replace("\u00a0", " ") for cell in view.rows[2]] == [
        *("Big", "5", "184,000", "–", "∞", "cannot tell"),
    ]


def test_many_columns_of_money_say_the_currency_under_the_table(document):
    wide = section(document, "segments").items[4]
    assert wide.view.columns[1].label == "2025-01"
    assert wide.note == "Amounts in €."


def test_the_what_if_says_its_answer_as_it_is(document):
    what_if = next(item for item in section(document, "runway").items if item.kind == "what_if")
    assert what_if.base_sentence.replace("\u00a0", " ") == (
        "With €900,000 and a burn of €75,000 they do not come in time: 14 %."
    )
    assert [len(view.rows) for view in what_if.views] == [4, 4]


def test_assumptions_used_by_several_stand_once(document):
    rows = [[cell.text for cell in row] for row in document.appendix.assumed.rows]
    raise_row = next(row for row in rows if row[-1] == "B27")
    assert raise_row[-2] == "memo, runway"
    assert [row[-1].text for row in document.appendix.chosen.rows] == ["runway.reserve_months"]


def test_problems_stand_in_the_appendix_only_where_no_section_shows_them(run, notebooks, document):
    assert document.appendix.problems == ()
    without = [pair for pair in notebooks if pair[0] != "data_check"]
    assert len(assemble(run, without).appendix.problems) == 2


def test_a_language_that_is_not_spoken_here_falls_back_to_english(run, notebooks):
    run["locale"] = "fr_FR"
    assert assemble(run, notebooks).words.language == "en"


def test_text_is_shown_without_hidden_characters_and_recorded_as_it_was(run, notebooks):
    from unequal.charts.renderer import BLOCK_MIME

    shown = dict(notebooks)["runway"].cells[2].outputs[0].data
    shown[BLOCK_MIME] = {**shown[BLOCK_MIME], "headline": "pay \u202eevif\x00 now"}
    made = assemble(run, notebooks)
    assert section(made, "runway").items[1].headline == "pay evif now"
    assert any(block.get("headline") == "pay \u202eevif\x00 now" for block in made.blocks)


NOT_THERE = block("note", "disagreements", "runway", markdown="")


def told_under(document, name):
    return [words_of(item.tree) for item in section(document, name).items if item.kind == "prose"]


@pytest.mark.parametrize("last", [True, False])
def test_a_heading_with_nothing_under_it_says_so(run, notebooks, last):
    cells = dict(notebooks)["runway"].cells
    cells[:] = notebook(
        "# T", "## Where they differ\n\nSome do.", cell(NOT_THERE), *([] if last else ["## Next"])
    ).cells
    assert told_under(assemble(run, notebooks), "runway") == [
        *("Where they differ Some do.", "Nothing of this kind was found."),
        *([] if last else ["Next"]),
    ]


def test_a_heading_with_something_under_it_does_not(run, notebooks):
    cells = dict(notebooks)["runway"].cells
    shown = cell(finding("runway.one", "go", "It is so."))
    cells[:] = notebook("# T", "## Where they differ", cell(NOT_THERE), shown, cell(NOT_THERE)).cells
    assert told_under(assemble(run, notebooks), "runway") == ["Where they differ"]


def test_prose_of_ones_own_with_nothing_asked_stays_as_it_is(run, notebooks):
    dict(notebooks)["runway"].cells[:] = notebook("# T", "## A thought\n\nOf mine.", "And another.").cells
    assert told_under(assemble(run, notebooks), "runway") == ["A thought Of mine.", "And another."]
