from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import BaseModel

from unequal.workbook import Analysis, Inputs, Missing, Session, Store
from unequal.workspace import open_workspace
from unequal.workspace.knob_field import knob

DEALS = """deal_id,created_at,closed_at,status
d1,2026-01-10,2026-03-10,won
d2,2026-02-01,,open
"""
TOML = 'name = "Acme"\nas_of = 2026-06-30\ncurrency = "EUR"\nlocale = "en_GB"\n'
WORDS = """[en]
title = "Toy"
question = "How many deals?"
missing = "No deals, no answer."
unlock = "Add data/deals.csv."
"""


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """What may be turned in a toy."""

    times: float = knob(1.0, unit="times", says="How often each deal counts", ge=0, choice=True)
    reserve_months: float = knob(
        2.0, unit="months", says="Cash to keep in hand", assumption="reserve_months", ge=0, choice=True
    )
    cash: float | None = knob(None, unit="money", says="Cash in hand", ge=0, own_figure=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a toy finds."""

    deals: float
    rows: pd.DataFrame


@dataclass
class Toy:
    """Analyses that count deals, and how often each has been computed."""

    folder: Path
    known: dict[str, Analysis] = field(default_factory=dict)
    computed: list[str] = field(default_factory=list)

    def add(self, name: str, **rest: Any) -> Analysis:
        """Add an analysis; a compute of the test's own gets the inputs."""
        compute = rest.pop("compute", None)

        def counted(inputs: Inputs, knobs: Knobs) -> Any:
            self.computed.append(name)
            return compute(inputs, knobs) if compute else float(len(inputs.tables["deals"])) * knobs.times

        self.known[name] = Analysis(
            **{
                "name": name,
                "order": len(self.known) + 1,
                "knobs": Knobs,
                "missing": lambda inputs, _: (
                    None if "deals" in inputs.tables else Missing(says="missing", unlock="unlock")
                ),
                "compute": counted,
                "rules": (),
                "folder": self.folder,
                **rest,
            }
        )
        return self.known[name]

    def find(self, name: str) -> Analysis:
        return self.known[name]


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    """A room for analyses of a test's own, whose phrases lie beside them."""
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "words.toml").write_text(WORDS, encoding="utf-8")
    return Toy(folder=folder)


@pytest.fixture
def company(tmp_path: Path) -> Callable[..., Path]:
    """Write a workspace of two deals; other texts and files where given."""

    def write(toml: str = "", name: str = "acme", **files: str | None) -> Path:
        folder = tmp_path / name
        (folder / "data").mkdir(parents=True, exist_ok=True)
        (folder / "workspace.toml").write_text(TOML + toml, encoding="utf-8")
        for table, text in {"deals": DEALS, **files}.items():
            if text is not None:
                (folder / "data" / f"{table}.csv").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def session(toy: Toy, company: Callable[..., Path]) -> Callable[..., Session]:
    """Open a session on a company, with a store of its own unless one is given."""

    def open_(
        path: Path | None = None, *, store: Store | None = None, as_of: str | None = None, **rest: Any
    ) -> Session:
        scenario = rest.pop("scenario", None)
        space = open_workspace(path or company(), as_of=as_of, scenario=scenario)
        return Session(space, find=toy.find, store=store or Store(None), **rest)

    return open_
