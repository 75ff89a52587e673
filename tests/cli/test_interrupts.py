"""Ctrl-C and a signal to end: the right exit code, at once, nothing half-written, nothing left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from unequal.importers import write
from unequal.shipped import shipped

from .conftest import DEALS, TWENTY

HARBOR = shipped("data/sample") / "harbor"
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")


@pytest.fixture
def reporting(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A report that has begun to run its notebooks, in a session of its own."""
    (tmp_path / "temporary").mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "unequal", "report", str(HARBOR), "--out", str(tmp_path / "reports")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "temporary")},
        start_new_session=True,
    )
    assert running.stderr is not None
    for line in running.stderr:
        if line.startswith("Running"):
            break
    yield running
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def children_of(group: int) -> list[str]:
    """Return what still runs of a session; kernels have groups of their own and name their folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            state = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(state[2]) == group and state[0] != "Z":
            found.append(" ".join(words))
    return found


@posix
@pytest.mark.kernel
@pytest.mark.parametrize(
    ("number", "everybody", "code"),
    [
        pytest.param(signal.SIGINT, True, 130, id="Ctrl-C in a terminal"),
        pytest.param(signal.SIGTERM, False, 143, id="asked to end"),
    ],
)
def test_a_report_that_is_interrupted(reporting, tmp_path, number, everybody, code) -> None:
    if everybody:
        os.killpg(reporting.pid, number)
    else:
        reporting.send_signal(number)
    out, err = reporting.communicate(timeout=60)
    assert (reporting.returncode, out) == (code, "")
    assert err.endswith("Nothing half-written was left.\n")
    assert "Traceback" not in err
    left = [path for path in (tmp_path / "reports").rglob("*") if path.is_file()]
    assert left == []
    assert list((tmp_path / "temporary").iterdir()) == []
    until = time.monotonic() + 20
    while children_of(reporting.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert children_of(reporting.pid) == []


def test_an_import_that_is_interrupted_leaves_nothing(unequal, tmp_path, monkeypatch) -> None:
    def interrupted(_path: Path) -> None:
        raise KeyboardInterrupt

    (tmp_path / "deals.csv").write_text(DEALS + TWENTY)
    monkeypatch.setattr(write, "_flush", interrupted)
    told = unequal("import", tmp_path / "deals.csv", "--into", tmp_path / "acme")
    assert told.code == 130
    assert [path.name for path in tmp_path.iterdir()] == ["deals.csv"]


def test_ctrl_c_before_a_command_runs_is_no_traceback() -> None:
    code = """
import sys, unequal.__main__, unequal.cli.door as door

def interrupted(_arguments):
    raise KeyboardInterrupt

door.main, sys.argv = interrupted, ["unequal", "check", "acme"]
unequal.__main__.main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")
