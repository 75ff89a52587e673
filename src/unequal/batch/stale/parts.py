"""The parts that an item's report is made of, each as a hash."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unequal.batch.versions import versions
from unequal.errors import InputError, UnequalError
from unequal.shipped import sources_hash
from unequal.workspace.folder import find_folder
from unequal.workspace.model import BASE

from .inputs import states_in
from .state import GONE, state_of

if TYPE_CHECKING:
    from unequal.batch.manifest.item import Item

NAME, DAY, SCENARIO, KNOBS, PARAMETERS = "name of the folder", "as_of", "scenario", "knobs", "parameters"
OURS, VERSIONS = "unequal", "versions"


def fingerprint(item: Item) -> dict[str, str]:
    """Return a hash, or words on why there is none, for each part that an item's report is made of.

    Take it before the first table is read: what changes while the report is made then makes it stale. Names are
    relative to the workspace; neither the machine, nor the folder's place, nor the time is in it. The item's id, tags,
    limits, retries and `into` decide nothing that a report says. Of a notebook by itself, what it opens is known only
    where a parameter names it: a file, or a workspace; and so are the modules beside it.

    Args:
        item: Its workspace and notebook lie on this machine (`places.at_hand` fetches them).

    Raises:
        InputError: There is no such workspace, scenario or notebook, or the configuration cannot be read.
        EnvironmentFault: A folder may not be listed.
    """
    said = item.as_json()
    try:
        parts = _of_notebook(item, said) if item.workspace is None else _of_report(Path(item.workspace), item, said)
    except OSError as fault:
        found = f"{item.workspace or item.notebook} cannot be read: {fault.strerror or fault}."
        raise InputError(found, mend="Look whether the folder is still there, and give access to it.") from fault
    parts |= {OURS: sources_hash(), VERSIONS: _libraries()}
    return {_printable(name): parts[name] for name in sorted(parts)}


def _of_report(workspace: Path, item: Item, said: Mapping[str, Any]) -> dict[str, str]:
    asked = {
        NAME: find_folder(workspace).name,  # the company's name, where workspace.toml gives none
        DAY: said["as_of"],  # given or not: the workspace's own day is in its files
        SCENARIO: said["scenario"],
        KNOBS: [said["knobs"], said["given"]],
    }
    return states_in(workspace, item.scenario) | {name: _hashed(value) for name, value in asked.items()}


def _of_notebook(item: Item, said: Mapping[str, Any]) -> dict[str, str]:
    path = Path(item.notebook or "")
    state = state_of(path)
    if state == GONE:
        raise InputError(f"There is no notebook {path}.", mend="Correct its path in the manifest.")
    parts = {f"notebook {path.name}": state, PARAMETERS: _hashed(said["parameters"])}
    parts |= {
        f"{one.name} beside the notebook": state_of(one) for one in path.parent.glob("*.py")
    }  # it may import them
    for name, value in said["parameters"].items():
        if isinstance(value, str):
            parts |= _behind(name, path.parent / value, str(said["parameters"].get("scenario") or BASE))
    return parts


def _behind(parameter: str, path: Path, scenario: str) -> dict[str, str]:
    """Return the parts of the file, or workspace, that a parameter names; nothing if it names none."""
    with contextlib.suppress(OSError, ValueError, UnequalError):
        if path.is_file():
            return {f"the file of parameter {parameter}": state_of(path)}
        if path.is_dir():
            states = states_in(path, scenario)
            return {f"{part} of parameter {parameter}": states[part] for part in states}
    return {}


@cache
def _libraries() -> str:
    return _hashed({name: version for name, version in versions().items() if name != OURS})


def _hashed(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def _printable(name: str) -> str:
    """Return a name that JSON, UTF-8 and a terminal take: a file's may hold any byte but two."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in name)
