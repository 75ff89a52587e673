"""A new workspace, and workspace.toml with its comments."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from unequal.errors import EnvironmentFault, InputError, shown

from .folder import FILE, NOTES, SCENARIOS
from .locate import KeyPath, written
from .schema import DEFAULT_CURRENCY, DEFAULT_LOCALE
from .sources import DATA

DEPTH_OF_HEADERS = 3  # [tables.deals.values] is a header, what lies below it stands in one line

SKELETON = """\
# One company. What is not written here has a default, and a default is printed as an assumption.
{name}
{as_of}
{currency}
{locale}
# fiscal_year_start = 1              # month
# deals_complete_from = 2025-03-01   # before this day the export lacks closed deals

# A table is data/<table>.csv (or .tsv, .xlsx, .ods, .parquet) with our names of columns. Where yours differ:
#
# [tables.deals]
# source = "data/opportunities.csv"
# columns = {{ created_at = "Created Date", acv = "Amount" }}        # ours = theirs
# values.status = {{ "Closed Won" = "won", "Prospecting" = "open" }}  # theirs = ours
# decimal = ","
# date_order = "dmy"

# [currencies]
# USD = {{ rate = 0.92, source = "where the rate is from" }}

[segments]
scheme = "size"                      # the grouping that every analysis uses
# cuts = {{ Medium = 100, Big = 500 }}

[plan]
# target_segment = "Big"
# target_arr = 1_000_000             # yearly recurring revenue to reach
# cash = 900_000                     # where there is no finance table
# monthly_burn = 75_000
# acquisition_budget = 50_000        # a month, marketing and selling hours
# raise_months = 6                   # 0: no raise is planned
# reserve_months = 2
# wins_needed = 2
# new_deals_per_month = 2

# [plan.segments.Big]
# hours_share = 0.6
# hours_per_opportunity = 120

# [knobs.runway]
# reserve_months = 3

# [assumptions]
# B27 = {{ value = 6, source = "our last round" }}
"""


def new_workspace(
    folder: str | Path,
    *,
    name: str | None = None,
    as_of: date | None = None,
    currency: str = DEFAULT_CURRENCY,
    locale: str = DEFAULT_LOCALE,
) -> Path:
    """Make a folder with a commented workspace.toml and empty data/, notes/ and scenarios/; return that file.

    Args:
        folder: Made where it is missing; must be empty.
        name: The company's; the folder's where nothing is said.
        as_of: The day to look from; None leaves the line for the user to write, since it is never today.
        currency: ISO 4217.
        locale: Its first part is the report's language.

    Raises:
        InputError: The folder holds something, or is no folder.
        EnvironmentFault: It cannot be written.
    """
    place = Path(folder)
    _check_empty(place)
    day = _line("as_of", as_of) if as_of else "# as_of = 2026-06-30   # required: the day of your export"
    text = SKELETON.format(
        name=_line("name", name or place.resolve().name),
        as_of=day,
        currency=_line("currency", currency),
        locale=_line("locale", locale),
    )
    try:
        for part in (DATA, NOTES, SCENARIOS):
            (place / part).mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _unwritable(place, fault) from fault
    return _write(place / FILE, text)


def write_workspace_toml(
    folder: str | Path,
    content: Mapping[str, Any],
    *,
    comments: Mapping[str, str] | None = None,
    replace: bool = False,
) -> Path:
    """Write workspace.toml and return its path; the file is whole or not there.

    Args:
        folder: Made where it is missing.
        content: As `workspace_toml` takes it.
        comments: As `workspace_toml` takes them.
        replace: Whether a file that is there may go.

    Raises:
        InputError: There is one already.
        EnvironmentFault: It cannot be written.
    """
    place = Path(folder)
    if (place / FILE).exists() and not replace:
        found = f"The folder {shown(place)} has a {FILE} already."
        raise InputError(found, mend="name an empty folder, or move the file away")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _unwritable(place, fault) from fault
    return _write(place / FILE, workspace_toml(content, comments))


def workspace_toml(content: Mapping[str, Any], comments: Mapping[str, str] | None = None) -> str:
    """Return a configuration as TOML.

    Args:
        content: Keys and tables as they shall be read again; None is left out.
        comments: By dotted key, quoted as in the file; put behind a value or a table's header. The empty key stands at
            the top of the file.

    >>> print(workspace_toml({"name": "Acme", "plan": {"cash": 9}}, {"name": "guessed"}), end="")
    name = "Acme" # guessed
    <BLANKLINE>
    [plan]
    cash = 9
    """
    import tomlkit

    said = {key: _one_line(text) for key, text in (comments or {}).items()}
    document = tomlkit.document()
    if "" in said:
        document.add(tomlkit.comment(said[""]))
    _fill(document, content, (), said)
    return tomlkit.dumps(document)


def _fill(table: Any, content: Mapping[str, Any], path: KeyPath, comments: Mapping[str, str]) -> None:
    import tomlkit

    values = {key: value for key, value in content.items() if value is not None}
    for key in sorted(values, key=lambda key: _is_header(values[key], (*path, key))):  # values before tables
        here = (*path, key)
        if _is_header(values[key], here):
            below = tomlkit.table(is_super_table=not _has_values(values[key], here))
            _fill(below, values[key], here, comments)
            table.add(key, below)
        else:
            table.add(key, _item(values[key]))
        if written(here) in comments:
            table[key].comment(comments[written(here)])


def _is_header(value: Any, path: KeyPath) -> bool:
    return isinstance(value, Mapping) and len(path) <= DEPTH_OF_HEADERS and (len(path) < 2 or not _is_small(path))


def _is_small(path: KeyPath) -> bool:
    """Whether a table is written in one line: a currency's rate, an override, a mapping of columns."""
    return path[0] in {"currencies", "assumptions", "segments"} or path[-1] == "columns"


def _has_values(content: Mapping[str, Any], path: KeyPath) -> bool:
    return not content or any(not _is_header(value, (*path, key)) for key, value in content.items())


def _item(value: Any) -> Any:
    import tomlkit

    if isinstance(value, Mapping):
        inline = tomlkit.inline_table()
        for key, below in value.items():
            if below is not None:
                inline.append(key, _item(below))
        return inline
    return tomlkit.item(value)


def _one_line(text: str) -> str:
    """Words from a file must not leave the comment they stand in."""
    return "".join(c if c.isprintable() else " " for c in text)


def _line(key: str, value: Any) -> str:
    import tomlkit

    return tomlkit.dumps({key: value}).strip()


def _check_empty(place: Path) -> None:
    try:
        holds = place.exists() and (not place.is_dir() or any(place.iterdir()))
    except OSError as fault:
        raise _unwritable(place, fault) from fault
    if holds:
        found = f"{shown(place)} is {'not empty' if place.is_dir() else 'no folder'}."
        raise InputError(found, mend="name a new or an empty folder")


def _write(path: Path, text: str) -> Path:
    """Write beside the place and move: a reader never meets half a file."""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    return path


def _unwritable(path: Path, fault: OSError) -> EnvironmentFault:
    return EnvironmentFault(f"{path} cannot be written: {fault.strerror}.", mend="give another folder, or make room")
