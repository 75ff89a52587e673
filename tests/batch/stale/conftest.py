"""One company on a page, what is asked for it, and a report as it lies on a disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unequal.batch.manifest.item import Item
from unequal.batch.places import at_hand
from unequal.batch.stale import fingerprint, place_of
from unequal.batch.versions import versions

FILES = {
    "workspace.toml": 'as_of = 2026-06-30\ncurrency = "EUR"\n[tables.costs]\nsource = "exports/costs.csv"\n',
    "data/deals.csv": "deal_id\n1\n",
    "data/leftover.txt": "no table is called so\n",
    "exports/costs.csv": "month,cost\n",
    "notes/runway.md": "Hold the hire.\n",
    "notes/draft.txt": "not shown\n",
    "scenarios/downside.toml": "[plan]\ncash = 1\n",
    "scenarios/upside.toml": "[plan]\ncash = 9\n",
    "notebooks/07_runway.ipynb": '{"cells": []}',
    "notebooks/trial.ipynb": '{"cells": []}',
    "_brand.yml": "logo: {medium: pictures/logo.png}\ntypography: {fonts: [{files: [{path: 'a font.ttf'}]}]}\n",
    "pictures/logo.png": "logo",
    "pictures/other.png": "not named",
    "a font.ttf": "font",
}
REPORT = {"report.html": b"<p>", "report.pdf": b"%PDF", "notebooks/07_runway.ipynb": b"{}"}


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "clients" / "acme"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def asked(company: Path) -> Callable[..., Item]:
    return lambda **more: Item(**{"id": "acme", "workspace": str(company), **more})


@pytest.fixture
def item(asked: Callable[..., Item]) -> Item:
    return asked()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def made(out: Path) -> Callable[[Item], Path]:
    """Return what puts a report of an item into its place, as if it had been made now."""

    def make(item: Item) -> Path:
        with at_hand(item) as here:
            folder, marks = out / place_of(here), fingerprint(here)
        for name, data in REPORT.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        about = {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in REPORT.items()
        }
        run: dict[str, Any] = {"files": about, "fingerprint": marks, "versions": versions()}
        (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
        return folder

    return make
