"""The command line: ``unequal`` and ``python -m unequal``."""

from __future__ import annotations

import sys
from pathlib import Path

HELP = ([], ["--help"], ["-h"], ["help"])


def main() -> None:
    """Run the command line and end with its exit code.

    The first screen is a text file: building it from the commands costs ten times what Python needs to start.
    """
    arguments = sys.argv[1:]
    if arguments in HELP:
        print((Path(__file__).parent / "cli" / "help.txt").read_text(encoding="utf-8"), end="")  # noqa: T201
        return
    from .cli.door import main as run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
