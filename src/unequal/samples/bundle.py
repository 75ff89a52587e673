"""Where the sample companies stand: in a checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

from unequal.errors import EnvironmentFault
from unequal.shipped import shipped

from .build import known


def find(name: str) -> Path:
    """Return the folder of a sample company.

    A checkout's own `data/sample` wins; an installed package carries the same files.

    Args:
        name: A key of `COMPANIES`.

    Raises:
        InputError: No company has that name.
        EnvironmentFault: The files are not where the package should have them.

    >>> find("harbor").name
    'harbor'
    """
    known(name)
    folder = shipped("data/sample") / name
    if not (folder / "workspace.toml").is_file():
        found = f"The files of the sample company '{name}' are missing from this installation."
        raise EnvironmentFault(
            found, mend="Install unequal again, or write them with `python -m unequal.samples FOLDER`."
        )
    return folder
