from __future__ import annotations

import datetime

import pytest
from typer import BadParameter

from unequal.cli.values import knobs, knobs_by_analysis, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-0.5", -0.5),
        ("1_000", 1000),
        ("true", True),
        ("Big", "Big"),
        ('"3"', "3"),
        ("", ""),
        ("2026-06-30", datetime.date(2026, 6, 30)),
        ("a = b", "a = b"),
        ("1\nx = 2", "1\nx = 2"),
        ("nan", pytest.approx(float("nan"), nan_ok=True)),
    ],
)
def test_a_value_is_read_as_toml_and_else_as_text(text, value) -> None:
    assert value_of(text) == value


def test_a_setting_may_hold_equals_signs_and_blanks() -> None:
    assert knobs([" a = b=c "]) == {"a": "b=c"}


@pytest.mark.parametrize("setting", ["a", "=3", " =3", ""])
def test_a_setting_without_name_or_equals_is_refused(setting) -> None:
    with pytest.raises(BadParameter, match="write knob=value"):
        knobs([setting])


def test_settings_of_a_report_name_their_analysis() -> None:
    found = knobs_by_analysis(["runway.wins_needed=3", "runway.cash=9", "memo.x=1"])
    assert found == {"runway": {"wins_needed": 3, "cash": 9}, "memo": {"x": 1}}
    with pytest.raises(BadParameter, match=r"write analysis\.knob=value"):
        knobs_by_analysis(["runway.=3"])
