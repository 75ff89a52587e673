"""Notebooks that do not come to their end: how each is told, and within which limits they are held."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from unequal.kernels.execute import Surroundings, execute
from unequal.kernels.failure import NotebookFailed
from unequal.kernels.limits import KernelLimits

from .seen import first_printed, gone, soon

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only"),
]
Write = Callable[..., Path]
PID = "import os; print(os.getpid())"
BACKTRACKING = "import re; re.match(r'(a+)+$', 'a' * 40 + 'b')"  # for years, and never lets another thread in


def failed(path: Path, around: Surroundings, **limits: float) -> NotebookFailed:
    with pytest.raises(NotebookFailed) as caught:
        execute(path, {}, replace(around, limits=KernelLimits(**limits)))  # type: ignore[arg-type]
    assert gone(first_printed(caught.value.at.executed))
    return caught.value


# --- by themselves


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("os._exit(0)", id="ends at once"),
        pytest.param("os._exit(9)", id="ends at once with a code"),
        pytest.param("import signal; os.kill(os.getpid(), signal.SIGKILL)", id="is killed"),
        pytest.param("os.abort()", id="aborts"),
        pytest.param("import ctypes; ctypes.string_at(0)", id="reads where nothing is"),
    ],
)
def test_a_kernel_that_dies_is_told_with_the_cell_it_was_in(cell: str, notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, cell, "1"), around)
    assert (fault.kind, fault.at.cell) == ("kernel", 1)
    assert fault.found == "The kernel of 01_own.ipynb died while it ran."


def test_a_kernel_that_dies_between_two_cells_is_told(notebook: Write, around: Surroundings) -> None:
    later = "import threading; threading.Timer(0.1, os._exit, [1]).start()"
    fault = failed(notebook(None, PID, later, "import time; time.sleep(600)"), around)
    assert fault.kind == "kernel"


def test_a_kernel_that_somebody_kills_is_told(notebook: Write, around: Surroundings, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    path = notebook(None, PID, f"import time; open({str(file)!r}, 'w').write(str(os.getpid())); time.sleep(600)")

    def kill() -> None:
        pid = soon(lambda: file.exists() and file.read_text())
        os.kill(int(pid), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    assert failed(path, around).kind == "kernel"
    killer.join()


@pytest.mark.parametrize("cell", ["import sys; sys.exit(0)", "import sys; sys.exit()", "raise SystemExit"])
def test_to_exit_is_no_success(cell: str, notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, cell, "1"), around)
    assert (fault.kind, fault.at.cell) == ("cell", 1)
    assert fault.found == "01_own.ipynb ended in its cell 1, with no error."


def test_to_exit_at_the_very_end_is_no_success_either(notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, "import sys\nsys.exit(0)\nprint('never')"), around)
    assert fault.found == "01_own.ipynb ended in its cell 1, with no error."
    assert fault.mend == "Take `sys.exit()`, `exit()` or `quit()` out of it."


def test_to_exit_with_a_code_is_an_error_of_the_cell(notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, "import sys; sys.exit(3)", "1"), around)
    assert (fault.kind, fault.at.cell) == ("cell", 1)
    assert fault.found == "01_own.ipynb stopped at cell 2, `import sys; sys.exit(3)`: SystemExit: 3"


@pytest.mark.parametrize("word", ["exit()", "quit()"])
def test_to_quit_is_no_success(word: str, notebook: Write, around: Surroundings) -> None:
    assert failed(notebook(None, PID, word, "import time; time.sleep(0.5)", "1"), around).kind in ("kernel", "cell")


def test_a_question_that_nobody_answers_fails_with_a_word_of_what_to_do(notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, "name = input('Who? ')"), around)
    assert (fault.kind, fault.at.cell) == ("cell", 1)
    assert "StdinNotImplementedError" in fault.found
    assert fault.mend == "Nobody is there to answer: take input() out, and make it a parameter."


def test_a_notebook_that_failed_is_had_as_far_as_it_came(notebook: Write, around: Surroundings) -> None:
    executed = failed(notebook(None, PID, "print('before')", "1 / 0", "print('after')"), around).at.executed
    _, before, broken, after = [cell.outputs for cell in executed.cells if cell.cell_type == "code"]
    assert before[0].text == "before\n"
    assert broken[0].ename == "ZeroDivisionError"
    assert after == []


# --- time


def test_a_cell_that_takes_too_long_is_stopped(notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, "while True: pass", "1"), around, cell_seconds=0.3)
    assert (fault.kind, fault.at.cell) == ("time", 1)
    assert fault.found == "01_own.ipynb had a cell that took longer than 0.3 seconds."
    assert fault.mend.startswith("Look for a loop that does not end")


def test_a_cell_that_lets_nobody_else_in_is_stopped(notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, BACKTRACKING), around, cell_seconds=0.3)
    assert (fault.kind, fault.at.cell) == ("time", 1)


def test_a_cell_that_hears_neither_interrupt_nor_end_is_stopped(notebook: Write, around: Surroundings) -> None:
    cell = (
        "import signal\nfor number in (signal.SIGINT, signal.SIGTERM):\n    signal.signal(number, signal.SIG_IGN)\n"
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    )
    assert failed(notebook(None, PID, cell), around, cell_seconds=0.3).kind == "time"


def test_a_notebook_that_takes_too_long_in_all_is_stopped(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, PID, *["import time; time.sleep(0.2)"] * 100)
    fault = failed(path, around, cell_seconds=60, notebook_seconds=2)
    assert fault.kind == "time"
    assert fault.found == "01_own.ipynb took longer than 2 seconds."
    assert fault.at.cell in range(1, 15)


def test_a_notebook_within_its_limits_is_not_stopped(notebook: Write, around: Surroundings) -> None:
    limits = KernelLimits(cell_seconds=60, notebook_seconds=60, memory_mb=2000, output_mb=1)
    execute(notebook(None, "print('x' * 100_000)", "'y' * 100_000"), {}, replace(around, limits=limits))


# --- memory


def test_one_big_array_is_a_memory_error_of_its_cell(notebook: Write, around: Surroundings) -> None:
    cell = "import numpy\nbig = numpy.ones(400_000_000)"
    fault = failed(notebook(None, PID, cell), around, memory_mb=300)
    assert (fault.kind, fault.at.cell) == ("memory", 1)
    assert "MemoryError" in fault.found
    assert fault.mend == "Let the cell take less at once, or raise memory_mb in the manifest's limits."


def test_many_small_things_are_a_memory_error_or_a_death(notebook: Write, around: Surroundings) -> None:
    cell = "kept = []\nwhile True:\n    kept.append(bytearray(1_000_000))"
    fault = failed(notebook(None, PID, cell), around, memory_mb=300)
    assert (fault.kind, fault.at.cell) == ("memory", 1)


def test_an_array_within_the_limit_is_had(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, "import numpy; print(numpy.ones(12_500_000).nbytes)")  # 100 MB
    execute(path, {}, replace(around, limits=KernelLimits(memory_mb=300)))


def test_processes_that_take_too_much_together_are_killed_with_their_kernel(
    notebook: Write, around: Surroundings
) -> None:
    taking = "import time; kept = bytearray(120_000_000); time.sleep(600)"
    cell = (
        "import subprocess, sys, time\n"
        f"started = [subprocess.Popen([sys.executable, '-I', '-S', '-c', {taking!r}]) for _ in range(3)]\n"
        "print([one.pid for one in started], flush=True)\ntime.sleep(600)"
    )
    fault = failed(notebook(None, PID, cell), around, memory_mb=300)
    assert (fault.kind, fault.at.cell) == ("memory", 1)
    assert fault.found == "01_own.ipynb started processes that took more than 300 MB of memory."
    assert gone(*map(int, fault.at.executed.cells[1].outputs[0].text.strip(" []\n").split(", ")))


# --- output

DRIVER = """
import json, pathlib, resource, sys
from unequal.kernels.execute import Surroundings, execute
from unequal.kernels.failure import NotebookFailed
from unequal.kernels.limits import KernelLimits
from unequal.kernels.processes import Nursery

