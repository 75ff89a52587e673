"""A process that owns a nursery, children of it, and theirs; it says who they are, and waits to be killed."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from unequal.kernels import processes
from unequal.kernels.processes import Nursery


def main(folder: str, warm: bool, preload: list[str]) -> None:
    processes.PRELOADED = tuple(preload)
    with Nursery(warm=warm) as nursery:
        (nursery.folder / "kept.txt").write_text("a temporary file")
        says: dict[str, object] = {"folder": str(nursery.folder)}
        targets = ("family", "family", "nested") if warm else ("family", "family")
        children = [nursery.start(f"kernel_targets:{target}", {"folder": folder}) for target in targets]
        told = []
        for child in children:
            while not (heard := child.read()):
                time.sleep(0.01)
            told.append(heard[0])
        if warm:
            guard = nursery._guard.pid
            zygotes = Path(f"/proc/{guard}/task/{guard}/children").read_text().split()
            says |= {"guard": guard, "zygote": int(zygotes[0])}
        sys.stdout.write(json.dumps({**says, "children": told, "owner": os.getpid()}) + "\n")
        sys.stdout.flush()
        time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] == "warm", sys.argv[3:])
