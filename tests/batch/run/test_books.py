"""The books: whole at any moment, and nothing in them acts on who reads them."""

from __future__ import annotations

import json
import stat

import pytest

from unequal.batch.manifest.item import Batch
from unequal.batch.run import run_batch
from unequal.batch.run.books import Books

from .conftest import FOREVER, OK, Script, books, events, failed, item, ways

HOSTILE = "<script>alert(1)</script> \x1b[2J ]]> \x9b31m \u202eevil\x00"


def test_the_manifest_is_locked_before_the_first_job(order, stage) -> None:
    asked = order("acme", "globex")
    play = stage()
    seen = []

    def start(one, attempt):
        seen.append(json.loads((asked.folder / "manifest.lock.json").read_text()))
        return play.start(one, attempt)

    run_batch(asked, ways(play, start=start))
    assert Batch.from_json(seen[0]) == asked.batch


def test_results_are_written_each_time_an_item_ends(order, stage) -> None:
    asked = order("acme", "globex", "initech")
    play = stage()
    seen = []

    def start(one, attempt):
        seen.append([row["status"] for row in books(asked.folder)["items"]])
        return play.start(one, attempt)

    run_batch(asked, ways(play, start=start))
    assert seen == [["not started"] * 3, ["ok", "not started", "not started"], ["ok", "ok", "not started"]]


def test_the_books_of_a_batch_that_runs_have_no_exit_code(order, stage) -> None:
    asked = order("acme")
    play = stage()
    seen = []

    def start(one, attempt):
        seen.append(books(asked.folder)["exit_code"])
        return play.start(one, attempt)

    run_batch(asked, ways(play, start=start))
    assert (seen, books(asked.folder)["exit_code"]) == ([None], 0)


def test_results_count_the_items(order, stage) -> None:
    asked = order("acme", "globex")
    run_batch(asked, ways(stage(acme=failed("refused"))))
    assert books(asked.folder)["counts"] == {
        "items": 2,
        "ok": 1,
        "unchanged": 0,
        "failed": 0,
        "refused": 1,
        "cancelled": 0,
        "not started": 0,
        "gates": 0,
    }


def test_results_have_the_keys_that_others_read(order, stage) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage(acme=failed("cell"))))
    written = books(asked.folder)
    assert {"schema", "id", "name", "manifest", "exit_code", "counts", "items"} <= set(written)
    assert written["schema"] == "unequal.batch/1"
    told = "id status kind found mend cause problems notebook cell attempts seconds peak_mb report left again gates"
    assert set(told.split()) <= set(written["items"][0])


def test_events_are_lines_that_say_who_and_when(order, stage) -> None:
    asked = order("acme")
    cell = {"event": "cell", "notebook": "07_runway", "cell": 5, "of": 12, "label": "run.chart('cash')"}
    run_batch(asked, ways(stage(acme=Script([cell, OK]))))
    told = events(asked.folder)
    assert [one["event"] for one in told] == ["batch", "started", "cell", "ended", "finished"]
    assert told[2] == {"at": told[2]["at"], **cell, "item": "acme"}


def test_a_new_run_begins_new_events_and_one_that_goes_on_does_not(order, stage) -> None:
    asked = order("acme")
    results = run_batch(asked, ways(stage()))
    run_batch(asked, ways(stage()))
    assert len(events(asked.folder)) == 4
    run_batch(order("acme", before={one.id: one for one in results.outcomes}), ways(stage()))
    assert len(events(asked.folder)) == 8


def test_a_line_that_a_kill_cut_off_stays_alone(order, stage) -> None:
    asked = order("acme")
    results = run_batch(asked, ways(stage()))
    with (asked.folder / "events.jsonl").open("a") as file:
        file.write('{"at": 1.5, "eve')
    run_batch(order("acme", before={one.id: one for one in results.outcomes}), ways(stage()))
    lines = (asked.folder / "events.jsonl").read_text().splitlines()
    assert lines[4] == '{"at": 1.5, "eve'
    assert json.loads(lines[5])["event"] == "batch"


@pytest.mark.parametrize("name", ["events.jsonl", "run_results.json", "junit.xml", "summary.html"])
def test_no_control_character_reaches_the_books(order, stage, name: str) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage(acme=failed("cell", HOSTILE, notebook=HOSTILE, traceback=HOSTILE))))
    text = (asked.folder / name).read_text(encoding="utf-8")
    assert [c for c in text if not c.isprintable() and c not in "\n\xa0\u202f"] == []


def test_half_a_letter_in_a_name_does_not_stop_the_books(order, stage) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage(acme=failed("cell", "caf\udce9"))))
    assert books(asked.folder)["items"][0]["found"] == "caf\udce9"


def test_a_flood_of_words_is_cut(order, stage) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage(acme=failed("cell", "x" * 1_000_000, problems=[{"says": "y"}] * 1000))))
    assert (asked.folder / "run_results.json").stat().st_size < 50_000


def test_only_the_user_can_read_the_books(order, stage) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage()))
    assert stat.S_IMODE(asked.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in asked.folder.iterdir()} == {0o600}


def test_nothing_but_the_books_is_left(order, stage) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage()))
    assert sorted(file.name for file in asked.folder.iterdir()) == [
        "events.jsonl",
        "junit.xml",
        "manifest.lock.json",
        "run_results.json",
        "summary.html",
    ]


def test_what_an_earlier_failure_left_is_taken_away(order, stage) -> None:
    asked = order("acme")
    left = asked.failed / "acme" / "07_runway.ipynb"
    left.parent.mkdir(parents=True)
    left.write_text("{}")
    run_batch(asked, ways(stage()))
    assert not left.parent.exists()


def test_the_pages_are_not_written_anew_for_every_item(order, stage, monkeypatch) -> None:
    written = []
    keep = Books._write
    monkeypatch.setattr(
        Books, "_write", lambda self, results, pages: (written.append(pages), keep(self, results, pages=pages))
    )
    run_batch(order("acme", "globex", "initech"), ways(stage()))
    assert written == [True, False, False, False, True]


def test_unchanged_items_are_written_down_together(order, stage, monkeypatch) -> None:
    written = []
    keep = Books._write
    monkeypatch.setattr(
        Books, "_write", lambda self, results, pages: (written.append(pages), keep(self, results, pages=pages))
    )
    run_batch(order(*[f"client-{n}" for n in range(50)]), ways(stage(), stale=lambda _: []))
    assert len(written) <= 3


def test_a_failure_among_unchanged_items_is_written_down_at_once(order, stage) -> None:
    asked = order("acme", *[f"client-{n}" for n in range(5)])
    play = stage(acme=Script([OK], FOREVER))
    seen = []

    def stale(one):
        if one.id == "client-4":
            play.children[0].end()
        if one.id == "acme":
            return ["it was asked for"]
        seen.append(books(asked.folder)["counts"]["ok"])
        return []

    run_batch(order(item("acme"), *[f"client-{n}" for n in range(6)], jobs=2), ways(play, stale=stale))
    assert seen[-1] == 1
