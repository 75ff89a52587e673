"""A whole report, from tables to the folder moved into place, with real kernels."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import nbformat
import pytest

from unequal.batch.progress import Progress
from unequal.batch.report import ReportJob, make_report
from unequal.errors import InputError, ReportFailed
from unequal.report import read_report
from unequal.shipped import shipped

pytestmark = pytest.mark.kernel
SAMPLE = shipped("data/sample") / "harbor"
TIMED = {"run.json"}  # holds how long each step took


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    told: list[str] = []
    out = tmp_path_factory.mktemp("out")
    page = make_report(ReportJob(workspace=SAMPLE, out=out), progress=Progress(told.append))
    assert any("06_sales_cycle done" in line for line in told)
    return page.parent


def test_a_report_says_where_its_day_comes_from(folder: Path) -> None:
    assert read_report(folder)["as_of_origin"] == "workspace.toml"
    assert "The day stands in the workspace." in (folder / "report.html").read_text(encoding="utf-8")


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_report_leaves_what_it_promises(folder: Path) -> None:
    assert folder.parts[-2:] == ("harbor", "2026-06-30")
    assert {"report.html", "report.pdf", "memo.pdf", "record.json", "run.json"} <= set(files(folder))
    assert (folder / "set_aside" / "deals.csv").read_text(encoding="utf-8").count("closed-before-created") >= 1
    assert [path.name for path in sorted((folder / "notebooks").glob("*.ipynb"))] == [
        "01_data_check.ipynb",
        "02_segments.ipynb",
        "03_segment_quality.ipynb",
        "04_market.ipynb",
        "05_big_medium_small.ipynb",
        "06_sales_cycle.ipynb",
        "07_runway.ipynb",
        "08_traps.ipynb",
        "10_cost_to_serve.ipynb",
        "11_lifetime_value.ipynb",
        "17_memo.ipynb",
    ]


def test_every_chart_and_table_that_the_notebooks_show_is_in_the_report(folder: Path) -> None:
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    assert {"incidence", "cash", "wins"} <= {one["name"] for one in record["charts"]}
    assert {"rows_read", "by_day", "verdicts"} <= {one["name"] for one in record["tables"]}
    assert "HTML that is not ours" not in (folder / "report.html").read_text(encoding="utf-8")


def test_nothing_temporary_is_left(folder: Path) -> None:
    out = folder.parents[1]
    assert [path.name for path in out.iterdir() if path.name != "harbor"] in ([], [".tmp"])
    assert [path for path in out.rglob(".tmp/*") if path.is_dir()] == []


def test_run_json_holds_the_hash_of_every_other_file(folder: Path) -> None:
    run = read_report(folder)
    hashes = {name: one["sha256"] for name, one in run["files"].items()}
    assert hashes == {name: sha for name, sha in files(folder).items() if name != "run.json"}
    assert run["company"] == "Harbor Dispatch"
    origins = {one["name"]: one["origin"] for one in run["knobs"]["runway"]}
    assert (origins["wins_needed"], origins["start_deals"]) == ("[plan]", "default")


def test_the_same_report_twice_is_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    copied = tmp_path / "elsewhere" / "harbor"
    shutil.copytree(SAMPLE, copied)
    again = make_report(ReportJob(workspace=copied, out=tmp_path / "out")).parent
    differing = {name for name, sha in files(folder).items() if name not in TIMED and files(again).get(name) != sha}
    assert differing == set()
    first, second = (json.loads((one / "run.json").read_text(encoding="utf-8")) for one in (folder, again))
    assert {key for key in first if first[key] != second[key]} <= {"timings"}


def test_no_path_of_this_machine_reaches_a_report(folder: Path) -> None:
    for name in files(folder):
        if not name.endswith(".pdf"):
            assert str(SAMPLE.parent) not in (folder / name).read_text(encoding="utf-8"), name


def test_a_table_that_is_refused_stops_before_any_kernel(tmp_path: Path) -> None:
    copied = tmp_path / "harbor"
    shutil.copytree(SAMPLE, copied)
    (copied / "data" / "deals.csv").write_text("deal_id,created_at\n1,2026-01-01\n", encoding="utf-8")
    with pytest.raises(InputError, match="status"):
        make_report(ReportJob(workspace=copied, out=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({"runway": {"win_needed": 3}}, "Did you mean 'wins_needed'", id="unknown knob"),
        pytest.param({"runwy": {"wins_needed": 3}}, "Did you mean 'runway'", id="unknown analysis"),
        pytest.param({"runway": {"wins_needed": 0}}, "wins_needed", id="out of range"),
    ],
)
def test_a_knob_that_is_none_stops_before_any_kernel(
    given: dict[str, dict[str, int]], message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message):
        make_report(ReportJob(workspace=SAMPLE, out=tmp_path / "out", given=given))
    assert not (tmp_path / "out").exists()


def own_notebook(workspace: Path, source: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    (workspace / "notebooks").mkdir()
    nbformat.write(notebook, workspace / "notebooks" / "18_own.ipynb")


def test_a_failing_notebook_leaves_the_older_report_as_it_was(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(folder.parents[1], out)
    copied = tmp_path / "harbor"
    shutil.copytree(SAMPLE, copied)
    own_notebook(copied, "value = {}\nvalue['nothing']")
    before = files(out)
    with pytest.raises(ReportFailed, match=r"18_own\.ipynb stopped at cell 1.*KeyError"):
        make_report(ReportJob(workspace=copied, out=out))
    assert {name: sha for name, sha in files(out).items() if "lock" not in name} == {
        name: sha for name, sha in before.items() if "lock" not in name
    }


def test_a_notebook_with_other_knobs_is_refused_with_the_line_to_write(tmp_path: Path) -> None:
    copied = tmp_path / "harbor"
    shutil.copytree(SAMPLE, copied)
    call = f'unequal.run("runway", "{copied}", reserve_months=5.0)'
    own_notebook(copied, f"import unequal\n{call}")
    with pytest.raises(ReportFailed, match=r"reserve_months = 5\.0.*") as refused:
        make_report(ReportJob(workspace=copied, out=tmp_path / "out"))
    assert "Write `reserve_months = 5.0` under [knobs.runway]" in refused.value.mend
