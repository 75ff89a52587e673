from __future__ import annotations

import json
import re
from base64 import b64decode

import pytest

from unequal.charts.renderer import BLOCK_MIME
from unequal.errors import InputError
from unequal.report import as_html, as_pdf, assemble, brand_of, read_brand
from unequal.report.brand import BADGES_BY_DAY, BADGES_BY_NIGHT, OURS
from unequal.report.chart_specs import safe_spec
from unequal.report.colours import READABLE, contrast, readable
from unequal.report.fonts import FACES, PAGE, PRINT, covered, page_faces
from unequal.report.pictures import chart_svg, colour_names, page_svg
from unequal.report.safe_svg import media_of, safe_svg

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><rect width="90" height="20"/></svg>'
BRAND = """
meta: {name: {full: Lichtwerk GmbH}}
color: {palette: {sun: "#ffcc00"}, primary: sun, foreground: "#777777"}
logo: {images: {main: {path: logo.svg, alt: Lichtwerk}}, medium: main}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "logo.svg").write_bytes(LOGO)
    (tmp_path / "_brand.yml").write_text(BRAND)
    return tmp_path


@pytest.mark.parametrize("badges", [BADGES_BY_DAY, BADGES_BY_NIGHT])
def test_badges_can_be_read(badges):
    assert all(contrast(ground, text) >= READABLE for ground, text in badges.values())
    assert len({ground for ground, _ in badges.values()}) == 4


@pytest.mark.parametrize("palette", [OURS.day, OURS.night])
def test_text_can_be_read_on_both_grounds(palette):
    for text in (palette.ink, palette.quiet, palette.accent):
        assert contrast(text, palette.paper) >= READABLE
        assert contrast(text, palette.tint) >= READABLE


def test_triangles_of_the_contents_can_be_read():
    assert contrast("#8a5a00", OURS.day.tint) >= READABLE


def test_a_colour_that_cannot_be_read_is_moved():
    assert contrast("#ffcc00", "#ffffff") < READABLE <= contrast(readable("#ffcc00", on="#ffffff"), "#ffffff")


def test_a_brand_puts_its_colours_name_and_logo_on_every_format(folder, run, notebooks):
    run["brand"] = read_brand(folder / "_brand.yml")
    document = assemble(run, notebooks)
    page = as_html(document)
    accent = document.brand.day.accent
    assert f"--accent:{accent};" in page
    assert contrast(accent, "#ffffff") >= READABLE
    assert 'alt="Lichtwerk"' in page
    assert f'"var(--chart-accent,{accent})"' in page
    assert as_pdf(document) == as_pdf(assemble(run, notebooks))


def test_a_brand_is_kept_with_its_files_so_that_its_folder_may_go(folder):
    kept = read_brand(folder / "_brand.yml")
    (folder / "logo.svg").unlink()
    brand = brand_of(kept)
    assert (brand.name, brand.logo.media, brand.logo.alt) == ("Lichtwerk GmbH", "image/svg+xml", "Lichtwerk")


def test_the_text_of_a_brand_without_its_files_still_colours(folder):
    assert brand_of({"file": "_brand.yml", "text": BRAND}).logo is None
    assert brand_of(None) is OURS


def test_a_brands_own_font_sets_the_report(folder, run, notebooks):
    (folder / "own.ttf").write_bytes((PRINT / "UnequalSerif-Regular.ttf").read_bytes())
    fonts = (
        "typography: {fonts: [{family: Unequal Serif, source: file, files: [{path: own.ttf}]}], base: Unequal Serif}"
    )
    (folder / "_brand.yml").write_text(fonts)
    run["brand"] = read_brand(folder / "_brand.yml")
    document = assemble(run, notebooks)
    assert document.brand.base == "Unequal Serif"
    assert as_pdf(document) == as_pdf(document)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- a", "not in the brand.yml format"),
        ("color: [", "not in the brand.yml format"),
        ("color: {primary: 3}", "not in the brand.yml format"),
        ("color: {primary: nosuch}", "primary colour"),
        ("color: {primary: '</style><script>'}", "primary colour"),
        ("logo: ../../secret.png", "outside its own folder"),
        ("logo: gone.png", "cannot be read"),
        ("logo: words.png", "no PNG or SVG"),
    ],
)
def test_a_brand_that_cannot_be_used_is_refused_with_a_mend(folder, text, fault):
    (folder / "words.png").write_text("no picture")
    (folder / "_brand.yml").write_text(text)
    with pytest.raises(InputError, match=f"(?s){fault}.*Mend: "):
        read_brand(folder / "_brand.yml")


def test_every_font_lies_here_with_its_licence():
    assert all(
        (PAGE / f"{face.file}-{part}.woff2").stat().st_size < 80_000 for face in FACES for part in ("latin", "more")
    )
    assert len(list(PRINT.glob("*.ttf"))) == 6
    licences = [path.read_text(encoding="utf-8") for path in PAGE.parent.glob("*-OFL.txt")]
    assert len(licences) == 2
    assert all("SIL Open Font License, Version 1.1" in one for one in licences)


@pytest.mark.parametrize("letter", "aÄéßŁőžΩяЂ€£₽–—“„…→−≤≥≠×∞●▲■□%")
def test_letters_that_reports_use_are_covered(letter):
    assert ord(letter) in covered()


def test_a_plain_page_carries_latin_only():
    assert page_faces("plain – 20 % € ≥", OURS).count("@font-face") == 4
    assert page_faces("Łódź", OURS).count("@font-face") == 8


def test_an_svg_from_outside_loses_what_acts_and_reaches_out():
    svg = (
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">'
        b'<script>1</script><image xlink:href="file:///etc/passwd"/><a href="javascript:x()"><text>t</text></a>'
        b'<rect style="fill:url(http://evil.example/x)" fill="url(#g)"/><style>@import url(//evil)</style>'
        b"<foreignObject/><use href='#g'/></svg>"
    )
    clean = safe_svg(svg).decode()
    assert not [bad for bad in ("script", "onload", "file:", "javascript", "evil", "foreign") if bad in clean]
    assert 'fill="url(#g)"' in clean
    assert 'href="#g"' in clean


@pytest.mark.parametrize(
    "svg",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
        b"<svg",
        b"\xff\xfe",
    ],
)
def test_what_is_no_sound_svg_is_no_picture(svg):
    assert safe_svg(svg) is None


def test_a_png_that_is_cut_is_no_picture(notebooks):
    cells = dict(notebooks)["segments"].cells
    data = b64decode(next(c for c in cells if "alt" in c.metadata).outputs[0].data["image/png"])
    assert media_of(data)[0] == "image/png"
    assert media_of(data[:-8])[0] is None
    assert media_of(data[:40] + b"\0" + data[41:])[0] is None


def chart(document, number):
    items = [item for section in document.chapters for item in section.items]
    return next(item for item in items if item.kind == "chart" and item.number == number)


def test_a_chart_has_the_brands_type_and_no_words_for_readers_aloud(document):
    svg = chart_svg(chart(document, 3), document.brand, "en_GB")
    assert 'font-family="Inter' in svg
    assert "aria-" not in svg
    assert 'width="600"' in svg


def test_a_chart_writes_numbers_as_the_locale_does(document):
    assert "−0,6M" in chart_svg(chart(document, 5), document.brand, "de_DE")
    assert "−0.6M" in chart_svg(chart(document, 5), document.brand, "en_GB")


def plot_width(run, notebooks, name: str) -> float:
    """Return the width of the plot inside the chart whose longest series has a name."""
    shown = dict(notebooks)["sales_cycle"].cells[2].outputs[0].data
    renamed = json.loads(json.dumps(shown[BLOCK_MIME]).replace('"Medium"', json.dumps(name)))
    shown[BLOCK_MIME], kept = renamed, shown[BLOCK_MIME]
    svg = chart_svg(chart(assemble(run, notebooks), 3), OURS, "en_GB")
    shown[BLOCK_MIME] = kept
    return float(re.search(r'class="background" d="M0,0h([\d.]+)', svg).group(1))


def test_long_names_at_the_ends_of_lines_get_room(run, notebooks):
    long, short = (plot_width(run, notebooks, name) for name in ("Mittelgroße Unternehmen", "Mid"))
    assert long < short - 50


def test_on_the_page_colours_are_variables_and_names_are_the_figures_own():
    svg = (
        '<svg><defs><clipPath id="clip1"/></defs><g clip-path="url(#clip1)" fill="#0b6e6e"/><use href="#clip1"/></svg>'
    )
    assert page_svg(svg, OURS, prefix="f7") == (
        '<svg><defs><clipPath id="f7-clip1"/></defs><g clip-path="url(#f7-clip1)" '
        'fill="var(--chart-accent,#0b6e6e)"/><use href="#f7-clip1"/></svg>'
    )


def test_every_colour_of_a_theme_has_one_name():
    names = colour_names(OURS.chart_by_day)
    assert len({colour for colour, _ in names}) == len(names)


@pytest.mark.parametrize("title", ["a\\", '\\" + now() + \\"', ["x\\", "y"], {"text": "t\\", "color": "red"}])
def test_titles_cannot_leave_the_expression_that_holds_them(title):
    spec = {"mark": "bar", "data": {"name": "rows"}, "encoding": {"tooltip": [{"field": "x", "title": title}]}}
    assert "\\" not in str(safe_spec(spec, {"rows": []})["encoding"]["tooltip"][0]["title"])


def test_specs_lose_links_and_pictures():
    channels = {"href": {"field": "site"}, "url": {"field": "face"}, "x": {"field": "x"}}
    spec = {"layer": [{"mark": "image", "data": {"name": "rows"}, "encoding": channels}]}
    assert safe_spec(spec, {"rows": []})["layer"][0]["encoding"] == {"x": {"field": "x"}}


def test_a_chart_of_too_many_marks_is_not_drawn():
    assert safe_spec({"mark": "bar", "data": {"name": "rows"}}, {"rows": [{}] * 2001}) is None
    assert safe_spec({"mark": "bar", "data": {"name": "rows"}}, {"rows": [{}] * 2000}) is not None
