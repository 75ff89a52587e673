"""What the data check makes of small, known faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import unequal
from unequal.workbook import Run

Company = Callable[..., Path]
Deals = Callable[..., list[dict[str, Any]]]

TEN = "won 1,won 2,won 3,won 4,won 5,lost 1,lost 2,lost 3,lost 4,lost 5"
LOOSE = "[tables.deals]\nmay_set_aside = 0.9\n"


def check(path: Path, **knobs: Any) -> Run:
    return unequal.run("data_check", path, **knobs)


def codes(run: Run) -> list[str]:
    return [one.code.removeprefix("data_check.") for one in run.findings]


# --- rows


@pytest.mark.parametrize(
    ("faulty", "verdict"), [pytest.param(0, "go", id="none"), pytest.param(1, "caution", id="one of a hundred")]
)
def test_set_aside_rows_deserve_a_look_from_one_in_a_hundred_on(
    faulty: int, verdict: str, company: Company, deals: Deals
) -> None:
    rows = deals(",".join(["open 1"] * 100))
    for row in rows[:faulty]:
        row.update(status="won", closed_at="2020-01-01")
    run = check(company(deals=rows))
    found = run.finding("rows")
    assert (found.verdict, found.n, found.estimate) == (verdict, 100, faulty / 100)
    assert (run.facts.rows_read, run.facts.rows_set_aside) == (100, faulty)


def test_every_row_read_is_accounted_for(company: Company, deals: Deals) -> None:
    rows = deals(TEN)
    rows.append(dict(rows[0]))  # once more, all equal
    rows.append({**rows[1], "deal_id": "x", "closed_at": "2020-01-01"})  # closed before it began
    rows.append({**rows[2], "deal_id": "y", "created_at": "2027-01-01", "closed_at": "2027-02-01"})  # not yet known
    run = check(company(LOOSE, deals=rows))
    counts = run.facts.tables.iloc[0]
    assert counts["read"] == 13 == counts["used"] + counts[["set_aside", "duplicates", "after_as_of", "blank"]].sum()
    assert counts[["set_aside", "duplicates", "after_as_of"]].to_list() == [1, 1, 1]
    assert set(run.facts.problems["code"]) >= {"closed-before-created", "after-as-of"}
    assert run.facts.rows_set_aside == 1
    assert (run.facts.problems["where"].str.len() > 0).all()


def test_rows_are_counted_in_words(company: Company, deals: Deals) -> None:
    assert check(company(deals=deals("open 1"))).finding("rows").headline == "1 row was read, and 0 of them set aside."


def test_without_a_table_there_is_nothing_to_check(company: Company) -> None:
    run = check(company())
    assert (run.facts, run.findings) == (None, ())
    assert "Put data/deals.csv" in run.block["unavailable"]["unlock"]


def test_customers_alone_are_checked(company: Company) -> None:
    run = check(company(customers=[{"customer_id": "a"}, {"customer_id": "b", "parent_id": "a"}]))
    assert codes(run) == ["rows", "channel_and_users"]
    assert (run.facts.customers, run.facts.families, run.facts.habits) == (2, 1, None)
    run.record()


# --- dead deals


@pytest.mark.parametrize(
    ("dead", "verdict"), [pytest.param(1, "go", id="one in ten"), pytest.param(2, "caution", id="one in five")]
)
def test_a_pipeline_with_many_dead_deals_is_not_to_be_believed(
    dead: int, verdict: str, company: Company, deals: Deals
) -> None:
    rows = deals(",".join(["open 4"] * 10), last_activity_at="2026-06-29")
    for row in rows[:dead]:
        row["last_activity_at"] = "2026-05-01"
    found = check(company(deals=rows)).finding("dead_pipeline")
    assert (found.verdict, found.estimate, found.n) == (verdict, dead / 10, 10)


def test_silence_is_measured_by_the_knob(company: Company, deals: Deals) -> None:
    path = company(deals=deals(",".join(["open 4"] * 10), last_activity_at="2026-05-01"))  # silent for 60 days
    assert check(path).facts.habits.dead == 10
    assert check(path, silent_days=61).facts.habits.dead == 0


@pytest.mark.parametrize(("open_deals", "verdict"), [(4, "cannot tell"), (5, "go")])
def test_few_open_deals_do_not_tell(open_deals: int, verdict: str, company: Company, deals: Deals) -> None:
    assert check(company(deals=deals(",".join(["open 1"] * open_deals)))).finding("dead_pipeline").verdict == verdict


def test_open_deals_without_a_start_date_tell_nothing(company: Company, deals: Deals) -> None:
    rows = deals(",".join(["open 1"] * 9))
    for row in rows[:6]:
        row["created_at"] = None
    found = check(company(deals=rows)).finding("dead_pipeline")
    assert (found.verdict, found.n) == ("cannot tell", 3)
    assert found.headline.startswith("Only 3 open deals have a clock")
    assert found.answer == "Five open deals with a start date are needed; 6 deals have none."


def test_without_an_open_deal_no_pipeline_is_judged(company: Company, deals: Deals) -> None:
    assert codes(check(company(deals=deals(TEN)))) == ["rows", "segments_known"]


# --- close dates


@pytest.mark.parametrize(
    ("on_the_day", "verdict"), [pytest.param(5, "go", id="a quarter"), pytest.param(6, "caution", id="three in ten")]
)
def test_closes_on_the_last_day_of_a_quarter_are_habits(
    on_the_day: int, verdict: str, company: Company, deals: Deals
) -> None:
    rows = deals(",".join(["won 1"] * 20))
    for row in rows[:on_the_day]:
        row["closed_at"] = "2024-09-30"
    found = check(company(deals=rows)).finding("close_dates")
    assert (found.verdict, found.estimate, found.n) == (verdict, on_the_day / 20, 20)


@pytest.mark.parametrize(("closed", "asked"), [(19, False), (20, True)])
def test_a_habit_needs_twenty_closed_deals(closed: int, asked: bool, company: Company, deals: Deals) -> None:
    assert ("close_dates" in codes(check(company(deals=deals(",".join(["won 1"] * closed)))))) is asked


# --- segments

SIZES = [{"customer_id": "small", "employees": 10}, {"customer_id": "big", "employees": 1000}]


@pytest.mark.parametrize(
    ("unknown", "verdict", "says"),
    [
        pytest.param(0, "go", "Every deal has a segment.", id="none"),
        pytest.param(1, "go", "1 deal lacks a segment, 1 of them open.", id="a tenth of the open ones"),
        pytest.param(2, "caution", "2 deals lack a segment, 2 of them open.", id="more"),
    ],
)
def test_open_deals_without_a_segment_bend_every_win_rate(
    unknown: int, verdict: str, says: str, company: Company, deals: Deals
) -> None:
    rows = [*deals(TEN, account_id="small"), *deals(",".join(["open 1"] * 10), prefix="o", account_id="big")]
    for row in rows[10 : 10 + unknown]:
        row["account_id"] = None
    found = check(company(deals=rows, customers=SIZES)).finding("segments_known")
    assert (found.verdict, found.headline, found.estimate) == (verdict, says, unknown / 10)
    assert ("so any segment's own win rate is too high" in found.answer) == (verdict == "caution")


def test_the_scheme_in_force_is_said_with_its_reason(company: Company, deals: Deals) -> None:
    run = check(company(deals=deals(TEN)))
    assert run.facts.scheme == "everyone"
    assert "'size' finds nothing in the data to group by" in run.finding("segments_known").answer


# --- channel and end users


def test_channel_and_end_users_are_told_apart(company: Company) -> None:
    roles = ["end_user"] * 8 + ["reseller", "integrator"]
    run = check(company(customers=[{"customer_id": f"c{n}", "role": role} for n, role in enumerate(roles)]))
    found = run.finding("channel_and_users")
    assert (found.verdict, found.estimate, found.n) == ("go", pytest.approx(0.2), 10)
    assert run.facts.roles.to_dict("list") == {
        "role": ["end_user", "integrator", "reseller"],
        "customers": [8, 1, 1],
        "share": [0.8, 0.1, 0.1],
    }


@pytest.mark.parametrize(("silent", "verdict"), [(1, "go"), (2, "cannot tell")])
def test_many_customers_without_a_role_cannot_be_told_apart(silent: int, verdict: str, company: Company) -> None:
    roles = ["end_user"] * (10 - silent) + [""] * silent
    run = check(company(customers=[{"customer_id": f"c{n}", "role": role} for n, role in enumerate(roles)]))
    assert run.finding("channel_and_users").verdict == verdict
    assert run.facts.roles["role"].to_list() == ["end_user", "not said"]


def paying(*rows: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Customers who pay what `mrr` says, every month of a year."""
    months = [f"{2025 + (month > 12)}-{(month - 1) % 12 + 1:02d}-01" for month in range(7, 19)]
    return {
        "customers": [{"start_date": "2024-01-01", **{k: v for k, v in row.items() if k != "mrr"}} for row in rows],
        "revenue": [
            {"customer_id": row["customer_id"], "month": month, "mrr": row["mrr"]} for row in rows for month in months
        ],
    }


