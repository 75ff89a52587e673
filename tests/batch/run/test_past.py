"""An earlier run: found, read, and gone on with, however it ended."""

from __future__ import annotations

import json
import os

import pytest

from unequal.batch.run import latest, read_past, run_batch
from unequal.batch.run.turn import turn
from unequal.errors import InputError

from .conftest import FOREVER, Script, failed, item, ways


def test_a_run_is_read_back_as_it_was(order, stage) -> None:
    asked = order("acme", "globex")
    results = run_batch(asked, ways(stage(globex=failed("cell", notebook="07_runway", cell=5))))
    past = read_past(asked.folder)
    assert (past.batch, past.results.outcomes, past.exit_code) == (asked.batch, results.outcomes, 1)
    assert past.out == asked.out


def test_what_is_left_is_all_that_did_not_go_well(order, stage) -> None:
    slow = item("hooli", seconds=30)
    asked = order("acme", "globex", "initech", slow, "umbrella", batch_seconds=0.2)
    play = stage(globex=failed("cell"), initech=failed("refused"), hooli=Script([], FOREVER))
    run_batch(asked, ways(play))
    assert read_past(asked.folder).left == {"globex", "initech", "hooli", "umbrella"}


def test_nothing_is_left_of_a_run_that_went_well(order, stage) -> None:
    asked = order("acme", "globex")
    run_batch(asked, ways(stage(), stale=lambda one: ["new"] if one.id == "acme" else []))
    assert read_past(asked.folder).left == frozenset()


def test_a_run_that_was_killed_before_its_first_item_is_all_left(order, stage) -> None:
    asked = order("acme", "globex")
    run_batch(asked, ways(stage()))
    (asked.folder / "run_results.json").unlink()
    past = read_past(asked.folder)
    assert (past.left, past.exit_code) == ({"acme", "globex"}, None)


def test_who_runs_it_now_is_named(order, stage) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage()))
    assert read_past(asked.folder).holder == ""
    with turn(asked.folder, lambda _: None):
        assert read_past(asked.folder).holder.startswith(f"process {os.getpid()} on ")


def test_where_each_item_is_that_is_being_made_is_known(order, stage) -> None:
    asked = order("acme", item("globex", retries=0), jobs=2)
    play = stage(globex=Script([{"event": "cell", "notebook": "07_runway", "cell": 5, "of": 9}], FOREVER))
    seen = []

    def tell(event):
        if event["event"] == "cell":
            seen.append(read_past(asked.folder).now)
            play.children[1].end()

    run_batch(asked, ways(play, tell=tell))
    assert seen[0] == {"globex": "07_runway, cell 5"}
    assert read_past(asked.folder).now == {}


@pytest.mark.parametrize("text", [None, "", "[]", '{"id": 1}', '{"id": "x", "name": "x", "items": [{"odd": 1}]}'])
def test_a_folder_without_books_is_refused(tmp_path, text) -> None:
    if text is not None:
        (tmp_path / "manifest.lock.json").write_text(text)
    with pytest.raises(InputError, match=r"holds no books|another version"):
        read_past(tmp_path)


def test_books_of_another_version_are_refused(order, stage) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage()))
    (asked.folder / "run_results.json").write_text('{"schema": "unequal.batch/9", "items": []}')
    with pytest.raises(InputError, match=r"another version of unequal: 'unequal\.batch/9'"):
        read_past(asked.folder)


def test_what_a_later_version_adds_to_an_item_is_left_out(order, stage) -> None:
    asked = order("acme")
    run_batch(asked, ways(stage()))
    file = asked.folder / "run_results.json"
    content = json.loads(file.read_text())
    content["items"][0]["new"] = 1
    file.write_text(json.dumps(content))
    assert read_past(asked.folder).known["acme"].status == "ok"


def test_the_latest_run_is_the_one_whose_books_changed_last(tmp_path) -> None:
    for name, seconds in (("june-0a1b2c3d", 2_000), ("july-0a1b2c3d", 1_000)):
        folder = tmp_path / "_batch" / name
        folder.mkdir(parents=True)
        (folder / "manifest.lock.json").write_text("{}")
        os.utime(folder, (seconds, seconds))
    (tmp_path / "_batch" / "no-run").mkdir()
    assert latest(tmp_path).name == "june-0a1b2c3d"


def test_where_no_batch_was_run_that_is_said(tmp_path) -> None:
    with pytest.raises(InputError, match="No batch has been run in"):
        latest(tmp_path)
