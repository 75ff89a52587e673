from __future__ import annotations

import numpy as np
import pytest

from unequal.errors import InputError
from unequal.stats.spells import risk_table, spells


def test_a_spell_that_came_into_view_at_its_end_is_left_out_and_counted():
    watched = spells([4.0, 4.0, 4.0], [1, 1, 1], entry=[3.9, 4.0, 4.1])
    assert (watched.n, watched.excluded) == (1, 2)


def test_an_ending_on_the_first_day_counts_when_in_view_from_the_start():
    table = risk_table(spells([0.0, 1.0], [2, 1]))
    assert table.times.tolist() == [0.0, 1.0]
    assert table.at_risk.tolist() == [2.0, 1.0]


def test_a_missing_or_negative_entry_counts_as_zero():
    assert spells([1.0, 1.0], [1, 1], entry=[np.nan, -2.0]).entry.tolist() == [0.0, 0.0]


def test_no_rows_are_no_spells():
    assert spells([], []).n == 0
    assert risk_table(spells([], [])).times.size == 0


def test_at_risk_counts_entry_strictly_before_and_duration_up_to_the_time():
    watched = spells([2.0, 3.0, 5.0], [1, 0, 0], entry=[0.0, 2.0, 1.0])
    assert watched.at_risk([1.0, 2.0, 2.5, 3.0, 5.0]).tolist() == [1.0, 2.0, 2.0, 2.0, 1.0]
    assert watched.in_view_after([1.0, 2.0, 3.0, 5.0]).tolist() == [2.0, 2.0, 1.0, 0.0]


def test_censored_at_the_time_of_an_ending_is_still_at_risk():
    assert risk_table(spells([2.0, 2.0], [1, 0])).at_risk.tolist() == [2.0]


def test_beyond_an_age_restarts_the_clock_and_the_entry():
    later = spells([3.0, 4.0, 9.0], [1, 0, 2], entry=[0.0, 1.0, 5.0]).beyond(3.0)
    assert later.duration.tolist() == [1.0, 6.0]
    assert later.entry.tolist() == [0.0, 2.0]


def test_only_reads_the_other_ending_as_still_open():
    assert spells([1, 2, 3], [1, 2, 0]).only(2).event.tolist() == [0, 1, 0]


def test_a_curve_starts_where_five_are_in_view_after_a_first_handful_all_ended():
    early, late = [1.0, 2.0], [10.0 + step for step in range(6)]
    watched = spells(early + late, [2, 2, 1, 2, 1, 0, 0, 0], entry=[0.0, 0.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0])
    table = risk_table(watched)
    assert table.starts_at == 8.0  # the fifth deal comes into view here
    assert table.times.tolist() == [10.0, 11.0, 12.0]


def test_a_curve_starts_at_zero_when_nobody_enters_after_the_last_ending():
    assert risk_table(spells([1.0, 2.0], [1, 2], entry=[0.0, 0.5])).starts_at == 0.0


def test_a_curve_starts_at_zero_when_five_are_never_in_view():
    assert risk_table(spells([1.0, 5.0, 6.0], [1, 2, 1], entry=[0.0, 2.0, 2.0])).starts_at == 0.0


def test_five_that_end_together_are_an_estimate_and_no_reason_to_start_later():
    watched = spells([1.0] * 5 + [9.0] * 6, [2] * 5 + [1] * 6, entry=[0.0] * 5 + [4.0] * 6)
    assert risk_table(watched).starts_at == 0.0


def test_lengths_that_differ_are_refused():
    with pytest.raises(InputError, match=r"2 durations, 1 events and 2 entries(.|\n)*Mend: Give one"):
        spells([1, 2], [1])


@pytest.mark.parametrize("duration", [np.nan, np.inf, -1.0])
def test_a_duration_that_is_no_time_is_refused(duration):
    with pytest.raises(InputError, match="1 durations are missing, infinite or negative"):
        spells([1.0, duration], [1, 1])


def test_an_unknown_event_is_refused():
    with pytest.raises(InputError, match=r"Events are \[1, 3\]"):
        spells([1, 2], [1, 3])
