"""A client's name as the name of a file or folder that every system accepts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

LONGEST = 60  # bytes; leaves room for a date, a scenario and a suffix under every system's limit of 255
HASH_CHARACTERS = 8
NAMELESS = "workspace"
RESERVED = frozenset(  # names of devices on Windows, with any ending
    {"con", "prn", "aux", "nul"} | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)


def slug(name: str) -> str:
    """Return a name that is legal as a path part on every system: small letters, digits and single hyphens.

    Accents go; letters of other scripts stay. A name that is too long, that is a device on Windows, or of which nothing
    is left gets a hash of the whole name. A slug is its own slug.

    >>> slug("Müller & Söhne GmbH"), slug("../../etc/passwd"), slug("CON"), slug("…")
    ('muller-sohne-gmbh', 'etc-passwd', 'con-a3dbc4b6', 'workspace-b4935894')
    """
    words = _words(name)
    if not words:
        return _hashed(NAMELESS, name)
    if words in RESERVED:
        return _hashed(words, name)
    if len(words.encode()) > LONGEST:
        return _hashed(words, name)
    return words


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Return a slug for each name; names that would share one get a hash, and only those.

    >>> list(slugs(["Acme", "Beta"]).values())
    ['acme', 'beta']
    >>> len(set(slugs(["Acme", "ACME"]).values()))
    2
    """
    distinct = list(dict.fromkeys(names))
    plain = {name: slug(name) for name in distinct}
    shared = {one for one, count in Counter(plain.values()).items() if count > 1}
    return {name: _hashed(one, name) if one in shared else one for name, one in plain.items()}


def _words(name: str) -> str:
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(c for c in bare if not unicodedata.category(c).startswith("M"))
    kept = "".join(c if c.isalnum() else "-" for c in unicodedata.normalize("NFKC", letters))
    return re.sub("-+", "-", kept).strip("-")


def _hashed(words: str, name: str) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_CHARACTERS]
    room = LONGEST - HASH_CHARACTERS - 1
    return f"{words.encode()[:room].decode('utf-8', 'ignore').strip('-')}-{digest}"
