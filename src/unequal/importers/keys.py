"""Deals and accounts: which two columns name the same company, and which names find no partner."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from unequal.errors import shown

from .contents import filled, is_key
from .headers import nearest
from .model import ColumnMap, Confidence, Draft, Note, TableMap
from .phrases import counted, names, percent, value_lines
from .reading import texts

EXAMPLES = 3


def link(draft: Draft) -> Draft:
    """Choose the pair of columns through which most deals find their account, ids before names where both do.

    Some exports name the account in the deals by its name although accounts have an id; joining id to id would lose
    every deal then.
    """
    if not {"customers", "deals"} <= set(draft.tables):
        return draft
    customers, deals = draft.tables["customers"], draft.tables["deals"]
    of_customer, of_deal = customers.mapped("customer_id"), deals.mapped("account_id")
    if of_customer is None or of_deal is None:
        return draft
    pairs = [
        (_found(deals.file.column(theirs), customers.file.column(own)), own, theirs)
        for own in _choices(of_customer)
        if is_key(customers.file.column(own))
        for theirs in _choices(of_deal)
    ]
    share, own, theirs = max(pairs, key=lambda pair: pair[0], default=(0.0, of_customer.theirs, of_deal.theirs))
    why = f"{percent(share)} of the accounts that deals name are found there"
    return draft.with_table(_read_from(customers, of_customer, own, why)).with_table(
        _read_from(deals, of_deal, theirs, why)
    )


def _choices(mapped: ColumnMap) -> tuple[str, ...]:
    return (mapped.theirs,) if mapped.confidence is Confidence.GIVEN else (mapped.theirs, *mapped.others)


def _found(names: pd.Series, keys: pd.Series) -> float:
    distinct = filled(names).drop_duplicates()
    return 0.0 if distinct.empty else float(distinct.isin(set(filled(keys))).mean())


def _read_from(table: TableMap, mapped: ColumnMap, header: str, why: str) -> TableMap:
    if header == mapped.theirs:
        return table.having(replace(mapped, why=f"{mapped.why}; {why}"))
    return table.having(replace(mapped, theirs=header, why=why, confidence=Confidence.GUESS))


def unmatched(draft: Draft) -> Draft:
    """Note the accounts that only deals name, and the accounts that no deal names."""
    if not {"customers", "deals"} <= set(draft.tables):
        return draft
    customers, deals = draft.tables["customers"], draft.tables["deals"]
    keys = filled(texts(customers, "customer_id")).drop_duplicates()
    named = filled(texts(deals, "account_id"))
    strange = named[~named.isin(set(keys))]
    return draft.noting(*_strangers(strange, named, keys, deals), *_silent(keys, named, customers))


def _strangers(strange: pd.Series, named: pd.Series, keys: pd.Series, deals: TableMap) -> list[Note]:
    if strange.empty:
        return []
    counts = strange.value_counts()
    likely = {name: near for name in counts.index[:20] if (near := nearest(str(name), keys)) is not None}
    says = (
        f"{len(strange):,} of {counted(len(named), 'deal')} with an account name one that the accounts file does not "
        f"have: {names(list(counts.index))}. Accounts are such as {names(list(keys))}. These deals count under unknown."
    )
    pair = next(iter(likely.items()), ("their name", "the account's name"))
    return [
        Note(
            code="accounts-unmatched",
            says=says,
            mend=f'add them to the accounts, or import with --map "account_id:{pair[0]}={pair[1]}" and the like.',
            table=deals.table,
            count=len(strange),
            of=len(named),
            asks=True,
            lines=value_lines(deals.table, "account_id", likely),
        )
    ]


def _silent(keys: pd.Series, named: pd.Series, customers: TableMap) -> list[Note]:
    silent = keys[~keys.isin(set(named))]
    if silent.empty:
        return []
    examples = ", ".join(shown(name) for name in silent[:EXAMPLES])
    says = f"{len(silent):,} of {len(keys):,} accounts have no deal, such as {examples}."
    return [Note(code="accounts-without-deals", says=says, table=customers.table, count=len(silent), of=len(keys))]


def subsidiaries(draft: Draft) -> Draft:
    """Note how many accounts belong to another one, and the parents that are no account."""
    customers = draft.tables.get("customers")
    if customers is None or customers.mapped("parent_id") is None:
        return draft
    keys = texts(customers, "customer_id")
    parents = filled(texts(customers, "parent_id"))
    lost = parents[~parents.isin(set(keys))]
    held = len(parents) - len(lost)
    says = (
        f"{held:,} of {len(keys):,} accounts belong to another account in the file: counted by parent they are "
        f"{len(keys) - held:,}."
    )
    notes = [Note(code="subsidiaries", says=says, table="customers", count=held, of=len(keys))] if held else []
    if not lost.empty:
        examples = ", ".join(shown(name) for name in lost.drop_duplicates()[:EXAMPLES])
        says = f"{len(lost):,} accounts name a parent that is no account in the file, such as {examples}."
        mend = "add the parent to the accounts; until then they stand alone."
        notes.append(
            Note(code="parents-unmatched", says=says, mend=mend, table="customers", count=len(lost), of=len(parents))
        )
    return draft.noting(*notes)
