"""Where the sample companies stand: in a checkout, or inside the installed package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from unequal.errors import EnvironmentFault

from .build import known

INSIDE = "data/sample"  # below the root of a checkout, and below the package's `_bundle`
FLOORS_TO_THE_ROOT = 3  # <root>/src/unequal/samples/bundle.py


def find(name: str) -> Path:
    """Return the folder of a sample company.

    A checkout's own `data/sample` wins; an installed package carries the same files in `_bundle`.

    Args:
        name: A key of `COMPANIES`.

    Raises:
        InputError: No company has that name.
        EnvironmentFault: The files are not where the package should have them.

    >>> find("harbor").name
    'harbor'
    """
    known(name)
    for folder in (_checkout() / INSIDE / name, _bundled() / INSIDE / name):
        if (folder / "workspace.toml").is_file():
            return folder
    found = f"The files of the sample company '{name}' are missing from this installation."
    raise EnvironmentFault(found, mend="Install unequal again, or write them with `python -m unequal.samples FOLDER`.")


def _checkout() -> Path:
    return Path(__file__).resolve().parents[FLOORS_TO_THE_ROOT]


def _bundled() -> Path:
    return Path(str(files("unequal").joinpath("_bundle")))
