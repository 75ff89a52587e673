"""Where processes cannot be forked: new interpreters, with the same promises."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from unequal.errors import EnvironmentFault
from unequal.kernels.execute import Surroundings, execute
from unequal.kernels.failure import NotebookFailed
from unequal.kernels.limits import KernelLimits
from unequal.kernels.processes import SWITCH, Nursery, can_fork
from unequal.kernels.spawned import Spawned

from .seen import alive, code_of, first_printed, gone, outputs, soon, started, told

pytestmark = [pytest.mark.kernel, pytest.mark.skipif(os.name != "posix", reason="these look for processes as on Linux")]
Write = Callable[..., Path]
PID = "import os; print(os.getpid())"


@pytest.fixture(scope="module")
def cold() -> Iterator[Nursery]:
    with Nursery(warm=False) as made:
        yield made


@pytest.fixture
def around(cold: Nursery, cwd: Path) -> Surroundings:
    return Surroundings(nursery=cold, cwd=cwd)


def failed(path: Path, around: Surroundings, **limits: float) -> NotebookFailed:
    with pytest.raises(NotebookFailed) as caught:
        execute(path, {}, replace(around, limits=KernelLimits(**limits)))  # type: ignore[arg-type]
    assert gone(first_printed(caught.value.at.executed))
    return caught.value


def test_whether_to_fork_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "cold")
    assert not can_fork()
    with Nursery() as nursery:
        assert not nursery.warm
        assert isinstance(nursery.start("builtins:print", {}), Spawned)
    monkeypatch.setenv(SWITCH, "warm")
    assert can_fork() == sys.platform.startswith("linux")


# --- notebooks


def test_a_notebook_runs_with_what_it_declares(notebook: Write, around: Surroundings) -> None:
    path = notebook("a = 1", "import os; print(a, os.environ['TZ'], os.environ['MINE'], os.getcwd())")
    text = execute(path, {"a": 7, "b": 1}, replace(around, environment={"MINE": "inside"}))
    assert outputs(text)[-1] == f"7 UTC inside {around.cwd}\n"


def test_a_module_in_the_kernels_folder_is_imported_only_where_that_is_wanted(
    notebook: Write, around: Surroundings
) -> None:
    (around.cwd / "planted_module.py").write_text("print('planted')")
    path = notebook(None, "try:\n    import planted_module\nexcept ImportError:\n    print('kept out')")
    assert outputs(execute(path, {}, around)) == ["kept out\n"]
    assert outputs(execute(path, {}, replace(around, safe=False))) == ["planted\n"]


def test_a_failing_cell_is_told(notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, "1 / 0"), around)
    assert fault.found == "01_own.ipynb stopped at cell 2, `1 / 0`: ZeroDivisionError: division by zero"


def test_a_kernel_that_dies_is_told(notebook: Write, around: Surroundings) -> None:
    assert failed(notebook(None, PID, "os._exit(3)"), around).kind == "kernel"


def test_a_cell_that_takes_too_long_is_stopped_with_what_it_has_started(notebook: Write, around: Surroundings) -> None:
    cells = ["import subprocess; print(subprocess.Popen(['sleep', '600']).pid)", "while True: pass"]
    fault = failed(notebook(None, PID, *cells), around, cell_seconds=1)
    assert fault.kind == "time"
    assert gone(int(fault.at.executed.cells[1].outputs[0].text))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the kernel is killed")
def test_one_big_array_is_a_memory_error_of_its_cell(notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, "import numpy\nbig = numpy.ones(400_000_000)"), around, memory_mb=1000)
    assert (fault.kind, fault.at.cell) == ("memory", 1)


def test_output_beyond_the_limit_stops_a_notebook(notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, "while True: print('x' * 100_000)"), around, output_mb=1)
    assert (fault.kind, fault.at.cell) == ("output", 1)


# --- children


def test_a_child_tells_and_ends(cold: Nursery) -> None:
    child = started(cold, "settled", word="ä")
    seen = told(child)
    assert seen["arguments"] == {"word": "ä"}
    assert seen["pid"] == seen["session"] == child.pid
    assert code_of(child) == 0


@pytest.mark.parametrize(
    ("how", "code"), [("return 0", 0), ("return 7", 7), ("exit 3", 3), ("exit None", 0), ("raise", 1), ("killed", -9)]
)
def test_how_a_child_ended_is_told(how: str, code: int, cold: Nursery) -> None:
    assert code_of(started(cold, "ending", how=how)) == code


def test_a_nursery_that_closes_ends_all() -> None:
    with Nursery(warm=False) as nursery:
        child = started(nursery, "deaf")
        told(child)
    assert gone(child.pid)
    assert child.exit_code() == -signal.SIGKILL
    with pytest.raises(EnvironmentFault, match="All processes have been ended"):
        started(nursery, "sleeping")


def test_a_child_that_nobody_holds_any_more_is_killed(cold: Nursery) -> None:
    child = started(cold, "deaf")
    pid = told(child)["pid"]
    del child
    assert gone(pid)


def test_a_child_that_is_asked_to_end_ends(cold: Nursery) -> None:
    child = started(cold, "sleeping")
    told(child)
    child.end()
    assert child.exit_code() == -signal.SIGTERM


def test_a_child_that_does_not_hear_is_made_to_end(cold: Nursery) -> None:
    child = started(cold, "deaf")
    told(child)
    child.end(seconds=0.1)
    assert child.exit_code() == -signal.SIGKILL


def test_what_a_child_has_started_ends_with_it(cold: Nursery, tmp_path: Path) -> None:
    child = started(cold, "family", folder=str(tmp_path), then="end")
    family = told(child)["family"]
    assert code_of(child) == 0
    assert gone(family[0])
    for pid in alive(family):  # in sessions of their own
        os.kill(pid, signal.SIGKILL)


def test_a_child_ends_with_its_owner(tmp_path: Path) -> None:
    code = """
    import sys, time
    from unequal.kernels.processes import Nursery

    nursery = Nursery(warm=False)
    child = nursery.start("time:sleep", 600)
    print(child.pid, flush=True)
    time.sleep(600)
    """.replace('"time:sleep", 600', '"kernel_targets:sleeping", {}')
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent / "targets"), *sys.path])}
    command = [sys.executable, "-c", textwrap.dedent(code)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as owner:
        assert owner.stdout is not None
        child = int(owner.stdout.readline())
        assert soon(lambda: alive([child]))
        owner.kill()
    assert gone(child)


def test_all_events_arrive(cold: Nursery) -> None:
    child, heard = started(cold, "many_words", events=500), []
    assert soon(lambda: heard.extend(one["number"] for one in child.read()) or len(heard) == 500)
    assert heard == list(range(500))
    assert code_of(child) == 0
