"""People's text on one stream, the machine's answer on the other; nothing in it can write to the terminal by itself."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .page import Page

_JSON = False


def want_json(wanted: bool) -> None:
    """Remember that the machine's answer is wanted on stdout."""
    global _JSON  # noqa: PLW0603  # one process answers one command
    _JSON = wanted


def json_wanted() -> bool:
    """Return whether the machine's answer is wanted on stdout."""
    return _JSON


def visible(text: str) -> str:
    r"""Return text with control characters shown, so that no name in a file turns, clears or colours the terminal.

    >>> visible("Acme\x1b[2J\u202e"), visible("20\u00a0%")
    ('Acme\\x1b[2J\\u202e', '20\xa0%')
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or (c.isspace() and _is_plain_space(c)) else _escaped(c) for c in text)


def _is_plain_space(character: str) -> bool:
    """Whether it only sets apart: blanks of all widths, and the line feed that a text of ours may hold."""
    return character == "\n" or (character >= " " and character not in "\x7f\x85\u2028\u2029")


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def page() -> Page:
    """Return the page that people read: stdout, or stderr where stdout is the machine's."""
    from .page import Page

    return Page(sys.stderr if _JSON else sys.stdout)


def aside(text: str) -> None:
    """Print text beside the answer, on stderr."""
    print(visible(text), file=sys.stderr)  # noqa: T201


def answer(text: str) -> None:
    """Print the last line on stdout, such as the path of a report; a path stands as it is, so that it can be used."""
    print(text)  # noqa: T201


def machine(content: Any) -> None:
    """Print the machine's answer on stdout."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    # what JSON may hold and a terminal would obey, such as U+009B, stands escaped as JSON knows it
    safe = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    print(safe)  # noqa: T201


def error(text: str) -> None:
    """Print a fault on stderr; its first line stands out on a terminal."""
    head, _, rest = visible(text).partition("\n")
    print(f"\x1b[1;31m{head}\x1b[0m" if sys.stderr.isatty() else head, file=sys.stderr)  # noqa: T201
    if rest:
        print(rest, file=sys.stderr)  # noqa: T201


def forgiving() -> None:
    """Let a stream that lacks a letter write a question mark in its place, rather than stop."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # a test's stream has no encoding to change
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


@contextmanager
def progress() -> Iterator[Any]:
    """Show a long piece of work: on a terminal one line that moves on, elsewhere a line a step."""
    if not sys.stderr.isatty():
        yield aside
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text("…")) as status:
        yield lambda sentence: status.update(Text(visible(sentence)))
