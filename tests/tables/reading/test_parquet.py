"""Parquet: typed values become the texts that stand for them."""

from __future__ import annotations

import datetime as dt
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from unequal.errors import InputError


def data_of(columns):
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def test_values_are_rendered_exactly(raw):
    columns = {
        "id": ["001"],
        "n": [1200.0],
        "day": [dt.date(2026, 3, 4)],
        "big": [12345678901234567890],
        "none": [None],
    }
    frame = raw(data_of(columns | {"big": pa.array([12345678901234567890], pa.uint64())}), "x.parquet")
    assert frame.to_numpy().tolist() == [["001", "1200", "2026-03-04", "12345678901234567890", ""]]
    assert frame.attrs["lines"] == [2]


@pytest.mark.parametrize("data", [b"PAR1 and no more", b"a,b\n1,2\n"])
def test_what_is_no_parquet_is_refused(raw, data):
    with pytest.raises(InputError) as caught:
        raw(data, "x.parquet")
    assert caught.value.problems[0].code == "cut-parquet"
