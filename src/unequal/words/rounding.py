"""How far a number is rounded before anybody reads it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

SIGNIFICANT_FIGURES = 3  # a reader keeps no more
ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How a number of some size is written.

    Attributes:
        factor: The number is divided by it.
        decimals: At most so many.
        keep_zeros: Whether 1.5 is written 1.50, as money is.
        magnitude: Key of the word for the factor, such as ``million``; empty for one.
    """

    factor: Decimal = ONE
    decimals: int = 0
    keep_zeros: bool = False
    magnitude: str = ""


def exact(value: object) -> Decimal:
    """Return a number as the decimal that a reader would write, not as its binary expansion.

    >>> exact(0.145)
    Decimal('0.145')
    """
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))  # type: ignore[arg-type]


def significant(value: Decimal, figures: int = SIGNIFICANT_FIGURES) -> Decimal:
    """Return a number rounded to so many significant figures.

    >>> significant(Decimal("1234567"))
    Decimal('1230000')
    """
    if value == 0:
        return Decimal(0)
    rounded = value.quantize(Decimal(1).scaleb(value.adjusted() - figures + 1), rounding=ROUND_HALF_EVEN)
    return Decimal(format(rounded, "f"))


def written(value: Decimal, scale: Scale) -> Decimal:
    """Return the number that a reader sees: scaled, cut to its decimals and to three significant figures.

    >>> written(Decimal("1434000"), Scale(factor=Decimal(1_000_000), decimals=2))
    Decimal('1.43')
    """
    cut = (value / scale.factor).quantize(ONE.scaleb(-scale.decimals), rounding=ROUND_HALF_EVEN)
    whole = cut if abs(cut) < Decimal(10) ** SIGNIFICANT_FIGURES else significant(cut)
    if scale.keep_zeros and whole != whole.to_integral_value():
        return whole
    return _without_zeros(whole)


def percent_scale(size: Decimal) -> Scale:
    """Whole percents from 10 %, one decimal from 1 % and between 99 and 100 %, two below.

    >>> percent_scale(Decimal("0.145")).decimals, percent_scale(Decimal("0.015")).decimals
    (0, 1)
    """
    percents = size * 100
    if percents < 1:
        decimals = 2
    elif percents < 10 or 99 < percents < 100:
        decimals = 1
    else:
        decimals = 0
    return Scale(factor=Decimal("0.01"), decimals=decimals)


def money_scale(size: Decimal) -> Scale:
    """Whole units, in full below a million; cents only below ten.

    >>> money_scale(Decimal(900_000)).magnitude, money_scale(Decimal(999_999)).magnitude
    ('', 'million')
    """
    rounded = significant(size)
    for factor, magnitude in ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million")):
        if rounded >= factor:
            return Scale(factor=factor, decimals=_decimals(rounded / factor), magnitude=magnitude)
    return Scale(decimals=2, keep_zeros=True) if size < 10 else Scale()


def number_scale(size: Decimal) -> Scale:
    """Three significant figures.

    >>> number_scale(Decimal("0.0123")).decimals
    4
    """
    return Scale(decimals=_decimals(size))


def months_scale(size: Decimal) -> Scale:
    """One decimal below twenty months (or weeks, or years), whole from there.

    >>> months_scale(Decimal("11.1")).decimals, months_scale(Decimal(24)).decimals
    (1, 0)
    """
    return Scale(decimals=1 if size < 20 else 0)


def days_scale(size: Decimal) -> Scale:
    """One decimal below ten days (or hours), whole from there.

    >>> days_scale(Decimal(81)).decimals
    0
    """
    return Scale(decimals=1 if size < 10 else 0)


def _decimals(size: Decimal) -> int:
    return max(0, SIGNIFICANT_FIGURES - 1 - size.adjusted()) if size else 0


def _without_zeros(value: Decimal) -> Decimal:
    plain = value.normalize()
    return plain if plain.as_tuple().exponent <= 0 else plain.quantize(ONE)  # type: ignore[operator]
