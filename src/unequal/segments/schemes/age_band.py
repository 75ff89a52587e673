"""One field at a time: age band."""

from __future__ import annotations

from unequal.segments.levels import ByField

SCHEME = ByField(name="age_band", column="age_band")
