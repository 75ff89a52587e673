"""Origin, source and grade of everything a rule may lean on.

A rule never writes a grade. It names the inputs and knobs that decided (`leans_on`), and the basis fills in the grade
and the assumptions, and takes a `go` back to `caution` when everything decisive is a rule of thumb or a guess. So a
rule cannot hide a default behind a `go`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from unequal.words import Words

from .finding import AssumptionUsed, Finding
from .grade import Grade, worst
from .verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something measured that a verdict may lean on.

    Attributes:
        name: Name by which a rule leans on it, such as ``deals`` or ``deals.Big``.
        grade: How good it is.
        source: Table it comes from.
        n: Relevant events in it.
        assumptions: Defaults that it rests on where it is silent itself; printed with what leans on it.
    """

    name: str
    grade: Grade
    source: str
    n: int | None = None
    assumptions: tuple[AssumptionUsed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnobBasis:
    """A knob's value with where it came from.

    Attributes:
        name: Field of the analysis's knobs.
        value: The value in force.
        unit: Its unit.
        says: What it is.
        origin: ``default``, ``[plan]``, ``[knobs.runway]``, ``scenario …``, ``manifest`` or ``given``.
        source: Where the default comes from, or the word assumption.
        grade: Grade of the default's source; of a value that somebody set, a guess unless said better.
        choice: Whether it is a choice (a reserve, a threshold) and not an input.
        assumption: Id in the register, if it has one.
    """

    name: str
    value: Any
    unit: str
    says: str
    origin: str
    source: str
    grade: Grade
    choice: bool = False
    assumption: str | None = None

    @property
    def is_default(self) -> bool:
        """Whether nobody has set it."""
        return self.origin == "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a run knows about its inputs and knobs, and the words that it speaks in.

    Attributes:
        analysis: Name of the analysis; prefix of the finding codes.
        inputs: By name.
        knobs: By name.
        words: Message catalogue in the run's language.
    """

    analysis: str
    words: Words
    inputs: Mapping[str, Input] = field(default_factory=dict[str, Input])
    knobs: Mapping[str, KnobBasis] = field(default_factory=dict[str, KnobBasis])

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the catalogue."""
        return self.words(key, **values)

    def with_inputs(self, *inputs: Input) -> Basis:
        """Return a basis that also knows these inputs; a rule adds the samples that it counted."""
        return replace(self, inputs={**self.inputs, **{one.name: one for one in inputs}})

    def finding(self, *, leans_on: Iterable[str], code: str, verdict: Verdict, **rest: Any) -> Finding:
        """Make a finding; grade and assumptions follow from what it leans on.

        Args:
            leans_on: Names of inputs and knobs that decided.
            code: Without the analysis's name, which is put in front.
            verdict: As the rule sees it.
            **rest: The other fields of `Finding`.

        Raises:
            KeyError: A name is neither an input nor a knob.
        """
        inputs, knobs = self._split(leans_on)
        decisive = [one.grade for one in inputs] + [one.grade for one in knobs if not one.choice]
        grade = worst(decisive)
        if verdict is Verdict.GO and decisive and all(one.is_weak for one in decisive):
            verdict = Verdict.CAUTION
        defaults = [self._assumption(one) for one in knobs if one.is_default and one.value is not None]
        below = [one for each in inputs for one in each.assumptions]
        return Finding(
            code=f"{self.analysis}.{code}",
            verdict=verdict,
            grade=grade,
            assumptions=tuple({one.id: one for one in (*defaults, *below)}.values()),
            **rest,
        )

    def _split(self, names: Iterable[str]) -> tuple[list[Input], list[KnobBasis]]:
        inputs: list[Input] = []
        knobs: list[KnobBasis] = []
        for name in names:
            if name in self.inputs:
                inputs.append(self.inputs[name])
            elif name in self.knobs:
                knobs.append(self.knobs[name])
            else:
                problem = f"{self.analysis} leans on '{name}', which is no input and no knob"
                raise KeyError(problem)
        return inputs, knobs

    def _assumption(self, knob: KnobBasis) -> AssumptionUsed:
        return AssumptionUsed(
            id=knob.assumption or f"{self.analysis}.{knob.name}",
            name=knob.says,
            value=knob.value,
            unit=knob.unit,
            source=knob.source,
            grade=knob.grade,
            choice=knob.choice,
        )
