"""Every notebook in a real JupyterLab, run by hand as a founder would."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import Browser, Locator, Page, Request, expect

from unequal.cli import lab as lab_room
from unequal.errors import EnvironmentFault
from unequal.shipped import shipped

from .conftest import Lab, start

NOTEBOOKS = [path.name for path in sorted(shipped("notebooks").glob("*.ipynb"))]
WITH_CHARTS = ("06_sales_cycle.ipynb", "07_runway.ipynb")
SECONDS = 120_000
PANEL = ".jp-MainAreaWidget:not(.lm-mod-hidden)"
pytestmark = [pytest.mark.browser, pytest.mark.kernel]


@pytest.fixture
def asked() -> list[str]:
    """What the browser asked for."""
    return []


@pytest.fixture
def page(browser: Browser, asked: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 2400})
    opened = context.new_page()

    def note(request: Request) -> None:
        asked.append(request.url)

    opened.on("request", note)
    opened.on("websocket", lambda socket: asked.append(socket.url))
    yield opened
    context.close()


def run_all(page: Page, url: str) -> None:
    """Open a notebook, choose Run All Cells, and wait until nothing runs any more."""
    page.goto(url, timeout=SECONDS)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=SECONDS)
    page.locator('.lm-MenuBar-itemLabel:text-is("Run")').click()
    page.locator('.lm-Menu-itemLabel:text-is("Run All Cells")').click()
    cells = page.locator(f"{PANEL} .jp-CodeCell")
    for number in range(cells.count()):
        prompt = cells.nth(number).locator(".jp-InputPrompt")
        page.wait_for_function(
            "prompt => /\\[\\d+\\]/.test(prompt.textContent)", arg=prompt.element_handle(), timeout=SECONDS
        )


def outputs(page: Page) -> Locator:
    return page.locator(f"{PANEL} .jp-OutputArea-output")


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_runs_and_shows_what_it_found(lab: Lab, page: Page, asked: list[str], notebook: str) -> None:
    run_all(page, lab.page_of(notebook))
    assert outputs(page).count() > 0
    assert page.locator(f"{PANEL} [data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.locator(f"{PANEL} [data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    if notebook != "00_start_here.ipynb":
        cards = page.locator(f"{PANEL} .jp-OutputArea-output div[style*='border-left']")
        assert cards.count() >= 1
        cards.first.scroll_into_view_if_needed()
        assert cards.first.is_visible()
        expect(cards.first).to_have_text(re.compile(r"^\s*[●▲■?]"))
    if notebook in WITH_CHARTS:
        drawn = page.locator(f"{PANEL} .vega-embed").locator("canvas, svg.marks")
        assert drawn.count() >= 2
        for number in range(drawn.count()):
            box = drawn.nth(number).bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) > 100
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")}
    assert hosts == {"127.0.0.1"}
    assert [url for url in asked if "/lab/api/news" in url] == []


def test_nothing_lies_over_the_notebook(lab: Lab, page: Page) -> None:
    page.goto(lab.page_of("00_start_here.ipynb"), timeout=SECONDS)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=SECONDS)
    assert page.get_by_role("heading", name="Start here").is_visible()
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0


@pytest.mark.parametrize("notebook", WITH_CHARTS)
def test_a_table_is_not_cut_off(lab: Lab, page: Page, notebook: str) -> None:
    run_all(page, lab.page_of(notebook))
    tables = page.locator(f"{PANEL} .jp-OutputArea-output table")
    assert tables.count() >= 3
    for number in range(tables.count()):
        area = tables.nth(number).locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')][1]")
        cut = area.evaluate("area => area.scrollWidth > area.clientWidth + 1")
        assert not cut


def test_without_the_token_nobody_gets_in(lab: Lab) -> None:
    parts = urlsplit(lab.url)
    assert parts.hostname == "127.0.0.1"
    assert "token=" in parts.query
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"http://{parts.netloc}/api/contents", timeout=30)


def test_the_token_is_no_word_of_a_command(lab: Lab) -> None:
    token = lab.url.partition("token=")[2]
    if not Path("/proc").is_dir():
        pytest.skip("no /proc on this system")
    said = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if os.access(path, os.R_OK)]
    assert [line for line in said if token.encode() in line] == []


def test_only_this_machine_can_reach_it(lab: Lab) -> None:
    port = urlsplit(lab.url).port
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        if not str(address).startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((str(address), port), timeout=5)


def test_it_says_that_the_sample_is_a_copy_and_how_to_end(lab: Lab) -> None:
    assert "This is a copy of the sample company" in lab.said
    assert "end it with Ctrl-C" in lab.said


def test_a_company_gets_its_notebooks_and_keeps_them(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shipped("data/sample") / "harbor", tmp_path / "client"))
    (folder / "notebooks").mkdir()
    (folder / "notebooks/07_runway.ipynb").write_text("{}")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    running = start(tmp_path / "temporary", str(folder))
    assert running.end() == 0
    assert {path: path.read_bytes() for path in before} == before
    hashes = json.loads((folder / "notebooks/shipped.json").read_text())
    assert sorted(hashes) == [name for name in NOTEBOOKS if name != "07_runway.ipynb"]
    for name, known in hashes.items():
        assert hashlib.sha256((folder / "notebooks" / name).read_bytes()).hexdigest() == known


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_when_it_ends_the_copy_is_gone(tmp_path: Path, number: int, code: int) -> None:
    running = start(tmp_path / "temporary")
    assert "/lab/tree/notebooks/00_start_here.ipynb?token=" in running.url
    assert len(list(running.temporary.iterdir())) == 1
    assert running.end(number) == code
    assert list(running.temporary.iterdir()) == []


@pytest.mark.parametrize(
    "about",
    [
        pytest.param({"hostname": "0.0.0.0", "token": "ours", "password": False}, id="open to the network"),
        pytest.param({"hostname": "127.0.0.1", "token": "", "password": False}, id="without a token"),
    ],
)
def test_a_configuration_that_lets_others_in_is_refused(about: dict[str, object]) -> None:
    with pytest.raises(EnvironmentFault, match="would let others in"):
        lab_room._closed_to_others(about, "ours")
    assert lab_room._closed_to_others({"hostname": "127.0.0.1", "token": "", "password": True}, "ours")


def test_a_jupyter_that_does_not_start_tells_why(tmp_path: Path) -> None:
    (tmp_path / "no-config").mkdir()
    (tmp_path / "no-config/jupyter_server_config.py").write_text("raise SystemExit('the configuration is broken')\n")
    running = start(tmp_path / "temporary")
    assert running.url == ""
    assert running.ended() == 4
    assert "JupyterLab did not start." in (tmp_path / "said.txt").read_text()
