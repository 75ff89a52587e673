"""The connection to a scheduler."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from unequal.errors import EnvironmentFault, InputError

if TYPE_CHECKING:
    from distributed import Client

SECONDS = 10.0  # to be answered by a scheduler, and until a first worker is there
USUAL = "tcp://127.0.0.1:8786"
LOGGERS = ("distributed", "distributed.client")  # those that its own configuration gives a level


@contextmanager
def linked(address: str, *, seconds: float = SECONDS) -> Iterator[Client]:
    """Give a connection to the scheduler at an address, with at least one worker behind it.

    Raises:
        InputError: The address is none.
        EnvironmentFault: The package is missing, nobody answers, or there are no workers.
    """
    try:
        from distributed import Client
    except ImportError as fault:
        found = "Handing jobs to a scheduler needs the package distributed."
        raise EnvironmentFault(found, mend="pip install 'unequal[dask]'") from fault
    with _quiet():
        client = _opened(Client, address, seconds)
        try:
            _await_workers(client, address, seconds)
            yield client
        finally:
            client.close(seconds)


def _opened(kind: type[Client], address: str, seconds: float) -> Client:
    try:
        return kind(address, timeout=seconds, set_as_default=False, name="unequal")
    except OSError as fault:
        mend = f"Start one with `dask scheduler`, or correct the address; it looks like {USUAL}."
        raise EnvironmentFault(f"No scheduler answers at {address}.", mend=mend) from fault
    except ImportError as fault:  # raised when the two sides cannot speak with one another
        found = f"The scheduler at {address} has another version of distributed: {fault}."
        raise EnvironmentFault(found, mend="Install the same versions on all machines.") from fault
    except (TypeError, ValueError) as fault:
        raise InputError(f"{address} is no address of a scheduler.", mend=f"Write one such as {USUAL}.") from fault


def _await_workers(client: Client, address: str, seconds: float) -> None:
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError as fault:
        mend = f"Start some, where the folders can be seen: dask worker {address} --nthreads 1"
        raise EnvironmentFault(f"The scheduler at {address} has no workers.", mend=mend) from fault


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the library logs of a lost connection from the terminal: we say it ourselves."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
