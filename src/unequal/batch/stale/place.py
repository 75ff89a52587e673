"""Where a report, or an executed notebook, lies below the output folder."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from unequal.errors import InputError, shown
from unequal.workspace import slug
from unequal.workspace.folder import find_folder, read_documents
from unequal.workspace.model import BASE
from unequal.workspace.schema import as_day
from unequal.workspace.sources import FILE

if TYPE_CHECKING:
    from unequal.batch.manifest.item import Item


def place_of(item: Item) -> PurePosixPath:
    """Return the folder of an item's report, or the path of its executed notebook, below the output folder.

    Raises:
        InputError: There is no such workspace or scenario, or nobody says the day to look from.
        EnvironmentFault: The workspace may not be read.
    """
    into = PurePosixPath(item.into)
    if item.workspace is None:
        return into / f"{item.id}.ipynb"
    folder = find_folder(Path(item.workspace))
    day = _day(item.as_of if item.as_of is not None else _own_day(folder, item.scenario))
    return into / slug(folder.name) / (day if item.scenario == BASE else f"{day}-{slug(item.scenario)}")


def _own_day(folder: Path, scenario: str) -> object:
    try:
        return read_documents(folder, scenario).merged().get("as_of")
    except OSError as fault:
        found = f"{folder} cannot be read: {fault.strerror or fault}."
        raise InputError(found, mend="Look whether the folder is still there, and give access to it.") from fault


def _day(said: object) -> str:
    try:
        return as_day(said).isoformat()
    except (ValueError, AttributeError) as fault:
        found = "the day to look from is not said" if said is None else f"as_of = {shown(said)} is no day"
        raise InputError(f"{found}.", mend=f"Write  as_of = 2026-06-30  at the top of {FILE}.") from fault
