"""Whoever is killed, and however: soon no process is left that was started, and no folder either."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from unequal.errors import EnvironmentFault
from unequal.kernels import guarded
from unequal.kernels.processes import Nursery

from .seen import TARGETS, alive, code_of, gone, soon, started, told, zygote_of

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are forked on Linux only"),
]
Owner = Callable[..., dict[str, Any]]


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owner]:
    """Start a process that owns a nursery with all sorts of processes below; it says who they are."""
    running: list[subprocess.Popen[str]] = []

    def start(warm: str = "warm", *preload: str) -> dict[str, Any]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TARGETS), *sys.path])}
        command = [sys.executable, str(TARGETS / "owner.py"), str(tmp_path), warm, *preload]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment))
        assert running[-1].stdout is not None
        return json.loads(running[-1].stdout.readline())

    yield start
    for one in running:
        one.kill()
        one.wait()
        assert one.stdout is not None
        one.stdout.close()


def everybody(says: dict[str, Any]) -> list[int]:
    """Return all processes below an owner."""
    found = [says[role] for role in ("guard", "zygote") if role in says]
    for child in says["children"]:
        for one in (child, child.get("child", {})):
            found += [one[key] for key in ("pid",) if key in one] + one.get("family", [])
    return found


@pytest.mark.parametrize(
    "killed",
    [
        pytest.param(["owner"], id="owner"),
        pytest.param(["owner", "zygote"], id="owner and zygote"),
        pytest.param(["zygote", "owner"], id="zygote and owner"),
        pytest.param(["guard", "owner"], id="guard and owner"),
    ],
)
def test_nothing_is_left_when_the_owner_was_killed(killed: list[str], owner: Owner) -> None:
    says = owner()
    assert alive(everybody(says)) == everybody(says)
    assert len(everybody(says)) == 15
    for role in killed:
        os.kill(says[role], signal.SIGKILL)
    assert gone(*everybody(says))
    if "guard" in killed:
        Nursery(warm=False).close()  # the next that begins
    assert soon(lambda: not Path(says["folder"]).exists())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_the_owner_was_asked_to_end(number: int, owner: Owner) -> None:
    says = owner()
    os.kill(says["owner"], number)
    assert gone(*everybody(says))
    assert soon(lambda: not Path(says["folder"]).exists())


def test_nothing_is_left_when_the_owner_was_killed_while_all_was_imported() -> None:
    code = (
        "import os, time\nfrom unequal.kernels.processes import Nursery\nnursery = Nursery(warm=True)\n"
        "print(nursery.folder, nursery._guard.pid, flush=True)\ntime.sleep(600)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        folder, guard = running.stdout.readline().split()
        running.kill()
    assert gone(int(guard))
    assert soon(lambda: not Path(folder).exists())


@pytest.mark.parametrize("role", ["zygote", "guard"])
def test_a_nursery_whose_zygote_was_killed_begins_another_at_once(role: str, own_nursery, tmp_path) -> None:
    family = told(started(own_nursery, "family", folder=str(tmp_path)))
    kept = own_nursery.folder / "kept.txt"
    kept.touch()
    killed = zygote_of(own_nursery) if role == "zygote" else own_nursery._guard.pid
    os.kill(killed, signal.SIGKILL)
    assert gone(killed)
    child = started(own_nursery, "settled")
    assert told(child)["arguments"] == {}
    assert code_of(child) == 0
    assert gone(family["pid"], *family["family"])
    assert kept.exists()  # the owner lives, and so does what is its


def test_a_child_whose_zygote_was_killed_is_told_as_killed(own_nursery: Nursery) -> None:
    child = started(own_nursery, "deaf")
    told(child)
    os.kill(zygote_of(own_nursery), signal.SIGKILL)
    assert code_of(child) == -9
    child.end()  # nobody is asked any more


def test_a_zygote_that_is_killed_again_and_again_is_given_up_with_a_word(own_nursery: Nursery, monkeypatch) -> None:
    monkeypatch.setattr(guarded, "ZYGOTE", "no.such.module")
    os.kill(zygote_of(own_nursery), signal.SIGKILL)
    with pytest.raises(EnvironmentFault, match=r"was started 3 times\.\nMend: Run `unequal doctor`; UNEQUAL_KERNELS"):
        soon(lambda: started(own_nursery, "sleeping").close())


@pytest.mark.parametrize("then", ["end", "die"])
def test_a_child_that_ends_leaves_nothing_that_it_has_started(then: str, nursery: Nursery, tmp_path: Path) -> None:
    child = started(nursery, "family", folder=str(tmp_path), then=then)
    family = told(child)["family"]
    code_of(child)
    assert gone(*family)


def test_a_child_that_is_killed_leaves_nothing_that_it_has_started(nursery: Nursery, tmp_path: Path) -> None:
    child, other = (started(nursery, "family", folder=str(tmp_path)) for _ in range(2))
    family, theirs = told(child)["family"], told(other)["family"]
    assert alive(family) == family
    os.kill(child.pid, signal.SIGKILL)
    assert code_of(child) == -9
    assert gone(*family)
    assert alive(theirs) == theirs  # nobody else's goes
    other.end()
    assert gone(*theirs)


def test_what_a_child_has_started_lives_as_long_as_the_child(nursery: Nursery, tmp_path: Path) -> None:
    child = started(nursery, "family", folder=str(tmp_path))
    family = told(child)["family"]
    assert code_of(started(nursery, "ending", how="return 0")) == 0  # the zygote has looked round
    assert alive([child.pid, *family]) == [child.pid, *family]
    child.end()
    assert gone(*family)


def test_a_job_that_is_killed_takes_its_kernels_with_it(nursery: Nursery, tmp_path: Path) -> None:
    child = started(nursery, "nested", folder=str(tmp_path))
    below = told(child)
    assert below["address"] == nursery.address
    os.kill(child.pid, signal.SIGKILL)
    assert gone(below["child"]["pid"], *below["child"]["family"])


def test_a_nursery_that_closes_ends_all(own_nursery: Nursery, tmp_path: Path) -> None:
    heard = [told(started(own_nursery, "family", folder=str(tmp_path))) for _ in range(2)]
    own_nursery.close()
    assert gone(*(pid for one in heard for pid in (one["pid"], *one["family"])))
    assert not own_nursery.folder.exists()


def test_a_cold_child_ends_with_its_owner_and_the_next_nursery_sweeps_the_folder(owner: Owner) -> None:
    says = owner("cold")
    os.kill(says["owner"], signal.SIGKILL)
    assert gone(*(pid for child in says["children"] for pid in (child["pid"], child["family"][0])))
    assert Path(says["folder"]).is_dir()
    with Nursery(warm=False) as another:
        assert not Path(says["folder"]).exists()
        assert another.folder.is_dir()
    for pid in alive(everybody(says)):  # in sessions of their own; where nothing can be forked nobody takes them in
        os.kill(pid, signal.SIGKILL)
