"""What is no file of ours is refused before a cell is read."""

from __future__ import annotations

import os

import pytest

from unequal.errors import InputError
from unequal.tables import read_raw
from unequal.tables.reading import file


def code_of(path):
    with pytest.raises(InputError) as caught:
        read_raw(path)
    return caught.value.problems[0].code


def test_a_missing_file_is_refused_with_the_nearest_name(put):
    path = put("a,b\n1,2\n", "deals.csv")
    with pytest.raises(InputError, match=r"Did you mean 'deals.csv'"):
        read_raw(path.with_name("deal.csv"))


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "x.csv").mkdir()
    assert code_of(tmp_path / "x.csv") == "not-a-file"


def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "x.csv")
    assert code_of(tmp_path / "x.csv") == "not-a-file"


@pytest.mark.parametrize("address", ["https://example.org/x.csv", "s3://bucket/x.csv"])
def test_an_address_is_refused(address):
    assert code_of(address) == "not-a-file"


def test_a_database_is_refused_with_a_way_out():
    assert code_of("duckdb:///x.duckdb::deals") == "database-not-read"


def test_a_file_over_the_limit_is_refused_by_its_size(put, monkeypatch):
    monkeypatch.setattr(file, "MAX_BYTES", 4)
    assert code_of(put("a,b\n1,2\n")) == "file-too-big"


def test_a_name_is_never_a_pattern(put):
    put("a,b\n9,9\n", "a1.csv")
    assert read_raw(put("a,b\n1,2\n", "a[1].csv")).to_numpy().tolist() == [["1", "2"]]


def test_a_path_that_cannot_be_one_is_refused():
    assert code_of("a\0b.csv") == "file-not-readable"
