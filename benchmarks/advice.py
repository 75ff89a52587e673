"""What is the advice worth? Companies whose truth is known, looked at through their files, scored against the truth.

    .venv/bin/python benchmarks/advice.py [--runs 2000] [--companies 400] [--processes 2] [--seed SEED]

Three questions, for 5, 10, 20, 50 and 200 deals of the segment in question:

1. Do the 90 % intervals of the share won, and of the chance of enough wins by a date, contain the truth that often?
2. How much better than a spreadsheet's are the chances of enough wins by the decision date?
3. How often is a verdict right, how often gravely wrong, how often is it `cannot tell`? Of all three traps.

What is simulated, what counts as right, and the seed were fixed before any score was seen: docs/decisions/0014. A full
run takes a quarter of an hour on two cores; `--runs 100 --companies 40` a minute. Exit code 1 where a figure that is
wanted is missed beyond what luck explains.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

os.environ.setdefault("OMP_NUM_THREADS", "1")  # the processes share the cores already

import multiprocessing
from multiprocessing.pool import Pool

import numpy as np
import pandas as pd
from coverage import AVERAGES, SETTINGS, SIZES, Setting, one_run, stream
from numpy.typing import NDArray

from unequal.analyses import discovered, find
from unequal.analyses.door import opened
from unequal.economics.clocks import DealClocks
from unequal.economics.cycle import durations
from unequal.economics.own_deals import own_deals
from unequal.economics.pipeline import open_pipeline
from unequal.economics.tiers import tier_prior
from unequal.economics.wins import wins_by
from unequal.findings import Finding, Verdict
from unequal.samples.known_traps import CONSUMER, SERVED
from unequal.samples.simulated import AS_OF, SEED, Company, simulated
from unequal.samples.simulated_files import tables_of, write
from unequal.samples.simulated_traps import traps_of
from unequal.stats.poisson_binomial import at_least
from unequal.tables import Tables
from unequal.workbook import Session, Store

LEAST_SINGLE = 0.86
AVERAGE = {5: (0.0, 1.0), 10: (0.88, 0.95), 20: (0.88, 0.95), 50: (0.88, 0.93), 200: (0.88, 0.93)}
LEAST_SKILL, LEAST_RIGHT = 0.30, 0.90
STOP_BELOW, GO_FROM, GRAVE, NEAR = 0.20, 0.80, 0.50, 0.10
LUCK = 2.33  # standard errors; beyond it one time in a hundred on each side
PART = 100  # runs that a process takes at once
BAND_ONLY = 500  # draws of the point where only the band is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Runs that one process takes at once."""

    setting: Setting
    deals: int
    runs: int
    part: int


def hits(task: Task) -> tuple[str, int, int]:
    """Return how many intervals of some runs of a setting contain the truth."""
    rng = stream(task.setting, task.deals, task.part)
    found = sum(one_run(task.setting, task.deals, rng, ("J",))[0] for _ in range(task.runs))
    return task.setting.name, task.deals, found


def clocks_of(company: Company) -> DealClocks:
    """Return the clocks of the target's deals."""
    since = company.view.complete_days
    complete_from = None if since is None else (pd.Timestamp(AS_OF) - pd.Timedelta(days=since)).date()
    return durations(tables_of(company)["deals"], AS_OF, complete_from).of(company.plan.target)


