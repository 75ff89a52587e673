"""Many small invented companies for a batch, each with marks that no other has.

    python -m unequal.samples.many FOLDER --count 100

writes `FOLDER/clients/<company>/` and the manifest `FOLDER/batch.toml`. Each company is a smaller sister of one of the
four in `companies`, with chances of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .blemishes import Here, blemish
from .build import MAKERS, SEED
from .companies import PROFILES
from .files import csv_text
from .look import look_of
from .months import month_number
from .profile import Profile, Tier
from .rows import Row
from .world import World, make_world

DEALS = 100  # of a company, about
MOST = 10_000
CONSONANTS, VOWELS = "bcdfghjklmnprstvwxyz", "aeiou"
SYLLABLES = len(CONSONANTS) * len(VOWELS)
SPREAD = 7_919  # shares no factor with MOST, so that neighbours look unlike each other and none is met twice
FAULTS = {
    "customers": (("duplicate", 1),),
    "revenue": (("negative_mrr", 1), ("unreadable_mrr", 1)),
    "deals": (("closed_before_created", 1), ("no_account", 1)),
}
MANIFEST = """\
# {count} invented companies:  unequal batch batch.toml
name = "{count} invented companies"

[[items]]
foreach = "clients/*"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """What tells one company's data from all others'.

    Attributes:
        word: In the names of the company, its folder, its customers, its sellers, its ids, and in a note.
        cash: In the bank on the last day, in money.
    """

    word: str
    cash: float


def canary(number: int, seed: int = SEED) -> Canary:
    """Return the marks of a company; no two numbers of one seed share one.

    Args:
        number: Of the company, from 1 to 9,999.
        seed: Of all companies.

    >>> canary(1, 7).word != canary(2, 7).word
    True
    """
    digest = hashlib.sha256(f"{seed} {number}".encode()).digest()
    code = (SPREAD * number + seed) % MOST
    word = "".join(map(_syllable, (*divmod(code, SYLLABLES), *digest[:3])))
    return Canary(word=word, cash=1_000_000 + MOST * digest[3] + code + digest[4] % 90 / 100 + 0.07)


def _syllable(number: int) -> str:
    return CONSONANTS[number // len(VOWELS) % len(CONSONANTS)] + VOWELS[number % len(VOWELS)]


def clients(folder: str | Path, count: int, seed: int = SEED) -> list[Path]:
    """Write companies and their manifest, and return the companies' folders in order.

    The same seed gives the same bytes; a company does not change when there are more of them.

    Args:
        folder: Gets `clients/` and `batch.toml`.
        count: How many, at most 9,999.
        seed: Of all chance.
    """
    made = [_client(Path(folder, "clients"), number, seed) for number in range(1, count + 1)]
    Path(folder, "batch.toml").write_text(MANIFEST.format(count=count), encoding="utf-8")
    return made


def _client(below: Path, number: int, seed: int) -> Path:
    mark = canary(number, seed)
    profile = _small(list(PROFILES.values())[number % len(PROFILES)], f"c{number:04d}-{mark.word}", mark)
    folder = below / profile.slug
    for path, text in _files(make_world(profile, seed), mark).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder


def _small(profile: Profile, slug: str, mark: Canary) -> Profile:
    """Return a smaller company of the same nature, with names and words of its own."""
    share = min(1.0, DEALS / _deals(profile))
    return replace(
        profile,
        slug=slug,
        take=0,
        tiers=tuple(_smaller(tier, share) for tier in profile.tiers),
        fresh_prospects=round(share * profile.fresh_prospects),
        parents=min(1, profile.parents),
        arcs={},
        owners=tuple(f"{owner} {mark.word.title()}" for owner in profile.owners),
        account_pattern=f"{mark.word.upper()}-A{{:04d}}",
        deal_pattern=f"{mark.word.upper()}-D{{:04d}}",
        blemishes={table: faults for table, faults in FAULTS.items() if table in profile.columns},
        money=replace(profile.money, cash=round(mark.cash)),
        texts=_texts(profile.texts, mark),
    )


def _deals(profile: Profile) -> float:
    """Return how many deals a company has on average."""
    months = month_number(profile.exported) - month_number(profile.history_from)
    return sum((months - tier.deals_from) * sum(tier.deals_a_month) / 2 for tier in profile.tiers)


def _smaller(tier: Tier, share: float) -> Tier:
    first, last = tier.deals_a_month
    return replace(tier, deals_a_month=(share * first, share * last), legacy=round(share * tier.legacy))


def _texts(texts: Mapping[str, str], mark: Canary) -> dict[str, str]:
    """Return the written files with the company's mark in its name, and in each note."""
    settings = re.sub(r"\A#.*\n", "# Invented.\n", texts["workspace.toml"])
    settings = re.sub(r'(?m)^name = "(.*)"$', rf'name = "\1 {mark.word.title()}"', settings, count=1)
    notes = {path: f"{text}\nAsked for by {mark.word.title()}.\n" for path, text in texts.items() if "notes" in path}
    return {**texts, **notes, "workspace.toml": settings}


def _files(world: World, mark: Canary) -> dict[str, str]:
    profile = world.profile
    files = dict(profile.texts)
    for name, columns in profile.columns.items():
        here = Here(profile=profile, draws=world.draws("faults", name))
        rows = [_marked(row, world, mark) for row in MAKERS[name](world)]
        rows = blemish(rows, profile.blemishes.get(name, ()), here)
        files[f"data/{name}.csv"] = csv_text(rows, columns, look_of(profile.texts["workspace.toml"], name))
    return files


def _marked(row: Row, world: World, mark: Canary) -> Row:
    if row.get("name"):
        return row | {"name": f"{row['name']} {mark.word.title()}"}
    if row.get("cash") is not None and row["month"] == world.profile.as_of:
        return row | {"cash": mark.cash}
    return row


def main(arguments: list[str]) -> int:
    """Write the companies that a command line asks for, print the manifest's path, and return the exit code."""
    asked = argparse.ArgumentParser(prog="python -m unequal.samples.many", description="Write invented companies.")
    asked.add_argument("folder", type=Path, metavar="FOLDER")
    asked.add_argument("--count", type=int, default=100)
    asked.add_argument("--seed", type=int, default=SEED)
    given = asked.parse_args(arguments)
    if not 0 < given.count < MOST:
        asked.error(f"--count is from 1 to {MOST - 1:,}")
    clients(given.folder, given.count, given.seed)
    sys.stdout.write(f"{given.folder / 'batch.toml'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
