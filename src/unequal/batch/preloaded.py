"""What the process that jobs and their kernels are forked from imports beside Jupyter's own.

Nothing here may start a thread, and neither duckdb nor vl-convert is here, which start some when they are used; the
zygote counts its threads before each fork.
"""

from __future__ import annotations

import importlib
import pkgutil

from nbformat.validator import get_validator

from unequal.shipped import sources_hash

from .versions import versions

BESIDES = (
    "ibis.backends.sql.compilers.duckdb",
    "ibis.expr.operations",
    "pyarrow.parquet",
    "typst",
    "unequal.batch.job",
)
WHOLE_ROOMS = ("unequal.analyses", "unequal.economics", "unequal.segments", "unequal.stats", "unequal.tables")


def _all_of(room: str) -> None:
    found = importlib.import_module(room)
    for one in pkgutil.walk_packages(found.__path__, f"{room}."):
        if not one.name.endswith("__main__") and not one.name.endswith("as_markdown"):
            importlib.import_module(one.name)


for _name in BESIDES:
    importlib.import_module(_name)
for _room in WHOLE_ROOMS:
    _all_of(_room)

sources_hash()  # of what is imported now; a child that asked later could take newer sources for its own
versions()
for _minor in range(6):  # each schema of a notebook takes 10 ms to read
    get_validator(4, _minor)
