"""A batch as a person starts it, in a place where all that it leaves can be found; and hands that kill parts of it.

Every process of the batch carries a word of its own in its environment, which those that it forks inherit and cannot
put off, and all its temporary files go into one folder. So what is left of it is what still has the word, and what is
still in the folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARK = "UNEQUAL_TRIAL"
GUARD, ZYGOTE = "kernels/guard.py", "unequal.kernels.zygote"  # between the runner and the zygote stands its guard
ROLES = ("runner", "guard", "zygote", "job", "kernel")
BOOKS, TEMPORARY = "_batch", ".tmp"
CLOCKS = ("timings",)  # of run.json
SECONDS_TO_GO = 5.0
LONGEST = 3600.0  # a soak starts a thousand kernels in one command


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def text(self) -> str:
        return f"{self.err}\n{self.out}"


class Trial:
    """A place for commands whose remains are looked for.

    Args:
        temporary: Empty folder with a short path.
        variables: For the environment of every process.
    """

    def __init__(self, temporary: Path, variables: Mapping[str, str] | None = None) -> None:
        self.temporary = temporary
        self.word = f"{MARK}={secrets.token_hex(8)}"
        name, _, value = self.word.partition("=")
        self.environment = {**os.environ, "TMPDIR": str(temporary), "COLUMNS": "120", **(variables or {}), name: value}
        self.begun: list[subprocess.Popen[str]] = []

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Start a command of `unequal` in a session of its own."""
        log = tempfile.TemporaryFile("w+")  # noqa: SIM115  # a pipe that nobody reads would hold the command up
        answer = tempfile.TemporaryFile("w+")  # noqa: SIM115
        command = [sys.executable, "-m", "unequal", *map(str, arguments)]
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=answer, stderr=log, text=True, cwd=self.temporary.parent,
            env=self.environment, start_new_session=True,
        )  # fmt: skip
        running.stdout, running.stderr = answer, log
        self.begun.append(running)
        return running

    @staticmethod
    def said(running: subprocess.Popen[str]) -> str:
        """Return what a running command has told people so far."""
        assert running.stderr is not None
        return os.pread(running.stderr.fileno(), 10**7, 0).decode(errors="replace")  # its own place stays where it is

    def until(self, running: subprocess.Popen[str], words: str) -> None:
        """Wait until a running command has told people certain words, or has ended."""
        while words not in self.said(running) and running.poll() is None:
            time.sleep(0.01)

    def ended(self, running: subprocess.Popen[str], since: float | None = None) -> Done:
        """Wait for a command."""
        begun = time.monotonic() if since is None else since
        code = running.wait(LONGEST)
        seconds = time.monotonic() - begun
        texts = []
        for file in (running.stdout, running.stderr):
            assert file is not None
            file.seek(0)
            texts.append(file.read())
            file.close()
        self.begun.remove(running)
        return Done(code=code, out=texts[0], err=texts[1], seconds=seconds)

    def run(self, *arguments: object) -> Done:
        """Run a command to its end."""
        begun = time.monotonic()
        return self.ended(self.start(*arguments), begun)

    def processes(self) -> list[int]:
        """Return what lives of all that was started here."""
        word, found = self.word.encode(), []
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if folder.name.isdigit() and word in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return found

    def roles(self) -> dict[str, list[int]]:
        """Return the processes of the batch that runs, by what they are.

        Between the runner and the process that forks stands a guard. A job and a kernel are both forked and look the
        same; a kernel starts in the folder of what it runs, a job where the runner is.
        """
        found: dict[str, list[int]] = {role: [] for role in ROLES}
        runners = {one.pid for one in self.begun}
        alive = {pid: seen for pid in self.processes() if (seen := _seen(pid)) is not None}
        guards = {pid for pid, one in alive.items() if one.parent in runners and GUARD in one.command}
        zygotes = {pid for pid, one in alive.items() if one.parent in guards and ZYGOTE in one.command}
        for pid, one in alive.items():
            if pid in runners:
                found["runner"].append(pid)
            elif pid in guards | zygotes:
                found["guard" if pid in guards else "zygote"].append(pid)
            elif one.parent in zygotes:
                found["job" if one.cwd == str(self.temporary.parent) else "kernel"].append(pid)
        return found

    def left_behind(
        self, seconds: float = SECONDS_TO_GO, *, but: Callable[[Path], bool] = lambda _: False
    ) -> list[str]:
        """Return the processes and the temporary files that are still there after some seconds."""
        until = time.monotonic() + seconds
        while (left := self._left(but)) and time.monotonic() < until:
            time.sleep(0.05)
        return left

    def _left(self, but: Callable[[Path], bool]) -> list[str]:
        alive = [f"process {pid}: {seen.command}" for pid in self.processes() if (seen := _seen(pid)) is not None]
        return alive + [str(path) for path in sorted(self.temporary.rglob("*")) if not but(path)]

    def close(self) -> None:
        """Kill what is left."""
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for running in [*self.begun]:
            self.ended(running)


