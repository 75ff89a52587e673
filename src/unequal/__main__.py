"""The command line: ``unequal`` and ``python -m unequal``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HELP = ([], ["--help"], ["-h"], ["help"])
INTERRUPTED = 130


def main() -> None:
    """Run the command line and end with its exit code.

    The first screen is a text file: building it from the commands costs ten times what Python needs to start.
    """
    arguments = sys.argv[1:]
    if arguments in HELP:
        _print_help()
        return
    try:
        from .cli.door import main as run

        code = run(arguments)
    except KeyboardInterrupt:  # before the door was there to meet it
        code = INTERRUPTED
    if code == INTERRUPTED:  # Python ends by the signal itself where Ctrl-C met an import, and the code would be lost
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _print_help() -> None:
    try:
        print((Path(__file__).parent / "cli" / "help.txt").read_text(encoding="utf-8"), end="", flush=True)  # noqa: T201
    except BrokenPipeError:  # the reader has gone, as in `unequal --help | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
