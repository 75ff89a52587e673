from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from unequal.economics.cycle import durations
from unequal.economics.stage_odds import stage_ratios, weighed

AS_OF = date(2026, 6, 30)
START = pd.Timestamp("2025-01-01")


def closed(status: str, days: int) -> dict:
    return {"status": status, "created_at": START, "closed_at": START + pd.Timedelta(days=days)}


def stages(*rows: tuple[str, int, str | None, str]) -> pd.DataFrame:
    """Return changes of stage: deal, day on its clock, from, to."""
    frame = pd.DataFrame(rows, columns=["deal_id", "day", "old", "new"]).assign(field="stage")
    return frame.assign(changed_at=START + pd.to_timedelta(frame["day"], unit="D"))


def ratios(deals, rows: list[dict], history: pd.DataFrame, landmark: int = 1, within: float = 2) -> pd.DataFrame:
    return stage_ratios(durations(deals(*rows), AS_OF), history, landmarks=[landmark], within_months=within)


WON_AT_60 = [closed("won", 60)] * 5
LOST_AT_60 = [closed("lost", 60)] * 5


def placed(early: str, late: str, n: int = 10) -> pd.DataFrame:
    """Return a history in which the first half stands early on, the second half late on."""
    return stages(*[(f"d{i}", 0, None, early if i < n / 2 else late) for i in range(n)])


def test_the_ratio_is_the_share_among_the_won_over_the_share_among_the_others(deals):
    history = stages(*[(f"d{i}", 0, None, "Offer" if i in (0, 1, 2, 3, 5) else "Demo") for i in range(10)])
    found = ratios(deals, [*WON_AT_60, *LOST_AT_60], history).set_index("stage")
    assert found.loc["Offer", ["won", "others"]].to_list() == [4, 1]
    # (4 + 1/2) / (5 + 1) over (1 + 1/2) / (5 + 1)
    assert found["ratio"].to_list() == pytest.approx([1.5 / 4.5, 3.0])


def test_no_ratio_goes_beyond_five_times(deals):
    rows = [closed("won", 60)] * 10 + [closed("lost", 60)] * 10
    found = ratios(deals, rows, placed("Offer", "Demo", 20)).set_index("stage")["ratio"]
    assert found.to_dict() == {"Demo": 0.2, "Offer": 5.0}


@pytest.mark.parametrize(("won", "rows"), [(4, 0), (5, 2)])
def test_fewer_than_five_wins_say_nothing(deals, won, rows):
    found = ratios(deals, [*[closed("won", 60)] * won, *LOST_AT_60], placed("Offer", "Demo", 10))
    assert len(found) == rows


def test_the_stage_is_that_of_the_landmark_and_no_later_one(deals):
    history = stages(
        *[(f"d{i}", 0, None, "Demo") for i in range(10)],
        *[(f"d{i}", 50, "Demo", "Contract") for i in range(5)],
    )
    assert set(ratios(deals, [*WON_AT_60, *LOST_AT_60], history)["stage"]) == {"Demo"}
    assert set(ratios(deals, [*WON_AT_60, *LOST_AT_60], history, landmark=0)["stage"]) == {"Demo"}


def test_a_deal_that_changes_only_later_stood_where_that_change_found_it(deals):
    history = stages(*[(f"d{i}", 50, "Demo", "Contract") for i in range(10)])
    assert set(ratios(deals, [*WON_AT_60, *LOST_AT_60], history)["stage"]) == {"Demo"}


def test_a_win_after_the_window_is_no_win_and_a_deal_not_followed_so_long_has_no_part(deals):
    late = [closed("won", 200)] * 3
    unseen = [{"status": "open", "created_at": pd.Timestamp("2026-05-20")}] * 2
    history = placed("Demo", "Demo", 15)
    found = ratios(deals, [*WON_AT_60, *LOST_AT_60, *late, *unseen], history)
    assert found[["won", "others"]].to_numpy().tolist() == [[5, 8]]


def test_a_deal_closed_before_the_landmark_has_no_part(deals):
    rows = [*WON_AT_60, *LOST_AT_60, closed("won", 20)]
    assert ratios(deals, rows, placed("Demo", "Demo", 11))["won"].to_list() == [5]


def test_odds_are_multiplied_and_a_missing_ratio_changes_nothing():
    found = weighed(pd.Series([0.2, 0.2, 0.0]), pd.Series([4.0, None, 5.0]))
    assert found.to_list() == pytest.approx([0.5, 0.2, 0.0])
