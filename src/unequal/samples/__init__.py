"""Four invented companies, made from a seed: one in each trap, and one that does well.

Nobody in them exists. Each is simulated from a known truth (its profile: how likely a deal is won, how long that takes,
how long customers stay), then exported as a real system would: with its own headers, with faults, with gaps.

    from unequal import samples

    samples.find("harbor")            # the folder of a company that ships with the package
    samples.write("elsewhere")        # the same bytes again
"""

from __future__ import annotations

from .build import SEED, write
from .bundle import find
from .companies import PROFILES

COMPANIES: dict[str, str] = {slug: profile.line for slug, profile in PROFILES.items()}

__all__ = ["COMPANIES", "PROFILES", "SEED", "find", "write"]
