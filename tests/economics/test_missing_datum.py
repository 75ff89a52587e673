from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.economics.missing_datum import Unknown, values_of, worth_knowing

VERDICTS = ("go", "caution", "stop", "cannot tell")


def unknown(*verdicts: str, name: str = "raise", hours: float = 2, weights: tuple[float, ...] = ()) -> Unknown:
    return Unknown(name=name, hours=hours, verdicts=verdicts, weights=weights)


def test_the_chance_of_a_turn_is_the_share_of_values_that_turn_the_verdict() -> None:
    found = worth_knowing("stop", [unknown("stop", "stop", "caution", "go", "caution")]).iloc[0]
    assert (found["turns"], found["into"]) == (pytest.approx(0.6), "caution")


def test_values_count_by_their_weights() -> None:
    found = worth_knowing("stop", [unknown("stop", "go", weights=(3, 1))]).iloc[0]
    assert found["turns"] == pytest.approx(0.25)


def test_the_most_for_an_hour_stands_first() -> None:
    dear, cheap = unknown("go", "go", name="dear", hours=10), unknown("go", "stop", name="cheap", hours=1)
    found = worth_knowing("stop", [dear, cheap])
    assert found["name"].to_list() == ["cheap", "dear"]
    assert found["per_hour"].to_list() == pytest.approx([0.5, 0.1])


def test_what_only_makes_it_harder_to_tell_is_not_worth_asking() -> None:
    assert worth_knowing("stop", [unknown("cannot tell", "stop")]).empty


@pytest.mark.parametrize(("of", "asked"), [(20, True), (21, False)])
def test_below_one_in_twenty_nobody_is_sent_out(of: int, asked: bool) -> None:
    assert (not worth_knowing("stop", [unknown("go", *["stop"] * (of - 1))]).empty) is asked


def test_nothing_unknown_leaves_an_empty_table_of_the_same_kind() -> None:
    empty, some = worth_knowing("stop", []), worth_knowing("stop", [unknown("go")])
    assert empty.dtypes.to_dict() == some.dtypes.to_dict()
    assert worth_knowing("stop", [unknown()]).empty


def test_a_worse_grade_lies_further_around_the_same_middle() -> None:
    near, far = values_of(6, "E4"), values_of(6, "E5")
    assert near[2] == far[2] == pytest.approx(6)
    assert far[0] < near[0] < near[-1] < far[-1]
    assert np.log(far[-1] / 6) / np.log(near[-1] / 6) == pytest.approx(0.7 / 0.4)


@given(st.sampled_from(VERDICTS), st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=8), st.randoms())
def test_the_order_of_values_changes_nothing(verdict: str, verdicts: list[str], random) -> None:
    mixed = random.sample(verdicts, len(verdicts))
    a, b = (worth_knowing(verdict, [unknown(*one)]) for one in (verdicts, mixed))
    assert a.drop(columns=["turns", "per_hour"]).equals(b.drop(columns=["turns", "per_hour"]))
    assert a["turns"].to_list() == pytest.approx(b["turns"].to_list())
