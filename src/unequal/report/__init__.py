"""Executed notebooks become a report; it computes nothing.

    document = assemble(run, notebooks)          # run.json's content, and (analysis, executed notebook)
    write_report(out, slug, period, {"report.html": as_html(document).encode(), …}, run)

- `scrubbing`: what differs between two runs of a notebook, removed
- `pieces`, `contract`, `prose`: blocks, pictures and Markdown out of a notebook
- `assembly`, `cards`, `levers`, `views`, `tiles`, `appendix`, `document`, `items`: one frozen tree, all text cleaned
- `recording`: record.json, the union of the blocks
- `html`, `pdf`: the tree on a page; `pictures` draws charts once for both; `brand`, `colours`, `fonts` say how it looks
- `write`, `disk`, `lock`, `set_aside`: files, whole or not at all

Names below are loaded when they are asked for: drawing libraries take their time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .assembly import assemble
    from .brand import brand_of, read_brand
    from .document import Document
    from .html import as_html
    from .pdf import as_pdf, memo_pdf, pdf_with_notes
    from .recording import record, record_text
    from .scrubbing import notebook_text, scrub
    from .set_aside import read_set_aside_csv, set_aside_csv
    from .write import read_report, write_report

_HOMES = {
    "assemble": "assembly",
    "brand_of": "brand",
    "read_brand": "brand",
    "Document": "document",
    "as_html": "html",
    "as_pdf": "pdf",
    "memo_pdf": "pdf",
    "pdf_with_notes": "pdf",
    "record": "recording",
    "record_text": "recording",
    "notebook_text": "scrubbing",
    "scrub": "scrubbing",
    "read_set_aside_csv": "set_aside",
    "set_aside_csv": "set_aside",
    "read_report": "write",
    "write_report": "write",
}

__all__ = [
    "Document",
    "as_html",
    "as_pdf",
    "assemble",
    "brand_of",
    "memo_pdf",
    "notebook_text",
    "pdf_with_notes",
    "read_brand",
    "read_report",
    "read_set_aside_csv",
    "record",
    "record_text",
    "scrub",
    "set_aside_csv",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        problem = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(problem)
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
