"""How a report looks: our own brand, or a `_brand.yml` in the open format of that name.

A brand decides accent, ink and paper, the logo, and the family of type where the font files lie beside it. It does not
decide the colours of verdicts or of segments, which mean something, and it cannot make text unreadable: colours are
moved until they stand 4.5 : 1 from their ground.

`read_brand` reads the file with the logo and fonts that it names, all as one JSON object which run.json keeps, so that
a finished run is drawn again without the folder that it came from; `brand_of` makes a `Brand` of that object.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from unequal.charts.theme import DARK, LIGHT, Theme
from unequal.errors import InputError, shown

from .colours import hexadecimal, mixed, readable
from .inert import clean
from .safe_svg import media_of

Json = dict[str, Any]

SANS, SERIF = "Inter", "Unequal Serif"
LARGEST_LOGO, LARGEST_FONT = 300_000, 2_000_000  # bytes; a page with more is no longer sent by e-mail
FONT_ENDS = (".ttf", ".otf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours of a page: paper, text, quiet text, lines, tinted ground, accent."""

    paper: str
    ink: str
    quiet: str
    line: str
    tint: str
    accent: str


DAY = Palette(paper="#ffffff", ink="#1d2530", quiet="#55606c", line="#d9dfe4", tint="#f4f6f8", accent="#0b6e6e")
NIGHT = Palette(paper="#12161b", ink="#e8ecf0", quiet="#a3aeb9", line="#333c46", tint="#1b2128", accent="#4fc3bf")

