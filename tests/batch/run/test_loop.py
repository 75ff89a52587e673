"""Many items at once: each gets its own end, and nobody else's."""

from __future__ import annotations

import pytest

from unequal.batch.run import run_batch
from unequal.errors import EnvironmentFault, InputError

from .conftest import FOREVER, OK, Script, failed, item, only, statuses, ways


def test_all_items_are_made_in_the_manifest_s_order(order, stage) -> None:
    play = stage()
    results = run_batch(order("acme", "globex", "initech"), ways(play))
    assert play.names() == ["acme", "globex", "initech"]
    assert (results.exit_code, set(statuses(results).values())) == (0, {"ok"})


def test_what_a_job_tells_last_is_kept(order, stage) -> None:
    results = run_batch(order("acme"), ways(stage(acme=Script([OK]))))
    assert (only(results).report, only(results).peak_mb, only(results).attempts) == (OK["report"], 200, 1)


def test_one_item_s_failure_does_not_stop_another(order, stage) -> None:
    play = stage(globex=failed("cell"), initech=failed("refused"))
    results = run_batch(order("acme", "globex", "initech", "hooli"), ways(play))
    assert statuses(results) == {"acme": "ok", "globex": "failed", "initech": "refused", "hooli": "ok"}
    assert results.exit_code == 1


def test_as_many_run_at_once_as_asked(order, stage) -> None:
    forever = Script([], FOREVER)
    play = stage(acme=forever, globex=forever, initech=forever)
    items = [item(name, seconds=0.05, retries=0) for name in ("acme", "globex", "initech")]
    run_batch(order(*items, jobs=2), ways(play))
    assert max(play.running) == 2


def test_a_failure_says_where_and_how_to_mend_it(order, stage) -> None:
    told = failed("cell", "No column 'acv'.", notebook="07_runway", cell=5, left="/failed/acme/07_runway.ipynb")
    outcome = only(run_batch(order("acme"), ways(stage(acme=told))))
    assert (outcome.kind, outcome.notebook, outcome.cell) == ("cell", "07_runway", 5)
    assert (outcome.found, outcome.mend, outcome.left) == (
        "No column 'acv'.",
        "Mend it.",
        "/failed/acme/07_runway.ipynb",
    )


@pytest.mark.parametrize("kind", ["kernel", "time"])
def test_what_another_try_may_mend_is_tried_again(order, stage, kind: str) -> None:
    play = stage(acme=[failed(kind), Script([OK])])
    results = run_batch(order("acme"), ways(play))
    assert (play.started, only(results).status, only(results).attempts) == ([("acme", 1), ("acme", 2)], "ok", 2)


@pytest.mark.parametrize("kind", ["cell", "memory", "output", "refused", "environment", "render", "bug"])
def test_what_no_other_try_mends_is_not_tried_again(order, stage, kind: str) -> None:
    play = stage(acme=failed(kind))
    run_batch(order("acme"), ways(play))
    assert play.started == [("acme", 1)]


def test_it_is_tried_as_often_as_the_item_says_and_no_more(order, stage) -> None:
    play = stage(acme=failed("kernel"))
    results = run_batch(order(item("acme", retries=2)), ways(play))
    assert (len(play.started), only(results).status, only(results).attempts) == (3, "failed", 3)


def test_another_try_comes_after_all_the_others(order, stage) -> None:
    play = stage(acme=[failed("kernel"), Script()])
    run_batch(order("acme", "globex"), ways(play))
    assert play.names() == ["acme", "globex", "acme"]


@pytest.mark.parametrize(
    ("code", "how"),
    [
        pytest.param(-9, "ended with signal 9; the machine may be out of memory", id="killed"),
        pytest.param(0, "ended with 0", id="left"),
    ],
)
def test_a_job_that_ends_without_a_word_counts_as_a_dead_kernel(order, stage, code: int, how: str) -> None:
    started = [{"event": "cell", "notebook": "07_runway", "cell": 5, "of": 12, "label": "x"}]
    play = stage(acme=Script(started, code))
    outcome = only(run_batch(order(item("acme", retries=0)), ways(play)))
    assert (outcome.status, outcome.kind, outcome.found) == (
        "failed",
        "kernel",
        f"The process that made this report {how}.",
    )
    assert (outcome.notebook, outcome.cell) == ("07_runway", 5)


