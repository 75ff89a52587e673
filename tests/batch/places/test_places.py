"""Workspaces and reports at addresses, on fsspec's memory and on files of this machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem
from hypothesis import given
from hypothesis import strategies as st

import unequal.batch.places.fetch as room
from unequal.batch.manifest.item import Item
from unequal.batch.places import at_hand, damaged_at, fetched, is_address, read_back, sent
from unequal.batch.places.fetch import is_plain
from unequal.errors import EnvironmentFault, InputError

WORKSPACE = {
    "workspace.toml": b"as_of = 2026-06-30\n",
    "data/deals (1).csv": b"deal_id\n",
    "data/.DS_Store": b"",
    "notes/runway.md": "Über\n".encode(),
}


@pytest.fixture
def memory() -> Iterator[MemoryFileSystem]:
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]
    yield MemoryFileSystem()
    MemoryFileSystem.store.clear()


@pytest.fixture(params=["memory", "file"])
def afar(request: pytest.FixtureRequest, memory: MemoryFileSystem, tmp_path: Path) -> str:
    """An address that things are put at, on each of two file systems."""
    return "memory://bucket" if request.param == "memory" else f"file://{tmp_path}/bucket"


def put(address: str, files: dict[str, bytes]) -> None:
    system: Any = MemoryFileSystem() if address.startswith("memory") else LocalFileSystem(auto_mkdir=True)
    for name, data in files.items():
        system.pipe_file(f"{address}/{name}", data)


def lying(folder: Path) -> dict[str, bytes]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def there(address: str) -> set[str]:
    system: Any = MemoryFileSystem() if address.startswith("memory") else LocalFileSystem()
    root = system._strip_protocol(address)
    return {path.removeprefix(f"{root}/") for path in system.find(root)}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("s3://bucket/acme", True),
        ("gs://b", True),
        ("abfs://container/acme", True),
        ("memory://acme", True),
        ("file:///clients/acme", True),
        ("/clients/acme", False),
        ("acme", False),
        (r"C:\clients\acme", False),
        ("s3://", False),
        ("", False),
    ],
)
def test_what_an_address_is(text: str, is_one: bool) -> None:
    assert is_address(text) is is_one


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_workspace_is_fetched_as_it_is(afar: str, slash: str, tmp_path: Path) -> None:
    put(f"{afar}/acme", WORKSPACE)
    put(f"{afar}/acme2", {"workspace.toml": b"another client's"})
    local = fetched(f"{afar}/acme{slash}", tmp_path / "into")
    assert local == tmp_path / "into" / "acme"
    assert lying(local) == WORKSPACE


def test_one_notebook_is_fetched(afar: str, tmp_path: Path) -> None:
    put(afar, {"prices.ipynb": b"{}"})
    local = fetched(f"{afar}/prices.ipynb", tmp_path / "into")
    assert (local.name, local.read_bytes()) == ("prices.ipynb", b"{}")


def test_nothing_there(afar: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is nothing at .*bucket/acme\."):
        fetched(f"{afar}/acme", tmp_path / "into")


@pytest.mark.parametrize(
    "name", ["../evil", "data/../../evil", "data/..\\evil", "data/a:b", "data/a\x1b[2Jb", "data/ /x"]
)
def test_a_name_that_could_leave_the_folder_is_refused(name: str, memory: MemoryFileSystem, tmp_path: Path) -> None:
    put("memory://bucket/acme", WORKSPACE)
    memory.store[f"/bucket/acme/{name}"] = memory.open("/bucket/acme/workspace.toml")
    with pytest.raises(InputError, match="is no name of a file here"):
        fetched("memory://bucket/acme", tmp_path / "into")
    assert all("evil" not in path.name for path in tmp_path.rglob("*"))


@given(st.text(st.sampled_from("./\\: a\n\0~")) | st.text())
def test_a_plain_name_stays_in_its_folder(name: str) -> None:
    folder = Path("/folder")
    if is_plain(name):
        assert (folder / name).parent == folder
        assert ".." not in (folder / name).parts


@pytest.mark.parametrize("target", ["../secret", "workspace.toml", ".", "nowhere"])
def test_a_link_is_refused_wherever_it_leads(target: str, tmp_path: Path) -> None:
    put(f"file://{tmp_path}/bucket/acme", WORKSPACE)
    (tmp_path / "bucket" / "secret").write_text("another client's", encoding="utf-8")
    (tmp_path / "bucket" / "acme" / "link").symlink_to(target)
    with pytest.raises(InputError, match=r'"link" at .* is a link or no ordinary file'):
        fetched(f"file://{tmp_path}/bucket/acme", tmp_path / "into")


def test_too_many_files_are_refused(afar: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(f"{afar}/acme", WORKSPACE)
    monkeypatch.setattr(room, "MOST_FILES", len(WORKSPACE))
    assert lying(fetched(f"{afar}/acme", tmp_path / "into")) == WORKSPACE
    monkeypatch.setattr(room, "MOST_FILES", len(WORKSPACE) - 1)
    with pytest.raises(InputError, match="more than 3 files"):
        fetched(f"{afar}/acme", tmp_path / "again")


def test_too_many_bytes_are_refused(afar: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(f"{afar}/acme", WORKSPACE)
    size = sum(map(len, WORKSPACE.values()))
    monkeypatch.setattr(room, "MOST_BYTES", size)
    assert lying(fetched(f"{afar}/acme", tmp_path / "into")) == WORKSPACE
    monkeypatch.setattr(room, "MOST_BYTES", size - 1)
    with pytest.raises(InputError, match="holds more than"):
        fetched(f"{afar}/acme", tmp_path / "again")


def test_an_empty_key_that_stands_for_a_folder_is_no_file(
    memory: MemoryFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("memory://bucket/acme", WORKSPACE)
    walk = MemoryFileSystem.walk

    def with_markers(self: MemoryFileSystem, path: str, **more: Any) -> Any:
        for here, folders, files in walk(self, path, **more):
            yield (
                here,
                folders,
                {**files, "": {"name": here, "type": "file"}, "/": {"name": f"{here}/", "type": "file"}},
            )

    root = "/bucket/acme"
    monkeypatch.setattr(MemoryFileSystem, "walk", with_markers)
    memory.rm_file(f"{root}/notes/runway.md")
    memory.rm_file(f"{root}/data/.DS_Store")
    memory.rm_file(f"{root}/data/deals (1).csv")
    memory.pseudo_dirs[:] = [one for one in memory.pseudo_dirs if not one.startswith(f"{root}/")]
    assert lying(fetched("memory://bucket/acme", tmp_path / "into")) == {"workspace.toml": WORKSPACE["workspace.toml"]}


def test_an_item_is_at_hand_for_a_while(afar: str) -> None:
    put(f"{afar}/acme", WORKSPACE)
    item = Item(id="acme", workspace=f"{afar}/acme", tags=("eu",))
    with at_hand(item) as here:
        folder = Path(here.workspace or "")
        assert (folder.name, lying(folder), here.tags) == ("acme", WORKSPACE, ("eu",))
    assert not folder.exists()


def test_an_item_of_this_machine_is_left_alone() -> None:
    item = Item(id="acme", workspace="/clients/acme")
    with at_hand(item) as here:
        assert here is item


@pytest.mark.parametrize(
    ("address", "kind", "found", "mend"),
    [
        ("s3://bucket/acme", EnvironmentFault, r"s3:// needs the package s3fs\.", "pip install 's3fs'"),
        ("gs://bucket/acme", EnvironmentFault, "needs the package gcsfs", "pip install 'gcsfs'"),
        ("abfs://c/acme", EnvironmentFault, "needs the package adlfs", "pip install 'adlfs'"),
        ("sftp://ann:secret@host/acme", EnvironmentFault, "paramiko", "Install"),
        ("memry://acme", InputError, "Did you mean 'memory'", "s3://"),
    ],
)
def test_a_kind_of_address_that_cannot_be_used(
    address: str, kind: type[Exception], found: str, mend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    for package in ("s3fs", "gcsfs", "adlfs", "paramiko"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(kind, match=found) as told:
        fetched(address, tmp_path)
    assert mend in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("fault", "kind", "found"),
    [
        (PermissionError("Forbidden"), EnvironmentFault, "No permission for memory://bucket/acme"),
        (FileNotFoundError("bucket"), InputError, "There is nothing at memory://bucket/acme"),
        (TimeoutError(""), EnvironmentFault, "cannot be reached: TimeoutError"),
        (RuntimeError("no at https://ann:pass@host/x?sig=abc\nmore"), EnvironmentFault, r"no at https://host/x\."),
    ],
)
def test_what_the_other_side_says_is_told_without_secrets(
    fault: Exception, kind: type[Exception], found: str, memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise fault

    monkeypatch.setattr(MemoryFileSystem, "info", refuse)
    with pytest.raises(kind, match=found) as told:
        fetched("memory://bucket/acme", Path("into"))
    assert all(secret not in str(told.value) for secret in ("pass", "abc", "more"))


def report(folder: Path, files: dict[str, bytes]) -> Path:
    about = {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()}
    for name, data in {**files, "run.json": json.dumps({"files": about}).encode()}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


FILES = {"report.html": b"<p>", "notebooks/07_runway.ipynb": b"{}", "set_aside/deals.csv": b"1\n"}


def test_a_report_is_sent_and_read_back(afar: str, tmp_path: Path) -> None:
    folder = report(tmp_path / "acme", FILES)
    assert read_back(f"{afar}/acme") is None
    sent(folder, f"{afar}/acme")
    book = read_back(f"{afar}/acme")
    assert book == json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert there(f"{afar}/acme") == {*FILES, "run.json"}
    assert damaged_at(f"{afar}/acme", book or {}) == []


def test_an_older_report_leaves_nothing_that_the_new_one_lacks(afar: str, tmp_path: Path) -> None:
    put(f"{afar}/acme", {"of somebody else.txt": b""})
    sent(report(tmp_path / "older", FILES), f"{afar}/acme")
    sent(report(tmp_path / "newer", {"report.html": b"<b>"}), f"{afar}/acme")
    assert there(f"{afar}/acme") == {"report.html", "run.json", "of somebody else.txt"}


def test_an_older_run_json_cannot_have_other_files_removed(afar: str, tmp_path: Path) -> None:
    about = {"sha256": "0", "bytes": 0}
    put(
        afar,
        {"other/report.html": b"", "acme/run.json": json.dumps({"files": {"../other/report.html": about}}).encode()},
    )
    sent(report(tmp_path / "acme", FILES), f"{afar}/acme")
    assert there(f"{afar}/other") == {"report.html"}


@pytest.mark.parametrize("at", range(4))
def test_what_is_half_sent_is_no_report(at: int, afar: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(report(tmp_path / "older", FILES), f"{afar}/acme")
    kind: Any = MemoryFileSystem if afar.startswith("memory") else LocalFileSystem
    put_file, left = kind.pipe_file, iter(range(10))

    def failing(*args: Any, **more: Any) -> None:
        if next(left) == at:
            raise TimeoutError
        put_file(*args, **more)

    monkeypatch.setattr(kind, "pipe_file", failing)
    with pytest.raises(EnvironmentFault, match="cannot be reached"):
        sent(report(tmp_path / "newer", {**FILES, "report.html": b"<b>"}), f"{afar}/acme")
    assert read_back(f"{afar}/acme") is None


@pytest.mark.parametrize("data", [pytest.param(None, id="missing"), pytest.param(b"<b>", id="changed")])
def test_only_a_whole_report_is_sent(data: bytes | None, afar: str, tmp_path: Path) -> None:
    folder = report(tmp_path / "acme", FILES)
    (folder / "report.html").unlink()
    if data is not None:
        (folder / "report.html").write_bytes(data)
    with pytest.raises(InputError, match="not"):
        sent(folder, f"{afar}/acme")
    assert read_back(f"{afar}/acme") is None


def test_a_file_that_is_missing_or_cut_is_named(afar: str, tmp_path: Path) -> None:
    sent(report(tmp_path / "acme", FILES), f"{afar}/acme")
    put(f"{afar}/acme", {"report.html": b"<"})
    assert damaged_at(f"{afar}/acme", read_back(f"{afar}/acme") or {}) == ["report.html"]


def test_a_notebook_is_sent_with_its_record(afar: str, tmp_path: Path) -> None:
    (tmp_path / "prices.ipynb").write_bytes(b"{}")
    record = {"sha256": hashlib.sha256(b"{}").hexdigest(), "bytes": 2}
    (tmp_path / "prices.run.json").write_text(json.dumps(record), encoding="utf-8")
    address = f"{afar}/own/prices.ipynb"
    sent(tmp_path / "prices.ipynb", address)
    assert there(f"{afar}/own") == {"prices.ipynb", "prices.run.json"}
    assert (read_back(address), damaged_at(address, record)) == (record, [])
    put(f"{afar}/own", {"prices.ipynb": b""})
    assert damaged_at(address, record) == ["prices.ipynb"]


def test_an_object_store_is_not_asked_for_folders(
    memory: MemoryFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(MemoryFileSystem, "async_impl", True)
    monkeypatch.setattr(MemoryFileSystem, "makedirs", make)
    sent(report(tmp_path / "acme", FILES), "memory://bucket/acme")
    assert there("memory://bucket/acme") == {*FILES, "run.json"}
