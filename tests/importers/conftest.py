from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ACCOUNTS = """\
account,sector,year_established,revenue,employees,office_location,subsidiary_of
Acme,technolgy,1996,1100.04,2822,United States,
Betasoloin,medical,1999,251.41,495,United States,Acme
Cancity,retail,2001,718.62,2448,Philipines,
"""

PIPELINE = """\
opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
A1,Moses,GTX Basic,Acme,Won,2017-01-05,2017-03-01,1054
A2,Moses,GTXPro,Acme,Lost,2017-01-06,2017-03-11,0
A3,Darcel,GTX Basic,Betasoloin,Won,2017-02-01,2017-03-20,588
A4,Darcel,GTXPro,,Engaging,2016-11-01,,
A5,Darcel,GTX Basic,Acme,Engaging,2017-03-01,,
A6,Darcel,GTX Basic,,Prospecting,,,
"""

PRODUCTS = """\
product,series,sales_price
GTX Basic,GTX,550
GTX Pro,GTX,4821
"""

TEAMS = """\
sales_agent,manager,regional_office
Moses,Dustin,Central
Darcel,Dustin,Central
Anna,Dustin,East
"""

DICTIONARY = """\
Table,Field,Description
accounts,revenue,Annual revenue (in millions of USD)
accounts,employees,Number of employees
"""

EXPORT = {
    "accounts.csv": ACCOUNTS,
    "sales_pipeline.csv": PIPELINE,
    "products.csv": PRODUCTS,
    "sales_teams.csv": TEAMS,
    "data_dictionary.csv": DICTIONARY,
}

Export = Callable[..., Path]


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Write an export of a small CRM; a keyword replaces a file's text (accounts="…"), None leaves the file out."""

    def written(**changes: str | None) -> Path:
        folder = tmp_path / "export"
        folder.mkdir()
        given = {f"{name}.csv": text for name, text in changes.items()}
        for name, text in {**EXPORT, **given}.items():
            if text is not None:
                (folder / name).write_text(text, encoding="utf-8")
        return folder

    return written


@pytest.fixture
def only(tmp_path: Path) -> Export:
    """Write one file alone."""

    def written(text: str, name: str = "deals.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written
