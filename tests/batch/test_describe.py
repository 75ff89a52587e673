"""What run.json says of a run."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from unequal.analyses.door import open_report
from unequal.batch.describe import describe
from unequal.shipped import shipped
from unequal.workbook.context import ReportContext


def test_a_note_that_an_old_editor_wrote_is_kept_as_it_was_meant(tmp_path: Path) -> None:
    company = tmp_path / "quarry"
    shutil.copytree(shipped("data/sample") / "quarry", company)
    (company / "notes").mkdir(exist_ok=True)
    (company / "notes" / "memo.md").write_bytes("Müller says no.".encode("cp1252"))
    context = ReportContext(
        workspace=company, as_of=datetime.date(2026, 6, 30), scenario="base", store=tmp_path / "store"
    )
    assert describe(open_report(context), [], [])["notes"]["memo"] == "Müller says no."
