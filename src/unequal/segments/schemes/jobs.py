"""What the product is hired for: the main job of each customer, as interviews found it."""

from __future__ import annotations

from unequal.segments.levels import ByField

SCHEME = ByField(name="jobs", column="job_primary", observable_on_prospects=False)
