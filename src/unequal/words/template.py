"""A phrase cut into text and typed places. Only the shipped phrases are cut; values never are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from string import Formatter


class TemplateError(ValueError):
    """A phrase is not written as a template must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One typed place of a phrase.

    Attributes:
        name: The value that stands there.
        kind: How it is written.
        argument: What the kind needs beside it, such as a currency or the forms of a plural.
        options: Flags and settings behind semicolons; a flag's setting is empty.
    """

    name: str
    kind: str = "text"
    argument: str = ""
    options: dict[str, str] = field(default_factory=dict, hash=False)


@lru_cache(maxsize=4096)
def cut(template: str) -> tuple[str | Place, ...]:
    """Return a phrase as its pieces of text and its places, in order.

    Raises:
        TemplateError: A brace is open, a place has no name, or reaches into a value.

    >>> cut("In {m:months;inf=never}.")
    ('In ', Place(name='m', kind='months', argument='', options={'inf': 'never'}), '.')
    """
    try:
        pieces = list(Formatter().parse(template))
    except ValueError as fault:
        raise TemplateError(str(fault)) from fault
    parts: list[str | Place] = []
    for text, name, spec, conversion in pieces:
        if text:
            parts.append(text)
        if name is not None:
            parts.append(_place(name, spec or "", conversion))
    return tuple(parts)


def places(template: str) -> tuple[Place, ...]:
    """Return only the places.

    >>> [place.name for place in places("{n:count deal deals} of {all}")]
    ['n', 'all']
    """
    return tuple(part for part in cut(template) if isinstance(part, Place))


def _place(name: str, spec: str, conversion: str | None) -> Place:
    if not name.isidentifier() or conversion:
        problem = f"the place {{{name}}} must be a plain name"
        raise TemplateError(problem)
    first, *rest = spec.split(";")
    kind, _, argument = first.strip().partition(" ")
    settings = (part.strip().partition("=") for part in rest)
    options = {option: setting for option, _, setting in settings}
    return Place(name=name, kind=kind or "text", argument=argument.strip(), options=options)