def users(n: int, **rest: Any) -> list[dict[str, Any]]:
    return [{"customer_id": f"c{place}", "mrr": 100, **rest} for place in range(n)]


def test_silent_partners_who_bend_a_figure_are_in_the_headline(company: Company) -> None:
    partner = {"customer_id": "p", "mrr": 1100, "role": ""}
    run = check(company(**paying(partner, *users(9, via_partner_id="p", role="end_user"))))
    found = run.finding("roles")
    assert found.headline.replace("\u00a0", " ") == (
        "1 customer looks like a partner without being called one: pooled with end users, "
        "revenue a customer looks 100 % too high."
    )
    assert (found.verdict, found.estimate) == ("caution", pytest.approx(1.0))
    assert run.table("role_hints")["why"].to_list() == ["9 customers buy through it"]


def test_where_many_say_no_role_a_bent_figure_is_a_stop(company: Company) -> None:
    run = check(company(**paying({"customer_id": "p", "mrr": 1100}, *users(9, via_partner_id="p"))))
    assert run.finding("roles").verdict == "stop"


@pytest.mark.parametrize(("mrr", "headline"), [(100, "pooled, no headline figure would"), (1100, "and it matters")])
def test_partners_who_are_said_are_kept_apart(mrr: int, headline: str, company: Company) -> None:
    partner = {"customer_id": "p", "mrr": mrr, "role": "reseller"}
    found = check(company(**paying(partner, *users(9, role="end_user")))).finding("roles")
    assert found.verdict == "go"
    assert headline in found.headline


