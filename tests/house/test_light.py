"""The front door and the first screen import nothing heavy."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pandas", "numpy", "altair", "duckdb", "ibis", "pyarrow", "sklearn", "papermill", "typer", "pydantic", "rich")


def imported_by(statement: str) -> set[str]:
    code = (
        f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("import unequal", id="import unequal"),
        pytest.param("sys.argv = ['unequal', '--help']; import unequal.__main__ as m; m.main()", id="unequal --help"),
    ],
)
def test_imports_nothing_heavy(statement: str) -> None:
    assert imported_by(statement) & set(HEAVY) == set()


def test_the_command_line_itself_starts_without_the_tables() -> None:
    assert imported_by("import unequal.cli.app") & {"pandas", "numpy", "altair", "duckdb", "papermill"} == set()
