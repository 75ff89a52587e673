"""The level of experience that a customer needs: self-run, guided, managed."""

from __future__ import annotations

from unequal.segments.levels import ByField

SCHEME = ByField(name="experience", column="experience_level", observable_on_prospects=False)
