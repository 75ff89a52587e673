"""What run.json says of a run: inputs with hashes, knobs with origin, assumptions, versions, notes."""

from __future__ import annotations

from typing import Any

from unequal.analyses import find
from unequal.kernels.notebooks import ReportNotebook
from unequal.report import read_brand
from unequal.workbook import Run, Session
from unequal.workbook.plain import plain
from unequal.workbook.run import note_text, set_aside_block

from .versions import versions

Json = dict[str, Any]
RUN_SCHEMA = "unequal.run/1"
DAY = "as_of"  # id in the register of the day that is looked from


def describe(session: Session, names: list[str], notebooks: list[ReportNotebook]) -> Json:
    """Return what run.json says, without the hashes of the files, which are known when they are written."""
    space = session.workspace
    runs = {name: Run(session, find(name)) for name in names}
    read = set_aside_block(session, None)
    return {
        "schema": RUN_SCHEMA,
        "company": space.name,
        "slug": space.slug,
        "as_of": space.as_of.isoformat(),
        "as_of_origin": space.as_of_origin,
        "scenario": space.scenario,
        "currency": space.currency,
        "locale": space.locale,
        "language": space.language,
        "analyses": [_analysis(run, notebooks) for run in runs.values()],
        "knobs": {name: run.block["knobs"] for name, run in runs.items()},
        "assumptions": [
            *_guessed_day(session),
            *(item for run in runs.values() for item in run.assumptions.block["items"]),
        ],
        "inputs": [{**row, "sha256": session.tables.sha256.get(row["table"])} for row in read["tables"]],
        "problems": read["problems"],
        "versions": versions(),
        "notes": {name: note_text(path) for name, path in sorted(space.notes.items())},
        "brand": read_brand(space.brand) if space.brand else None,
        "configuration": plain(session.configuration),
    }


def _analysis(run: Run, notebooks: list[ReportNotebook]) -> Json:
    content = run.block
    shown = [one.path.name for one in notebooks if one.analysis == run.analysis]
    return {
        "name": run.analysis,
        "order": content["order"],
        "title": content["title"],
        "question": content["question"],
        "notebook": shown[0] if shown else None,
        "unavailable": content["unavailable"],
    }


def _guessed_day(session: Session) -> list[Json]:
    """Return the day that is looked from as an assumption, where nobody has said it."""
    space = session.workspace
    row = space.register[DAY]
    if space.as_of_origin in ("given", "workspace.toml"):
        return []
    return [
        {
            "id": DAY,
            "name": row.name,
            "says": row.name,
            "value": space.as_of.isoformat(),
            "unit": "day",
            "source": space.as_of_origin,
            "grade": row.grade,
            "origin": space.as_of_origin,
            "choice": True,
            "analysis": "",
        }
    ]
