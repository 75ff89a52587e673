"""One field at a time: education."""

from __future__ import annotations

from unequal.segments.levels import ByField

SCHEME = ByField(name="education", column="education")
