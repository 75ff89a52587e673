"""Two fingerprints compared, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from .parts import DAY, KNOBS, NAME, OURS, PARAMETERS, SCENARIO, VERSIONS
from .state import is_hash

OTHERWISE = {
    NAME: "the company's folder has another name",
    DAY: "the day to look from is asked for in another way",
    SCENARIO: "the scenario is another one",
    KNOBS: "knobs are set otherwise",
    PARAMETERS: "parameters are set otherwise",
}
Marks = Mapping[str, str]


def differences(then: Marks, now: Marks, *, versions_then: Marks, versions_now: Marks) -> list[str]:
    """Return a sentence for each part that differs, in the order of their names.

    Args:
        then: Fingerprint of what stands there.
        now: Fingerprint of what would be made.
        versions_then: Versions that made it; may be empty.
        versions_now: Versions that are installed.

    >>> differences({"data/a.csv": "1"}, {"notes/b.md": "0" * 64}, versions_then={}, versions_now={})
    ['data/a.csv is gone', 'notes/b.md is new']
    """
    told: list[str] = []
    for part in sorted({*then, *now}):
        if then.get(part) == now.get(part):
            continue
        if part == OURS:
            told.append(f"unequal itself has changed{_versions(OURS, versions_then, versions_now)}")
        elif part == VERSIONS:
            told.extend(_libraries(versions_then, versions_now))
        else:
            told.append(OTHERWISE.get(part) or f"{part} {_what(then.get(part), now.get(part))}")
    return told


def _what(then: str | None, now: str | None) -> str:
    if now is None:
        return "is gone"
    if not is_hash(now):
        return now
    return "is new" if then is None else "has changed"


def _libraries(then: Marks, now: Marks) -> list[str]:
    changed = [name for name in sorted({*then, *now} - {OURS}) if then.get(name) != now.get(name)]
    return [f"{name} has changed{_versions(name, then, now)}" for name in changed] or ["the libraries have changed"]


def _versions(name: str, then: Marks, now: Marks) -> str:
    if name not in then or name not in now or then[name] == now[name]:
        return ""
    return f" ({then[name]} then, {now[name]} now)"
