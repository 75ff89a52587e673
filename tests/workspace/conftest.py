from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

SMALLEST = "as_of = 2026-06-30\n"

Company = Callable[..., Path]


@pytest.fixture
def company(tmp_path) -> Company:
    """Write a workspace: its toml (a str or bytes; None for none) and other files by their path."""

    def write(toml: str | bytes | None = SMALLEST, files: Mapping[str, str] | None = None) -> Path:
        folder = tmp_path / "acme"
        folder.mkdir(exist_ok=True)
        if toml is not None:
            (folder / "workspace.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
        for name, text in (files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write
