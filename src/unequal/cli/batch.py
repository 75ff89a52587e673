"""Commands that make many reports: a batch, what is left of it, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from unequal.batch.manifest import Batch, read_manifest
from unequal.batch.manifest.select import selected
from unequal.batch.places import is_address
from unequal.batch.run import Order, Outcome, Past, Results, jobs, latest, read_past, run_batch
from unequal.batch.run.books import SUMMARY
from unequal.batch.run.here import jobs_here, standing, usual_ways
from unequal.batch.run.order import Tell, Ways
from unequal.batch.run.summary import groups, headline
from unequal.batch.stale import why_stale
from unequal.errors import Problem

from .batch_table import watching
from .page import Page
from .problems import listed
from .told import answer, aside, json_wanted, machine, page

REPORTS = "reports"
SHOWN_PROBLEMS = 3
GOOD_CODES = (0, 10)  # a gate that tripped is no fault of the batch


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a batch is to be run.

    Attributes:
        jobs: Items at once; None: as many as there are cores.
        force: Make also what did not change.
        stop_after: Start nothing more after so many failures.
        scheduler: Address of a scheduler whose workers make the items; None: this machine.
    """

    jobs: int | None = None
    force: bool = False
    stop_after: int | None = None
    scheduler: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which items of a manifest, and what is said about them on the command line."""

    as_of: str | None = None
    scenario: str | None = None
    given: dict[str, dict[str, Any]] = field(default_factory=dict)
    select: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def of(self, manifest: str) -> Batch:
        """Return the batch that a manifest stands for."""
        return read_manifest(
            manifest,
            set_=self.given,
            as_of=self.as_of,
            scenario=self.scenario,
            select=self.select,
            exclude=self.exclude,
        )


def batch(manifest: str, selection: Selection, how: How, *, out: str) -> int:
    """Make the reports of a manifest; the last line on stdout is the path of summary.html."""
    return _run(_order(selection.of(manifest), how, out), how)


def look(manifest: str, selection: Selection, *, out: str, explain: bool) -> int:
    """Say what a batch would make, and with `explain` why, and make nothing."""
    whole = selection.of(manifest)
    rows = [_looked_at(whole, number, out, explain) for number in range(len(whole.items))]
    if json_wanted():
        machine({"ok": True, "exit_code": 0, "id": whole.id, "name": whole.name, "items": rows})
        return 0
    shown = page()
    for row in rows:
        shown.text(row["place"] or "(its place is not known yet)", lead=f"{row['id']}  ", lead_style="bold")
        for reason in row["reasons"]:
            shown.text(reason, indent=4)
        if explain and not row["reasons"]:
            shown.text("unchanged", indent=4)
    made = sum(1 for row in rows if row["reasons"])
    shown.blank()
    shown.text(f"{made} of {len(rows)} would be made." if explain else f"{len(rows)} items; nothing was run.")
    return 0


def retry(run: Path | None, how: How, *, out: Path, select: Sequence[str]) -> int:
    """Make what is left of a run: what failed, was refused or cancelled, or was not started."""
    past = read_past(run or latest(out))
    left = frozenset(one.id for one in selected(past.batch.items, select, ())) if select else past.left
    order = Order(
        batch=past.batch,
        out=past.out,
        at=past.results.at,
        jobs=how.jobs or jobs(),
        force=how.force,
        stop_after_failures=how.stop_after,
        batch_seconds=past.batch.batch_seconds,
        only=left,
        before=past.known,
    )
    if not left and past.exit_code is not None:
        aside("Nothing is left to do.")
        return _ended(past.results, order)
    return _run(order, how)


def status(run: Path | None, *, out: Path) -> int:
    """Say how a run stands."""
    past = read_past(run or latest(out))
    if json_wanted():
        machine({**past.results.as_json(), "folder": str(past.folder), "holder": past.holder or None, "now": past.now})
        return 0
    shown = page()
    shown.text(str(past.folder), style="bold")
    shown.text(f"{headline(past.results)} {_how_it_stands(past)}")
    shown.blank()
    shown.table(
        ["item", "status", "seconds", "MB"],
        [
            [one.id, "running" if one.id in past.now else one.status, _figure(one.seconds), _figure(one.peak_mb)]
            for one in past.results.outcomes
        ],
    )
    for item, place in past.now.items():
        shown.text(place or "starting", indent=2, lead=f"{item}  ")
    _say_failures(shown, past.results)
    return 0


def _order(whole: Batch, how: How, out: str) -> Order:
    afar = is_address(out)
    return Order(
        batch=whole,
        out=Path(REPORTS if afar else out),
        at=out if afar else None,
        jobs=how.jobs or jobs(),
        force=how.force,
        stop_after_failures=how.stop_after,
        batch_seconds=whole.batch_seconds,
    )


def _run(order: Order, how: How) -> int:
    try:
        with watching() as tell, _at_work(order, how, tell) as (asked, ways):
            results = run_batch(asked, ways)
    except Exception:
        raise
    except BaseException:  # Ctrl-C, or somebody asked us to end
        aside(f"What was finished stands. To go on:  unequal retry {order.folder}")
        raise
    return _ended(results, order)


@contextmanager
def _at_work(order: Order, how: How, tell: Tell) -> Iterator[tuple[Order, Ways]]:
    """Give who makes the items, this machine or the workers of a scheduler, and the order as they take it."""
    if how.scheduler is None:
        with jobs_here(order) as start:
            yield order, usual_ways(order, start, tell)
        return
    from unequal.batch.machines import dask_start

    with dask_start(how.scheduler, order.reports, order.failed) as workers:
        ways = replace(usual_ways(order, workers.start, tell), room=workers.room)
        yield replace(order, jobs=how.jobs or len(order.batch.items)), ways


def _ended(results: Results, order: Order) -> int:
    code = results.exit_code if results.exit_code is not None else 1
    summary = str(order.folder / SUMMARY)
    if json_wanted():
        machine({"ok": code in GOOD_CODES, **results.as_json(), "folder": str(order.folder), "summary": summary})
        return code
    shown = page()
    shown.text(headline(results), style="bold")
    if results.stopped:
        shown.text(results.stopped)
    _say_failures(shown, results)
    _say_gates(shown, results)
    answer(summary)
    return code


def _say_failures(shown: Page, results: Results) -> None:
    for group in groups(results.outcomes):
        shown.blank()
        shown.text(group.cause, lead=f"{len(group.outcomes)} x {group.kind}: ", lead_style="bold")
        names = ", ".join(_where(one) for one in group.outcomes)
        shown.text(names, indent=2, lead="In: ")
        refused = [Problem(**one) for one in group.outcomes[0].problems]
        listed(shown, refused[:SHOWN_PROBLEMS])
        if len(refused) > SHOWN_PROBLEMS:
            shown.text(f"and {len(refused) - SHOWN_PROBLEMS} more, in {SUMMARY}", indent=2)
        if group.mend:
            shown.text(group.mend, indent=2, lead="Mend: ", lead_style="bold")
        shown.text(group.outcomes[0].again, indent=2, lead="Again: ")


def _say_gates(shown: Page, results: Results) -> None:
    rows = [(one, gate) for one in results.outcomes for gate in one.gates]
    if rows:
        shown.heading("Gates that tripped")
    for one, gate in rows:
        shown.text(f"{gate['name']}: {gate['says']}", indent=2, lead=f"{one.id}  ")


def _where(outcome: Outcome) -> str:
    if outcome.notebook is None:
        return outcome.id
    cell = "" if outcome.cell is None else f", cell {outcome.cell}"
    return f"{outcome.id} ({outcome.notebook}{cell})"


def _how_it_stands(past: Past) -> str:
    if past.holder:
        return f"It is being run by {past.holder}."
    if past.exit_code is None:
        return f"It was cut off; unequal retry {past.folder} goes on."
    return f"It ended with {past.exit_code}.{f' {past.results.stopped}' if past.results.stopped else ''}"


def _looked_at(whole: Batch, number: int, out: str, explain: bool) -> dict[str, Any]:
    item = whole.items[number]
    reasons = why_stale(item, out) if explain else []
    return {"id": item.id, "workspace": item.workspace, "notebook": item.notebook, "place": standing(item, out)} | {
        "reasons": reasons
    }


def _figure(value: float | None) -> str:
    return f"{value:,.0f}" if value else ""
