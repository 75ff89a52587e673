"""Whether a worker would make the same reports: the same sources of ours, the same libraries."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from unequal.batch.versions import versions
from unequal.errors import EnvironmentFault
from unequal.shipped import sources_hash

if TYPE_CHECKING:
    from distributed import Client

Json = dict[str, Any]
OURS = "unequal"
MOST_SHOWN = 5
SCHEDULER = "the scheduler"
SOURCES = sources_hash()  # of what is imported now; whoever asked later could take newer sources for these


def about() -> Json:
    """Return what a report made by this process depends on, and where it runs."""
    return {"host": platform.node(), "sources": SOURCES, "versions": versions()}


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """Return in words what differs between two answers of `about`.

    >>> ours = {"sources": "a1", "versions": {"unequal": "0.2.0", "pandas": "3.1.1"}}
    >>> differences(ours, {"sources": "b2", "versions": {"unequal": "0.1.0", "pandas": "3.1.1"}})
    ['unequal 0.1.0 instead of 0.2.0']
    >>> differences(ours, {"sources": "b2", "versions": ours["versions"]})
    ['unequal 0.2.0 from other sources']
    """
    here, there = ours["versions"], theirs["versions"]
    found = [
        f"{name} {there.get(name, 'missing')} instead of {here[name]}" for name in here if there.get(name) != here[name]
    ]
    if ours["sources"] != theirs["sources"] and here[OURS] == there.get(OURS):
        found.insert(0, f"{OURS} {here[OURS]} from other sources")
    return found


def check_same(client: Client) -> None:
    """Refuse workers, and a scheduler, that run something else than this process does.

    A report by them would differ, or would be stale at once and made again each time.

    Raises:
        EnvironmentFault: Host and versions of each that differs.
    """
    of_workers = cast("dict[str, Any]", client.run(about, on_error="return"))
    answers = {SCHEDULER: _of_scheduler(client), **of_workers}
    ours = about()
    wrong = [line for where, answer in answers.items() if (line := _line(where, answer, ours))]
    if not wrong:
        return
    more = f", and {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else ""
    found = f"Other versions run elsewhere: {'; '.join(wrong[:MOST_SHOWN])}{more}."
    raise EnvironmentFault(found, mend="Install the same there as here, then start scheduler and workers again.")


def _of_scheduler(client: Client) -> Any:
    """Ask the scheduler, which must be able to read what it passes on."""
    try:
        return client.run_on_scheduler(about)
    except Exception as fault:  # noqa: BLE001  # whatever the other side raised is its answer
        return fault


def _line(where: str, answer: Any, ours: Json) -> str:
    if isinstance(answer, ImportError):
        return f"{where} has no unequal that knows of schedulers ({answer})"
    if isinstance(answer, BaseException):
        return f"{where} does not say what it runs ({type(answer).__name__}: {answer})"
    differing = differences(ours, answer)
    return f"{where} on {answer['host']} has {', '.join(differing)}" if differing else ""
