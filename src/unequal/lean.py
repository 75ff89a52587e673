"""Imports that would cost seconds for something that nobody here needs.

jsonschema, which altair and nbformat import, offers to check the format ``iri`` where the package rfc3987_syntax is
installed, as JupyterLab has it. That package builds a grammar when it is imported: more than a second, in every
kernel and every process of a report. No chart and no notebook has such an address to check.
"""

from __future__ import annotations

import sys
from importlib import import_module

GRAMMAR = "rfc3987_syntax"


def import_jsonschema() -> None:
    """Import jsonschema without that grammar; what has been imported already stays as it is."""
    if "jsonschema" in sys.modules or GRAMMAR in sys.modules:
        return
    sys.modules[GRAMMAR] = None  # type: ignore[assignment]  # how Python itself says: not to be imported
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[GRAMMAR]
