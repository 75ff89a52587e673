"""The guard's own hands: finding and killing what a process has started."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from unequal.kernels import guard
from unequal.kernels.guard import children_of, descendants, kill

from .seen import gone, soon

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
MOTHER = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
    "print(child.pid, flush=True)\ntime.sleep(600)"
)


@pytest.fixture
def family() -> Iterator[tuple[int, int]]:
    """A process and its child, which has a session of its own."""
    command = [sys.executable, "-I", "-S", "-c", MOTHER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as mother:
        assert mother.stdout is not None
        child = int(mother.stdout.readline())
        yield mother.pid, child
        kill([child, mother.pid])


@pytest.mark.parametrize("listed", [True, False])  # not every kernel of Linux lists them
def test_a_family_is_found(listed: bool, family: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LISTED", listed and guard.LISTED)
    mother, child = family
    assert mother in children_of(os.getpid())
    assert children_of(mother) == [child]
    assert children_of(child) == []
    found = descendants(os.getpid())
    assert found.index(mother) < found.index(child)


def test_children_of_threads_are_found(family: tuple[int, int]) -> None:
    import threading

    started: list[subprocess.Popen[bytes]] = []
    going, done = threading.Event(), threading.Event()

    def start() -> None:
        started.append(subprocess.Popen(["sleep", "600"]))
        going.set()
        done.wait(60)

    thread = threading.Thread(target=start)
    thread.start()
    going.wait(60)
    assert {started[0].pid, family[0]} <= set(children_of(os.getpid()))
    done.set()
    thread.join()
    started[0].kill()
    started[0].wait()


def test_who_is_no_more_has_no_children_and_is_not_killed_again() -> None:
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    assert children_of(ended.pid) == descendants(ended.pid) == []
    kill([ended.pid])


def test_the_program_ends_with_its_command_once_the_owner_has_gone_and_removes_the_folder(tmp_path) -> None:
    folder = tmp_path / "own"
    (folder / "below").mkdir(parents=True)
    reading, writing = os.pipe()
    command = [
        sys.executable,
        "-I",
        "-S",
        guard.__file__,
        str(folder),
        str(writing),
        "/bin/sh",
        "-c",
        "sleep 600 & exit",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[writing]) as running:
        os.close(writing)
        assert os.read(reading, 1) == b""  # nobody but the command has the descriptor, and no more does it
        os.close(reading)
        assert running.poll() is None  # the owner is still there
        assert soon(lambda: children_of(running.pid) == [])
        assert folder.exists()
        assert running.stdin is not None
        running.stdin.close()
        assert running.wait(30) == 0
    assert not folder.exists()
    assert gone(running.pid)
