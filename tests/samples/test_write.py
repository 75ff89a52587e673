from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from unequal.errors import InputError
from unequal.samples import COMPANIES, PROFILES, SEED, find, write
from unequal.samples.__main__ import main
from unequal.samples.build import build

MOST_BYTES = 1_500_000


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_committed_files_are_what_the_generator_writes(tmp_path):
    write(tmp_path)
    committed = files_below(find("harbor").parent)
    committed.pop("README.md")
    assert committed == files_below(tmp_path)


def test_one_company_is_written_alone(tmp_path):
    written = write(tmp_path, "quarry")
    assert {path.relative_to(tmp_path).parts[0] for path in written} == {"quarry"}


def test_another_seed_makes_other_customers_with_the_same_nature():
    first, second = (build(PROFILES["harbor"], seed) for seed in (SEED, SEED + 1))
    assert first["data/deals.csv"] != second["data/deals.csv"]
    assert first["workspace.toml"] == second["workspace.toml"]


@pytest.mark.parametrize("company", COMPANIES)
def test_a_table_does_not_change_when_others_are_left_out(company):
    profile = PROFILES[company]
    alone = replace(profile, columns={"deals": profile.columns["deals"]})
    assert build(alone, SEED)["data/deals.csv"] == build(profile, SEED)["data/deals.csv"]


def test_an_unknown_company_is_refused_with_the_nearest_name(tmp_path):
    with pytest.raises(InputError, match=r"called 'harbour'. Did you mean 'harbor'\?(.|\n)*Mend: Take one of harbor"):
        write(tmp_path, "harbour")
    assert not list(tmp_path.iterdir())


def test_files_are_small_utf8_and_end_lines_with_line_feeds():
    files = files_below(find("harbor").parent)
    assert sum(map(len, files.values())) < MOST_BYTES
    for path, content in files.items():
        assert b"\r" not in content, path
        assert content.endswith(b"\n"), path
        content.decode("utf-8")


def test_every_company_has_one_line_and_a_downside():
    for company, line in COMPANIES.items():
        assert line.endswith("."), company
        assert "\n" not in line
        assert (find(company) / "scenarios" / "downside.toml").is_file()


def test_the_module_writes_into_the_folder_that_is_named(tmp_path, capsys):
    assert main([str(tmp_path)]) == 0
    assert str(tmp_path / "harbor" / "workspace.toml") in capsys.readouterr().out.splitlines()


def test_the_module_without_a_folder_says_how_it_is_called(capsys):
    assert main([]) == 2
    assert "Usage: python -m unequal.samples FOLDER" in capsys.readouterr().err
