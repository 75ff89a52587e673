"""Tidy frames become charts; the only room that imports altair.

A chart is an Altair chart that carries, in its ``usermeta``, what every other format needs to know: the recipe it was
drawn by, its channels, the sentence it shows and a description for those who cannot see it. Specs are free of colours
and fonts: marks name a *style* (``accent``, ``context``, ``threshold`` …) and series a position in the palette, so
that a brand is put on when a report is rendered.

Columns have meanings by name in every recipe: ``low`` and ``high`` are the ends of an interval, ``accent`` picks out
the row that decides, ``beyond`` marks what lies past the reliable horizon.

- `parts`: Axis, Mark lines and the caption that every recipe takes
- `steps`, `lines`, `paths` (several lines), `bars`, `dots`, `pyramid`: the recipes in use; one a file
- `theme`: styles and palette as a Vega-Lite config
- `renderer`: an Altair chart as a block and as a picture in JupyterLab
"""

from unequal.lean import import_jsonschema

import_jsonschema()  # before altair does

from .bars import bars  # noqa: E402
from .dots import dots  # noqa: E402
from .lines import lines  # noqa: E402
from .parts import Axis, Caption, NamedLine  # noqa: E402
from .paths import paths  # noqa: E402
from .pyramid import pyramid  # noqa: E402
from .steps import steps  # noqa: E402

__all__ = ["Axis", "Caption", "NamedLine", "bars", "dots", "lines", "paths", "pyramid", "steps"]
