from __future__ import annotations

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from unequal.errors import ReportFailed
from unequal.report import notebook_text, scrub


def executed(*outputs, **metadata):
    cell = new_code_cell("run", id="fixed", execution_count=1, metadata=metadata)
    cell.outputs = list(outputs)
    return new_notebook(cells=[cell], metadata={"kernelspec": {"name": "venv-7", "display_name": "x"}})


def result(**data):
    return new_output(
        "execute_result", data={key.replace("_", "/"): value for key, value in data.items()}, execution_count=1
    )


def test_papermills_clocks_and_paths_go_and_its_parameters_stay():
    notebook = executed()
    clocks = {"start_time": "a", "end_time": "b", "duration": 1.5, "output_path": "/tmp/x", "input_path": "/tmp/y"}
    notebook.metadata["papermill"] = {**clocks, "parameters": {"k": 1}, "version": "2.7"}
    notebook.cells[0].metadata = {
        "papermill": {**clocks, "status": "completed"},
        "execution": {"iopub.status.busy": "c"},
    }
    clean = scrub(notebook)
    assert clean.metadata["papermill"] == {"parameters": {"k": 1}, "version": "2.7"}
    assert clean.cells[0].metadata == {"papermill": {"status": "completed"}}


def test_the_injected_cell_is_named_by_its_place_and_others_keep_their_names():
    notebook = executed()
    notebook.cells.append(new_code_cell("x = 1", id="81af03", metadata={"tags": ["injected-parameters"]}))
    assert [cell["id"] for cell in scrub(notebook).cells] == ["fixed", "unequal-0001"]


def test_stderr_and_live_widgets_go_and_stdout_stays():
    widget = result(**{"text_plain": "IntSlider()", "application_vnd.jupyter.widget-view+json": {"model_id": "9c"}})
    outputs = (new_output("stream", name="stderr", text="warn"), new_output("stream", name="stdout", text="61"), widget)
    assert [output.get("name") for output in scrub(executed(*outputs)).cells[0].outputs] == ["stdout"]


def test_random_names_are_numbered_in_order_of_appearance():
    html = '<div id="altair-viz-0123456789abcdef0123"></div><style>#T_f4a46 {}</style><table id="T_f4a46">'
    clean = scrub(executed(result(text_html=html))).cells[0].outputs[0].data["text/html"]
    assert clean == '<div id="unequal-name-1"></div><style>#unequal-name-2 {}</style><table id="unequal-name-2">'


def test_matplotlibs_date_goes():
    svg = "<svg><metadata><dc:date>2026-11-01T10:00:00</dc:date></metadata></svg>"
    clean = scrub(executed(new_output("display_data", data={"image/svg+xml": svg}))).cells[0].outputs[0]
    assert clean.data["image/svg+xml"] == "<svg><metadata></metadata></svg>"


def test_paths_are_replaced_everywhere_the_longest_first():
    notebook = executed(result(text_plain="read /home/ann/acme/data/deals.csv in /home/ann"))
    notebook.metadata["papermill"] = {"parameters": {"workspace": "/home/ann/acme"}}
    clean = scrub(notebook, {"/home/ann": "~", "/home/ann/acme": "acme"})
    assert clean.cells[0].outputs[0].data["text/plain"] == "read acme/data/deals.csv in ~"
    assert clean.metadata["papermill"]["parameters"]["workspace"] == "acme"


def test_a_windows_path_is_replaced_as_python_shows_it_too():
    notebook = executed(result(text_plain=r"'C:\\Users\\ann\\acme' and C:\Users\ann\acme"))
    clean = scrub(notebook, {r"C:\Users\ann\acme": "acme"})
    assert clean.cells[0].outputs[0].data["text/plain"] == "'acme' and acme"


def test_an_address_in_memory_stops_the_report():
    with pytest.raises(ReportFailed, match=r"Cell 1 shows an object's address(.|\n)*Mend: Show a value"):
        scrub(executed(result(text_plain="<Thing object at 0x7f3a5c0d2e10>")))


def test_a_word_that_only_looks_like_an_address_does_not():
    assert scrub(executed(result(text_plain="we look at 0xdeadbeef deals"))).cells[0].outputs


def test_a_path_left_in_a_key_stops_the_report():
    notebook = executed(result(application_json={"/home/ann/acme": 1}))
    with pytest.raises(ReportFailed, match="Cell 1 shows a path of this machine"):
        scrub(notebook, {"/home/ann/acme": "acme"})


def test_scrubbing_changes_nothing_in_place_and_nothing_twice():
    notebook = executed(result(text_html='<table id="T_f4a46">'))
    before = copy.deepcopy(notebook)
    once = scrub(notebook)
    assert notebook == before
    assert notebook_text(scrub(once)) == notebook_text(once)


def test_two_runs_of_one_notebook_give_the_same_text():
    texts = []
    for name, clock in (("T_f4a46", "08:00"), ("T_0b1c2", "09:30")):
        notebook = executed(result(text_html=f'<table id="{name}">'), execution={"iopub.status.idle": clock})
        notebook.metadata["papermill"] = {"start_time": clock}
        texts.append(notebook_text(scrub(notebook)))
    assert texts[0] == texts[1]


def test_text_is_valid_sorted_and_ends_in_one_line_feed():
    text = notebook_text(scrub(executed(new_output("stream", name="stdout", text="é\r\n"))))
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")
    assert text.index('"cells"') < text.index('"metadata"') < text.index('"nbformat"')


def test_half_a_surrogate_pair_does_not_stop_the_writing():
    assert "\ufffd" in notebook_text(scrub(executed(result(text_plain="a\ud800b"))))
