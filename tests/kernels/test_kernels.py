"""A notebook's kernel is a process of its own, in surroundings of its own."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from unequal.errors import EnvironmentFault, ReportFailed
from unequal.kernels import processes, provisioner
from unequal.kernels.execute import Surroundings, execute
from unequal.kernels.failure import NotebookFailed
from unequal.kernels.forked import Forked
from unequal.kernels.several import execute_all

from .seen import first_printed, gone, outputs

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only"),
]
Write = Callable[..., Path]
SOCKETS = """
import json, os, stat, pathlib
from ipykernel.connect import get_connection_file
file = pathlib.Path(get_connection_file())
print(json.dumps({"folder": str(file.parent), "mode": stat.S_IMODE(file.parent.stat().st_mode),
                  "names": sorted(path.name for path in file.parent.iterdir()),
                  "transport": json.loads(file.read_text())["transport"]}))
"""


def beside_a_spare(around: Surroundings) -> list[str]:
    """Return what lies in the private folder, but for the folder of the one kernel that waits."""
    names = sorted(path.name for path in around.nursery.folder.iterdir())
    waiting = [name for name in names if name.startswith("s")]
    assert len(waiting) <= 1
    return [name for name in names if name not in waiting]


def test_two_kernels_are_two_processes_with_sessions_of_their_own(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, "import os; print(os.getpid(), os.getsid(0), os.getppid())")
    one, other = (outputs(execute(path, {}, around))[0].split() for _ in range(2))
    assert one[0] == one[1]
    assert other[0] == other[1]
    assert one[0] != other[0]
    assert one[2] == other[2]  # forked from the same


def test_chance_is_not_the_same_in_two_kernels(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, "import random, numpy; print(random.random(), numpy.random.rand())")
    one, other = (outputs(execute(path, {}, around))[0].split() for _ in range(2))
    assert len({*one, *other}) == 4


def test_a_seed_gives_the_same_in_two_kernels(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, "import numpy; numpy.random.seed(1); print(numpy.random.rand(), hash('x'), set('hello'))")
    one, other = (outputs(execute(path, {}, around)) for _ in range(2))
    assert one == other


def test_what_one_kernel_does_to_a_module_the_next_does_not_see(notebook: Write, around: Surroundings) -> None:
    execute(notebook(None, "import pandas, os; pandas.mine = 1; os.environ['MINE'] = '1'"), {}, around)
    path = notebook(None, "import pandas, os; print(hasattr(pandas, 'mine'), 'MINE' in os.environ, _ih[0] == '')")
    assert outputs(execute(path, {}, around)) == ["False False True\n"]


def test_the_environment_of_a_safe_kernel(notebook: Write, around: Surroundings, monkeypatch) -> None:
    monkeypatch.setenv("MINE", "outside")
    monkeypatch.setenv("THEIRS", "outside")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    path = notebook(
        None,
        "import os, time; print(os.environ['MINE'], os.environ['THEIRS'], time.tzname[0], time.localtime(0).tm_hour)",
        "import sys; print(os.environ['PYTHONSAFEPATH'], '' in sys.path, os.getcwd())",
        "import subprocess; print(subprocess.run([sys.executable, '-c', 'import sys; print(sys.path[0])'],"
        " capture_output=True, text=True).stdout)",
    )
    text = execute(path, {}, replace(around, environment={"MINE": "inside"}))
    assert outputs(text)[:2] == ["inside outside UTC 0\n", f"1 False {around.cwd}\n"]
    assert outputs(text)[2].strip() != ""  # PYTHONSAFEPATH goes on to what the kernel starts


def test_an_open_kernel_is_in_the_users_own_time_and_folder(notebook: Write, around: Surroundings, monkeypatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    path = notebook(None, "import time, sys, os; print(time.localtime(0).tm_hour, '' in sys.path, os.getcwd())")
    text = execute(path, {}, replace(around, safe=False))
    assert outputs(text) == [f"9 True {around.cwd}\n"]


THREADS = """
import os, threadpoolctl
import numpy
print({one["num_threads"] for one in threadpoolctl.threadpool_info()}, os.environ.get("OMP_NUM_THREADS"))
"""


@pytest.mark.parametrize(("given", "printed"), [("1", "{1} 1\n"), ("3", "{3} 3\n"), ("", "{CORES} None\n")])
def test_arithmetic_has_the_cores_that_it_is_to_have(
    given: str, printed: str, notebook: Write, around: Surroundings
) -> None:
    around = replace(around, environment=dict.fromkeys(processes.THREADS, given))
    cores = str(len(os.sched_getaffinity(0)))
    assert outputs(execute(notebook(None, THREADS), {}, around)) == [printed.replace("CORES", cores)]


def test_a_module_in_the_kernels_folder_is_imported_only_where_that_is_wanted(
    notebook: Write, around: Surroundings
) -> None:
    (around.cwd / "planted_module.py").write_text("print('planted')")
    (around.cwd / "json.py").write_text("raise SystemExit('hides what Python itself has')")
    path = notebook(
        None,
        "import json\ntry:\n    import planted_module\nexcept ImportError:\n    print('kept out')",
        "import importlib, sys; del sys.modules['json']; importlib.import_module('json').dumps(1)",
    )
    assert outputs(execute(path, {}, around))[0] == "kept out\n"
    assert outputs(execute(path, {}, replace(around, safe=False)))[0] == "planted\n"


def test_a_kernel_looks_like_one_that_was_not_forked(notebook: Write, around: Surroundings) -> None:
    path = notebook(
        None,
        "import sys; print(sys.argv[0], sys.argv[1]); print(__name__, sys.modules['__main__'].__dict__ is globals())",
    )
    assert outputs(execute(path, {}, around)) == ["ipykernel_launcher.py -f\n__main__ True\n"]


def test_the_sockets_of_a_kernel_lie_in_a_folder_of_its_own_that_is_gone_afterwards(
    notebook: Write, around: Surroundings
) -> None:
    seen = [json.loads(outputs(execute(notebook(None, SOCKETS), {}, around))[0]) for _ in range(2)]
    for one in seen:
        assert one["mode"] & 0o777 == stat.S_IRWXU
        assert one["transport"] == "ipc"
        assert one["names"] == ["ipython", "k-1", "k-2", "k-3", "k-4", "k-5", "k.json"]
        assert Path(one["folder"]).parent == around.nursery.folder
        assert not Path(one["folder"]).exists()
    assert seen[0]["folder"] != seen[1]["folder"]


@pytest.mark.parametrize(
    "cell", ["1 / 0", "import os; os._exit(1)", "input()", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
)
def test_nothing_of_a_kernel_is_left_where_its_notebook_failed(
    cell: str, notebook: Write, around: Surroundings
) -> None:
    with pytest.raises(NotebookFailed) as failed:
        execute(notebook(None, "import os; print(os.getpid())", cell), {}, around)
    assert gone(first_printed(failed.value.at.executed))
    assert beside_a_spare(around) == ["z"]


def test_nothing_is_left_where_there_is_no_kernel_of_that_name(notebook: Write, around: Surroundings) -> None:
    with pytest.raises(EnvironmentFault):
        execute(notebook(None, "1"), {}, replace(around, name="no-such-kernel"))
    assert beside_a_spare(around) == ["z"]


def test_processes_that_a_kernel_has_started_go_with_it(notebook: Write, around: Surroundings) -> None:
    path = notebook(
        None,
        "import subprocess, sys; sleep = [sys.executable, '-I', '-S', '-c', 'import time; time.sleep(600)']",
        "print(subprocess.Popen(sleep).pid)",
        "print(subprocess.Popen(sleep, start_new_session=True).pid)",
        "subprocess.run('sleep 600 & echo $!; (setsid sleep 600 & echo $!)', shell=True);",
    )
    text = execute(path, {}, around)
    pids = [int(word) for printed in outputs(text)[1:] for word in printed.split() if word.isdigit()]
    assert len(pids) == 4
    assert gone(*pids)


def test_a_thread_that_never_ends_does_not_keep_a_kernel(notebook: Write, around: Surroundings) -> None:
    path = notebook(
        None,
        "import os, threading, time; print(os.getpid())",
        "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
    )
    assert gone(int(outputs(execute(path, {}, around))[0]))


def test_a_kernel_may_have_processes_that_work_for_it(notebook: Write, around: Surroundings) -> None:
    path = notebook(
        None,
        "from concurrent.futures import ProcessPoolExecutor\nimport multiprocessing, math",
        "with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context('fork')) as pool:\n"
        "    print(list(pool.map(math.sqrt, [1, 4])))",
        "with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context('spawn')) as pool:\n"
        "    print(list(pool.map(math.sqrt, [9, 16])))",
        "import joblib; print(joblib.Parallel(n_jobs=2)(joblib.delayed(math.sqrt)(x) for x in [25, 36]))",
    )
    assert outputs(execute(path, {}, around))[1:] == ["[1.0, 2.0]\n", "[3.0, 4.0]\n", "[5.0, 6.0]\n"]


def test_temporary_folders_of_a_kernel_are_cleared_at_its_end(
    notebook: Write, around: Surroundings, tmp_path: Path
) -> None:
    path = notebook(None, "import tempfile; kept = tempfile.TemporaryDirectory(); print(kept.name)")
    made = Path(outputs(execute(path, {}, replace(around, environment={"TMPDIR": str(tmp_path)})))[0].strip())
    assert made.parent == tmp_path
    assert not made.exists()


def test_a_fault_of_who_is_told_is_told_as_it_is(notebook: Write, around: Surroundings) -> None:
    def told(_cell: int) -> None:
        raise RuntimeError("no longer there")

    with pytest.raises(RuntimeError, match="no longer there"):
        execute(notebook(None, "1"), {}, around, told=told)


def test_who_is_told_hears_of_each_cell_before_it_runs(notebook: Write, around: Surroundings) -> None:
    heard: list[int] = []
    execute(notebook("x = 1", "x", "x"), {"x": 2}, around, told=heard.append)
    assert heard == [0, 1, 2, 3]  # with the cell that papermill puts in


def test_kernels_end_by_themselves_when_they_are_asked_to(notebook: Write, around: Surroundings, monkeypatch) -> None:
    # one in five did not, of ipykernel's own, and was killed after seconds of waiting
    codes: list[int] = []
    waiting = provisioner.ended

    async def ended(child: Forked) -> int:
        codes.append(await waiting(child))
        return codes[-1]

    monkeypatch.setattr(provisioner, "ended", ended)
    paths = [notebook(None, "print(1)", name=f"{number:02}_short.ipynb") for number in range(20)]
    execute_all(paths, {}, around, at_once=2, told=lambda *_: None)
    assert codes == [0] * 20


def test_sixty_four_kernels_eight_at_a_time(notebook: Write, around: Surroundings) -> None:
    paths = [notebook("n = 0", f"print({number})", name=f"{number:02}_many.ipynb") for number in range(64)]
    told: list[tuple[Path, int | None]] = []
    texts = execute_all(paths, {"n": 1}, around, at_once=8, told=lambda path, cell: told.append((path, cell)))
    assert [outputs(text)[-1] for text in texts] == [f"{number}\n" for number in range(64)]
    assert sorted(path for path, cell in told if cell is None) == paths
    assert beside_a_spare(around) == ["z"]


def test_of_several_the_first_that_fails_is_told_and_the_rest_not_begun(notebook: Write, around: Surroundings) -> None:
    paths = [notebook(None, cell, name=f"{n:02}_x.ipynb") for n, cell in enumerate(["1", "1 / 0", *["1"] * 6])]
    begun: set[str] = set()
    with pytest.raises(ReportFailed, match=r"01_x\.ipynb stopped at cell 1"):
        execute_all(paths, {}, around, at_once=1, told=lambda path, _cell: begun.add(path.name))
    assert begun <= {"00_x.ipynb", "01_x.ipynb", "02_x.ipynb"}


def test_a_notebook_in_a_notebook(notebook: Write, around: Surroundings) -> None:
    # the outer kernel tells the inner one neither whom it belongs to nor where its own debugger is
    inner = notebook(None, "print(6 * 7)", name="02_inner.ipynb")
    path = notebook(
        None,
        "import os; os.environ['JPY_PARENT_PID'] = str(os.getppid())",
        "import papermill, pathlib\n"
        f"done = papermill.execute_notebook({str(inner)!r}, None, engine_name='unequal', progress_bar=False)\n"
        "print(done.cells[0].outputs[0].text)",
    )
    assert outputs(execute(path, {}, around))[1].split()[-1] == "42"


WIDGETS = """
import ipywidgets
slider = ipywidgets.IntSlider(value=3, description="months")
slider
"""


def test_widgets_and_their_state_land_in_the_notebook(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, WIDGETS, "slider.value = 7", "out = ipywidgets.Output()\nwith out:\n    print('within')\nout")
    done = nbformat.reads(execute(path, {}, around), as_version=4)
    state = done.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    (slider,) = [one["state"] for one in state.values() if one["model_name"] == "IntSliderModel"]
    assert (slider["value"], slider["description"]) == (7, "months")
    (out,) = [one["state"] for one in state.values() if one["model_name"] == "OutputModel"]
    assert out["outputs"][0]["text"] == "within\n"
    assert "application/vnd.jupyter.widget-view+json" in done.cells[0].outputs[0].data


def test_output_of_every_kind_lands_in_the_notebook(notebook: Write, around: Surroundings, monkeypatch) -> None:
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it, a kernel leaves alone what is printed past Python
    path = notebook(
        None,
        "import os, sys, time; print('out'); print('err', file=sys.stderr)\n"
        "_ = os.write(1, b'deep\\n'); time.sleep(0.5)  # a thread of the kernel's picks it up",
        "from IPython.display import HTML, display\nshown = display(HTML('<b>1</b>'), display_id='x')",
        "shown.update(HTML('<b>2</b>'))",
        "2 + 3",
    )
    cells = nbformat.reads(execute(path, {}, around), as_version=4).cells
    assert {one.name for one in cells[0].outputs} == {"stdout", "stderr"}
    assert "deep" in "".join(one.text for one in cells[0].outputs)
    assert cells[1].outputs[0].data["text/html"] == "<b>2</b>"
    assert cells[3].outputs[0].data["text/plain"] == "5"


def test_hundreds_of_messages_come_in_order(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, "import sys\nfor n in range(3000):\n    print(n)\n    sys.stdout.flush()")
    assert outputs(execute(path, {}, around)) == ["".join(f"{n}\n" for n in range(3000))]


def test_the_callers_own_environment_and_folder_stay_as_they_are(notebook: Write, around: Surroundings) -> None:
    before, folder = dict(os.environ), Path.cwd()
    execute(notebook(None, "import os; os.chdir('/'); os.environ['MINE'] = '1'"), {}, around)
    assert dict(os.environ) == before
    assert Path.cwd() == folder
