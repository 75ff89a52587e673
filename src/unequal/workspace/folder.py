"""A workspace's folder: workspace.toml, scenarios/, notes/ and the brand, found and read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from unequal.errors import EnvironmentFault, InputError, Problem, UnequalError, did_you_mean, shown

from .document import Document, Documents, read_document
from .faults import nearest, refusal
from .model import BASE
from .sources import DATA, FILE, is_inside

SCENARIOS = "scenarios"
NOTES = "notes"
BRANDS = ("_brand.yml", "_brand.yaml")


def find_folder(path: Path) -> Path:
    """Return the folder of a workspace, whether it or its workspace.toml was named.

    Raises:
        InputError: There is no such folder.
        EnvironmentFault: It may not be looked at.
    """
    folder = path.parent if path.name == FILE and not path.is_dir() else path
    try:
        if folder.is_dir():
            return folder.resolve()
        beside = [one.name for one in folder.resolve().parent.iterdir()] if folder.resolve().parent.is_dir() else []
    except PermissionError as fault:
        raise EnvironmentFault(f"The folder {folder} may not be read.", mend="give its reader access") from fault
    what = "is no folder" if folder.exists() else "does not exist"
    found = f"The workspace {shown(folder)} {what}.{did_you_mean(folder.name, beside)}"
    raise InputError(found, mend=f"give the right folder, or make one: unequal new {folder.name}")


def read_documents(folder: Path, scenario: str) -> Documents:
    """Read workspace.toml and the scenario.

    Raises:
        InputError: What makes either unreadable, for both at once; or there is nothing to read.
        EnvironmentFault: A file may not be read.
    """
    problems: list[Problem] = []
    base = _read(folder / FILE, FILE, folder, problems) or Document(shown_as=FILE)
    named = _scenario(folder, scenario, problems)
    if problems:
        raise refusal(f"The workspace {shown(folder.name)}", problems)
    if not base.tree and not _holds_tables(folder):
        mend = f"write {FILE} (unequal new makes one), or put tables such as deals.csv into {DATA}/"
        raise InputError(f"The folder {shown(folder.name)} holds no {FILE} and no tables.", mend=mend)
    return Documents(base=base, scenario=named)


def _scenario(folder: Path, name: str, problems: list[Problem]) -> Document | None:
    shown_as = f"{SCENARIOS}/{name}.toml"
    if (folder / SCENARIOS / f"{BASE}.toml").exists():
        says = f"{BASE} means the workspace as it is"
        reserved = f"{SCENARIOS}/{BASE}.toml"
        problems.append(
            Problem(code="scenario-reserved", says=says, mend="rename the file", fate="refused", file=reserved)
        )
    if name == BASE:
        return None
    names = scenario_names(folder)
    if name not in names:
        there = f"There are {', '.join((BASE, *names))}." if names else f"There is only {BASE}."
        says = f"{shown(name)} is no scenario.{nearest(name, (BASE, *names))} {there}"
        mend = f"name one of them, or write {SCENARIOS}/<name>.toml with what differs"
        problems.append(Problem(code="scenario-unknown", says=says, mend=mend, fate="refused"))
        return None
    return _read(folder / shown_as, shown_as, folder, problems)


def _read(path: Path, shown_as: str, folder: Path, problems: list[Problem]) -> Document | None:
    if not path.exists() and not path.is_symlink():
        return None
    if not path.is_file() or not is_inside(folder, path):
        says = "this is no ordinary file of the workspace"
        problems.append(
            Problem(code="not-regular", says=says, mend="put the file itself here", fate="refused", file=shown_as)
        )
        return None
    try:
        return read_document(path, shown_as)
    except InputError as fault:
        problems.extend(fault.problems or [_as_problem(fault, shown_as)])
        return None


def _as_problem(fault: UnequalError, shown_as: str) -> Problem:
    return Problem(code="not-toml", says=fault.found, mend=fault.mend, fate="refused", file=shown_as)


def _holds_tables(folder: Path) -> bool:
    from unequal.tables.declared import TABLES

    data = folder / DATA
    return data.is_dir() and any(path.stem.casefold() in TABLES for path in data.iterdir())


def scenario_names(folder: Path) -> tuple[str, ...]:
    """Return the scenarios of a workspace, sorted; ``base`` is not among them."""
    return tuple(sorted(path.stem for path in _files(folder / SCENARIOS, ".toml", folder) if path.stem != BASE))


def scenario_documents(folder: Path, names: Iterable[str]) -> list[Document]:
    """Return the scenarios that can be read; the others are told when they are asked for."""
    found: list[Document] = []
    for name in names:
        with contextlib.suppress(UnequalError):
            found.append(read_document(folder / SCENARIOS / f"{name}.toml", f"{SCENARIOS}/{name}.toml"))
    return found


def notes_in(folder: Path) -> dict[str, Path]:
    """Return the consultant's words by analysis."""
    return {path.stem: path for path in _files(folder / NOTES, ".md", folder)}


def brand_in(folder: Path) -> Path | None:
    """Return the brand file, None where there is none."""
    there = [folder / name for name in BRANDS if (folder / name).is_file() and is_inside(folder, folder / name)]
    return there[0] if there else None


def _files(place: Path, ending: str, folder: Path) -> list[Path]:
    try:
        lying = sorted(place.iterdir()) if place.is_dir() else []
    except OSError as fault:
        raise EnvironmentFault(f"The folder {place} cannot be listed: {fault.strerror}.", mend="give access") from fault
    return [path for path in lying if path.suffix == ending and path.is_file() and is_inside(folder, path)]
