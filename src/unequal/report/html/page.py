"""A document put into the page's template."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from unequal.report.brand import BADGES_BY_DAY, BADGES_BY_NIGHT, Brand, Palette
from unequal.report.document import Document
from unequal.report.fonts import page_faces
from unequal.report.items import ChartItem, PictureItem, WhatIfItem
from unequal.report.pictures import (
    chart_config,
    chart_svg,
    colour_names,
    date_locale,
    full_spec,
    is_parted,
    number_locale,
    page_svg,
)

from .prose import prose_html
from .vega import bundle, script_hash

Json = dict[str, Any]

LONG_WORD = 22  # letters; a longer word in a table may break anywhere
SCREEN_SIZE = 13.0  # pixels of a chart's type on a screen
STATIC = files("unequal.report.html") / "static"
STYLE = "%%style%%"  # stands first in the page; which fonts it holds depends on the letters that follow
SHAPES = {"go": "●", "caution": "▲", "stop": "■", "cannot tell": "?"}
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
# what could end a script element or a line of it, written so that JSON reads it back (as Django's json_script does)
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def as_html(document: Document) -> str:
    """Return a report as one HTML file.

    The same document gives the same text. Nothing in it refers to another file or address; its content security policy
    forbids what it does not need.
    """
    script = _static("page.js")
    charts = [item for section in document.chapters for item in section.items if isinstance(item, ChartItem)]
    library = bundle() if charts else None
    hashes = [script_hash(script.encode()), *([library.sha256] if library else [])]
    page = _environment().get_template("page.html.j2")
    body = page.render(
        document=document,
        words=document.words,
        policy=POLICY.format(scripts=" ".join(f"'sha256-{one}'" for one in hashes)),
        style=STYLE,
        script=Markup(script),  # noqa: S704  # our own file
        library=library.packed if library else "",
        settings=_json(_settings(document)),
        drawn={item.anchor: Markup(_svg(item, document)) for item in charts},  # noqa: S704  # its texts are escaped
    )
    return body.replace(STYLE, _style(document, body), 1)


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FunctionLoader(lambda name: (files("unequal.report.html") / "templates" / name).read_text("utf-8"))
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["prose"] = prose_html
    environment.filters["data_address"] = _address
    environment.filters["has_long_word"] = lambda text: any(len(word) > LONG_WORD for word in text.split())
    environment.globals["shapes"] = SHAPES
    environment.globals["chart_json"] = lambda item: _json(_chart(item))
    environment.globals["what_if_json"] = lambda item: _json(_what_if(item))
    return environment


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _json(value: Any) -> Markup:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(ESCAPES))  # noqa: S704  # every sign that could end it is escaped


def _svg(item: ChartItem, document: Document) -> str:
    return page_svg(chart_svg(item, document.brand, document.words.locale), document.brand, prefix=f"f{item.number}")


def _chart(item: ChartItem) -> Json | None:
    spec = full_spec(item, width="container")
    return None if is_parted(spec) else spec


def _what_if(item: WhatIfItem) -> Json:
    return {
        "levers": [{"knob": one.knob, "shown": one.shown, "base": one.base} for one in item.levers],
        "answers": item.shown,
        "verdicts": item.verdicts,
        "sentences": dict(item.sentences),
    }


def _settings(document: Document) -> Json:
    return {
        "day": chart_config(replace(document.brand.chart_by_day, font_size=SCREEN_SIZE)),
        "night": chart_config(replace(document.brand.chart_by_night, font_size=SCREEN_SIZE)),
        "numbers": number_locale(document.words.locale),
        "dates": date_locale(document.words.locale),
        "shapes": SHAPES,
        "verdicts": {verdict: document.words.write(verdict, "word", "verdict") for verdict in SHAPES},
    }


def _address(item: PictureItem) -> str:
    return f"data:{item.media};base64,{base64.b64encode(item.data).decode()}"


def _style(document: Document, text: str) -> str:
    brand = document.brand
    day = _variables(brand.day, BADGES_BY_DAY)
    night = _variables(brand.night, BADGES_BY_NIGHT)
    pairs = zip(colour_names(brand.chart_by_day), _night_colours(brand), strict=True)
    night += "".join(f"--{name}:{colour};" for (_, name), colour in pairs)
    families = (
        f'--sans:"{brand.base}",Inter,system-ui,sans-serif;--serif:"{brand.prose}","Unequal Serif",Georgia,serif;'
    )
    families += f'--heading:"{brand.headings}",Inter,system-ui,sans-serif;'
    return "\n".join(
        [
            page_faces(text, brand),
            f":root{{{families}{day}}}",
            f"@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}",
            _static("page.css"),
        ]
    )


def _variables(palette: Palette, badges: dict[str, tuple[str, str]]) -> str:
    plain = {name: getattr(palette, name) for name in ("paper", "ink", "quiet", "line", "tint", "accent")}
    named = [f"--{name}:{colour};" for name, colour in plain.items()]
    for verdict, (ground, text) in badges.items():
        key = verdict.replace(" ", "-")
        named += [f"--{key}:{ground};", f"--{key}-text:{text};"]
    return "".join(named)


def _night_colours(brand: Brand) -> list[str]:
    """Return the dark theme's colours in the order of the light theme's names."""
    day, night = brand.chart_by_day, brand.chart_by_night
    series = {f"chart-series-{i}": colour for i, colour in enumerate(night.palette, start=1)}
    roles = {f"chart-{role}": getattr(night, role) for role in ("ink", "faint", "context", "accent", "threshold")}
    return [{**series, **roles}[name] for _, name in colour_names(day)]
