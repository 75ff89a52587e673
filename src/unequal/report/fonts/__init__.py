"""The fonts that every report is set in, shipped so that no system font decides how it looks.

Both under the SIL Open Font License 1.1, whose texts lie beside the files.

- Inter 4.1, for headings, tables, charts
- Unequal Serif, for long prose: a cut-down Source Serif 4 (4.5), renamed since that name is reserved

Made with fonttools: `pyftsubset` (layout features kern, mark, mkmk, ccmp, locl, tnum, lnum, pnum, case, liga; no
hints) over Latin with all extensions, Greek, Cyrillic, punctuation, currencies, arrows and a few signs. `print/` holds
TTF with all of it, for the PDF and for the measuring of charts; `page/` holds WOFF2, for HTML, cut in two: `latin`,
which every page needs, and `more`, which only pages with such letters carry. `coverage.txt` lists the letters of
`print/`.
"""

from __future__ import annotations

import atexit
import base64
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from unequal.report.brand import SANS, SERIF, Brand

HERE = Path(__file__).parent
PRINT = HERE / "print"
PAGE = HERE / "page"
STAND_IN = "\u25a1"  # a box, for a letter that no font here has

# what the `latin` files hold of letters that a text may use; anything else asks for the `more` files
LATIN = (
    range(0x100),
    range(0x2000, 0x2070),
    *(range(one, one + 1) for one in (0x131, 0x152, 0x153, 0x20AC, 0x2122, 0x2190, 0x2192, 0x2212, 0x221E, 0x2248)),
    *(range(one, one + 1) for one in (0x2260, 0x2264, 0x2265, 0x25A0, 0x25B2, 0x25CF)),
)
MORE = "U+0100-0130,U+0132-0151,U+0154-058F,U+1E00-1FFF,U+2070-20AB,U+20AD-20BF,U+2100-2121,U+2150-215F,U+2206-2211"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of the page: family, weights, slant, and the start of its file's name."""

    family: str
    weight: str
    style: str
    file: str


FACES = (
    Face(SANS, "400 700", "normal", "Inter"),
    Face(SERIF, "400", "normal", "UnequalSerif-Regular"),
    Face(SERIF, "400", "italic", "UnequalSerif-It"),
    Face(SERIF, "600", "normal", "UnequalSerif-Semibold"),
)


def page_faces(text: str, brand: Brand) -> str:
    """Return the page's ``@font-face`` rules with the files in them; only those that its text needs.

    Args:
        text: Everything that the page shows.
        brand: Its own files come first.
    """
    parts = ["latin", *(["more"] if _needs_more(text) else [])]
    rules = [
        _rule(face.family, face.weight, face.style, (PAGE / f"{face.file}-{part}.woff2").read_bytes(), "woff2", part)
        for part in parts
        for face in FACES
    ]
    own = [
        _rule(one.family, str(one.weight), "italic" if one.italic else "normal", one.data, "truetype", "")
        for one in brand.fonts
    ]
    return "\n".join([*own, *rules])


def _needs_more(text: str) -> bool:
    return any(not any(ord(letter) in some for some in LATIN) for letter in set(text))


def _rule(family: str, weight: str, style: str, data: bytes, format_: str, part: str) -> str:
    source = f"url(data:font/{'woff2' if format_ == 'woff2' else 'ttf'};base64,{base64.b64encode(data).decode()})"
    limit = f"unicode-range:{MORE};" if part == "more" else ""
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:block;{limit}'
        f'src:{source} format("{format_}")}}'
    )


@cache
def covered() -> frozenset[int]:
    """Return the letters that the PDF's fonts have."""
    lines = (HERE / "coverage.txt").read_text(encoding="ascii").split()
    ends = [tuple(int(end, 16) for end in line.split("-")) for line in lines]
    return frozenset(letter for first, last in ends for letter in range(first, last + 1))


@cache
def print_folders(brand: Brand) -> tuple[Path, ...]:
    """Return the folders of font files for the PDF and for measuring charts, the brand's own first."""
    if not brand.fonts:
        return (PRINT,)
    folder = Path(tempfile.mkdtemp(prefix="unequal-fonts-"))
    atexit.register(
        shutil.rmtree, folder, ignore_errors=True
    )  # the drawing libraries read the files when they need them
    for position, one in enumerate(brand.fonts):
        (folder / f"{position}{Path(one.name).suffix.lower()}").write_bytes(one.data)
    return (folder, PRINT)
