"""Commands that begin something: a workspace, an import, JupyterLab."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from unequal.errors import EnvironmentFault, InputError

from .told import answer, json_wanted, machine, people


def new(folder: Path, *, name: str | None, notebooks: bool) -> int:
    """Make an empty workspace; the last line on stdout is its path."""
    from unequal.workspace.writing import new_workspace

    made = new_workspace(folder, name=name).parent
    if notebooks:
        _copy_notebooks(made)
    people(f"Put exports into {made / 'data'}, fill in {made / 'workspace.toml'}, then: unequal check {made}")
    _end_with(made)
    return 0


def _copy_notebooks(folder: Path) -> None:
    """Copy the shipped notebooks, and keep their hashes, so that a later version can be told from an own edit."""
    from unequal.shipped import shipped

    own = folder / "notebooks"
    own.mkdir(exist_ok=True)
    hashes = {}
    for path in sorted(shipped("notebooks").glob("*.ipynb")):
        shutil.copyfile(path, own / path.name)
        hashes[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    (own / "shipped.json").write_text(json.dumps(hashes, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def import_files(files: Sequence[Path], *, into: Path, mappings: Sequence[str], explain: bool) -> int:
    """Turn exports into a workspace; the last line on stdout is its path."""
    from unequal.importers import plan_import, write_import

    plan = plan_import(list(files), maps=list(mappings))
    for line in plan.explain():
        people(line)
    if explain:
        return 0
    made = write_import(plan, into)
    people(f"\nNext: unequal check {made}, then: unequal report {made}")
    _end_with(made)
    return 0


def _end_with(folder: Path) -> None:
    if json_wanted():
        machine({"ok": True, "exit_code": 0, "workspace": str(folder)})
    else:
        answer(str(folder))


def lab(folder: Path | None, *, port: int, browser: bool) -> int:
    """Open JupyterLab on the notebooks of a workspace; the shipped ones are copied into it where it has none."""
    from unequal.samples import find

    workspace = (folder or find("harbor")).resolve()
    if not (workspace / "workspace.toml").is_file():
        found = f"There is no workspace.toml in {workspace}."
        raise InputError(found, mend=f"Name a company's folder, or make one: unequal new {workspace.name}.")
    notebooks = _notebooks_to_open(workspace, own=folder is not None)
    environment = {**os.environ, "UNEQUAL_WORKSPACE": str(workspace)}
    command = [
        sys.executable, "-m", "jupyterlab",
        f"--ServerApp.root_dir={notebooks.parent}", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        f"--LabApp.default_url=/lab/tree/{notebooks.name}/00_start_here.ipynb",
    ]  # fmt: skip
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    try:
        # every word of the command is ours; the path is an argument, never text for a shell
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
    except OSError as fault:
        raise EnvironmentFault("JupyterLab could not be started.", mend="Run `unequal doctor`.") from fault


def _notebooks_to_open(workspace: Path, *, own: bool) -> Path:
    """Return the folder of notebooks to open: the workspace's own, made if it must be; a copy for the sample."""
    import tempfile

    from unequal.shipped import shipped

    if own:
        if not (workspace / "notebooks").is_dir():
            _copy_notebooks(workspace)
        return workspace / "notebooks"
    copied = Path(tempfile.mkdtemp(prefix="unequal-lab-")) / "notebooks"
    shutil.copytree(shipped("notebooks"), copied)
    return copied
