"""From the figures of one target to its verdict: section by section, the first that holds."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from unequal.findings import Verdict

from .against import Contest, figure
from .knobs import Knobs
from .learned import EVERYONE

KEEP, USE, SHAKY, NOT_BETTER, MISLEADS, UNDECIDED, ALONE = (
    "keep", "use", "shaky", "not_better", "misleads", "undecided", "alone",
)  # fmt: skip
_VERDICTS = {
    KEEP: Verdict.GO,
    USE: Verdict.GO,
    SHAKY: Verdict.CAUTION,
    NOT_BETTER: Verdict.CAUTION,
    MISLEADS: Verdict.STOP,
    UNDECIDED: Verdict.CANNOT_TELL,
    ALONE: Verdict.CANNOT_TELL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A target's verdict and the rule that gave it.

    Attributes:
        verdict: go, caution, stop, cannot tell.
        key: keep (the scheme in force is the best, or the best is the same under another name), use (another is
            better), shaky (it is, but does not hold or cannot be told in advance), not_better (the best beats all
            alike, but not surely the one in force), misleads (the one in force is worse than all alike), undecided,
            alone (there is no scheme to compare).
    """

    verdict: Verdict
    key: str


def judge(found: Contest, described: pd.DataFrame, in_force: str, knobs: Knobs) -> Judged:
    """Judge one target.

    Args:
        found: The schemes on the target.
        described: scheme, stability, kappa, changed, near_in_force.
        in_force: The scheme in force.
        knobs: Where a verdict turns.
    """
    key = _key(found, described, in_force, knobs)
    return Judged(verdict=_VERDICTS[key], key=key)


def _key(found: Contest, described: pd.DataFrame, in_force: str, knobs: Knobs) -> str:
    if found.best == EVERYONE:
        return ALONE
    rows = found.rows.set_index("scheme")
    beats = found.chance <= knobs.chance_level and figure(rows, found.best, "r2_out_of_sample") > 0
    best = described[described["scheme"].eq(found.best)].iloc[0]
    same = found.best == in_force or (in_force in rows.index and best["near_in_force"] > knobs.same_from)
    if beats and (same or figure(rows, found.best, "better_than_in_force") >= knobs.enough_probability):
        return SHAKY if _doubtful(best, knobs) else KEEP if same else USE
    if beats:
        return NOT_BETTER
    worse = in_force in rows.index and in_force != EVERYONE
    if worse and figure(rows, in_force, "worse_than_all") >= knobs.enough_probability:
        return MISLEADS
    return UNDECIDED


def _doubtful(scheme: pd.Series, knobs: Knobs) -> bool:
    """Return whether a scheme does not hold, moves too many in a year, or cannot be told in advance."""
    return bool(
        scheme["stability"] < knobs.stable_from
        or scheme["kappa"] < knobs.kappa_from
        or scheme["changed"] > knobs.changed_share
    )
