"""The five parts of a margin's change add up, whatever the parts are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.economics.margin_change import MarginParts, margin_change


def parts(seed: int, segments: int, pools: int) -> MarginParts:
    rng = np.random.default_rng(seed)
    return MarginParts(
        price=rng.uniform(0.5, 1.2, segments),
        mix=rng.dirichlet(np.ones(segments)),
        hours=rng.uniform(0, 0.01, (segments, pools)),
        rates=rng.uniform(20, 80, pools),
        direct_cost=rng.uniform(0, 0.5, segments),
    )


@given(seed=st.integers(0, 2**31), segments=st.integers(1, 5), pools=st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_the_five_add_up(seed: int, segments: int, pools: int) -> None:
    before, after = parts(seed, segments, pools), parts(seed + 1, segments, pools)
    assert sum(margin_change(before, after).values()) == pytest.approx(after.margin - before.margin, abs=1e-12)


@pytest.mark.parametrize("part", ["price", "mix", "hours", "rates", "direct_cost"])
def test_what_alone_changed_moved_it_all(part: str) -> None:
    before = parts(1, 3, 2)
    after = replace(before, **{part: getattr(parts(2, 3, 2), part)})
    moved = margin_change(before, after)
    assert moved[part] == pytest.approx(after.margin - before.margin)
    assert [abs(value) < 1e-12 for name, value in moved.items() if name != part] == [True] * 4
