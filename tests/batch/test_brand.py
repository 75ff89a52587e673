from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from unequal.batch.report import ReportJob, make_report
from unequal.errors import InputError
from unequal.shipped import shipped


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped("data/sample") / "quarry", tmp_path / "quarry"))


def test_a_brand_that_cannot_be_used_stops_before_any_kernel(company: Path, tmp_path: Path) -> None:
    (company / "_brand.yml").write_text("logo: nowhere.png\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"nowhere\.png"):
        make_report(ReportJob(workspace=company, out=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.kernel
def test_a_brand_stands_in_the_report_and_a_scenario_in_its_folder(company: Path, tmp_path: Path) -> None:
    text = "meta:\n  name: Field and Co\ncolor:\n  primary: '#1f4e79'\n"
    (company / "_brand.yml").write_text(text, encoding="utf-8")
    page = make_report(ReportJob(workspace=company, out=tmp_path / "out", scenario="downside"))
    assert page.parent.name == "2026-06-30-downside"
    assert "Field and Co" in page.read_text(encoding="utf-8")
    run = json.loads((page.parent / "run.json").read_text(encoding="utf-8"))
    assert (run["scenario"], run["brand"]["file"], run["pdf_notes"]) == ("downside", "_brand.yml", [])
