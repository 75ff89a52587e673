"""The connection to a scheduler, and what is said when there is none."""

from __future__ import annotations

import logging
import socket
import sys

import pytest
from distributed import LocalCluster

from unequal.batch.machines.link import linked
from unequal.errors import EnvironmentFault, InputError


@pytest.fixture
def nobody() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"tcp://127.0.0.1:{server.getsockname()[1]}"


def test_a_scheduler_that_is_not_there_is_told_with_the_command_that_starts_one(nobody: str) -> None:
    with (
        pytest.raises(EnvironmentFault, match=f"No scheduler answers at {nobody}.(.|\n)*Mend: Start one with `dask"),
        linked(nobody, seconds=0.2),
    ):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:notaport", "carrier://pigeon"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with (
        pytest.raises(InputError, match=r"is no address of a scheduler(.|\n)*Mend: Write one such as tcp://127"),
        linked(address, seconds=0.2),
    ):
        pass


def test_a_missing_package_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(EnvironmentFault, match=r"needs the package distributed.\nMend: pip install 'unequal\[dask\]'"),
        linked("tcp://127.0.0.1:8786"),
    ):
        pass


def test_a_scheduler_without_workers_is_told_with_the_command_that_starts_one() -> None:
    with LocalCluster(n_workers=0, processes=False, protocol="tcp", dashboard_address="127.0.0.1:0") as alone:
        address = alone.scheduler_address
        with (
            pytest.raises(EnvironmentFault, match=f"has no workers.(.|\n)*dask worker {address} --nthreads 1"),
            linked(address, seconds=0.2),
        ):
            pass


def test_the_library_is_quiet_only_while_it_is_used(nobody: str) -> None:
    before = logging.getLogger("distributed.client").level
    with pytest.raises(EnvironmentFault), linked(nobody, seconds=0.2):
        pass
    assert logging.getLogger("distributed.client").level == before
