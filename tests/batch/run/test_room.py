"""Memory: a job starts only where it fits, and one always runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from unequal.batch.run import order as order_module
from unequal.batch.run import run_batch
from unequal.batch.run.outcome import Outcome
from unequal.batch.run.room import AT_FIRST_MB, Room, _left_to_group, available_mb

from .conftest import FOREVER, OK, Script, item, ways


def room(free: float | None, used: float = 0.0) -> Room:
    return Room(lambda: free, lambda _: used)


@pytest.mark.parametrize(
    ("free", "fits"), [(AT_FIRST_MB, True), (AT_FIRST_MB - 1, False)], ids=["just enough", "too little"]
)
def test_a_first_guess_holds_until_a_job_was_seen(free: float, fits: bool) -> None:
    assert room(free).fits_one_more([]) is fits


def test_the_largest_job_seen_decides() -> None:
    some = room(300.0)
    some.saw(200)
    some.saw(100)
    assert some.fits_one_more([])
    some.saw(301)
    assert not some.fits_one_more([])


def test_jobs_that_run_may_still_grow() -> None:
    some = room(500.0, used=50.0)
    some.saw(200)
    assert some.fits_one_more([11, 12])  # 500 - 2 * 150 = 200
    assert not some.fits_one_more([11, 12, 13])


def test_jobs_on_other_machines_take_nothing_here() -> None:
    some = room(0.0)
    some.saw(200)
    assert some.fits_one_more([None, None])


def test_a_machine_that_does_not_say_has_room() -> None:
    assert room(None).fits_one_more([1, 2, 3])


def test_without_room_they_run_one_after_the_other(order, stage) -> None:
    play = stage(acme=Script([OK], FOREVER), globex=Script([OK], FOREVER))
    items = [item("acme", seconds=0.05, retries=0), item("globex", seconds=0.05, retries=0)]
    play.scripts["acme"][0].events = ()
    play.scripts["globex"][0].events = ()
    results = run_batch(order(*items, jobs=2), ways(play, room=room(0.0)))
    assert play.running == [1, 1]
    assert [one.kind for one in results.outcomes] == ["time", "time"]


def test_an_earlier_run_says_what_a_job_takes(order, stage) -> None:
    some = room(0.0)
    run_batch(
        order("acme", before={"acme": Outcome(id="acme", peak_mb=350.0)}),
        ways(stage(acme=Script([{**OK, "peak_mb": 10}])), room=some),
    )
    assert some.needed_mb == 350.0


def test_this_machine_says_what_it_has() -> None:
    free = available_mb()
    assert free is not None
    assert free > 0


@pytest.mark.parametrize(
    ("limit", "left"), [("max\n", None), ("1048576\n", 0.5 + 0.25)], ids=["no limit", "what files only cache is free"]
)
def test_a_container_s_limit_counts(tmp_path: Path, limit: str, left: float | None) -> None:
    (tmp_path / "memory.max").write_text(limit)
    (tmp_path / "memory.current").write_text("524288\n")
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 262144\n")
    assert _left_to_group(tmp_path) == left


@pytest.mark.parametrize(("quota", "jobs"), [("max 100000", 8), ("150000 100000", 2), ("50000 100000", 1), ("odd", 8)])
def test_as_many_jobs_as_cores_that_may_be_used(tmp_path: Path, monkeypatch, quota: str, jobs: int) -> None:
    (tmp_path / "cpu.max").write_text(quota)
    monkeypatch.setattr(order_module, "CGROUP", tmp_path)
    monkeypatch.setattr(order_module.os, "cpu_count", lambda: 8)
    monkeypatch.setattr(order_module.os, "process_cpu_count", lambda: 8, raising=False)
    monkeypatch.setattr(order_module.os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    assert order_module.jobs() == jobs
