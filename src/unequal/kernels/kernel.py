"""A Jupyter kernel in a forked process."""

from __future__ import annotations

import os
import re
import site
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import threadpoolctl
import zmq
from ipykernel.kernelapp import IPKernelApp
from traitlets.config.loader import Config, DeferredConfigString

from .child import Tell
from .memory import limit_memory, own_data, take_reserve
from .outlet import WholeStream, bound
from .processes import THREADS

Json = dict[str, Any]
READY: Json = {"event": "ready"}
# The thread that was told to end still flushes what was printed; the thread that takes it must not have gone before, or
# the first waits for ten seconds, and the kernel's end with it.
SECONDS_TO_END = 2.0
OPTION = re.compile(r"--([A-Z]\w*)\.(\w+)=(.*)", re.DOTALL)
SWITCH_SECONDS = 0.0002  # a kernel starts six threads, and waits for each until it has had its turn
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


def main(arguments: Json, tell: Tell) -> int:
    """Run a kernel until it is asked to end; tell when its sockets are there.

    Args:
        arguments: ``connection_file``; further ``options`` of a kernel's command line; ``whole``, whether who listens
            has to get all it says; ``memory_mb`` and ``output_mb``, each None for no limit.
        tell: Told `READY`, and no more.
    """
    _open_path()
    _take_cores()
    options = ["-f", arguments["connection_file"], *arguments["options"]]
    sys.argv = ["ipykernel_launcher.py", *options]  # by which some tell that they run in a notebook
    app = (WholeKernelApp if arguments["whole"] else QuickKernelApp).instance()
    if arguments["memory_mb"] is not None:
        limit_memory(arguments["memory_mb"], beside=own_data())
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    app.initialize(options)
    sys.setswitchinterval(usual)
    if arguments["memory_mb"] is not None and app.shell is not None:
        app.shell.set_custom_exc((MemoryError,), _say_with_reserve)
    if arguments["output_mb"] is not None:
        bound(app.iopub_thread, app.session, arguments["output_mb"])
    tell(READY)
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
