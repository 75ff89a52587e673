"""One notebook, run to the end or failed with the cell that failed."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

from unequal.errors import EnvironmentFault, ReportFailed

from .parameters import Parameter, declared

KERNEL, LANGUAGE = "python3", "python"
STARTUP_SECONDS = 120
# What a kernel gets beside the caller's own variables: no module planted in a data folder is imported, sets have one
# order, and arithmetic libraries do not fight over the cores that notebooks share.
ENVIRONMENT = {
    "PYTHONSAFEPATH": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TZ": "UTC",
}


def execute(path: Path, parameters: Mapping[str, Any], *, cwd: Path, environment: Mapping[str, str]) -> str:
    """Run a notebook in a kernel of its own and return it, executed, as nbformat JSON.

    Args:
        path: The notebook; never changed.
        parameters: Only those that its parameters cell declares are handed over.
        cwd: Folder that the kernel starts in; an empty one, so that nothing of a client's is imported.
        environment: Variables for the kernel, beside `ENVIRONMENT`.

    Raises:
        ReportFailed: A cell raised an error, the kernel died, or the file is no notebook.
        EnvironmentFault: There is no kernel to run it, or the file may not be read.
    """
    notebook, known = _read(path)
    handed = {name: value for name, value in parameters.items() if name in known}
    with _environment({**ENVIRONMENT, **environment}):
        return nbformat.writes(_run(notebook, path.name, handed, cwd))


def _read(path: Path) -> tuple[nbformat.NotebookNode, Mapping[str, Parameter]]:
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


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Lend variables to the kernels that are started meanwhile; papermill has no other way to hand them over."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _run(notebook: nbformat.NotebookNode, name: str, parameters: dict[str, Any], cwd: Path) -> nbformat.NotebookNode:
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        return papermill.execute_notebook(
            notebook,  # the notebook, not its path: papermill formats paths with the parameters' values
            None,
            parameters=parameters,
            kernel_name=KERNEL,
            language=LANGUAGE,  # a notebook that was never run does not say it
            cwd=cwd,
            progress_bar=False,
            request_save_on_cell_execute=False,
            start_timeout=STARTUP_SECONDS,
        )
    except NoSuchKernel as fault:
        mend = "Run `unequal doctor`; `pip install --force-reinstall ipykernel` brings the kernel back."
        raise EnvironmentFault(f"There is no Jupyter kernel '{KERNEL}' to run {name}.", mend=mend) from fault
    except DeadKernelError as fault:
        mend = "Look for a cell that needs more memory than there is; run the notebook in JupyterLab to see it."
        raise ReportFailed(f"The kernel of {name} died while it ran.", mend=mend) from fault
    except PapermillExecutionError as fault:
        raise ReportFailed(_failed_cell(name, fault), mend=_mend(fault)) from None


def _failed_cell(name: str, fault: Any) -> str:
    lines = [line for line in str(fault.evalue).splitlines() if not line.startswith("Mend:")]
    source = str(fault.source).strip().splitlines()
    return (
        f"{name} stopped at cell {fault.exec_count}, `{source[0] if source else ''}`: {fault.ename}: {' '.join(lines)}"
    )


def _mend(fault: Any) -> str:
    own = [line.removeprefix("Mend:").strip() for line in str(fault.evalue).splitlines() if line.startswith("Mend:")]
    return own[-1] if own else "Open the notebook in JupyterLab, run it to that cell, and mend the cell."
