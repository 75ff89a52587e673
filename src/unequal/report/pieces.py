"""What an executed notebook holds for a report: Markdown, blocks, pictures, in their order; and what it cannot show.

Code is never read. An output that is an error stops the report.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from unequal.charts.renderer import BLOCK_MIME
from unequal.errors import ReportFailed, shown

from .chart_specs import safe_spec
from .contract import fault_of
from .safe_svg import media_of

HIDDEN_CELLS = frozenset({"remove-cell", "remove_cell", "unequal:explore", "parameters", "injected-parameters"})
HIDDEN_OUTPUTS = frozenset({"remove-output", "remove_output", "hide-output"})
PICTURES = ("image/svg+xml", "image/png")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something that a report shows.

    Attributes:
        kind: What `content` is: Markdown text, a block, or a picture as ``(media, bytes, alt)``.
        cell: Number of its cell, the first being 1.
    """

    kind: Literal["markdown", "block", "picture"]
    content: Any
    cell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An output that a report cannot show.

    Attributes:
        what: Names the phrase that says what it is.
        block: Its block, if it has one: the record keeps it.
    """

    notebook: str
    cell: int
    what: str
    block: Any = None


def pieces(notebook: Mapping[str, Any], name: str) -> Iterator[Piece | LeftOut]:
    """Yield what a notebook holds, from its first cell to its last.

    Args:
        notebook: Executed.
        name: Its file, for messages.

    Raises:
        ReportFailed: A cell ended in an error, or shows a block that this version does not know.
    """
    for number, cell in enumerate(notebook["cells"], start=1):
        tags = frozenset(cell.get("metadata", {}).get("tags", ()))
        if tags & HIDDEN_CELLS:
            _refuse_errors(cell, number, name)
        elif cell["cell_type"] == "markdown":
            yield Piece(kind="markdown", content=_text(cell["source"]), cell=number)
        elif cell["cell_type"] == "code":
            _refuse_errors(cell, number, name)
            if not tags & HIDDEN_OUTPUTS:
                yield from _outputs(cell, number, name)


def _refuse_errors(cell: Mapping[str, Any], number: int, name: str) -> None:
    for output in cell.get("outputs", ()):
        if output["output_type"] == "error":
            found = (
                f"{name}, cell {number} ended in {output.get('ename', 'an error')}: {shown(output.get('evalue', ''))}."
            )
            raise ReportFailed(found, mend=f"Open {name}, run it to cell {number}, and mend what the cell says.")


def _outputs(cell: Mapping[str, Any], number: int, name: str) -> Iterator[Piece | LeftOut]:
    for output in cell.get("outputs", ()):
        if output["output_type"] == "stream":
            if _text(output.get("text", "")).strip():
                yield LeftOut(notebook=name, cell=number, what="left_out_stream")
        else:
            data = output.get("data", {})
            if BLOCK_MIME in data:
                yield from _blocks(data[BLOCK_MIME], number, name)
            else:
                yield from _foreign(data, {**cell.get("metadata", {}), **output.get("metadata", {})}, number, name)


def _blocks(content: Any, number: int, name: str) -> Iterator[Piece | LeftOut]:
    for block in content if isinstance(content, list) else [content]:
        fault = fault_of(block)
        if fault is not None:
            found = f"{name}, cell {number} shows a block that this version of unequal cannot read: {fault}."
            raise ReportFailed(
                found, mend="Run the notebook again with this version, or render with the one that ran it."
            )
        why = _not_shown(block)
        if why is not None:
            yield LeftOut(notebook=name, cell=number, what=why, block=block)
        else:
            yield Piece(kind="block", content=block, cell=number)


def _not_shown(block: Mapping[str, Any]) -> str | None:
    """Return why a block has nothing to show; an analysis that does not apply has tables and charts without rows."""
    if block["kind"] == "table":
        return None if block["rows"] else "left_out_no_rows"
    if block["kind"] != "chart":
        return None
    if safe_spec(block["spec"], block["datasets"]) is None:
        return "left_out_chart"
    return None if block["rows"] else "left_out_empty"


def _foreign(data: Mapping[str, Any], metadata: Mapping[str, Any], number: int, name: str) -> Iterator[Piece | LeftOut]:
    media = next((mime for mime in PICTURES if mime in data), None)
    if media is not None:
        picture = _picture(media, _text(data[media]))
        if picture is None:
            yield LeftOut(notebook=name, cell=number, what="left_out_picture")
        else:
            yield Piece(kind="picture", content=(*picture, _alt(metadata, media)), cell=number)
    elif "text/markdown" in data:
        yield Piece(kind="markdown", content=_text(data["text/markdown"]), cell=number)
    elif data:
        what = "left_out_html" if "text/html" in data else "left_out_text"
        yield LeftOut(notebook=name, cell=number, what=what)


def _picture(media: str, content: str) -> tuple[str, bytes] | None:
    try:
        data = content.encode() if media == "image/svg+xml" else base64.b64decode(content, validate=False)
    except (binascii.Error, ValueError):
        return None
    found, safe = media_of(data)
    return (media, safe) if found == media else None


def _alt(metadata: Mapping[str, Any], media: str) -> str:
    """Return the words for a picture from the cell's or the output's metadata, empty when there are none."""
    own = metadata.get(media)
    of_output = own.get("alt") if isinstance(own, Mapping) else None
    return str(of_output or metadata.get("alt") or "").strip()


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)
