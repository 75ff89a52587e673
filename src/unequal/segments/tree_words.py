"""A small decision tree in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from .features import Feature, Features

Step = tuple[int, bool, float]  # column, whether above the threshold, threshold


def tree_in_words(tree: Any, features: Features, levels: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return a tree's rule and the fields that it uses.

    One clause a segment, in the order of the segments; a segment that the tree never gives is named as such.

    Args:
        tree: The `tree_` of a scikit-learn classifier whose classes are the places of the levels.
        features: Its columns.
        levels: Segments by class.
    """
    leaves = _leaves(tree, 0, ())
    steps = [step for _, path in leaves for step in path]
    fields = tuple(sorted({features.names[column].field for column, _, _ in steps}))
    if not fields:
        return f"Everybody is put into {levels[leaves[0][0]]}: nothing known tells the segments apart.", ()
    clauses = []
    for code, level in enumerate(levels):
        ways = [_path_in_words(path, features) for group, path in leaves if group == code]
        clauses.append(f"{level}: {'; or '.join(ways) if ways else 'nobody can be told apart as such'}.")
    return " ".join(clauses), fields


def _leaves(tree: Any, node: int, path: tuple[Step, ...]) -> list[tuple[int, tuple[Step, ...]]]:
    """Return the class and the path of each leaf; leaves of one class side by side are one."""
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    if left == right:
        return [(int(tree.value[node][0].argmax()), path)]
    column, at = int(tree.feature[node]), float(tree.threshold[node])
    below = _leaves(tree, left, (*path, (column, False, at)))
    above = _leaves(tree, right, (*path, (column, True, at)))
    if len(below) == len(above) == 1 and below[0][0] == above[0][0]:
        return [(below[0][0], path)]
    return below + above


def _path_in_words(path: tuple[Step, ...], features: Features) -> str:
    columns = list(dict.fromkeys(column for column, _, _ in path))
    said = [_said(features.names[column], [step for step in path if step[0] == column]) for column in columns]
    return " and ".join(said) if said else "everybody"


def _said(feature: Feature, steps: Sequence[Step]) -> str:
    name = feature.field.replace("_", " ")
    above = [at for _, over, at in steps if over]
    below = [at for _, over, at in steps if not over]
    if feature.asks_known:
        return f"{name} {'known' if above else 'not known'}"
    if feature.word is not None:
        return f"{name} {'' if above else 'not '}{feature.word}"
    if feature.is_flag:
        return f"{name.removeprefix('complexity ')}{_blank(feature, above, below)}: {'yes' if above else 'no'}"
    low, high = max(above, default=-math.inf), min(below, default=math.inf)
    span = {
        (True, True): f"from {_number(low, feature)} to below {_number(high, feature)}",
        (True, False): f"from {_number(low, feature)}",
        (False, True): f"below {_number(high, feature)}",
    }[(math.isfinite(low), math.isfinite(high))]
    return f"{name} {span}{_blank(feature, above, below)}"


def _blank(feature: Feature, above: Sequence[float], below: Sequence[float]) -> str:
    inside = all(feature.fills > at for at in above) and all(feature.fills <= at for at in below)
    return " (or not known)" if inside else ""


def _number(at: float, feature: Feature) -> str:
    """Return a threshold; of whole numbers the next one up, which is what "from" means."""
    if not math.isfinite(at):
        return ""
    if feature.whole:
        return f"{math.floor(at) + 1:,}"
    return f"{at:,.0f}" if abs(at) >= 1000 else f"{at:.3g}"
