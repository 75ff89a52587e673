"""What goes into a folder comes out again, and nothing else does."""

from __future__ import annotations

import datetime
import json
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.findings import Evidence, Finding, Grade, Verdict
from unequal.workbook.codec import TREE, load, save

EVIDENCE = Evidence(name="runway", value=math.inf, unit="months", source="finance", n=3)
FINDING = Finding(
    code="x.y",
    question="q",
    verdict=Verdict.CANNOT_TELL,
    headline="h",
    answer="a",
    grade=Grade.OWN,
    evidence=(EVIDENCE,),
)


def again(value: Any, folder: Path) -> Any:
    save(value, folder)
    return load(folder)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="nothing"),
        pytest.param(True, id="truth"),
        pytest.param(10**30, id="large whole number"),
        pytest.param(-0.0, id="minus zero"),
        pytest.param(math.nan, id="nan"),
        pytest.param(-math.inf, id="minus infinity"),
        pytest.param('"quoted" \n \u20ac \U0001f600 \ud800', id="text, even half of a character"),
        pytest.param(datetime.date(2026, 6, 30), id="day"),
        pytest.param(pd.Timestamp("2026-06-30 12:00:00.000000001"), id="moment"),
        pytest.param(pd.NaT, id="no moment"),
        pytest.param(Verdict.CANNOT_TELL, id="enum"),
        pytest.param((1, [2.5, "x"], {"a": (None,), 3: "b", (1, "x"): ()}), id="tree"),
        pytest.param({"$": "object", "type": "os:system"}, id="a dict that looks like the codec's own"),
        pytest.param(FINDING, id="dataclass in a dataclass"),
    ],
)
def test_a_value_comes_back_as_it_was(value: Any, tmp_path: Path) -> None:
    found = again(value, tmp_path)
    assert type(found) is type(value)
    assert repr(found) == repr(value)  # nan equals nan here, 1 is not 1.0 and not True


@pytest.mark.parametrize(
    ("value", "plain"),
    [(np.int64(3), 3), (np.float32(0.5), 0.5), (np.bool_(True), True), (np.float64("nan"), math.nan)],
)
def test_a_number_of_numpy_comes_back_as_pythons_own(value: Any, plain: Any, tmp_path: Path) -> None:
    assert repr(again(value, tmp_path)) == repr(plain)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.sampled_from(Verdict),
    lambda below: (
        st.lists(below, max_size=4)
        | st.lists(below, max_size=4).map(tuple)
        | st.dictionaries(st.text() | st.integers() | st.tuples(st.text(), st.integers()), below, max_size=4)
    ),
    max_leaves=12,
)


@given(TREES)
@settings(max_examples=60)
def test_any_tree_comes_back_as_it_was(tree: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert repr(again(tree, Path(folder))) == repr(tree)


COLUMNS = st.sampled_from(("float64", "int64", "bool", "str", "datetime64[ns]", "boolean"))
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "float64": st.floats(),
    "int64": st.integers(-(2**63), 2**63 - 1),
    "bool": st.booleans(),
    "str": st.none() | st.text(),
    "datetime64[ns]": st.none() | st.datetimes(datetime.datetime(1700, 1, 1), datetime.datetime(2200, 1, 1)),
    "boolean": st.none() | st.booleans(),
}


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    kinds, rows = draw(st.lists(COLUMNS, min_size=1, max_size=4)), draw(st.integers(0, 4))
    columns = {
        f"{place} {kind}": pd.Series(draw(st.lists(CELLS[kind], min_size=rows, max_size=rows)), dtype=kind)
        for place, kind in enumerate(kinds)
    }
    return pd.DataFrame(columns, index=range(rows))


