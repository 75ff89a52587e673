"""What the tests' children do; they import it from this folder."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

SIGNALS = ("SIGTERM", "SIGINT", "SIGCHLD")
SLEEP = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"]
DAEMON = (
    "import os, time\nif os.fork():\n    os._exit(0)\nos.setsid()\nif os.fork():\n    os._exit(0)\n"
    "open({path!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)"
)


def settled(arguments: dict[str, Any], tell: Any) -> int:
    """Tell what the process finds itself in."""
    import random

    tell(
        {
            "pid": os.getpid(),
            "session": os.getsid(0),
            "group": os.getpgid(0),
            "cwd": str(Path.cwd()),
            "environment": dict(os.environ),
            "time": time.tzname,
            "argv": sys.argv,
            "path": sys.path,
            "random": random.random(),
            "blocked": sorted(map(int, signal.pthread_sigmask(signal.SIG_BLOCK, []))),
            "signals": {name: str(signal.getsignal(getattr(signal, name))) for name in SIGNALS},
            "descriptors": {path.name: _target(path) for path in Path("/proc/self/fd").iterdir()},
            "passed on": subprocess.run(
                [sys.executable, "-c", "import os; print(sorted(os.listdir('/proc/self/fd')))"],
                capture_output=True, text=True, check=True, close_fds=False,
            ).stdout,
            "arguments": arguments,
        }
    )  # fmt: skip
    return 0


def _target(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except OSError:
        return ""


def missing(arguments: dict[str, Any], tell: Any) -> int:
    """Tell which of some modules have not been imported."""
    tell({"missing": [name for name in arguments["names"] if name not in sys.modules]})
    return 0


def sleeping(_arguments: dict[str, Any], tell: Any) -> int:
    """Do nothing for long."""
    tell({"pid": os.getpid()})
    time.sleep(600)
    return 0


def deaf(_arguments: dict[str, Any], tell: Any) -> int:
    """Do nothing for long, whoever asks for an end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return sleeping(_arguments, tell)


def family(arguments: dict[str, Any], tell: Any) -> int:
    """Start processes that would like to stay: one, one in a session of its own, and a daemon that left its mother."""
    path = Path(arguments["folder"], f"daemon-{os.getpid()}")
    started = [subprocess.Popen(SLEEP), subprocess.Popen(SLEEP, start_new_session=True)]
    subprocess.run([sys.executable, "-I", "-S", "-c", DAEMON.format(path=str(path))], check=True)
    while not path.exists() or not path.read_text():
        time.sleep(0.01)
    tell({"pid": os.getpid(), "family": [*(one.pid for one in started), int(path.read_text())]})
    if arguments.get("then") == "end":
        return 0
    if arguments.get("then") == "die":
        os._exit(3)
    time.sleep(600)
    return 0


def ending(arguments: dict[str, Any], _tell: Any) -> Any:
    """End in the way that is asked for."""
    how = arguments["how"]
    if how == "raise":
        raise RuntimeError("no")
    if how.startswith("exit "):
        sys.exit(eval(how.removeprefix("exit ")))
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    return eval(how.removeprefix("return "))


def put_away(arguments: dict[str, Any], _tell: Any) -> int:
    """Leave work to be done at the end, in a thread and by what is registered for the end."""
    import tempfile

    def write(name: str) -> None:
        time.sleep(0.05)
        Path(arguments["folder"], name).touch()

    threading.Thread(target=write, args=("thread",)).start()
    atexit.register(write, "atexit")
    put_away.kept = tempfile.TemporaryDirectory(dir=arguments["folder"], prefix="kept")  # type: ignore[attr-defined]
    return 0


def nested(arguments: dict[str, Any], tell: Any) -> int:
    """Have a child of one's own, forked from the same process, and keep it."""
    from unequal.kernels.processes import Nursery

    nursery = Nursery()
    child = nursery.start("kernel_targets:family", arguments)
    while not (told := child.read()):
        time.sleep(0.01)
    tell({"pid": os.getpid(), "child": told[0], "address": nursery.address})
    time.sleep(600)
    return 0


def many_words(arguments: dict[str, Any], tell: Any) -> int:
    """Tell a lot."""
    for number in range(arguments["events"]):
        tell({"number": number, "word": "x" * 1000})
    return 0
