"""Disks that take no more, or nothing at all."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .bad import item, notebook, tiny_batch
from .trial import books_of, published

pytestmark = pytest.mark.kernel

ENVIRONMENT = 4
SMALL = ("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs")


@pytest.fixture
def disk(tmp_path: Path, may_mount: None) -> Iterator[tuple[Path, Callable[[str], None]]]:
    """Give a disk of one megabyte, and what changes its options."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run([*SMALL, place], check=False, capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"no small disk may be mounted here: {made.stderr.strip()}")

    def change(options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)

    yield place, change
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_ends_the_batch_and_retry_goes_on_when_there_is_room(trial, undisturbed, disk, tmp_path) -> None:
    place, change = disk
    notebook(tmp_path / "big.ipynb", "print('a' * 1_500_000)")
    manifest = tiny_batch(tmp_path)
    manifest.write_text(f"{manifest.read_text()}\n{item('big', 'big.ipynb')}")
    full = trial.run("batch", manifest, "--out", place, "--jobs", 1)
    assert full.code == ENVIRONMENT, full.text
    assert f"{place}" in full.text
    assert "full" in full.text
    assert "Traceback" not in full.text
    assert published(place) == undisturbed.files
    change("size=32m")
    mended = trial.run("retry", "--out", place)
    assert mended.code == 0, mended.text
    assert [one["status"] for one in books_of(place)["items"]] == ["ok", "ok", "ok", "ok"]
    assert {*published(place)} == {*undisturbed.files, "big.ipynb", "big.run.json"}
    assert trial.left_behind() == []


def test_a_folder_that_may_only_be_read_is_told_of_at_once(trial, disk, tmp_path) -> None:
    place, change = disk
    manifest = tiny_batch(tmp_path)
    change("ro")
    done = trial.run("batch", manifest, "--out", place)
    assert done.code == ENVIRONMENT, done.text
    assert str(place) in done.text
    assert "Traceback" not in done.text
    assert "started" not in done.text
    assert trial.left_behind() == []
