from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .bad import tiny_batch
from .trial import Trial, a_trial, published


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs Linux: these tests find processes, and what they are, under /proc."""
    if not Path("/proc/self/environ").exists():
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="there is no /proc to find processes in"))


@pytest.fixture
def trial() -> Iterator[Trial]:
    with a_trial() as made:
        yield made


@dataclass(frozen=True, slots=True, kw_only=True)
class Undisturbed:
    """A batch that ran to its end with nobody in its way."""

    manifest: Path
    out: Path
    seconds: float

    @property
    def files(self) -> dict[str, bytes]:
        return published(self.out)


@pytest.fixture(scope="session")
def undisturbed() -> Iterator[Undisturbed]:
    """Three sound notebooks."""
    folder = Path(tempfile.mkdtemp(prefix="uq"))
    manifest, out = tiny_batch(folder), folder / "out"
    with a_trial() as trial:
        done = trial.run("batch", manifest, "--out", out, "--jobs", 2)
    assert done.code == 0, done.text
    yield Undisturbed(manifest=manifest, out=out, seconds=done.seconds)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def may_mount() -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
