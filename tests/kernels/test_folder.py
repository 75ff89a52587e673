"""The private folder: nobody else enters, the dead's are swept, the living's never."""

from __future__ import annotations

import os
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from unequal.kernels import folder as room
from unequal.kernels.folder import LONGEST, PREFIX, PrivateFolder, short_folder, sweep

pytestmark = pytest.mark.skipif(room.fcntl is None, reason="nobody sweeps where nothing can be locked")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(room, "short_folder", lambda: str(tmp_path))
    return tmp_path


def test_a_folder_is_the_users_only_and_is_removed_with_all_in_it(temporary: Path) -> None:
    made = PrivateFolder()
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700
    (made.path / "below").mkdir()
    (made.path / "below" / "file").touch()
    made.remove()
    made.remove()
    assert list(temporary.iterdir()) == []


def test_the_folder_of_one_that_is_no_more_is_swept_by_the_next(temporary: Path) -> None:
    dead = PrivateFolder()
    (dead.path / "z").touch()
    dead.let_go()
    living = PrivateFolder()
    assert list(temporary.iterdir()) == [living.path]
    living.remove()


def test_the_folder_of_the_living_is_not_touched_whatever_lies_in_it(temporary: Path) -> None:
    one, other = PrivateFolder(), PrivateFolder()
    sweep()
    assert sorted(temporary.iterdir()) == sorted([one.path, other.path])
    one.remove()
    other.remove()


def test_the_folder_of_the_living_is_not_touched_by_another_process(temporary: Path) -> None:
    made = PrivateFolder()
    if (child := os.fork()) == 0:
        try:
            os.close(made._held or 0)  # as a process that never had it
            sweep()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert made.path.is_dir()
    made.remove()


def test_nothing_but_private_folders_is_swept(temporary: Path) -> None:
    (temporary / "unequal-fonts-x").mkdir()
    (temporary / f"{PREFIX}file").touch()
    (temporary / "elsewhere").mkdir()
    (temporary / f"{PREFIX}link").symlink_to(temporary / "elsewhere")
    sweep()
    names = sorted(path.name for path in temporary.iterdir())
    assert names == ["elsewhere", "unequal-fonts-x", f"{PREFIX}file", f"{PREFIX}link"]


def test_another_users_folder_is_not_swept(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (temporary / f"{PREFIX}x").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: -1)
    sweep()
    assert (temporary / f"{PREFIX}x").is_dir()


def test_many_that_begin_and_sweep_at_once_all_keep_their_own() -> None:
    made: list[PrivateFolder] = []
    threads = [threading.Thread(target=lambda: made.extend(PrivateFolder() for _ in range(10))) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(made) == 80
    assert all(one.path.is_dir() for one in made)
    assert all(one._held is not None for one in made)
    for one in made:
        one.remove()


def test_where_nothing_can_be_locked_nothing_is_swept(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (temporary / f"{PREFIX}x").mkdir()
    monkeypatch.setattr(room, "fcntl", None)
    made = PrivateFolder()
    assert sorted(temporary.iterdir()) == sorted([temporary / f"{PREFIX}x", made.path])
    made.remove()


def test_the_path_is_short_enough_for_a_socket_also_where_that_of_temporary_files_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/" + "x" * LONGEST)
    assert short_folder() == "/tmp"
    monkeypatch.setattr(tempfile, "tempdir", "/" + "x" * (LONGEST - 1))
    assert short_folder() == "/" + "x" * (LONGEST - 1)
