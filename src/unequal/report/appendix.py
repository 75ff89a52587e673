"""What everything rests on: assumptions, inputs, methods, versions, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from unequal.words import Words

from .cards import Cards
from .document import Appendix, Section
from .items import SetAsideItem
from .pieces import LeftOut
from .shown import day_of

Json = dict[str, Any]

VERDICTS = ("go", "caution", "stop", "cannot tell")
GRADES = ("E1", "E2", "E3", "E4", "E5")


def appendix(cards: Cards, run: Json, sections: Sequence[Section], left_out: Sequence[LeftOut]) -> Appendix:
    """Return the appendix of a run."""
    items = run.get("assumptions") or []
    shown_already = any(isinstance(item, SetAsideItem) for section in sections for item in section.items)
    words = cards.words
    return Appendix(
        assumed=cards.register([one for one in items if one["origin"] == "default"]),
        chosen=cards.register([one for one in items if one["origin"] != "default"]),
        inputs=cards.counts(run.get("inputs") or [], hashes=True),
        problems=() if shown_already else cards.problems(run.get("problems") or []),
        verdicts=tuple(
            (one, words.write(one, "word", "verdict"), words.write(one, "word", "verdict_means")) for one in VERDICTS
        ),
        grades=tuple((one, words(f"grade.{one}"), words(f"grade_means.{one}")) for one in GRADES),
        methods=_methods(run, words),
        versions=tuple(sorted((str(name), str(one)) for name, one in (run.get("versions") or {}).items())),
        left_out=tuple(
            words("report.left_out_one", notebook=one.notebook, cell=one.cell, what=words(f"report.{one.what}"))
            for one in left_out
        ),
    )


def _methods(run: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    day = words("report.as_of_given", day=day_of(run["as_of"]))
    day = f"{day} {words(_origin_of_day(str(run['as_of_origin'])))}"
    return (day, words("report.interval"), words("report.seed"), words("report.computed"))


def _origin_of_day(origin: str) -> str:
    """Return the key of the sentence that says where the day comes from; whatever nobody wrote is a guess."""
    if origin == "given":
        return "as_of.given"
    written = origin == "workspace.toml" or origin.startswith("scenario ")
    return "as_of.workspace" if written else "as_of.guessed"
