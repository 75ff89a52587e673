"""Problems found in files: grouped by what becomes of the rows, one mend under those that it mends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from unequal.errors import Problem

from .page import Page

NOTHING_TO_DO = "nothing to do"  # how the catalogue's mend begins where there is nothing to mend
SET_ASIDE, MENDED, LOOK, RECORD = "set aside", "mended", "note", "record"
TITLES = {
    SET_ASIDE: "Set aside: in no figure until they are mended",
    MENDED: "Used, with these cells read as empty or changed as said",
    LOOK: "Used as they are, and worth a look",
    RECORD: "For the record: nothing to do",
}


def told(page: Page, problems: Sequence[Problem]) -> None:
    """Write problems in groups, what costs rows first."""
    for fate, title in TITLES.items():
        group = [one for one in problems if _fate(one) == fate]
        if not group:
            continue
        rows = sum(one.count for one in group)
        page.heading(f"{title} ({rows:,} row{'s' if rows != 1 else ''})" if fate != RECORD else title)
        listed(page, group, with_mend=fate != RECORD)


def listed(page: Page, problems: Iterable[Problem], *, with_mend: bool = True) -> None:
    """Write problems one by one; those with one mend stand together above it."""
    by_mend: dict[str, list[Problem]] = {}
    for one in problems:
        by_mend.setdefault(one.mend if with_mend else "", []).append(one)
    for mend, same in by_mend.items():
        for one in same:
            _place(page, one)
        if mend:
            page.text(mend, indent=4, lead="Mend: ", lead_style="bold")


def _fate(problem: Problem) -> str:
    if problem.mend.startswith(NOTHING_TO_DO):
        return RECORD
    return problem.fate if problem.fate in TITLES else LOOK


def _place(page: Page, problem: Problem) -> None:
    about = "" if problem.file or not problem.table else f"{problem.table}: "
    page.text(f"{about}{problem.found()}   [{problem.tag()}]", indent=2, lead="- ", lead_style="dim")
