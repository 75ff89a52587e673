"""Whole reports: nothing of one client is in another's, and one that is killed is as if it had not been.

`make soak` does it with fifty clients.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from unequal.samples.many import clients

from .canaries import Marks, marks_of, text_of
from .trial import Done, Kill, a_trial, books_of, differing, killed_and_mended, published

pytestmark = [pytest.mark.kernel, pytest.mark.poppler]

CLIENTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    done: Done
    manifest: Path
    out: Path
    names: list[str]


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Ran:
    folder = tmp_path_factory.mktemp("isolation")
    names = [one.name for one in clients(folder, CLIENTS)]
    with a_trial() as trial:
        done = trial.run("batch", folder / "batch.toml", "--out", folder / "out", "--jobs", 2)
        assert done.code == 0, done.text
        assert trial.left_behind() == []
    return Ran(done=done, manifest=folder / "batch.toml", out=folder / "out", names=names)


def test_no_file_of_a_report_holds_a_mark_of_another_client(ran) -> None:
    marks = marks_of(ran.names)
    strangers = {}
    for place in published(ran.out):
        owner = place.split("/")[0]
        if others := marks.in_text(text_of(ran.out / place)) - {owner}:
            strangers[place] = others
    assert strangers == {}


def test_the_search_finds_every_client_in_every_kind_of_file_that_names_it(ran) -> None:
    marks = marks_of(ran.names)
    for name in ran.names:
        files = [place for place in published(ran.out) if place.startswith(f"{name}/")]
        kinds = {Path(place).name for place in files if name in marks.in_text(text_of(ran.out / place))}
        assert {"report.html", "report.pdf", "memo.pdf", "record.json", "run.json", "deals.csv"} <= kinds, name
        assert {place.name for place in (ran.out / name).rglob("*.ipynb")} <= kinds, name


def test_the_figure_that_marks_a_client_is_in_its_record(ran) -> None:
    for name in ran.names:
        (record,) = (ran.out / name).rglob("record.json")
        assert Marks(words={}, figures=marks_of(ran.names).figures).in_text(record.read_text()) == {name}


def test_what_is_told_of_a_client_holds_no_mark_of_another(ran) -> None:
    marks = marks_of(ran.names)
    (events,) = ran.out.glob("_batch/*/events.jsonl")
    told = [line for line in events.read_text().splitlines() if '"item": "' in line]
    for line in [*told, *(line for line in ran.done.err.splitlines() if ": " in line)]:
        owner = line.split('"item": "')[1].split('"')[0] if line.startswith("{") else line.split(":")[0]
        assert marks.in_text(line) <= {owner}, line
    assert len(told) > len(ran.names)


def test_an_outcome_holds_no_mark_of_another_client(ran) -> None:
    marks = marks_of(ran.names)
    for one in books_of(ran.out)["items"]:
        assert marks.in_text(str(one)) == {one["id"]}


def test_a_report_whose_process_was_killed_in_its_midst_has_the_same_bytes(ran, trial, tmp_path) -> None:
    name, chance, out = ran.names[1], random.Random(5), tmp_path / "out"
    kill = Kill(role="job", chance=chance, events=chance.randrange(5, 40))
    hit, first, mended = killed_and_mended(trial, kill, ran.manifest, out, "--select", name)
    assert (hit, first.code, mended.code) == (True, 0, 0), f"{first.text}\n{mended.text}"
    assert books_of(out)["items"][0]["attempts"] == 2
    whole = {place: data for place, data in published(ran.out).items() if place.startswith(f"{name}/")}
    assert differing(published(out), whole) == []
    assert trial.left_behind() == []
