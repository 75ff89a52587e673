"""The page in a real browser: it asks nobody for anything, complains of nothing, runs nothing that a client wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from unequal.report import as_html

pytestmark = pytest.mark.browser

HOSTILE = (
    '</script><script>window.hit=1</script><img src=x onerror=window.hit=1> "><svg onload=window.hit=1> '
    "' onmouseover='window.hit=1' {{1234*1000}} javascript:window.hit=1"
)


@pytest.fixture
def opened(browser, tmp_path):
    """Open a page and watch what it asks for and says."""
    contexts = []

    def open_page(text: str, **about):
        path = Path(tmp_path) / "report.html"
        path.write_text(text, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **about})
        contexts.append(context)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda fault: said.append(f"fault: {fault}"))
        page.on("dialog", lambda dialog: said.append("dialog") or dialog.dismiss())
        page.on("request", lambda request: said.append(f"asks: {request.url[:80]}"))
        page.goto(path.as_uri())
        said.remove(f"asks: {path.as_uri()[:80]}")
        return page, said

    yield open_page
    for context in contexts:
        context.close()


def until(page, expression: str, seconds: float = 10) -> None:
    """Wait until an expression is true; the page's policy forbids the way that playwright waits."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"still not so after {seconds} s: {expression}")


def draw(page) -> None:
    """Make the window so high that every chart comes near, and wait until all are drawn."""
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": 15_000})
    until(page, "document.querySelectorAll('figure.drawn .live svg').length === 4")
    page.set_viewport_size(size)


@pytest.fixture(scope="module")
def text(document) -> str:
    return as_html(document)


@pytest.mark.parametrize("width", [1280, 360])
def test_charts_are_drawn_and_nothing_is_asked_for(opened, text, width):
    page, said = opened(text, viewport={"width": width, "height": 800})
    draw(page)
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_names_at_the_ends_of_lines_are_not_cut_off(opened, text):
    page, _ = opened(text, viewport={"width": 360, "height": 800})
    draw(page)
    over = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.live text')].map(t => t.getBoundingClientRect().right))"
    )
    assert over <= 360


def test_without_scripts_the_pictures_stay(opened, text):
    page, said = opened(text, java_script_enabled=False)
    assert page.locator(".still svg").first.is_visible()
    assert page.locator(".one-at-a-time table").first.is_visible()
    assert not page.locator(".levers").first.is_visible()
    assert said == []


def test_print_shows_the_pictures_and_no_menu(opened, text):
    page, _ = opened(text)
    draw(page)
    page.emulate_media(media="print")
    assert page.locator(".still svg").first.is_visible()
    assert not page.locator("#contents").is_visible()
    assert not page.locator(".live").first.is_visible()


def test_darkness_turns_the_charts_too(opened, text):
    page, said = opened(text)
    draw(page)
    page.emulate_media(color_scheme="dark")
    until(page, "document.querySelector('.live svg').innerHTML.includes('#e8ecf0')")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 27)"
    assert said == []


def test_a_lever_shows_what_was_computed(opened, text):
    page, _ = opened(text)
    box = page.locator(".what-if")
    assert "14" in box.locator(".now-value output").inner_text()
    slider = box.locator("input").nth(1)
    slider.focus()
    page.keyboard.press("End")
    assert box.locator(".badge").first.inner_text().upper().endswith("GO")
    assert "€2.4" in box.locator(".now-sentence").inner_text()
    box.locator("button").click()
    assert "do not come in time" in box.locator(".now-sentence").inner_text()


def test_the_menu_of_a_phone_opens_leads_and_closes(opened, text):
    page, _ = opened(text, viewport={"width": 360, "height": 740})
    menu = page.locator("#contents")
    assert not menu.is_visible()
    page.locator(".bar button").click()
    assert menu.is_visible()
    menu.locator("a", has_text="How long does a sale take?").click()
    until(page, "location.hash === '#sales-cycle'")
    assert not menu.is_visible()


def test_the_first_stop_of_the_keyboard_leads_past_the_contents(opened, text):
    page, _ = opened(text)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#report"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_what_a_client_wrote_runs_nowhere_and_a_tip_shows_it_as_text(opened, hostile):
    page, said = opened(as_html(hostile(HOSTILE)))
    draw(page)
    figure = page.locator("figure.chart").nth(0)
    figure.scroll_into_view_if_needed()
    for _ in range(20):  # a chart may still be settling under the first move
        page.mouse.move(2, 2)
        figure.locator(".live svg path[aria-roledescription='point']").last.hover(force=True)
        if page.locator("#tip").is_visible():
            break
    assert "<img src=x" in page.locator("#tip").inner_text()
    page.mouse.wheel(0, 700)
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.querySelectorAll('[onerror],[onload],[onmouseover]').length") == 0
    assert said == []
