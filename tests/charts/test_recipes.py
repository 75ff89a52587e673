"""Charts are tested by what they say, never by pixels."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pandas as pd
import pytest
import vl_convert

from unequal.charts import Axis, Caption, NamedLine, bars, dots, lines, paths, pyramid, steps
from unequal.charts.parts import spread
from unequal.charts.renderer import BLOCK_MIME, LAB_MIME, bundle, chart_block

CAPTION = Caption(name="curve", sentence="Half are won by day 60", description="A curve.", source="deals", n=20)
DAYS = Axis(field="days", title="Days", unit="days")
SHARE = Axis(field="estimate", title="Share", unit="percent")
SEGMENT = Axis(field="segment", title="Segment", kind="nominal")
CURVE = pd.DataFrame(
    {"segment": ["Big"] * 3, "days": [0, 30, 60], "estimate": [0.0, 0.2, 0.5], "low": [0, 0.1, 0.3],
     "high": [0.1, 0.3, 0.7], "beyond": [False, False, True]}
)  # fmt: skip


def charts() -> dict[str, Any]:
    named = CURVE.assign(wins=["1", "2", "3"], accent=[False, True, False])
    there = CURVE.assign(segment="cash", context=True, label="", below=False)
    both = pd.concat([CURVE.assign(context=False, label=["", "deep", "back"], below=[True, True, False]), there])
    wins = Axis(field="wins", title="Wins", kind="ordinal", unit="text")
    return {
        "steps": steps(CURVE, x=DAYS, y=SHARE, series=SEGMENT, caption=CAPTION),
        "lines": lines(CURVE, x=DAYS, y=SHARE, caption=CAPTION, marks=[NamedLine(at=30, label="decision date")]),
        "paths": paths(both, x=DAYS, y=SHARE, series=SEGMENT, caption=CAPTION),
        "bars": bars(named, x=wins, y=SHARE, caption=CAPTION),
        "pyramid": pyramid(named.assign(label=["", "Medium", ""]), x=DAYS, y=SHARE, series=SEGMENT, caption=CAPTION),
        "dots": dots(named, x=SHARE, y=wins, caption=CAPTION),
    }


@pytest.mark.parametrize("recipe", ["steps", "lines", "paths", "bars", "dots", "pyramid"])
def test_a_chart_is_a_block_that_names_its_rows(recipe: str) -> None:
    block = chart_block(charts()[recipe].to_dict())
    assert (block["kind"], block["recipe"], block["name"], block["n"]) == ("chart", recipe, "curve", 20)
    assert block["sentence"] == CAPTION.sentence
    assert block["rows"]
    assert "usermeta" not in block["spec"]
    assert "values" not in json.dumps(block["spec"])


@pytest.mark.parametrize("recipe", ["steps", "lines", "paths", "bars", "dots", "pyramid"])
def test_a_spec_is_free_of_colours_and_fonts(recipe: str) -> None:
    text = json.dumps(chart_block(charts()[recipe].to_dict())["spec"])
    assert "#" not in text
    assert "font" not in text.lower()


@pytest.mark.parametrize("recipe", ["steps", "lines", "paths", "bars", "dots", "pyramid"])
def test_a_chart_draws(recipe: str) -> None:
    shown = bundle(charts()[recipe].to_dict())[LAB_MIME] | {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json"
    }
    assert "<svg" in vl_convert.vegalite_to_svg(json.dumps(shown))


def test_a_curve_is_dashed_beyond_its_horizon() -> None:
    spec = chart_block(charts()["steps"].to_dict())
    dashed = [layer for layer in spec["spec"]["layer"] if layer["mark"].get("style") == "series-beyond"]
    rows = spec["datasets"][dashed[0]["data"]["name"]]
    assert [row["days"] for row in rows] == [30, 60]  # begins where the solid curve ends


def test_a_decision_has_its_name_on_its_line() -> None:
    block = chart_block(charts()["lines"].to_dict())
    assert any(row.get("label") == "decision date" for rows in block["datasets"].values() for row in rows)


def test_a_line_that_is_nowhere_is_not_drawn() -> None:
    chart = lines(CURVE, x=DAYS, y=SHARE, caption=CAPTION, marks=[NamedLine(at=float("nan"), label="never")])
    assert "never" not in json.dumps(chart.to_dict())


def test_bars_keep_the_order_of_the_rows() -> None:
    rows = pd.DataFrame({"wins": ["9", "10", "8"], "estimate": [0.1, 0.2, 0.3]})
    wins = Axis(field="wins", title="Wins", kind="ordinal", unit="text")
    assert '"sort": ["9", "10", "8"]' in json.dumps(bars(rows, x=wins, y=SHARE, caption=CAPTION).to_dict())


def test_too_many_marks_are_refused() -> None:
    rows = pd.DataFrame({"days": range(2001), "estimate": 0.1})
    with pytest.raises(ValueError, match="aggregate to at most 2000 first"):
        lines(rows, x=DAYS, y=SHARE, caption=CAPTION)


def test_a_field_with_a_dot_is_one_field() -> None:
    rows = pd.DataFrame({"a.b[0]": [1, 2], "estimate": [0.1, 0.2]})
    chart = lines(rows, x=Axis(field="a.b[0]", title="Days"), y=SHARE, caption=CAPTION)
    assert r"a\\.b\\[0\\]" in json.dumps(chart.to_dict())


def test_segments_keep_their_place_in_the_palette() -> None:
    def domain(segments: list[str]) -> list[str]:
        rows = pd.DataFrame({"segment": segments, "days": 1, "estimate": 0.5})
        spec = steps(rows, x=DAYS, y=SHARE, series=SEGMENT, caption=CAPTION).to_dict()
        return spec["layer"][0]["encoding"]["color"]["scale"]["domain"][:4]

    assert domain(["Big"]) == domain(["Small", "Medium", "Big"]) == ["all", "Small", "Medium", "Big"]


def test_anybodys_chart_is_a_block_too() -> None:
    import altair as alt

    own = alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x:Q")
    block = bundle(own.to_dict())[BLOCK_MIME]
    assert (block["recipe"], block["rows"]) == ("own", [{"x": 1}])


def test_labels_that_would_collide_move_apart() -> None:
    placed = sorted(spread([0.5, 0.51, 0.52], gap=0.1))
    assert min(b - a for a, b in itertools.pairwise(placed)) >= 0.1 - 1e-6


def names_of(spec: dict[str, Any]) -> dict[str, float]:
    """Return the height of each name on the right edge of a chart of steps."""
    (layer,) = [one for one in spec["layer"] if one["encoding"].get("text", {}).get("field") == "segment"]
    assert layer["encoding"]["x"] == {"value": "width"}  # no curve runs there
    return {row["segment"]: row["label_height"] for row in spec["datasets"][layer["data"]["name"]]}


def two_curves(first: float, second: float, *, until: int = 10) -> pd.DataFrame:
    shares = {"Small": (first, 10), "Big": (second, until)}
    rows = [(name, days, share) for name, (last, end) in shares.items() for days, share in ((0, 0.0), (end, last))]
    return pd.DataFrame(rows, columns=["segment", "days", "estimate"])


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.5, 0.49), (0.0, 0.0), (0.02, 0.0), (0.5, 0.1)])
def test_names_of_curves_stand_apart_and_none_below_zero(shares: tuple[float, float]) -> None:
    spec = steps(two_curves(*shares), x=DAYS, y=SHARE, series=SEGMENT, caption=CAPTION).to_dict()
    low, high = sorted(names_of(spec).values())
    assert low >= 0
    assert high - low >= 0.075 * max(shares) - 1e-6


@pytest.mark.parametrize(("until", "led"), [(9, True), (10, False)])
def test_a_curve_that_ends_early_is_led_to_its_name(until: int, led: bool) -> None:
    rows = two_curves(0.5, 0.3, until=until)
    layers = steps(rows, x=DAYS, y=SHARE, series=SEGMENT, caption=CAPTION).to_dict()["layer"]
    assert any(one["mark"].get("style") == "leader" for one in layers) is led


def test_the_name_of_a_line_has_room_above_the_curves() -> None:
    mark = NamedLine(at=5, label="here")
    layers = steps(two_curves(0.5, 0.3), x=DAYS, y=SHARE, series=SEGMENT, caption=CAPTION, marks=[mark]).to_dict()[
        "layer"
    ]
    assert layers[0]["encoding"]["y"]["scale"]["domain"] == [0, pytest.approx(0.56)]
