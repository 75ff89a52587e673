"""Each part of a report changes its fingerprint, and nothing else does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unequal.batch.stale.parts as room
import unequal.shipped as package
from unequal.batch.manifest.item import Item, Limits
from unequal.batch.stale import fingerprint
from unequal.errors import InputError
from unequal.shipped import shipped

Asked = Callable[..., Item]


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {part for part in before.keys() | after.keys() if before.get(part) != after.get(part)}


@pytest.mark.parametrize(
    ("file", "part"),
    [
        pytest.param("workspace.toml", "workspace.toml", id="configuration"),
        pytest.param("scenarios/downside.toml", "scenarios/downside.toml", id="the scenario"),
        pytest.param("scenarios/upside.toml", "scenarios/upside.toml", id="a scenario to compare with"),
        pytest.param("data/deals.csv", "data/deals.csv", id="a table"),
        pytest.param("data/leftover.txt", "data/leftover.txt", id="a file that is no table"),
        pytest.param("exports/costs.csv", "exports/costs.csv", id="a source outside of data"),
        pytest.param("notes/runway.md", "notes/runway.md", id="a note"),
        pytest.param("notebooks/07_runway.ipynb", "notebook 07_runway.ipynb", id="an own notebook"),
        pytest.param("_brand.yml", "_brand.yml", id="the brand"),
        pytest.param("pictures/logo.png", "pictures/logo.png", id="its logo"),
        pytest.param("a font.ttf", "a font.ttf", id="its font"),
    ],
)
def test_each_file_that_a_report_is_made_of_has_a_part(file: str, part: str, company: Path, asked: Asked) -> None:
    item = asked(scenario="downside")
    before = fingerprint(item)
    with (company / file).open("a", encoding="utf-8") as opened:
        opened.write("\n# more\n")
    assert changed(before, fingerprint(item)) == {part}


@pytest.mark.parametrize(
    "file",
    [
        pytest.param("notes/draft.txt", id="no note"),
        pytest.param("notebooks/trial.ipynb", id="a notebook without a number"),
        pytest.param("pictures/other.png", id="a picture that the brand does not name"),
        pytest.param("README.md", id="anything else"),
        pytest.param("reports/old.html", id="a report beside the data"),
    ],
)
def test_no_other_file_matters(file: str, company: Path, asked: Asked) -> None:
    item = asked(scenario="downside")
    before = fingerprint(item)
    (company / file).parent.mkdir(exist_ok=True)
    (company / file).write_text("other", encoding="utf-8")
    assert fingerprint(item) == before


@pytest.mark.parametrize(
    ("more", "parts"),
    [
        pytest.param({"as_of": "2026-06-30"}, {"as_of"}, id="the day, given"),
        pytest.param({"scenario": "upside"}, {"scenario"}, id="the scenario"),
        pytest.param({"knobs": {"runway": {"wins_needed": 3}}}, {"knobs"}, id="a knob of the manifest"),
        pytest.param({"given": {"runway": {"wins_needed": 3}}}, {"knobs"}, id="a knob of the command line"),
        pytest.param({"id": "other"}, set(), id="id"),
        pytest.param({"into": "elsewhere"}, set(), id="place"),
        pytest.param({"tags": ("eu",)}, set(), id="tags"),
        pytest.param({"limits": Limits(cell_seconds=1)}, set(), id="limits"),
        pytest.param({"retries": 9}, set(), id="retries"),
        pytest.param({"parameters": {"a": 1}}, set(), id="parameters, which only a notebook has"),
    ],
)
def test_only_what_decides_a_report_matters_of_an_item(more: dict[str, Any], parts: set[str], asked: Asked) -> None:
    assert changed(fingerprint(asked()), fingerprint(asked(**more))) == parts


def test_a_knob_given_is_not_one_of_the_manifest(asked: Asked) -> None:
    knobs = {"runway": {"wins_needed": 3}}
    assert changed(fingerprint(asked(knobs=knobs)), fingerprint(asked(given=knobs))) == {"knobs"}


def test_own_sources_and_libraries_are_parts(item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(item)
    monkeypatch.setattr(room, "sources_hash", lambda: "another")
    assert changed(before, fingerprint(item)) == {"unequal"}
    monkeypatch.setattr(room, "_libraries", lambda: "another")
    assert changed(before, fingerprint(item)) == {"unequal", "versions"}


def test_a_shipped_notebook_is_a_part_until_an_own_one_replaces_it(item: Item, company: Path) -> None:
    own = fingerprint(item)
    assert {f"notebook {path.name}" for path in shipped("notebooks").glob("*.ipynb")} <= own.keys()
    shutil.copy(shipped("notebooks") / "07_runway.ipynb", company / "notebooks" / "07_runway.ipynb")
    copied = fingerprint(item)
    (company / "notebooks" / "07_runway.ipynb").unlink()
    assert changed(own, copied) == {"notebook 07_runway.ipynb"}
    assert fingerprint(item) == copied


def test_neither_place_nor_time_of_a_folder_is_in_it(item: Item, company: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(company, tmp_path / "elsewhere" / "acme", copy_function=shutil.copyfile)
    os.utime(elsewhere / "data" / "deals.csv", (1, 1))
    marks = fingerprint(item)
    assert fingerprint(replace(item, workspace=str(elsewhere))) == marks
    assert fingerprint(replace(item, workspace=str(elsewhere / "workspace.toml"))) == marks
    assert str(tmp_path) not in json.dumps(marks)


def test_the_folder_has_a_name_that_a_report_may_show(item: Item, company: Path) -> None:
    before = fingerprint(item)
    company.rename(company.with_name("ACME"))
    after = fingerprint(replace(item, workspace=str(company.with_name("ACME"))))
    assert changed(before, after) == {"name of the folder"}


@pytest.mark.parametrize(
    ("target", "words"),
    [
        pytest.param("../../elsewhere.csv", "leads out of the workspace", id="leads out"),
        pytest.param("nowhere.csv", "or nowhere", id="leads nowhere"),
        pytest.param("deals.csv", "cannot be read", id="leads to itself"),
        pytest.param("../pictures", "is a folder", id="leads to a folder"),
    ],
)
def test_a_link_is_told_in_words(target: str, words: str, item: Item, company: Path) -> None:
    (company.parent / "elsewhere.csv").write_text("another client's", encoding="utf-8")
    (company / "data" / "deals.csv").unlink()
    (company / "data" / "deals.csv").symlink_to(target)
    assert words in fingerprint(item)["data/deals.csv"]


def test_a_link_that_stays_inside_is_the_file(item: Item, company: Path) -> None:
    before = fingerprint(item)
    (company / "data" / "deals.csv").rename(company / "kept.csv")
    (company / "data" / "deals.csv").symlink_to("../kept.csv")
    assert fingerprint(item) == before


def test_an_own_notebook_is_followed_wherever_a_link_leads_since_it_is_run(item: Item, company: Path) -> None:
    before = fingerprint(item)
    own = company / "notebooks" / "07_runway.ipynb"
    own.rename(company.parent / "shared.ipynb")
    own.symlink_to(company.parent / "shared.ipynb")
    assert fingerprint(item) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(item: Item, company: Path) -> None:
    os.mkfifo(company / "data" / "pipe.csv")
    assert fingerprint(item)["data/pipe.csv"] == "is no ordinary file"


def test_a_source_that_is_missing_is_gone(item: Item, company: Path) -> None:
    (company / "exports" / "costs.csv").unlink()
    assert fingerprint(item)["exports/costs.csv"] == "is gone"


def test_a_name_of_any_bytes_is_printable(item: Item, company: Path) -> None:
    (company / os.fsdecode(b"data/\xff\x1b[2J.csv")).write_bytes(b"")
    assert r"data/\udcff\x1b[2J.csv" in fingerprint(item)
    json.dumps(fingerprint(item), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("toml", "message"),
    [pytest.param("as_of = ", "workspace", id="no TOML"), pytest.param("", "workspace", id="empty")],
)
def test_a_configuration_that_cannot_be_read_is_refused(toml: str, message: str, item: Item, company: Path) -> None:
    (company / "workspace.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        fingerprint(item)


def test_a_folder_that_is_gone_is_refused(item: Item, company: Path) -> None:
    shutil.rmtree(company)
    with pytest.raises(InputError, match="does not exist"):
        fingerprint(item)


def test_a_folder_that_vanishes_while_it_is_read_is_refused(
    item: Item, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import unequal.batch.stale.inputs as inputs

    read = inputs.state_of

    def vanishing(path: Path, within: Path | None = None) -> str:
        shutil.rmtree(company, ignore_errors=True)
        return read(path, within)

    monkeypatch.setattr(inputs, "state_of", vanishing)
    with pytest.raises(InputError, match="does not exist"):
        fingerprint(item)


def test_a_brand_that_is_no_yaml_is_still_a_part(item: Item, company: Path) -> None:
    (company / "_brand.yml").write_bytes(b"logo: pictures/logo.png\n\t: [\xff")
    assert "_brand.yml" in fingerprint(item)


def test_a_brand_of_nested_aliases_costs_nothing(item: Item, company: Path) -> None:
    bomb = "a0: &a0 [logo, logo]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    (company / "_brand.yml").write_text(bomb, encoding="utf-8")
    assert "_brand.yml" in fingerprint(item)


@pytest.fixture
def notebook(tmp_path: Path) -> Item:
    (tmp_path / "prices.ipynb").write_text('{"cells": []}', encoding="utf-8")
    return Item(id="prices", workspace=None, notebook=str(tmp_path / "prices.ipynb"), parameters={"rate": 1.5})


def test_a_notebook_is_its_bytes_its_parameters_and_what_runs_it(notebook: Item) -> None:
    before = fingerprint(notebook)
    assert set(before) == {"notebook prices.ipynb", "parameters", "unequal", "versions"}
    assert changed(before, fingerprint(replace(notebook, parameters={"rate": 2}))) == {"parameters"}
    Path(notebook.notebook or "").write_text('{"cells": [1]}', encoding="utf-8")
    assert changed(before, fingerprint(notebook)) == {"notebook prices.ipynb"}


def test_files_and_workspaces_that_parameters_name_are_parts(notebook: Item, company: Path) -> None:
    named = {"workspace": str(company), "costs": str(company / "exports" / "costs.csv"), "text": "x" * 10_000}
    item = replace(notebook, parameters=named)
    before = fingerprint(item)
    (company / "data" / "deals.csv").write_text("other", encoding="utf-8")
    (company / "exports" / "costs.csv").write_text("other", encoding="utf-8")
    assert changed(before, fingerprint(item)) == {
        "data/deals.csv of parameter workspace",
        "exports/costs.csv of parameter workspace",
        "the file of parameter costs",
    }


def test_a_parameter_is_read_from_the_folder_of_the_notebook_where_its_kernel_starts(notebook: Item) -> None:
    beside = Path(notebook.notebook or "").with_name("rates.csv")
    beside.write_text("1.5", encoding="utf-8")
    item = replace(notebook, parameters={"rates": "rates.csv"})
    before = fingerprint(item)
    beside.write_text("2.5", encoding="utf-8")
    assert changed(before, fingerprint(item)) == {"the file of parameter rates"}


def test_a_module_beside_a_notebook_is_a_part(notebook: Item) -> None:
    before = fingerprint(notebook)
    Path(notebook.notebook or "").with_name("helper.py").write_text("rate = 2", encoding="utf-8")
    assert changed(before, fingerprint(notebook)) == {"helper.py beside the notebook"}


@pytest.mark.parametrize("value", ["", ".", "x" * 10_000, "a\0b", "s3://bucket/x", 7, None])
def test_a_parameter_that_names_nothing_to_read_is_only_a_value(value: Any, notebook: Item) -> None:
    item = replace(notebook, parameters={"text": value})
    assert set(fingerprint(item)) == {"notebook prices.ipynb", "parameters", "unequal", "versions"}


def test_a_notebook_that_is_not_there_is_refused(notebook: Item) -> None:
    with pytest.raises(InputError, match="There is no notebook"):
        fingerprint(replace(notebook, notebook=f"{notebook.notebook}x"))


@given(
    given=st.dictionaries(
        st.text(max_size=3),
        st.dictionaries(st.text(max_size=3), st.none() | st.booleans() | st.integers() | st.floats() | st.text()),
        max_size=3,
    )
)
def test_an_item_that_went_through_json_has_the_same_fingerprint(
    given: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "law"
    folder.mkdir(exist_ok=True)
    (folder / "workspace.toml").write_text("as_of = 2026-06-30\n", encoding="utf-8")
    item = Item(id="law", workspace=str(folder), given=given)
    turned = dict(reversed(list(json.loads(json.dumps(item.as_json())).items())))
    assert fingerprint(Item.from_json(turned)) == fingerprint(item)


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from unequal.batch.stale import why_stale, fingerprint\n"
        "from unequal.batch.manifest.item import Item\n"
        "why_stale(Item(id='a', workspace=sys.argv[1]), 'out')\n"
        "print(*sys.modules)"
    )
    sample = str(shipped("data/sample") / "harbor")
    done = subprocess.run([sys.executable, "-c", code, sample], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & {"pandas", "numpy", "altair", "duckdb", "papermill", "fsspec"} == set()


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("report/page.html.j2", True),
        ("report/fonts/Inter.ttf", True),
        ("words.toml", True),
        ("stats/odds.py", True),
        ("stats/__pycache__/odds.pyc", False),
        ("_bundle/notebooks/07_runway.ipynb", False),
    ],
)
def test_every_file_of_the_package_counts(
    name: str, matters: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("then", encoding="utf-8")
    monkeypatch.setattr(package, "PACKAGE", tmp_path)
    monkeypatch.setattr(package, "version", lambda: "1")
    before = package.sources_hash.__wrapped__()
    (tmp_path / name).write_text("now", encoding="utf-8")
    assert (package.sources_hash.__wrapped__() != before) is matters
