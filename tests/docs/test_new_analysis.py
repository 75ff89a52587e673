"""The worked example of `docs/new-analysis.md`, copied out of the page into a copy of the checkout, and run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "new-analysis.md"
CONTRACT = Path("tests/analyses/test_contract.py")


@pytest.fixture
def written(workshop, fences) -> list[Path]:
    """Write every file of the page where the page says that it stands."""
    for part in ("src", "tests/analyses"):
        shutil.copytree(ROOT / part, workshop.folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copyfile(ROOT / name, workshop.folder / name)
    workshop.environment["PYTHONPATH"] = str(workshop.folder / "src")
    files = []
    for fence in fences(PAGE):
        place = re.fullmatch(r"`([\w/]+\.\w+)`", fence.above)
        if place:
            path = workshop.folder / place[1]
            path.parent.mkdir(exist_ok=True)
            path.write_text(fence.text, encoding="utf-8")
            files.append(path)
    return files


def test_the_page_is_an_analysis_that_runs_and_keeps_the_contract(workshop, fences, written) -> None:
    made = [path.relative_to(workshop.folder).as_posix() for path in written]
    assert [Path(path).name for path in made] == [
        "knobs.py",
        "facts.py",
        "rules.py",
        "charts.py",
        "words.toml",
        "__init__.py",
        "first_notebook.py",
        "test_concentration.py",
    ]
    _put_into_the_list_of_names(workshop.folder / CONTRACT)
    done = workshop.run("python first_notebook.py")
    assert done.returncode == 0, done.stderr
    for fence in fences(PAGE):
        if fence.language == "sh":
            done = workshop.run(fence.text)
            assert done.returncode == 0, f"{fence.text}\n{done.stdout}{done.stderr}"
    listed = workshop.run(f"pytest -q {CONTRACT.as_posix()} -k 'reading_order or needs_form'")
    assert listed.returncode == 0, listed.stdout


def _put_into_the_list_of_names(contract: Path) -> None:
    """Do what the page asks for: one contract test holds the names of all analyses."""
    text = contract.read_text(encoding="utf-8")
    changed = text.replace('        "memo",\n    )\n', '        "memo",\n        "concentration",\n    )\n')
    assert changed != text, "the contract holds no such list any more: take the sentence out of the page"
    contract.write_text(changed, encoding="utf-8")


def test_the_page_keeps_the_house_rules(workshop, written) -> None:
    names = [path.relative_to(workshop.folder).as_posix() for path in written if path.suffix == ".py"]
    for act in (["check"], ["format", "--check", "--diff"]):
        command = [sys.executable, "-m", "ruff", *act, *names]
        done = subprocess.run(command, cwd=workshop.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
