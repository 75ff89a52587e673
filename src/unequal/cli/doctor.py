"""What a report needs of a machine, looked at one by one."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

NEEDED = (
    "jupyterlab",
    "pandas",
    "altair",
    "ipywidgets",
    "papermill",
    "scikit-learn",
    "duckdb",
    "typst",
    "vl-convert-python",
)
ENOUGH_BYTES = 200 * 1024 * 1024  # a report with its notebooks takes about a hundredth of it


def examined() -> list[dict[str, Any]]:
    """Return one row a check: what, whether it is well, what was found, how to mend it."""
    return [_row(what, look, mend) for what, look, mend in CHECKS]


def _row(what: str, look: Callable[[], str], mend: str) -> dict[str, Any]:
    try:
        return {"what": what, "ok": True, "found": look(), "mend": ""}
    except Exception as fault:  # noqa: BLE001  # a check that fails in any way is a check that failed
        return {"what": what, "ok": False, "found": f"{type(fault).__name__}: {fault}".splitlines()[0], "mend": mend}


def _python() -> str:
    assert sys.version_info >= (3, 11), f"Python {platform.python_version()} is older than 3.11"
    return f"{platform.python_version()} on {platform.system()}"


def _packages() -> str:
    return ", ".join(f"{name} {metadata.version(name)}" for name in NEEDED)


def _kernel() -> str:
    from jupyter_client.kernelspec import KernelSpecManager

    program = KernelSpecManager().get_kernel_spec("python3").argv[0]
    found = sys.executable if program.startswith("python") else program  # Jupyter puts its own Python in its place
    assert shutil.which(found), f"the kernel python3 starts {found}, which is not there"
    return f"python3, by {found}"


def _writing() -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "probe").write_bytes(b"x")
    free = shutil.disk_usage(Path.cwd()).free
    assert free > ENOUGH_BYTES, f"only {free / 1e6:.0f} MB are free here"
    return f"{free / 1e9:.1f} GB free"


def _charts() -> str:
    import vl_convert

    spec = {"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    return f"a chart of {len(vl_convert.vegalite_to_svg(spec))} bytes"


def _pdf() -> str:
    import typst

    return f"a page of {len(typst.compile(b'unequal'))} bytes"


def _notebooks() -> str:
    from unequal.shipped import shipped

    found = sorted(shipped("notebooks").glob("*.ipynb"))
    assert found, f"no notebooks in {shipped('notebooks')}"
    return f"{len(found)} in {shipped('notebooks')}"


REINSTALL = "pip install --force-reinstall unequal"
CHECKS: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("Python", _python, "Install Python 3.11 or newer."),
    ("packages", _packages, REINSTALL),
    ("Jupyter kernel", _kernel, "pip install --force-reinstall ipykernel"),
    ("disk", _writing, "Free some space, or work in another folder."),
    ("charts", _charts, "pip install --force-reinstall vl-convert-python"),
    ("PDF", _pdf, "pip install --force-reinstall typst"),
    ("notebooks", _notebooks, REINSTALL),
)
