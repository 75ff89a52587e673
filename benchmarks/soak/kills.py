"""kill -9 at random moments, then `unequal retry`: is everything as if nothing had happened?"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from tests.batch.faults.bad import tiny_batch
from tests.batch.faults.trial import (
    ROLES,
    Kill,
    Trial,
    a_trial,
    books_of,
    differing,
    killed_and_mended,
    published,
)

from unequal.samples.many import clients

from .table import Table

WORDS = ("one", "two", "three", "four", "five")
TRIALS = 3  # at most, for each kill that hits
COLUMNS = (
    ("killed", 10), ("times", 6), ("hit", 6), ("went on", 8), ("mended", 8), ("retried", 8), ("files differ", 13),
    ("left behind", 12), ("s each", 8),
)  # fmt: skip


def all_mended(count: int, seed: int) -> bool:
    """Kill so many times, each kind of process equally often; return whether all was mended each time.

    A moment by chance may come when there is nobody of a kind any more; then it is tried again.
    """
    with a_trial() as trial:
        folder = trial.temporary.parent
        manifest = mixed_batch(folder)
        calm = trial.run("batch", manifest, "--out", folder / "calm", "--jobs", 2)
        assert calm.code == 0, calm.text
        whole = published(folder / "calm")
        tally: dict[str, Counter[str]] = {role: Counter() for role in ROLES}
        for number in range(TRIALS * count):
            role, chance = min(ROLES, key=lambda one: tally[one]["hit"]), random.Random(seed + number)
            kill = Kill(role=role, chance=chance, seconds=chance.uniform(0, calm.seconds))
            tally[role].update(once(trial, kill, manifest, folder / f"out{number}", whole))
            if sum(row["hit"] for row in tally.values()) == count:
                break
    table = Table(f"kill -9 at {count} random moments of {len(whole)} files in {calm.seconds:.0f} s", COLUMNS)
    for role, row in tally.items():
        counted = [row[name] for name in ("hit", "went on", "mended", "retried", "differ", "left")]
        table.row(role, row["times"], *counted, f"{row['milliseconds'] / 1000 / max(1, row['times']):.1f}")
    hit = sum(row["hit"] for row in tally.values())
    sound = (row["mended"] == row["times"] and not row["differ"] and not row["left"] for row in tally.values())
    return hit == count and all(sound)


def mixed_batch(folder: Path) -> Path:
    """Write a batch of small notebooks and a whole report."""
    (client,) = clients(folder, 1)
    manifest = tiny_batch(folder, WORDS)
    manifest.write_text(f'{manifest.read_text()}\n[[items]]\nworkspace = "clients/{client.name}"\n')
    return manifest


def once(trial: Trial, kill: Kill, manifest: Path, out: Path, whole: dict[str, bytes]) -> dict[str, int]:
    """Kill once, mend, and return what is to be counted; what is not well is printed."""
    hit, first, mended = killed_and_mended(trial, kill, manifest, out, "--jobs", 2)
    wrong, left = differing(published(out), whole), trial.left_behind()
    sound = mended.code == 0 and {one["status"] for one in books_of(out)["items"]} <= {"ok", "unchanged"}
    if wrong or left or not sound:
        print(f"{kill.role} after {kill.seconds:.3f} s: differ {wrong}, left {left}\n{first.text}\n{mended.text}")
    return {
        "times": 1,
        "hit": int(hit),
        "went on": int(first.code == 0),
        "mended": int(sound),
        "retried": int("started" in mended.err),
        "differ": len(wrong),
        "left": len(left),
        "milliseconds": round(1000 * (first.seconds + mended.seconds)),
    }
