"""What every test stands on: no test reads or writes the user's own cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep results in a folder of this test run, shared by its tests."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("UNEQUAL_CACHE")
    os.environ["UNEQUAL_CACHE"] = str(folder)
    yield folder
    if before is None:
        del os.environ["UNEQUAL_CACHE"]
    else:
        os.environ["UNEQUAL_CACHE"] = before
