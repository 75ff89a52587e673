"""What differs between two runs of the same notebook, removed by a closed list; and a notebook as text.

| differs | cure |
|---|---|
| papermill's clocks, durations, paths, of the notebook and its cells | keys removed |
| `execution` clocks of a cell | removed |
| id of the injected parameters cell | made from its position |
| versions of Python and of widgets in the notebook's metadata | removed |
| random names of Altair, Styler and matplotlib in HTML and SVG | numbered in order of appearance |
| matplotlib's dates | removed |
| ids of live widgets | the output's widget part removed |
| warnings on stderr | removed |
| absolute paths | replaced as the caller says |

What is left over and would differ (``<… object at 0x7f…>``, a path that was to be replaced) stops the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

import nbformat
from nbformat import NotebookNode

from unequal.errors import ReportFailed

from .inert import whole

PAPERMILL_KEYS = (
    "start_time",
    "end_time",
    "duration",
    "input_path",
    "output_path",
    "environment_variables",
    "exception",
)
NOTEBOOK_KEYS = ("widgets", "language_info", "vscode", "toc")
CELL_KEYS = ("execution", "ExecuteTime", "execute_time")
WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
INJECTED = "injected-parameters"

RANDOM_NAMES = (
    re.compile(r"altair-viz-[0-9a-f]{16,}"),
    re.compile(r"\bT_[0-9a-f]{5}\b"),
    re.compile(r"\b(?:clip|p|m|image|C\d+_\d+_)[0-9a-f]{10}\b"),
)
MATPLOTLIB_DATE = re.compile(r"\s*<dc:date>[^<]*</dc:date>")
ADDRESS = re.compile(r"(?:<|&lt;)[^<>&\n]{1,200} at 0x[0-9a-f]{6,16}(?:>|&gt;)")

Change = Callable[[str], str]
Json = dict[str, Any]


def scrub(notebook: NotebookNode, replacements: Mapping[str, str] | None = None) -> NotebookNode:
    """Return an executed notebook without what differs between two runs.

    Args:
        notebook: As it was executed; not changed.
        replacements: Absolute paths to what stands in their place; the longest is replaced first.

    Raises:
        ReportFailed: Something that differs is left: an object's address, or a path.
    """
    clean: Json = _each_text(notebook, _replacer(replacements or {}))
    clean["metadata"] = _notebook_metadata(clean["metadata"])
    names: dict[str, str] = {}
    for position, cell in enumerate(clean["cells"]):
        _scrub_cell(cell, position, names)
    _check(clean, tuple(replacements or {}))
    return cast("NotebookNode", nbformat.from_dict(clean))


def without_clocks(notebook: NotebookNode) -> NotebookNode:
    """Return an executed notebook of somebody else's with its outputs as they are, but without the clocks of its run.

    Args:
        notebook: As it was executed; not changed.
    """
    clean: Json = _each_text(notebook, str)
    if "papermill" in clean["metadata"]:
        clean["metadata"]["papermill"] = _without(clean["metadata"]["papermill"], PAPERMILL_KEYS)
    for position, cell in enumerate(clean["cells"]):
        _settle_metadata(cell, position)
    return cast("NotebookNode", nbformat.from_dict(clean))


def notebook_text(notebook: NotebookNode) -> str:
    """Return a notebook as text: nbformat's layout, sorted keys, LF, one line feed at the end."""
    text = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    return whole(text.replace("\r\n", "\n").rstrip("\n")) + "\n"


def _replacer(replacements: Mapping[str, str]) -> Change:
    """Return a function that replaces paths as they stand, and as a representation doubles their backslashes."""
    pairs = sorted(((old, new) for old, new in replacements.items() if old), key=lambda pair: (-len(pair[0]), pair[0]))
    pairs = [*pairs, *((old.replace("\\", "\\\\"), new) for old, new in pairs if "\\" in old)]

    def change(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    return change


def _each_text(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return whole(change(value))
    if isinstance(value, dict):
        return {key: _each_text(one, change) for key, one in value.items()}
    if isinstance(value, list):
        return [_each_text(one, change) for one in value]
    return value


def _notebook_metadata(metadata: Json) -> Json:
    kept = _without(metadata, NOTEBOOK_KEYS)
    kept["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    if "papermill" in kept:
        kept["papermill"] = _without(kept["papermill"], PAPERMILL_KEYS)
    return kept


def _without(mapping: Json, keys: tuple[str, ...]) -> Json:
    return {key: value for key, value in mapping.items() if key not in keys}


def _settle_metadata(cell: Json, position: int) -> None:
    metadata = _without(cell["metadata"], CELL_KEYS)
    if "papermill" in metadata:
        metadata["papermill"] = _without(metadata["papermill"], PAPERMILL_KEYS)
    cell["metadata"] = metadata
    if INJECTED in metadata.get("tags", ()):
        cell["id"] = f"unequal-{position:04d}"


def _scrub_cell(cell: Json, position: int, names: dict[str, str]) -> None:
    _settle_metadata(cell, position)
    if cell["cell_type"] == "code":
        kept = (_scrub_output(output, names) for output in cell["outputs"])
        cell["outputs"] = [output for output in kept if output is not None]


def _scrub_output(output: Json, names: dict[str, str]) -> Json | None:
    if output["output_type"] == "stream":
        return None if output["name"] == "stderr" else output
    data: Json | None = output.get("data")
    if data is None:
        return output
    if WIDGET_MIME in data:
        data = _without(data, (WIDGET_MIME, "text/plain"))
    for mime in ("text/html", "image/svg+xml"):
        if mime in data:
            data[mime] = _renamed(MATPLOTLIB_DATE.sub("", _joined(data[mime])), names)
    return {**output, "data": data} if data else None


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


def _renamed(text: str, names: dict[str, str]) -> str:
    """Number random names in order of appearance, the same name always getting the same number."""

    def number(found: re.Match[str]) -> str:
        return names.setdefault(found.group(), f"unequal-name-{len(names) + 1}")

    for pattern in RANDOM_NAMES:
        text = pattern.sub(number, text)
    return text


def _check(notebook: Json, paths: tuple[str, ...]) -> None:
    for number, cell in enumerate(notebook["cells"], start=1):
        for text in _shown_texts(cell):
            _refuse(ADDRESS.search(text), number, "an object's address in memory, which differs from run to run")
        left = next((path for path in paths if path and _holds(cell, path)), None)
        _refuse(left, number, "a path of this machine")


def _holds(value: Any, path: str) -> bool:
    """Return whether a path stands anywhere, also as the key of a mapping, where nothing is replaced."""
    if isinstance(value, str):
        return path in value
    if isinstance(value, dict):
        return any(_holds(one, path) for pair in value.items() for one in pair)
    return isinstance(value, list) and any(_holds(one, path) for one in value)


def _shown_texts(cell: Json) -> list[str]:
    texts: list[str] = []
    for output in cell.get("outputs", ()):
        data = output.get("data", {"text/plain": output.get("text", "")})
        texts.extend(_joined(data[mime]) for mime in ("text/plain", "text/html", "text/markdown") if mime in data)
    return texts


def _refuse(found: object, number: int, what: str) -> None:
    if found:
        shown = found.group() if isinstance(found, re.Match) else found
        problem = f"Cell {number} shows {what}: {shown!r}."
        raise ReportFailed(
            problem, mend="Show a value, a table or a finding in that cell, or end the line with a semicolon."
        )
