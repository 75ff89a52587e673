"""The committed page is the generated one."""

from __future__ import annotations

from pathlib import Path

from unequal.tables.as_markdown import tables_page
from unequal.tables.declared import TABLES

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"


def test_the_page_is_the_declaration():
    made = tables_page()
    assert PAGE.read_text(encoding="utf-8") == made, "python -m unequal.tables.as_markdown > docs/tables.md"


def test_the_page_shows_every_column():
    page = tables_page()
    for table in TABLES.values():
        assert f"\n## {table.name}\n" in page
        for column in table.columns:
            assert f"| {column.name} |" in page or f"| **{column.name}** |" in page
