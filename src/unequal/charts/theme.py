"""Styles and palette as a Vega-Lite config, put on a theme-free spec when it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Okabe and Ito's colour-blind-safe set, darkened where it fell under 3 : 1 on white. Places: all, Small, Medium, Big,
# then others, unknown.
PALETTE = ("#5a6570", "#b07d00", "#0a7f62", "#2b5fa8", "#b8477e", "#8a5a00", "#3f7cac")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What a brand decides about charts.

    Attributes:
        ink: Text and axes.
        faint: Gridlines and context.
        paper: Background; None leaves it clear.
        accent: The one colour that makes the point.
        threshold: Decision lines.
        palette: Series, in the places of `charts.parts.SEGMENT_ORDER`.
        font: Family for all text.
        font_size: Points.
    """

    ink: str = "#1d2530"
    faint: str = "#e3e8ec"
    context: str = "#a9b3bd"
    paper: str | None = None
    accent: str = "#0b6e6e"
    threshold: str = "#b3261e"
    palette: Sequence[str] = PALETTE
    font: str = "Inter, Helvetica, Arial, sans-serif"
    font_size: float = 12.0


LIGHT = Theme()
DARK = Theme(
    ink="#e8ecf0",
    faint="#39424d",
    context="#6b7683",
    accent="#4fc3bf",
    threshold="#ff8a80",
    palette=("#b4bec8", "#e6b450", "#4cc9a4", "#7fb0f2", "#f08ab8", "#d6a15c", "#8fc3e8"),
)


def config(theme: Theme = LIGHT) -> dict[str, Any]:
    """Return the theme as a Vega-Lite config.

    >>> config()["style"]["accent"]["color"]
    '#0b6e6e'
    """
    text = {"font": theme.font, "fontSize": theme.font_size}
    axis = {
        "labelColor": theme.ink,
        "titleColor": theme.ink,
        "labelFontSize": theme.font_size,
        "titleFontSize": theme.font_size,
        "titleFontWeight": "normal",
        "labelFont": theme.font,
        "titleFont": theme.font,
        "gridColor": theme.faint,
        "gridWidth": 0.6,
        "domainColor": theme.context,
        "tickColor": theme.context,
        "titlePadding": 8,
        "labelOverlap": True,  # every other one, but for a log axis
        "labelSeparation": 6,
        "tickCount": 6,
    }
    return {
        "background": theme.paper,
        "font": theme.font,
        "view": {"stroke": None},
        "axis": axis,
        "range": {"category": list(theme.palette)},
        "style": {
            # `color`, not `stroke` and `fill`: Vega-Lite's own default colour of a mark wins over those two
            "accent": {"color": theme.accent, "strokeWidth": 2.5},
            "context": {"color": theme.context, "strokeWidth": 1.5},
            "series": {"strokeWidth": 2.25},
            "series-beyond": {"strokeWidth": 1.75, "strokeDash": [4, 4]},
            "leader": {"strokeWidth": 1, "strokeDash": [1, 3], "opacity": 0.8},
            "interval": {"opacity": 0.18},
            "whisker": {"color": theme.ink, "strokeWidth": 1.25},
            "dot": {"color": theme.accent, "filled": True, "size": 90, "opacity": 1},
            "dot-context": {"color": theme.context, "filled": True, "size": 70, "opacity": 1},
            "threshold": {"color": theme.threshold, "strokeWidth": 1.25, "strokeDash": [5, 3]},
            "threshold-label": {**text, "color": theme.threshold},
            "label": {"font": theme.font, "fontSize": theme.font_size},
        },
    }
