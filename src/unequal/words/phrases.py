"""Catalogues of phrases: TOML files with one table a language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from unequal.errors import UnequalError, did_you_mean, shown

from .template import TemplateError, places

FILE = "words.toml"
ENGLISH = "en"

KINDS = frozenset(
    {"count", "date", "estimate", "interval", "list", "range", "text", "whole", "word"}
    | {"percent", "points", "money", "number", "times", "months", "days", "weeks", "hours", "years"}
)

Catalogue = dict[str, dict[str, str]]  # language -> key -> phrase


class PhraseError(UnequalError, KeyError):
    """A phrase or a value of it is missing, or a phrase is not well written: our fault, not the user's."""


def load_phrases(source: Path | Traversable | str) -> Catalogue:
    r"""Return a catalogue: language, then key, then phrase; tables inside a language give keys with dots.

    Args:
        source: Folder that holds a `words.toml`, a TOML file, or (a str) TOML text.

    Raises:
        PhraseError: The catalogue is missing or not well written.

    >>> load_phrases('[en.verdict]\ngo = "go"')
    {'en': {'verdict.go': 'go'}}
    """
    text = source if isinstance(source, str) else _read(source)
    where = "the text given" if isinstance(source, str) else str(source)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise PhraseError(f"The phrases in {where} are no TOML: {fault}.", mend="correct the line") from fault
    return {language: dict(_phrases(table, language, where)) for language, table in tree.items()}


@cache
def common_phrases() -> Mapping[str, Mapping[str, str]]:
    """Return what every report says, by language."""
    return load_phrases(files("unequal.words") / "common.toml")


def phrase(phrases: Mapping[str, str], key: str) -> str:
    """Return one phrase.

    Raises:
        PhraseError: No phrase has this key.
    """
    if key not in phrases:
        found = f"No phrase has the key {shown(key)}.{did_you_mean(key, phrases)}"
        raise PhraseError(found, mend="write the phrase into words.toml")
    return phrases[key]


def _read(source: Path | Traversable) -> str:
    file = source / FILE if source.is_dir() else source
    if not file.is_file():
        raise PhraseError(f"No phrases at {file}.", mend=f"write {FILE}")
    return file.read_text(encoding="utf-8")


def _phrases(table: Any, path: str, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(table, Mapping):
        raise PhraseError(f"{where}: {path} stands outside a language.", mend="put it under [en]")
    for key, below in table.items():
        if isinstance(below, str):
            _check(below, f"{path}.{key}", where)
            yield key, below
        elif isinstance(below, Mapping):
            yield from ((f"{key}.{rest}", text) for rest, text in _phrases(below, f"{path}.{key}", where))
        else:
            raise PhraseError(f"{where}: {path}.{key} is no text.", mend="put it in quotes")


def _check(text: str, key: str, where: str) -> None:
    try:
        kinds = [
            place.argument if place.kind in {"interval", "range", "estimate"} else place.kind for place in places(text)
        ]
    except TemplateError as fault:
        raise PhraseError(f"{where}: {key}: {fault}.", mend="write {name:kind}, and {{ for a brace") from fault
    for kind in kinds:
        word = kind.partition(" ")[0] or "percent"
        if word not in KINDS:
            raise PhraseError(f"{where}: {key} uses an unknown kind {shown(word)}.{did_you_mean(word, KINDS)}")
