"""Money into the workspace's currency, or no table at all: amounts of two currencies cannot be added."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from unequal.tables.spec import Kind
from unequal.tables.typing.column import TypedColumn

from .checkup import Checkup

SHARED_SYMBOLS = {  # symbol -> countries that use it; the first is meant when the workspace uses none of them
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "¥": ("JPY", "CNY"),
}
_CODE = re.compile(r"[A-Z]{3}")


def convert_money(
    checkup: Checkup, typed: Mapping[str, TypedColumn], currency: str, rates: Mapping[str, float]
) -> None:
    """Multiply money by the rate of its row's currency; refuse the table where there is no rate."""
    names = [column.name for column in checkup.table.columns if column.kind is Kind.MONEY]
    if not names or "currency" not in checkup.table.names:
        return
    texts = checkup.frame["currency"].fillna("")
    codes = {text: _code(_symbol(str(text).strip().upper()), currency) for text in texts.unique()}
    stated = texts.map(codes).astype("str")
    odd = ~stated.str.fullmatch(_CODE.pattern) & (stated != "")
    checkup.set_aside(odd.to_numpy(), "unknown-currency", "currency")
    by_column = {name: _currencies(typed.get(name), stated, currency) for name in names}
    if _refuse_without_rate(checkup, by_column, {**rates, currency: 1.0}):
        return
    factors = {name: codes.map({**rates, currency: 1.0}).fillna(1.0) for name, codes in by_column.items()}
    converted = np.zeros(len(checkup.codes), dtype=bool)
    for name, codes in by_column.items():
        converted |= (codes != currency).to_numpy() & checkup.frame[name].notna().to_numpy()
    used = sorted({c for name in names for c in by_column[name][checkup.frame[name].notna()].unique()} - {currency})
    says = f"{', '.join(f'{code} at {rates[code]:g}' for code in used if code in rates)} into {currency}"
    checkup.note(converted & checkup.kept, "converted", "currency", says=f"money was converted: {says}")
    money = {name: checkup.frame[name] * factors[name].astype("float64") for name in names}
    codes = (
        pd.Series(currency, index=checkup.frame.index, dtype="str") if converted.any() else checkup.frame["currency"]
    )
    checkup.frame = checkup.frame.assign(**money, currency=codes)


def _symbol(text: str) -> str:
    from unequal.tables.typing.numbers import SYMBOLS

    named = re.fullmatch(r".* - ([A-Z]{3})", text)  # Harvest writes EURO - EUR
    return named[1] if named else SYMBOLS.get(text, text)


def _code(text: str, currency: str) -> str:
    countries = SHARED_SYMBOLS.get(text)
    if countries is None:
        return text
    return currency if currency in countries else countries[0]


def _currencies(column: TypedColumn | None, stated: pd.Series, currency: str) -> pd.Series:
    """Return the currency of each cell: the one in the cell, else the row's, else the workspace's."""
    codes = stated.where(stated != "", currency)
    if column is None or column.currencies is None:
        return codes
    own = pd.Series([_code(str(text), currency) for text in column.currencies], dtype="str")
    return own.where(own != "", codes)


def _refuse_without_rate(checkup: Checkup, by_column: Mapping[str, pd.Series], rates: Mapping[str, float]) -> bool:
    counts: dict[str, int] = {}
    first = np.zeros(len(checkup.codes), dtype=bool)
    named = ""
    for name, codes in by_column.items():
        at = (~codes.isin(list(rates)) & checkup.frame[name].notna()).to_numpy() & checkup.kept
        named = named or (name if at.any() else "")
        first = first | at
        for code, rows in codes[at].value_counts().items():
            counts[str(code)] = max(counts.get(str(code), 0), int(rows))
    if not counts:
        return False
    listed = ", ".join(f"{code} in {rows} row{'s' if rows != 1 else ''}" for code, rows in sorted(counts.items()))
    lines = "; ".join(f'{code} = {{ rate = …, source = "…" }}' for code in sorted(counts))
    checkup.refuse(
        "two-currencies",
        "currency" if "currency" in checkup.positions else named,
        says=f"money stands in other currencies than the workspace's without a rate: {listed}",
        mend=f"add under [currencies] in workspace.toml:  {lines}",
        at=first,
    )
    return True
