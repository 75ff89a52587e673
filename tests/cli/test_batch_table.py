"""The table of a batch that runs: what runs, what failed, never higher than the terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from unequal.cli.batch_table import Board, Lines

HOSTILE = "\x1b[2J\u202eevil\nline"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def board(*events: dict, clock: Clock | None = None) -> Board:
    made = Board(clock or Clock())
    made.heard({"event": "batch", "items": 9})
    for event in events:
        made.heard(event)
    return made


def lines(some: Board, width: int = 120, height: int = 30) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width, height=height, markup=False, emoji=False).print(some.shown(width, height))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def started(item: str) -> dict:
    return {"event": "started", "item": item, "attempt": 1}


def ended(item: str, status: str, **more) -> dict:
    return {"event": "ended", "item": item, "status": status, **more}


CELL = {"event": "cell", "notebook": "07_runway", "cell": 5, "of": 12, "label": "run.chart('cash')"}


def test_a_row_says_client_notebook_cell_and_how_long() -> None:
    clock = Clock()
    some = board(
        started("acme"), {"event": "step", "step": "notebooks", "item": "acme"}, {**CELL, "item": "acme"}, clock=clock
    )
    clock.now = 12.4
    assert lines(some)[2].split() == ["acme", "notebooks", "07_runway", "5/12", "run.chart('cash')", "12"]


def test_the_first_line_counts() -> None:
    some = board(started("acme"), started("globex"), ended("acme", "ok"), ended("initech", "unchanged"))
    assert lines(some)[0] == "2 of 9 · 1 made · 1 unchanged · 1 running"


def test_what_failed_stays_and_what_went_well_goes() -> None:
    some = board(started("acme"), started("globex"), ended("acme", "failed", found="No column."), ended("globex", "ok"))
    (row,) = lines(some)[2:]
    assert row.split() == ["acme", "failed", "No", "column.", "0"]


def test_what_is_tried_again_is_no_longer_running() -> None:
    some = board(started("acme"), {"event": "again", "item": "acme", "kind": "kernel", "found": "x"})
    assert lines(some)[2:] == []


@pytest.mark.parametrize("height", [5, 8, 24])
def test_it_is_never_higher_than_the_terminal(height: int) -> None:
    events = [started(f"running-{n}") for n in range(4)] + [ended(f"bad-{n}", "failed") for n in range(40)]
    shown = lines(board(*events), height=height)
    assert len(shown) < height
    assert shown[-1] == f"and {44 - (len(shown) - 3)} more"


def test_what_runs_comes_before_what_failed_and_the_latest_failure_first() -> None:
    some = board(started("running"), ended("first", "failed"), ended("second", "refused"))
    assert [row.split()[0] for row in lines(some)[2:]] == ["running", "second", "first"]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = "a" * 300
    some = board(
        started(long), {**CELL, "item": long, "notebook": long, "label": long}, ended("b", "failed", found=long)
    )
    assert all(len(line) <= width for line in lines(some, width=width))


def test_a_narrow_terminal_leaves_the_label_out() -> None:
    some = board(started("acme"), {**CELL, "item": "acme"})
    assert "run.chart" not in "\n".join(lines(some, width=60))


def test_nothing_in_a_name_writes_to_the_terminal() -> None:
    some = board(started(HOSTILE), {**CELL, "item": HOSTILE, "label": HOSTILE}, ended("b", "failed", found=HOSTILE))
    text = "\n".join(lines(some))
    assert [c for c in text if not c.isprintable() and c != "\n"] == []
    assert "\\x1b[2J" in text


def test_who_waits_is_told_for_whom() -> None:
    some = Board(Clock())
    some.heard({"event": "waiting", "holder": "process 7 on ann"})
    assert lines(some)[0] == "Waiting for process 7 on ann, which runs this batch"


def test_lines_say_an_item_s_beginning_end_and_other_tries() -> None:
    said: list[str] = []
    tell = Lines(said.append)
    for event in (
        {"event": "batch", "items": 2},
        started("acme"),
        {**CELL, "item": "acme"},
        {"event": "tick"},
        {"event": "again", "item": "acme", "kind": "kernel", "found": "It\ndied."},
        {"event": "started", "item": "acme", "attempt": 2},
        ended("acme", "ok", seconds=1.25, gates=["cash"]),
        ended("globex", "unchanged"),
    ):
        tell(event)
    assert said == [
        "acme: started",
        "acme: to be tried again: It died.",
        "acme: started (attempt 2)",
        "acme: made in 1.2 s, gate tripped: cash (1 of 2)",
        "globex: unchanged (2 of 2)",
    ]