def test_partners_of_whom_no_figure_is_known_cannot_be_weighed(company: Company) -> None:
    rows = [{"customer_id": "p"}, {"customer_id": "c", "via_partner_id": "p"}]
    assert "cannot be told" in check(company(customers=rows)).finding("roles").headline


def test_without_a_partner_nobody_asks(company: Company) -> None:
    assert "roles" not in codes(check(company(**paying(*users(9, role="end_user")))))


# --- spellings


def test_forty_spellings_are_counted_and_shown(company: Company) -> None:
    words = [
        name + mark
        for name in ("Small", "small", "SMALL", "sMall", "smAll")
        for mark in ("", "-", ".", "_", "!", "*", " .", " -")
    ]
    rows = [{"customer_id": f"c{place}", "segment": word} for place, word in enumerate(words)]
    run = check(company(customers=rows))
    found = run.finding("segment_names")
    assert (found.verdict, found.headline) == ("caution", "40 words stand for what may be 1 segment.")
    assert len(run.table("spellings")) == 1


def test_a_slip_of_a_segment_is_shown(company: Company) -> None:
    names = ["Enterprise"] * 5 + ["Entreprise"]
    run = check(company(customers=[{"customer_id": f"c{n}", "segment": name} for n, name in enumerate(names)]))
    assert run.finding("segment_names").answer == "Entreprise looks like a slip of Enterprise."


# --- late entry

SLOW_START = [{"deal_id": f"a{n}", "created_at": "2024-01-01", "closed_at": None, "status": "open"} for n in range(8)]


def quick(n: int) -> list[dict[str, Any]]:
    return [
        {"deal_id": f"b{i}", "created_at": "2025-06-03", "closed_at": f"2025-06-{3 + i % 20:02d}", "status": "lost"}
        for i in range(n)
    ]


def test_a_silence_at_the_start_of_the_file_is_told_with_the_line_to_write(company: Company) -> None:
    found = check(company(deals=[*SLOW_START, *quick(30)])).finding("late_entry")
    assert (found.verdict, found.n) == ("caution", 38)
    assert "which begins on 1 January 2024" in found.headline
    assert "Write deals_complete_from = 2025-06-03 into workspace.toml" in found.answer


def test_a_silence_of_losses_alone_is_told_too(company: Company) -> None:
    won = [{"deal_id": "w", "created_at": "2024-01-02", "closed_at": "2024-01-20", "status": "won"}]
    found = check(company(deals=[*SLOW_START, *won, *quick(30)])).finding("late_entry")
    assert found.headline.startswith("No deal is lost in the first 17.1 months of the file")
    assert "deals_complete_from = 2025-06-03" in found.answer


def test_a_silence_that_is_explained_is_settled(company: Company) -> None:
    found = check(company("deals_complete_from = 2025-06-03\n", deals=[*SLOW_START, *quick(30)])).finding("late_entry")
    assert found.verdict == "go"
    assert found.headline == "Closed deals are complete from 3 June 2025; older deals count only from that day on."


def test_without_a_silence_nobody_asks(company: Company, deals: Deals) -> None:
    assert "late_entry" not in codes(check(company(deals=deals(TEN))))


# --- what was known when


def test_a_past_day_is_a_backtest(company: Company, deals: Deals) -> None:
    path = company(deals=deals(f"{TEN},open 1,open 2"))
    then = unequal.run("data_check", path, as_of="2024-09-30")  # 92 days after the closed ones began
    assert then.facts.tables.iloc[0][["used", "after_as_of"]].to_list() == [10, 2]
    assert (then.facts.habits.deals, then.facts.habits.open_deals, then.facts.habits.closed) == (10, 4, 6)
