"""Batches on the workers of a scheduler: real ones, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from unequal.batch.manifest.item import Item
from unequal.kernels.processes import can_fork

from .conftest import WORKERS, Cluster, Trial, kill, limited, lying, soon

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not can_fork(), reason="who is alive is read from /proc"),
]
HARBOR = Path(__file__).parents[3] / "data" / "sample" / "harbor"
RUNNER = """
import sys
from dataclasses import replace
from unequal.batch.machines import dask_start
from unequal.batch.manifest.item import Batch
from unequal.batch.run import Order, run_batch
from unequal.batch.run.here import usual_ways
import json, pathlib

folder, address = pathlib.Path(sys.argv[1]), sys.argv[2]
batch = Batch.from_json(json.loads(sys.argv[3]))
order = Order(batch=batch, out=folder / "reports", jobs=100)
with dask_start(address, order.reports, order.failed) as workers:
    run_batch(order, replace(usual_ways(order, workers.start, lambda event: None), room=workers.room))
"""


def test_workers_make_the_same_bytes_as_this_machine(cluster: Cluster, trial: Trial) -> None:
    harbor = Item(id="harbor", workspace=str(HARBOR))
    items = [harbor, *(trial.item("quick", number) for number in range(4))]
    begun: list[tuple[str, str]] = []

    def tell(workers, event) -> None:
        if event["event"] == "begun":
            begun.append((event["item"], event["host"]))
        if event["event"] == "started":
            assert workers.seats == WORKERS

    afar = trial.run_afar(trial.order(*items, out="afar"), cluster.address, tell)
    here = trial.run_here(trial.order(*items, out="here"))
    assert [(one.id, one.status, one.attempts) for one in afar.outcomes] == [(one.id, "ok", 1) for one in items]
    assert sorted(name for name, _ in begun) == sorted(one.id for one in items)
    assert afar.outcomes[0].report == str(trial.folder / "afar/harbor/2026-06-30/report.html")
    assert [one.status for one in here.outcomes] == ["ok"] * len(items)
    made, expected = lying(trial.folder / "afar"), lying(trial.folder / "here")
    runs = [json.loads(files.pop("harbor/2026-06-30/run.json")) for files in (made, expected)]
    assert made == expected
    assert runs[0]["files"] == runs[1]["files"]
    assert not list((trial.folder / "afar/_batch/june-0a1b2c3d").glob(".seen*"))


def test_a_job_that_takes_too_long_is_ended_on_its_worker(cluster: Cluster, trial: Trial) -> None:
    order = trial.order(trial.item("waiting", limits=limited(2.0), retries=0))
    (outcome,) = trial.run_afar(order, cluster.address).outcomes
    assert (outcome.status, outcome.kind, outcome.attempts) == ("failed", "time", 1)
    assert lying(trial.folder / "reports") == {}
    assert trial.all_gone()


def test_a_worker_killed_in_mid_run_costs_one_attempt_and_nothing_else(cluster: Cluster, trial: Trial) -> None:
    items = [trial.item("waiting"), *(trial.item("quick", number) for number in range(3))]
    killed: list[str] = []

    def tell(workers, event) -> None:
        if event["event"] == "cell" and event["item"] == "waiting-0" and not killed and trial.kernels():
            (busy,) = [child for child in workers._children.values() if child.item.id == "waiting-0"]
            kill(workers._client.run(lambda dask_worker: __import__("os").getpid(), workers=[busy.worker])[busy.worker])
            killed.append(busy.worker)
            trial.go()

    results = trial.run_afar(trial.order(*items), cluster.address, tell)
    outcomes = {one.id: one for one in results.outcomes}
    assert {name: one.status for name, one in outcomes.items()} == {one.id: "ok" for one in items}
    assert (outcomes["waiting-0"].attempts, results.exit_code) == (2, 0)
    events = [json.loads(line) for line in next(trial.folder.rglob("events.jsonl")).read_text().splitlines()]
    (again,) = [one for one in events if one["event"] == "again"]
    assert again["kind"] == "kernel"
    assert again["found"].startswith(f"The worker that made this report died: {killed[0]} on ")
    undisturbed = trial.run_afar(trial.order(*items, out="undisturbed"), cluster.address)
    assert [one.attempts for one in undisturbed.outcomes] == [1] * len(items)
    assert lying(trial.folder / "reports") == lying(trial.folder / "undisturbed")
    assert trial.all_gone()


def test_a_notebook_that_fails_is_kept_on_the_machine_of_the_runner(cluster: Cluster, trial: Trial) -> None:
    order = trial.order(trial.item("broken"))
    (outcome,) = trial.run_afar(order, cluster.address).outcomes
    assert (outcome.status, outcome.kind, outcome.attempts) == ("failed", "cell", 1)
    assert outcome.left == str(order.failed / "broken-0" / "broken.ipynb")
    assert "ZeroDivisionError" in Path(outcome.left).read_text(encoding="utf-8")


def test_a_runner_that_is_killed_leaves_no_job_behind(cluster: Cluster, trial: Trial) -> None:
    order = trial.order(trial.item("waiting"))
    command = [sys.executable, "-c", RUNNER, str(trial.folder), cluster.address, json.dumps(order.batch.as_json())]
    with subprocess.Popen(command) as runner:
        try:
            assert soon(trial.kernels), cluster.log()
            assert not trial.all_gone()
        finally:
            runner.kill()
    assert soon(trial.all_gone)
    assert lying(trial.folder / "reports") == {}
    trial.go()
    assert trial.run_afar(order, cluster.address).exit_code == 0


def test_a_folder_that_a_worker_does_not_see_is_told_with_its_host(
    cluster: Cluster, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worker and test share a machine here; so the runner takes a folder for its own that nobody has."""
    monkeypatch.setattr("unequal.batch.machines.workers._is_here", lambda _path: True)
    missing = Item(id="gone", workspace="/nobody/has/this")
    (outcome,) = trial.run_afar(trial.order(missing), cluster.address).outcomes
    assert (outcome.status, outcome.kind) == ("failed", "environment")
    assert outcome.found.endswith("does not see /nobody/has/this.")
    assert outcome.found.startswith("The worker on ")
