"""From when a deal's clock counts; one behaviour each, on deals that can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from unequal.economics.clock_start import NOT_REACHED, NOT_RECORDED, ClockStart, clock_starts
from unequal.economics.clocks import DealClocks
from unequal.economics.cycle import durations
from unequal.economics.stage_odds import stage_ratios
from unequal.economics.zombies import zombies
from unequal.tables import Tables

AS_OF = date(2026, 6, 30)
Make = Callable[..., pd.DataFrame]


def history(*rows: tuple[str, str, str | None, str]) -> pd.DataFrame:
    """Return changes of stage: deal, day, from, to."""
    frame = pd.DataFrame(rows, columns=["deal_id", "changed_at", "old", "new"]).assign(field="stage")
    return frame.astype({"changed_at": "datetime64[ns]", "old": "str", "new": "str"})


def held(*rows: tuple[str | None, str, str]) -> pd.DataFrame:
    """Return activities: deal, day, kind."""
    frame = pd.DataFrame(rows, columns=["deal_id", "date", "kind"])
    return frame.astype({"deal_id": "str", "date": "datetime64[ns]"})


def whole(deals: pd.DataFrame) -> pd.DataFrame:
    return deals.reindex(columns=[*dict.fromkeys([*deals.columns, "stage"])]).astype({"stage": "str"})


def clocks(deals: pd.DataFrame, written: str, complete_from: date | None = None, **tables: pd.DataFrame) -> DealClocks:
    given = Tables(frames={"deals": whole(deals), **tables})
    return durations(deals, AS_OF, complete_from, starts=clock_starts(given, ClockStart.of(written)))


def reasons(found: DealClocks) -> dict[str, str]:
    return dict(zip(found.left_out["deal_id"], found.left_out["reason"], strict=True))


def ended(status: str = "won", closed: str = "2026-03-31", **more: Any) -> dict[str, Any]:
    return {"status": status, "closed_at": closed, **more}


# --- stages


def test_the_clock_starts_on_the_day_of_the_stage(deals: Make) -> None:
    changes = history(("d0", "2026-01-01", None, "Lead"), ("d0", "2026-02-01", "Lead", "Demo"))
    row = clocks(deals(ended()), "stage:Demo", deal_history=changes).frame.iloc[0]
    assert (row["days"], row["entry_days"], row["outcome"]) == (58, 0, "won")
    assert row["started_at"] == pd.Timestamp("2026-02-01")


def test_a_second_visit_of_the_stage_does_not_start_it_again(deals: Make) -> None:
    changes = history(
        ("d0", "2026-01-10", "Lead", "Demo"), ("d0", "2026-01-20", "Demo", "Lead"), ("d0", "2026-02-20", "Lead", "Demo")
    )
    assert clocks(deals(ended()), "stage:Demo", deal_history=changes).frame["days"].to_list() == [80]


def test_who_never_got_so_far_is_counted_apart_whatever_became_of_it(deals: Make) -> None:
    rows = deals(ended(), ended("lost"), {}, ended())
    changes = history(("d0", "2026-02-01", "Lead", "Demo"), *((f"d{n}", "2026-01-01", None, "Lead") for n in range(4)))
    found = clocks(rows, "stage:Demo", deal_history=changes)
    assert found.frame["deal_id"].to_list() == ["d0"]
    assert set(found.left_out["reason"]) == {NOT_REACHED}
    assert found.left_out["outcome"].to_list() == ["lost", "open", "won"]


@pytest.mark.parametrize(
    ("closed", "starts"),
    [
        pytest.param("2026-03-02", True, id="a later stage the day before the close"),
        pytest.param("2026-03-01", False, id="a later stage on the day of the close is the close"),
    ],
)
def test_a_stage_that_is_jumped_over_is_reached_with_a_later_one(deals: Make, closed: str, starts: bool) -> None:
    rows = deals({}, ended("lost", closed))
    changes = history(
        ("d0", "2026-01-05", "Lead", "Demo"), ("d0", "2026-02-01", "Demo", "Offer"),
        ("d0", "2026-02-09", "Offer", "Demo"), ("d1", "2026-03-01", "Lead", "Offer"),
    )  # fmt: skip
    found = clocks(rows, "stage:Demo", deal_history=changes)
    assert ("d1" in set(found.frame["deal_id"])) is starts


def test_a_stage_that_no_deal_ever_left_is_how_a_close_is_written(deals: Make) -> None:
    rows = deals(ended(), ended("lost", "2026-04-02"))
    changes = history(
        ("d0", "2026-02-01", "Lead", "Demo"), ("d0", "2026-03-31", "Demo", "Done"), ("d1", "2026-04-01", "Lead", "Done")
    )
    assert reasons(clocks(rows, "stage:Demo", deal_history=changes)) == {"d1": NOT_REACHED}


def test_a_deal_stood_from_its_creation_where_its_first_change_found_it(deals: Make) -> None:
    changes = history(("d0", "2026-01-20", "Demo", "Offer"))
    assert clocks(deals(ended()), "stage:Demo", deal_history=changes).frame["days"].to_list() == [89]


def test_a_deal_that_never_changed_stood_from_its_creation_where_it_stands(deals: Make) -> None:
    rows = deals({"stage": "Demo"}, {"stage": "Lead"})
    changes = history(("d1", "2026-01-01", None, "Lead"))
    found = clocks(rows, "stage:Demo", deal_history=changes)
    assert (found.frame["days"].to_list(), reasons(found)) == ([180], {"d1": NOT_REACHED})


@pytest.mark.parametrize(
    ("first", "known"),
    [
        pytest.param("2026-01-30", True, id="29 days without a record: nothing is missing"),
        pytest.param("2026-01-31", False, id="30 days: the records began later"),
    ],
)
def test_a_deal_older_than_the_records_has_no_start(deals: Make, first: str, known: bool) -> None:
    changes = history(("d0", first, "Demo", "Offer"), ("d1", "2026-03-01", "Lead", "Demo"))
    found = clocks(deals({}, {}), "stage:Demo", deal_history=changes)
    assert ("d0" in set(found.frame["deal_id"])) is known
    assert reasons(found) == ({} if known else {"d0": NOT_RECORDED})


# --- the first meeting


def test_the_clock_starts_with_the_first_call_or_meeting(deals: Make) -> None:
    rows = held(
        ("d0", "2026-02-01", "Meeting"), ("d0", "2026-01-11", "call"), ("d0", "2026-01-02", "review"),
        (None, "2026-01-01", "call"),
    )  # fmt: skip
    assert clocks(deals(ended()), "first_meeting", activities=rows).frame["days"].to_list() == [79]


@pytest.mark.parametrize(("day", "known"), [("2026-03-31", True), ("2026-04-01", False)])
def test_a_meeting_after_the_signature_is_no_start(deals: Make, day: str, known: bool) -> None:
    found = clocks(
        deals(ended(), {}), "first_meeting", activities=held(("d0", day, "call"), ("d1", "2026-01-01", "call"))
    )
    assert ("d0" in set(found.frame["deal_id"])) is known


def test_a_meeting_before_the_deal_was_entered_is_late_entry(deals: Make) -> None:
    row = clocks(deals(ended()), "first_meeting", activities=held(("d0", "2025-12-22", "call"))).frame.iloc[0]
    assert (row["days"], row["entry_days"]) == (99, 10)


# --- late entry


@pytest.mark.parametrize(
    ("more", "complete_from", "entry"),
    [
        pytest.param({"entered_at": "2026-01-15"}, None, 0, id="in view before the clock starts"),
        pytest.param({"entered_at": "2026-02-11"}, None, 10, id="in view after it"),
        pytest.param({}, date(2026, 2, 11), 10, id="the export is complete from later on"),
        pytest.param({}, date(2026, 2, 1), 0, id="and from that very day"),
    ],
)
def test_late_entry_is_measured_on_the_same_clock(
    deals: Make, more: dict[str, Any], complete_from: date | None, entry: int
) -> None:
    changes = history(("d0", "2026-02-01", "Lead", "Demo"))
    row = clocks(deals(ended(**more)), "stage:Demo", complete_from, deal_history=changes).frame.iloc[0]
    assert row["entry_days"] == entry


def test_a_deal_closed_before_the_export_is_complete_is_left_out_for_that(deals: Make) -> None:
    found = clocks(
        deals(ended(), {}), "stage:Demo", date(2026, 4, 1), deal_history=history(("d1", "2026-05-01", "", "Demo"))
    )
    assert reasons(found) == {"d0": "closed before the export is complete"}


# --- what reads the clock


def test_an_age_at_which_stages_are_compared_counts_from_the_same_day(deals: Make) -> None:
    # in Offer thirty days after the demo, not thirty days after the creation
    rows = deals(*[ended(closed="2026-04-30")] * 5, *[ended("lost", "2026-04-30")] * 5)
    changes = history(
        *((f"d{n}", "2026-02-20", "Lead", "Demo") for n in range(10)),
        *((f"d{n}", "2026-03-10", "Demo", "Offer") for n in range(5)),
    )
    found = stage_ratios(clocks(rows, "stage:Demo", deal_history=changes), changes, landmarks=[1], within_months=3)
    assert found.set_index("stage")["won"].to_dict() == {"Demo": 0, "Offer": 5}


def test_a_dead_deal_is_lost_so_long_after_the_clock_began(deals: Make) -> None:
    changes = history(("d0", "2026-02-01", "Lead", "Demo"))
    found = clocks(deals({"last_activity_at": "2026-03-01"}), "stage:Demo", deal_history=changes)
    assert zombies(found).frame["lost_after_days"].to_list() == [28]


def test_from_the_creation_nothing_is_asked_of_the_history(deals: Make) -> None:
    assert clock_starts(Tables(frames={"deals": whole(deals({}))}), ClockStart.of("created")) is None
