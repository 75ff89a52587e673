from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from unequal.batch.manifest import read_manifest
from unequal.samples.many import canary, clients, main

# what these hold is of segments, months and pools: no name and no id of the company's own
NAMELESS = ("finance", "scenarios", "segments", "market", "coverage", "usability", "funnel", "cost_pools")


@pytest.fixture(scope="module")
def four(tmp_path_factory) -> list[Path]:
    return clients(tmp_path_factory.mktemp("many"), 4)


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_marks_are_of_one_company_each():
    marks = [canary(number) for number in range(1, 10_000)]
    assert len({mark.word for mark in marks}) == len({mark.cash for mark in marks}) == 9_999
    assert all(mark.word.isalpha() and len(mark.word) == 10 for mark in marks)


def test_the_same_seed_writes_the_same_bytes(four, tmp_path):
    again = clients(tmp_path, 4)
    assert list(map(files_below, again)) == list(map(files_below, four))


def test_a_company_does_not_change_when_there_are_fewer(four, tmp_path):
    assert files_below(*clients(tmp_path, 1)) == files_below(four[0])


def test_another_seed_makes_other_companies(four, tmp_path):
    (other,) = clients(tmp_path, 1, 5)
    assert other.name != four[0].name
    assert files_below(other)["data/deals.csv"] != files_below(four[0])["data/deals.csv"]


def test_every_table_with_names_or_ids_holds_its_mark_and_no_other(four):
    for number, folder in enumerate(four, 1):
        own, others = canary(number).word, [canary(other).word for other in range(1, 5) if other != number]
        for path, content in files_below(folder).items():
            text = content.decode().lower()
            assert not [word for word in others if word in text], path
            assert own in text or any(part in path for part in NAMELESS), path


def test_the_cash_on_the_last_day_is_a_mark_too(four):
    for number, folder in enumerate(four, 1):
        shown = {f"{canary(number).cash:.2f}", f"{canary(number).cash:.2f}".replace(".", ",")}
        cells = (folder / "data" / "finance.csv").read_text().replace(";", "\n").replace("\n", ",,").split(",,")
        assert any(figure in cell for cell in cells for figure in shown)


def test_a_company_is_small_and_calls_itself_by_its_mark(four):
    for number, folder in enumerate(four, 1):
        assert 50 <= len((folder / "data" / "deals.csv").read_text().splitlines()) <= 200
        settings = tomllib.loads((folder / "workspace.toml").read_text())
        assert settings["name"].endswith(canary(number).word.title())


def test_the_manifest_means_them_all(four):
    found = read_manifest(four[0].parents[1] / "batch.toml")
    assert [item.workspace for item in found.items] == [str(folder) for folder in four]


def test_the_module_writes_as_many_as_were_asked_for(tmp_path, capsys):
    assert main([str(tmp_path), "--count", "2"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'batch.toml'}\n"
    assert len(list((tmp_path / "clients").iterdir())) == 2


@pytest.mark.parametrize("count", ["0", "10000"])
def test_a_count_without_marks_enough_is_refused(tmp_path, capsys, count):
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path), "--count", count])
    assert "--count is from 1 to 9,999" in capsys.readouterr().err
