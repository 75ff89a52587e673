"""What a report settles before its first notebook, so that no two notebooks of it can contradict each other.

A report resolves workspace, day, scenario and knobs once and leaves them in a file whose path stands in the
environment of its kernels. A notebook of that report that asks for anything else is refused, with the line to write
into workspace.toml.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from unequal.errors import InputError

VARIABLE = "UNEQUAL_REPORT"
OF_THE_CALL = ("as_of", "scenario")  # options of the report's call; all else are knobs
Knobs = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """What every notebook of one report shares.

    Attributes:
        workspace: Folder of the company.
        as_of: The day that is looked from.
        as_of_given: Whether the report was asked for that day; else it is the workspace's own, or its guess.
        scenario: Name of the scenario.
        given: Knobs given on the command line, by analysis.
        manifest: Knobs of the manifest item, by analysis.
        store: Folder where results are kept while the report is made.
    """

    workspace: Path
    as_of: datetime.date
    scenario: str
    store: Path
    as_of_given: bool = True
    given: Knobs = field(default_factory=dict[str, Mapping[str, Any]])
    manifest: Knobs = field(default_factory=dict[str, Mapping[str, Any]])

    def write(self, path: Path) -> None:
        """Write the context for the report's kernels."""
        content = {
            "workspace": str(self.workspace),
            "as_of": self.as_of.isoformat(),
            "as_of_given": self.as_of_given,
            "scenario": self.scenario,
            "store": str(self.store),
            "given": self.given,
            "manifest": self.manifest,
        }
        path.write_text(json.dumps(content), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> ReportContext:
        """Read the context of a report."""
        content = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            workspace=Path(content["workspace"]),
            as_of=datetime.date.fromisoformat(content["as_of"]),
            as_of_given=content["as_of_given"],
            scenario=content["scenario"],
            store=Path(content["store"]),
            given=content["given"],
            manifest=content["manifest"],
        )


def current() -> ReportContext | None:
    """Return the context of the report that this kernel belongs to, None outside of a report."""
    path = os.environ.get(VARIABLE)
    return ReportContext.read(Path(path)) if path else None


def refuse_other(name: str, context: ReportContext, asked: Mapping[str, Any], settled: Mapping[str, Any]) -> None:
    """Refuse a notebook that asks for other values than its report has settled.

    Args:
        name: The analysis.
        context: What the report has settled.
        asked: What the notebook asks for: knobs, `as_of`, `scenario`.
        settled: The values in force.

    Raises:
        InputError: With the line to write into workspace.toml.
    """
    for key, value in asked.items():
        if value == settled.get(key):
            continue
        found = f"The notebook of '{name}' asks for {key} = {value!r}, but this report runs with {settled.get(key)!r}."
        if key in OF_THE_CALL:
            raise InputError(found, mend=f"Make the report with `--{key.replace('_', '-')} {value}`.")
        line = f"{key} = {json.dumps(value, ensure_ascii=False, default=str)}"
        raise InputError(found, mend=f"Write `{line}` under [knobs.{name}] in {context.workspace.name}/workspace.toml.")
