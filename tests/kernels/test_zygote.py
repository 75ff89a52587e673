"""The process that others are forked from: what a child finds itself in, and who asks badly harms nobody."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import re
import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from unequal.errors import EnvironmentFault
from unequal.kernels import guarded, processes
from unequal.kernels import zygote as room
from unequal.kernels.forked import LENGTH, MOST_BYTES, ask
from unequal.kernels.processes import ADDRESS, PRELOADED, Nursery

from .seen import TARGETS, alive, children, code_of, descriptors, gone, soon, started, told, zygote_of

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only"),
]


@contextlib.contextmanager
def asking(nursery: Nursery) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as asker:
        asker.connect(nursery.address)
        yield asker


def threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


# --- forking


def test_the_zygote_has_one_thread_with_all_that_is_preloaded_and_after_forks(nursery: Nursery) -> None:
    for _ in range(3):
        assert code_of(started(nursery, "ending", how="return 0")) == 0
    assert threads(zygote_of(nursery)) == 1


def test_all_that_is_preloaded_is_there(nursery: Nursery) -> None:
    # the zygote passes over what it cannot import
    assert told(started(nursery, "missing", names=PRELOADED))["missing"] == []


def test_it_refuses_to_fork_once_a_preloaded_module_has_started_a_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "with_a_thread.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(processes, "PRELOADED", ())
    with (
        Nursery(preload=["with_a_thread"], warm=True) as nursery,
        pytest.raises(EnvironmentFault, match=r"could be forked: 2 threads run in(.|\n)*UNEQUAL_KERNELS=cold"),
    ):
        nursery.start("builtins:print", {})


def test_what_cannot_be_preloaded_is_left_to_who_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PRELOADED", ())
    with Nursery(preload=["no_such_module"], warm=True) as nursery:
        assert code_of(started(nursery, "ending", how="return 0")) == 0


# --- what a child finds itself in


def test_two_children_are_two_processes_with_sessions_of_their_own(nursery: Nursery) -> None:
    one, other = (told(started(nursery, "settled")) for _ in range(2))
    assert one["pid"] == one["session"] == one["group"]
    assert other["pid"] == other["session"] == other["group"]
    assert len({one["pid"], other["pid"], zygote_of(nursery), os.getpid()}) == 4


def test_chance_is_not_the_same_in_two_children(nursery: Nursery) -> None:
    one, other = (told(started(nursery, "settled")) for _ in range(2))
    assert one["random"] != other["random"]
    assert random.random() not in (one["random"], other["random"])


def test_environment_folder_and_time_zone_are_what_was_asked_for(nursery: Nursery, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(TARGETS), "MINE": "ä=1\udcff", "TZ": "Asia/Tokyo", "PATH": os.environ["PATH"]}
    seen = told(nursery.start("kernel_targets:settled", {}, environment=environment, cwd=str(tmp_path)))
    assert {**processes.ENVIRONMENT, **environment, ADDRESS: nursery.address} == seen["environment"]
    assert (seen["cwd"], seen["time"][0]) == (str(tmp_path), "JST")


def test_the_callers_environment_and_folder_are_the_usual_ones(nursery: Nursery, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TARGETS))
    monkeypatch.setenv("MINE", "outside")
    monkeypatch.chdir(tmp_path)
    seen = told(nursery.start("kernel_targets:settled", {}))
    assert (seen["environment"]["MINE"], seen["cwd"]) == ("outside", str(tmp_path))


def test_a_kernel_that_asks_does_not_hand_on_whom_it_belongs_to(nursery: Nursery, monkeypatch) -> None:
    monkeypatch.setenv("JPY_PARENT_PID", "1234")
    assert "JPY_PARENT_PID" not in told(started(nursery, "settled"))["environment"]


def test_the_seed_of_hashes_is_told_as_it_is(nursery: Nursery) -> None:
    environment = {"PYTHONPATH": str(TARGETS), "PYTHONHASHSEED": "123"}
    seen = told(nursery.start("kernel_targets:settled", {}, environment=environment))
    assert seen["environment"]["PYTHONHASHSEED"] == "0"


def test_modules_come_from_the_folders_that_were_asked_for_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PRELOADED", ())
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hers"))
    with Nursery(warm=True) as nursery:
        seen = told(started(nursery, "settled"))
    assert seen["path"][0] == str(TARGETS)
    assert str(tmp_path / "hers") not in seen["path"]


def test_signals_are_as_in_a_process_of_its_own_whatever_the_asker_has_put_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "PRELOADED", ())
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1])
    try:
        with Nursery(warm=True) as nursery:
            child = started(nursery, "settled")
            seen = told(child)
            assert code_of(child) == 0
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    assert seen["blocked"] == []
    assert seen["signals"]["SIGTERM"] == seen["signals"]["SIGCHLD"] == str(signal.SIG_DFL)
    assert "default_int_handler" in seen["signals"]["SIGINT"]


def test_a_child_has_no_descriptor_of_its_mother_or_of_her_other_children(nursery: Nursery) -> None:
    others = [started(nursery, "sleeping") for _ in range(3)]
    with asking(nursery):
        seen = told(started(nursery, "settled"))
    for other in others:
        other.end()
    sockets = [name for name, what in seen["descriptors"].items() if what.startswith("socket:")]
    assert len(sockets) == 1  # of its events
    assert all(what == "/dev/null" for name, what in seen["descriptors"].items() if name in ("0", "1", "2"))
    assert not any(what.startswith(("anon_inode:[eventpoll]", "pipe:")) for what in seen["descriptors"].values())
    assert json.loads(seen["passed on"].replace("'", '"')) == ["0", "1", "2", "3"]  # the last lists the folder


def test_its_name_says_what_it_is(nursery: Nursery) -> None:
    child = started(nursery, "sleeping")
    told(child)
    names = [Path(f"/proc/{pid}/comm").read_text().strip() for pid in (child.pid, zygote_of(nursery))]
    child.end()
    assert names == ["unequal-kernel_", "unequal-zygote"]  # the system cuts it


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("return 0", 0),
        ("return 7", 7),
        ("return None", 70),
        ("return 'words'", 70),
        ("exit 0", 0),
        ("exit None", 0),
        ("exit 3", 3),
        ("exit 'words'", 70),
        ("raise", 70),
        ("killed", -9),
    ],
)
def test_how_a_child_ended_is_told(how: str, code: int, nursery: Nursery) -> None:
    assert code_of(started(nursery, "ending", how=how)) == code


def test_a_target_that_is_not_there_ends_the_child_and_nobody_else(nursery: Nursery) -> None:
    assert code_of(nursery.start("no_such_module:main", {})) == 70
    assert code_of(nursery.start("builtins:no_such_function", {})) == 70
    assert code_of(nursery.start("os:getcwd", {}, cwd="/no/such/folder")) == 70
    assert code_of(started(nursery, "ending", how="return 0")) == 0


def test_a_child_ends_as_an_interpreter_does(nursery: Nursery, tmp_path: Path) -> None:
    assert code_of(started(nursery, "put_away", folder=str(tmp_path))) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["atexit", "thread"]


def test_a_child_does_not_clear_away_what_is_its_mothers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "with_a_folder.py").write_text(
        "import atexit, shutil, tempfile\n"
        f"first = tempfile.mkdtemp(dir={str(tmp_path)!r}, prefix='kept')\n"
        "atexit.register(shutil.rmtree, first)\n"
        f"second = tempfile.TemporaryDirectory(dir={str(tmp_path)!r}, prefix='kept')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(processes, "PRELOADED", ())
    with Nursery(preload=["with_a_folder"], warm=True) as nursery:
        assert code_of(started(nursery, "ending", how="return 0")) == 0
        assert len(list(tmp_path.glob("kept*"))) == 2


def test_all_events_arrive_before_a_child_is_over(nursery: Nursery) -> None:
    child, heard = started(nursery, "many_words", events=2000), []
    assert soon(lambda: heard.extend(one["number"] for one in child.read()) or len(heard) == 2000)
    assert heard == list(range(2000))
    assert code_of(child) == 0
    assert child.read() == []


def test_a_child_whose_events_nobody_reads_any_more_comes_to_its_end(nursery: Nursery) -> None:
    child = started(nursery, "many_words", events=2000)
    child.events.close()
    assert code_of(child) == 0


# --- who asks badly


def test_who_asks_and_says_nothing_keeps_nobody_waiting(nursery: Nursery) -> None:
    with contextlib.ExitStack() as stack:
        askers = [stack.enter_context(asking(nursery)) for _ in range(20)]
        askers[0].sendall((1000).to_bytes(LENGTH, "big") + b'{"target"')
        askers[1].sendall(b"\0")
        assert code_of(started(nursery, "ending", how="return 0")) == 0


def test_a_request_may_come_byte_by_byte(nursery: Nursery) -> None:
    data = json.dumps({"target": "builtins:print", "arguments": {}, "environment": dict(os.environ)}).encode()
    with asking(nursery) as asker:
        for byte in len(data).to_bytes(LENGTH, "big") + data:
            asker.sendall(bytes([byte]))
        assert b'"pid"' in asker.recv(100)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0\0", id="half a length"),
        pytest.param((100).to_bytes(LENGTH, "big") + b"{", id="half a request"),
    ],
)
def test_who_dies_half_way_leaves_nothing_in_the_zygote(data: bytes, nursery: Nursery) -> None:
    assert code_of(started(nursery, "ending", how="return 0")) == 0
    zygote = zygote_of(nursery)
    before = len(descriptors(zygote))
    ours, theirs = socket.socketpair()
    with asking(nursery) as asker, ours, theirs:
        if data:
            socket.send_fds(asker, [data], [theirs.fileno()])
    assert soon(lambda: len(descriptors(zygote)) <= before)


@pytest.mark.parametrize("data", [b"no json", b"\xff\xfe", b"[1"])
def test_what_is_no_request_is_refused(data: bytes, nursery: Nursery) -> None:
    with asking(nursery) as asker:
        asker.sendall(len(data).to_bytes(LENGTH, "big") + data)
        assert "is no request" in json.loads(asker.recv(1000))["refused"]
    assert code_of(started(nursery, "ending", how="return 0")) == 0


def test_a_request_that_is_too_long_is_refused_before_it_is_sent(nursery: Nursery) -> None:
    with pytest.raises(ValueError, match=r"a request of 16,00\d,\d+ bytes; at most 15,999,992"):
        started(nursery, "ending", how="x" * MOST_BYTES)
    assert code_of(started(nursery, "ending", how="return 0")) == 0


def test_a_long_request_arrives_whole(nursery: Nursery) -> None:
    seen = told(started(nursery, "settled", text="x" * 2_000_000))
    assert len(seen["arguments"]["text"]) == 2_000_000


def test_many_may_ask_at_once(nursery: Nursery) -> None:
    with ThreadPoolExecutor(64) as threads_:
        children = list(threads_.map(lambda _: started(nursery, "ending", how="return 5"), range(64)))
    assert {code_of(child) for child in children} == {5}
    assert len({child.pid for child in children}) == 64


def test_more_may_ask_than_the_system_keeps_waiting_while_all_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "BACKLOG", 2)
    monkeypatch.setattr(processes, "PRELOADED", ("numpy",))
    with Nursery(warm=True) as nursery, ThreadPoolExecutor(24) as threads_:
        children = list(threads_.map(lambda _: started(nursery, "ending", how="return 5"), range(24)))
        assert {code_of(child) for child in children} == {5}


def test_a_child_whose_asker_goes_at_once_is_not_left(nursery: Nursery) -> None:
    zygote, request = zygote_of(nursery), {"target": "time:sleep", "arguments": 600, "environment": {}}
    before = set(children(zygote))
    for _ in range(20):
        ours, theirs = socket.socketpair()
        with asking(nursery) as asker, ours, theirs:
            ask(asker, request, [theirs.fileno()])
    assert code_of(started(nursery, "ending", how="return 0")) == 0
    assert soon(lambda: set(children(zygote)) <= before)


def test_a_child_that_was_given_up_is_killed(nursery: Nursery) -> None:
    child = started(nursery, "deaf")
    told(child)
    child.close()
    assert gone(child.pid)
    assert child.exit_code() == -9


def test_a_child_that_is_asked_to_end_ends(nursery: Nursery) -> None:
    child = started(nursery, "sleeping")
    told(child)
    child.end()
    assert child.exit_code() == -signal.SIGTERM


def test_a_child_that_does_not_hear_is_made_to_end(nursery: Nursery) -> None:
    child = started(nursery, "deaf")
    told(child)
    child.end(seconds=0.1)
    assert child.exit_code() == -signal.SIGKILL


def test_the_zygote_keeps_no_descriptor_of_those_that_ended(nursery: Nursery) -> None:
    assert code_of(started(nursery, "ending", how="return 0")) == 0
    zygote = zygote_of(nursery)
    before, waiting = len(descriptors(zygote)), alive(children(zygote))
    for _ in range(5):
        started(nursery, "ending", how="return 0").end()
    assert soon(lambda: len(descriptors(zygote)) <= before)
    assert alive(children(zygote)) == waiting  # one at most: a kernel for whoever asks next


def test_a_process_without_descriptors_is_told_so_and_the_zygote_lives(nursery: Nursery) -> None:
    import resource

    zygote = zygote_of(nursery)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        with pytest.raises(EnvironmentFault, match="No process could be forked: Too many open files"):
            nursery.start("builtins:print", {}, environment={}, cwd="/")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert zygote_of(nursery) == zygote
    assert code_of(started(nursery, "ending", how="return 0")) == 0


def test_a_zygote_that_cannot_take_the_childs_descriptor_refuses(own_nursery: Nursery) -> None:
    assert code_of(started(own_nursery, "ending", how="return 0")) == 0
    zygote = psutil.Process(zygote_of(own_nursery))
    seen = None
    while seen != (seen := descriptors(zygote.pid)):  # it lets go of the first one's connection
        time.sleep(0.5)
    zygote.rlimit(psutil.RLIMIT_NOFILE, (first_free(zygote.pid) + 1,) * 2)  # for the connection, and no more
    with pytest.raises(EnvironmentFault, match=r"No process could be forked: .*its descriptor did not arrive"):
        started(own_nursery, "sleeping")


def first_free(process: int) -> int:
    return next(number for number in range(1000) if number not in descriptors(process))


def test_a_zygote_that_cannot_fork_says_so_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_fork() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", no_fork)
    monkeypatch.setattr(room, "threads_alive", lambda: 1)
    ours, theirs = socket.socketpair()
    with socket.socket(socket.AF_UNIX) as listener, ours, theirs:
        zygote = room.Zygote(listener)
        asker = room.Asker(theirs)
        zygote._selector.register(asker, selectors.EVENT_READ)
        ask(ours, {"target": "builtins:print"}, [ours.fileno()])
        zygote._answer(asker)
        assert json.loads(ours.recv(1000)) == {"refused": "Resource temporarily unavailable"}
        assert zygote._leases == {}
        zygote._selector.close()
        for end in (zygote._woken, zygote._wake):
            os.close(end)


def test_a_nursery_that_is_closed_starts_nothing(own_nursery: Nursery) -> None:
    own_nursery.close()
    with pytest.raises(EnvironmentFault, match="All processes have been ended"):
        started(own_nursery, "ending", how="return 0")
    assert not own_nursery.folder.exists()


def test_a_copy_of_a_nursery_in_a_forked_process_closes_nothing(own_nursery: Nursery) -> None:
    child = os.fork()
    if child == 0:
        try:
            own_nursery.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert own_nursery.folder.is_dir()
    assert code_of(started(own_nursery, "ending", how="return 0")) == 0


def test_an_address_that_is_no_longer_one_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(processes, "PRELOADED", ())
    monkeypatch.setenv(ADDRESS, str(tmp_path / "z"))
    with Nursery(warm=True) as nursery:
        assert nursery.folder != tmp_path
        assert code_of(started(nursery, "ending", how="return 0")) == 0


def test_threads_that_ask_while_the_nursery_closes_get_an_answer(own_nursery: Nursery) -> None:
    faults: list[BaseException] = []

    def keep_asking() -> None:
        try:
            while True:
                started(own_nursery, "ending", how="return 0").close()
        except EnvironmentFault as fault:
            faults.append(fault)

    asking_ = [threading.Thread(target=keep_asking) for _ in range(4)]
    for one in asking_:
        one.start()
    soon(lambda: children(zygote_of(own_nursery)))
    own_nursery.close()
    for one in asking_:
        one.join(30)
    assert not any(one.is_alive() for one in asking_)
    assert {re.sub(r"\W.*", "", fault.found) for fault in faults} == {"All"}
