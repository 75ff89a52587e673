"""Every command that a page shows is run as it stands, and prints what the page says that it prints.

A block marked `sh` is run; a block marked `text` right below it is what it prints on stdout. There `…` at the end of a
line stands for the rest of it, and alone on a line for any lines. A page's blocks run in order, in one folder.

A few commands cannot be run here. Each stands in `OTHERWISE` with the check that it gets instead.
"""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import unequal

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "reports" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SAMPLES = ROOT / "data" / "sample" / "README.md"
WORKED = ROOT / "docs" / "new-analysis.md"  # its commands need its files: tests/docs/test_new_analysis.py runs both


def make_target(line: str) -> None:
    """`make report` and `make test` build the environment that this runs in; so look at what their recipes run."""
    runs = {"report": r"\$\(BIN\)/unequal demo", "test": "lint types contracts unit"}
    target = line.removeprefix("make ")
    recipes = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:[^\n]*(\n\t)?[^\n]*{runs[target]}", recipes, re.MULTILINE)


def installing(line: str) -> None:
    """Installing needs the network; so the flags must be those that the Makefile's own recipe installs with."""
    recipes = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = shlex.split(line)
    assert words[0] == "python3" or Path(words[0]).name == "python"
    for flags in (word for word in words if word.startswith("--")):
        assert flags in recipes
    if "-r" in words:
        assert (ROOT / words[words.index("-r") + 1]).read_text(encoding="utf-8").count("--hash=") > 100


