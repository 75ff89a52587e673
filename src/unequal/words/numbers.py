"""A number with its unit, as the locale writes it; and intervals.

Signs are set apart by a space that does not break (20 %, €1.43 m); words by one that may (12 months). Below zero there
is a real minus. What is not known, and what is infinite, is said in words, never as nan or inf.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol

from .phrases import PhraseError, phrase
from .rounding import Scale, days_scale, exact, money_scale, months_scale, number_scale, percent_scale, written

NO_BREAK = "\u00a0"
MINUS = "\u2212"
DASH = "–"
PLURAL_TAGS = ("zero", "one", "two", "few", "many", "other")
ALMOST_ALL = Decimal("0.9995")  # a probability above it is not shown as certain
SMALLEST_PERCENT = Decimal("0.001")

SCALES: dict[str, Callable[[Decimal], Scale]] = {
    "percent": percent_scale,
    "points": percent_scale,
    "money": money_scale,
    "number": number_scale,
    "times": number_scale,
    "months": months_scale,
    "weeks": months_scale,
    "years": months_scale,
    "days": days_scale,
    "hours": days_scale,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Numbers in one locale.

    Attributes:
        locale: As Babel knows it.
        currency: Money without a currency of its own is in this one.
        phrases: Words for units, magnitudes, and what is not known.
    """

    locale: Locale
    currency: str
    phrases: Mapping[str, str] = field(hash=False)

    def write(self, value: object, kind: str, argument: str = "", *, signed: bool = False) -> str:
        """Return a finite number with its unit.

        Args:
            value: Shares for ``percent`` and ``points``; else in the unit that the kind names.
            kind: One of `SCALES`, or ``whole``.
            argument: Currency of money, if it is not the workspace's.
            signed: Put a plus before what is above zero.
        """
        number = exact(value)
        if kind == "whole":
            return self._signed(number, self._plain(abs(number).quantize(Decimal(1))), signed=signed)
        scale = self._scale(kind, abs(number), argument)
        size = written(abs(number), scale)
        bound = self._bound(number, size, kind, argument)
        if bound:
            return bound
        return self._signed(number if size else Decimal(0), self._dressed(size, kind, argument, scale), signed=signed)

    def interval(self, low: object, high: object, kind: str, argument: str = "") -> str:
        """Return two bounds, the unit once: ``4–31 %``. Open ends are said in words; both ends may be infinite.

        Args:
            low: Lower bound; ``-inf`` when open.
            high: Upper bound; ``inf`` when open.
            kind: As in `write`.
            argument: As in `write`.
        """
        ends = (float(low), float(high))  # type: ignore[arg-type]
        if any(math.isnan(end) for end in ends):
            return phrase(self.phrases, "not_known")
        if any(math.isinf(end) for end in ends):
            return self._open(*ends, kind, argument)
        return self._closed(exact(low), exact(high), kind, argument)

    def count(self, number: object, forms: str) -> str:
        """Return a count with its noun: ``1 deal``, ``20 deals``.

        Args:
            number: Counts are exact; other numbers get three significant figures.
            forms: The noun's forms as the language needs them, set apart by blanks, or by bars where a form has blanks.
        """
        exactly = exact(number)
        is_whole = exactly == exactly.to_integral_value()
        size = exactly if is_whole else written(exactly, number_scale(abs(exactly)))
        text = self._signed(size, self._plain(abs(size)), signed=False)
        return f"{text} {self.form(size, forms)}"

    def form(self, number: Decimal, forms: str) -> str:
        """Return the form of a noun that goes with a number."""
        words = [word.strip() for word in (forms.split("|") if "|" in forms else forms.split())]
        if not words:
            raise PhraseError("A count has no noun.", mend="write {n:count deal deals}")
        rule = self.locale.plural_form
        tags = [tag for tag in PLURAL_TAGS if tag in rule.tags]
        by_tag = dict(zip(tags, words[:-1], strict=False))
        return by_tag.get(rule(abs(number).normalize()), words[-1])

    def listed(self, items: list[str]) -> str:
        """Return words as a list: ``A, B and C``."""
        return format_list(items, locale=self.locale) if items else phrase(self.phrases, "none")

    def _scale(self, kind: str, size: Decimal, argument: str) -> Scale:
        scale = SCALES[kind](size)
        if kind == "money" and scale.keep_zeros:
            return Scale(decimals=min(2, get_currency_precision(argument or self.currency)), keep_zeros=True)
        return scale

    def _closed(self, low: Decimal, high: Decimal, kind: str, argument: str) -> str:
        scale = self._scale(kind, max(abs(low), abs(high)), argument)
        apart = kind == "money" and self._scale(kind, abs(low), argument).magnitude != scale.magnitude
        if low < 0 or apart:
            ends = {"low": self.write(low, kind, argument), "high": self.write(high, kind, argument)}
            return phrase(self.phrases, "from_to").format_map(ends)
        shown = [written(end, scale) for end in (low, high)]
        if shown[0] == shown[1] and low != high:
            scale = Scale(factor=scale.factor, decimals=scale.decimals + 1, magnitude=scale.magnitude)
            shown = [written(end, scale) for end in (low, high)]
        if shown[0] == shown[1]:
            return self.write(high, kind, argument)
        text = DASH.join(self._plain(end, keep_zeros=scale.keep_zeros) for end in shown)
        return self._dress(text, shown[1], kind, argument, scale)

    def _open(self, low: float, high: float, kind: str, argument: str) -> str:
        if math.isinf(low) and math.isinf(high):
            return phrase(self.phrases, "not_known" if low < 0 < high else "not_reached")
        key, end = ("or_more", low) if math.isinf(high) else ("or_less", high)
        return phrase(self.phrases, key).format_map({"x": self.write(end, kind, argument)})

    def _bound(self, number: Decimal, size: Decimal, kind: str, argument: str) -> str | None:
        """Say ``under 0.1 %`` and ``over 99.9 %`` where rounding would claim 0 or all."""
        if kind == "percent" and 0 < number < SMALLEST_PERCENT:
            return self._beyond("under", SMALLEST_PERCENT, kind, argument)
        if kind == "percent" and ALMOST_ALL <= number < 1:
            return self._beyond("over", Decimal("0.999"), kind, argument)
        if size == 0 and number > 0:
            scale = self._scale(kind, number, argument)
            return self._beyond("under", scale.factor.scaleb(-scale.decimals), kind, argument)
        return None

    def _beyond(self, key: str, limit: Decimal, kind: str, argument: str) -> str:
        scale = self._scale(kind, limit, argument)
        return phrase(self.phrases, key).format_map({"x": self._dressed(written(limit, scale), kind, argument, scale)})

    def _dressed(self, size: Decimal, kind: str, argument: str, scale: Scale) -> str:
        return self._dress(self._plain(size, keep_zeros=scale.keep_zeros), size, kind, argument, scale)

    def _dress(self, text: str, size: Decimal, kind: str, argument: str, scale: Scale) -> str:
        if kind == "percent":
            return f"{text}{NO_BREAK}%"
        if kind == "money":
            before, after = _currency_signs(self.locale, argument or self.currency)
            magnitude = f"{NO_BREAK}{phrase(self.phrases, f'magnitude.{scale.magnitude}')}" if scale.magnitude else ""
            return f"{before}{text}{magnitude}{after}"
        if kind == "times":
            return f"{text}×"
        if kind == "number":
            return text
        return f"{text} {self.form(size, phrase(self.phrases, f'unit.{kind}'))}"

    def _plain(self, size: Decimal, *, keep_zeros: bool = False) -> str:
        exponent = size.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        digits = ("0" if keep_zeros else "#") * decimals
        return format_decimal(size, format=f"#,##0.{digits}" if digits else "#,##0", locale=self.locale)

    def _signed(self, number: Decimal, text: str, *, signed: bool) -> str:
        if number < 0:
            return f"{MINUS}{text}"
        return f"+{text}" if signed and number > 0 else text


@lru_cache(maxsize=64)
def _currency_signs(locale: Locale, currency: str) -> tuple[str, str]:
    """Return what stands before and after an amount."""
    symbol = get_currency_symbol(currency, locale=locale)
    pattern = locale.currency_formats["standard"]
    before, after = (affix[0].replace("¤", symbol) for affix in (pattern.prefix, pattern.suffix))
    if before and before[-1].isalpha():
        before += NO_BREAK
    if after and after[0].isalpha():
        after = NO_BREAK + after
    return before, after
