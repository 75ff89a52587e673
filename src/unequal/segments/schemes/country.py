"""One field at a time: country."""

from __future__ import annotations

from unequal.segments.levels import ByField

SCHEME = ByField(name="country", column="country")
