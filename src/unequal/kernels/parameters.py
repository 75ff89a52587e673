"""What a notebook's parameters cell declares, read from its syntax tree.

papermill reads the cell line by line with a regular expression, which drops ``int | None``, ``Literal[...]`` and
every value that holds an equals sign; so the tree is read here.
"""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import nbformat
from pydantic import BaseModel
from pydantic.fields import FieldInfo

TAG = "parameters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One line of a parameters cell: name, annotation as written, default, comment."""

    name: str
    annotation: str
    default: Any
    comment: str


def declared(notebook: nbformat.NotebookNode) -> dict[str, Parameter]:
    """Return what the notebook's parameters cell declares; nothing where it has none.

    Raises:
        ValueError: The cell is no plain Python, or a default is no literal.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", []):
            try:
                return _of_source(cell.source)
            except (SyntaxError, tokenize.TokenError) as fault:
                problem = f"it is no plain Python ({fault.args[0]})"
                raise ValueError(problem) from fault
    return {}


def _of_source(source: str) -> dict[str, Parameter]:
    comments = {
        token.start[0]: token.string.removeprefix("#").strip()
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    found: dict[str, Parameter] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            name, annotation, value = node.target.id, ast.unparse(node.annotation), node.value
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name, annotation, value = node.targets[0].id, "", node.value
        else:
            continue
        comment = comments.get(node.end_lineno or node.lineno, "")
        try:
            default = ast.literal_eval(value)
        except ValueError as fault:
            problem = f"the value of {name}, `{ast.unparse(value)}`, would have to be computed"
            raise ValueError(problem) from fault
        found[name] = Parameter(name=name, annotation=annotation, default=default, comment=comment)
    return found


COMMON = (
    'workspace: str = "data/sample/harbor"  # folder of one company',
    "as_of: str = None  # day to look from, such as 2026-06-30 (default: the workspace's)",
    "scenario: str = None  # a file of scenarios/, without .toml (default: base)",
)


def cell_of(knobs: type[BaseModel]) -> str:
    """Return the parameters cell that a notebook of an analysis must have: its knobs, each left to the workspace.

    Every default is None, so that a notebook run as it is never overrides what the workspace says; the default in force
    stands in the comment.
    """
    return "\n".join([*COMMON, *(_line(name, field) for name, field in knobs.model_fields.items())])


def _line(name: str, field: FieldInfo) -> str:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    unit = f", {extra['unit']}" if extra.get("unit") else ""
    default = "not set" if field.default is None else field.default
    return f"{name}: {_type(field)} = None  # {field.description}{unit} (default {default})"


def _type(field: FieldInfo) -> str:
    kinds = [one for one in _alternatives(field.annotation) if one is not type(None)]
    return str(getattr(kinds[0], "__name__", kinds[0]))


def _alternatives(annotation: Any) -> list[Any]:
    """Return the types of a union; of a choice of words, the type of the words."""
    if get_origin(annotation) is Literal:
        return [type(word) for word in get_args(annotation)]
    if get_origin(annotation) in (Union, UnionType):
        return [kind for one in get_args(annotation) for kind in _alternatives(one)]
    return [annotation]
