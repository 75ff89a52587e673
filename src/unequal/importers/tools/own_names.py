"""Files that already have our names: any declared table whose required columns all stand in the header line.

Accounts and deals belong to `crm`, which knows our names too, and the words of a status.
"""

from __future__ import annotations

from unequal.importers.by_headers import HeaderTool, TableWords
from unequal.tables.declared import TABLES

MOSTLY = 0.6  # assumption: a file that is ours has few columns of its own; some tables need one column only


def _words(name: str) -> TableWords:
    table = TABLES[name]
    return TableWords(
        table=name,
        headers=dict.fromkeys(table.names, ()),
        needs=tuple((column.name,) for column in table.columns if column.required),
        least=MOSTLY,
    )


TOOL = HeaderTool(name="own names", tables=tuple(_words(name) for name in TABLES if name not in {"customers", "deals"}))
