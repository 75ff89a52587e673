"""One order of knobs, later wins, the origin is kept.

default in the model (or an override of its assumption) < ``[plan]`` < ``[knobs.<analysis>]`` < the scenario's
``[plan]`` < the scenario's ``[knobs.<analysis>]`` < manifest item < given by command line, keyword or notebook.

None means not given, everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from unequal.assumptions import Assumption
from unequal.errors import Problem

from .allowed import allowed, choices, takes
from .faults import nearest, refusal
from .locate import written
from .model import KnobLayer, Origin, Workspace

Model = type[BaseModel]
Origins = Mapping[str, Origin]

DEFAULT, MANIFEST, GIVEN = "default", "manifest", "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedKnobs:
    """The knobs of one analysis in force.

    Attributes:
        values: Instance of the analysis's model.
        origins: By knob: ``default``, ``[assumptions] <id>``, ``[plan]``, ``[knobs.<analysis>]``, these two also behind
            ``scenario <name> ``, ``manifest`` or ``given``.
    """

    values: Any
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One knob said in one place.

    Attributes:
        name: The knob.
        value: As said; never None.
        origin: Where it was said, in words.
        key: Dotted path in the file; empty where it was not said in one.
        file: The file.
    """

    name: str
    value: Any
    origin: str
    key: str = ""
    file: str = ""


def resolve_knobs(
    model: Model,
    analysis: str,
    workspace: Workspace,
    *,
    manifest: Mapping[str, Any] | None = None,
    given: Mapping[str, Any] | None = None,
) -> ResolvedKnobs:
    """Return the knobs of an analysis, and where each came from.

    Args:
        model: Knobs of the analysis.
        analysis: Its name.
        workspace: The workspace; its scenario is in it.
        manifest: Knobs of a manifest item for this analysis.
        given: Knobs given for this run.

    Raises:
        InputError: A knob is unknown, of the wrong kind or out of range: all of them, each with its value, its range
            and its origin.
    """
    settings = [
        *_from_assumptions(model, workspace),
        *_from_layers(model, analysis, workspace.layers),
        *_said(manifest or {}, MANIFEST),
        *_said(given or {}, GIVEN),
    ]
    values, problems = _decided(model, analysis, settings, workspace.origins)
    if problems:
        raise refusal(f"A knob of {analysis}" if len(problems) == 1 else f"A set of knobs of {analysis}", problems)
    origins = dict.fromkeys(model.model_fields, DEFAULT) | {setting.name: setting.origin for setting in settings}
    return ResolvedKnobs(values=values, origins=origins)


def check_knobs(workspace: Workspace, models: Mapping[str, Model]) -> None:
    """Look at every knob that the workspace and its scenario say, for all analyses.

    Args:
        workspace: The workspace.
        models: Knobs of each analysis, by its name.

    Raises:
        InputError: An analysis or a knob is unknown, or a value does not fit: all faults.
    """
    problems = knob_problems(workspace.layers, models, workspace.origins)
    if problems:
        raise refusal(f"The workspace {workspace.path.name}", problems)


def knob_problems(layers: Iterable[KnobLayer], models: Mapping[str, Model], origins: Origins) -> list[Problem]:
    """Return what is wrong with the knobs that files say, each fault once."""
    layers = tuple(layers)
    problems: list[Problem] = []
    for layer in layers:
        for analysis in layer.knobs:
            if analysis not in models:
                says = f"no analysis of this name.{nearest(analysis, models)}"
                key = written(("knobs", analysis))
                setting = Setting(name=analysis, value="", origin="", key=key, file=layer.file)
                mend = f"use one of {', '.join(models)}"
                problems.append(_problem("knob-unknown", setting, f"{setting.key}: {says}", mend, origins))
    for analysis, model in models.items():
        problems.extend(_decided(model, analysis, list(_from_layers(model, analysis, layers)), origins)[1])
    return list(dict.fromkeys(problems))


