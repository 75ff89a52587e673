"""One page that says what the other analyses say, and never anything else."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import unequal
from unequal.workbook import Run
from unequal.workbook.view import KEY

Company = Callable[..., Path]
Deals = Callable[..., list[dict[str, Any]]]

CASH = "[plan]\ncash = 900_000\nmonthly_burn = 75_000\n"
SURE = ",".join(["won 1"] * 40 + ["open 0.1"] * 8)
HOPELESS = ",".join(["lost 1"] * 40 + ["open 0.1"] * 8)
SIX_OPEN = "open 7,open 5,open 4,open 3,open 2,open 1"


def both(path: Path, **rest: Any) -> tuple[Run, Run]:
    return unequal.run("memo", path, **rest), unequal.run("runway", path, **rest)


def tiles(memo: Run) -> dict[str, str]:
    return dict(memo.table("tiles").itertuples(index=False))


SITUATIONS = {
    "go": (CASH, SURE, "go", "Pursue all segments: 2 wins by 30 October 2026", "pursue"),
    "stop": (CASH, HOPELESS, "stop", "Change the plan. Over-Reach: 2 wins of all segments", "change the plan"),
    "cannot tell": (CASH, SIX_OPEN, "cannot tell", "The data does not decide yet", "find out first"),
    "caution": (
        CASH + "wins_needed = 1\nnew_deals_per_month = 5\n", ",".join(["won 1"] * 7 + ["open 0.1", "open 0.2"]),
        "caution", "Pursue all segments with open eyes: 1 win by", "pursue, and watch the date",
    ),
    "past": (
        "[plan]\ncash = 300_000\nmonthly_burn = 75_000\n", SURE,
        "stop", "Change the plan. Over-Reach", "change the plan",
    ),
    "alive": ("[plan]\ncash = 900_000\nmonthly_burn = 10\n", SURE, "go", "No date presses", "choose freely"),
}  # fmt: skip


@dataclass(frozen=True)
class Situation:
    runs: dict[str, Run]
    verdict: str
    headline: str
    action: str


@pytest.fixture(scope="module", params=SITUATIONS.values(), ids=SITUATIONS)
def situation(request: pytest.FixtureRequest, company: Company, deals: Deals) -> Situation:
    """Every analysis of one company, and what its memo must say."""
    plan, text, *expected = request.param
    path = company(plan, deals=deals(text))
    return Situation({name: unequal.run(name, path) for name in unequal.analyses()}, *expected)


def test_the_memo_says_what_the_runway_says_or_the_trap_that_the_company_walks_into(situation: Situation) -> None:
    memo, runway, traps = (situation.runs[name] for name in ("memo", "runway", "traps"))
    found = memo.finding("what_to_do")
    alive = math.isnan(runway.facts.decision_months)
    trapped = traps.finding("over_reach").verdict == "stop"
    decisive = (
        traps.finding("over_reach")
        if trapped
        else runway.finding("decision_date" if alive else "wins_by_decision_date")
    )
    assert (found.verdict, found.action) == (situation.verdict, situation.action)
    assert found.headline.startswith(situation.headline)
    assert found.answer.startswith(decisive.answer)
    same = ("verdict", "grade", "estimate", "low", "high", "prob", "n", "unit", "evidence", "would_change_it", "scope")
    assert repr([getattr(found, name) for name in same]) == repr([getattr(decisive, name) for name in same])
    memo.record()


def test_every_finding_of_the_memo_is_the_others_own(situation: Situation) -> None:
    own = [repr(one) for name, run in situation.runs.items() if name != "memo" for one in run.findings]
    assert sorted(repr(one).partition("(")[2] for one in situation.runs["memo"].facts.findings) == sorted(
        one.partition("(")[2] for one in own
    )


def test_the_gravest_finding_stands_first(situation: Situation) -> None:
    shown = [one.verdict for one in situation.runs["memo"].facts.findings]
    assert shown == sorted(shown, key=("stop", "caution", "cannot tell", "go").index)


def test_the_memo_has_the_workspaces_knobs_and_not_a_callers(company: Company, deals: Deals) -> None:
    path = company(CASH, deals=deals(SIX_OPEN))
    unequal.run("runway", path, raise_months=0)
    assert unequal.run("memo", path).facts.decision_months == 4.0


def test_a_scenario_moves_memo_and_runway_together(company: Company, deals: Deals) -> None:
    path = company(CASH, deals=deals(SIX_OPEN))
    (path / "scenarios").mkdir()
    (path / "scenarios" / "bridge.toml").write_text("[plan]\nraise_months = 3\n", encoding="utf-8")
    memo, runway = both(path, scenario="bridge")
    assert memo.facts.decision_months == runway.facts.decision_months == 7.0


def test_without_cash_the_memo_cannot_tell_and_says_what_is_missing(company: Company, deals: Deals) -> None:
    memo, runway = both(company(deals=deals(SIX_OPEN)))
    found = memo.finding("what_to_do")
    assert runway.facts is None
    assert (found.verdict, found.action) == ("cannot tell", None)
    assert "Cash and burn under [plan]" in found.would_change_it
    assert tiles(memo)["Chance in time"] == "not known"


def test_customers_alone_give_a_memo(company: Company) -> None:
    memo = unequal.run("memo", company(customers=[{"customer_id": "a"}]))
    assert memo.finding("what_to_do").verdict == "cannot tell"
    memo.record()


def test_figures_typed_by_hand_give_a_memo(company: Company) -> None:
    typed = [{"segment": "Big", "win_rate": 0.2, "cycle_months": 8, "grade": "E4"}]
    memo, runway = both(company(CASH + "target_segment = 'Big'\n", segments=typed))
    assert memo.finding("what_to_do").verdict == runway.finding("wins_by_decision_date").verdict
    assert tiles(memo)["Focus segment"] == "Big"


def test_without_a_table_there_is_no_memo(company: Company) -> None:
    memo = unequal.run("memo", company())
    assert (memo.facts, memo.findings) == (None, ())


SIZES = [{"customer_id": "small", "employees": 10}, {"customer_id": "big", "employees": 1000}]


UNSURE = ",".join(["won 1"] * 7 + ["lost 2"] * 9 + ["open 0.1"] * 5)


@pytest.mark.parametrize(("small", "told"), [(SURE, True), (HOPELESS, False)])
def test_a_better_segment_is_named(small: str, told: bool, company: Company, deals: Deals) -> None:
    rows = [*deals(small, prefix="s", account_id="small"), *deals(UNSURE, prefix="b", account_id="big")]
    memo = unequal.run("memo", company(CASH + "target_segment = 'Big'\n", deals=rows, customers=SIZES))
    found = memo.finding("what_to_do")
    assert found.verdict != "stop"
    assert ("likelier in Small" in found.answer) is told


def test_a_doubt_about_the_data_is_passed_on(company: Company, deals: Deals) -> None:
    quiet = deals(SIX_OPEN, last_activity_at="2026-03-01")
    found = unequal.run("memo", company(CASH, deals=quiet)).finding("what_to_do")
    assert "Mind the data:" in found.answer
    assert "open deals look dead" in found.answer


def test_the_tiles_say_date_chance_and_the_deepest_point(company: Company, deals: Deals) -> None:
    shown = tiles(unequal.run("memo", company(CASH, deals=deals(SIX_OPEN))))
    assert shown["Show wins by"] == "30 October 2026"
    assert shown["Chance in time"].startswith("44")
    assert shown["Deepest point of cash"] == "ends after 12 months"
    assert shown["Biggest unknown"].endswith("?")
    alive = tiles(unequal.run("memo", company("[plan]\ncash = 900_000\nmonthly_burn = 1_000\n", deals=deals(SURE))))
    assert (alive["Show wins by"], alive["Chance in time"]) == ("no date presses", "not asked")
    assert alive["Deepest point of cash"] == "€864,000 in month 36"


def test_what_would_change_our_mind_begins_with_the_gravest(company: Company, deals: Deals) -> None:
    path = company(CASH, deals=deals(HOPELESS))
    shown = unequal.run("memo", path, reasons=2).table("would_change")
    assert len(shown) == 2
    assert shown["headline"].iloc[0] == unequal.run("runway", path).finding("wins_by_decision_date").headline


TRAPPED = {
    "activities": [
        {"customer_id": f"c{n}", "date": f"2026-0{month}-10", "hours": 2, "kind": "call"}
        for n in range(8) for month in range(1, 7)
    ],
    "customers": [{"customer_id": f"c{n}", "start_date": "2025-12-31"} for n in range(8)],
    "revenue": [
        {"customer_id": f"c{n}", "month": f"2026-0{month}-01", "mrr": 60, "direct_cogs": 6}
        for n in range(8) for month in range(1, 7)
    ],
    "cost_pools": [{"pool": "care", "month": "2026-06-01", "cost": 9_600, "fte": 2, "driver": "hours"}],
}  # fmt: skip
SERVED = "\n[plan.segments.all]\navoidable_fixed_cost = 5_000\nnet_new_per_month = 2\n"


def test_a_trap_is_named_though_wins_are_likely(company: Company, deals: Deals) -> None:
    path = company(CASH + SERVED, deals=deals(SURE), **TRAPPED)
    memo, traps = unequal.run("memo", path), unequal.run("traps", path)
    found, trap = memo.finding("what_to_do"), traps.finding("too_much_tlc")
    assert (found.verdict, found.action) == ("stop", "change the plan")
    assert found.headline == f"Change the plan. {trap.headline}"
    assert found.answer.startswith(trap.answer)
    assert unequal.run("runway", path).finding("wins_by_decision_date").answer in found.answer


def test_of_two_traps_the_one_is_named_that_no_time_clears(company: Company, deals: Deals) -> None:
    path = company(CASH + SERVED, deals=deals(HOPELESS), **TRAPPED)
    traps = unequal.run("traps", path)
    assert {traps.finding(name).verdict for name in ("over_reach", "too_much_tlc")} == {"stop"}
    assert "Too Much TLC" in unequal.run("memo", path).finding("what_to_do").headline


def test_a_trap_is_named_without_cash(company: Company) -> None:
    memo = unequal.run("memo", company("[plan]\nraise_months = 6\n" + SERVED, **TRAPPED))
    assert "Too Much TLC" in memo.finding("what_to_do").headline


def test_a_trap_that_is_near_is_told_beside_the_answer(company: Company, deals: Deals) -> None:
    lighter = {**TRAPPED, "activities": [{**row, "hours": 0.6} for row in TRAPPED["activities"]]}
    found = unequal.run("memo", company(CASH, deals=deals(SURE), **lighter)).finding("what_to_do")
    assert found.verdict == "go"
    assert "A trap is near: Too Much TLC" in found.answer


def test_the_page_shows_what_is_grave_and_counts_what_else_says_go(sample: Path) -> None:
    memo = unequal.run("memo", sample)
    shown, found = memo.table("verdicts"), memo.facts.findings
    grave = [one for one in found if one.verdict.value != "go"]
    assert len(shown) == max(len(grave), 12)
    assert len(found) > len(shown)
    assert shown["verdict"].to_list()[: len(grave)] == [one.verdict.value for one in grave]
    assert f"{len(found) - len(shown)} findings more say go" in shown.attrs[KEY]["note"]
