"""A Jupyter kernel in a forked process."""

from __future__ import annotations

import os
import site
import sys
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp

from .child import Tell
from .memory import limit_memory, own_data
from .outlet import bound

Json = dict[str, Any]
READY: Json = {"event": "ready"}
INSTALLED = ("site-packages", "dist-packages")


def main(arguments: Json, tell: Tell) -> int:
    """Run a kernel until it is asked to end; tell when its sockets are there.

    Args:
        arguments: ``connection_file``; further ``options`` of a kernel's command line; ``memory_mb`` and ``output_mb``,
            each None for no limit.
        tell: Told `READY`, and no more.
    """
    _open_path()
    options = ["-f", arguments["connection_file"], *arguments["options"]]
    sys.argv = ["ipykernel_launcher.py", *options]  # by which some tell that they run in a notebook
    limit_memory(arguments["memory_mb"], beside=own_data() if arguments["memory_mb"] is not None else 0)
    app = IPKernelApp.instance()
    app.initialize(options)
    if arguments["output_mb"] is not None:
        bound(app.iopub_thread, app.session, arguments["output_mb"])
    tell(READY)
    app.start()
    return 0


def _open_path() -> None:
    """Let a kernel import what one that was not forked would; its mother was started without."""
    if not os.environ.get("PYTHONNOUSERSITE") and sys.prefix == sys.base_prefix and site.ENABLE_USER_SITE is False:
        site.addsitedir(site.getusersitepackages())
    if not os.environ.get("PYTHONSAFEPATH") and "" not in sys.path:
        installed = (place for place, folder in enumerate(sys.path) if Path(folder).name in INSTALLED)
        sys.path.insert(next(installed, 0), "")  # where IPython puts it: nothing of Python's own is hidden by it
