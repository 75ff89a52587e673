"""The order in which segments stand in every table and chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ALL = "all"
OTHER = "other"  # levels with too few customers to be a segment
UNKNOWN = "unknown"

TIERS = ("Small", "Medium", "Big")
_LAST = (OTHER, UNKNOWN)


def segment_order(names: Iterable[str], *, levels: Sequence[str] = ()) -> tuple[str, ...]:
    """Return "all" and the names, each once, in the order of reports.

    Args:
        names: Names that occur, in any order.
        levels: The order that the scheme's own rule gives, such as bands from the lowest up; names outside it follow.

    >>> segment_order(["Big", "unknown", "Small"])
    ('all', 'Small', 'Big', 'unknown')
    >>> segment_order(["retail", "other", "banking"])
    ('all', 'banking', 'retail', 'other')
    >>> segment_order(["Whale", "Small", "Mid"], levels=("Small", "Mid", "Whale"))
    ('all', 'Small', 'Mid', 'Whale')
    """
    present = set(names) - {ALL}
    ranked = [name for name in (*levels, *TIERS) if name in present and name not in _LAST]
    rest = sorted(present - set(ranked) - set(_LAST))
    last = [name for name in _LAST if name in present]
    return (ALL, *dict.fromkeys([*ranked, *rest, *last]))
