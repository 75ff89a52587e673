"""Many clients in one batch: is anything of one in the report of another?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.batch.faults.canaries import Marks, marks_of, text_of
from tests.batch.faults.trial import a_trial, published

from unequal.samples.many import clients

from .table import Table


def none_crosses(count: int, jobs: int) -> bool:
    """Make the reports of so many clients and look for each one's marks in all of them; return whether all is well."""
    with a_trial() as trial:
        folder = trial.temporary.parent
        names = [one.name for one in clients(folder, count)]
        done = trial.run("batch", folder / "batch.toml", "--out", folder / "out", "--jobs", jobs)
        assert done.code == 0, done.text
        left = trial.left_behind()
        files, own, cross = searched(folder / "out", marks_of(names))
        lines, strangers = told(folder / "out", done.err, marks_of(names))
    table = Table(
        f"{count} clients with a word and a figure each, {count * (count - 1):,} pairs, in {done.seconds:,.0f} s",
        [("kind of file", 14), ("files", 8), ("own mark", 10), ("another's", 10)],
    )
    for kind, number in sorted(files.items()):
        table.row(kind, number, own[kind], cross[kind])
    table.row("lines told", lines, "", strangers)
    return not sum(cross.values()) and not strangers and not left and own[".html"] == count


def searched(out: Path, marks: Marks) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return, by kind, how many files there are, how many name their own client, and how many another."""
    files, own, cross = Counter[str](), Counter[str](), Counter[str]()
    for place in published(out):
        kind, owner = Path(place).suffix, place.split("/")[0]
        found = marks.in_text(text_of(out / place))
        files[kind] += 1
        own[kind] += owner in found
        cross[kind] += bool(found - {owner})
        if found - {owner}:
            print(f"  {place} holds marks of {', '.join(sorted(found - {owner}))}")
    return files, own, cross


def told(out: Path, said: str, marks: Marks) -> tuple[int, int]:
    """Return how many lines were told of one client, and how many of them hold a mark of another."""
    (events,) = out.glob("_batch/*/events.jsonl")
    about = [
        (line.split('"item": "')[1].split('"')[0], line) for line in events.read_text().splitlines() if '"item"' in line
    ]
    about += [(line.split(":")[0], line) for line in said.splitlines() if line.startswith("c")]
    return len(about), sum(bool(marks.in_text(line) - {owner}) for owner, line in about)
