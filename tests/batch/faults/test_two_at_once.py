"""Two runners on one folder: one after the other, and nobody has to take a lock away."""

from __future__ import annotations

import os
import signal

import pytest

from .bad import tiny_batch
from .trial import books_of, differing, published

pytestmark = pytest.mark.kernel


def test_the_second_waits_and_finds_all_unchanged(trial, undisturbed, tmp_path) -> None:
    manifest, out = tiny_batch(tmp_path), tmp_path / "out"
    first = trial.start("batch", manifest, "--out", out, "--jobs", 2)
    trial.until(first, "started")
    second = trial.start("batch", manifest, "--out", out, "--jobs", 2)
    trial.until(second, f"process {first.pid} ")
    ended = trial.ended(first), trial.ended(second)
    assert [one.code for one in ended] == [0, 0], [one.text for one in ended]
    assert f"process {first.pid} on " in ended[1].err
    assert {one["status"] for one in books_of(out)["items"]} == {"unchanged"}
    assert differing(published(out), undisturbed.files) == []
    assert trial.left_behind() == []


def test_the_second_takes_over_from_one_that_is_killed(trial, undisturbed, tmp_path) -> None:
    manifest, out = tiny_batch(tmp_path), tmp_path / "out"
    first = trial.start("batch", manifest, "--out", out, "--jobs", 2)
    trial.until(first, "started")
    second = trial.start("batch", manifest, "--out", out, "--jobs", 2)
    trial.until(second, f"process {first.pid} ")
    os.kill(first.pid, signal.SIGKILL)
    trial.ended(first)
    done = trial.ended(second)
    assert done.code == 0, done.text
    assert differing(published(out), undisturbed.files) == []
    assert trial.left_behind() == []
