"""`unequal lab`: JupyterLab on a company's notebooks, for this machine alone."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from unequal.errors import EnvironmentFault, InputError, shown

from .own_notebooks import copy_missing
from .told import answer, aside

FIRST = "00_start_here.ipynb"
HERE = "127.0.0.1"
SAMPLE = "harbor"
RUNTIME, LOG, LAYOUT, CONFIG = "runtime", "jupyter.log", "layout", "config"  # in a folder that is ours alone
# What a user has not set otherwise: no question about news over the notebook; the words behind a knob are wrapped.
SETTINGS: dict[str, dict[str, Any]] = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"codeCellConfig": {"lineWrap": True}},
}
LAST_LINES = 15  # of the log, when JupyterLab does not start
STARTUP_SECONDS = 120.0
STOP_SECONDS = 15.0  # kernels are asked to end before they are made to


def lab(folder: Path | None, *, port: int, browser: bool) -> int:
    """Open JupyterLab and stay until it ends; the last line on stdout is its address.

    Args:
        folder: The workspace; the shipped notebooks that it lacks are copied into it. None opens a copy of the sample
            company, which is gone when JupyterLab ends.
        port: On this machine; 0 takes a free one.
        browser: Whether to open a browser.

    Raises:
        InputError: The folder is no workspace.
        EnvironmentFault: JupyterLab cannot be started, or would be open to others.
    """
    with tempfile.TemporaryDirectory(prefix="unequal-lab-") as own:
        workspace = _sample_in(Path(own)) if folder is None else _workspace(folder)
        notebooks = copy_missing(workspace)
        token = secrets.token_hex(24)
        command = _command(workspace, Path(own), port=port, browser=browser)
        with _running(command, _environment(Path(own), token), Path(own) / LOG) as app:
            about = _started(app, Path(own), token)
            if folder is None:
                aside("This is a copy of the sample company: what you change is gone when JupyterLab ends.")
            aside("JupyterLab is running; end it with Ctrl-C.")
            key = f"?token={about['token']}" if about["token"] else ""
            with contextlib.suppress(KeyboardInterrupt):  # the way to end it, from the moment the address is told
                answer(f"{about['url']}lab/tree/{notebooks.name}/{FIRST}{key}")
                sys.stdout.flush()
                app.wait()
    return 0


def _sample_in(own: Path) -> Path:
    from unequal.samples import find

    return Path(shutil.copytree(find(SAMPLE), own / SAMPLE))


def _workspace(folder: Path) -> Path:
    if not (folder / "workspace.toml").is_file():
        found = f"There is no workspace.toml in {shown(folder)}."
        raise InputError(found, mend=f"name a company's folder, or make one: unequal new {folder.name}")
    return folder.resolve()


def _command(workspace: Path, own: Path, *, port: int, browser: bool) -> list[str]:
    """Return the command; what it says wins over the user's own configuration of Jupyter."""
    words = [
        sys.executable, "-m", "jupyterlab",
        f"--ServerApp.root_dir={workspace}", f"--ServerApp.ip={HERE}", f"--ServerApp.port={port}",
        "--ServerApp.allow_remote_access=False", "--ServerApp.disable_check_xsrf=False",
        f"--ServerApp.open_browser={browser}",
        f"--LabApp.default_url=/lab/tree/notebooks/{FIRST}",
        f"--LabApp.workspaces_dir={own / LAYOUT}",  # tabs of another company are not opened again
        # nothing is asked of the network: no news, no updates, no list of extensions
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--log-level=ERROR",
    ]  # fmt: skip
    return [*words, "--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else words


def _environment(own: Path, token: str) -> dict[str, str]:
    """Return the variables; the token is none of the command's words, which other users could read."""
    settings = own / CONFIG / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(SETTINGS), encoding="utf-8")
    paths = [str(own / CONFIG), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    return {
        **os.environ,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(paths),
        "JUPYTER_TOKEN": token,
        "JUPYTER_RUNTIME_DIR": str(own / RUNTIME),
        "PYTHONSAFEPATH": "1",  # a file called pandas.py in a data folder is not imported
    }


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the command while the block runs, in a session of its own, so that it is ended by us and in order."""
    with log.open("wb") as lines:
        try:
            # every word of the command is ours; paths are arguments, never text for a shell
            app = subprocess.Popen(  # noqa: S603
                command,
                env=environment,
                cwd=log.parent,
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
            )
        except OSError as fault:
            raise EnvironmentFault("JupyterLab could not be started.", mend="Run `unequal doctor`.") from fault
        try:
            yield app
        finally:
            _ended(app)


def _ended(app: subprocess.Popen[bytes]) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave kernels behind
    try:
        app.terminate()
        app.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        app.kill()
        app.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def _started(app: subprocess.Popen[bytes], own: Path, token: str) -> dict[str, Any]:
    """Wait until JupyterLab says where it is; refuse one that others could use."""
    until = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < until and app.poll() is None:
        for path in (own / RUNTIME).glob("jpserver-*.json"):
            with contextlib.suppress(ValueError, OSError):  # half-written
                return _closed_to_others(json.loads(path.read_text(encoding="utf-8")), token)
        time.sleep(0.1)
    for line in (own / LOG).read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]:
        aside(line)
    mend = "Look at the lines above and at the configuration that `jupyter --paths` names; `unequal doctor` helps."
    raise EnvironmentFault("JupyterLab did not start.", mend=mend)


def _closed_to_others(about: dict[str, Any], token: str) -> dict[str, Any]:
    if about["hostname"] == HERE and (about["token"] == token or about["password"]):
        return about
    found = f"Your own configuration of Jupyter would let others in: {about['hostname']}, without our token."
    mend = "take ip, token and identity_provider_class out of it; `jupyter --paths` names its folders"
    raise EnvironmentFault(found, mend=mend)
