"""A kernel's manager and client: private sockets, and no waiting for what is already known."""

from __future__ import annotations

import asyncio
import inspect
import os
import shutil
import time
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager, KernelManager
from nbclient.exceptions import DeadKernelError

from .limits import KernelLimits
from .processes import Nursery
from .provisioner import WarmProvisioner
from .spare import PROFILE

ASK_AGAIN_SECONDS = 1.0


class ReadyClient(AsyncKernelClient):
    """A client that takes a kernel as ready when it has said so.

    The usual one waits two tenths of a second for messages that may be left from its first question; this one reads up
    to the message that ends the question. And it loses nothing of what a kernel says, however fast.
    """

    def connect_iopub(self, identity: bytes | None = None) -> zmq.Socket[bytes]:
        """Return the socket for output; it takes in all there is, where the usual one lets the kernel drop some."""
        self.context.setsockopt(zmq.RCVHWM, 0)
        return super().connect_iopub(identity)

    def start_channels(
        self, shell: bool = True, iopub: bool = True, stdin: bool = True, hb: bool = False, control: bool = True
    ) -> None:
        """Connect, without a heartbeat: its thread takes a while to begin, and a kernel's death is known without it."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and its output has come through once.

        Raises:
            DeadKernelError: The kernel has died, or the time is over.
        """
        until = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while True:
            question = self.kernel_info()
            reply = await self._reply_to(question)
            if reply is not None and await self._idle_after(question):
                self._handle_kernel_info_reply(reply)
                return
            if not await self.is_alive():
                problem = "Kernel died before replying to kernel_info"
                raise DeadKernelError(problem)
            if time.monotonic() > until:
                problem = f"Kernel didn't respond in {timeout} seconds"
                raise DeadKernelError(problem)

    async def _reply_to(self, question: str) -> dict[str, Any] | None:
        """Return the reply to the last question, None when it keeps one waiting.

        A kernel that starts slowly first answers those that were asked before; to ask anew after each of its answers
        would be to stay behind it for ever.
        """
        while True:
            try:
                reply = await self.get_shell_msg(timeout=ASK_AGAIN_SECONDS)
            except Empty:
                return None
            if reply["parent_header"].get("msg_id") == question:
                return reply

    async def _idle_after(self, question: str) -> bool:
        """Return whether the output channel tells that the kernel has done with a question.

        It does not when the channel was connected after the kernel had spoken; then one has to ask again.
        """
        while True:
            try:
                message = await self.get_iopub_msg(timeout=0.05)
            except Empty:
                return False
            done = message["content"].get("execution_state") == "idle"
            if done and message["parent_header"].get("msg_id") == question:
                return True


class PrivateKernelManager(AsyncKernelManager):
    """A manager whose kernel talks over sockets in a folder of its own, that only the user may enter.

    Args:
        nursery: Where the kernel comes from.
        limits: What it may take.
        own_profile: Whether IPython's folder is a new one of the kernel's own, so that nobody's start-up files count.
    """

    def __init__(self, nursery: Nursery, *, limits: KernelLimits, own_profile: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._own_profile = own_profile
        self.client_class = f"{ReadyClient.__module__}.{ReadyClient.__qualname__}"
        self._nursery, self._limits = nursery, limits
        self._folder: Path | None = None
        if os.name == "posix":
            self._folder = nursery.room()
            self.transport = "ipc"
            self.ip = str(self._folder / "k")
            self.connection_file = str(self._folder / "k.json")
        else:
            self.transport_encryption = "auto"

    async def _async_start_kernel(self, **kw: Any) -> None:
        """Start the kernel; the usual way then sleeps for a hundredth of a second, for the sake of its own tests."""
        await inspect.unwrap(KernelManager._async_start_kernel)(self, **kw)

    async def _async_shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """End the kernel, without a sleep as well."""
        await inspect.unwrap(KernelManager._async_shutdown_kernel)(self, now=now, restart=restart)

    async def _async_pre_start_kernel(self, **kw: Any) -> tuple[list[str], dict[str, Any]]:
        if self.provisioner is None:
            provisioner = WarmProvisioner(parent=self, kernel_id=self.kernel_id, kernel_spec=self.kernel_spec)
            provisioner.nursery = self._nursery
            provisioner.memory_mb, provisioner.output_mb = self._limits.memory_mb, self._limits.output_mb
            provisioner.own_profile = self._own_profile
            self.provisioner = provisioner
        if self._own_profile:
            beside = self._folder or self._nursery.folder
            kw["env"] = {**kw.get("env", os.environ), PROFILE: str(beside / "ipython")}
        return await super()._async_pre_start_kernel(**kw)

    async def _async_wait(self, pollinterval: float = 0.1) -> None:
        if isinstance(self.provisioner, WarmProvisioner) and self.provisioner.has_process:
            await self.provisioner.wait()
        else:
            await super()._async_wait(pollinterval)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart=restart)
        if self._folder is not None and not restart:
            await asyncio.to_thread(self.discard)

    def discard(self) -> None:
        """Remove the folder of its sockets, also where no kernel has been started."""
        if self._folder is None:
            return
        for folder in {self._folder, Path(self.ip).parent}:  # a spare kernel has brought its own
            if folder.parent == self._folder.parent:
                shutil.rmtree(folder, ignore_errors=True)

    # the names under which the sync and async parts of nbclient call them
    start_kernel, shutdown_kernel = _async_start_kernel, _async_shutdown_kernel
    pre_start_kernel = _async_pre_start_kernel
    cleanup_resources = _async_cleanup_resources
