from __future__ import annotations

import json

import pytest

from unequal.cli import doctor


def test_a_machine_that_has_all(unequal) -> None:
    told = unequal("doctor")
    assert told.code == 0
    assert [line.split()[0] for line in told.out.splitlines()] == ["ok"] * len(doctor.CHECKS)


def test_a_fault_is_told_with_its_mend(unequal, monkeypatch) -> None:
    monkeypatch.setattr(doctor, "NEEDED", ("pandas", "no-such-package"))
    told = unequal("doctor", "--json")
    assert told.code == 4
    packages = next(row for row in told.json["checks"] if row["what"] == "packages")
    assert packages["ok"] is False
    assert "no-such-package" in packages["found"]
    assert f"Mend: {doctor.REINSTALL}" in told.err
    assert "FAULT" in told.err


def test_a_kernel_whose_program_is_gone_is_a_fault(typed, tmp_path) -> None:
    spec = tmp_path / "jupyter/kernels/python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": ["/gone/python"], "display_name": "x", "language": "python"}))
    told = typed("doctor", "--json", JUPYTER_PATH=str(tmp_path / "jupyter"))
    assert told.code == 4
    faults = [row for row in told.json["checks"] if not row["ok"]]
    assert [row["what"] for row in faults] == ["Jupyter kernel"]
    assert "/gone/python, which is not there" in faults[0]["found"]


@pytest.mark.parametrize("free", [doctor.ENOUGH_BYTES, doctor.ENOUGH_BYTES - 1])
def test_too_little_disk_is_a_fault(unequal, monkeypatch, free) -> None:
    class Usage:
        pass

    usage = Usage()
    usage.free = free  # type: ignore[attr-defined]
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: usage)
    assert unequal("doctor").code == 4


def test_enough_disk_is_none(unequal, monkeypatch) -> None:
    class Usage:
        free = doctor.ENOUGH_BYTES + 1

    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: Usage)
    assert unequal("doctor").code == 0
