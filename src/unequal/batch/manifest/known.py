"""What knobs, findings and parameters there are: looked up once, and only when a manifest speaks of them."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from .kinds import Kind, kind_of_source, kind_of_type

PYTHON = "python"


class Known:
    """Looks up what a manifest may speak of."""

    def __init__(self) -> None:
        self._notebooks: dict[Path | None, Declared | str | None] = {}

    @cached_property
    def models(self) -> dict[str, type[BaseModel]]:
        """The knobs of each analysis."""
        from unequal.analyses import discovered  # imports pandas: only a manifest with knobs or gates pays for it

        return {name: analysis.knobs for name, analysis in discovered().items()}

    @cached_property
    def findings(self) -> tuple[str, ...]:
        """The codes of all findings, as ``analysis.code``."""
        from unequal.analyses import discovered

        return tuple(f"{name}.{rule.__name__}" for name, one in discovered().items() for rule in one.rules)

    def notebook(self, path: Path | None) -> Declared | str | None:
        """Return what a notebook declares, or why it is no notebook; None where it cannot be looked at from here."""
        if path not in self._notebooks:
            self._notebooks[path] = read_declared(path) if path is not None else None
        return self._notebooks[path]

    @property
    def parameters(self) -> frozenset[str] | None:
        """The parameters that any notebook asked for so far declares; None where one cannot be known."""
        looked_at = self._notebooks.values()
        declared = [one for one in looked_at if isinstance(one, Declared) and not one.open]
        if len(declared) < len(looked_at):
            return None
        return frozenset(name for one in declared for name in one.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Parameters of a notebook.

    Attributes:
        kinds: What each takes.
        defaults: Type of its default, for a cell of a CSV file where no kind is declared.
        open: Names cannot be known: it is no Python, or its cell is computed by a magic.
    """

    kinds: dict[str, Kind]
    defaults: dict[str, type]
    open: bool = False

    def kind_of_cell(self, name: str) -> Kind:
        """Return what a cell is to be read as: what is declared, else what the default is, else a text."""
        kind = self.kinds.get(name, Kind(free=True))
        return kind_of_type(self.defaults[name]) if kind.free and name in self.defaults else kind


def read_declared(path: Path) -> Declared | str:
    """Return what a notebook declares, or why it is no notebook."""
    import nbformat

    from unequal.kernels.parameters import declared

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cells without ids are old, not wrong
            notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        if _language(notebook) != PYTHON:
            return Declared(kinds={}, defaults={}, open=True)
        source = _source(notebook)
    except OSError as fault:
        return f"it cannot be read: {fault.strerror}"
    except Exception as fault:  # noqa: BLE001  # whatever a file holds that is no notebook
        return f"it is no Jupyter notebook ({type(fault).__name__})"
    try:
        found = declared(notebook)
    except ValueError:  # a default that is computed: papermill runs it all the same, so only the names are looked at
        names = _names(source)
        return Declared(kinds=dict.fromkeys(names or (), Kind(free=True)), defaults={}, open=names is None)
    kinds = {name: kind_of_source(one.annotation) for name, one in found.items()}
    defaults = {name: type(one.default) for name, one in found.items() if one.default is not None}
    return Declared(kinds=kinds, defaults=defaults)


def _language(notebook: Any) -> str:
    about = notebook.metadata
    said = about.get("language_info", {}).get("name") or about.get("kernelspec", {}).get("language")
    return str(said or PYTHON).lower()


def _source(notebook: Any) -> str:
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    return tagged[0].source if tagged else ""


def _names(source: str) -> list[str] | None:
    """Return the names that a cell assigns, None where it is no plain Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return [target.id for target in targets if isinstance(target, ast.Name)]
