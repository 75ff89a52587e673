"""What holds for every analysis; a new one is found here by itself."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest

import unequal
from unequal.analyses import discovered, door
from unequal.charts.renderer import chart_block
from unequal.kernels.parameters import cell_of, declared
from unequal.shipped import shipped
from unequal.workbook import Run, block_schema
from unequal.workbook.blocks import finding_block
from unequal.workbook.cards import Shown
from unequal.workbook.codec import load, save
from unequal.workbook.run import set_aside_block
from unequal.workbook.view import table_block

NAMES = unequal.analyses()
Runs = dict[str, Run]


@pytest.fixture(scope="module")
def again(sample: Path) -> dict[str, str]:
    """The records of a sample company by the front door, with nothing kept from before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNEQUAL_CACHE", "")
        door._store.cache_clear()
        return {name: as_text(unequal.run(name, sample)) for name in NAMES}


def as_text(run: Run) -> str:
    return json.dumps(run.record(), sort_keys=True, allow_nan=False)


def notebook_of(name: str) -> nbformat.NotebookNode:
    found = sorted(shipped("notebooks").glob(f"*_{name}.ipynb"))
    assert len(found) == 1, f"{name} has {len(found)} notebooks"
    assert found[0].name.startswith(f"{discovered()[name].order:02d}_")
    return nbformat.read(found[0], as_version=4)


def code_of(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("name", NAMES)
def test_the_parameters_cell_is_the_knobs(name: str) -> None:
    cells = [cell for cell in notebook_of(name).cells if "parameters" in cell.metadata.get("tags", [])]
    assert [cell.source for cell in cells] == [cell_of(discovered()[name].knobs)]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_hands_every_knob_over(name: str) -> None:
    calls = [source for source in code_of(notebook_of(name)) if "unequal.run(" in source]
    given = {one.arg for node in ast.walk(ast.parse(calls[0])) if isinstance(node, ast.Call) for one in node.keywords}
    assert set(discovered()[name].knobs.model_fields) | {"as_of", "scenario"} == given


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_defines_nothing(name: str) -> None:
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.ListComp, ast.DictComp, ast.With)
    for source in code_of(notebook_of(name)):
        assert [node for node in ast.walk(ast.parse(source)) if isinstance(node, forbidden)] == []


@pytest.mark.parametrize("path", sorted(shipped("notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert [
        cell.id for cell in notebook.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)
    ] == []
    assert notebook.metadata.kernelspec.name == "python3"
    assert "version" not in notebook.metadata.language_info


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_shows_only_what_there_is(name: str) -> None:
    analysis = discovered()[name]
    known = {
        "chart": {one.__name__ for one in analysis.charts},
        "table": {one.__name__ for one in analysis.tables},
        "finding": {one.__name__ for one in analysis.rules},
    }
    for source in code_of(notebook_of(name)):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in known:
                assert ast.literal_eval(node.args[0]) in known[node.func.attr]


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_is_shown_in_the_notebook(name: str) -> None:
    text = "\n".join(code_of(notebook_of(name)))
    assert [one.__name__ for one in discovered()[name].rules if f'finding("{one.__name__}")' not in text] == []


def test_needs_form_no_cycle() -> None:
    def below(name: str, path: tuple[str, ...] = ()) -> None:
        assert name not in path, f"{' needs '.join((*path, name))}"
        for need in discovered()[name].needs:
            below(need, (*path, name))

    for name in NAMES:
        below(name)


def test_reading_orders_are_unique() -> None:
    orders = [one.order for one in discovered().values()]
    assert len(set(orders)) == len(orders)


@pytest.mark.parametrize("name", NAMES)
def test_a_finding_is_coded_by_its_rule_and_graded(name: str, runs: Runs) -> None:
    run = runs[name]
    rules = [one.__name__ for one in discovered()[name].rules]
    codes = [(one.code, one.scope) for one in run.findings]
    assert len(set(codes)) == len(codes)
    for one in run.findings:
        assert one.code.removeprefix(f"{name}.") in rules
        assert one.headline
        assert one.answer
        assert one.would_change_it
        assert (one.verdict == "go") <= (one.grade.value in ("E1", "E2", "E3"))


@pytest.mark.parametrize("name", NAMES)
def test_every_block_keeps_to_the_schema(name: str, runs: Runs) -> None:
    checker = jsonschema.Draft202012Validator(block_schema())
    for block in blocks_of(runs[name]):
        checker.validate(block)


def blocks_of(run: Run) -> list[dict[str, Any]]:
    made = [run.block, run.assumptions.block, run.note.block, set_aside_block(run.session, run.analysis)]
    made += [finding_block(one) for one in run.findings]
    if run.facts is not None:
        # what was not asked for shows an empty note
        charts, tables = map(run.chart, run.charts), map(run.table, run.tables)
        made += [one.block if isinstance(one, Shown) else chart_block(one.to_dict()) for one in charts]
        made += [one.block if isinstance(one, Shown) else table_block(one) for one in tables]
    return made


@pytest.mark.parametrize("name", NAMES)
def test_the_same_inputs_give_the_same_record(name: str, runs: Runs, again: dict[str, str]) -> None:
    assert as_text(runs[name]) == again[name]


@pytest.mark.parametrize("name", NAMES)
def test_facts_survive_the_codec(name: str, runs: Runs, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    save(runs[name].facts, first)
    save(load(first), second)
    assert bytes_in(second) == bytes_in(first)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", NAMES)
def test_every_knob_says_what_it_is(name: str) -> None:
    for knob, field in discovered()[name].knobs.model_fields.items():
        assert field.description, knob
        assert isinstance(field.json_schema_extra, dict), knob
        assert field.json_schema_extra.get("unit"), knob


def test_names_are_in_reading_order() -> None:
    assert NAMES == (
        "data_check",
        "segments",
        "segment_quality",
        "market",
        "big_medium_small",
        "sales_cycle",
        "runway",
        "traps",
        "cost_to_serve",
        "lifetime_value",
        "memo",
    )
    assert declared(notebook_of("runway"))["workspace"].default == "data/sample/harbor"
