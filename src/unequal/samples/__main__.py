"""`python -m unequal.samples data/sample` writes the sample companies again."""

from __future__ import annotations

import sys
from pathlib import Path

from .build import write


def main(arguments: list[str]) -> int:
    """Write all companies into the folder that is named, and return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m unequal.samples FOLDER\n")
        return 2
    for file in write(Path(arguments[0])):
        sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
