"""A kernel that began before anybody asked for it."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from unequal.kernels.execute import Surroundings, execute
from unequal.kernels.limits import KernelLimits
from unequal.kernels.processes import Nursery
from unequal.kernels.spare import wanted

from .seen import gone, outputs

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only"),
]
Write = Callable[..., Path]
TRIES = 40
ABOUT = """
import json, os, sys, pathlib, sysconfig
from ipykernel.connect import get_connection_file
print(json.dumps({
    "pid": os.getpid(),
    "folder": pathlib.Path(get_connection_file()).parent.name,
    "same": {
        "environment": {name: value for name, value in sorted(os.environ.items()) if name != "IPYTHONDIR"},
        "cwd": os.getcwd(),
        "path": sys.path,
        "session": os.getsid(0) == os.getpid(),
        "interval": sys.getswitchinterval(),
        "names": sorted(name for name in globals() if not name.startswith("_")),
        "started": globals().get("started"),
    },
}))
"""


def seen(path: Path, around: Surroundings) -> dict[str, object]:
    return json.loads(outputs(execute(path, {}, around))[0])


def given(path: Path, around: Surroundings) -> dict[str, object]:
    """Return what a notebook sees in a kernel that had waited; who waits is not always ready for the next at once."""
    for _ in range(TRIES):
        found = seen(path, around)
        if str(found["folder"]).startswith("s"):
            return found
        time.sleep(0.1)
    pytest.fail("no kernel had waited")


def begun(path: Path, around: Surroundings) -> dict[str, object]:
    """Return what a notebook sees in the first kernel of a nursery, which nobody can have begun before."""
    with Nursery(warm=True) as fresh:
        return seen(path, replace(around, nursery=fresh))


def test_a_kernel_that_had_waited_is_as_one_that_was_begun_for_its_notebook(
    notebook: Write, around: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNEQUAL_ZYGOTE", "")
    path = notebook(None, ABOUT)
    other = replace(around, environment={"CLIENT": "acme"}, limits=KernelLimits(memory_mb=2_000))
    waited, fresh = given(path, other), begun(path, other)
    for one in (waited, fresh):
        one["same"]["environment"].pop("UNEQUAL_ZYGOTE")  # type: ignore[index]  # another nursery's
    assert waited["same"] == fresh["same"]
    assert not str(fresh["folder"]).startswith("s")


def test_nobody_is_given_what_another_had_in_its_environment(notebook: Write, around: Surroundings) -> None:
    path = notebook(None, ABOUT)
    seen(path, replace(around, environment={"SECRET": "of another"}))
    found = given(path, around)
    assert "SECRET" not in found["same"]["environment"]  # type: ignore[index, operator]


def test_start_up_files_run_where_and_as_the_notebook_wants(notebook: Write, around: Surroundings, cwd: Path) -> None:
    startup = cwd.parent / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("import os; started = [os.getcwd(), os.environ.get('CLIENT')]")
    one = replace(around, safe=False, environment={"IPYTHONDIR": str(cwd.parent / "ipython")})
    path = notebook(None, ABOUT)
    seen(path, replace(one, environment={**one.environment, "CLIENT": "another"}))
    found = given(path, replace(one, environment={**one.environment, "CLIENT": "acme"}))
    assert found["same"]["started"] == [str(cwd), "acme"]  # type: ignore[index]


def test_one_with_other_start_up_files_is_not_given(notebook: Write, around: Surroundings, cwd: Path) -> None:
    path = notebook(None, ABOUT)
    given(path, around)
    own = cwd.parent / "other"
    (own / "profile_default" / "startup").mkdir(parents=True)
    (own / "profile_default" / "startup" / "00.py").write_text("started = 'own'")
    found = seen(path, replace(around, safe=False, environment={"IPYTHONDIR": str(own)}))
    assert found["same"]["started"] == "own"  # type: ignore[index]


def test_limits_hold_in_a_kernel_that_had_waited(notebook: Write, around: Surroundings) -> None:
    limited = replace(around, limits=KernelLimits(memory_mb=300))
    path = notebook(None, ABOUT, "try:\n    bytearray(400_000_000)\nexcept MemoryError:\n    print('none left')")
    for _ in range(TRIES):
        printed = outputs(execute(path, {}, limited))
        if json.loads(printed[0])["folder"].startswith("s"):
            break
    assert printed[1] == "none left\n"


def test_when_the_one_that_waits_is_killed_the_next_notebook_gets_a_fresh_one(
    notebook: Write, around: Surroundings
) -> None:
    path = notebook(None, ABOUT)
    with Nursery(warm=True) as nursery:
        own = replace(around, nursery=nursery)
        seen(path, own)
        waiting = the_waiting(nursery)
        os.kill(waiting, signal.SIGKILL)
        assert gone(waiting)
        assert seen(path, own)["pid"] != waiting


def test_the_one_that_waits_goes_with_the_nursery(notebook: Write, around: Surroundings) -> None:
    with Nursery(warm=True) as nursery:
        seen(notebook(None, ABOUT), replace(around, nursery=nursery))
        waiting, folder = the_waiting(nursery), nursery.folder
    assert gone(waiting)
    assert not folder.exists()


def the_waiting(nursery: Nursery) -> int:
    """Return the process id of the kernel that waits."""
    for _ in range(100):
        for process in psutil.process_iter(["name", "cwd"]):
            if process.info["name"] == "unequal-kernel" and str(process.info["cwd"]).startswith(str(nursery.folder)):
                return process.pid
        time.sleep(0.1)
    pytest.fail("no kernel waits")


def request(**changes: object) -> dict[str, object]:
    arguments = {"spare": True, "own_profile": True, "options": ["--a"]}
    environment = {"HOME": "/h", "IPYTHONDIR": "/i", "CLIENT": "acme"}
    return {"target": "unequal.kernels.kernel:main", "arguments": arguments, "environment": environment, **changes}


def test_what_a_spare_one_is_like_leaves_out_what_is_settled_later() -> None:
    like = wanted(request())
    assert like is not None
    assert like.environment == {"HOME": "/h"}


@pytest.mark.parametrize(
    "other",
    [
        {"arguments": {"spare": True, "own_profile": True, "options": []}},
        {"arguments": {"spare": True, "own_profile": False, "options": ["--a"]}},
        {"environment": {"HOME": "/elsewhere"}},
    ],
)
def test_what_its_beginning_depends_on_tells_two_apart(other: dict[str, object]) -> None:
    assert wanted(request(**other)) != wanted(request())


@pytest.mark.parametrize("other", [{"target": "unequal.batch.job:main"}, {"arguments": {"options": []}}])
def test_nothing_waits_for_what_is_no_kernel_of_ours(other: dict[str, object]) -> None:
    assert wanted(request(**other)) is None
