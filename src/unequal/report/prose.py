"""Markdown to one small tree, which pages and the PDF walk; HTML in it stays text, and no link leads to a script.

A node is a dict with ``t``, its type, and what the type needs, so that the tree is JSON as it stands:

    {"t": "p", "c": [{"t": "text", "text": "Cash lasts "}, {"t": "strong", "c": [{"t": "text", "text": "12 months"}]}]}

Types: h (level), p, quote, list (ordered, start), item, code (text), rule, table (aligns, head, rows);
text, strong, em, strike, mono (text), link (to), break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from .inert import clean

Node = dict[str, Any]
Tree = list[Node]

SCHEMES = ("http", "https", "mailto")
MOST_NESTING = 12  # a hostile page of brackets must not end the process


def tree_of(markdown: str) -> Tree:
    """Return Markdown as a tree.

    >>> tree_of("# Runway")
    [{'t': 'h', 'level': 1, 'c': [{'t': 'text', 'text': 'Runway'}]}]
    >>> tree_of("[x](javascript:alert(1))")[0]["c"][0]["t"]
    'text'
    """
    return _blocks(SyntaxTreeNode(_parser().parse(clean(markdown))).children)


def words_of(tree: Iterable[Node]) -> str:
    """Return the plain words of a tree.

    >>> words_of(tree_of("Cash *lasts*."))
    'Cash lasts.'
    """
    return "".join(_words(node) for node in tree).strip()


def _words(node: Node) -> str:
    if "text" in node:
        return str(node["text"])
    if node["t"] == "break":
        return " "
    inner = "".join(_words(one) for one in node.get("c", ()))
    return f"{inner} " if node["t"] in ("p", "h", "item") else inner


@cache
def _parser() -> MarkdownIt:
    rules = {"html": False, "linkify": False, "typographer": False, "maxNesting": MOST_NESTING}
    return MarkdownIt("commonmark", rules).enable(["table", "strikethrough"])


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Tree:
    return [made for node in nodes for made in _BLOCKS.get(node.type, _unknown)(node)]


def _spans(node: SyntaxTreeNode) -> Tree:
    inline = [child for child in node.children if child.type == "inline"]
    return _inner(inline[0].children if inline else node.children)


def _inner(nodes: Iterable[SyntaxTreeNode]) -> Tree:
    return [made for node in nodes for made in _SPANS.get(node.type, _unknown)(node)]


def _unknown(node: SyntaxTreeNode) -> Tree:
    return [{"t": "text", "text": node.content}] if node.content else []


def _heading(node: SyntaxTreeNode) -> Tree:
    return [{"t": "h", "level": int(node.tag[1]), "c": _spans(node)}]


def _paragraph(node: SyntaxTreeNode) -> Tree:
    spans = _spans(node)
    return [{"t": "p", "c": spans}] if words_of(spans) else []


def _list(node: SyntaxTreeNode) -> Tree:
    ordered = node.type == "ordered_list"
    start = int(node.attrs.get("start", 1)) if ordered else 1
    items = [{"t": "item", "c": _blocks(item.children)} for item in node.children]
    return [{"t": "list", "ordered": ordered, "start": start, "c": items}]


def _table(node: SyntaxTreeNode) -> Tree:
    rows = [row for part in node.children for row in part.children]
    cells = [[_spans(cell) for cell in row.children] for row in rows]
    aligns = [_align(cell) for cell in rows[0].children] if rows else []
    return [{"t": "table", "aligns": aligns, "head": cells[0], "rows": cells[1:]}] if cells else []


def _align(cell: SyntaxTreeNode) -> str:
    style = str(cell.attrs.get("style", ""))
    return next((side for side in ("right", "center") if style.endswith(side)), "left")


def _link(node: SyntaxTreeNode) -> Tree:
    to = str(node.attrs.get("href", ""))
    inner = _inner(node.children)
    return [{"t": "link", "to": to, "c": inner}] if _leads_somewhere_safe(to) else inner


def _leads_somewhere_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _image(node: SyntaxTreeNode) -> Tree:
    # a picture in Markdown is a file or an address; neither travels with the report, its words do
    words = node.content
    return [{"t": "em", "c": [{"t": "text", "text": words}]}] if words else []


def _wrapped(kind: str) -> Callable[[SyntaxTreeNode], Tree]:
    return lambda node: [{"t": kind, "c": _inner(node.children)}]


def _code(node: SyntaxTreeNode) -> Tree:
    return [{"t": "code", "text": node.content.rstrip("\n")}]


_BLOCKS: dict[str, Callable[[SyntaxTreeNode], Tree]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": lambda node: [{"t": "quote", "c": _blocks(node.children)}],
    "fence": _code,
    "code_block": _code,
    "hr": lambda _: [{"t": "rule"}],
    "table": _table,
}
_SPANS: dict[str, Callable[[SyntaxTreeNode], Tree]] = {
    "text": _unknown,
    "softbreak": lambda _: [{"t": "text", "text": " "}],
    "hardbreak": lambda _: [{"t": "break"}],
    "strong": _wrapped("strong"),
    "em": _wrapped("em"),
    "s": _wrapped("strike"),
    "code_inline": lambda node: [{"t": "mono", "text": node.content}],
    "link": _link,
    "image": _image,
}