def _from_assumptions(model: Model, workspace: Workspace) -> Iterator[Setting]:
    """Yield defaults that an override of the register changes."""
    if not workspace.assumptions:
        return
    register = workspace.register
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, Mapping) else {}
        row: Assumption | None = register.get(str(extra.get("assumption", "")))
        if row is not None and row.is_overridden:
            yield Setting(name=name, value=row.value, origin=row.origin)


def _from_layers(model: Model, analysis: str, layers: Iterable[KnobLayer]) -> Iterator[Setting]:
    for layer in layers:
        plan = {name: value for name, value in layer.plan.items() if name in model.model_fields}
        own = layer.knobs.get(analysis, {})
        for knobs, path in ((plan, ("plan",)), (own, ("knobs", analysis))):
            origin = f"{layer.label}[{'.'.join(path)}]"
            for setting in _said(knobs, origin):
                yield replace(setting, key=written((*path, setting.name)), file=layer.file)


def _said(knobs: Mapping[str, Any], origin: str) -> Iterator[Setting]:
    for name, value in knobs.items():
        if value is not None:
            yield Setting(name=name, value=_bare(value), origin=origin)


def _bare(value: Any) -> Any:
    """Return a number of numpy as Python's own."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value


def _decided(
    model: Model, analysis: str, settings: list[Setting], origins: Origins
) -> tuple[BaseModel | None, list[Problem]]:
    """Return the model, or what is wrong. A value that a later one hides must be good, too."""
    problems: list[Problem] = []
    good: dict[str, Setting] = {}
    for setting in settings:
        problem = _misfit(model, analysis, setting, origins)
        if problem:
            problems.append(problem)
        else:
            good[setting.name] = setting
    try:
        values = model.model_validate({setting.name: setting.value for setting in good.values()})
    except ValidationError as fault:
        problems.extend(_together(error, analysis, good, origins) for error in fault.errors(include_url=False))
        return None, problems
    return values, problems


def _misfit(model: Model, analysis: str, setting: Setting, origins: Origins) -> Problem | None:
    info = model.model_fields.get(setting.name)
    if info is None:
        names = tuple(model.model_fields)
        says = f"{setting.name} {_from(setting)}: {analysis} has no knob of this name.{nearest(setting.name, names)}"
        return _problem("knob-unknown", setting, says, f"use one of {', '.join(names)}", origins)
    if takes(info, setting.value) and _is_good_alone(model, setting):
        return None
    words = choices(info)
    near = nearest(str(setting.value), words) if words else ""
    says = f"{setting.name} {_from(setting)}: expected {allowed(info)}.{near}"
    return _problem("knob-out-of-range", setting, says, f"give {allowed(info)}", origins)


def _is_good_alone(model: Model, setting: Setting) -> bool:
    try:
        model.model_validate({setting.name: setting.value})
    except ValidationError as fault:
        return all(error["loc"][:1] != (setting.name,) for error in fault.errors())
    return True


def _together(error: Any, analysis: str, good: Mapping[str, Setting], origins: Origins) -> Problem:
    """Return the problem of values that are good alone and not together, or that are missing."""
    name = str(error["loc"][0]) if error["loc"] else ""
    setting = good.get(name, Setting(name=name, value="", origin=""))
    reason = str(error.get("ctx", {}).get("error", error["msg"]))
    what = f"{name} of {analysis}" if name else f"the knobs of {analysis} together"
    return _problem("knob-out-of-range", setting, f"{what}: {reason}", "give values that fit together", origins)


def _from(setting: Setting) -> str:
    return f"({setting.origin})"


def _problem(code: str, setting: Setting, says: str, mend: str, origins: Origins) -> Problem:
    place = origins.get(setting.key)
    return Problem(
        code=code,
        says=says,
        mend=mend,
        fate="refused",
        file=setting.file or None,
        line=place.line if place and place.file == setting.file else None,
        value=str(setting.value) if setting.value != "" else None,
    )
