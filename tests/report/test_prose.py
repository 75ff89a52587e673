from __future__ import annotations

import pytest

from unequal.report.html.prose import prose_html
from unequal.report.prose import tree_of, words_of


def html(markdown: str) -> str:
    return str(prose_html(tree_of(markdown)))


def test_markdown_becomes_html():
    assert html("Cash lasts **12** months.") == "<p>Cash lasts <strong>12</strong> months.</p>"
    assert html("2. b\n3. c") == '<ol start="2"><li><p>b</p></li><li><p>c</p></li></ol>'
    assert "<td class='right'>1</td>" in html("| a | b |\n|--|--:|\n| x | 1 |")


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "`</code><script>alert(1)</script>`",
        "```\n</pre><script>alert(1)</script>\n```",
        '[a](https://x.example/"onmouseover="alert(1))',
        "| <b>a</b> |\n|---|\n| <i>x</i> |",
    ],
)
def test_html_in_markdown_stays_text(hostile):
    made = html(hostile)
    assert "<img" not in made
    assert "<script" not in made
    assert '"onmouseover=' not in made
    assert "<b>" not in made


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "vbscript:x",
    ],
)
def test_links_that_could_act_are_words(link):
    assert "<a" not in html(f"[here]({link})")
    assert "<a" not in html(f"<{link}>")


def test_good_links_stay():
    assert html("[here](https://example.org/?a=1&b=2)").startswith('<p><a href="https://example.org/?a=1&amp;b=2"')
    assert '<a href="mailto:a@b.example"' in html("[write](mailto:a@b.example)")


def test_pictures_from_addresses_become_their_words():
    assert html("![a chart](https://tracker.example/x.png)") == "<p><em>a chart</em></p>"


@pytest.mark.parametrize("sign", ["[", ">", "- ", "*a ", "`", "![", "<"])
def test_deep_nesting_does_not_end_the_process(sign):
    assert isinstance(html(sign * 3000 + "x"), str)


def test_words_are_without_marks():
    assert words_of(tree_of("# A *b*\n\nc  \nd")) == "A b c d"
