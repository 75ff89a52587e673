"""`Words`: a phrase of the catalogue with its values written in the locale."""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ClassVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from unequal.errors import shown

from .numbers import SCALES, Numbers
from .phrases import ENGLISH, Catalogue, PhraseError, common_phrases, load_phrases, phrase
from .template import Place, cut

FALLBACK_LOCALE = "en_GB"  # where the language is not spoken here, numbers and dates follow the English sentences


@dataclass(frozen=True, slots=True)
class Words:
    """Say things in the workspace's language.

    Attributes:
        locale: The workspace's; its first part is the language.
        currency: Money without a currency of its own is in this one.
        phrases: Key to phrase, in the language spoken; the common phrases are always there.

    >>> Words("en_GB", "EUR", {"cash": "Cash of {x:money} lasts {m:months}."})("cash", x=900_000, m=12.02)
    'Cash of €900,000 lasts 12 months.'
    """

    locale: str = FALLBACK_LOCALE
    currency: str = "EUR"
    phrases: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def load(cls, *sources: Path | Traversable | str, locale: str = FALLBACK_LOCALE, currency: str = "EUR") -> Words:
        """Return the words of some catalogues; later ones win, and English stands in for what is not translated.

        Args:
            *sources: As `load_phrases` takes them.
            locale: The workspace's.
            currency: The workspace's.

        Raises:
            PhraseError: A catalogue is missing or not well written.
        """
        language = _language(locale)
        phrases: dict[str, str] = {}
        catalogues: list[Catalogue] = [load_phrases(source) for source in sources]
        for spoken in (ENGLISH, language):
            for catalogue in catalogues:
                phrases.update(catalogue.get(spoken, {}))
        return cls(locale, currency, phrases)

    @property
    def language(self) -> str:
        """The language spoken: the locale's, or English where there is no catalogue for it."""
        return _language(self.locale)

    @property
    def fell_back(self) -> bool:
        """Whether the locale asks for a language that is not spoken here, so that the report is in English."""
        return self.locale.replace("-", "_").partition("_")[0].lower() != self.language

    @property
    def numbers(self) -> Numbers:
        """How numbers are written."""
        return Numbers(locale=_format_locale(self.locale), currency=self.currency, phrases=self._common())

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a phrase with its values.

        Raises:
            PhraseError: The phrase or one of its values is missing, or a value is not of the kind that its place says.
        """
        parts = cut(phrase(self._all(), key))
        return "".join(part if isinstance(part, str) else self._fill(part, key, values) for part in parts)

    def __contains__(self, key: object) -> bool:
        return key in self._all()

    def percent(self, share: float) -> str:
        """Return a share as percent: ``20 %``."""
        return self.write(share, "percent")

    def money(self, amount: float, currency: str = "") -> str:
        """Return an amount: ``€900,000``, ``€1.43 m``."""
        return self.write(amount, "money", currency)

    def number(self, value: float) -> str:
        """Return a number without a unit, three significant figures."""
        return self.write(value, "number")

    def months(self, months: float) -> str:
        """Return a duration: ``1 month``, ``4.5 months``."""
        return self.write(months, "months")

    def count(self, number: float, forms: str) -> str:
        """Return a count with its noun: ``words.count(20, "deal deals")``."""
        return self.write(number, "count", forms)

    def date(self, day: date, style: str = "long") -> str:
        """Return a day: ``30 June 2026``; ``short``: ``30 Jun 2026``; ``month``: ``June 2026``."""
        return self.write(day, "date", style)

    def interval(self, low: float, high: float, kind: str, argument: str = "") -> str:
        r"""Return two bounds with the unit once.

        >>> Words().interval(0.044, 0.31, "percent") == "4–31\u00a0%"
        True
        """
        return self.numbers.interval(low, high, kind, argument)

    def estimate(self, value: float, low: float, high: float, kind: str, argument: str = "") -> str:
        r"""Return a value with its interval.

        >>> Words().estimate(0.145, 0.044, 0.31, "percent").replace("\u00a0", " ")
        '14 % (4–31 %)'
        """
        middle = self.write(value, kind, argument)
        if any(math.isnan(float(bound)) for bound in (low, high)):
            return middle
        return f"{middle} ({self.interval(low, high, kind, argument)})"

    def write(
        self, value: Any, kind: str = "text", argument: str = "", options: Mapping[str, str] | None = None
    ) -> str:
        """Return one value as its kind says; see the page of this package for the kinds.

        Raises:
            PhraseError: The kind is unknown or the value is not of it.
        """
        options = options or {}
        if kind in self._WRITERS:
            return self._WRITERS[kind](self, value, argument)
        if kind == "text":
            return self._text(value)
        if _is_unknown(value):
            return self._instead("nan", "not_known", options)
        if math.isinf(value):
            return self._instead("inf", "not_reached", options)
        return self._number(value, kind, argument, signed="signed" in options)

    def _instead(self, option: str, usual: str, options: Mapping[str, str]) -> str:
        return phrase(self._all(), options[option]) if option in options else self._common()[usual]

    def _number(self, value: Any, kind: str, argument: str, *, signed: bool) -> str:
        if kind == "count":
            return self.numbers.count(value, argument)
        if kind not in SCALES and kind != "whole":
            raise PhraseError(f"No way is known to write a value as {shown(kind)}.", mend="use a kind that words knows")
        return self.numbers.write(value, kind, argument, signed=signed)

    def _fill(self, place: Place, key: str, values: Mapping[str, object]) -> str:
        if place.name not in values:
            found = f"The phrase {shown(key)} needs a value {shown(place.name)}; it was given {sorted(values)}."
            raise PhraseError(found, mend="pass the value by name")
        value = values[place.name]
        try:
            return self.write(value, place.kind, place.argument, place.options)
        except (TypeError, ValueError, ArithmeticError) as fault:
            found = f"The phrase {shown(key)} cannot write {place.name} = {shown(value)} as {place.kind}."
            raise PhraseError(found, mend="pass a value of the kind that the phrase says") from fault

    def _text(self, value: Any) -> str:
        """Text stays as it is; other values are written as a reader expects them, never as Python shows them."""
        if isinstance(value, str):
            return str(value.value) if isinstance(value, Enum) else str(value)
        if _is_unknown(value):
            return self._common()["not_known"]
        if isinstance(value, bool):
            return self._common()["yes" if value else "no"]
        if isinstance(value, date):
            return self._date(value, "long")
        return self.write(value, "whole" if isinstance(value, int) else "number")

    def _date(self, value: Any, style: str) -> str:
        if _is_unknown(value):
            return self._common()["not_known"]
        if not isinstance(value, date):
            problem = f"{shown(value)} is no day"
            raise TypeError(problem)
        locale = _format_locale(self.locale)
        if style == "month":
            return format_skeleton("yMMMM", value, locale=locale)
        return format_date(value, "medium" if style == "short" else "long", locale=locale)

    def _interval(self, value: Any, argument: str) -> str:
        kind, _, rest = argument.partition(" ")
        low, high = value
        return self.interval(low, high, kind or "percent", rest)

    def _estimate(self, value: Any, argument: str) -> str:
        kind, _, rest = argument.partition(" ")
        middle, low, high = value
        return self.estimate(middle, low, high, kind or "percent", rest)

    def _list(self, value: Iterable[Any], argument: str) -> str:
        return self.numbers.listed([self.write(item, argument or "text") for item in value])

    def _word(self, value: Any, argument: str) -> str:
        name = str(value.value if isinstance(value, Enum) else value).replace(" ", "_")
        return phrase(self._all(), f"{argument}.{name}" if argument else name)

    def _all(self) -> Mapping[str, str]:
        return ChainMap(self.phrases, self._common())  # type: ignore[arg-type]  # both are only read

    def _common(self) -> dict[str, str]:
        return _common_in(self.language)

    _WRITERS: ClassVar[dict[str, Callable[[Words, Any, str], str]]] = {
        "date": _date,
        "interval": _interval,
        "range": _interval,
        "estimate": _estimate,
        "list": _list,
        "word": _word,
    }


def _is_unknown(value: Any) -> bool:
    """Whether a value is None, nan or one of pandas's kinds of missing, none of which equals itself."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas.NA refuses to be a truth value
        return True


def _language(locale: str) -> str:
    asked = locale.replace("-", "_").partition("_")[0].lower()
    return asked if asked in common_phrases() else ENGLISH


@lru_cache(maxsize=16)
def _common_in(language: str) -> dict[str, str]:
    return {**common_phrases()[ENGLISH], **common_phrases()[language]}


@lru_cache(maxsize=64)
def _format_locale(locale: str) -> Locale:
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale.parse(FALLBACK_LOCALE)
    return known if known.language == _language(locale) else Locale.parse(FALLBACK_LOCALE)
