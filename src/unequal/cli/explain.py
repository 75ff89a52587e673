"""Everything that has a code or an id, and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unequal.errors import InputError, did_you_mean

Known = dict[str, dict[str, Any]]
KINDS = ("assumption", "problem", "analysis", "finding", "knob")
LEFT_OUT = ("id", "figure", "basis", "origin", "quality")  # of an assumption: said by the other fields
NAMES = {"says": "is", "mend": "to mend it", "explanation": "why", "knob_says": "the knob is", "choice": "is a choice"}


def explained(code: str) -> dict[str, Any]:
    """Return what is known about a code: kind and texts, ready for a machine.

    Raises:
        InputError: Nothing is called so.
    """
    known = catalogue()
    if code not in known:
        found = f"Nothing is called '{code}'.{did_you_mean(code, known)}"
        mend = (
            "Codes stand in brackets behind problems; findings and knobs are analysis.name, such as "
            "runway.wins_needed; assumptions are B01, B02 and names such as raise_months."
        )
        raise InputError(found, mend=mend)
    return known[code]


def catalogue() -> Known:
    """Return everything that can be explained, by code or id."""
    return {**_assumptions(), **_problems(), **_analyses()}


def lines(found: Mapping[str, Any]) -> dict[str, str]:
    """Return an explanation as labelled lines, empty ones left out; first what kind of thing it is.

    >>> lines({"knob": "runway.cash", "default": None, "values": {"low": 6}})
    {'kind': 'knob', 'values': 'low 6'}
    """
    from unequal.words import Words

    kept = {"kind": " and ".join(kind for kind in KINDS if found.get(kind) and (kind != "assumption" or "id" in found))}
    hidden = (*KINDS, *LEFT_OUT) if "id" in found else (*KINDS[1:], *LEFT_OUT)
    kept |= {name: _text(value) for name, value in found.items() if name not in hidden}
    if kept.get("grade"):
        meaning = Words()(f"grade_means.{kept['grade']}")
        kept["grade"] = f"{kept['grade']}: {meaning}"
    return {NAMES.get(name, name): text for name, text in kept.items() if text}


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')} {_text(one)}" for key, one in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(one) for one in value)
    return "" if value is None else str(value)


def _assumptions() -> Known:
    from unequal.assumptions import catalogue as register
    from unequal.workbook.plain import plain

    return {name: {"assumption": name, **plain(one)} for name, one in register().items()}


def _problems() -> Known:
    """Return problems of tables, workspace.toml and manifests; a code that several know has the words of all."""
    from unequal.batch.manifest import MANIFEST_CODES
    from unequal.tables.problem_codes import PROBLEM_CODES
    from unequal.workspace import CONFIG_CODES

    known: Known = {name: {"problem": name, **entry._asdict()} for name, entry in PROBLEM_CODES.items()}
    for name, explanation in (*CONFIG_CODES.items(), *MANIFEST_CODES.items()):
        entry = known.get(name, {"problem": name})
        told = " ".join(part for part in (entry.get("explanation", ""), explanation) if part)
        known[name] = {**entry, "explanation": told}
    return known


def _analyses() -> Known:
    from unequal.analyses import discovered
    from unequal.words import Words

    known: Known = {}
    for name, analysis in discovered().items():
        question = Words.load(analysis.folder)("question")
        known[name] = {"analysis": name, "question": question, "needs": ", ".join(analysis.needs)}
        for knob, field in analysis.knobs.model_fields.items():
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            default = "not set" if field.default is None else field.default
            known[f"{name}.{knob}"] = {"knob": f"{name}.{knob}", "says": field.description, "default": default, **extra}
        for rule in analysis.rules:
            code = f"{name}.{rule.__name__}"
            known[code] = {"finding": code, "says": _sentence(rule), **_as_knob(known.get(code, {}))}
    return known


def _sentence(rule: Any) -> str:
    return (rule.__doc__ or "").strip().split("\n")[0]


def _as_knob(knob: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a knob of the same name says, since one code may name both."""
    return {f"knob_{key}" if key == "says" else key: value for key, value in knob.items()}
