"""What a new process does before its work: a session of its own, its environment, its folder."""

from __future__ import annotations

import contextlib
import ctypes
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
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Json = dict[str, Any]
Tell = Callable[[Json], None]
Target = Callable[[Json, Tell], int]
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux
FAILED = 70  # sysexits: internal software error


def begin(request: Json, descriptors: Sequence[int]) -> None:
    """Settle a forked process and do its work; never returns."""
    code = FAILED
    try:
        _own_session()
        _settle(request)
        code = run(request, descriptors[0] if descriptors else None)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else FAILED
    except BaseException:  # noqa: BLE001  # nothing may climb into the mother's loop
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            _put_away()
        os._exit(code)


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
        lock = threading.Lock()

        def tell(event: Json) -> None:
            data = json.dumps(event, default=str).encode() + b"\n"
            with lock, contextlib.suppress(BrokenPipeError):
                while data:
                    data = data[pipe.write(data) :]

        return target(request["arguments"], tell)


def _own_session() -> None:
    os.setsid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() == 1:  # the mother died before we asked to follow her
        os._exit(FAILED)


def _settle(request: Json) -> None:
    environment: Mapping[str, str] | None = request.get("environment")
    if environment is not None:
        os.environ.clear()
        os.environ.update(environment)
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


def _put_away() -> None:
    """End as an interpreter does: other threads first, then what was registered for the end."""
    import atexit

    threading._shutdown()  # type: ignore[attr-defined]  # as multiprocessing's own children do
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
