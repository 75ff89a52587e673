"""A profile and a seed to the files of a workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from unequal.errors import InputError, did_you_mean

from .asked import survey_rows
from .blemishes import Here, blemish
from .companies import PROFILES
from .files import csv_text
from .look import look_of
from .pipeline import deal_history_rows, deals_rows
from .profile import Profile
from .rows import (
    Row,
    contracts_rows,
    customers_rows,
    finance_downside_rows,
    finance_rows,
    prospects_rows,
    revenue_rows,
)
from .served import activities_rows, cost_pools_rows
from .sign_ups import funnel_rows
from .world import World, make_world

SEED = 20260630

# Name of the file, without .csv, to its maker. Each maker draws from streams of its own.
MAKERS: dict[str, Callable[[World], list[Row]]] = {
    "customers": customers_rows,
    "revenue": revenue_rows,
    "contracts": contracts_rows,
    "deals": deals_rows,
    "deal_history": deal_history_rows,
    "prospects": prospects_rows,
    "finance": finance_rows,
    "finance_downside": finance_downside_rows,
    "activities": activities_rows,
    "cost_pools": cost_pools_rows,
    "funnel": funnel_rows,
    "survey": survey_rows,
}


def build(profile: Profile, seed: int) -> dict[str, str]:
    """Return the text of every file of a workspace, by its path in the workspace."""
    world = make_world(profile, seed)
    files = dict(profile.texts)
    for name, columns in profile.columns.items():
        here = Here(profile=profile, draws=world.draws("faults", name))
        rows = blemish(MAKERS[name](world), profile.blemishes.get(name, ()), here)
        look = look_of(profile.texts["workspace.toml"], name)
        files[f"data/{name}.csv"] = csv_text(rows, columns, look)
    return files


def write(folder: str | Path, company: str | None = None, seed: int = SEED) -> tuple[Path, ...]:
    """Write the invented companies into a folder, one workspace each, and return the files in order.

    The same seed gives the same bytes. A file of the same name is replaced; other files are left alone.

    Args:
        folder: Where the workspaces go, as `folder/<company>/`.
        company: Only this one; None for all.
        seed: Another seed makes another company of the same nature; the documented figures hold for the default.

    Raises:
        InputError: The company's name is unknown.
    """
    if company is not None:
        known(company)
    written: list[Path] = []
    for profile in PROFILES.values():
        if company in (None, profile.slug):
            for path, text in sorted(build(profile, seed).items()):
                file = Path(folder, profile.slug, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode())
                written.append(file)
    return tuple(written)


def known(company: str) -> Profile:
    """Return the profile of a company.

    Raises:
        InputError: There is none of that name.
    """
    if company not in PROFILES:
        found = f"No sample company is called '{company}'.{did_you_mean(company, PROFILES)}"
        raise InputError(found, mend=f"Take one of {', '.join(PROFILES)}.")
    return PROFILES[company]
