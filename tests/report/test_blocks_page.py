"""docs/blocks.md says what the schema says, and its examples make a report."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from unequal.report import as_html, as_pdf, assemble
from unequal.report.contract import block_schema, fault_of

PAGE = Path(__file__).parents[2] / "docs" / "blocks.md"


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    parts = re.split(r"^## `(\w+)`$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def examples(section: str) -> list[dict]:
    return [json.loads(found) for found in re.findall(r"```json\n(.*?)```", section, flags=re.DOTALL)]


def test_every_kind_has_a_section(sections):
    assert list(sections) == [kind for kind in block_schema()["properties"]["kind"]["enum"] if kind in sections]
    assert set(sections) == set(block_schema()["properties"]["kind"]["enum"])


def test_every_kind_of_column_is_named(sections):
    columns = block_schema()["$defs"]["table"]["properties"]["columns"]["items"]["properties"]["kind"]["enum"]
    assert all(f"`{kind}`" in sections["table"] for kind in columns)


def test_the_examples_are_sound(sections):
    for kind, section in sections.items():
        for example in examples(section):
            assert example["kind"] == kind
            assert fault_of(example) is None


def test_the_examples_make_a_report(sections, run, notebooks):
    runway = dict(notebooks)["runway"]
    shown = runway.cells[2].outputs[0].data
    mime = "application/vnd.unequal.block+json"
    shown[mime] = [example for section in sections.values() for example in examples(section)]
    document = assemble(run, [("runway", runway)])
    kinds = {item.kind for item in document.chapters[0].items}
    assert {"finding", "chart", "table", "note", "what_if", "model", "set_aside"} <= kinds
    assert "Two Big wins by month 4 are unlikely" in as_html(document)
    assert as_pdf(document).startswith(b"%PDF")
