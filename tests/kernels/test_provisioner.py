"""The provisioner in the hands of others: JupyterLab's own manager, over TCP, and kernels of other languages."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from unequal.kernels import processes
from unequal.kernels.processes import Nursery
from unequal.kernels.provisioner import WarmProvisioner, warm_options

from .seen import gone

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only"),
]
Kernels = Callable[..., Any]


@pytest.fixture
def kernels(nursery: Nursery, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernels]:
    """Start kernels as others do, who know of the provisioner only by its name."""
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "unequal")
    monkeypatch.setattr(processes, "_shared", [nursery])
    KernelProvisionerFactory.clear_instance()

    @asynccontextmanager
    async def running(name: str = "python3", **options: Any) -> AsyncIterator[tuple[Any, AsyncKernelClient]]:
        manager = AsyncKernelManager(kernel_name=name)
        await manager.start_kernel(**options)
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            yield manager, client
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    yield running
    KernelProvisionerFactory.clear_instance()


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, 120))


async def answer(client: AsyncKernelClient, code: str) -> str:
    """Return what a piece of code prints or raises."""
    printed: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        printed.append(message["content"].get("text") or message["content"].get("ename") or "")

    await client.execute_interactive(code, output_hook=hear, timeout=60)
    return "".join(printed)


def test_a_kernel_of_another_manager_is_forked_and_listens_on_tcp(kernels: Kernels, nursery: Nursery) -> None:
    async def work() -> None:
        async with kernels() as (manager, client):
            assert isinstance(manager.provisioner, WarmProvisioner)
            assert manager.provisioner.forked is not None
            assert manager.transport == "tcp"
            said = await answer(client, "import os; print(os.environ['UNEQUAL_ZYGOTE'], '' in __import__('sys').path)")
            assert said == f"{nursery.address} True\n"

    run(work())


def test_an_endless_cell_is_interrupted_and_the_kernel_goes_on(kernels: Kernels) -> None:
    async def work() -> None:
        async with kernels() as (manager, client):
            assert await answer(client, "mine = 1; print(mine)") == "1\n"
            endless = asyncio.ensure_future(answer(client, "print('begun', flush=True)\nwhile True: pass"))
            await asyncio.sleep(0.3)
            await manager.interrupt_kernel()
            assert await endless == "begun\nKeyboardInterrupt"
            assert await answer(client, "print(mine)") == "1\n"

    run(work())


@pytest.mark.parametrize("now", [False, True])
def test_a_restarted_kernel_is_another_process_that_knows_nothing(now: bool, kernels: Kernels) -> None:
    async def work() -> None:
        async with kernels() as (manager, client):
            first = int(await answer(client, "import os; mine = 1; print(os.getpid())"))
            await manager.restart_kernel(now=now)
            await client.wait_for_ready(timeout=60)
            second = int(await answer(client, "import os; print(os.getpid())"))
            assert first != second
            assert gone(first)
            assert await answer(client, "mine") == "NameError"
            assert await manager.is_alive()

    run(work())


@pytest.mark.parametrize("now", [False, True])
def test_a_kernel_that_is_shut_down_is_gone(now: bool, kernels: Kernels) -> None:
    async def work() -> int:
        async with kernels() as (manager, client):
            pid = int(await answer(client, "import os; print(os.getpid())"))
            client.stop_channels()
            await manager.shutdown_kernel(now=now)
            assert not await manager.is_alive()
            assert not manager.has_kernel
            assert not Path(manager.connection_file).exists()
            return pid

    assert gone(run(work()))


def test_a_kernel_that_dies_is_seen_as_dead_and_can_be_started_again(kernels: Kernels) -> None:
    async def work() -> None:
        async with kernels() as (manager, client):
            client.execute("import os; os._exit(3)")
            while await manager.is_alive():
                await asyncio.sleep(0.01)
            assert manager.provisioner.process.poll() == 3
            await manager.restart_kernel(now=True)  # as JupyterLab's restarter does
            await client.wait_for_ready(timeout=60)
            assert await answer(client, "print(1)") == "1\n"

    run(work())


def test_a_manager_that_is_dropped_drops_its_kernel(kernels: Kernels) -> None:
    async def work() -> int:
        manager = AsyncKernelManager(kernel_name="python3")
        await manager.start_kernel()
        pid = manager.provisioner.pid
        manager.provisioner.forked.close()
        await manager.cleanup_resources()
        return pid

    assert gone(run(work()))


def test_a_kernel_has_the_environment_and_folder_that_were_asked_for(kernels: Kernels, tmp_path: Path) -> None:
    async def work() -> None:
        environment = {**os.environ, "MINE": "inside", "PYTHONPATH": str(tmp_path)}
        async with kernels(env=environment, cwd=str(tmp_path)) as (manager, client):
            said = await answer(client, "import os; print(os.environ['MINE'], os.getcwd()); import planted")
            assert said == f"inside {tmp_path}\nplanted\n"
            assert manager.provisioner.resolve_path("planted.py") == str(tmp_path / "planted.py")

    (tmp_path / "planted.py").write_text("print('planted')")
    run(work())


# --- kernels of others


@pytest.fixture
def other_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], str]:
    """Install the kernel of another language, which is Python in disguise."""

    def install(argv: list[str]) -> str:
        folder = tmp_path / "jupyter" / "kernels" / "other"
        folder.mkdir(parents=True)
        spec = {"argv": argv, "display_name": "Other", "language": "other", "env": {"OF_THE_SPEC": "yes"}}
        (folder / "kernel.json").write_text(json.dumps(spec))
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
        return "other"

    return install


def disguised(tmp_path: Path) -> list[str]:
    script = tmp_path / "other-kernel.sh"
    script.write_text(f'#!/bin/sh\nSTARTED=script exec {sys.executable} -m ipykernel_launcher -f "$1"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return [str(script), "{connection_file}"]


def test_a_kernel_of_another_language_is_started_as_ever(kernels: Kernels, other_kernel, tmp_path: Path) -> None:
    async def work() -> None:
        async with kernels(other_kernel(disguised(tmp_path))) as (manager, client):
            assert manager.provisioner.forked is None
            code = "import os; print(os.environ['STARTED'], os.environ['OF_THE_SPEC'], 'UNEQUAL_ZYGOTE' in os.environ)"
            assert await answer(client, code) == "script yes False\n"
            await manager.interrupt_kernel()
            await manager.restart_kernel(now=True)
            await client.wait_for_ready(timeout=60)
            assert await answer(client, "print(1)") == "1\n"
            pid = manager.provisioner.pid
        assert gone(pid)

    run(work())


def test_a_kernel_of_our_own_interpreter_with_a_spec_of_its_own_is_forked(kernels: Kernels, other_kernel) -> None:
    argv = [sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}", "--quiet"]

    async def work() -> None:
        async with kernels(other_kernel(argv)) as (manager, client):
            assert manager.provisioner.forked is not None
            assert await answer(client, "import os; print(os.environ['OF_THE_SPEC'])") == "yes\n"

    run(work())


@pytest.mark.parametrize(
    "command",
    [
        ["R", "--slave", "-e", "IRkernel::main()", "--args", "k.json"],
        [],
        [sys.executable],
        [sys.executable, "-m", "ipykernel_launcher", "-f"],
        [sys.executable, "-m", "bash_kernel", "-f", "k.json"],
        [sys.executable, "-c", "pass", "-f", "k.json"],
        ["/usr/bin/python3", "-m", "ipykernel_launcher", "-f", "k.json"],
        [f"{sys.executable}.99", "-m", "ipykernel_launcher", "-f", "k.json"],
        ["python", "-m", "ipykernel_launcher", "-f", "k.json"],  # which one, only the system knows
    ],
)
def test_what_is_not_this_interpreters_own_kernel_is_not_forked(command: list[str]) -> None:
    assert warm_options(command) is None


def test_another_python_in_the_same_folder_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("python3.11", "python3.12"):
        (tmp_path / name).touch()
    (tmp_path / "python3").symlink_to("python3.11")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
    rest = ["-m", "ipykernel_launcher", "-f", "k.json"]
    assert warm_options([str(tmp_path / "python3.11"), *rest]) == ["k.json"]
    assert warm_options([str(tmp_path / "python3.12"), *rest]) is None
