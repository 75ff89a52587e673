from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from unequal.errors import EnvironmentFault, InputError
from unequal.report import read_report, write_report
from unequal.report.disk import Disk
from unequal.report.lock import held
from unequal.report.write import clear_leftovers

FILES = {"report.html": b"<!doctype html>", "notebooks/07_runway.ipynb": b"{}\n", "set_aside/deals.csv": b"a\n"}
RUN = {"company": "Harbor", "timings": {"html": 1.0}}
PERIOD = "2026-06-30"


class Killed(BaseException):
    """Stands for kill -9: nothing of ours runs after it."""


class FailingDisk(Disk):
    """Fails at the k-th change, once or for good; counts all."""

    def __init__(self, at: int = -1, fault: BaseException | None = None, *, for_good: bool = False) -> None:
        self.count = 0
        self._at, self._fault, self._for_good = at, fault, for_good

    def _step(self) -> None:
        self.count += 1
        due = self.count == self._at or (self._for_good and self.count > self._at > 0)
        if due and self._fault is not None:
            raise self._fault

    def folder(self, path):
        self._step()
        super().folder(path)

    def file(self, path, data):
        self._step()
        if self.count == self._at and self._fault is not None:
            path.write_bytes(data[: len(data) // 2])
        super().file(path, data)

    def settle(self, folder):
        self._step()
        super().settle(folder)

    def move(self, old, new):
        self._step()
        super().move(old, new)

    def remove(self, folder):
        self._step()
        super().remove(folder)


class DyingDisk(FailingDisk):
    """Once dead, does nothing more, as a killed process."""

    def _step(self) -> None:
        self.count += 1
        if self.count >= self._at > 0:
            raise Killed


def write(out: Path, files=FILES, run=RUN, **about) -> Path:
    return write_report(out, "harbor", PERIOD, files, run, **about)


def steps(tmp_path: Path) -> int:
    """Return how many changes it takes to replace a report."""
    write(tmp_path / "count")
    disk = FailingDisk()
    write(tmp_path / "count", disk=disk)
    return disk.count


def everything(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_a_report_stands_in_its_folder_with_hashes(tmp_path):
    folder = write(tmp_path)
    assert folder == tmp_path / "harbor" / PERIOD
    run = read_report(folder)
    assert run["company"] == "Harbor"
    assert run["schema"] == "unequal.run/1"
    assert sorted(run["files"]) == sorted(FILES)
    assert run["files"]["report.html"]["bytes"] == 15
    assert everything(tmp_path) == {f"harbor/{PERIOD}/{name}" for name in [*FILES, "run.json"]}


def test_run_json_is_written_last(tmp_path):
    written = []

    class Watching(Disk):
        def file(self, path, data):
            written.append(path.name)
            super().file(path, data)

    write(tmp_path, disk=Watching())
    assert written[-1] == "run.json"


def test_only_the_user_may_read_it(tmp_path):
    folder = write(tmp_path)
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "report.html").stat().st_mode & 0o077 == 0


def test_two_writings_differ_in_nothing(tmp_path):
    one, two = write(tmp_path / "a"), write(tmp_path / "b")
    assert (one / "run.json").read_bytes() == (two / "run.json").read_bytes()


def test_a_new_report_takes_the_place_of_the_old_one_whole(tmp_path):
    write(tmp_path, {**FILES, "memo.pdf": b"old"})
    folder = write(tmp_path, {"report.html": b"new"})
    assert everything(folder) == {"report.html", "run.json"}
    assert list((tmp_path / ".tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EROFS, "can only be read"),
        (errno.EACCES, "No permission to write"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_a_failing_disk_is_named_with_a_way_to_mend_it(tmp_path, fault, words):
    disk = FailingDisk(3, OSError(fault, os.strerror(fault)))
    with pytest.raises(EnvironmentFault, match=rf"(?s){words}.*Mend: .*nothing was changed") as caught:
        write(tmp_path / "reports", disk=disk)
    assert caught.value.exit_code == 4
    assert str(tmp_path / "reports") in str(caught.value)


@pytest.mark.parametrize("for_good", [False, True])
def test_at_each_failing_step_the_old_report_stands_or_the_new_one_does(tmp_path, for_good):
    for step in range(1, steps(tmp_path) + 1):
        out = tmp_path / f"{step}"
        write(out, {"report.html": b"old"})
        fault = OSError(errno.ENOSPC, "No space left on device")
        with contextlib.suppress(EnvironmentFault):
            write(out, disk=FailingDisk(step, fault, for_good=for_good))
        clear_leftovers(out)
        run = read_report(out / "harbor" / PERIOD)
        assert len(run["files"]) in (1, len(FILES))
        assert list((out / ".tmp").iterdir()) == []


def test_a_killed_writer_at_each_step_leaves_what_the_next_one_clears(tmp_path):
    for step in range(1, steps(tmp_path) + 1):
        out = tmp_path / f"{step}"
        write(out, {"report.html": b"old"})
        with pytest.raises(Killed):
            write(out, disk=DyingDisk(step))
        folder = out / "harbor" / PERIOD
        if folder.exists():
            read_report(folder)
        write(out)
        assert everything(out) == {f"harbor/{PERIOD}/{name}" for name in [*FILES, "run.json"]}


def test_an_old_report_goes_back_when_its_writer_died_while_replacing_it(tmp_path):
    write(tmp_path, {"report.html": b"old"})
    left = tmp_path / ".tmp" / "0123" / "old" / "harbor"
    left.mkdir(parents=True)
    (tmp_path / "harbor" / PERIOD).rename(left / PERIOD)
    clear_leftovers(tmp_path)
    assert list(read_report(tmp_path / "harbor" / PERIOD)["files"]) == ["report.html"]


def test_a_folder_whose_writer_lives_is_left_alone(tmp_path):
    working = tmp_path / ".tmp" / "0123"
    working.mkdir(parents=True)
    with held(tmp_path / ".tmp" / "0123.lock"):
        write(tmp_path)
        assert working.exists()
    write(tmp_path)
    assert not working.exists()


def test_a_lock_ends_with_its_process(tmp_path):
    path = tmp_path / "a.lock"
    code = (
        "import sys\nfrom pathlib import Path\nfrom unequal.report.lock import held\n"
        "with held(Path(sys.argv[1])):\n print(1, flush=True)\n input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"1\n"
        with held(path, wait=False) as free:
            assert not free
        holder.kill()
        holder.wait()
    with held(path, wait=False) as free:
        assert free


@pytest.mark.parametrize("slug", ["../evil", "a/b", "", "Con", "con", ".hidden", "a b", "é", "x" * 90])
def test_no_name_leaves_the_folder(tmp_path, slug):
    with pytest.raises(ValueError, match="do not name the place"):
        write_report(tmp_path / "out", slug, PERIOD, FILES, RUN)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("period", ["..", "2026-06-30/..", "2026-06-30-a b", "today"])
def test_no_period_leaves_the_folder(tmp_path, period):
    with pytest.raises(ValueError, match="do not name the place"):
        write_report(tmp_path, "harbor", period, FILES, RUN)


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/x", "a/../b", "a\\b", "nul", "a/con.txt", "x.", "x ", "a:b", "", "run.json", "RUN.json", "a\n"],
)
def test_no_file_has_a_name_that_some_system_takes_otherwise(tmp_path, name):
    with pytest.raises(ValueError, match="is no name for a file"):
        write(tmp_path, {name: b""})


def test_two_names_that_differ_by_case_only_are_refused(tmp_path):
    with pytest.raises(ValueError, match="there are two of it"):
        write(tmp_path, {"a.txt": b"", "A.txt": b""})


def test_a_scenario_is_part_of_the_period(tmp_path):
    assert write_report(tmp_path, "harbor", "2026-06-30-downside", FILES, RUN).name == "2026-06-30-downside"


@pytest.mark.parametrize("spoil", ["change", "remove", "run", "schema", "escape"])
def test_what_is_not_as_it_was_written_is_no_report(tmp_path, spoil):
    folder = write(tmp_path)
    if spoil == "change":
        (folder / "report.html").write_bytes(b"<!doctype htmL>")
    if spoil == "remove":
        (folder / "report.html").unlink()
    if spoil == "run":
        (folder / "run.json").write_text("{")
    if spoil in ("schema", "escape"):
        run = json.loads((folder / "run.json").read_text())
        run |= {"schema": "unequal.run/2"} if spoil == "schema" else {"files": {"../../x": {"sha256": "0"}}}
        (folder / "run.json").write_text(json.dumps(run))
    with pytest.raises(InputError, match=r"(?s)(missing or changed|no sound run.json|another version).*Mend: "):
        read_report(folder)


def test_a_folder_that_is_no_report_is_refused(tmp_path):
    with pytest.raises(InputError, match="is no report"):
        read_report(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_the_machines_fault(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        write(tmp_path / "out")


def test_a_disk_of_one_megabyte_that_is_full_keeps_the_old_report():
    folder = Path(tempfile.mkdtemp(prefix="unequal-small-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )  # fmt: skip
    if mounted.returncode:
        shutil.rmtree(folder)
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        write(folder / "reports")
        with pytest.raises(EnvironmentFault, match="is full"):
            write(folder / "reports", {"report.html": b"x" * 2_000_000})
        assert sorted(read_report(folder / "reports" / "harbor" / PERIOD)["files"]) == sorted(FILES)
        assert list((folder / "reports" / ".tmp").iterdir()) == []
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()
