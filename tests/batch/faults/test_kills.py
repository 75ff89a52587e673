"""kill -9 at a moment of chance, then `unequal retry`: as if nothing had happened; `make soak` does it often."""

from __future__ import annotations

import random

import pytest

from .trial import Kill, books_of, differing, killed_and_mended, published

pytestmark = pytest.mark.kernel

EARLY = 15  # events of an undisturbed batch after which much is still to do; it has about twice as many


@pytest.mark.parametrize(("role", "seed"), [("runner", 1), ("guard", 2), ("zygote", 3), ("kernel", 4)])
def test_a_batch_that_was_killed_is_mended_by_retry_to_the_same_bytes(trial, undisturbed, tmp_path, role, seed) -> None:
    chance, out = random.Random(seed), tmp_path / "out"
    kill = Kill(role=role, chance=chance, events=chance.randrange(EARLY))
    hit, first, mended = killed_and_mended(trial, kill, undisturbed.manifest, out, "--jobs", 2)
    assert (hit, mended.code) == (True, 0), f"{first.text}\n{mended.text}"
    assert first.code == (-9 if role == "runner" else 0), first.text
    assert differing(published(out), undisturbed.files) == []
    assert {one["status"] for one in books_of(out)["items"]} <= {"ok", "unchanged"}
    assert trial.left_behind() == []
