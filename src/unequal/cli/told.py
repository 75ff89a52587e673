"""People's text on stderr, the machine's answer on stdout; plain lines where there is no terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from unequal.errors import shown

_JSON = False


def want_json(wanted: bool) -> None:
    """Remember that the machine's answer is wanted on stdout."""
    global _JSON  # noqa: PLW0603  # one process answers one command
    _JSON = wanted


def json_wanted() -> bool:
    """Return whether the machine's answer is wanted on stdout."""
    return _JSON


def people(text: str = "") -> None:
    """Print text for people: on stdout, or on stderr where stdout is the machine's."""
    print(text, file=sys.stderr if _JSON else sys.stdout)


def aside(text: str) -> None:
    """Print text beside the answer, on stderr."""
    print(text, file=sys.stderr)  # noqa: T201


def answer(text: str) -> None:
    """Print the last line on stdout, such as the path of a report."""
    print(text)  # noqa: T201


def machine(content: Any) -> None:
    """Print the machine's answer on stdout."""
    print(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True))  # noqa: T201


def error(text: str) -> None:
    """Print a fault on stderr, control characters shown, so that no name in a file writes to the terminal."""
    safe = "\n".join(shown(line)[1:-1] if not line.isprintable() else line for line in text.split("\n"))
    colour = sys.stderr.isatty()
    head, _, rest = safe.partition("\n")
    print(f"\x1b[1;31m{head}\x1b[0m" if colour else head, file=sys.stderr)  # noqa: T201
    if rest:
        print(rest, file=sys.stderr)  # noqa: T201


@contextmanager
def progress() -> Iterator[Any]:
    """Show a long piece of work: a spinner with its step on a terminal, a line a step elsewhere."""
    if not sys.stderr.isatty():
        yield aside
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as status:
        yield status.update
