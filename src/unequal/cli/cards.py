"""Findings as a terminal shows them: verdict, headline, answer, evidence, assumptions; in the words of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from .page import Page

if TYPE_CHECKING:
    from unequal.findings import Finding
    from unequal.report.items import FindingItem
    from unequal.words import Words
    from unequal.workbook import Run

# Shape, word and colour together, so that no reader depends on one of them.
BADGES = {"go": ("●", "cyan"), "caution": ("▲", "yellow"), "stop": ("■", "red"), "cannot tell": ("?", "bright_black")}
APART = " · "  # between the values that a finding stands on


def findings(page: Page, run: Run, *, brief: bool = False) -> None:
    """Write the findings of a run.

    Args:
        page: Where to.
        run: The run.
        brief: Only verdict, headline and answer.
    """
    for one in run.findings:
        page.blank()
        finding(page, one, run, brief=brief)


def finding(page: Page, one: Finding, run: Run, *, brief: bool) -> None:
    """Write one finding as a block."""
    item, words = _item(one, run)
    shape, colour = BADGES[item.verdict]
    badge = f"{shape} {item.word.upper()}  "
    scope = f"{item.scope}: " if item.scope and item.scope not in item.headline else ""
    page.text(f"{scope}{item.headline}", indent=2, lead=badge, style="bold", lead_style=f"bold {colour}")
    page.text(item.answer, indent=4)
    if not brief:
        _labelled(page, list(_parts(item, words)))


def _item(one: Finding, run: Run) -> tuple[FindingItem, Words]:
    from unequal.report.assembly import report_words
    from unequal.report.cards import Cards
    from unequal.workbook.blocks import finding_block

    space = run.session.workspace
    words = report_words({"locale": space.locale, "currency": space.currency})
    made = Cards(words, as_of=space.as_of.isoformat()).item(finding_block(one))
    assert made is not None
    assert made.kind == "finding"
    return made, words


def _parts(item: FindingItem, words: Words) -> Iterator[tuple[str, str]]:
    yield words("part.action"), item.action
    yield words("part.stands_on"), APART.join(item.stands_on)
    yield words("part.would_change"), item.would_change
    yield words("part.assumed"), APART.join(f"{text} ({source})" if source else text for text, source in item.assumed)
    yield words("part.evidence"), f"{item.grade}, {item.grade_means}"


def _labelled(page: Page, parts: Sequence[tuple[str, str]]) -> None:
    filled = [(label, text) for label, text in parts if text]
    width = max(cell_len(label) for label, _ in filled)
    for label, text in filled:
        blanks = " " * (width - cell_len(label) + 2)
        page.text(text, indent=4, lead=f"{label}{blanks}", lead_style="dim", style="dim")
