"""One notebook, run to the end or failed with the cell that failed."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from unequal.errors import EnvironmentFault, ReportFailed

from .engine import Run, WarmEngine
from .failure import of_cell, of_death, of_limit, refuse_half
from .limits import KernelLimits, LimitReached
from .parameters import Parameter, declared
from .processes import ENVIRONMENT, Nursery

KERNEL, LANGUAGE = "python3", "python"
STARTUP_SECONDS = 120
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a notebook runs in.

    Attributes:
        nursery: Where its kernel comes from.
        cwd: Folder that the kernel starts in; an empty one keeps what lies beside a client's data from being imported.
        environment: Variables for the kernel, beside the caller's own and those that make it safe.
        limits: What it may take.
        safe: Whether modules of the folder that the kernel starts in, the user's own packages, and the start-up files
            of IPython stay out.
        name: Of the kernel; None takes the one that the notebook was written for.
    """

    nursery: Nursery
    cwd: Path
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    limits: KernelLimits = field(default_factory=KernelLimits)
    safe: bool = True
    name: str | None = KERNEL

    def variables(self) -> dict[str, str]:
        """Return all variables of the kernel."""
        guard = {**ENVIRONMENT, "TZ": "UTC"} if self.safe else {"PYTHONSAFEPATH": "", "PYTHONNOUSERSITE": ""}
        return {**os.environ, **guard, **self.environment}


def execute(
    path: Path, parameters: Mapping[str, Any], surroundings: Surroundings, *, told: Told = lambda _cell: None
) -> str:
    """Run a notebook in a kernel of its own and return it, executed, as nbformat JSON.

    Args:
        path: The notebook; never changed.
        parameters: Only those that its parameters cell declares are handed over.
        surroundings: What it runs in.
        told: Called with the position of each code cell before it runs.

    Raises:
        NotebookFailed: A cell raised an error, the kernel died, or a limit was reached.
        ReportFailed: The file is no notebook.
        EnvironmentFault: There is no kernel to run it, or the file may not be read.
    """
    notebook, known = read(path)
    handed = {name: value for name, value in parameters.items() if name in known}
    return nbformat.writes(_run(notebook, path.name, handed, surroundings, told))


def read(path: Path) -> tuple[NotebookNode, Mapping[str, Parameter]]:
    """Return a notebook and the parameters that it declares.

    Raises:
        ReportFailed: The file is no notebook, or its parameters cell computes.
        EnvironmentFault: The file may not be read.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except OSError as fault:
        raise EnvironmentFault(
            f"{path.name} cannot be read: {fault.strerror}.", mend="Give it back its rights."
        ) from fault
    except Exception as fault:  # nbformat raises whatever its many schemas do
        mend = "Open it in JupyterLab and save it again, or take it out of notebooks/."
        raise ReportFailed(f"{path.name} is no notebook.", mend=mend) from fault
    try:
        return notebook, declared(notebook)
    except ValueError as fault:
        mend = "Give every parameter there a plain value, such as None, a number or a text."
        raise ReportFailed(f"The parameters cell of {path.name} cannot be read: {fault}", mend=mend) from fault


def _run(
    notebook: NotebookNode, name: str, parameters: dict[str, Any], around: Surroundings, told: Told
) -> NotebookNode:
    begun: list[Any] = []  # papermill works on a copy; this is where it can be had when a cell fails
    run = Run(
        nursery=around.nursery,
        limits=around.limits,
        env=around.variables(),
        cwd=str(around.cwd),
        own_profile=around.safe,
        told=told,
        begun=begun.append,
    )
    kernel = around.name or str(notebook.metadata.get("kernelspec", {}).get("name") or KERNEL)
    try:
        done = _by_papermill(notebook, parameters, kernel, run)
    except NoSuchKernel as fault:
        mend = "Run `unequal doctor`; `pip install --force-reinstall ipykernel` brings the kernel back."
        raise EnvironmentFault(f"There is no Jupyter kernel '{kernel}' to run {name}.", mend=mend) from fault
    except LimitReached as limit:
        raise of_limit(name, limit, begun[0].nb) from None
    except PapermillExecutionError as fault:
        raise of_cell(name, fault, begun[0].nb) from None
    except DeadKernelError as fault:
        raise of_death(name, begun[0].nb if begun else notebook) from fault
    refuse_half(name, done)
    return done


def _by_papermill(notebook: NotebookNode, parameters: dict[str, Any], kernel: str, run: Run) -> NotebookNode:
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what went wrong is told once, as a `NotebookFailed`
    papermill_engines.register(WarmEngine.NAME, WarmEngine)  # also from a bare checkout, which has no entry points
    return papermill.execute_notebook(
        notebook,  # the notebook, not its path: papermill formats paths with the parameters' values
        None,
        engine_name=WarmEngine.NAME,
        parameters=parameters,
        kernel_name=kernel,
        language=LANGUAGE,  # a notebook that was never run does not say it
        progress_bar=False,
        request_save_on_cell_execute=False,
        start_timeout=STARTUP_SECONDS,
        run=run,  # its folder, too: papermill's own `cwd` would change that of the whole process
    )
