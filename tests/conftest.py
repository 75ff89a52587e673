"""What every test stands on: no test reads or writes the user's own cache; and the browser of those that look."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


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


# One module at a time: while playwright is open its event loop counts as running in the whole process, so a browser
# that stays open to the end of the session breaks whatever opens one, or runs an event loop, after it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is missing: apt-get install chromium")
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", *QUIET])
        yield running
        running.close()
