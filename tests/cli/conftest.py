"""A company's files made by hand, and the command line called as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from unequal.cli.door import main

SMALLEST = "as_of = 2026-06-30\n"
DEALS = "deal_id,created_at,closed_at,status\n"
TWENTY = "".join(f"D{n},2025-01-{n:02d},2025-03-{n:02d},{'lost' if n % 2 else 'won'}\n" for n in range(1, 21))


@dataclass(frozen=True)
class Answer:
    """How a command ended, and what it said on each stream."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def company(tmp_path: Path) -> Callable[..., Path]:
    """Write a company's folder: workspace.toml, and files of data/ by name."""

    def write(files: Mapping[str, str | bytes] | None = None, toml: str | None = SMALLEST, name: str = "acme") -> Path:
        folder = tmp_path / name
        (folder / "data").mkdir(parents=True, exist_ok=True)
        if toml is not None:
            (folder / "workspace.toml").write_text(toml, encoding="utf-8")
        for file, content in (files or {}).items():
            raw = content if isinstance(content, bytes) else content.encode()
            (folder / "data" / file).write_bytes(raw)
        return folder

    return write


@pytest.fixture
def unequal(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Call the command line in this process."""

    def call(*words: object) -> Answer:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return call


@pytest.fixture
def typed(tmp_path: Path) -> Callable[..., Answer]:
    """Call the command line in a process of its own, as somebody who types it."""

    def call(*words: object, **more: str) -> Answer:
        command = [sys.executable, "-m", "unequal", *map(str, words)]
        done = subprocess.run(
            command, capture_output=True, cwd=tmp_path, env={**os.environ, **more}, timeout=300, check=False
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call
