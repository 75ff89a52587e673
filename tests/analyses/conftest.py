"""Companies small enough to check in the head, written as a user would leave them."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from unequal.analyses import analyses, find
from unequal.analyses.door import opened
from unequal.shipped import shipped
from unequal.workbook import Run, Session, Store

AS_OF = datetime.date(2026, 6, 30)
DAYS_PER_MONTH = 30.4375
Rows = Sequence[Mapping[str, Any]]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Write a workspace: tables from dicts of rows, and what its workspace.toml says beside the day."""

    def write(toml: str = "", **tables: Rows) -> Path:
        folder = tmp_path_factory.mktemp("company") / "acme"
        (folder / "data").mkdir(parents=True, exist_ok=True)
        head = f'name = "Acme"\nas_of = {AS_OF}\ncurrency = "EUR"\nlocale = "en_GB"\n'
        (folder / "workspace.toml").write_text(head + toml, encoding="utf-8")
        for table, rows in tables.items():
            columns = dict.fromkeys(key for row in rows for key in row)
            with (folder / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return write


@pytest.fixture(scope="session")
def deals() -> Callable[..., list[dict[str, Any]]]:
    """Make deals of so many months, each watched until it ended or until the day of the report.

    A word such as ``won 5, lost 3, open 4`` is three deals. An open deal began that long before the day; a closed one
    began two years before it, so that looking from an earlier day finds it as well.
    """

    def make(text: str, *, prefix: str = "d", **rest: Any) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for place, word in enumerate(text.split(",")):
            status, months = word.split()
            days = round(float(months) * DAYS_PER_MONTH)
            begun = AS_OF - datetime.timedelta(days=days if status == "open" else 730)
            closed = None if status == "open" else begun + datetime.timedelta(days=days)
            made.append(
                {"deal_id": f"{prefix}{place}", "created_at": begun, "closed_at": closed, "status": status, **rest}
            )
        return made

    return make


@pytest.fixture(scope="session", params=("harbor", "lantern", "fernhill", "quarry"))
def sample(request: pytest.FixtureRequest) -> Path:
    """A sample company."""
    return shipped("data/sample") / request.param


@pytest.fixture(scope="session")
def runs(sample: Path) -> dict[str, Run]:
    """Every analysis of a sample company, computed once for all tests."""
    session = Session(opened(sample, as_of=None, scenario="base"), find=find, store=Store(None))
    return {name: Run(session, find(name)) for name in analyses()}
