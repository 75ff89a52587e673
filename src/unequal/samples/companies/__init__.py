"""One module a company: its truth, the look of its export, and its written files."""

from __future__ import annotations

from unequal.samples.profile import Profile

from .fernhill import FERNHILL
from .harbor import HARBOR
from .lantern import LANTERN
from .quarry import QUARRY

PROFILES: dict[str, Profile] = {profile.slug: profile for profile in (HARBOR, LANTERN, FERNHILL, QUARRY)}
