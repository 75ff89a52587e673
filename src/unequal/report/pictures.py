"""Charts as SVG: drawn once, for the page and for the PDF.

Themes stand in no spec; they are put on here. The one SVG serves both formats: for the page, colours become variables,
so that it follows the reader's light or dark, and names inside it get the figure's own prefix.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from unequal.charts.theme import Theme, config
from unequal.errors import ReportFailed, shown

from .brand import Brand
from .fonts import print_folders
from .items import ChartItem
from .safe_svg import SVG_SPACE, register

Json = dict[str, Any]

WIDTH = 600  # pixels; at the width of an A4 column its 12 px type is 9.3 pt
HEIGHT = 280
ROW = 34  # pixels a row of a chart with names down its side
ROUND = {"left": 5, "right": 5, "top": 5, "bottom": 5}  # Vega's own padding
LETTER = 0.56  # mean width of a letter, in parts of its size
VEGA_LITE = "6.4"
PARTED = ("facet", "row", "column", "hconcat", "vconcat", "concat", "repeat")
_SHIFT = re.compile(r"translate\((-?[\d.]+)")
READ_ALOUD = ("role", "aria-label", "aria-roledescription", "aria-hidden", "tabindex")  # the figure says it in words


def chart_svg(item: ChartItem, brand: Brand, locale: str) -> str:
    """Return a chart as SVG in the brand's colours for paper.

    Args:
        item: The chart.
        brand: How it looks.
        locale: How its axes write numbers.
    """
    for folder in print_folders(brand):
        _register(str(folder))
    spec = full_spec(item, width=WIDTH) | {"config": chart_config(brand.chart_by_day)}
    try:
        svg = _drawn(json.dumps(spec, sort_keys=True), locale)
    except ValueError as fault:
        found = f"The chart '{item.block['name']}' of {item.block['analysis']} cannot be drawn: {_reason(fault)}."
        raise ReportFailed(found, mend="Mend the chart in its notebook, or take its cell away.") from fault
    over = _overhang(ET.fromstring(svg), brand.chart_by_day.font_size)  # noqa: S314  # our own
    if over <= 0 or is_parted(spec):
        return svg
    return _drawn(json.dumps({**spec, "padding": {**ROUND, "right": over + ROUND["right"]}}, sort_keys=True), locale)


def _reason(fault: ValueError) -> str:
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    return shown(lines[1] if len(lines) > 1 else str(fault))


def chart_config(theme: Theme) -> Json:
    """Return a theme with what the size of a report's page asks for."""
    return {**config(theme), "scale": {"bandPaddingInner": 0.4, "bandPaddingOuter": 0.25}}


def full_spec(item: ChartItem, *, width: Any) -> Json:
    """Return a chart's spec with its rows and a size; one in several parts keeps the size that it has."""
    spec: Json = {**item.spec, "datasets": item.datasets}
    if is_parted(spec):
        return spec
    height = spec.get("height") or _height(spec)
    return {**spec, "width": width, "height": height, "autosize": {"type": "fit-x", "contains": "padding"}}


def is_parted(spec: Json) -> bool:
    """Return whether a chart consists of several, which cannot be fitted to a width."""
    return any(key in spec or key in spec.get("encoding", {}) for key in PARTED)


def page_svg(svg: str, brand: Brand, *, prefix: str) -> str:
    """Return a chart's SVG for the page: colours as variables, names with a prefix, its own size left to the page.

    Args:
        svg: As `chart_svg` gives it.
        brand: The brand that it was drawn in.
        prefix: What no other figure's names begin with.
    """
    for colour, name in colour_names(brand.chart_by_day):
        svg = svg.replace(f'"{colour}"', f'"var(--{name},{colour})"')
    svg = re.sub(r'id="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
    return re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', svg)


def colour_names(theme: Theme) -> list[tuple[str, str]]:
    """Return a theme's colours with the names of their variables; the first name of a colour counts."""
    named = [(theme.ink, "chart-ink"), (theme.faint, "chart-faint"), (theme.context, "chart-context")]
    named += [(theme.accent, "chart-accent"), (theme.threshold, "chart-threshold")]
    named += [(colour, f"chart-series-{position}") for position, colour in enumerate(theme.palette, start=1)]
    return list({colour: (colour, name) for colour, name in reversed(named)}.values())[::-1]


@cache
def _register(folder: str) -> None:
    import vl_convert

    vl_convert.register_font_directory(folder)


@lru_cache(maxsize=256)
def _drawn(spec: str, locale: str) -> str:
    import vl_convert

    svg = vl_convert.vegalite_to_svg(
        json.loads(spec),
        vl_version=VEGA_LITE,
        allowed_base_urls=[],  # nothing is fetched
        format_locale=number_locale(locale),
        time_format_locale=date_locale(locale),
    )
    root = ET.fromstring(svg)  # noqa: S314  # made by vl-convert just now
    for element in root.iter():
        for name in READ_ALOUD:
            element.attrib.pop(name, None)
    register()
    return ET.tostring(root, encoding="unicode").replace(f' xmlns="{SVG_SPACE}"', f' xmlns="{SVG_SPACE}"', 1)


@cache
def number_locale(locale: str) -> Json:
    """Return how d3 writes numbers in a locale; English where it does not know the locale."""
    import vl_convert

    return {**_known(vl_convert.get_format_locale, locale), "percent": "\u00a0%"}  # as sentences write it


@cache
def date_locale(locale: str) -> Json:
    """Return how d3 writes dates in a locale; English where it does not know the locale."""
    import vl_convert

    return _known(vl_convert.get_time_format_locale, locale)


def _known(get: Any, locale: str) -> Json:
    asked = locale.replace("_", "-")
    language = asked.partition("-")[0]
    for name in (asked, f"{language}-{language.upper()}", "en-GB"):
        try:
            return get(name)
        except ValueError:
            continue
    return get("en-US")


def _height(spec: Json) -> int:
    """Return the height of a chart: as many rows as it has names down its side, else what all have."""
    for layer in [spec, *spec.get("layer", [])]:
        down = layer.get("encoding", {}).get("y", {})
        if down.get("type") in ("nominal", "ordinal"):
            name = (layer.get("data") or spec.get("data") or {}).get("name")
            rows = spec["datasets"].get(name, [])
            return ROW * max(2, len({str(row.get(down.get("field"))) for row in rows})) + ROW
    return HEIGHT


def _overhang(element: ET.Element, size: float, left: float = 0.0) -> int:
    """Return by how many pixels a name at the end of a line stands out on the right, about.

    Vega fits axes and titles into a width, but not the texts of marks.
    """
    if element.tag == f"{{{SVG_SPACE}}}svg":
        left = -float(element.get("width", "0"))
    moved = _SHIFT.search(element.get("transform", ""))
    at = left + (float(moved.group(1)) if moved else 0.0)
    own = 0
    if element.tag == f"{{{SVG_SPACE}}}text" and element.get("text-anchor") == "start":
        own = math.ceil(at + LETTER * size * len("".join(element.itertext())))
    return max([own, *(_overhang(child, size, at) for child in element)])
