"""A frame as a reader sees it stays a plain frame."""

from __future__ import annotations

import pandas as pd
import pytest

from unequal.workbook import presented
from unequal.workbook.view import table_block, tagged

ROWS = pd.DataFrame({"segment": ["Big", "Small"], "p": [0.2, 0.1], "secret": [1, 2]}, index=[5, 7])


def shown() -> pd.DataFrame:
    return presented(
        ROWS,
        title="Odds",
        columns={"p": ("Chance", "percent"), "segment": ("Segment", "text")},
        note="A note.",
        source="deals",
    )


def test_only_the_named_columns_are_shown_in_their_order() -> None:
    assert list(shown().columns) == ["p", "segment"]
    assert list(shown().index) == [0, 1]
    assert "unequal" not in ROWS.attrs


def test_a_presented_frame_is_a_block_with_labels_and_kinds() -> None:
    block = table_block(tagged(shown(), name="odds", analysis="runway"))
    assert block["columns"] == [
        {"key": "p", "label": "Chance", "kind": "percent"},
        {"key": "segment", "label": "Segment", "kind": "text"},
    ]
    assert block["rows"] == [{"p": 0.2, "segment": "Big"}, {"p": 0.1, "segment": "Small"}]
    assert [block[key] for key in ("name", "analysis", "title", "note", "source")] == [
        "odds", "runway", "Odds", "A note.", "deals",
    ]  # fmt: skip


def test_a_name_is_put_on_a_copy() -> None:
    frame = shown()
    tagged(frame, name="odds", analysis="runway")
    assert "name" not in frame.attrs["unequal"]


def test_a_column_that_is_not_there_cannot_be_presented() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        presented(ROWS, title="", columns={"nowhere": ("", "text")})


def test_a_column_that_somebody_dropped_is_not_shown() -> None:
    assert [one["key"] for one in table_block(shown().drop(columns="p"))["columns"]] == ["segment"]


def test_a_presented_frame_without_rows_keeps_its_columns() -> None:
    block = table_block(shown().iloc[:0])
    assert (block["rows"], [one["label"] for one in block["columns"]]) == ([], ["Chance", "Segment"])


@pytest.mark.parametrize(
    ("frame", "keys", "first"),
    [
        pytest.param(ROWS, ["segment", "p", "secret"], {"segment": "Big", "p": 0.2, "secret": 1}, id="as it is"),
        pytest.param(ROWS[["p"]].describe().iloc[:1], ["index", "p"], {"index": "count", "p": 2.0}, id="word index"),
        pytest.param(ROWS.groupby("segment")[["p"]].sum(), ["segment", "p"], {"segment": "Big", "p": 0.2}, id="sums"),
        pytest.param(ROWS[["p"]].set_axis([0], axis=1), ["0"], {"0": 0.2}, id="numbered columns"),
        pytest.param(
            ROWS[["p", "p"]], ["p", "p (2)"], {"p": 0.2, "p (2)": 0.2}, id="two columns of one name"
        ),
        pytest.param(
            ROWS.groupby("segment").agg({"p": ["min"]}), ["segment", "p min"], {"segment": "Big", "p min": 0.2},
            id="columns in two levels",
        ),
    ],
)  # fmt: skip
def test_a_frame_that_nobody_presented_shows_all_it_has(frame: pd.DataFrame, keys: list[str], first: dict) -> None:
    block = table_block(frame)
    assert ([one["key"] for one in block["columns"]], block["rows"][0]) == (keys, first)


def test_a_frame_that_nobody_presented_has_the_kinds_of_its_columns() -> None:
    frame = pd.DataFrame(
        {"a": [1], "b": [0.5], "c": [True], "d": pd.to_datetime(["2026-06-30"]), "e": pd.Series(["x"], dtype="str")}
    )
    kinds = [one["kind"] for one in table_block(frame)["columns"]]
    assert kinds == ["number", "number", "boolean", "date", "text"]
