from __future__ import annotations

import math

import pytest

from unequal.findings import Thresholds, Verdict, verdict_of_claim, verdict_of_event


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [
        pytest.param(0.80, Verdict.GO, id="exactly enough"),
        pytest.param(0.7999, Verdict.CAUTION, id="just under enough"),
        pytest.param(0.20, Verdict.CAUTION, id="exactly the lower border"),
        pytest.param(0.1999, Verdict.STOP, id="just under the lower border"),
        pytest.param(math.nan, Verdict.CANNOT_TELL, id="not known"),
    ],
)
def test_an_event_turns_at_its_borders(probability: float, verdict: Verdict) -> None:
    assert verdict_of_event(probability) is verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        pytest.param(0.19, 0.80, Verdict.CANNOT_TELL, id="spans both borders"),
        pytest.param(0.20, 0.90, Verdict.CAUTION, id="touches the lower border only"),
        pytest.param(0.10, 0.79, Verdict.CAUTION, id="does not reach the upper border"),
    ],
)
def test_a_band_across_both_borders_cannot_tell(low: float, high: float, verdict: Verdict) -> None:
    assert verdict_of_event(0.5, low=low, high=high) is verdict


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [(0.8, Verdict.GO), (0.79, Verdict.CANNOT_TELL), (0.21, Verdict.CANNOT_TELL), (0.2, Verdict.STOP)],
)
def test_a_claim_is_true_false_or_cannot_be_told(probability: float, verdict: Verdict) -> None:
    assert verdict_of_claim(probability) is verdict


def test_thresholds_are_the_users() -> None:
    assert verdict_of_event(0.85, thresholds=Thresholds(go=0.9)) is Verdict.CAUTION
