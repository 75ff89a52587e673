"""The funnel of those who sign up by themselves: bought attention in, people who pay out, quarter by quarter."""

from __future__ import annotations

from .deals import Deal
from .months import month_number
from .world import World

Row = dict[str, object]

QUARTERS = 6
SPEND_WOBBLE = 0.06


def funnel_rows(world: World) -> list[Row]:
    """Return two rows a quarter: those who went on alone, and those to whom somebody explained the product.

    Who was helped has a deal of its own; who was not mostly left without a trace. Both are counted by the quarter in
    which they came, and who pays is who the deals say was won by the day of the export.
    """
    truth = world.profile.sign_ups
    assert truth is not None
    draws = world.draws("funnel")
    last = month_number(world.profile.as_of) // 3
    rows: list[Row] = []
    for quarter in range(last - QUARTERS + 1, last + 1):
        came = [deal for deal in world.deals if month_number(deal.created_at) // 3 == quarter]
        spend = 3 * world.profile.money.marketing * draws.uniform(1 - SPEND_WOBBLE, 1 + SPEND_WOBBLE)
        helped = _of(came, truth.helped)
        alone = round(spend / truth.cost) - len(helped)
        sides = (
            (False, truth.alone, alone, truth.contacts_alone),
            (True, truth.helped, len(helped), truth.contacts_helped),
        )
        for assisted, source, signups, contacts in sides:
            rows.append(
                {
                    "segment": truth.segment,
                    "period": f"{quarter // 4}-Q{quarter % 4 + 1}",
                    "channel": source,
                    "assisted": assisted,
                    "signups": signups,
                    "converted": sum(deal.won and deal.closed_by(world.profile.as_of) for deal in _of(came, source)),
                    "spend": round(signups * truth.cost),
                    "contacts_30d": draws.poisson(signups * contacts),
                }
            )
    return rows


def _of(deals: list[Deal], source: str) -> list[Deal]:
    return [deal for deal in deals if deal.tier.sources[0][0] == source]
