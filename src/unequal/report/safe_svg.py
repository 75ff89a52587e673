"""Pictures from outside: which of them may be shown, and SVG without anything that acts or reaches out."""

from __future__ import annotations

import re
import zlib
from xml.etree import ElementTree as ET

PNG_START = b"\x89PNG\r\n\x1a\n"
MOST_POINTS = 50_000_000
SVG_SPACE = "http://www.w3.org/2000/svg"
LINK_SPACE = "http://www.w3.org/1999/xlink"
ACTING = {"script", "foreignObject", "iframe", "object", "embed", "handler", "set", "animate", "animateTransform"}
LINKS = ("href", f"{{{LINK_SPACE}}}href", "src")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*>")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(", re.IGNORECASE)


def media_of(data: bytes) -> tuple[str | None, bytes]:
    """Return the media type of a picture, told by its bytes, and the picture made safe; None for anything else.

    >>> media_of(b"GIF89a")
    (None, b'GIF89a')
    """
    if data.startswith(PNG_START):
        return ("image/png", data) if is_sound_png(data) else (None, data)
    safe = safe_svg(data)
    return ("image/svg+xml", safe) if safe is not None else (None, data)


def is_sound_png(data: bytes) -> bool:
    """Return whether a PNG is whole: every part with its check sum, an end, and no more points than a page can hold."""
    if int.from_bytes(data[16:20], "big") * int.from_bytes(data[20:24], "big") > MOST_POINTS:
        return False
    at, kind, packed = len(PNG_START), b"", b""
    while kind != b"IEND" and at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if zlib.crc32(kind + body) != int.from_bytes(data[at + 8 + size : at + 12 + size], "big"):
            return False
        packed += body if kind == b"IDAT" else b""
        at += 12 + size
    return kind == b"IEND" and _unpacks(packed)


def _unpacks(packed: bytes) -> bool:
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed, 8 * MOST_POINTS)
    except zlib.error:
        return False
    return unpacker.eof


def safe_svg(data: bytes) -> bytes | None:
    """Return an SVG without scripts, handlers and references to anything outside; None when it is no sound SVG.

    >>> safe_svg(b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>y()</script><g/></svg>')
    b'<svg xmlns="http://www.w3.org/2000/svg"><g /></svg>'
    """
    try:
        text = _DOCTYPE.sub("", data.decode("utf-8"), count=1)
    except UnicodeDecodeError:
        return None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # entities of its own: bombs, and files read from the disk
        return None
    try:
        root = ET.fromstring(text)  # noqa: S314  # no entities are left to expand
    except ET.ParseError:
        return None
    if root.tag != f"{{{SVG_SPACE}}}svg":
        return None
    _disarm(root)
    register()
    return ET.tostring(root, encoding="unicode").encode()


def register() -> None:
    """Let the serialiser write SVG under its usual names."""
    ET.register_namespace("", SVG_SPACE)
    ET.register_namespace("xlink", LINK_SPACE)


def _disarm(element: ET.Element) -> None:
    for child in list(element):
        if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in ACTING:
            element.remove(child)
        else:
            _disarm(child)
    if element.tag == f"{{{SVG_SPACE}}}style" and _OUTSIDE.search(element.text or ""):
        element.text = ""
    for name, value in list(element.attrib.items()):
        bare = name.rpartition("}")[2].lower()
        is_link = name in LINKS and not value.startswith(("#", "data:image/png;", "data:image/jpeg;"))
        if bare.startswith("on") or is_link or _OUTSIDE.search(value):
            del element.attrib[name]
