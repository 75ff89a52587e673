"""papermill's engine ``unequal``: warm kernels, and limits that hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager
from papermill.log import logger

from .limits import KernelLimits
from .manager import PrivateKernelManager
from .processes import Nursery, shared_nursery

RENAMED = {"start_timeout": "startup_timeout"}  # papermill's word and nbclient's


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What the engine is given beside what papermill knows.

    Attributes:
        nursery: Where the kernel comes from.
        limits: What the notebook may take.
        env: Variables of the kernel.
        cwd: Folder that it starts in.
        own_profile: Whether IPython's folder is a new one of the kernel's own.
        told: Called with the position of each cell before it runs.
        begun: Called with papermill's own view of the notebook: it holds what was executed when a cell fails.
    """

    nursery: Nursery
    limits: KernelLimits
    env: Mapping[str, str]
    cwd: str
    own_profile: bool
    told: Callable[[int], None]
    begun: Callable[[NotebookExecutionManager], None]


class WarmEngine(Engine):
    """Runs a notebook in a kernel that was forked from a warm process.

    It takes the options of papermill's own engine, and ``run``, a `Run`.
    """

    NAME = "unequal"

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any
    ) -> NotebookNode:
        """Run a notebook that papermill has put the parameters into."""
        from .client import OUTPUT_SECONDS, BoundedClient  # it imports papermill, which imports this module

        run: Run | None = kwargs.get("run")
        limits = run.limits if run else KernelLimits(cell_seconds=kwargs.get("execution_timeout"))
        nursery = run.nursery if run else shared_nursery()
        manager = PrivateKernelManager(
            nursery, limits=limits, own_profile=run is not None and run.own_profile, kernel_name=kernel_name
        )
        known = {RENAMED.get(name, name): value for name, value in kwargs.items() if value is not None}
        traits = {name: value for name, value in known.items() if name in BoundedClient.class_trait_names()}
        client = BoundedClient(
            nb_man,
            manager,
            limits=limits,
            told=run.told if run else _nobody,
            **{"iopub_timeout": OUTPUT_SECONDS, **traits, "kernel_name": kernel_name, "log": logger},
        )
        given: dict[str, Any] = {}
        if run is not None:
            run.begun(nb_man)
            given = {"env": dict(run.env), "cwd": run.cwd}
        try:
            return client.execute(cleanup_kc=True, **given)
        finally:
            manager.discard()


def _nobody(_cell: int) -> None:
    pass
