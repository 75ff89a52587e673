"""A Jupyter kernel in a forked process."""

from __future__ import annotations

import os
import re
import site
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import threadpoolctl
import zmq
from ipykernel.kernelapp import IPKernelApp
from traitlets.config.loader import Config, DeferredConfigString

from .child import Tell, settle, telling
from .memory import limit_memory, own_data, take_reserve
from .outlet import WholeStream, bound
from .processes import THREADS
from .spare import awaited

Json = dict[str, Any]
READY: Json = {"event": "ready"}
# The thread that was told to end still flushes what was printed; the thread that takes it must not have gone before, or
# the first waits for ten seconds, and the kernel's end with it.
SECONDS_TO_END = 2.0
OPTION = re.compile(r"--([A-Z]\w*)\.(\w+)=(.*)", re.DOTALL)
SWITCH_SECONDS = 0.0002  # a kernel starts six threads, and waits for each until it has had its turn
USUAL_SWITCH = sys.getswitchinterval()
INSTALLED = ("site-packages", "dist-packages")


class QuickKernelApp(IPKernelApp):
    """A kernel that reads the few options that those who start kernels use without a parser, which takes 20 ms."""

    def parse_command_line(self, argv: Sequence[str] | None = None) -> None:  # type: ignore[override]
        """Read the connection file and options such as ``--HistoryManager.hist_file=:memory:``; leave others to all."""
        match argv:
            case ["-f", file, *options] if all(OPTION.fullmatch(one) for one in options):
                given = Config({"IPKernelApp": {"connection_file": file}})
                for one in options:
                    owner, name, value = OPTION.fullmatch(one).groups()  # type: ignore[union-attr]
                    given[owner][name] = DeferredConfigString(value)
                self.argv, self.extra_args = list(argv), []
                self.cli_config = given
                self.update_config(given)
            case _:
                super().parse_command_line(argv)  # type: ignore[arg-type]


class WholeKernelApp(QuickKernelApp):
    """A kernel that loses nothing of what it says: the usual one drops what is more than a thousand messages ahead."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.outstream_class = f"{WholeStream.__module__}.{WholeStream.__qualname__}"

    def init_iopub(self, context: zmq.Context[Any]) -> None:
        """Make the socket for output."""
        context.setsockopt(zmq.SNDHWM, 0)
        super().init_iopub(context)


class WaitingKernelApp(WholeKernelApp):
    """A kernel that comes as far as it can without knowing for whom it is, and then waits to be told."""

    wait: Callable[[], None]

    def init_path(self) -> None:
        """Wait; from here on, start-up files may look at where they are."""
        self.wait()
        super().init_path()


def main(arguments: Json, tell: Tell) -> int:
    """Run a kernel until it is asked to end; tell when its sockets are there.

    Args:
        arguments: ``connection_file``; further ``options`` of a kernel's command line; ``whole``, whether who listens
            has to get all it says; ``memory_mb`` and ``output_mb``, each None for no limit; and what concerns a spare
            one only.
        tell: Told `READY`, and no more.
    """
    _open_path()
    _take_cores()
    app = (WholeKernelApp if arguments["whole"] else QuickKernelApp).instance()
    _limit(arguments)
    _begin(app, arguments["connection_file"], arguments["options"])
    return _serve(app, arguments, tell, READY)


def spare(arguments: Json, _tell: Tell) -> int:
    """Begin a kernel, wait for who wants it, and run it until it is asked to end.

    Args:
        arguments: ``folder`` for its sockets; ``options``; ``channel``, the descriptor that it waits at.
    """
    folder = Path(arguments["folder"])
    asked: list[tuple[Json, Tell]] = []
    before = dict(os.environ)

    def wait() -> None:
        sys.setswitchinterval(USUAL_SWITCH)
        # how a kernel tells programs that it starts to talk: in colours, and without a pager
        own = {name: value for name, value in os.environ.items() if before.get(name) != value}
        request, descriptors = awaited(socket.socket(fileno=arguments["channel"]), folder)
        settle({**request, "quiet": False})  # it is already, and what libraries print is on its way to the notebook
        os.environ.update(own)
        _open_path()
        _take_cores()
        _limit(request["arguments"])
        asked.append((request["arguments"], telling(os.fdopen(descriptors[0], "wb", buffering=0))))

    app = WaitingKernelApp.instance(transport="ipc", ip=str(folder / "k"))
    app.wait = wait
    _begin(app, str(folder / "k.json"), arguments["options"])
    known: Json = {**app.get_connection_info()}
    ready = {**READY, "connection": {**known, "key": known["key"].decode()}}
    return _serve(app, *asked[0], ready)


def _begin(app: QuickKernelApp, file: str, options: Sequence[str]) -> None:
    given = ["-f", file, *options]
    sys.argv = ["ipykernel_launcher.py", *given]  # by which some tell that they run in a notebook
    sys.setswitchinterval(SWITCH_SECONDS)
    app.initialize(given)
    sys.setswitchinterval(USUAL_SWITCH)


def _limit(arguments: Json) -> None:
    if arguments["memory_mb"] is not None:
        limit_memory(arguments["memory_mb"], beside=own_data())


def _serve(app: QuickKernelApp, arguments: Json, tell: Tell, ready: Json) -> int:
    """Answer until asked to end."""
    if arguments["memory_mb"] is not None and app.shell is not None:
        app.shell.set_custom_exc((MemoryError,), _say_with_reserve)
    if arguments["output_mb"] is not None:
        bound(app.iopub_thread, app.session, arguments["output_mb"])
    tell(ready)
    app.start()
    if app.control_thread is not None:
        app.control_thread.stop()
        app.control_thread.join(SECONDS_TO_END)
    return 0


def _take_cores() -> None:
    """Let arithmetic libraries have the cores that they are to have; their mother, who has imported them, had one.

    An empty variable is as many as there are.
    """
    given = {name: os.environ[name] for name in THREADS if name in os.environ}
    for name, number in given.items():
        if not number:
            del os.environ[name]
    numbers = [int(number) for number in given.values() if number.isdecimal()]
    cores = max(numbers) if numbers else len(os.sched_getaffinity(0))
    if given and cores > 1:
        threadpoolctl.threadpool_limits(cores)


def _say_with_reserve(shell: Any, *fault: Any, tb_offset: int | None = None) -> None:
    """Show a MemoryError; where memory went in small pieces, there would be none left to show it with."""
    take_reserve()
    shell.showtraceback(fault, tb_offset=tb_offset)


def _open_path() -> None:
    """Let a kernel import what one that was not forked would; its mother was started without."""
    if not os.environ.get("PYTHONNOUSERSITE") and sys.prefix == sys.base_prefix and site.ENABLE_USER_SITE is False:
        site.addsitedir(site.getusersitepackages())
    if not os.environ.get("PYTHONSAFEPATH") and "" not in sys.path:
        installed = (place for place, folder in enumerate(sys.path) if Path(folder).name in INSTALLED)
        sys.path.insert(next(installed, 0), "")  # where IPython puts it: nothing of Python's own is hidden by it
