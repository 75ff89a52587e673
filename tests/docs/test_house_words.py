"""What no file of the project may hold, and what a page must keep to."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Written in two halves, so that this page does not hold what it looks for.
REGISTRIES = [
    "py" + "pi.org", "python" + "hosted.org", "np" + "mjs.", "npm" + "js.org", "ana" + "conda.org", "crates" + ".io",
    "rubygems" + ".org", "proxy.gol" + "ang.org", "jfrog" + ".io", "yarn" + "pkg.com",
]  # fmt: skip
OWN_PATHS = ["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "\\Us" + "ers\\"]
ADDRESS_OF_TESTS = ("tests/",)  # hostile inputs in tests may look like anybody's path


@pytest.fixture(scope="module")
def tracked() -> dict[str, str]:
    """Return every text file that is in the repository, by path."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout: which files belong to the project is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    texts = {}
    for name in filter(None, listed.decode("utf-8").split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            texts[name] = content.decode("utf-8", errors="replace")
    return texts


def lines_with(texts: dict[str, str], words: list[str]) -> list[str]:
    # nothing of a word in front: an address may have such a part in its middle
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in words)})", re.IGNORECASE)
    return [f"{name}:{number}" for name, text in texts.items() if pattern.search(text)
            for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]  # fmt: skip


def test_no_file_names_a_package_registry(tracked: dict[str, str]) -> None:
    assert lines_with(tracked, REGISTRIES) == []


def test_no_file_holds_a_path_of_somebodys_machine(tracked: dict[str, str]) -> None:
    own = {name: text for name, text in tracked.items() if not name.startswith(ADDRESS_OF_TESTS)}
    assert lines_with(own, OWN_PATHS) == []


def test_the_readme_has_no_badges_and_loads_nothing() -> None:
    assert "![" not in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "<img" not in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_flow_shows_the_floors_that_are_checked() -> None:
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = about["tool"]["importlinter"]["contracts"][0]["layers"]
    page = (ROOT / "docs" / "flow.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", page, re.MULTILINE)
    shown = {int(floor): set(re.findall(r"(?:^| · )`(\w+)`", text)) for floor, text in rows}
    known = {len(layers) - 1 - place: set(re.split(r" [|:] ", layer)) for place, layer in enumerate(layers)}
    assert shown == known


def test_the_changelog_has_the_version() -> None:
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changes, re.MULTILINE)[1] == about["project"]["version"]  # type: ignore[index]


def test_the_changelog_counts_what_there_is() -> None:
    from unequal.tables.declared import TABLES
    from unequal.workspace.schema import SCHEMES

    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"- {len(TABLES)} declared tables" in changes
    assert {16: "Sixteen schemes"}[len(SCHEMES)] in changes


def test_every_scheme_that_there_is_can_be_chosen() -> None:
    from unequal.segments import schemes
    from unequal.workspace.schema import SCHEMES

    assert sorted(schemes()) == sorted(SCHEMES)


def test_the_page_of_blocks_lists_every_kind_with_its_fields() -> None:
    from unequal.workbook import block_schema

    schema = block_schema()
    page = (ROOT / "docs" / "blocks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]* \| ((?:`\w+` ?)+) \|$", page, re.MULTILINE)
    shown = {kind: re.findall(r"`(\w+)`", fields) for kind, fields in rows}
    assert shown == {kind: schema["$defs"][kind]["required"] for kind in schema["properties"]["kind"]["enum"]}
