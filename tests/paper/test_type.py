"""The type of what is printed, measured on the sheet: its size, the length of lines, and their places."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
import zxingcpp
from helpers.paths import ROOT
from helpers.pdf import Paper, papers, settings
from helpers.type_on_paper import (
    MM,
    Line,
    above_foot,
    beside_labels,
    lines,
    pymupdf,
    raised,
    reach,
    read,
    ruled,
    smallest,
    tops,
    unfolded,
)
from PIL import Image

from handbook.config.community import Community

GUIDES = settings()


@pytest.fixture(scope="module")
def printed(site: Path) -> list[Paper]:
    """All guides that the site publishes, in all languages."""
    return papers(site)


def one(printed: list[Paper], name: str) -> Paper:
    """Return a guide by its name, for example en/poster-letter."""
    return next(paper for paper in printed if paper.name == name)


LEAST = {"card": 7}  # points, where it is not 8
LONG = ("book", "pack")  # kinds whose looks are the same in each language: read once


def test_nothing_is_too_small_to_read(printed: list[Paper]) -> None:
    small = []
    for paper in printed:
        kind, first = GUIDES[paper.guide].kind, GUIDES[paper.guide].sizes[0]
        if paper.size != first or (kind in LONG and paper.language != "en"):
            continue
        least = 16 if paper.guide == "attendee-guide-large" else LEAST.get(kind, 8)
        found = smallest(paper.path)
        small += [(paper.name, *found)] if found[0] < least else []
    assert small == []


# The letters of a full line: 60 to 75 of an alphabet, more where they are narrow as in Arabic, half as many
# where each fills a square.
MEASURES = {"zh_CN": (28, 40), "ar": (60, 85)}


@pytest.mark.parametrize(
    "name",
    ["en/organizers-guide", "en/facilitators-guide", "en/workbook", "en/training-pack"]
    + [f"{language}/attendee-guide" for language in ("en", "ar", "zh_CN")],
)
def test_a_line_of_a_book_is_as_long_as_an_eye_can_follow(printed: list[Paper], name: str) -> None:
    least, most = MEASURES.get(name.partition("/")[0], (60, 75))
    found = lines(one(printed, f"{name}-letter").path)
    # Tables and what people write on reach further out than text.
    widths = sorted(line.right - line.left for line in found if len(line.text) > 20)
    usual = widths[int(0.9 * len(widths))]
    full = [len(line.text) for line in found if line.full and 0.85 < (line.right - line.left) / usual < 1.05]
    assert len(full) > 50
    assert least <= median(full) <= most
    # The title of another book, in smaller letters, makes a line longer: courses name many.
    share = 0.9 if name == "en/organizers-guide" else 0.8
    assert sum(length <= most + 4 for length in full) >= share * len(full)


@pytest.mark.parametrize("name", ["letters-reporter", "letters-reported", "letters-appeal", "report-form"])
def test_a_line_of_a_sheet_is_as_long_as_an_eye_can_follow(printed: list[Paper], name: str) -> None:
    full = [len(line.text) for line in lines(one(printed, f"en/{name}-letter").path) if line.full]
    assert median(length for length in full if length > 40) <= 76
    assert sum(length > 84 for length in full) <= len(full) / 10


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh_CN", "hi"])
def test_no_page_of_a_book_holds_only_the_few_lines_that_its_chapter_runs_over(
    printed: list[Paper], language: str
) -> None:
    books = [
        paper
        for paper in printed
        if paper.language == language and GUIDES[paper.guide].kind in LONG and paper.size == "letter"
    ]
    assert books
    too_many = {}
    for paper in books:
        ends = reach(paper.path)
        firsts = {page for _title, page in paper.headings}
        nearly_empty = [
            page
            for page, (before, end) in enumerate(pairwise(ends), 2)
            # What begins a page by intent follows one that has room left.
            if page not in firsts and before > 0.7 and 0 < end < 0.22
        ]
        # A word more or less moves lines: one page in 25 may wait until its text is made smaller.
        if len(nearly_empty) > len(ends) / 25:
            too_many[paper.name] = nearly_empty
    assert too_many == {}, "name these pages in `smaller` of the guide's front matter, for this language"


def test_a_cover_is_one_page(printed: list[Paper]) -> None:
    books = [paper for paper in printed if GUIDES[paper.guide].kind in LONG]
    assert books
    # Contents begin the second page: whatever a translation says on the cover has room there.
    firsts = {paper.name: paper.headings[0][1] for paper in books}
    assert {name: page for name, page in firsts.items() if page != 2} == {}


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh_CN", "hi"])
def test_no_page_of_a_booklet_does_either(printed: list[Paper], language: str) -> None:
    path = one(printed, f"{language}/attendee-guide-letter").path.with_stem("attendee-guide-booklet-letter")
    ends = unfolded(path, rtl=language == "ar")
    nearly_empty = [
        page for page, (before, end) in enumerate(pairwise(ends), 2) if before > 0.7 and 0 < end < 0.2
    ]
    # Half a sheet holds half as much as a page of a book: a little more often, a word moves a line.
    assert len(nearly_empty) <= len(ends) / 20, "name these pages in `folded` of the guide's front matter"


# Pages of which each section is copied, cut off or told alone.
CHAPTERS = [
    page.relative_to(ROOT / "docs").with_suffix("").as_posix().replace("/", "-")
    for page in (ROOT / "docs").rglob("*.md")
]
ALONE = (
    "paper-letters-",
    "paper-scripts",
    "paper-find-organizer",
    "paper-group-sheets",
    "paper-training-cards",
    "training-sheets",
    "training-hard-cases",
)


def test_what_is_copied_alone_stands_on_one_page_with_what_is_said_about_it(printed: list[Paper]) -> None:
    paper = one(printed, "en/organizers-guide-letter")
    starts = {paper.places[chapter]: chapter for chapter in CHAPTERS if chapter in paper.places}
    pages = [
        page
        for first, after in pairwise(sorted(starts))
        if starts[first].startswith(ALONE)
        for page in range(first, after)
    ]
    assert len(pages) > 30
    begun = {page: size for page, size in tops(paper.path).items() if page in pages}
    assert [page for page, size in begun.items() if size < 12] == []  # each begins with a heading


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_card_of_words_to_say_stands_on_one_page_of_the_pack(printed: list[Paper], language: str) -> None:
    paper = one(printed, f"{language}/training-pack-letter")
    first = paper.places["paper-scripts"]
    after = min(page for _title, page in paper.headings if page > first)
    begun = tops(paper.path)
    assert [page for page in range(first, after) if begun[page] < 11.5] == []  # each begins with a heading


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh_CN", "hi"])
def test_nobody_turns_a_page_between_those_one_can_write_to_now(
    printed: list[Paper], facts: Community, language: str
) -> None:
    paper = one(printed, f"{language}/attendee-guide-letter")
    begin, end = paper.places["help-now"], paper.places["report-index"]
    here = [" ".join(paper.pages[page - 1].split()) for page in range(begin, end)]
    addresses = [contact.email for contact in facts.contacts if contact.email]
    found = [{address for address in addresses if address in text} for text in here]
    assert {*addresses} in found


def test_a_mark_of_an_address_does_not_touch_the_line_above(printed: list[Paper]) -> None:
    paper = one(printed, "en/organizers-guide-letter")
    found = list(raised(paper.path))
    assert len(found) > 10
    assert max(found) <= 2.6  # points above the line on which its sentence stands


def test_strips_to_tear_off_hold_the_address_and_its_code(printed: list[Paper]) -> None:
    for language in ("en", "ar"):
        for size in ("letter", "a4"):
            paper = one(printed, f"{language}/poster-strips-{size}")
            page, (text,) = pymupdf.open(paper.path)[0], read(paper.path)
            turned = [pymupdf.Rect(line["bbox"]) for line in text.lines if line["dir"][0] == 0]
            upright = [line["bbox"] for line in text.lines if line["dir"][0] != 0]
            assert len(turned) >= 7
            assert all(page.rect.contains(edges) for edges in turned)
            assert max(box[3] for box in upright) < min(edges.y0 for edges in turned)
            assert len(paper.pages) == 1
            assert codes_in_reach(page) == 7


def codes_in_reach(page: pymupdf.Page) -> int:
    """Return how many QR codes a phone reads on a page whose edge a printer has left white."""
    edge = 4.2 * MM
    for side in (
        (0, 0, page.rect.width, edge),
        (0, 0, edge, page.rect.height),
        (page.rect.width - edge, 0, *page.rect.br),
        (0, page.rect.height - edge, *page.rect.br),
    ):
        page.draw_rect(side, color=None, fill=(1, 1, 1))
    drawn = page.get_pixmap(dpi=110, colorspace=pymupdf.csGRAY)
    picture = Image.frombytes("L", (drawn.width, drawn.height), drawn.samples)
    return len(zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode))


def test_what_is_cut_off_a_form_ends_it(printed: list[Paper]) -> None:
    for name, cut in (
        ("report-form-letter", "Cut here, and keep this part."),
        ("report-form-a4", "Cut here, and keep this part."),
        ("intake-record-letter", "Cut here. The slip below stays apart from the story."),
    ):
        paper = one(printed, f"en/{name}")
        above, line, below = paper.pages[-1].partition(cut)
        assert line, name
        assert "No room left?" in above
        assert "Addresses" not in below
        assert len(below) > 100


def test_a_sheet_names_the_book_beside_it_once_and_ends_with_no_list_of_its_pages(
    printed: list[Paper],
) -> None:
    paper = one(printed, "en/letters-reporter-letter")
    assert " ".join(paper.pages).replace("\n", " ").count("(in “Guide for organizers”)") == 1
    for name in ("letters-reporter", "letters-others", "intake-record", "decision-record", "confirm"):
        assert "/en/organizers/" not in one(printed, f"en/{name}-letter").text


def test_what_people_write_on_is_not_torn_over_two_pages(printed: list[Paper]) -> None:
    pages = ruled(one(printed, "en/workbook-letter").path)
    block = next(filter(None, pages))
    assert block >= 8
    assert set(pages) == {0, block}


def test_the_words_of_a_sheet_end_above_its_foot(printed: list[Paper]) -> None:
    sheets = [paper for paper in printed if GUIDES[paper.guide].kind == "sheets"]
    assert len(sheets) > 8
    assert {paper.name: gap for paper in sheets if (gap := above_foot(paper.path)) < 6.3} == {}


@pytest.mark.parametrize("name", ["labels", "who-is-who", "case-sheets", "group-sheets"])
def test_a_label_leaves_room_to_write(printed: list[Paper], name: str) -> None:
    for language in ("en", "es"):
        free = list(beside_labels(one(printed, f"{language}/{name}-letter").path))
        assert len(free) >= 6
        assert min(free) >= 0.36


def test_what_was_agreed_has_a_line_of_its_own_on_each_leaflet(printed: list[Paper]) -> None:
    for language in ("en", "es", "ar", "zh_CN", "hi"):
        assert list(beside_labels(one(printed, f"{language}/notes-and-numbers-letter").path)).count(1) == 2


@pytest.mark.parametrize("name", ["en/organizers-guide-letter", "ar/attendee-guide-a4"])
def test_a_book_has_a_gutter_and_its_numbers_at_the_outer_edge(printed: list[Paper], name: str) -> None:
    paper = one(printed, name)
    left, _bottom, right, _top = (float(edge) for edge in paper.pdf.pages[0].mediabox)
    width = (right - left) / 72 * 25.4
    by_page: dict[int, list[Line]] = {}
    for line in lines(paper.path):
        by_page.setdefault(line.page, []).append(line)
    for page, here in list(by_page.items())[1:]:
        # The spine is at the left of an odd page; a book from right to left begins with a left page.
        spine_left = (page % 2 == 1) == (paper.language != "ar")
        inner = min(line.left for line in here) if spine_left else width - max(line.right for line in here)
        assert inner >= 20, (page, inner)
        (number,) = [line for line in here if line.text == str(page) and line.top > 250]
        assert (number.left > width / 2) == spine_left, page


def test_tabs_of_parts_stand_at_the_outer_edge_one_below_the_other(printed: list[Paper]) -> None:
    paper = one(printed, "en/organizers-guide-letter")
    width = float(paper.pdf.pages[0].mediabox[2]) / 72 * 25.4
    edge = [line for line in lines(paper.path) if not 25 < line.left < width - 25]
    # White letters that run over the edge of a tab are not seen.
    tabs = [
        (line.text, line.right if line.left < 20 else line.right - width + 18)
        for line in edge
        if not 20 <= line.left <= width - 20
    ]
    assert len(tabs) > 100
    assert [(text, end) for text, end in tabs if end > 20.2] == []
    places = {}
    begin = {"Before": "organizers-before", "After": "paper-checklists-case", "Always": "organizers-care"}
    for part, page in begin.items():
        (tab,) = [line for line in edge if line.page == paper.places[page] and line.text == part]
        places[part] = tab.top
    assert sorted(places, key=places.__getitem__) == ["Before", "After", "Always"]
    assert all(after - before >= 20 for before, after in pairwise(sorted(places.values())))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_step_is_a_spread(printed: list[Paper], language: str) -> None:
    paper = one(printed, f"{language}/organizers-guide-letter")
    steps = [
        paper.places[page.replace("/", "-")]
        for page in GUIDES["organizers-guide"].pages
        if page.startswith("organizers/")
    ]
    first = paper.places["organizers-before"]
    assert [page for page in steps if page >= first and page % 2] == []
    starts = [*sorted({page for _title, page in paper.headings}), len(paper.pages) + 1]
    after = dict(pairwise(starts))
    assert [page for page in steps if after[page] - page > 2] == []


def test_sources_stand_once_at_the_end_with_the_pages_that_rest_on_them(printed: list[Paper]) -> None:
    paper = one(printed, "en/organizers-guide-letter")
    headings = dict(paper.headings)
    title = "Code of conduct enforcement materials"
    (there,) = [number for number, text in enumerate(paper.pages, 1) if title in " ".join(text.split())]
    assert there == headings["Sources"]
    assert str(paper.places["organizers-take-a-report"]) in paper.pages[there - 1].partition(title)[2]
