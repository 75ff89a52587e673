"""Close dates and values, which mean one thing on a closed deal and another on an open one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from .contents import filled
from .model import DerivedColumn, Draft, Note, ValueMap
from .phrases import counted
from .reading import amounts, texts


def split_close_dates(draft: Draft) -> Draft:
    """Read the close date of an open deal as the close that the seller expects.

    Most CRMs keep one date for both; read as it stands it would say that open deals have closed.
    """
    deals = draft.tables.get("deals")
    mapped = deals.mapped("closed_at") if deals else None
    if deals is None or mapped is None:
        return draft
    dates, is_open = texts(deals, "closed_at"), texts(deals, "status") == "open"
    planned = int(((dates != "") & is_open).sum())
    if not planned:
        return draft
    closed = DerivedColumn(
        ours="closed_at",
        theirs=mapped.theirs,
        cells=tuple(dates.where(~is_open, "")),
        says=f"{mapped.theirs} of the deals that are closed",
    )
    deals = deals.deriving(closed)
    if deals.mapped("expected_close") is None:
        expected = DerivedColumn(
            ours="expected_close",
            theirs=mapped.theirs,
            cells=tuple(dates.where(is_open, "")),
            says=f"{mapped.theirs} of the deals that are open",
        )
        deals = deals.deriving(expected)
    says = (
        f"{planned:,} open deals carry a date under {mapped.theirs}. An open deal has not closed, so it is read as "
        "the close that the seller expects."
    )
    note = Note(code="close-date-of-open-deals", says=says, table="deals", count=planned, of=int(is_open.sum()))
    return draft.with_table(deals).noting(note)


def zero_is_no_price(draft: Draft) -> Draft:
    """Read a value of 0 as missing where it stands on every lost deal that has any value and on others does not.

    Some CRMs write 0 when a deal is lost. Taken as a price it would make every lost deal the smallest one.
    """
    deals = draft.tables.get("deals")
    mapped = deals.mapped("acv") if deals else None
    if deals is None or mapped is None:
        return draft
    status, cells = texts(deals, "status"), texts(deals, "acv")
    is_zero = pd.Series([value == 0 for value in amounts(deals, "acv")], index=cells.index)
    lost = filled(cells[status.isin(("lost", "no_decision"))])
    if lost.empty or not is_zero[lost.index].all():
        return draft.noting(*_a_year(mapped.theirs))
    words = list(filled(cells[is_zero]).drop_duplicates())
    why = "no price, since every lost deal with a value has this one"
    values = tuple(ValueMap(ours="acv", theirs=str(word), means="", why=why) for word in words)
    elsewhere = int((is_zero & ~status.isin(("lost", "no_decision"))).sum())
    also = f" The 0 of {counted(elsewhere, 'other deal')} is read so, too." if elsewhere else ""
    says = (
        f"Of {counted(len(lost), 'lost deal')} with a value under {mapped.theirs} each has 0. That is no price, so it "
        f"is read as missing.{also}"
    )
    note = Note(code="zero-is-no-price", says=says, table="deals", count=len(lost), of=len(lost))
    read = replace(deals, words=(*deals.words, *values))
    return draft.with_table(read).noting(note, *_a_year(mapped.theirs))


def _a_year(header: str) -> list[Note]:
    if any(word in header.casefold() for word in ("annual", "acv", "arr", "year")):
        return []
    says = f"{header} is read as the value of one year (acv). No file says whether a year's or the whole contract's."
    mend = "if contracts run for several years, export the value of a year, or divide it in the file."
    return [Note(code="value-a-year", says=says, mend=mend, table="deals", asks=True)]
