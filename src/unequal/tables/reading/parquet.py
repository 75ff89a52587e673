"""Parquet -> records of texts."""

from __future__ import annotations

import io

from .cells import text_of
from .file import refuse
from .records import Record


def read_parquet(data: bytes, name: str) -> list[Record]:
    """Return a header record and one record a row; the header counts as line 1.

    Raises:
        InputError: When the bytes are no Parquet file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError):
        refuse(name, "cut-parquet")
    columns = [[text_of(value) for value in column.to_pylist()] for column in table.columns]
    rows = [list(cells) for cells in zip(*columns, strict=True)]
    return [Record(number, cells, "\t".join(cells)) for number, cells in enumerate([table.column_names, *rows], 1)]
