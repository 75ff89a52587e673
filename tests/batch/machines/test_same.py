"""Workers that would make other reports are refused, by name."""

from __future__ import annotations

from typing import Any

import pytest

from unequal.batch.machines.same import about, check_same, differences
from unequal.errors import EnvironmentFault

WORKER = "tcp://10.0.0.3:40001"


class Answering:
    """A client whose scheduler and workers answer as a test says."""

    def __init__(self, scheduler: Any, **workers: Any) -> None:
        self._scheduler, self._workers = scheduler, workers

    def run_on_scheduler(self, _function: Any) -> Any:
        if isinstance(self._scheduler, Exception):
            raise self._scheduler
        return self._scheduler

    def run(self, _function: Any, *, on_error: str) -> dict[str, Any]:
        return {WORKER: next(iter(self._workers.values()))} if self._workers else {}


def other(*, host: str = "node-7", sources: str | None = None, **versions: str) -> dict[str, Any]:
    ours = about()
    return {"host": host, "sources": sources or ours["sources"], "versions": {**ours["versions"], **versions}}


def refused(client: Answering) -> str:
    with pytest.raises(EnvironmentFault) as fault:
        check_same(client)  # type: ignore[arg-type]
    assert fault.value.mend.startswith("Install the same there as here")
    return fault.value.found


def test_the_same_everywhere_is_taken() -> None:
    check_same(Answering(about(), worker=other()))  # type: ignore[arg-type]


def test_another_version_is_refused_with_its_host_and_both_versions() -> None:
    here = about()["versions"]["unequal"]
    found = refused(Answering(about(), worker=other(unequal="0.0.9", sources="old")))
    assert found == f"Other versions run elsewhere: {WORKER} on node-7 has unequal 0.0.9 instead of {here}."


def test_the_same_version_from_other_sources_is_refused() -> None:
    assert "has unequal 0.1.0 from other sources" in refused(Answering(about(), worker=other(sources="changed")))


def test_another_library_is_refused_since_its_reports_would_be_made_again_each_time() -> None:
    here = about()["versions"]["pandas"]
    assert f"node-7 has pandas 2.2.3 instead of {here}" in refused(Answering(about(), worker=other(pandas="2.2.3")))


def test_a_worker_without_the_package_is_refused() -> None:
    missing = ModuleNotFoundError("No module named 'unequal'")
    found = refused(Answering(about(), worker=missing))
    assert found.endswith(f"{WORKER} has no unequal that knows of schedulers (No module named 'unequal').")


def test_a_scheduler_that_cannot_read_what_it_passes_on_is_refused() -> None:
    found = refused(Answering(ModuleNotFoundError("No module named 'unequal'"), worker=other()))
    assert "the scheduler has no unequal" in found


def test_a_worker_that_raises_is_named_with_what_it_raised() -> None:
    assert f"{WORKER} does not say what it runs (OSError: gone)" in refused(Answering(about(), worker=OSError("gone")))


def test_a_library_that_is_missing_is_said_to_be() -> None:
    theirs = other()
    del theirs["versions"]["typst"]
    assert differences(about(), theirs) == [f"typst missing instead of {about()['versions']['typst']}"]
