from __future__ import annotations

import hashlib
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unequal.errors import EnvironmentFault, InputError
from unequal.importers import plan_import, write_import
from unequal.workspace import open_workspace


def read(folder):
    return tomllib.loads((folder / "workspace.toml").read_text(encoding="utf-8"))


def hashes(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_used_files_are_copied_byte_for_byte_and_inputs_stay(export, tmp_path):
    folder = export()
    (folder / "accounts.csv").write_bytes((folder / "accounts.csv").read_bytes().replace(b"\n", b"\r\n"))
    before = hashes(folder)
    data = write_import(plan_import([folder]), tmp_path / "acme") / "data"
    assert hashes(folder) == before
    for name in ("accounts.csv", "sales_pipeline.csv"):
        assert hashes(data)[name] == before[name]


def test_files_that_are_not_used_are_not_copied(export, tmp_path):
    data = write_import(plan_import([export()]), tmp_path / "acme") / "data"
    assert set(hashes(data)) == {"accounts.csv", "derived_customers.csv", "sales_pipeline.csv"}


def test_a_price_list_that_is_used_is_copied(export, tmp_path):
    plan = plan_import([export()], ["product:GTXPro=GTX Pro"])
    data = write_import(plan, tmp_path / "acme") / "data"
    assert {"products.csv", "derived_deals.csv"} <= set(hashes(data))


def test_workspace_says_ours_is_theirs(export, tmp_path):
    written = read(write_import(plan_import([export()]), tmp_path / "acme"))
    deals = written["tables"]["deals"]
    assert deals["source"] == "data/sales_pipeline.csv"
    assert deals["columns"]["closed_at"] == "close_date"
    assert deals["values"]["status"]["Engaging"] == "open"
    assert deals["values"]["acv"] == {"0": ""}


def test_guesses_are_active_keys_with_their_origin_above(export, tmp_path):
    folder = write_import(plan_import([export()]), tmp_path / "acme")
    text = (folder / "workspace.toml").read_text()
    assert str(read(folder)["as_of"]) == "2017-03-20"
    assert read(folder)["currency"] == "USD"
    assert text.index("# as_of: a guess: the last event") < text.index("as_of = 2017-03-20")


def test_questions_stand_as_comments(export, tmp_path):
    text = (write_import(plan_import([export()]), tmp_path / "acme") / "workspace.toml").read_text()
    flat = text.replace("\n# ", " ")
    assert '"GTXPro" on 2 deals, perhaps "GTX Pro"' in flat
    assert '# technolgy = "technology"' in text


def test_a_derived_file_is_the_export_with_columns_added(export, tmp_path):
    folder = write_import(plan_import([export()]), tmp_path / "acme")
    source, derived = (
        (folder / "data" / name).read_text().splitlines() for name in ("accounts.csv", "derived_customers.csv")
    )
    assert all(new.startswith(old + ",") for old, new in zip(source, derived, strict=True))
    assert read(folder)["tables"]["customers"]["columns"]["annual_revenue"] == "derived_annual_revenue"
    assert "a copy of accounts.csv with more columns" in (folder / "workspace.toml").read_text()


def test_the_company_is_called_like_the_folder(export, tmp_path):
    assert read(write_import(plan_import([export()]), tmp_path / "Acme & Söhne"))["name"] == "Acme & Söhne"


def test_a_folder_that_is_not_empty_is_refused_and_untouched(export, tmp_path):
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match=r"not empty(.|\n)*Mend: give a folder that does not exist"):
        write_import(plan_import([export()]), tmp_path / "acme")
    assert [path.name for path in (tmp_path / "acme").iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(export, tmp_path):
    (tmp_path / "acme").mkdir()
    assert (write_import(plan_import([export()]), tmp_path / "acme") / "workspace.toml").is_file()


def test_a_file_in_the_way_is_refused(export, tmp_path):
    (tmp_path / "acme").write_text("")
    with pytest.raises(InputError, match="is no folder"):
        write_import(plan_import([export()]), tmp_path / "acme")


def test_folders_above_are_made(export, tmp_path):
    assert write_import(plan_import([export()]), tmp_path / "clients" / "acme").is_dir()


def test_a_file_that_changed_since_the_plan_is_refused_and_nothing_is_left(export, tmp_path):
    folder = export()
    plan = plan_import([folder])
    (folder / "accounts.csv").write_text("other")
    with pytest.raises(InputError, match=r"accounts\.csv changed while it was imported"):
        write_import(plan, tmp_path / "clients" / "acme")
    assert list((tmp_path / "clients").iterdir()) == []


def test_a_disk_that_fails_leaves_nothing(export, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    plan = plan_import([export()])
    monkeypatch.setattr("unequal.importers.write._write", full)
    with pytest.raises(EnvironmentFault, match=r"No space left on device(.|\n)*Mend"):
        write_import(plan, tmp_path / "clients" / "acme")
    assert list((tmp_path / "clients").iterdir()) == []


def test_the_same_plan_gives_the_same_bytes(export, tmp_path):
    folder = export()
    first = write_import(plan_import([folder]), tmp_path / "one" / "acme")
    second = write_import(plan_import([folder]), tmp_path / "two" / "acme")
    assert (first / "workspace.toml").read_bytes() == (second / "workspace.toml").read_bytes()
    assert hashes(first / "data") == hashes(second / "data")


@pytest.mark.parametrize(
    ("name", "copied"),
    [
        ("revenue.csv", "revenue_export.csv"),
        ("nul.csv", "nul_export.csv"),
        ("a b; rm -rf.csv", "a b- rm -rf.csv"),
        ("..hidden….csv", "hidden.csv"),
        ("-rf.csv", "rf.csv"),
        ("Vertrieb März.CSV", "Vertrieb M-rz.csv"),
    ],
)
def test_copies_have_names_that_are_legal_and_are_no_other_table(tmp_path, name, copied):
    path = tmp_path / name
    path.write_text("id,status,created\n1,open,2026-01-01\n")
    folder = write_import(plan_import([path]), tmp_path / "out" / "acme")
    assert [each.name for each in (folder / "data").iterdir()] == [copied]


def test_two_files_of_one_name_keep_apart(export, tmp_path):
    folder = export()
    (tmp_path / "other").mkdir()
    (folder / "accounts.csv").rename(tmp_path / "other" / "sales_pipeline.csv")
    plan = plan_import([folder, tmp_path / "other"])
    data = write_import(plan, tmp_path / "acme") / "data"
    assert {"sales_pipeline.csv", "sales_pipeline-2.csv"} <= set(hashes(data))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20))
