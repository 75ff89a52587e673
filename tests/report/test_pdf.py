from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from unequal.charts.renderer import BLOCK_MIME
from unequal.report import as_pdf, assemble, memo_pdf, pdf_with_notes


def reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def words(data: bytes) -> list[str]:
    """Return the text of each page, blanks and soft breaks made one."""
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in reader(data).pages]


def xmp(data: bytes) -> str:
    return reader(data).trailer["/Root"]["/Metadata"].get_data().decode()


def shown(notebooks, name: str, cell: int):
    return dict(notebooks)[name].cells[cell].outputs[0].data


@pytest.fixture(scope="module")
def made(document) -> bytes:
    return as_pdf(document)


def test_the_same_document_gives_the_same_bytes(document, made, run, notebooks):
    assert as_pdf(document) == made
    assert as_pdf(assemble(run, notebooks)) == made


def test_it_is_accessible_and_archival_at_once(made):
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp(made)
    assert "<pdfaid:part>2</pdfaid:part>" in xmp(made)
    root = reader(made).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")


def test_the_only_time_in_it_is_the_day_of_the_run(made):
    about = reader(made).metadata
    assert about.title == "Harbor Analytics: which customers to pursue now"
    assert about.creation_date.date().isoformat() == "2026-06-30"
    assert about.author == "Harbor Analytics"


@pytest.mark.parametrize(("locale", "width"), [("en_GB", 595), ("en_US", 612), ("en_CA", 612), ("de_DE", 595)])
def test_paper_follows_the_locale(run, notebooks, locale, width):
    run["locale"] = locale
    assert round(reader(as_pdf(assemble(run, notebooks))).pages[0].mediabox.width) == width


def test_cover_contents_running_head_and_page_numbers(made):
    pages = words(made)
    assert "which customers to pursue now" in pages[0]
    assert "Contents" in pages[1]
    assert "You must show wins by month 4, not month 12." in pages[1]
    last = len(pages)
    for number, page in enumerate(pages[1:], start=2):
        assert f"{number} / {last}" in page
    assert pages[2].startswith("Sell to Small now; decide about Big by October Harbor Analytics")


def test_bookmarks_are_the_sections_with_their_findings(made):
    outline = reader(made).outline
    titles = [one.title for one in outline if not isinstance(one, list)]
    assert titles[:3] == [
        "At a glance",
        "Sell to Small now; decide about Big by October",
        "Can these files carry an answer?",
    ]
    assert outline[2][0].title == "Focus on Small for the next 12 months: it passes all three tests."


def test_figures_and_tables_are_numbered_as_in_html(made):
    text = " ".join(words(made))
    for number in range(1, 6):
        assert f"Figure {number} ·" in text
    assert "Table 2 · Source: revenue, as of 30 June 2026 · Amounts in €." in text


def test_a_wide_table_lies_on_a_page_turned_aside(made):
    turned = [page for page in reader(made).pages if page.mediabox.width > page.mediabox.height]
    assert len(turned) == 1
    assert "Sum of the year" in " ".join(turned[0].extract_text().split())


def test_a_finding_never_splits_across_pages(run, notebooks):
    first = shown(notebooks, "runway", 2)[BLOCK_MIME]
    many = [
        {
            **first,
            "code": f"runway.f{i}",
            "headline": f"Begin{i}.",
            "answer": "Words. " * (i % 7 * 9),
            "would_change_it": f"End{i}.",
        }
        for i in range(24)
    ]
    shown(notebooks, "runway", 2)[BLOCK_MIME] = many
    pages = words(as_pdf(assemble(run, notebooks)))[2:]
    for i in range(24):
        assert [n for n, page in enumerate(pages) if f"Begin{i}." in page] == [
            n for n, page in enumerate(pages) if f"End{i}." in page
        ]


def test_a_finding_longer_than_a_page_goes_on_instead_of_being_cut(run, notebooks):
    shown(notebooks, "runway", 2)[BLOCK_MIME]["answer"] = "Many words here. " * 700 + "The last of them."
    assert "The last of them." in " ".join(words(as_pdf(assemble(run, notebooks))))


