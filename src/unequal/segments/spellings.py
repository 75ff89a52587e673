"""One name in many spellings: "Mid market", "mid-market" and "MID MARKET " are one segment."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

import pandas as pd

ALIKE = 0.84  # share of letters in common from which a rare name is shown as a slip of a frequent one (assumption)
FEWEST_LETTERS = 5  # shorter names are alike by chance
MANY_NAMES = 200  # names beyond which slips are no longer looked for


def folded(name: str) -> str:
    """Return a name without case, accents, blanks and marks; itself where nothing would be left.

    >>> folded(" Mid-Market "), folded("mid market"), folded("Café"), folded("50+"), folded("++")
    ('midmarket', 'midmarket', 'cafe', '50', '++')
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(one for one in plain if one.isalnum()) or name.strip()


def one_spelling(names: pd.Series, known: Iterable[str] = ()) -> pd.Series:
    """Return names with every spelling of one replaced by the known one, else by the most frequent, else the first.

    >>> one_spelling(pd.Series(["big", "BIG ", "big", "Small"]), known=["Small"]).to_list()
    ['big', 'big', 'big', 'Small']
    """
    chosen = {folded(name): name for name in reversed(list(known))}
    counts = names.dropna().value_counts()
    for name in sorted(counts.index, key=lambda one: (-int(counts[one]), one)):
        chosen.setdefault(folded(name), name)
    return names.map(lambda one: chosen.get(folded(one), one), na_action="ignore")


def spelling_note(counts: pd.Series) -> str:
    """Return a sentence about words that differ in capitals, accents, spaces or signs alone; empty where none do.

    Args:
        counts: Rows by word.

    >>> spelling_note(pd.Series({"SMB": 3, "smb": 2, "S.M.B.": 1, "Big": 9}))
    " 3 spellings stand for what may be 1 word (such as 'S.M.B.' and 'SMB'): map them under [tables] in workspace.toml."
    """
    names = sorted(map(str, counts.index))
    plain = pd.Series([folded(name) for name in names], names, dtype="str")
    alike = plain[plain.duplicated(keep=False)]
    if alike.empty:
        return ""
    first = alike.index[alike.eq(alike.iloc[0])]
    meant = len(alike.unique())
    return (
        f" {len(alike)} spellings stand for what may be {meant} {'word' if meant == 1 else 'words'}"
        f" (such as {first[0]!r} and {first[1]!r}): map them under [tables] in workspace.toml."
    )


def spelled(names: pd.Series) -> pd.DataFrame:
    """Return each name with its spellings: name, spellings (in words), different (how many), rows, slip_of.

    `slip_of` is the more frequent name that this one looks like a slip of, empty where there is none.

    >>> found = spelled(pd.Series(["Enterprise"] * 3 + ["ENTERPRISE", "Entreprise", "Small"]))
    >>> found[["name", "different", "rows", "slip_of"]].values.tolist()
    [['Enterprise', 2, 4, ''], ['Entreprise', 1, 1, 'Enterprise'], ['Small', 1, 1, '']]
    """
    said = names.dropna()
    frame = pd.DataFrame({"name": one_spelling(said), "spelling": said})
    made = frame.groupby("name", as_index=False).agg(
        spellings=("spelling", lambda one: " · ".join(sorted(set(one)))),
        different=("spelling", "nunique"),
        rows=("spelling", "size"),
    )
    ordered = made.sort_values(["rows", "name"], ascending=[False, True], kind="stable", ignore_index=True)
    return ordered.assign(slip_of=_slips(ordered["name"].to_list()))


def _slips(names: list[str]) -> list[str]:
    """Return for each name, the most frequent first, the earlier one that it resembles."""
    keys: dict[str, str] = {}
    slips: list[str] = []
    for name in names:
        key = folded(name)
        near = len(names) <= MANY_NAMES and len(key) >= FEWEST_LETTERS and not any(one.isdigit() for one in key)
        alike = (
            get_close_matches(key, [one for one in keys if len(one) >= FEWEST_LETTERS], n=1, cutoff=ALIKE)
            if near
            else []
        )
        slips.append(keys[alike[0]] if alike else "")
        if not alike:
            keys[key] = name
    return slips
