"""Words that look misspelt: shown with what they look like, and left as they are."""

from __future__ import annotations

from functools import cache

from unequal.errors import shown

from .contents import filled
from .headers import nearest
from .model import Draft, Note, TableMap
from .phrases import value_lines
from .reading import texts

INDUSTRIES = [
    "advertising",
    "agriculture",
    "automotive",
    "aviation",
    "banking",
    "biotechnology",
    "chemicals",
    "construction",
    "consulting",
    "consumer",
    "defence",
    "education",
    "electronics",
    "employment",
    "energy",
    "engineering",
    "entertainment",
    "finance",
    "food",
    "gaming",
    "government",
    "hardware",
    "healthcare",
    "hospitality",
    "insurance",
    "legal",
    "logistics",
    "manufacturing",
    "marketing",
    "media",
    "medical",
    "mining",
    "nonprofit",
    "pharmaceuticals",
    "professional",
    "public",
    "publishing",
    "real",
    "retail",
    "services",
    "software",
    "technology",
    "telecommunications",
    "tourism",
    "transportation",
    "travel",
    "utilities",
    "wholesale",
]


@cache
def _countries() -> tuple[str, ...]:
    from babel import Locale

    return tuple(Locale("en").territories.values())


def misspelt(draft: Draft) -> Draft:
    """Note sectors and countries that are no known word and look like one."""
    customers = draft.tables.get("customers")
    if customers is None:
        return draft
    notes = [
        *_unlike(customers, "industry", tuple(INDUSTRIES)),
        *(_unlike(customers, "country", _countries()) if customers.mapped("country") else ()),
    ]
    return draft.noting(*notes)


def _unlike(customers: TableMap, ours: str, known: tuple[str, ...]) -> list[Note]:
    cells = filled(texts(customers, ours))
    folded = {word.casefold() for word in known}
    strange = cells[~cells.str.casefold().isin(folded)].value_counts()
    likely = {str(word): near for word in strange.index if (near := nearest(str(word), known)) is not None}
    if not likely:
        return []
    each = "; ".join(f"{shown(word)} ({strange[word]:,}), perhaps {shown(near)}" for word, near in likely.items())
    header = customers.header(ours)
    word, near = next(iter(likely.items()))
    return [
        Note(
            code="perhaps-misspelt",
            says=f"{header} has {each}. Left as it is.",
            mend=f'if it is so, import with --map "{ours}:{word}={near}", or take the line in workspace.toml.',
            table="customers",
            count=int(strange[list(likely)].sum()),
            of=len(cells),
            lines=value_lines("customers", ours, likely),
        )
    ]
