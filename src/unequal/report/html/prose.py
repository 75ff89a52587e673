"""Markdown's tree as HTML; every text escaped, every tag ours."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from unequal.report.prose import Node, Tree

WRAPPED = {"p": "p", "quote": "blockquote", "item": "li", "strong": "strong", "em": "em", "strike": "s"}
HEAD = Markup("<th scope='col' class='{}'>{}</th>")
CELL = Markup("<td class='{}'>{}</td>")
LINK = Markup('<a href="{}" rel="noopener noreferrer">{}</a>')
ALONE = {"rule": Markup("<hr>"), "break": Markup("<br>")}


def prose_html(tree: Tree) -> Markup:
    """Return a tree as HTML.

    >>> prose_html([{"t": "p", "c": [{"t": "text", "text": "<b>"}]}])
    Markup('<p>&lt;b&gt;</p>')
    """
    return Markup("").join(_node(node) for node in tree)


def _node(node: Node) -> Markup:
    kind = node["t"]
    if kind in WRAPPED:
        return _tag(WRAPPED[kind], node["c"])
    if kind in ALONE:
        return ALONE[kind]
    return _OTHERS[kind](node)


def _tag(name: str, children: Iterable[Node]) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(name, Markup("").join(_node(child) for child in children))


def _list(node: Node) -> Markup:
    items = prose_html(node["c"])
    if not node["ordered"]:
        return Markup("<ul>{}</ul>").format(items)
    start = Markup(' start="{}"').format(int(node["start"])) if node["start"] != 1 else Markup("")
    return Markup("<ol{}>{}</ol>").format(start, items)


def _table(node: Node) -> Markup:
    def row(cells: list[Tree], cell_of: Markup) -> Markup:
        made = (cell_of.format(align, prose_html(cell)) for cell, align in zip(cells, node["aligns"], strict=False))
        return Markup("<tr>{}</tr>").format(Markup("").join(made))

    body = Markup("").join(row(cells, CELL) for cells in node["rows"])
    return Markup("<div class='rows' tabindex='0'><table><thead>{}</thead><tbody>{}</tbody></table></div>").format(
        row(node["head"], HEAD), body
    )


_OTHERS = {
    "text": lambda node: escape(node["text"]),
    "mono": lambda node: Markup("<code>{}</code>").format(node["text"]),
    "code": lambda node: Markup("<pre tabindex='0'><code>{}</code></pre>").format(node["text"]),
    "h": lambda node: _tag(f"h{int(node['level'])}", node["c"]),
    "link": lambda node: LINK.format(node["to"], prose_html(node["c"])),
    "list": _list,
    "table": _table,
}