def test_a_long_table_repeats_its_head_on_every_page(run, notebooks):
    block = shown(notebooks, "segments", 2)[BLOCK_MIME]
    block["rows"] = [{**block["rows"][0], "segment": f"Row {i}"} for i in range(150)]
    pages = [page for page in words(as_pdf(assemble(run, notebooks))) if "Row 1" in page]
    assert len(pages) > 2
    assert all("Payback (months)" in page for page in pages)


def test_a_table_wider_than_a_turned_page_goes_on_in_parts(run, notebooks):
    block = shown(notebooks, "segments", 4)[BLOCK_MIME]
    block["columns"] = [{"key": "segment", "label": "Segment", "kind": "text"}] + [
        {"key": "sum", "label": f"Month{i:02d}", "kind": "money"} for i in range(40)
    ]
    page = next(page for page in words(as_pdf(assemble(run, notebooks))) if "Month39" in page)
    assert page.count("Segment") >= 2


def test_text_is_never_read_as_markup(hostile):
    text = r'#image("/etc/passwd") $ x $ *bold* _it_ @ref <label> ] #{ // #panic() \ end'
    assert text.replace(" ", "") in " ".join(words(as_pdf(hostile(text)))).replace(" ", "")


def test_a_name_of_300_letters_gets_places_to_break(run, notebooks):
    run["company"] = "A" * 300
    made = as_pdf(assemble(run, notebooks))
    lines = "\n".join(page.extract_text() for page in reader(made).pages).splitlines()
    assert any(line.startswith("A" * 16) for line in lines)
    assert not any("A" * 100 in line for line in lines)


def test_a_picture_without_words_costs_the_accessible_mark_and_says_so(run, notebooks):
    cells = dict(notebooks)["segments"].cells
    position = next(i for i, cell in enumerate(cells) if "alt" in cell.metadata)
    moved = cells.pop(position)
    del moved.metadata["alt"]
    cells[:] = [moved, *cells[1:]]
    made = pdf_with_notes(assemble(run, notebooks))
    assert "pdfuaid" not in xmp(made.data)
    assert "<pdfaid:part>2</pdfaid:part>" in xmp(made.data)
    assert made.notes[0].startswith("The PDF is not marked as accessible (PDF/UA): figure")


def test_letters_that_no_font_has_become_boxes_and_are_named(run, notebooks):
    run["company"] = "漢字 Trading 🚀"
    made = pdf_with_notes(assemble(run, notebooks))
    assert made.notes == (
        (
            "The PDF's fonts lack these letters, shown as a box: 字 漢 🚀. "
            "A brand with its own font files can show them; "
            "the HTML report does."
        ),
    )
    assert "□□ Trading □" in words(made.data)[0]


def test_letters_of_europe_are_there(run, notebooks):
    run["company"] = "Ødegård Łódź Ελληνικά Борис Đặng"
    made = pdf_with_notes(assemble(run, notebooks))
    assert made.notes == ()
    assert "Ødegård Łódź Ελληνικά Борис Đặng" in words(made.data)[0]


def test_the_memo_is_one_page_with_its_findings(document):
    pages = words(memo_pdf(document))
    assert len(pages) == 1
    assert "Focus on Small for the next 12 months" in pages[0]
    assert "Two Big wins before 30 October 2026." in pages[0]
    assert memo_pdf(document) == memo_pdf(document)


def test_a_memo_that_is_too_long_stays_one_page(run, notebooks):
    memo = dict(notebooks)["memo"]
    memo.cells.extend([memo.cells[2]] * 3)
    memo.cells[3].source = "Words upon words. " * 400
    pages = words(memo_pdf(assemble(run, notebooks)))
    assert len(pages) == 1
    assert "Words upon words." not in pages[0]
    assert "continued in the full report" in pages[0]


def test_without_a_memo_there_is_no_memo(run, notebooks):
    assert memo_pdf(assemble(run, [pair for pair in notebooks if pair[0] != "memo"])) is None
