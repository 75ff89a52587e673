"""One field at a time: gender."""

from __future__ import annotations

from unequal.segments.levels import ByField

SCHEME = ByField(name="gender", column="gender")