with Nursery() as nursery:
    around = Surroundings(nursery=nursery, cwd=pathlib.Path("."), limits=KernelLimits(output_mb=5, cell_seconds=60))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in sys.argv[1:]:
        try:
            execute(pathlib.Path(path), {}, around)
        except NotebookFailed as fault:
            took = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
            print(json.dumps([fault.kind, fault.at.cell, fault.found, took]))
"""
LOUD = [
    "print('x' * 100_000_000)",
    "for _ in range(100_000): print('x' * 1000)",
    "while True: print('x' * 1_000_000)",
    "while True: os.write(1, b'x' * 100_000)",
    "'x' * 20_000_000",
    "from IPython.display import HTML\nHTML('x' * 20_000_000)",
    "while True: display('x' * 1_000_000)",
    "raise ValueError('x' * 20_000_000)",
]


def test_output_beyond_the_limit_stops_a_notebook_before_it_fills_the_memory_of_who_listens(notebook: Write) -> None:
    paths = [notebook(None, PID, cell, "1", name=f"{number:02}_loud.ipynb") for number, cell in enumerate(LOUD)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    command = [sys.executable, "-c", DRIVER, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one[:3] for one in told] == [["output", 1, f"{path.name} printed more than 5 MB."] for path in paths]
    assert max(one[3] for one in told) < 80  # MB


def test_output_goes_into_the_notebook_up_to_the_limit(notebook: Write, around: Surroundings) -> None:
    cell = "import time\nfor n in range(100):\n    print('x' * 100_000, flush=True)"
    fault = failed(notebook(None, PID, cell), around, output_mb=1)
    assert fault.kind == "output"
    printed = sum(len(one.text) for one in fault.at.executed.cells[1].outputs)
    assert 500_000 < printed <= 1_050_000


def test_what_a_notebook_shows_again_and_again_counts_each_time(notebook: Write, around: Surroundings) -> None:
    cell = (
        "from IPython.display import clear_output\n"
        "while True:\n    print('x' * 100_000, flush=True)\n    clear_output(wait=True)"
    )
    assert failed(notebook(None, PID, cell), around, output_mb=1).kind == "output"


def test_what_threads_print_after_their_cell_counts_for_the_cell_that_runs(
    notebook: Write, around: Surroundings
) -> None:
    cells = [
        "import threading, time\ndef speak():\n    while True: print('x' * 100_000, flush=True)",
        "threading.Thread(target=speak, daemon=True).start()",
        "while True: print('y' * 1000, flush=True); time.sleep(0.01)",
    ]
    assert failed(notebook(None, PID, *cells), around, output_mb=1).kind == "output"


def test_a_failed_notebook_can_be_written(notebook: Write, around: Surroundings) -> None:
    fault = failed(notebook(None, PID, "while True: print('x' * 100_000)"), around, output_mb=1)
    nbformat.validate(fault.at.executed)
