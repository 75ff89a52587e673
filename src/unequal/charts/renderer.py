"""An Altair chart as a block and as a picture in JupyterLab.

The bundle of an output holds the block (for the report), the spec in a MIME type that JupyterLab draws without the
network, and the sentence as plain text. Altair's own renderers were tried: ``default`` loads its scripts from a CDN
and writes a random id into every output, ``mimetype`` uses a key that nbformat refuses.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from .theme import config

BLOCK_MIME = "application/vnd.unequal.block+json"
BLOCK_SCHEMA = "unequal.block/1"
LAB_MIME = "application/vnd.vegalite.v5+json"  # the newest that JupyterLab draws
LAB_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FIRST_WIDTH, FIRST_HEIGHT = 620, 300


def install() -> None:
    """Make Altair show every chart as a block; harmless to call twice."""
    import altair as alt

    alt.renderers.register("unequal", bundle)
    alt.renderers.enable("unequal")


def bundle(spec: dict[str, Any], **_metadata: Any) -> dict[str, Any]:
    """Return the output of a chart: block, picture, sentence."""
    block = chart_block(spec)
    return {BLOCK_MIME: block, LAB_MIME: picture(spec), "text/plain": block["sentence"] or block["name"]}


def chart_block(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart's block: caption, recipe, channels, rows by name, and a spec that names its rows.

    Args:
        spec: What Altair's ``to_dict`` gives, of our recipes or of anybody's chart.
    """
    plain = copy.deepcopy(spec)
    meta = plain.pop("usermeta", {}).get("unequal", {})
    plain.pop("$schema", None)
    plain.pop("config", None)
    datasets, names = _named_datasets(plain)
    return {
        "schema": BLOCK_SCHEMA,
        "kind": "chart",
        "name": meta.get("name") or plain.get("name") or "chart",
        "analysis": meta.get("analysis"),
        "as_of": meta.get("as_of"),
        "recipe": meta.get("recipe", "own"),
        "sentence": meta.get("sentence", ""),
        "description": meta.get("description") or plain.get("description") or "",
        "source": meta.get("source", ""),
        "n": meta.get("n"),
        "channels": meta.get("channels", {}),
        "rows": datasets.get(names[0], []) if names else [],
        "datasets": datasets,
        "spec": plain,
    }


def picture(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the spec as JupyterLab draws it: our theme, a first size, the schema version that it knows."""
    shown = {key: value for key, value in spec.items() if key != "usermeta"}
    shown["$schema"] = LAB_SCHEMA
    shown.setdefault("width", FIRST_WIDTH)
    shown.setdefault("height", FIRST_HEIGHT)
    shown["config"] = {**config(), **{k: v for k, v in spec.get("config", {}).items() if k != "view"}}
    meta = spec.get("usermeta", {}).get("unequal", {})
    if meta.get("sentence") and "title" not in shown:
        shown["title"] = {"text": meta["sentence"], "anchor": "start", "fontSize": 14}
    return shown


def _named_datasets(spec: dict[str, Any]) -> tuple[dict[str, list[Any]], list[str]]:
    """Name datasets rows, rows-2 … in order of appearance; the names that Altair gives are hashes."""
    stored: dict[str, list[Any]] = spec.pop("datasets", {})
    found: dict[str, list[Any]] = {}
    renamed: dict[str, str] = {}
    for node in _nodes(spec):
        data = node.get("data")
        if not isinstance(data, dict):
            continue
        old = str(data.get("name", ""))
        if old in stored and old not in renamed:
            renamed[old] = _kept(found, stored[old])
        if old in renamed:
            node["data"] = {"name": renamed[old]}
        elif isinstance(data.get("values"), list):
            node["data"] = {"name": _kept(found, data["values"])}
    return found, list(found)


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a spec, outermost first, but none of its data."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "data":
                yield from _nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _nodes(value)


def _kept(found: dict[str, list[Any]], rows: list[Any]) -> str:
    name = "rows" if not found else f"rows-{len(found) + 1}"
    found[name] = rows
    return name
