"""0 went well, 2 the command line, 3 the inputs, 4 the machine, 5 a bug; a traceback for the last alone."""

from __future__ import annotations

import errno
import json

import pytest

from unequal.cli import door
from unequal.shipped import shipped

HARBOR = shipped("data/sample") / "harbor"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["chek"], "No such command 'chek'. Did you mean 'check'?"),
        (["check"], "Missing argument 'DIR'."),
        (["check", ".", "--as-off", "2026-01-01"], "--as-of"),
        (["run", "runway", ".", "--set", "wins_needed"], "'wins_needed' is no setting; write knob=value."),
        (["report", ".", "--set", "wins_needed=3"], "'wins_needed' names no analysis; write analysis.knob=value."),
        (["lab", "--port", "many"], "'--port'"),
    ],
)
def test_what_the_parser_can_know_ends_with_2(unequal, words, found) -> None:
    told = unequal(*words)
    assert told.code == 2
    assert found in told.err
    assert "Mend: See unequal" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["check", HARBOR.with_name("harbour")], "Did you mean 'harbor'?"),
        (["run", "runwy", HARBOR], "There is no analysis 'runwy'. Did you mean 'runway'?"),
        (["run", "runway", HARBOR, "--set", "win_needed=3"], "Did you mean 'wins_needed'?"),
        (["run", "runway", HARBOR, "--set", "wins_needed=abc"], 'It is "abc".'),
        (["run", "runway", HARBOR, "--scenario", "downsid"], "Did you mean 'downside'?"),
        (["check", HARBOR, "--as-of", "30.6.26"], "write the day as 2026-06-30"),
        (["demo", "harbour"], "Did you mean 'harbor'?"),
        (["explain", "closed-before-create"], "Did you mean 'closed-before-created'?"),
        (["report", HARBOR, "--set", "runwy.wins_needed=3"], "Did you mean 'runway'?"),
        (["lab", HARBOR.parent], "There is no workspace.toml in"),
    ],
)
def test_refused_inputs_end_with_3_and_a_way_to_mend(unequal, words, found) -> None:
    told = unequal(*words)
    assert told.code == 3
    assert found in told.err
    assert "Mend: " in told.err
    assert "Traceback" not in told.err


def test_an_unknown_knob_reads_well_without_a_file(unequal) -> None:
    told = unequal("run", "runway", HARBOR, "--set", "win_needed=3")
    assert "- win_needed (given): runway has no knob of this name. Did you mean 'wins_needed'? It is \"3\"." in told.err
    assert "[knob-unknown]" in told.err


def test_a_disk_that_is_full_ends_with_4(unequal, monkeypatch) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/reports/a")

    monkeypatch.setattr("unequal.cli.doctor.examined", full)
    told = unequal("doctor")
    assert told.code == 4
    assert "/reports/a could not be used: the disk is full." in told.err


def test_too_little_memory_ends_with_4(unequal, monkeypatch) -> None:
    monkeypatch.setattr("unequal.cli.doctor.examined", lambda: [][1:] or (_ for _ in ()).throw(MemoryError()))
    assert unequal("doctor").code == 4


def test_a_folder_that_may_not_be_written_ends_with_4(unequal, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    told = unequal("new", tmp_path / "file" / "acme")
    assert told.code == 4
    assert "Mend:" in told.err


def test_a_bug_ends_with_5_a_traceback_and_whom_to_tell(unequal, monkeypatch) -> None:
    monkeypatch.setattr("unequal.cli.doctor.examined", lambda: 1 / 0)
    told = unequal("doctor")
    assert told.code == 5
    assert "ZeroDivisionError" in told.err
    assert "This is a bug in unequal." in told.err


def test_ctrl_c_ends_with_130(unequal, monkeypatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("unequal.cli.doctor.examined", interrupted)
    told = unequal("doctor")
    assert (told.code, told.err) == (130, "Interrupted. Nothing half-written was left.\n")


@pytest.mark.parametrize(
    ("fault", "code"), [(KeyboardInterrupt, 130), (ZeroDivisionError, 5), (MemoryError, 4), (PermissionError, 4)]
)
def test_a_machine_is_answered_whatever_happens(unequal, monkeypatch, fault, code) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setattr("unequal.cli.doctor.examined", fail)
    told = unequal("doctor", "--json")
    assert told.code == code
    assert {key: told.json[key] for key in ("ok", "exit_code", "problems")} == {
        "ok": False,
        "exit_code": code,
        "problems": [],
    }


@pytest.mark.parametrize("words", [["chek"], ["run", "runwy", HARBOR], ["check", "nowhere"]])
def test_a_machine_gets_the_refusal_as_json(unequal, words) -> None:
    told = unequal(*words, "--json")
    assert told.json["exit_code"] == told.code
    assert told.json["found"]
    assert told.json["mend"]
    assert told.json["found"].split(".")[0] in told.err


def test_a_signal_to_end_unwinds_and_says_which(unequal, monkeypatch) -> None:
    def ended() -> None:
        raise door.Terminated(15)

    monkeypatch.setattr("unequal.cli.doctor.examined", ended)
    assert unequal("doctor").code == 143


def test_control_characters_in_a_name_are_shown(unequal, company) -> None:
    folder = company({"deals.csv": "deal_id\nA\n"}, name="ac\x1b[2Jme")
    told = unequal("check", folder)
    assert told.code == 3
    assert "\x1b" not in told.err + told.out
    told = unequal("check", folder.with_name("x\x1b]0;title\x07"))
    assert "\\x1b]0;title\\x07" in told.err
    assert "\x1b" not in told.err


def test_json_holds_no_byte_that_a_terminal_obeys(unequal, company) -> None:
    folder = company({"deals.csv": "deal_id,created_at,closed_at,status\nA,\u009b2J,2025-01-01,won\n"})
    told = unequal("check", folder, "--json")
    assert "\u009b" not in told.out + told.err
    assert json.loads(told.out)["problems"][0]["value"] == "\u009b2J"
