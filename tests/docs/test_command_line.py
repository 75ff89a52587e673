"""The commands, `docs/command-line.md` and the first screen know the same commands, options and exit codes."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
import typer

from unequal import errors
from unequal.batch.manifest import NothingSelected
from unequal.batch.run import results
from unequal.cli import door
from unequal.cli.app import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
SCREEN = (ROOT / "src" / "unequal" / "cli" / "help.txt").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
SECTIONS = dict(re.findall(r"^### `unequal (\w+)[^\n]*`\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))
EXITS = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}


def options(command: str) -> set[str]:
    every = [name for one in COMMANDS[command].params for name in (*one.opts, *one.secondary_opts)]
    return {name for name in every if name.startswith("--")} - {"--help"}


def test_every_command_has_a_section_and_no_other_has() -> None:
    assert set(SECTIONS) == set(COMMANDS)


def test_the_first_screen_lists_every_command_and_no_other() -> None:
    assert set(re.findall(r"^  ([a-z]\w*) ", SCREEN, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_section_lists_every_option_and_no_other(command: str) -> None:
    assert set(re.findall(r"^\| `(--[\w-]+)", SECTIONS[command], re.MULTILINE)) == options(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_section_names_every_argument(command: str) -> None:
    heading = re.search(rf"^### `unequal {command}([^\n]*)`", PAGE, re.MULTILINE)
    assert heading is not None
    taken = [one.metavar for one in COMMANDS[command].params if not one.opts[0].startswith("--")]
    assert [name for name in taken if name not in heading[1]] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_that_has_a_default_says_it(command: str) -> None:
    told = [one for one in COMMANDS[command].params if one.name == "out"]
    assert ("default `reports`" in SECTIONS[command]) is bool(told)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_words(command: str) -> None:
    assert [one.name for one in COMMANDS[command].params if not one.help] == []


def test_options_of_the_first_screen_exist() -> None:
    known = {name for command in COMMANDS for name in options(command)} | {"--help", "--version"}
    assert set(re.findall(r"--[\w-]+", SCREEN)) <= known


def test_every_exit_code_is_told_and_no_other() -> None:
    known = {door.OK, door.FAILED, door.USAGE, door.REFUSED, door.ENVIRONMENT, door.BUG, door.INTERRUPTED}
    known |= {door.BY_SIGNAL + signal.SIGTERM, NothingSelected.exit_code, results.GATE, results.TIME}
    known |= {kind.exit_code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "exit_code")}
    assert known == EXITS
    codes = SCREEN.partition("Exit codes:")[2]
    assert {int(code) for code in re.findall(r"(\d+) [a-z]", codes)} == EXITS


def test_the_codes_of_the_readme_are_among_them() -> None:
    told = re.search(r"must act: ([^.]*)\.", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert told is not None
    assert {int(code) for code in re.findall(r"\d+", told[1])} <= EXITS