def band_holds(number: int, deals: int, seed: int) -> tuple[int, bool]:
    """Return whether the band of the chance of enough wins contains the truth."""
    company = simulated(number, deals=deals, seed=seed)
    plan, clocks = company.plan, clocks_of(company)
    wins = wins_by(
        own_deals(clocks, tier_prior(plan.target)),
        open_pipeline(clocks, new_per_month=plan.new_deals_per_month),
        horizon_months=plan.decision_months,
        most=plan.wins_needed,
        rng=np.random.default_rng([seed, number, deals]),
        draws=BAND_ONLY,
    )
    row = wins.table.iloc[plan.wins_needed]
    return deals, bool(row["low"] <= company.truth.over_reach <= row["high"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a company was told, and what is so.

    Attributes:
        truth: The true chance of enough wins by the decision date.
        told: The chance that the runway tells.
        naive: The spreadsheet's.
        verdict: The runway's.
        complete: No deal entered late and no loss is missing.
    """

    deals: int
    truth: float
    told: float
    naive: float
    verdict: str
    complete: bool


def advised(number: int, deals: int, seed: int, folder: str) -> Advice:
    """Let the workbook look at a company's files, as a user would, and return what it says."""
    company = simulated(number, deals=deals, seed=seed)
    finding = finding_of(company, folder)
    return Advice(
        deals=deals,
        truth=company.truth.over_reach,
        told=float(finding.prob),
        naive=naive_chance(company),
        verdict=finding.verdict.value,
        complete=company.view.complete_days is None and company.view.late_share == 0,
    )


def finding_of(company: Company, folder: str) -> Finding:
    """Return the runway's verdict on the wins; other segments' deals are left out, since they only cost time."""
    home = write(company, folder)
    session = Session(opened(home, as_of=None, scenario="base"), find=find, store=Store(None))
    tables = tables_of(company)
    own = tables["deals"].loc[tables["deals"]["segment"] == company.plan.target].reset_index(drop=True)
    session.__dict__["tables_as_read"] = Tables(frames={**tables.frames, "deals": own})
    return next(one for one in session.findings("runway") if one.code.endswith("wins_by_decision_date"))


def naive_chance(company: Company) -> float:
    """Return what a spreadsheet says: the win rate of closed deals, for deals that reach the mean cycle of won ones."""
    plan, seen = company.plan, company.seen[company.plan.target]
    won, closed = np.count_nonzero(seen.won), np.count_nonzero(seen.closed)
    if not won:
        return 0.0
    cycle = seen.lasted[seen.won].mean() / 30.4375
    starts = np.arange(math.ceil(plan.decision_months))
    whole, part = divmod(plan.new_deals_per_month, 1)
    copies = np.array([1.0] * int(whole) + [part] * (part > 0))
    reach = np.concatenate(
        (seen.open_months + plan.decision_months, np.repeat(plan.decision_months - starts, copies.size))
    )
    weight = np.concatenate((np.ones(seen.open_months.size), np.tile(copies, starts.size)))
    return float(at_least((reach >= cycle) * weight * (won / closed), plan.wins_needed)[-1])


def trapped(number: int, deals: int, seed: int, folder: str) -> list[tuple[str, int, str, str]]:
    """Return what is so and what is said of the two traps that do not hang on deals: trap, size, truth, verdict."""
    company = simulated(number, deals=deals, seed=seed)
    traps = traps_of(company, seed=seed)
    workspace = opened(write(company, folder, traps), as_of=None, scenario="base")
    plans = {name: dict(workspace.plan_segments[name]) for name in (CONSUMER, SERVED)}
    plans[SERVED]["arr_share"] = 0.8  # the plan depends on it, so that it is looked at
    session = Session(
        replace(workspace, plan_segments=plans),
        find=find,
        store=Store(None),
        given={name: {"target_segment": SERVED} for name in ("traps", "runway")},
    )
    frames = {name: rows for name, rows in tables_of(company, traps).frames.items() if name not in ("deals", "finance")}
    session.__dict__["tables_as_read"] = Tables(frames=frames)
    said = {one.code.rpartition(".")[2]: one.verdict.value for one in session.findings("traps")}
    so = {"going_too_big": traps.self_served.verdict, "too_much_tlc": traps.well_served.verdict}
    return [(trap, deals, truth.value, said.get(trap, Verdict.CANNOT_TELL.value)) for trap, truth in so.items()]


def brier(told: NDArray[np.float64], truth: NDArray[np.float64]) -> float:
    """Return the expected Brier score: luck has no part in it."""
    return float(np.mean((told - truth) ** 2 + truth * (1 - truth)))


def skill(rows: pd.DataFrame) -> float:
    """Return by how much the score is better than the spreadsheet's: 1 is perfect, 0 no better."""
    truth = rows["truth"].to_numpy()
    naive = brier(rows["naive"].to_numpy(), truth)
    return 1 - brier(rows["told"].to_numpy(), truth) / naive if naive else math.nan


def true_verdict(truth: float) -> Verdict:
    """Return what is so."""
    return Verdict.STOP if truth < STOP_BELOW else Verdict.GO if truth >= GO_FROM else Verdict.CAUTION


def tasks(runs: int) -> Iterator[Task]:
    """Cut all settings into parts."""
    for setting in SETTINGS:
        for deals in setting.sizes:
            for part, start in enumerate(range(0, runs, PART)):
                yield Task(setting=setting, deals=deals, runs=min(PART, runs - start), part=part)


def coverage_table(pool: Pool, runs: int) -> pd.DataFrame:
    """Return how often the interval of the share won contains the truth: setting, deals, share."""
    found = pd.DataFrame(pool.imap_unordered(hits, tasks(runs)), columns=["setting", "deals", "hits"])
    return (found.groupby(["setting", "deals"], sort=False)["hits"].sum() / runs).rename("share").reset_index()


def show_coverage(table: pd.DataFrame, runs: int) -> list[str]:
    """Print the shares and return what is missed."""
    missed = []
    wide = table.pivot_table(index="setting", columns="deals", values="share").loc[
        [setting.name for setting in SETTINGS]
    ]
    print(f"\n1. Of {runs:,} intervals of the share won, so many contain the truth, %")
    print(f"{'':36}" + "".join(f"{size:>8}" for size in SIZES) + "   deals")
    averages = [setting.name for setting in AVERAGES]
    for name, row in wide.iterrows():
        marks = []
        for size, share in row.items():
            low, high = AVERAGE[int(size)] if name in averages else (LEAST_SINGLE if size >= 10 else 0.0, 1.0)
            bad = outside(share, low, high, runs)
            missed += [f"{name}, {size} deals: {100 * share:.1f} % covered"] if bad else []
            marks.append(f"{100 * share:7.1f}{'!' if bad else ' '}" if not math.isnan(share) else f"{'':8}")
        print(f"{name:36}" + "".join(marks))
    return missed


def outside(share: float, low: float, high: float, runs: int) -> bool:
    """Return whether a share lies beyond its ends by more than luck."""
    below, above = (LUCK * math.sqrt(end * (1 - end) / runs) for end in (low, high))
    return bool(share < low - below or share > high + above)


def show_bands(found: Sequence[tuple[int, bool]], runs: int) -> list[str]:
    """Print how often the band of the chance of enough wins contains the truth, and return what is missed."""
    table = pd.DataFrame(found, columns=["deals", "holds"]).groupby("deals")["holds"].mean()
    print(f"{'enough wins by the decision date':36}", end="")
    missed = []
    for size, share in table.items():
        bad = outside(share, *AVERAGE[int(str(size))], runs)
        missed += [f"enough wins, {size} deals: {100 * share:.1f} % covered"] if bad else []
        print(f"{100 * share:7.1f}{'!' if bad else ' '}", end="")
    print(
        f"\n! beyond luck outside what is wanted: single settings {100 * LEAST_SINGLE:.0f} % or more from 10 deals on,"
    )
    print("  averages (random truths, and the last line) 88-95 % at 10 and 20 deals, 88-93 % at 50 and 200")
    return missed


def show_skill(rows: pd.DataFrame) -> list[str]:
    """Print the scores and return what is missed."""
    print("\n2. Chance of enough wins by the decision date: expected Brier score (0 best), skill over the spreadsheet")
    print(f"{'deals':>10} {'companies':>10} {'workbook':>9} {'spreadsheet':>12} {'unavoidable':>12} {'skill':>6}")
    groups = [*rows.groupby("deals"), ("all", rows), ("complete", rows[rows["complete"]])]
    for name, group in ((name, group) for name, group in groups if len(group)):
        truth = group["truth"].to_numpy()
        scores = [brier(group[column].to_numpy(), truth) for column in ("told", "naive", "truth")]
        print(f"{name!s:>10} {len(group):10} {scores[0]:9.4f} {scores[1]:12.4f} {scores[2]:12.4f} {skill(group):6.2f}")
    found = skill(rows)
    return [] if found >= LEAST_SKILL else [f"skill over the spreadsheet: {found:.2f}"]


def show_verdicts(rows: pd.DataFrame) -> list[str]:
    """Print how good the verdicts are and return what is missed."""
    judged = rows.assign(so=[true_verdict(truth).value for truth in rows["truth"]])
    print("\n3. Over-Reach: the verdict on enough wins by the decision date, %")
    heads = (
        "cannot tell",
        "right",
        "nearly",
        "trap or not",
        "gravely",
        "stop right",
        "stop seen",
        "go right",
        "go seen",
    )
    print(f"{'deals':>10}" + "".join(f"{head:>12}" for head in heads))
    for name, group in [*judged.groupby("deals"), ("all", judged)]:
        print(f"{name!s:>10}" + "".join(f"{100 * share:12.1f}" for share in shares(group)))
    print(
        f"of those told: right (the chance lies where the verdict says), nearly ({NEAR:.2f} beyond the border at most),"
    )
    print("trap or not (`stop` where the trap is there, another verdict where not), gravely wrong (beyond one half)")
    print("stop right: precision, stop seen: recall; the same for go")
    print("\nwhat is so (rows) and what is said (columns), companies")
    print(pd.crosstab(judged["so"], judged["verdict"]).to_string())
    right = shares(judged)[1]
    return [] if right >= LEAST_RIGHT else [f"verdicts that are right: {100 * right:.1f} %"]


def shares(rows: pd.DataFrame) -> list[float]:
    """Return the shares of a line, in the order of its heads."""
    told = rows[rows["verdict"] != Verdict.CANNOT_TELL.value]
    stop, go = told["verdict"].eq("stop"), told["verdict"].eq("go")
    grave = (stop & (told["truth"] > GRAVE)) | (go & (told["truth"] < GRAVE))
    trap_or_not = stop == told["so"].eq("stop")
    return [
        1 - len(told) / len(rows),
        *(flags.mean() for flags in (told["verdict"].eq(told["so"]), nearly(told), trap_or_not, grave)),
        *(share for word in ("stop", "go") for share in precision_and_recall(rows, word)),
    ]


def show_traps(found: Sequence[tuple[str, int, str, str]]) -> list[str]:
    """Print how good the verdicts on the other two traps are and return what is missed."""
    rows = pd.DataFrame(found, columns=["trap", "deals", "so", "verdict"])
    print("\n4. The other two traps, 20 sign-ups and one customer a deal, %")
    print(
        f"{'':16}{'size':>8}" + "".join(f"{head:>12}" for head in ("cannot tell", "right", "stop right", "stop seen"))
    )
    missed = []
    for trap, own in rows.groupby("trap", sort=False):
        for name, group in [*own.groupby("deals"), ("all", own)]:
            told = group[group["verdict"] != Verdict.CANNOT_TELL.value]
            right = told["verdict"].eq(told["so"]).mean() if len(told) else math.nan
            line = (1 - len(told) / len(group), right, *precision_and_recall(group, "stop"))
            print(f"{trap!s:16}{name!s:>8}" + "".join(f"{100 * share:12.1f}" for share in line))
        missed += [f"{trap}: {100 * right:.1f} % right"] if right < LEAST_RIGHT else []
        print(pd.crosstab(own["so"], own["verdict"]).to_string())
    return missed


def nearly(told: pd.DataFrame) -> pd.Series:
    """Return whether the truth lies where the verdict says, or a little beyond its border."""
    low = told["verdict"].map({"stop": 0.0, "caution": STOP_BELOW - NEAR, "go": GO_FROM - NEAR})
    high = told["verdict"].map({"stop": STOP_BELOW + NEAR, "caution": GO_FROM + NEAR, "go": 1.0})
    return told["truth"].between(low, high)


def precision_and_recall(rows: pd.DataFrame, word: str) -> tuple[float, float]:
    """Return the share of a verdict that is right, and the share of what is so that gets it; nan of none."""
    said, so = rows["verdict"].eq(word), rows["so"].eq(word)
    both = float((said & so).sum())
    return both / said.sum() if said.any() else math.nan, both / so.sum() if so.any() else math.nan


def spread(pool: Pool, work: Callable[..., object], count: int) -> list[object]:
    """Return the work on every company of every size, in any order."""
    pairs = [(number, deals) for number in range(count) for deals in SIZES]
    return list(pool.imap_unordered(partial(_starred, work), pairs, chunksize=5))


def _starred(work: Callable[..., object], pair: tuple[int, int]) -> object:
    return work(*pair)


def main(arguments: list[str]) -> int:
    """Print all tables and return an exit code."""
    import tempfile

    asked = argparse.ArgumentParser(description="Score the advice against companies whose truth is known.")
    asked.add_argument("--runs", type=int, default=2_000, help="intervals a line")
    asked.add_argument("--companies", type=int, default=400, help="companies of each size that get a verdict")
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--seed", type=int, default=SEED, help="another one for tuning")
    given = asked.parse_args(arguments)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(given.processes) as pool:
        missed = show_coverage(coverage_table(pool, given.runs), given.runs)
        missed += show_bands(spread(pool, partial(band_holds, seed=given.seed), given.runs), given.runs)
        told = spread(pool, partial(advised, seed=given.seed, folder=folder), given.companies)
        rows = pd.DataFrame([{name: getattr(one, name) for name in Advice.__slots__} for one in told])
        missed += show_skill(rows) + show_verdicts(rows)
        if "traps" in discovered():
            pairs = spread(pool, partial(trapped, seed=given.seed, folder=folder), given.companies)
            missed += show_traps([line for lines in pairs for line in lines])
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"\n{time.perf_counter() - start:,.0f} s on {given.processes} processes, the largest took {peak:,.0f} MB")
    print("missed:" if missed else "nothing that is wanted is missed", *missed, sep="\n  ")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
