"""Manifests that would write where they may not: refused whole, and nothing is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from unequal.samples.many import clients

from .bad import item, notebook

REFUSED = 3


def manifest(folder: Path, *items: str) -> Path:
    notebook(folder / "tiny.ipynb", "1")
    (folder / "batch.toml").write_text("\n".join(items))
    return folder / "batch.toml"


def is_refused(trial, path: Path, out: Path, *words: str) -> None:
    done = trial.run("batch", path, "--out", out)
    said = " ".join(done.err.split())
    assert done.code == REFUSED, done.text
    assert [word for word in words if word not in said] == []
    assert "Traceback" not in done.text
    assert not out.exists()
    assert trial.left_behind() == []


def test_two_items_for_one_output_are_refused_with_both_lines(trial, tmp_path) -> None:
    first, second = clients(tmp_path / "a", 1)[0], tmp_path / "b" / "clients"
    second.mkdir(parents=True)
    first.rename(second / first.name)
    clients(tmp_path / "a", 1)
    items = [f'[[items]]\nid = "x{n}"\nworkspace = "{n}/clients/{first.name}"\n' for n in "ab"]
    is_refused(trial, manifest(tmp_path, *items), tmp_path / "out", f"{first.name}/2026-06-30", "line 1", "line 5")


@pytest.mark.parametrize("key", ["id", "into"])
def test_a_name_that_leads_out_of_the_folder_is_refused(trial, tmp_path, key) -> None:
    more = {"into": "../../etc"} if key == "into" else {}
    path = manifest(tmp_path, item("../../etc" if key == "id" else "tiny", "tiny.ipynb", **more))
    is_refused(trial, path, tmp_path / "out", "../../etc", "line 2" if key == "id" else "line 4")


def test_a_company_that_calls_itself_by_a_path_is_written_below_out(trial, tmp_path) -> None:
    (company,) = clients(tmp_path, 1)
    settings = company / "workspace.toml"
    lines = [line for line in settings.read_text().splitlines() if not line.startswith("name = ")]
    settings.write_text("\n".join(['name = "../../etc"', *lines]))
    done = trial.run("batch", tmp_path / "batch.toml", "--out", tmp_path / "out", "--dry-run")
    assert done.code == 0, done.text
    assert f"{tmp_path}/out/{company.name}/2026-06-30/report.html" in done.text
    assert "etc" not in done.text
