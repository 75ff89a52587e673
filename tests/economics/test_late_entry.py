from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from unequal.economics.late_entry import late_entry_hint

AS_OF = date(2026, 6, 30)
REAL = Path(__file__).parents[3] / "shared" / "data" / "crm_sales_opportunities" / "sales_pipeline.csv"


def quick_deals(first: str, last: str, *, every: int, lasting: int, status: str = "won") -> pd.DataFrame:
    created = pd.date_range(first, last, freq=f"{every}D")
    closed = created + pd.Timedelta(days=lasting)
    return pd.DataFrame({"created_at": created, "closed_at": closed, "status": status})


def together(*parts: pd.DataFrame) -> pd.DataFrame:
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(deal_id=[f"d{n}" for n in frame.index])


def only_those_closed_from(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    return frame[frame["closed_at"] >= pd.Timestamp(day)]


def test_a_silence_that_quick_deals_do_not_explain_is_proposed_as_the_start():
    quick = quick_deals("2025-10-01", "2026-05-01", every=3, lasting=10)
    slow = quick_deals("2025-10-01", "2026-05-01", every=3, lasting=100)
    hint = late_entry_hint(only_those_closed_from(together(quick, slow), "2026-01-10"), AS_OF)
    assert hint is not None
    assert (hint.complete_from, hint.missing) == (date(2026, 1, 12), "closed")
    assert hint.first_created == date(2025, 10, 4)
    assert hint.gap_days == 100
    assert hint.chance < 0.01


def test_a_slow_business_is_no_gap_in_the_file():
    slow = together(quick_deals("2025-10-01", "2026-02-01", every=3, lasting=100))
    assert late_entry_hint(slow, AS_OF) is None


def test_losses_that_begin_later_than_wins_are_noticed():
    wins = quick_deals("2025-10-01", "2026-05-01", every=5, lasting=10)
    losses = quick_deals("2026-01-01", "2026-05-01", every=5, lasting=10, status="lost")
    hint = late_entry_hint(together(wins, losses, quick_deals("2025-10-01", "2025-12-20", every=2, lasting=250)), AS_OF)
    assert hint is not None
    assert (hint.missing, hint.complete_from) == ("lost", date(2026, 1, 11))


def test_a_few_deals_give_no_reason():
    few = together(quick_deals("2026-01-01", "2026-01-02", every=1, lasting=90))
    assert late_entry_hint(few, AS_OF) is None


@pytest.mark.parametrize("rows", [0, 1])
def test_nothing_closed_gives_no_hint(deals, rows):
    assert late_entry_hint(deals({}).iloc[:rows], AS_OF) is None


@pytest.mark.skipif(not REAL.exists(), reason="the public teaching data does not stand beside the project")
def test_the_public_crm_data_lacks_what_closed_before_march_2017():
    raw = pd.read_csv(REAL)
    frame = pd.DataFrame(
        {
            "deal_id": raw["opportunity_id"],
            "created_at": pd.to_datetime(raw["engage_date"]),
            "closed_at": pd.to_datetime(raw["close_date"]),
            "status": raw["deal_stage"].map({"Won": "won", "Lost": "lost"}).fillna("open"),
        }
    )
    hint = late_entry_hint(frame, date(2017, 12, 31))
    assert hint is not None
    assert hint.complete_from == date(2017, 3, 1)
