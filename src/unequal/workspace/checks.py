"""What a single key cannot tell: codes of currencies and locales, cuts that ascend, columns that are declared."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Collection, Mapping
from typing import Any

from unequal.assumptions import Override, catalogue, overridden
from unequal.errors import InputError

from .faults import Faults, nearest
from .schema import PLAN_KEYS, PLAN_TABLES, SCHEMES, OverrideEntry, TableEntry, WorkspaceFile, as_day
from .shape import note_unknown

SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
TAKEN_LABELS = ("all", "other", "unknown")
CUT_SCHEMES = ("size", "value")
TIERS = ("Small", "Medium", "Big")
NEAR = 0.8  # only a misspelt label is refused: a hand-typed table may bring labels of its own


def check_conventions(file: WorkspaceFile, faults: Faults) -> None:
    """Look at currency, rates and locale."""
    _check_currency(file.currency, ("currency",), faults)
    for code, entry in file.currencies.items():
        _check_currency(code, ("currencies", code), faults)
        if code == file.currency and entry.rate != 1:
            says = "the rate of the workspace's own currency is 1"
            faults.add("value-wrong", ("currencies", code, "rate"), says, mend="take the entry out", value=entry.rate)
    if plain_locale(file.locale) is None:
        says = f"no known locale.{_nearest_locale(file.locale)}"
        mend = 'write language and country, as in "en_GB"'
        faults.add("locale-unknown", ("locale",), says, mend=mend, value=file.locale)


def plain_locale(text: str) -> str | None:
    """Return a locale as Babel writes it, None when there is none of that name.

    >>> plain_locale("en-gb"), plain_locale("xx_YY")
    ('en_GB', None)
    """
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(text.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        return None


def check_segments(file: WorkspaceFile, tables: Collection[str], faults: Faults) -> None:
    """Look at the scheme, its cuts, and the segments that the plan names.

    Args:
        file: The configuration.
        tables: Names of the tables that there are; a hand-typed ``segments`` brings labels of its own.
        faults: Where faults are noted.
    """
    scheme = file.segments.scheme
    if scheme not in SCHEMES:
        mend = f"write one of {', '.join(SCHEMES)}"
        says = f"no scheme of this name.{nearest(scheme, SCHEMES)}"
        faults.add("scheme-unknown", ("segments", "scheme"), says, mend=mend, value=scheme)
    _check_cuts(file.segments.cuts, faults)
    if scheme in CUT_SCHEMES and "segments" not in tables:
        labels = (*dict.fromkeys((TIERS[0], *(file.segments.cuts or TIERS))), *TAKEN_LABELS)
        for name in file.plan.segments:
            _check_label(name, ("plan", "segments", name), labels, faults)
        if file.plan.target_segment is not None:
            _check_label(file.plan.target_segment, ("plan", "target_segment"), labels, faults)


def check_tables(file: WorkspaceFile, faults: Faults) -> dict[str, TableEntry]:
    """Look at names of tables, columns and words; return the entries of declared tables."""
    from unequal.tables.declared import TABLES

    good: dict[str, TableEntry] = {}
    for name, entry in file.tables.items():
        if name not in TABLES:
            says = f"no table of this name.{nearest(name, TABLES)}"
            faults.add("table-unknown", ("tables", name), says, mend=f"use one of {', '.join(TABLES)}")
            continue
        good[name] = entry
        columns = TABLES[name].names
        for part, mapping in (("columns", entry.columns), ("values", entry.values)):
            for column in mapping:
                if column not in columns:
                    note_unknown(("tables", name, part, column), {}, faults, known=columns)
        _check_words(name, entry, faults)
    return good


def check_plan_names(file: WorkspaceFile, knobs: Collection[str], faults: Faults) -> None:
    """Look at keys of ``[plan]`` that are not listed: each must be a knob, and no table.

    Args:
        file: The configuration.
        knobs: Names of all knobs of all analyses, as far as they are known.
        faults: Where faults are noted.
    """
    known = (*PLAN_KEYS, *(name for name in sorted(knobs) if name not in PLAN_KEYS))
    for key, value in (file.plan.model_extra or {}).items():
        if key not in known or isinstance(value, Mapping):
            note_unknown(("plan", key), value, faults, known=(*known, *PLAN_TABLES))


def check_assumptions(file: WorkspaceFile, faults: Faults) -> dict[str, Override]:
    """Return the overrides that fit their rows; the others are noted."""
    register = catalogue()
    good: dict[str, Override] = {}
    for key, entry in file.assumptions.items():
        override = _override(entry, is_day=key in register and register[key].unit == "date")
        try:
            overridden(register, {key: override})
        except InputError as fault:
            faults.add("assumption-misfit", ("assumptions", key), fault.found, mend=fault.mend, value=override.value)
        else:
            good[key] = override
    return good


def _override(entry: OverrideEntry, *, is_day: bool) -> Override:
    value = entry.value
    if is_day:
        with contextlib.suppress(ValueError):  # the register says what is wrong with it
            value = as_day(value)
    return Override(value=value, source=entry.source, grade=entry.grade, note=entry.note)


def _check_currency(code: str, path: tuple[str, ...], faults: Faults) -> None:
    from babel.numbers import list_currencies

    known = list_currencies()
    if code not in known:
        near = f" Did you mean '{SIGNS[code]}'?" if code in SIGNS else nearest(code, known)
        says = f"no ISO 4217 code of a currency.{near}"
        faults.add("currency-unknown", path, says, mend='write three letters, as in "EUR"', value=code)


def _nearest_locale(text: str) -> str:
    from babel.localedata import locale_identifiers

    return nearest(text.replace("-", "_"), locale_identifiers())


def _check_cuts(cuts: Mapping[str, float], faults: Faults) -> None:
    for name in cuts:
        if name in TAKEN_LABELS:
            faults.add("label-unknown", ("segments", "cuts", name), "this name is taken", mend="choose another name")
    for (one, low), (other, high) in itertools.pairwise(cuts.items()):
        if high <= low:
            says = f"{other} = {high:g} must lie above {one} = {low:g}"
            faults.add("cuts-not-ascending", ("segments", "cuts"), says, mend="write the cuts from small to big")


def _check_label(name: str, path: tuple[str, ...], labels: Collection[str], faults: Faults) -> None:
    near = nearest(name, labels, cutoff=NEAR)
    if name not in labels and near:
        says = f"no segment of this name.{near}"
        faults.add("label-unknown", path, says, mend=f"use one of {', '.join(labels)}", value=name)


def _check_words(name: str, entry: TableEntry, faults: Faults) -> None:
    from unequal.tables.declared import TABLES

    for column in TABLES[name].columns:
        words: Mapping[str, Any] = entry.values.get(column.name, {})
        if not column.allowed or column.others:
            continue
        for theirs, ours in words.items():
            if ours not in column.allowed:
                path = ("tables", name, "values", column.name, theirs)
                says = f"no word of {column.name}.{nearest(ours, column.allowed)}"
                faults.add("value-wrong", path, says, mend=f"write one of {', '.join(column.allowed)}", value=ours)