def test_a_job_that_takes_too_long_is_ended(order, stage) -> None:
    play = stage(acme=Script([{"event": "notebook", "notebook": "07_runway", "state": "started"}], FOREVER))
    outcome = only(run_batch(order(item("acme", seconds=0.05, retries=0)), ways(play)))
    assert (outcome.kind, outcome.notebook, play.children[0].ended) == ("time", "07_runway", 1)
    assert outcome.found == "It took longer than the 0.05 seconds that it may take."


def test_a_job_that_told_how_it_went_and_does_not_go_is_ended(order, stage, monkeypatch) -> None:
    monkeypatch.setattr("unequal.batch.run.crew.SECONDS_TO_GO", 0.05)
    play = stage(acme=Script([OK], FOREVER))
    results = run_batch(order("acme"), ways(play))
    assert (only(results).status, play.children[0].ended) == ("ok", 1)


def test_a_process_that_cannot_be_had_is_that_item_s_failure(order, stage) -> None:
    play = stage()

    def start(one, attempt):
        if one.id == "acme":
            raise EnvironmentFault("No process could be forked.", mend="Try again.")
        return play.start(one, attempt)

    results = run_batch(order("acme", "globex"), ways(play, start=start))
    assert statuses(results) == {"acme": "failed", "globex": "ok"}
    assert (results.outcomes[0].kind, results.outcomes[0].found) == ("environment", "No process could be forked.")


def test_what_did_not_change_is_not_made(order, stage) -> None:
    play = stage()
    stale = {"acme": [], "globex": ["data/deals.csv has changed"]}
    results = run_batch(order("acme", "globex"), ways(play, stale=lambda one: stale[one.id]))
    assert (play.names(), statuses(results)) == (["globex"], {"acme": "unchanged", "globex": "ok"})
    assert results.outcomes[1].reasons == ("data/deals.csv has changed",)


def test_what_did_not_change_names_its_report(order, stage) -> None:
    place = "reports/acme/2026-06-30/report.html"
    results = run_batch(order("acme"), ways(stage(), stale=lambda _: [], report=lambda _: place))
    assert only(results).report == place


def test_force_makes_what_did_not_change(order, stage) -> None:
    play = stage()
    run_batch(order("acme", force=True), ways(play, stale=lambda _: []))
    assert play.names() == ["acme"]


@pytest.mark.parametrize("fault", [InputError("The folder is gone."), OSError("gone")])
def test_inputs_that_cannot_be_read_are_left_to_the_job(order, stage, fault) -> None:
    def stale(_):
        raise fault

    play = stage(acme=failed("refused"))
    assert only(run_batch(order("acme"), ways(play, stale=stale))).status == "refused"


def test_nothing_more_starts_after_so_many_failures(order, stage) -> None:
    play = stage(acme=failed("cell"), globex=failed("cell"))
    results = run_batch(order("acme", "globex", "initech", stop_after_failures=2), ways(play))
    assert statuses(results) == {"acme": "failed", "globex": "failed", "initech": "not started"}
    assert (results.stopped, results.exit_code) == ("Nothing more was started after 2 failures.", 1)


def test_the_batch_s_own_time_limit_ends_it(order, stage) -> None:
    play = stage(globex=Script([], FOREVER))
    results = run_batch(order("acme", "globex", "initech", batch_seconds=0.2), ways(play))
    assert statuses(results) == {"acme": "ok", "globex": "cancelled", "initech": "not started"}
    assert (results.exit_code, play.children[1].ended) == (124, 1)
    assert results.stopped == "The batch took longer than the 0.2 seconds that it may take."


def test_an_item_that_waits_for_another_try_stays_failed_when_the_batch_stops(order, stage) -> None:
    play = stage(acme=failed("kernel"), globex=failed("cell"))
    results = run_batch(order("acme", "globex", stop_after_failures=1), ways(play))
    assert statuses(results) == {"acme": "failed", "globex": "failed"}


def test_only_the_items_asked_for_are_made_and_the_others_stay_as_known(order, stage) -> None:
    first = run_batch(order("acme", "globex"), ways(stage(globex=failed("cell"))))
    known = {one.id: one for one in first.outcomes}
    play = stage()
    results = run_batch(order("acme", "globex", only=frozenset({"globex"}), before=known), ways(play))
    assert (play.names(), statuses(results)) == (["globex"], {"acme": "ok", "globex": "ok"})


def test_an_outcome_names_the_command_that_repeats_it(order, stage) -> None:
    asked = order("acme")
    outcome = only(run_batch(asked, ways(stage(acme=failed("cell")))))
    assert outcome.again == f"unequal retry {asked.folder} --select acme"
