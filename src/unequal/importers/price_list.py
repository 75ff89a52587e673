"""The list price of an open deal, where a price list among the files knows its product.

A deal that is still open has no value in many exports. Its list price is the best hint at its size, and no more: it is
read as the price asked. The join is by the product's name, whole words only. One name that the list does not have stops
it, and is shown with what it looks like; the user says what is the same.
"""

from __future__ import annotations

import pandas as pd

from unequal.errors import shown

from . import contents
from .headers import nearest, plain
from .model import DerivedColumn, Draft, Helper, Note, TableMap
from .phrases import counted
from .reading import texts


def asked_from_list_price(draft: Draft) -> Draft:
    """Derive ``price_asked`` of open deals, if every product of the deals stands in the price list."""
    deals, prices = draft.tables.get("deals"), draft.helpers.get("price_list")
    header = _product_header(deals, prices)
    if deals is None or prices is None or not header or deals.mapped("price_asked") is not None:
        return draft
    given = [words for column, words in draft.asked.words.items() if plain(column) == plain(header)]
    words = {theirs: ours for each in given for theirs, ours in each.items()}
    products = deals.file.column(header).replace(words)
    missing = contents.filled(products[~products.isin(set(prices.pairs()))])
    if not missing.empty:
        return draft.noting(_strange_products(missing, products, prices, header))
    return _priced(draft, deals, prices, products, words)


def _product_header(deals: TableMap | None, prices: Helper | None) -> str:
    if deals is None or prices is None:
        return ""
    return next((header for header in deals.file.headers if plain(header) == plain(prices.key)), "")


def _strange_products(missing: pd.Series, products: pd.Series, prices: Helper, header: str) -> Note:
    counts = missing.value_counts()
    likely = {str(name): near for name in counts.index if (near := nearest(str(name), prices.pairs())) is not None}
    each = "; ".join(
        f"{shown(name)} on {counted(count, 'deal')}"
        + (f", perhaps {shown(likely[str(name)])}" if str(name) in likely else "")
        for name, count in counts.head(5).items()
    )
    says = (
        f"{counted(len(counts), 'product name')} of the deals not in {prices.file.name}: {each}. So no list price is "
        "read for any open deal, and nothing is matched by likeness."
    )
    theirs, ours = next(iter(likely.items()), (str(counts.index[0]), "name in the price list"))
    return Note(
        code="products-unmatched",
        says=says,
        mend=f'if it is the same product, import with --map "{header}:{theirs}={ours}".',
        table="deals",
        count=len(missing),
        of=len(contents.filled(products)),
        asks=True,
    )


def _priced(draft: Draft, deals: TableMap, prices: Helper, products: pd.Series, words: dict[str, str]) -> Draft:
    mark = contents.decimal_mark(prices.file.column(prices.tells))
    price = {
        name: contents.as_cell(contents.number(cell, mark), deals.decimal) for name, cell in prices.pairs().items()
    }
    unpriced = (texts(deals, "status") == "open") & (texts(deals, "acv") == "")
    cells = products.map(price).fillna("").where(unpriced, "")
    filled = contents.filled(cells)
    says = f"list price of the product in {prices.file.name}, for open deals without a value"
    says += "".join(f"; {shown(theirs)} read as {shown(ours)}, as given" for theirs, ours in words.items())
    made = DerivedColumn(ours="price_asked", theirs=prices.tells, cells=tuple(cells), says=says)
    text = (
        f"{len(filled):,} open deals have no value. The list price of their product in {prices.file.name} is read as "
        "the price asked: what it would cost without a discount."
    )
    note = Note(code="list-price-as-price-asked", says=text, table="deals", count=len(filled), of=int(unpriced.sum()))
    why = "a price list: the list price of open deals without a value comes from it"
    return draft.with_table(deals.deriving(made)).noting(note).joining(prices.file, why)