# Verdict -> (ground, text) of its badge. Shape and word go with it, so that nobody depends on the colour.
BADGES_BY_DAY = {
    "go": ("#0b6e6e", "#ffffff"),
    "caution": ("#f2b134", "#2a1c00"),
    "stop": ("#b3261e", "#ffffff"),
    "cannot tell": ("#5a6570", "#ffffff"),
}
BADGES_BY_NIGHT = {
    "go": ("#4fc3bf", "#06201f"),
    "caution": ("#f2b134", "#2a1c00"),
    "stop": ("#ff8a80", "#3a0905"),
    "cannot tell": ("#b4bec8", "#1b2128"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture of the brand, and what it says to those who cannot see it."""

    media: str
    data: bytes
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFile:
    """One cut of a family."""

    name: str
    family: str
    weight: int
    italic: bool
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Brand:
    """What decides how a report looks.

    Attributes:
        name: Who signs it; empty for our own.
        day: Colours on white paper, and in print.
        night: Colours on a dark screen.
        logo: Shown on the cover.
        fonts: Files of the families that it names.
        base: Family of text, tables and charts.
        headings: Family of headings.
        prose: Family of long prose.
    """

    name: str = ""
    day: Palette = DAY
    night: Palette = NIGHT
    logo: Logo | None = None
    fonts: tuple[FontFile, ...] = ()
    base: str = SANS
    headings: str = SANS
    prose: str = SERIF

    @cached_property
    def chart_by_day(self) -> Theme:
        """Theme of charts on paper."""
        return self._theme(LIGHT, self.day)

    @cached_property
    def chart_by_night(self) -> Theme:
        """Theme of charts on a dark screen."""
        return self._theme(DARK, self.night)

    def _theme(self, base: Theme, palette: Palette) -> Theme:
        return Theme(
            ink=palette.ink,
            faint=base.faint,
            context=base.context,
            accent=palette.accent,
            threshold=base.threshold,
            palette=base.palette,
            font=f"{self.base}, {SANS}, sans-serif",
            font_size=base.font_size,
        )


OURS = Brand()


def read_brand(path: Path) -> Json:
    """Return a `_brand.yml` with the files that it names, as run.json keeps it.

    Raises:
        InputError: It is not readable, not of the format, or names a file that is not there or not of a known kind.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"The brand {path} cannot be read: {fault}.", mend="Save it as UTF-8 text.") from fault
    named = _named_files(_parsed(text, path.name))
    files = {name: base64.b64encode(_file(path.parent, name)).decode() for name in sorted(set(named))}
    content = {"file": path.name, "text": text, "files": files}
    brand_of(content)
    return content


def brand_of(content: Mapping[str, Any] | None) -> Brand:
    """Return the brand that a run was given, or our own.

    Raises:
        InputError: It is not of the format, or a colour, logo or font is none.
    """
    if not content:
        return OURS
    parsed = _parsed(str(content.get("text", "")), str(content.get("file", "_brand.yml")))
    files = {str(name): base64.b64decode(data) for name, data in (content.get("files") or {}).items()}
    base, headings, fonts = _type(parsed, files)
    day, night = _palettes(parsed)
    return Brand(
        name=_name(parsed),
        day=day,
        night=night,
        logo=_logo(parsed, files),
        fonts=fonts,
        base=base,
        headings=headings,
        prose=base if base != SANS else SERIF,
    )


def _parsed(text: str, file: str) -> Any:
    from brand_yml import Brand as Read
    from ruamel.yaml.error import YAMLError

    try:
        return Read.from_yaml_str(text)
    except (ValueError, YAMLError) as fault:
        first = str(fault).strip().splitlines()
        found = f"The brand {file} is not in the brand.yml format: {'; '.join(line.strip() for line in first[:3])}."
        raise InputError(found, mend="Compare it with the format's page, or take the file away to use ours.") from fault


def _name(parsed: Any) -> str:
    name = parsed.meta.name if parsed.meta else None
    full = getattr(name, "full", None) or getattr(name, "short", None) or name or ""
    return clean(str(full))


def _palettes(parsed: Any) -> tuple[Palette, Palette]:
    colours = parsed.color
    accent = _colour(colours, "primary") or DAY.accent
    ink = _colour(colours, "foreground") or DAY.ink
    day = Palette(
        paper=DAY.paper,
        ink=readable(ink, on=DAY.tint, ratio=7),
        quiet=DAY.quiet,
        line=DAY.line,
        tint=DAY.tint,
        accent=readable(accent, on=DAY.tint),
    )
    night = Palette(
        paper=NIGHT.paper,
        ink=NIGHT.ink,
        quiet=NIGHT.quiet,
        line=NIGHT.line,
        tint=NIGHT.tint,
        accent=readable(mixed(accent, "#ffffff", 0.25), on=NIGHT.tint),
    )
    return day, night


def _colour(colours: Any, role: str) -> str | None:
    value = getattr(colours, role, None) if colours else None
    if value is None:
        return None
    found = hexadecimal(str(value))
    if found is None:
        problem = f"The brand's {role} colour {shown(value)} is no colour that we know."
        raise InputError(problem, mend="Write it as #rrggbb, or as a name of the palette in the same file.")
    return found


def _logo_resource(parsed: Any) -> Any:
    logo = parsed.logo
    sizes = [getattr(logo, size, None) for size in ("medium", "small", "large")] if hasattr(logo, "medium") else [logo]
    found = next((one for one in sizes if one is not None), None)
    return getattr(found, "light", found) or getattr(found, "dark", None)


def _named_files(parsed: Any) -> list[str]:
    names = [_local(getattr(_logo_resource(parsed), "path", None))]
    fonts = getattr(parsed.typography, "fonts", None) or []
    names += [_local(getattr(file, "path", None)) for font in fonts for file in getattr(font, "files", None) or []]
    return [name for name in names if name]


def _local(location: Any) -> str | None:
    """Return a path beside the brand; addresses are passed by, for a report asks nobody for anything."""
    root = getattr(location, "root", None)
    return root.as_posix() if isinstance(root, Path) else None


def _file(folder: Path, name: str) -> bytes:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise InputError(f"The brand names {shown(name)}, outside its own folder.", mend="Put the file beside it.")
    try:
        return path.read_bytes()
    except OSError as fault:
        found = f"The brand names {shown(name)}, which cannot be read."
        raise InputError(found, mend=f"Put the file at {path}, or take the line away.") from fault


def _logo(parsed: Any, files: Mapping[str, bytes]) -> Logo | None:
    resource = _logo_resource(parsed)
    name = _local(getattr(resource, "path", None))
    if name is None or name not in files:
        return None
    media, data = media_of(files[name])
    if media is None or len(data) > LARGEST_LOGO:
        found = f"The brand's logo {shown(name)} is no PNG or SVG of at most {LARGEST_LOGO // 1000} kB."
        raise InputError(found, mend="Save it as one of these, smaller.")
    return Logo(media=media, data=data, alt=clean(str(getattr(resource, "alt", None) or _name(parsed) or "logo")))


def _type(parsed: Any, files: Mapping[str, bytes]) -> tuple[str, str, tuple[FontFile, ...]]:
    """Return the families of text and headings, with their files; a family without files here is not used."""
    type_ = parsed.typography
    fonts = tuple(
        _font(font.family, file, files)
        for font in getattr(type_, "fonts", None) or []
        for file in getattr(font, "files", None) or []
        if _local(getattr(file, "path", None)) in files
    )
    here = {one.family for one in fonts}
    base, headings = (getattr(getattr(type_, role, None), "family", None) for role in ("base", "headings"))
    chosen = base if base in here else SANS
    return chosen, headings if headings in here else chosen, fonts


def _font(family: str, file: Any, files: Mapping[str, bytes]) -> FontFile:
    name = _local(file.path) or ""
    data = files[name]
    if not name.lower().endswith(FONT_ENDS) or len(data) > LARGEST_FONT:
        found = f"The brand's font {shown(name)} is no TTF or OTF of at most {LARGEST_FONT // 1_000_000} MB."
        raise InputError(found, mend="Save the font as TTF, with the letters that you need.")
    weight = file.weight if isinstance(file.weight, int) else {"bold": 700}.get(str(file.weight), 400)
    if not family.replace(" ", "").replace("-", "").isalnum():
        raise InputError(f"The brand's family {shown(family)} is no name of a font.", mend="Use letters and digits.")
    return FontFile(name=name, family=family, weight=weight, italic=str(file.style) == "italic", data=data)
