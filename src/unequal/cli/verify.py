"""Published figures beside those that this machine computes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from unequal.verify.figures import Figure, Published, reproduced

from .page import Page
from .told import json_wanted, machine
from .told import page as new_page

DIFFERS = "  differs"


def verify() -> int:
    """Compute the published figures and print both; ends with 1 where one differs."""
    page, sources = new_page(), list[Published]()
    for one in reproduced():
        sources.append(one)
        _tell(page, one)
    differing = sum(len(one.differences) for one in sources)
    figures = sum(len(one.figures) for one in sources)
    page.blank()
    if differing:
        page.text(f"{differing} of {figures} figures differ from what was published.", style="bold red")
        page.text("unequal doctor looks at the packages that compute them.", lead="Mend: ", lead_style="bold")
    else:
        page.text(f"All {figures} figures are as published.", style="bold")
    if json_wanted():
        machine({"ok": not differing, "exit_code": int(bool(differing)), "published": [_plain(one) for one in sources]})
    return int(bool(differing))


def _tell(page: Page, one: Published) -> None:
    page.heading(f"{one.code}  {one.title}")
    page.text(one.source, style="dim")
    rows = [(figure.name, f"{figure.expected:,.{figure.places}f}", _found(figure)) for figure in one.figures]
    page.table(("", "published", "found here"), rows)


def _found(figure: Figure) -> str:
    """Return a figure with the digits that were published, and two more where they could hide a difference."""
    return f"{figure.found:,.{figure.places}f}" if figure.agrees else f"{figure.found:,.{figure.places + 2}f}{DIFFERS}"


def _plain(one: Published) -> dict[str, Any]:
    rows = [{**asdict(figure), "agrees": figure.agrees} for figure in one.figures]
    return {"code": one.code, "title": one.title, "source": one.source, "figures": rows}
