"""One notebook, run to the end or failed with the cell that failed."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from unequal.errors import EnvironmentFault, ReportFailed

from .parameters import declared

KERNEL = "python3"
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
        ReportFailed: A cell raised an error, or the kernel died.
        EnvironmentFault: There is no kernel to run it.
    """
    notebook = nbformat.read(path, as_version=4)
    known = declared(notebook)
    handed = {name: value for name, value in parameters.items() if name in known}
    os.environ.update({**ENVIRONMENT, **environment})
    return nbformat.writes(_run(notebook, path.name, handed, cwd))


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
