from __future__ import annotations

import datetime
import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unequal.findings import Evidence, Verdict
from unequal.workbook.plain import plain


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(math.nan, None, id="nan"),
        pytest.param(math.inf, "inf", id="infinity"),
        pytest.param(-math.inf, "-inf", id="minus infinity"),
        pytest.param(np.float64("nan"), None, id="nan of numpy"),
        pytest.param(np.int64(3), 3, id="whole number of numpy"),
        pytest.param(np.bool_(True), True, id="truth of numpy"),
        pytest.param(np.datetime64("2026-06-30", "ns"), "2026-06-30", id="day of numpy"),
        pytest.param(np.datetime64("NaT"), None, id="no day of numpy"),
        pytest.param(pd.NaT, None, id="no moment"),
        pytest.param(pd.NA, None, id="missing"),
        pytest.param(datetime.date(2026, 6, 30), "2026-06-30", id="day"),
        pytest.param(pd.Timestamp("2026-06-30"), "2026-06-30", id="midnight is a day"),
        pytest.param(pd.Timestamp("2026-06-30 12:30"), "2026-06-30T12:30:00", id="moment"),
        pytest.param(Verdict.CANNOT_TELL, "cannot tell", id="enum"),
        pytest.param(True, True, id="truth stays truth"),
        pytest.param((1, {2: "x"}), [1, {"2": "x"}], id="tree"),
        pytest.param({"b", "a"}, ["a", "b"], id="a set has one order"),
        pytest.param(np.array([[1.0, math.inf]]), [[1.0, "inf"]], id="array"),
        pytest.param(pd.Series(["x", None], dtype="str"), ["x", None], id="series"),
        pytest.param(
            pd.DataFrame({"day": pd.to_datetime(["2026-06-30", None]), "share": [0.5, math.nan]}),
            [{"day": "2026-06-30", "share": 0.5}, {"day": None, "share": None}],
            id="frame",
        ),
        pytest.param(
            Evidence(name="n", value=1.0, unit="u", source="s"),
            {"name": "n", "value": 1.0, "unit": "u", "source": "s", "low": None, "high": None, "n": None},
            id="dataclass",
        ),
        pytest.param(pd.Period("2026-06"), "2026-06", id="anything else as text"),
    ],
)
def test_a_value_as_json(value: Any, shown: Any) -> None:
    assert json.dumps(plain(value)) == json.dumps(shown)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
)


@given(VALUES)
def test_any_value_is_json_and_stays_as_it_is(value: Any) -> None:
    shown = plain(value)
    json.dumps(shown, allow_nan=False)
    assert plain(shown) == shown
