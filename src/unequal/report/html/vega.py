"""The chart library for a page: one script, made by vl-convert from what it ships, packed with gzip.

Making it takes a second or two, so it is kept in the user's own cache folder, by the version of vl-convert. Where that
folder cannot be written, or what lies there is not ours or not sound, it is made again; nothing else changes.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import os
import tempfile
import zlib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

SNIPPET = "window.vegaEmbed=vegaEmbed;"  # it carries Vega, Vega-Lite, and the interpreter that needs no eval


@dataclass(frozen=True, slots=True)
class Bundle:
    """A script, packed.

    Attributes:
        packed: Base64 of the gzipped script.
        sha256: Base64 of the hash of the unpacked script, as a content security policy names it.
    """

    packed: str
    sha256: str


@cache
def bundle() -> Bundle:
    """Return the chart library."""
    path = cache_folder() / f"vega-{metadata.version('vl-convert-python')}.js.gz"
    kept = _kept(path)
    script = kept if kept is not None else _made()
    packed = gzip.compress(script, compresslevel=9, mtime=0)
    if kept is None:
        _keep(path, packed)
    return Bundle(base64.b64encode(packed).decode(), script_hash(script))


def script_hash(script: bytes) -> str:
    """Return the hash of a script, as a content security policy names it."""
    return base64.b64encode(hashlib.sha256(script).digest()).decode()


def cache_folder() -> Path:
    """Return the folder where the chart library is kept."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("unequal", appauthor=False)) / "scripts"


def _made() -> bytes:
    import vl_convert

    from unequal.report.pictures import VEGA_LITE

    return vl_convert.javascript_bundle(SNIPPET, vl_version=VEGA_LITE).encode()


def _kept(path: Path) -> bytes | None:
    """Return what is kept, if it is there, whole, and nobody else could have written it."""
    try:
        about = path.lstat()
        is_ours = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)
        return (gzip.decompress(path.read_bytes()) or None) if is_ours and not path.is_symlink() else None
    except (OSError, EOFError, zlib.error):
        return None


def _keep(path: Path, packed: bytes) -> None:
    with contextlib.suppress(OSError):  # a cache that cannot be written costs time, no more
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:  # private to the user by itself
            file.write(packed)
        Path(file.name).replace(path)
