"""One field at a time: industry."""

from __future__ import annotations

from unequal.segments.levels import ByField

SCHEME = ByField(name="industry", column="industry")
