"""JupyterLab as `unequal lab` starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS_TO_END = 60


@dataclass
class Lab:
    """A JupyterLab that runs.

    Attributes:
        url: Address with its token, as the command prints it.
        said: What it said to people before.
        temporary: Its folder for temporary files.
        process: The command.
    """

    url: str
    said: str
    temporary: Path
    process: subprocess.Popen[str]

    def page_of(self, notebook: str) -> str:
        """Return the address of another notebook; tabs that were open before are not opened again."""
        return self.url.replace("00_start_here.ipynb", notebook) + "&reset"

    def end(self, number: int = signal.SIGINT) -> int:
        """End it as a user does, and return its exit code."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait until it has ended by itself, and return its exit code."""
        code = self.process.wait(SECONDS_TO_END)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


def start(temporary: Path, *words: str) -> Lab:
    command = [sys.executable, "-m", "unequal", "lab", *words, "--no-browser", "--port", "0"]
    temporary.mkdir()
    with (temporary.parent / "said.txt").open("w+") as said:
        running = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary), "JUPYTER_CONFIG_DIR": str(temporary.parent / "no-config")},
        )
        assert running.stdout is not None
        url = running.stdout.readline().strip()
        said.seek(0)
        return Lab(url, said.read(), temporary, running)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The sample company's copy; one JupyterLab for all tests."""
    running = start(tmp_path_factory.mktemp("lab") / "temporary")
    yield running
    if running.process.poll() is None:
        running.end()
