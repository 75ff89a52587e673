"""Row rules as Ibis expressions, in a DuckDB of our own that reaches nothing beyond the rows it is handed.

The same expressions run where the rows are, should they one day stay in the user's database.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from unequal.tables.spec import RowRule

from .checkup import Checkup

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

SETTINGS = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
MEMORY = "1GB"
THREADS = 2


class RuleEngine:
    """Evaluates row rules; the database is opened at the first rule and closed with the engine."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._backend: Backend | None = None

    def broken(self, rows: pd.DataFrame, rules: Sequence[RowRule]) -> list[NDArray[np.bool_]]:
        """Return, for each rule, the rows that break it; where a cell is missing a comparison breaks nothing."""
        if not rules or rows.empty:
            return [np.zeros(len(rows), dtype=bool) for _ in rules]
        import ibis
        import pyarrow as pa

        table = ibis.memtable(pa.Table.from_pandas(rows, preserve_index=False))
        answers = table.select(**{f"rule_{n}": rule.holds(table).fill_null(True) for n, rule in enumerate(rules)})
        held = self._open().to_pyarrow(answers)
        return [~held.column(n).to_numpy().astype(bool) for n in range(len(rules))]

    def _open(self) -> Backend:
        if self._backend is None:
            self._backend = _connect(self._folder)
        return self._backend

    def close(self) -> None:
        """Close the database."""
        if self._backend is not None:
            self._backend.disconnect()
            self._backend = None


def _connect(folder: str) -> Backend:
    import ibis

    backend = ibis.duckdb.connect(":memory:", memory_limit=MEMORY, threads=THREADS, temp_directory=folder)
    for setting in SETTINGS:
        backend.raw_sql(setting)
    return backend


@contextmanager
def rule_engine() -> Iterator[RuleEngine]:
    """Open an engine for the time of one load, with a private folder for what does not fit into memory."""
    with tempfile.TemporaryDirectory(prefix="unequal-rules-") as folder:
        engine = RuleEngine(folder)
        try:
            yield engine
        finally:
            engine.close()


def apply_rules(checkup: Checkup, engine: RuleEngine) -> None:
    """Set aside or mend the rows that break a rule of the table."""
    kept = np.flatnonzero(checkup.kept)
    rules = checkup.table.rules
    names = list(checkup.table.names)
    for rule, broken in zip(rules, engine.broken(checkup.rows()[names], rules), strict=True):
        at = np.zeros(len(checkup.codes), dtype=bool)
        at[kept] = broken
        act = checkup.mend if rule.fate == "mended" else checkup.set_aside
        act(at, rule.code, rule.column, says=rule.says, mend=rule.mend)
