"""Units and currency that files say in words only: in a header's brackets, or in a dictionary beside the data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

import pandas as pd

from . import contents
from .headers import plain, unit_in
from .model import Confidence, DerivedColumn, Draft, Note, Setting, TableMap
from .reading import amounts, texts

PER_HEAD = Decimal(1_000)  # assumption: no company lives on less revenue a head and year, whatever the currency
FACTORS = (
    (re.compile(r"\b(billions?|bn|mrd)\b", re.IGNORECASE), 1_000_000_000, "billions"),
    (re.compile(r"\b(millions?|mn|mio|mm|in m)\b", re.IGNORECASE), 1_000_000, "millions"),
    (re.compile(r"\b(thousands?|k)\b", re.IGNORECASE), 1_000, "thousands"),
)
# the currencies that exports name most; any three capital letters may be another word
CURRENCIES = [
    "AUD",
    "BRL",
    "CAD",
    "CHF",
    "CNY",
    "CZK",
    "DKK",
    "EUR",
    "GBP",
    "HKD",
    "HUF",
    "IDR",
    "ILS",
    "INR",
    "JPY",
    "KRW",
    "MXN",
    "MYR",
    "NOK",
    "NZD",
    "PLN",
    "RON",
    "SEK",
    "SGD",
    "THB",
    "TRY",
    "USD",
    "ZAR",
]
_CURRENCY = re.compile(rf"\b({'|'.join(CURRENCIES)})\b")
_SIGNS = {"€": "EUR", "£": "GBP"}  # a dollar sign may be one of a dozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words about a column, and where they stand."""

    words: str
    where: str


def _said(draft: Draft, header: str) -> list[Said]:
    """Return what a header says in brackets, and what a dictionary among the files says about it."""
    bracket = unit_in(header)
    found = [Said(words=bracket, where=f"its header says {bracket}")] if bracket else []
    helper = draft.helpers.get("dictionary")
    told = helper.pairs() if helper else {}
    where = helper.file.name if helper else ""
    lines = [text for key, text in told.items() if plain(key) == plain(header)]
    return [*found, *(Said(words=text, where=f'{where} says "{text}"') for text in lines)]


def revenue_of_accounts(draft: Draft) -> Draft:
    """Bring the accounts' yearly revenue to plain units, where the files say that it is in thousands or millions.

    Where they do not say so, and revenue a head would be absurd, the column is left out and the user asked: a wrong
    guess would be wrong by a thousand.
    """
    customers = draft.tables.get("customers")
    mapped = customers.mapped("annual_revenue") if customers else None
    if customers is None or mapped is None:
        return draft
    for said in _said(draft, mapped.theirs):
        for pattern, factor, name in FACTORS:
            if pattern.search(said.words):
                return _scaled(draft, customers, factor, f"{mapped.theirs} is in {name} ({said.where})")
    if mapped.confidence is Confidence.GIVEN or not _absurd(customers):
        return draft
    says = (
        f"{mapped.theirs} would be less than {PER_HEAD:,} a head and year at most accounts; it is perhaps in "
        "thousands or millions. It is left out."
    )
    mend = (
        f'write the unit into the header, such as "{mapped.theirs} (millions)"; if it is in plain units, import with '
        f'--map "customers.annual_revenue={mapped.theirs}".'
    )
    note = Note(code="unit-of-revenue", says=says, mend=mend, table="customers", asks=True)
    return draft.with_table(customers.without("annual_revenue")).noting(note)


def _absurd(customers: TableMap) -> bool:
    revenue, people = amounts(customers, "annual_revenue"), amounts(customers, "employees")
    a_head = [money / heads for money, heads in zip(revenue, people, strict=True) if money and heads]
    return bool(a_head) and median(a_head) < PER_HEAD


def _scaled(draft: Draft, customers: TableMap, factor: int, why: str) -> Draft:
    cells = tuple(
        contents.as_cell(None if value is None else value * factor, customers.decimal)
        for value in amounts(customers, "annual_revenue")
    )
    header = customers.header("annual_revenue")
    made = DerivedColumn(ours="annual_revenue", theirs=header, cells=cells, says=f"{header} times {factor:,}: {why}")
    says = f"{why}. It is brought to plain units in a column of its own; the file stays as it is."
    count = sum(cell != "" for cell in cells)
    note = Note(code="unit-of-revenue", says=says, table="customers", count=count)
    return draft.with_table(customers.deriving(made)).noting(note)


def currency(draft: Draft) -> Draft:
    """Find the currency: in a column of the deals, in words about a money column, or as a sign in its cells."""
    guesses = [guess for table in draft.tables.values() for guess in _currencies(draft, table)]
    if guesses:
        return draft.setting(guesses[0]).noting(*_several(draft, str(guesses[0].value)))
    says = "No file says which currency its money is in."
    mend = "set currency at the top of workspace.toml."
    return draft.noting(Note(code="currency-unknown", says=says, mend=mend, asks=True))


def _currencies(draft: Draft, table: TableMap) -> list[Setting]:
    from babel.numbers import list_currencies

    codes = contents.filled(texts(table, "currency")).str.upper().value_counts()
    found = []
    if not codes.empty and str(codes.index[0]) in list_currencies():
        says = f"a guess: the one that most rows of {table.file.name} have under {table.header('currency')}"
        found.append(Setting(key="currency", value=str(codes.index[0]), says=says))
    for ours in ("acv", "annual_revenue", "mrr", "amount"):
        header = table.header(ours)
        if not header:
            continue
        words = [(_CURRENCY.search(said.words), said.where) for said in _said(draft, header)]
        found += [Setting(key="currency", value=hit[1], says=f"a guess: {where}") for hit, where in words if hit]
        cells = table.file.column(header)
        signs = [code for sign, code in _SIGNS.items() if cells.str.contains(sign, regex=False).any()]
        found += [Setting(key="currency", value=code, says=f"a guess from the signs under {header}") for code in signs]
    return found


def _several(draft: Draft, main: str) -> list[Note]:
    cells = pd.concat([texts(table, "currency").str.upper() for table in draft.tables.values()])
    others = sorted(set(contents.filled(cells)) - {main})
    if not others:
        return []
    says = f"Money stands in several currencies: {main} and {', '.join(others)}."
    mend = "give a rate with its source for each under [currencies] in workspace.toml."
    lines = ("[currencies]", *(f'{code} = {{ rate = 1.0, source = "" }}' for code in others))
    return [Note(code="several-currencies", says=says, mend=mend, count=len(others) + 1, asks=True, lines=lines)]
