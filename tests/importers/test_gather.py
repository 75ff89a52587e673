from __future__ import annotations

import os

import pytest

from unequal.errors import InputError
from unequal.importers import plan_import


def passed(plan):
    return {use.name: use.why for use in plan.uses if use.rows is None}


def test_every_unreadable_file_is_listed_at_once(tmp_path, only):
    (tmp_path / "report.csv").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    (tmp_path / "empty.csv").write_bytes(b"")
    paths = [tmp_path / "report.csv", tmp_path / "empty.csv", tmp_path / "absent.csv", tmp_path / "x.docx"]
    with pytest.raises(InputError, match=r"4 files cannot be read; nothing was written") as caught:
        plan_import([*paths, only("id,status,created\n1,open,2026-01-01\n")])
    assert {problem.file for problem in caught.value.problems} == {"report.csv", "empty.csv", "absent.csv", "x.docx"}
    assert all(problem.mend for problem in caught.value.problems)
    assert caught.value.exit_code == 3


def test_a_pdf_named_csv_in_a_folder_is_refused(export):
    folder = export()
    (folder / "invoice.csv").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(InputError, match=r"invoice\.csv(.|\n)*PDF(.|\n)*Mend"):
        plan_import([folder])


def test_what_is_no_table_is_passed_over_in_a_folder_and_listed(export):
    folder = export()
    names = {"README.md", ".DS_Store", "~$a.xlsx", "a.csv.part", "Thumbs.db", "pandas.py", ".env", "notes.txt"}
    for name in names:
        (folder / name).write_text("words")
    listed = passed(plan_import([folder]))
    assert set(listed) == names
    assert all("passed over" in why for why in listed.values())


def test_a_notebook_is_never_data(export):
    folder = export()
    (folder / "template.ipynb").write_text("{}")
    with pytest.raises(InputError, match=r"template\.ipynb(.|\n)*code and not data"):
        plan_import([folder])


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_a_link_is_not_followed(export, tmp_path):
    folder = export()
    (tmp_path / "elsewhere.csv").write_text("id,status,created\n1,open,2026-01-01\n")
    (folder / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(InputError, match=r"link\.csv(.|\n)*not followed"):
        plan_import([folder])


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_a_pipe_is_refused_without_waiting(export):
    folder = export()
    os.mkfifo(folder / "pipe.csv")
    with pytest.raises(InputError, match=r"pipe\.csv"):
        plan_import([folder])


def test_brackets_in_a_name_are_no_pattern(tmp_path):
    (tmp_path / "a1.csv").write_text("id,status,created\n1,open,2026-01-01\n2,open,2026-01-01\n")
    (tmp_path / "a[1].csv").write_text("id,status,created\n9,open,2026-01-01\n")
    plan = plan_import([tmp_path / "a[1].csv"])
    assert list(plan.table("deals").cells("deal_id")) == ["9"]


def test_control_characters_of_a_name_are_shown_escaped(tmp_path):
    path = tmp_path / "de\u202eals\n.csv"
    path.write_text("id,status,created\n1,open,2026-01-01\n")
    text = "\n".join(plan_import([path]).explain())
    assert "\u202e" not in text
    assert "de\\u202eals\\n.csv" in text


def test_exactly_a_thousand_rows_may_be_a_cut_export(only):
    rows = "".join(f"{n},open,2026-01-01\n" for n in range(1_000))
    plan = plan_import([only(f"id,status,created\n{rows}")])
    assert plan.note("round-row-count").count == 1_000


def test_one_row_less_is_no_round_number(only):
    rows = "".join(f"{n},open,2026-01-01\n" for n in range(999))
    assert plan_import([only(f"id,status,created\n{rows}")]).note("round-row-count") is None


def test_what_the_reader_noticed_is_told(only):
    plan = plan_import([only("id,status,created\n1,open,2026-01-01\n2,open\n")])
    assert plan.note("reader") is not None
