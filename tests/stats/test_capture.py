from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.errors import InputError
from unequal.stats.capture import chapman


def test_two_lists_by_the_worked_figures() -> None:
    found = chapman(40, 30, 12, level=0.95)
    assert found.count == pytest.approx(96.769, abs=1e-2)
    assert [found.low, found.high] == pytest.approx([75.5, 144.1], abs=0.1)
    assert chapman(40, 30, 12, level=0.90).low == pytest.approx(77.8, abs=0.1)


def test_two_equal_lists_have_seen_all() -> None:
    assert chapman(20, 20, 20).count == 20


def test_more_in_common_than_one_has_is_refused() -> None:
    with pytest.raises(InputError, match=r"Two lists of 40 and 30 names cannot share 31\."):
        chapman(40, 30, 31)


@given(st.integers(1, 200), st.integers(1, 200), st.data())
def test_there_are_at_least_as_many_as_were_seen(first: int, second: int, data: st.DataObject) -> None:
    both = data.draw(st.integers(0, min(first, second)))
    found = chapman(first, second, both)
    assert found.seen <= found.low <= found.count <= found.high
    assert chapman(second, first, both).count == pytest.approx(found.count)
