"""One bad client never stops or changes another."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from unequal.samples.many import clients

from .bad import BAD, FORKS, item, notebook, tiny_batch
from .trial import Done, a_trial, books_of, published

pytestmark = pytest.mark.kernel

LIMITS = {"loop": "cell_seconds = 1", "memory": "memory_mb = 400", "loud": "output_mb = 2"}
# What each is put down as, and words of the line that says why.
EXPECTED = {
    "loop": ("failed", "time", "cell that took longer than 1 seconds"),
    "memory": ("failed", "memory", "MemoryError"),
    "loud": ("failed", "output", "printed more than 2 MB"),
    "leaves": ("failed", "kernel", "The kernel of leaves.ipynb died"),
    "killed": ("failed", "kernel", "The kernel of killed.ipynb died"),
    "sys-exit": ("failed", "cell", "SystemExit: enough"),
    "asks": ("failed", "cell", "`input('Your name? ')`: StdinNotImplementedError"),
    "raises": ("failed", "cell", "`1 / 0`: ZeroDivisionError: division by zero"),
    "torn-table": ("refused", "refused", "The table deals is refused"),
    "vanished": ("refused", "refused", "does not exist"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    done: Done
    out: Path
    items: dict[str, dict[str, Any]]
    left: list[str]


def manifest_of(folder: Path) -> Path:
    """Write three sound notebooks, the bad ones, one that leaves processes, and two clients with a fault."""
    parts = [tiny_batch(folder).read_text()]
    for name, source in BAD.items():
        notebook(folder / f"{name}.ipynb", source)
        parts.append(item(name, f"{name}.ipynb", retries=0) + f"limits = {{ {LIMITS.get(name, '')} }}\n")
    notebook(folder / "forks.ipynb", FORKS)
    parts.append(item("forks", "forks.ipynb"))
    torn, vanished = clients(folder, 2)
    (torn / "data" / "deals.csv").write_bytes(b"\x00\xff" * 1_000)
    parts += [f'[[items]]\nid = "torn-table"\nworkspace = "{torn}"\n']
    parts += [f'[[items]]\nid = "vanished"\nworkspace = "{vanished}"\n']
    manifest = folder / "bad.toml"
    manifest.write_text("\n".join(parts))
    return manifest


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("bad")
    manifest, out = manifest_of(folder), folder / "out"
    with a_trial() as trial:
        running = trial.start("batch", manifest, "--out", out, "--jobs", 2)
        while running.poll() is None and not list(out.glob("_batch/*/events.jsonl")):
            time.sleep(0.02)
        shutil.rmtree(sorted((folder / "clients").iterdir())[1])  # the manifest has been checked, its turn is to come
        done = trial.ended(running)
        yield Ran(
            done=done, out=out, items={one["id"]: one for one in books_of(out)["items"]}, left=trial.left_behind()
        )


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_item_is_put_down_with_its_own_reason(ran, name) -> None:
    status, kind, words = EXPECTED[name]
    found = ran.items[name]
    assert (found["status"], found["kind"]) == (status, kind), found
    assert words in found["found"]
    assert found["again"].endswith(f"--select {name}")


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_item_has_a_line_that_says_why(ran, name) -> None:
    assert any(line.startswith(f"{name}: ") and EXPECTED[name][2] in line for line in ran.done.err.splitlines())


def test_the_others_are_as_they_are_without_the_bad_ones(ran, undisturbed) -> None:
    files = published(ran.out)
    assert {name: files.get(name) for name in undisturbed.files} == undisturbed.files


def test_a_bad_item_publishes_nothing(ran) -> None:
    sound = {f"{name}.{kind}" for name in ("one", "two", "three", "forks") for kind in ("ipynb", "run.json")}
    assert set(published(ran.out)) == sound


def test_the_batch_ends_with_the_code_of_failures_and_without_a_traceback(ran) -> None:
    assert ran.done.code == 1
    assert "Traceback" not in ran.done.text
    assert "10 of 14 reports failed." in ran.done.out


def test_fifty_children_in_sessions_of_their_own_do_not_outlive_the_batch(ran) -> None:
    assert (ran.items["forks"]["status"], ran.left) == ("ok", [])


def test_a_notebook_that_failed_in_a_cell_is_left_for_who_looks_into_it(ran) -> None:
    left = Path(ran.items["raises"]["left"])
    assert left.is_relative_to(ran.out / "_batch")
    assert "ZeroDivisionError" in left.read_text()


def test_output_that_is_lost_for_lack_of_memory_is_no_success(trial, tmp_path) -> None:
    notebook(tmp_path / "loud.ipynb", BAD["loud"])
    manifest = tmp_path / "loud.toml"
    manifest.write_text(item("loud", "loud.ipynb", retries=0) + "limits = { memory_mb = 400, output_mb = 2 }\n")
    done = trial.run("batch", manifest, "--out", tmp_path / "out")
    (found,) = books_of(tmp_path / "out")["items"]
    assert (done.code, found["status"]) == (1, "failed"), "a part of what was printed is not in the notebook"
    assert found["kind"] in ("memory", "output", "kernel")
