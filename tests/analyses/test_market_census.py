"""All firms of the United States by sector, as a user's own market table; the file is public and not shipped."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

PAGE = Path(__file__).parents[2] / "benchmarks/census.py"


@pytest.fixture(scope="module")
def census() -> ModuleType:
    found = importlib.util.spec_from_file_location("census", PAGE)
    assert found is not None
    assert found.loader is not None
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    if not made.FILE.is_file():
        pytest.skip(f"the public census table is not there: {made.FILE}")
    return made


def test_all_firms_make_a_pyramid_near_zipfs(census: ModuleType, tmp_path: Path) -> None:
    facts = census.looked_at(census.market_rows(census.FILE, sector=census.ALL_SECTORS), tmp_path).facts
    assert facts.slope == pytest.approx(-0.954, abs=1e-3)
    assert facts.slope_low < -0.954 < facts.slope_high
    assert (len(facts.tiers), facts.tiers["count"].sum()) == (6, 6_294_604)


def test_the_larger_are_the_fewer_in_all_sectors_but_holdings(census: ModuleType, tmp_path: Path) -> None:
    run = census.looked_at(census.market_rows(census.FILE), tmp_path)
    rows = run.facts.sources
    fails = set(rows.loc[rows["rises_by_width"].ne(""), "source"])
    assert fails == census.FAILS
    assert set(rows.loc[rows["rises"].ne(""), "source"]) - fails == census.ONLY_WIDER
    assert rows["slope"].iloc[0] == pytest.approx(-0.193, abs=1e-3)
    assert run.finding("by_source").headline.startswith("In 16 of 17 sources the larger are the fewer")
