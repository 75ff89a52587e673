from __future__ import annotations

import base64
import gzip
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from unequal.report import as_html, assemble
from unequal.report.html.vega import script_hash

ACTING = {"iframe", "object", "embed", "base", "form", "link", "applet", "frame", "audio", "video", "foreignobject"}
PAYLOADS = [
    pytest.param(
        "</script><script>window.hit=1</script></style><img src=x onerror=window.hit=1><!-- ]]>", id="elements"
    ),
    pytest.param("\"><svg onload=window.hit=1> ' onmouseover='window.hit=1 \\ \" %%style%%", id="attributes"),
    pytest.param("javascript:window.hit=1", id="address"),
    pytest.param("\u2028\u2029\x00\ud800\u202e" + "A" * 300, id="breaks"),
]


class Page(HTMLParser):
    """Collects elements and their attributes; the content of scripts and styles is kept apart."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.words: list[str] = []
        self._inside: str | None = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else self._inside
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, tag):
        self._inside = None if tag == self._inside else self._inside

    def handle_data(self, data):
        if self._inside == "script":
            attrs, before = self.scripts[-1]
            self.scripts[-1] = (attrs, before + data)
        elif self._inside is None:
            self.words.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def text(document) -> str:
    return as_html(document)


@pytest.fixture(scope="module")
def page(text) -> Page:
    return Page(text)


def test_the_same_document_gives_the_same_page(document, text):
    assert as_html(document) == text


def test_a_page_assembled_again_is_the_same(run, notebooks, text):
    assert as_html(assemble(run, notebooks)) == text


def test_a_page_with_charts_stays_small(text):
    assert len(text.encode()) < 1_500_000


def test_nothing_refers_outside(page):
    for tag, attrs in page.elements:
        for name in ("src", "srcset", "data", "action", "poster", "background", "xlink:href"):
            assert (attrs.get(name) or "data:").startswith(("data:", "#")), (tag, name)
        if tag != "a":
            assert (attrs.get("href") or "#").startswith("#"), tag
    assert not ACTING & {tag for tag, _ in page.elements}


def test_style_refers_to_nothing_outside(text):
    style = text[text.index("<style>") : text.index("</style>")]
    assert not re.findall(r"url\((?!data:)", style)
    assert "@import" not in style


def test_the_policy_names_each_script_by_its_hash_and_allows_no_eval(page):
    policy = next(attrs["content"] for attrs in page.named("meta") if "http-equiv" in attrs)
    running = [body for attrs, body in page.scripts if attrs.get("type") is None]
    packed = next(body for attrs, body in page.scripts if attrs.get("id") == "library")
    hashes = [script_hash(body.encode()) for body in running] + [script_hash(gzip.decompress(base64.b64decode(packed)))]
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe" not in policy


def test_every_block_of_data_is_json_and_cannot_end_its_element(page):
    stored = [body for attrs, body in page.scripts if attrs.get("type") == "application/json"]
    assert len(stored) == 6
    for body in stored:
        json.loads(body)
        assert not set("<>&\u2028\u2029") & set(body)


def test_headings_are_in_order(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_addresses_inside_the_page_are_unique_and_lead_somewhere(page):
    named = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(named) == len(set(named))
    links = [attrs["href"][1:] for attrs in page.named("a") if (attrs.get("href") or "").startswith("#")]
    assert links
    assert set(links) <= set(named)


def test_every_picture_and_chart_has_words(page):
    assert all(attrs.get("alt") for attrs in page.named("img"))
    plots = [attrs for _, attrs in page.elements if attrs.get("class") == "plot"]
    assert len(plots) == 4
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in plots)


def test_the_page_says_its_language_and_has_a_way_past_the_contents(page):
    assert page.named("html") == [{"lang": "en"}]
    assert page.named("a")[0]["href"] == "#report"


def test_each_chart_is_there_without_scripts_in_colours_that_follow_the_reader(text):
    assert text.count('<div class="still"><svg') == 4
    assert 'stroke="var(--chart-threshold,#b3261e)"' in text
    assert "--chart-threshold:#ff8a80" in text


def test_verdicts_show_shape_and_word(text):
    assert '<span class="badge stop"><i aria-hidden="true">■</i> stop</span>' in text


def test_a_report_without_charts_carries_no_library(run, notebooks):
    only = [pair for pair in notebooks if pair[0] == "memo"]
    made = Page(as_html(assemble(run, only)))
    assert not any(attrs.get("id") == "library" for attrs, _ in made.scripts)


def test_letters_beyond_latin_bring_their_fonts(run, notebooks, text):
    run["company"] = "Ελληνικά Καράβια"
    greek = as_html(assemble(run, notebooks))
    assert greek.count("@font-face") == 2 * text.count("@font-face")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_from_a_client_makes_no_element_and_no_handler(hostile, page, payload):
    made = Page(as_html(hostile(payload)))
    assert {tag for tag, _ in made.elements} <= {tag for tag, _ in page.elements}
    assert not [name for _, attrs in made.elements for name in attrs if name.startswith("on")]
    assert len(made.named("script")) == len(page.named("script"))
    assert len(made.named("style")) == 1
    addresses = [attrs.get("href") or "" for attrs in made.named("a")]
    assert not [one for one in addresses if not one.startswith(("#", "https://", "mailto:"))]


def test_templates_in_text_are_not_filled_in(hostile):
    made = Page(as_html(hostile("{{1234*1000}}")))
    assert any("{{1234*1000}}" in words for words in made.words)
    assert not any("1234000" in words for words in made.words)


def test_hidden_characters_do_not_reach_the_page(hostile):
    made = as_html(hostile("invoice\u202excod.exe\u2066\x00"))
    assert "invoicexcod.exe" in made
    assert not set("\u202e\u2066\x00") & set(made)