def test_no_word_of_a_file_becomes_a_key(tmp_path_factory, word):
    folder = tmp_path_factory.mktemp("naughty")
    quoted = '"' + word.replace('"', '""') + '"'
    text = f"id,status,created,closed,account\n1,won,2026-01-01,2026-02-01,{quoted}\n2,{quoted},2026-01-01,,x\n"
    (folder / "deals.csv").write_text(text, encoding="utf-8", newline="")
    try:
        plan = plan_import([folder / "deals.csv"])
    except InputError:
        return
    written = read(write_import(plan, folder / "acme"))
    assert set(written) <= {"name", "as_of", "currency", "deals_complete_from", "tables", "assumptions"}
    assert set(written.get("assumptions", {})) <= {"as_of"}


def test_a_line_break_in_a_header_stays_in_its_comment(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text('id,status,created,"x\nas_of = 1999-01-01"\n1,open,2026-01-01,y\n')
    assert str(read(write_import(plan_import([path]), tmp_path / "acme"))["as_of"]) == "2026-01-01"


def test_a_guessed_day_is_an_assumption_until_somebody_sets_another(export, tmp_path):
    made = write_import(plan_import([export()]), tmp_path / "acme")
    assert open_workspace(made).as_of_origin == "guessed from the last event"
    file = made / "workspace.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("\nas_of = 20", "\nas_of = 21", 1), encoding="utf-8")
    assert open_workspace(made).as_of_origin == "workspace.toml"
