"""What a new process does before its work: a session of its own, its environment, its folder."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Mapping, Sequence
from io import FileIO
from typing import Any

from .guard import DEATH_SIGNAL, NAME, SUBREAPER, control

Json = dict[str, Any]
Tell = Callable[[Json], None]
Target = Callable[[Json, Tell], int]
FAILED = 70  # sysexits: internal software error


def begin(request: Json, descriptors: Sequence[int], mother: int) -> None:
    """Settle a forked process and do its work; never returns.

    Args:
        request: What to run; see `run` and `settle`.
        descriptors: The first is told events.
        mother: Process id of the zygote, with whom the child ends.
    """
    code = FAILED
    try:
        _own_session(request, mother)
        _forget_mothers_end()
        settle(request)
        code = run(request, descriptors[0] if descriptors else None)
    except SystemExit as ended:
        code = 0 if ended.code is None else ended.code
    except BaseException:  # noqa: BLE001  # nothing may climb into the mother's loop
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            _put_away()
        os._exit(code if isinstance(code, int) else FAILED)


def run(request: Json, events: int | None) -> int:
    """Call the target that a request names; it tells events as lines of JSON.

    Args:
        request: ``target`` is ``module:function``, ``arguments`` its first argument.
        events: Descriptor to tell to, None where nobody listens.
    """
    module, _, name = request["target"].partition(":")
    target: Target = getattr(importlib.import_module(module), name)
    if events is None:
        return target(request["arguments"], lambda _event: None)
    with os.fdopen(events, "wb", buffering=0, closefd=True) as pipe:
        return target(request["arguments"], telling(pipe))


def telling(pipe: FileIO) -> Tell:
    """Return the function that tells events: lines of JSON, one thread at a time."""
    lock = threading.Lock()

    def tell(event: Json) -> None:
        data = json.dumps(event, default=str).encode() + b"\n"
        with lock, contextlib.suppress(ConnectionError):  # nobody listens any more
            while data:
                data = data[pipe.write(data) :]

    return tell


def _own_session(request: Json, mother: int) -> None:
    os.setsid()
    control(SUBREAPER, 1)  # what loses its mother below this process stays below it, and ends with it
    control(DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != mother:  # she died before we asked to follow her
        os._exit(FAILED)
    module = request["target"].partition(":")[0]
    control(NAME, f"unequal-{module.rpartition('.')[2]}".encode())
    sys.argv = [module]


def _forget_mothers_end() -> None:
    """Drop what modules registered for the end of the process that imported them: she still needs what they clear.

    What works on the process's own state is registered anew, as multiprocessing does.
    """
    atexit._clear()
    for one in list(weakref.finalize._registry):  # type: ignore[attr-defined]
        one.atexit = False
    weakref.finalize._registered_with_atexit = False  # type: ignore[attr-defined]  # the next one registers itself
    if "logging" in sys.modules:
        atexit.register(sys.modules["logging"].shutdown)
    if "multiprocessing.util" in sys.modules:
        atexit.register(sys.modules["multiprocessing.util"]._exit_function)


def settle(request: Json) -> None:
    """Take the environment and the folder that a request asks for."""
    environment: Mapping[str, str] | None = request.get("environment")
    if environment is not None:
        _settle_paths(environment.get("PYTHONPATH", ""))
        seed = os.environ.get("PYTHONHASHSEED")  # of the hashes in force; those of a running interpreter cannot change
        os.environ.clear()
        os.environ.update(environment)
        if seed is not None:
            os.environ["PYTHONHASHSEED"] = seed
    time.tzset()
    tempfile.tempdir = None
    os.chdir(request.get("cwd") or "/")
    if request.get("quiet", True):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for descriptor in (1, 2):
            os.dup2(nowhere, descriptor)
        os.close(nowhere)
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _settle_paths(wanted: str) -> None:
    """Put the folders of a ``PYTHONPATH`` in the place of those that the mother was started with."""
    hers = os.environ.get("PYTHONPATH", "")
    if wanted != hers:
        old, new = (list(filter(None, one.split(os.pathsep))) for one in (hers, wanted))
        sys.path[:] = [*new, *(folder for folder in sys.path if folder not in (*old, *new))]


def _put_away() -> None:
    """End as an interpreter does: other threads first, then what was registered for the end."""
    threading._shutdown()  # type: ignore[attr-defined]  # as multiprocessing's own children do
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
