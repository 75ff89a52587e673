"""The pipeline as the CRM exports it: deals, and what changed on them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from unequal.units import DAYS_PER_MONTH

from .deals import Deal
from .draws import Draws
from .world import World

Row = dict[str, object]

NO_DECISION = 0.25  # share of lost deals that simply end
LOST_REASONS = (("price", 0.3), ("competitor", 0.2), ("no budget", 0.2), ("missing feature", 0.2), ("timing", 0.1))
HOPE = 0.75  # first expected close, as a share of the median time to win
PUSH_DAYS = 45
MOST_PUSHES = 5
PURCHASING = (("direct", 0.7), ("rfp", 0.25), ("auction", 0.05))


def deals_rows(world: World) -> list[Row]:
    """Return the deals that the export holds."""
    complete = world.profile.deals_complete_from
    return [_deal(world, deal) for deal in world.deals if not _dropped(deal, complete)]


def _dropped(deal: Deal, complete_from: date | None) -> bool:
    """Return whether the move to a new CRM has dropped the deal: old losses were left behind, old wins were kept."""
    return complete_from is not None and not deal.won and deal.ends_at < complete_from


def _deal(world: World, deal: Deal) -> Row:
    profile, draws = world.profile, world.draws("deals rows", deal.deal_id)
    closed = deal.closed_by(profile.exported)
    end = min(deal.ends_at, profile.exported)
    row: Row = {"deal_id": deal.deal_id, "account_id": deal.account.account_id, "created_at": deal.created_at}
    row |= {"segment": deal.tier.segment, "acv": deal.acv, "currency": deal.account.currency or None}
    row |= {"source": draws.weighted(deal.tier.sources), "partner_id": deal.partner_id}
    if deal.tier.hours:
        row |= {"owner": draws.pick(profile.owners), "procurement": draws.weighted(PURCHASING)}
    row |= {"hours_sales": _hours(deal, end, draws), "status": _status(deal, draws) if closed else "open"}
    row |= {"closed_at": deal.ends_at if closed else None, "entered_at": _entered(deal, profile.deals_complete_from)}
    row |= {"last_activity_at": _last_touch(deal, end, closed, draws)}
    stages, dates = _stages(world, deal), _expected_closes(world, deal)
    row |= {"stage": stages[-1][1] if stages else None, "expected_close": dates[-1][1] if dates else None}
    if deal.won and closed:
        row |= {"billing": draws.weighted(deal.tier.billing), "payment_days": draws.pick(deal.tier.payment_days)}
    if row["status"] == "lost":
        row |= {"lost_reason": draws.weighted(LOST_REASONS)}
    return row


def _status(deal: Deal, draws: Draws) -> str:
    ended_in_nothing = draws.chance(NO_DECISION)
    if deal.won:
        return "won"
    return "no_decision" if ended_in_nothing else "lost"


def _hours(deal: Deal, end: date, draws: Draws) -> float | None:
    whole = max(1, (deal.ends_at - deal.created_at).days)
    passed = min(1.0, (end - deal.created_at).days / whole)
    share = passed if deal.won else 0.6 * passed
    hours = round(2 * deal.tier.hours * draws.lognormal(1.0, 0.3) * share) / 2
    return hours if deal.tier.hours else None


def _entered(deal: Deal, complete_from: date | None) -> date | None:
    """Return the day on which the deal came into view; only a moved CRM knows one."""
    if complete_from is None:
        return None
    return max(deal.created_at, complete_from) if deal.ends_at >= complete_from else None


def _last_touch(deal: Deal, end: date, closed: bool, draws: Draws) -> date:
    silent = timedelta(days=draws.whole(0, 3) if closed or deal.forgotten else draws.whole(0, 28))
    return max(deal.created_at, end - silent)


def _stages(world: World, deal: Deal) -> list[tuple[date, str]]:
    """Return the days on which the deal came into its stages, as far as the export knows."""
    names, draws = deal.tier.stages, world.draws("stages", deal.deal_id)
    reached = len(names) if deal.won else draws.whole(1, max(1, len(names) - 1))
    length = (deal.ends_at - deal.created_at).days
    shares = sorted(draws.uniform(0.05, 0.95) for _ in range(reached - 1))
    days = [deal.created_at, *(deal.created_at + timedelta(days=round(share * length)) for share in shares)]
    known = [(day, name) for day, name in zip(days, names, strict=False) if day <= world.profile.exported]
    # Two stages on one day are one change: the later one is what the CRM keeps.
    return [entry for entry, after in pairwise([*known, (date.max, "")]) if entry[0] != after[0]]


def _expected_closes(world: World, deal: Deal) -> list[tuple[date, date]]:
    """Return the days on which somebody wrote down an expected close, and the day written."""
    if not deal.tier.stages:
        return []
    draws, end = world.draws("expected", deal.deal_id), min(deal.ends_at, world.profile.exported)
    hope = deal.created_at + timedelta(
        days=round(HOPE * deal.tier.win_months * DAYS_PER_MONTH * draws.lognormal(1, 0.3))
    )
    written = [(deal.created_at, hope)]
    while hope < end and len(written) <= MOST_PUSHES and not (deal.forgotten and len(written) > 1):
        noticed = hope + timedelta(days=draws.whole(0, 6))
        if noticed >= end:
            break
        hope = noticed + timedelta(days=round(draws.lognormal(PUSH_DAYS, 0.4)))
        written.append((noticed, hope))
    return written


def deal_history_rows(world: World) -> list[Row]:
    """Return the changes of stage and of expected close of every deal in the export, oldest first."""
    complete = world.profile.deals_complete_from
    rows: list[Row] = []
    for deal in world.deals:
        if _dropped(deal, complete):
            continue
        rows += _changes(deal.deal_id, "stage", _stages(world, deal))
        rows += _changes(deal.deal_id, "expected_close", [(day, to) for day, to in _expected_closes(world, deal)])
    return sorted(rows, key=lambda row: (row["changed_at"], row["deal_id"], row["field"]))  # type: ignore[arg-type,return-value]


def _changes(deal_id: str, field: str, entries: list[tuple[date, str]] | list[tuple[date, date]]) -> list[Row]:
    rows: list[Row] = []
    before: object = None
    for day, now in entries:
        rows.append({"deal_id": deal_id, "changed_at": day, "field": field, "old": before, "new": now})
        before = now
    return rows
