"""How likely each segment's deals are won in time: from its own deals, else from typed figures, else by its tier."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from unequal.economics.clocks import DealClocks
from unequal.economics.own_deals import OwnDeals, own_deals
from unequal.economics.pipeline import Pipeline, open_pipeline
from unequal.economics.tier_mates import tier_mates
from unequal.economics.tiers import TierPrior, tier_prior
from unequal.economics.typed_figures import TypedFigures, typed_figures
from unequal.segments.order import ALL, OTHER, UNKNOWN
from unequal.workbook import Inputs
from unequal.workbook.segment_figures import SegmentFigures


@dataclass(frozen=True)
class Chances:
    """One segment's deals.

    Attributes:
        figures: What is known of the segment.
        everybody: All deals of end users with a clock.
        new_per_month: Deals that the plan starts.
    """

    figures: SegmentFigures
    everybody: DealClocks
    new_per_month: float

    @cached_property
    def clocks(self) -> DealClocks:
        """Its own deals."""
        return self.everybody.of(self.figures.name)

    @cached_property
    def prior(self) -> TierPrior:
        """Figures of its tier."""
        known = self.clocks.frame["acv"].dropna()
        acv = float(known.median()) if len(known) else self.figures.acv.value
        return tier_prior(self.figures.name, median_acv=acv, register=self.figures.inputs.workspace.register)

    @cached_property
    def typed(self) -> TypedFigures | None:
        """What somebody typed of its cycle and win rate; None where nobody did."""
        row = self.figures.typed_row()
        return None if row is None else typed_figures(row, self.prior)

    @cached_property
    def model(self) -> OwnDeals | TypedFigures:
        """Where its chances come from."""
        if self.typed is not None and not len(self.clocks.frame):
            return self.typed
        register = self.figures.inputs.workspace.register
        mates = tier_mates(self.everybody, self.figures.name, self.prior, register=register)
        return own_deals(self.clocks, self.prior, mates=mates)

    @cached_property
    def pipeline(self) -> Pipeline:
        """Its open deals, and those that the plan starts."""
        return open_pipeline(self.clocks, new_per_month=self.new_per_month)

    @property
    def won(self) -> int:
        """Deals won so far."""
        return self.clocks.counts["won"]


def other_segments(inputs: Inputs, name: str) -> tuple[str, ...]:
    """Return the segments beside one, in reading order, those typed by hand included."""
    typed = inputs.tables.get("segments")
    stated = [] if typed is None else [str(one) for one in typed["segment"]]
    known = dict.fromkeys([*inputs.segments, *inputs.workspace.plan_segments, *stated])
    return tuple(one for one in known if one not in (name, ALL, OTHER, UNKNOWN))
