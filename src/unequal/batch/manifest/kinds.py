"""What kind of value is asked for: told in words, and cells of a CSV file turned into it."""

from __future__ import annotations

import ast
import json
import math
from dataclasses import dataclass
from datetime import date, datetime, time
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from .rows import number

_WORDS = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "a text",
    list: "a list",
    dict: "a table",
}
_NAMES: dict[str, type] = {kind.__name__: kind for kind in _WORDS} | {"List": list, "Dict": dict}
_TRUTHS = {"true": True, "false": False, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a knob or parameter takes.

    Attributes:
        types: Any of these.
        words: Or one of these values.
        free: Or anything, since the declaration says nothing that is known here.
    """

    types: frozenset[type] = frozenset()
    words: tuple[Any, ...] = ()
    free: bool = False

    def takes(self, value: Any) -> bool:
        """Whether a value fits; a whole number is a number, true is none.

        >>> Kind(frozenset({float})).takes(3), Kind(frozenset({int})).takes(True)
        (True, False)
        """
        if self.free or any(value == word and type(value) is type(word) for word in self.words):
            return True
        if isinstance(value, bool):
            return bool in self.types
        if isinstance(value, int):
            return bool(self.types & {int, float})
        return any(isinstance(value, one) for one in self.types - {int, bool})

    def __str__(self) -> str:
        listed = [f"one of {', '.join(str(word) for word in self.words)}"] if self.words else []
        return " or ".join([*listed, *(words for one, words in _WORDS.items() if one in self.types)]) or "a value"

    def of_cell(self, text: str) -> Any:
        """Return what a cell means; a text that does not fit stays one.

        >>> Kind(frozenset({str})).of_cell("007"), Kind(frozenset({int})).of_cell("007")
        ('007', 7)
        """
        if self.free or str in self.types:
            return text
        if by_text := {str(word): word for word in self.words if str(word) == text}:
            return by_text[text]
        if bool in self.types and text.lower() in _TRUTHS:
            return _TRUTHS[text.lower()]
        if self.types & {int, float}:
            read = number(text)
            if not isinstance(read, str):
                return float(read) if int not in self.types else read
        return self._of_json(text)

    def _of_json(self, text: str) -> Any:
        if self.types & {list, dict}:
            try:
                return json.loads(text)
            except ValueError:
                return text
        return text


def kind_of_type(annotation: Any) -> Kind:
    """Return the kind of a model's field.

    >>> str(kind_of_type(int | None))
    'a whole number'
    """
    if hasattr(annotation, "__metadata__"):
        return kind_of_type(annotation.__origin__)
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return _any_of([kind_of_type(one) for one in get_args(annotation) if one is not type(None)])
    if origin is Literal:
        return Kind(words=get_args(annotation))
    bare = list if origin is tuple or annotation is tuple else origin or annotation
    return Kind(frozenset({bare})) if bare in _WORDS else Kind(free=True)


def kind_of_source(annotation: str) -> Kind:
    """Return the kind of an annotation as written in a notebook; anything where it is not known here.

    >>> str(kind_of_source("Optional[float]")), kind_of_source("pd.DataFrame").free
    ('a number', True)
    """
    try:
        return _of_node(ast.parse(annotation, mode="eval").body) if annotation else Kind(free=True)
    except (SyntaxError, ValueError):
        return Kind(free=True)


def _of_node(node: ast.expr) -> Kind:
    if isinstance(node, ast.Constant):
        return Kind() if node.value is None else kind_of_source(str(node.value))
    if isinstance(node, ast.Name):
        return Kind(frozenset({_NAMES[node.id]})) if node.id in _NAMES else Kind(free=True)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _any_of([_of_node(node.left), _of_node(node.right)])
    if isinstance(node, ast.Subscript):
        return _of_subscript(ast.unparse(node.value).rpartition(".")[2], node.slice)
    return Kind(free=True)


def _of_subscript(name: str, inside: ast.expr) -> Kind:
    parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
    if name in ("Optional", "Union"):
        return _any_of([_of_node(one) for one in parts])
    if name == "Literal":
        return Kind(words=tuple(ast.literal_eval(one) for one in parts))
    return Kind(frozenset({_NAMES[name]})) if name in _NAMES else Kind(free=True)


def _any_of(kinds: list[Kind]) -> Kind:
    return Kind(
        types=frozenset().union(*(kind.types for kind in kinds)),
        words=tuple(word for kind in kinds for word in kind.words),
        free=any(kind.free for kind in kinds),
    )


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: days and times as ISO text.

    >>> plain({"from": date(2026, 6, 30)})
    {'from': '2026-06-30'}
    """
    if isinstance(value, dict):
        return {str(key): plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def is_finite(value: Any) -> bool:
    """Whether a value holds no infinite number and none that is none.

    >>> is_finite([1, {"a": float("nan")}])
    False
    """
    if isinstance(value, dict):
        return all(is_finite(one) for one in value.values())
    if isinstance(value, list):
        return all(is_finite(one) for one in value)
    return not isinstance(value, float) or math.isfinite(value)