def long_form(line: str) -> None:
    """`.venv/bin/unequal` is there once it is installed; the installed name must be the function that is run here."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert Path(shlex.split(line)[0]).name in about["project"]["scripts"]
    assert about["project"]["scripts"]["unequal"] == "unequal.__main__:main"


def lab(line: str) -> None:
    """It stays open; `test_lab_opens_as_the_page_says` opens it without a browser and ends it."""
    assert line == "unequal lab acme"


OTHERWISE: dict[str, Callable[[str], None]] = {
    "make report": make_target,
    "make test": make_target,
    "python3 -m venv .venv": installing,
    ".venv/bin/python -m pip install --require-hashes -r requirements.lock": installing,
    ".venv/bin/python -m pip install --no-deps --no-build-isolation --editable .": installing,
    ".venv/bin/unequal demo": long_form,
    "unequal lab acme": lab,
}


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def reads_as(expected: str, printed: str) -> bool:
    """Whether what was printed is what the page shows."""
    pattern = ""
    for line in _plain(expected).split("\n"):
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        elif line.endswith("…"):
            pattern += re.escape(line[:-1]) + r"[^\n]*\n"
        else:
            pattern += re.escape(line) + r"\n"
    return re.fullmatch(pattern, _plain(printed) + "\n") is not None


def _plain(text: str) -> str:
    """Return the text with every blank an ordinary one, and none at the end of a line."""
    lines = [re.sub(r"\s", " ", line).rstrip() for line in text.split("\n")]
    return "\n".join(lines).rstrip("\n")


@pytest.mark.kernel
@pytest.mark.parametrize("page", [one for one in PAGES if one != WORKED], ids=named)
def test_the_commands_of_a_page_run_and_print_what_it_shows(page: Path, fences, workshop) -> None:
    printed = ""
    for fence in fences(page):
        if fence.language == "text" and fence.follows:
            assert reads_as(fence.text, printed), f"{page.name} shows\n{fence.text}\nbut it prints\n{printed}"
        if fence.language == "sh":
            script = "\n".join(line for line in fence.text.splitlines() if line not in OTHERWISE)
            done = workshop.run(script)
            assert done.returncode == 0, f"{page.name}:\n{script}\n{done.stdout}{done.stderr}"
            printed = done.stdout


@pytest.mark.kernel
def test_the_python_of_the_readme_runs(fences, workshop) -> None:
    blocks = [fence.text for fence in fences(ROOT / "README.md") if fence.language == "python"]
    assert blocks
    for block in blocks:
        (workshop.folder / "block.py").write_text(block, encoding="utf-8")
        done = workshop.run("python block.py")
        assert done.returncode == 0, f"{block}\n{done.stderr}"


def test_the_workspace_of_the_readme_answers(fences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNEQUAL_CACHE", "")
    settings = [fence.text for fence in fences(ROOT / "README.md") if fence.language == "toml"]
    (tmp_path / "data").mkdir()
    (tmp_path / "workspace.toml").write_text(settings[0], encoding="utf-8")
    rows = ["Id,Created,Closed,Stage", "1,2026-01-05,2026-03-01,Closed Won", "2,2026-02-01,,Prospecting"]
    (tmp_path / "data" / "opportunities.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    run = unequal.run("runway", tmp_path)
    assert (run.facts.cash, run.facts.wins_needed, run.facts.n_deals) == (900_000, 2, 2)


@pytest.mark.parametrize("line", OTHERWISE, ids=str)
def test_what_is_not_run_is_checked_otherwise(line: str, fences) -> None:
    shown = [
        row for page in PAGES for fence in fences(page) if fence.language == "sh" for row in fence.text.splitlines()
    ]
    assert line in shown, "no page shows it any more: take it out"
    OTHERWISE[line](line)


def test_windows_gets_the_same_commands(fences) -> None:
    """Nobody runs PowerShell here; so its lines must be the ones of the other systems, with its paths."""
    blocks = {fence.language: fence.text for fence in fences(ROOT / "README.md") if ".venv" in fence.text}
    as_elsewhere = blocks["powershell"].replace("py -3", "python3").replace(".venv\\Scripts\\", ".venv/bin/")
    assert as_elsewhere == blocks["sh"]


def test_no_block_of_commands_goes_by_another_name(fences) -> None:
    other = {"bash", "shell", "console", "zsh"}
    assert [(page.name, fence.language) for page in PAGES for fence in fences(page) if fence.language in other] == []
    plain = [fence for page in PAGES for fence in fences(page) if fence.language == ""]
    assert [
        fence.text for fence in plain if re.search(r"^\s*(\$ |unequal |make |pip |python )", fence.text, re.MULTILINE)
    ] == []


def test_the_page_of_samples_shows_one_command(fences) -> None:
    """It would write into the checkout; tests/samples/test_write.py runs it elsewhere and compares the bytes."""
    assert [fence.text for fence in fences(SAMPLES)] == ["python -m unequal.samples data/sample\n"]


@pytest.mark.kernel
def test_lab_opens_as_the_page_says(workshop) -> None:
    assert workshop.run("cp -r data/sample/harbor acme").returncode == 0
    command = ["unequal", "lab", "acme", "--no-browser", "--port", "0"]
    opened = subprocess.Popen(
        [str(Path(workshop.environment["PATH"].split(":")[0], command[0])), *command[1:]],
        cwd=workshop.folder,
        env=workshop.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert opened.stdout is not None
        address = opened.stdout.readline()
        assert re.match(r"http://127\.0\.0\.1:\d+/lab/tree/notebooks/00_start_here\.ipynb", address)
        assert 'workspace: str = \\"..\\"' in (workshop.folder / "acme/notebooks/07_runway.ipynb").read_text("utf-8")
    finally:
        opened.send_signal(signal.SIGTERM)
        opened.communicate(timeout=60)


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        pytest.param("a\nb\n", "a\nb\n", True, id="equal"),
        pytest.param("a\n", "a\nb\n", False, id="a line more"),
        pytest.param("a …\n", "a b\n", True, id="rest of a line"),
        pytest.param("…\nc\n…\n", "a\nb\nc\nd\n", True, id="any lines"),
        pytest.param("…\nx\n", "a\nb\n", False, id="not there"),
    ],
)
def test_reading_what_a_page_shows(expected: str, printed: str, same: bool) -> None:
    assert reads_as(expected, printed) is same