@contextmanager
def a_trial(variables: Mapping[str, str] | None = None) -> Iterator[Trial]:
    """Give a trial in a folder with a short path, such as sockets need; nothing of it outlives the block."""
    folder = Path(tempfile.mkdtemp(prefix="uq", dir="/tmp"))
    (folder / "t").mkdir()
    trial = Trial(folder / "t", variables)
    try:
        yield trial
    finally:
        trial.close()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the system says of a process."""

    parent: int
    command: str
    cwd: str


def _seen(pid: int) -> Seen | None:
    """Return what a process is; None when it is no more, or nobody has yet taken note that it ended."""
    folder = Path(f"/proc/{pid}")
    try:
        state, parent, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
        command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return None if state in "ZX" else Seen(int(parent), command, str((folder / "cwd").readlink()))
    except OSError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """Who is killed, and when; of several of one kind, one by chance.

    Attributes:
        role: One of ROLES.
        chance: Picks one.
        seconds: Not before so long after the start.
        events: Not before so many lines are in the book of events.
    """

    role: str
    chance: random.Random
    seconds: float = 0.0
    events: int = 0

    def strike(self, trial: Trial, running: subprocess.Popen[str], begun: float, out: Path) -> bool:
        """Kill at the moment, or as soon after it as there is somebody of the kind; return whether there was."""
        while running.poll() is None:
            due = time.monotonic() - begun >= self.seconds and events_in(out) >= self.events
            if due and (there := trial.roles()[self.role]):
                os.kill(self.chance.choice(sorted(there)), signal.SIGKILL)
                return True
            time.sleep(0.002)
        return False


def killed_and_mended(trial: Trial, kill: Kill, manifest: Path, out: Path, *options: object) -> tuple[bool, Done, Done]:
    """Run a batch, kill, and let `retry` make what is left; return whether the kill hit, and how both ended."""
    begun = time.monotonic()
    running = trial.start("batch", manifest, "--out", out, *options)
    hit = kill.strike(trial, running, begun, out)
    first = trial.ended(running, begun)
    books = sorted((out / BOOKS).glob("*/manifest.lock.json"))
    again = ("retry", books[0].parent) if books else ("batch", manifest, "--out", out, *options)
    return hit, first, trial.run(*again)


def events_in(out: Path) -> int:
    """Return how many events a batch has put down."""
    return sum(path.read_bytes().count(b"\n") for path in out.glob(f"{BOOKS}/*/events.jsonl"))


def published(out: Path) -> dict[str, bytes]:
    """Return every file that a batch has published, by its path; run.json without its clocks."""
    files = {}
    for path in sorted(out.rglob("*")):
        place = path.relative_to(out)
        if path.is_file() and place.parts[0] != BOOKS:
            data = path.read_bytes()
            if path.name == "run.json":
                told = {key: value for key, value in json.loads(data).items() if key not in CLOCKS}
                data = json.dumps(told, sort_keys=True).encode()
            files[place.as_posix()] = data
    return files


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Return the names of files that are in one only, or not the same byte for byte."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def books_of(out: Path) -> dict[str, Any]:
    """Return run_results.json of the only batch below a folder; its other books are whole, too."""
    (folder,) = [path for path in (out / BOOKS).iterdir() if path.is_dir()]
    unfinished = [path.name for path in folder.iterdir() if path.name.endswith(".new") or "lock" in path.suffixes[-1:]]
    assert not unfinished, unfinished
    for line in (folder / "events.jsonl").read_text().splitlines():
        with contextlib.suppress(ValueError):  # the line that was being written when the runner was killed
            json.loads(line)
    return json.loads((folder / "run_results.json").read_text())
