"""What it takes to tell where a detector cannot, and how likely that is enough.

Whatever is not known is taken to come out either way as likely (assumption).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from unequal.findings import Basis, Verdict

from .going_too_big import GoingTooBig
from .signs import Sign, State
from .too_much_tlc import DECISIVE, TooMuchTlc

EITHER = (State.MET, State.NOT_MET)
# hours to find it out (assumptions): twenty people watched for half an hour; prices and costs looked up; a diary of
# two weeks for ten customers; the same for five; one look into the books
HOURS = {
    "unsure": 10.0,
    "unclear": 3.0,
    "unlock_service": 10.0,
    "unlock_hours": 5.0,
    "unlock_fixed": 1.0,
}


def ways_of_big(found: GoingTooBig) -> list[GoingTooBig]:
    """Return what a funnel may look like once what is not known is."""
    understood = EITHER if found.understanding is State.CANNOT_TELL else (found.understanding,)
    pays = EITHER if found.money is State.CANNOT_TELL and found.is_priced else (found.money,)
    return [replace(found, understanding=one, money=other) for one, other in product(understood, pays)]


def ways_of_tlc(found: TooMuchTlc) -> list[TooMuchTlc]:
    """Return what a service may look like once what is not known is."""
    unknown = [code for code in DECISIVE if found.state(code) is State.CANNOT_TELL]
    return [
        replace(found, signs=(*_known(found.signs), *_as(unknown, states)))
        for states in product(EITHER, repeat=len(unknown))
    ]


def priced(basis: Basis, key: str, told: list[Verdict]) -> str:
    """Return the end of a sentence that says what is missing: its hours, and the chance that it is then told."""
    hours = HOURS.get(key)
    if hours is None:
        return ""
    share = sum(one is not Verdict.CANNOT_TELL for one in told) / len(told)
    return basis.say("find_out.priced_sure" if share == 1 else "find_out.priced", hours=hours, share=share)


def _known(signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
    return tuple(one for one in signs if one.state is not State.CANNOT_TELL)


def _as(codes: list[str], states: tuple[State, ...]) -> list[Sign]:
    return [Sign(sign=code, value=0.0, unit="", state=state) for code, state in zip(codes, states, strict=True)]
