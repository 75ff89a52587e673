"""Small files, and the tables loaded from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from unequal.tables import Tables, TableSource, load, read_raw


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Write a file and return its path."""

    def write(content: str | bytes, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def raw(put: Callable[..., Path]) -> Callable[..., pd.DataFrame]:
    """Read a file's content as it stands."""

    def read(content: str | bytes, name: str = "table.csv", **settings: Any) -> pd.DataFrame:
        return read_raw(put(content, name), **settings)

    return read


@pytest.fixture
def source(put: Callable[..., Path]) -> Callable[..., TableSource]:
    """Make the source of a table from its text."""

    def make(table: str, text: str, **settings: Any) -> TableSource:
        path = put(text, f"{table}.csv")
        return TableSource(table=table, path=path, shown_as=f"data/{table}.csv", **settings)

    return make


@pytest.fixture
def loaded(source: Callable[..., TableSource]) -> Callable[..., Tables]:
    """Load tables from texts by name; any row may be set aside, so that single rules can be looked at."""

    def read(*, currency: str = "EUR", rates: dict[str, float] | None = None, **texts: str) -> Tables:
        sources = {name: source(name, text, may_set_aside=1.0) for name, text in texts.items()}
        return load(sources, currency=currency, rates=rates or {})

    return read
