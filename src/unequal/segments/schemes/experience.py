"""The level of experience that a customer needs: self-run, guided, managed."""

from __future__ import annotations

from unequal.segments.levels import ByField

LEVELS = ("self-run", "guided", "managed")  # from the least help needed up
SCHEME = ByField(name="experience", column="experience_level", observable_on_prospects=False, ranked=LEVELS)