@given(frames())
@settings(max_examples=40)
def test_any_frame_keeps_its_columns_kinds_and_cells(frame: pd.DataFrame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pd.testing.assert_frame_equal(again(frame, Path(folder)), frame)


def test_a_frame_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    found = again(pd.DataFrame(columns=["segment", "k"]), tmp_path)
    assert (list(found.columns), len(found)) == (["segment", "k"], 0)


def test_a_frame_is_counted_anew(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1, 2, 3]})
    pd.testing.assert_frame_equal(again(frame[frame["a"] > 1], tmp_path), pd.DataFrame({"a": [2, 3]}))


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype=np.float64).reshape(2, 3),
        np.arange(6).reshape(2, 3).T,
        np.array([]),
        np.zeros((0, 4)),
        np.array(2.5),
        np.array([True, False]),
        np.array(["a", "b"], dtype=object),
        np.array(["2026-06-30"], dtype="datetime64[ns]"),
    ],
    ids=lambda array: f"{array.dtype} {array.shape}",
)
def test_an_array_keeps_kind_and_shape(array: np.ndarray, tmp_path: Path) -> None:
    found = again(array, tmp_path)
    assert found.dtype == array.dtype
    np.testing.assert_array_equal(found, array)


def test_frames_deep_inside_find_their_places(tmp_path: Path) -> None:
    first, second = pd.DataFrame({"a": [1]}), pd.DataFrame({"b": ["x"]})
    found = again({"deep": [first, (np.array([1.0]), second)]}, tmp_path)
    pd.testing.assert_frame_equal(found["deep"][0], first)
    pd.testing.assert_frame_equal(found["deep"][1][1], second)


def test_a_folder_holds_json_and_parquet_alone(tmp_path: Path) -> None:
    save({"frame": pd.DataFrame({"a": [1]}), "array": np.array([1.0])}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.parquet", "1.parquet", TREE]


@dataclass(frozen=True)
class Foreign:
    a: int = 1


@pytest.mark.parametrize(
    ("value", "says"),
    [
        pytest.param(object(), "facts hold a object", id="anything"),
        pytest.param({1, 2}, "facts hold a set", id="set"),
        pytest.param(print, "facts hold a builtin_function_or_method", id="function"),
        pytest.param(b"x", "facts hold a bytes", id="bytes"),
        pytest.param(pd.Series([1]), "facts hold a Series", id="series"),
        pytest.param(Foreign(), "Foreign, which is no type at the top of a module of this package", id="own dataclass"),
        pytest.param(datetime.timedelta(1), "facts hold a timedelta", id="timedelta"),
        pytest.param([{"deep": {1}}], "facts hold a set", id="deep inside"),
    ],
)
def test_what_the_codec_does_not_know_is_refused(value: Any, says: str, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=says):
        save(value, tmp_path)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param("object", "subprocess:Popen", id="another package's"),
        pytest.param("object", "unequalish.x:Thing", id="a package of a like name"),
        pytest.param("object", "unequal.workbook.codec:Path", id="imported by one of ours"),
        pytest.param("object", "unequal.workbook.codec:save", id="a function"),
        pytest.param("object", "unequal.workbook.codec:json.loads", id="through a module"),
        pytest.param("object", "unequal.workbook.codec:nothing", id="not there"),
        pytest.param("object", "unequal.workbook.store:Store", id="no dataclass"),
        pytest.param("object", "unequal.charts.theme:LIGHT", id="an instance of one"),
        pytest.param("enum", "unequal.findings.finding:Finding", id="no enum"),
        pytest.param("enum", "enum:Enum", id="another package's enum"),
    ],
)
def test_a_planted_type_is_refused(kind: str, name: str, tmp_path: Path) -> None:
    tree = {"$": kind, "type": name, "fields": {"args": "true"}, "value": "go"}
    (tmp_path / TREE).write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(ValueError, match=r"none of this package's types|is no dataclass|is no enum"):
        load(tmp_path)


def test_a_planted_path_is_refused(tmp_path: Path) -> None:
    (tmp_path / TREE).write_text('{"$": "frame", "at": "../../secret"}', encoding="utf-8")
    with pytest.raises(ValueError, match="invalid literal"):
        load(tmp_path)
