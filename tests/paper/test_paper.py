"""What is printed: whole, readable aloud, with links that lead somewhere, and the same each time."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from urllib.parse import urldefrag
from zipfile import ZipFile

import pikepdf
import pytest
from babel.messages.pofile import read_po
from bench import measure
from helpers.paths import ROOT
from helpers.pdf import (
    SIZES,
    Paper,
    Settings,
    broken_rules,
    folded,
    missing,
    papers,
    pieces,
    run,
    settings,
    squeezed,
    verdict_on,
)
from helpers.site_pages import resolve
from helpers.sphinx_app import side_by_side, sphinx
from helpers.trees import Trees, links, one, select, text, without
from lxml.html import HtmlElement

from handbook.config.community import Community
from handbook.config.languages import Languages, tag
from handbook.config.lookup import addresses
from handbook.facts.render import locale_of, localized
from handbook.guides.book.centered import centered, sheet_size
from handbook.site.version import version_time
from handbook.translation.switcher import made_by

LEFTOVERS = ("{fact}", "``", "{when", "doc:", ":::", "None")
ANSWERS = "details[class='answer'], details.mistakes, details.score"
# What a version says of its facts; one of them stands on each piece.
FACTS = ("Facts not checked by us yet", "Some facts not checked by us yet", "Facts checked on %s or later")
GUIDES = settings()


@pytest.fixture(scope="module")
def printed(site: Path) -> list[Paper]:
    """All guides that the site publishes, in all languages."""
    found = papers(site)
    assert found, "The site publishes no guides."
    return found


@pytest.fixture(scope="module")
def different(printed: list[Paper]) -> list[Paper]:
    """The guides without those on A4 that hold the very objects of those on Letter, only on other sheets.

    Of an upright page of Letter is read and drawn what both show, so that all that is true of it is true of
    its page on A4.
    """
    found = [*{paper.verdict: paper for paper in printed}.values()]  # Letter is the last of a guide
    assert {paper.size for paper in printed if paper not in found} == {"a4"}
    return found


@pytest.fixture(scope="module")
def spoilt(printed: list[Paper], tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """A guide with one fault of each kind."""
    good = next(paper for paper in printed if paper.guide == "attendee-guide")
    folder = tmp_path_factory.mktemp("spoilt") / "en/paper"
    folder.mkdir(parents=True)
    with pikepdf.open(good.path) as pdf:
        del pdf.Root["/Lang"]
        note = next(note for page in pdf.pages for note in page.get("/Annots", []) if "/Dest" in note)
        note["/Dest"] = pikepdf.String("nowhere")
        font = next(iter(pdf.pages[0].Resources.Font.values()))
        shape = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile2", "/FontFile3"):
            if key in shape:
                del shape[key]
        field = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("who"), FT=pikepdf.Name.Tx))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        last = pdf.pages[-1]  # veraPDF has met its font and judged its letters long before: not this one
        name = next(name for name, each in last.Resources.Font.items() if each.objgen != font.objgen)
        last.contents_add(f"/Artifact BMC BT {name} 9 Tf <9C40> Tj ET EMC".encode())
        pdf.save(folder / "attendee-guide-a4.pdf")
    return Paper(folder / "attendee-guide-a4.pdf")


@pytest.fixture(scope="module")
def versions(facts: Community, table: Languages) -> dict[str, int]:
    """The time of the version that the guides of each language were printed from, in seconds since 1970."""
    return {code: int(version_time(ROOT, facts, code)) for code in table.built()}


@cache  # each time, it reads a whole catalog
def said(language: str, message: str) -> str:
    """Return a message of the code in a language: English where nobody has translated it."""
    path = ROOT / "locales" / language / "LC_MESSAGES/handbook.po"
    if not path.exists():
        return message
    with path.open("rb") as file:
        found = read_po(file).get(message)
    return str(found.string) if found and found.string and not found.fuzzy else message


def online(paper: Paper, base: str, page: str) -> str:
    """Return the address of a page in the language of a paper."""
    return f"{base}{paper.language}/{page}.html"


def lost(paper: Paper) -> float:
    """Return which part of the words may not be found: Arabic letters of one glyph may change places."""
    return 0.06 if paper.language == "ar" else 0.01


def parts_of(trees: Trees, paper: Paper) -> list[HtmlElement]:
    """Return what a guide prints as the site has it: whole pages, or the sections of its own page."""
    guide = GUIDES[paper.guide]
    if guide.pages:
        parts = [one(trees[f"{paper.language}/{page}.html"], "main > section") for page in guide.pages]
        # Where the texts of a pack come from, people look up in the handbook.
        return [without(part, "section#sources") for part in parts] if guide.kind == "pack" else parts
    page = without(trees[f"{paper.language}/{guide.page}.html"], ".notes")  # they are in the file to edit
    if sections := select(page, "main > section > section"):
        return sections
    return [without(one(page, "main > section"), ".printed")]  # what the site alone offers


# -- What makes a PDF sound


def test_every_guide_keeps_to_pdf_ua_and_a_spoilt_one_does_not(
    printed: list[Paper], spoilt: Paper, cache: pytest.Cache
) -> None:
    # Seconds for each book, so what was found sound once is not asked about again.
    verdicts = {paper.verdict: paper.path for paper in printed}
    known = set(cache.get("paper/sound", []))
    new = [path for verdict, path in verdicts.items() if verdict not in known]
    rules = [line.split("\t") for line in broken_rules([*new, spoilt.path])]  # one start of Java for all
    bad = str(spoilt.path)
    assert [line for line in rules if line[0] != bad] == []
    cache.set("paper/sound", sorted(verdicts))
    assert {rule for file, rule, _asked in rules if file == bad} >= {"7.2-34", "7.21.8-1"}


@pytest.mark.parametrize(("edge", "same"), [(600, True), (604, False)])
def test_pages_on_other_paper_are_judged_once_unless_something_lies_outside(
    tmp_path: Path, edge: float, same: bool
) -> None:
    letter, a4 = tmp_path / "letter.pdf", tmp_path / "a4.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=SIZES["letter"])
        link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[edge, 100, edge + 5, 110])
        page.obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(link)]))
        pdf.save(letter)
    a4.write_bytes(centered(letter.read_bytes(), sheet_size("a4")))
    assert (verdict_on(letter) == verdict_on(a4)) == same


def test_no_reader_stumbles_over_a_guide(printed: list[Paper], different: list[Paper]) -> None:
    side_by_side(Paper.draw, different)
    for paper in printed:
        run("pdfinfo", paper.path)
    for paper in different:
        assert paper.pdf.check_pdf_syntax() == [], paper.name


def test_every_font_is_in_the_file(printed: list[Paper]) -> None:
    outside = [(paper.name, font) for paper in printed for font, ok in paper.fonts().items() if not ok]
    assert outside == []
    assert all(paper.fonts() for paper in printed)


def test_every_page_has_the_size_that_the_name_says(printed: list[Paper]) -> None:
    for paper in printed:
        upright = SIZES[paper.size]
        size = upright[::-1] if GUIDES[paper.guide].kind == "leaflet" else upright
        for page in paper.pdf.pages:
            left, bottom, right, top = (float(number) for number in page.mediabox)
            assert (right - left, top - bottom) == pytest.approx(size, abs=0.5), paper.name


def test_every_guide_says_its_title_and_language(printed: list[Paper], trees: Trees) -> None:
    for paper in printed:
        root = paper.pdf.Root
        assert str(root.Lang) == tag(paper.language), paper.name
        assert root.ViewerPreferences.DisplayDocTitle, paper.name
        heading = one(trees[f"{paper.language}/{GUIDES[paper.guide].page}.html"], "h1")
        assert heading.get("lang") is None, paper.name  # not English words on the cover of a translation
        with paper.pdf.open_metadata() as metadata:
            assert text(heading) in metadata["dc:title"], paper.name


# -- What is printed, and for whom


def test_every_guide_is_there_in_every_size(printed: list[Paper]) -> None:
    there = {(paper.guide, paper.size) for paper in printed if paper.language == "en"}
    assert there == {(name, size) for name, guide in GUIDES.items() for size in guide.sizes}


def test_a_guide_is_published_in_a_language_when_nearly_all_of_it_is_translated(
    printed: list[Paper], site: Path
) -> None:
    there = {(paper.language, paper.guide) for paper in printed}
    for language in sorted(path.name for path in site.iterdir() if (path / "help-now.html").exists()):
        for name, guide in GUIDES.items():
            share = translated(language, guide)
            if share < 0.94 or share > 0.96:  # between them, it depends on what counts as a message
                assert ((language, name) in there) == (share > 0.95), (language, name, share)


def translated(language: str, guide: Settings) -> float:
    """Return which part of the messages of a guide is translated; 1 in English, 0 if its cover is not."""
    folder = ROOT / "locales" / language / "LC_MESSAGES"
    catalogs = [folder / f"{page}.po" for page in {guide.page, *guide.pages}]
    done = []
    for path in catalogs if language != "en" else []:
        with path.open("rb") as file:
            here = [bool(each.string) and not each.fuzzy for each in read_po(file) if each.id]
        if path == folder / f"{guide.page}.po" and not all(here):
            return 0
        done += here
    return sum(done) / len(done) if done else 1


def test_a_guide_has_the_words_of_the_site(different: list[Paper], trees: Trees) -> None:
    for paper in different:
        guide = GUIDES[paper.guide]
        if guide.edition != "participant":
            here = " ".join(text(part, " ") for part in parts_of(trees, paper))
            words, absent = pieces(here), paper.missing(here)
            assert len(words) >= 10, paper.name
            assert len(absent) <= lost(paper) * len(words), (paper.name, len(words), absent)


def test_the_workbook_gives_no_answer_away(printed: list[Paper], trees: Trees) -> None:
    workbooks = [paper for paper in printed if GUIDES[paper.guide].edition == "participant"]
    assert workbooks
    for paper in workbooks:
        answers = [answer for part in parts_of(trees, paper) for answer in select(part, ANSWERS)]
        assert len(answers) > 10
        lines = [squeezed(text(line)) for answer in answers for line in select(answer, "li, p")]
        given_away = [line for line in lines if len(line) > 20 and line in paper.text]
        assert given_away == [], paper.name


def test_nothing_of_the_workshop_is_left(different: list[Paper]) -> None:
    found = [
        (paper.name, number, scrap)
        for paper in different
        for number, words in enumerate(paper.pages, 1)
        for scrap in LEFTOVERS
        if scrap in words
    ]
    assert found == []


def test_a_sheet_for_the_room_says_whose_it_is_and_a_tent_where_to_glue_it(
    different: list[Paper], facts: Community
) -> None:
    for paper in different:
        if GUIDES[paper.guide].kind in ("poster", "sign"):
            assert paper.times(facts.community.name) == 1, paper.name
        if GUIDES[paper.guide].kind == "tent":
            assert paper.times(said(paper.language, "Glue here")) == 1, paper.name


def test_every_piece_says_its_version_the_state_of_its_facts_and_where_the_current_one_is(
    different: list[Paper], base: str, versions: dict[str, int], table: Languages
) -> None:
    for paper in different:
        guide = GUIDES[paper.guide]
        row = table.languages[paper.language]
        version = datetime.fromtimestamp(versions[paper.language], UTC)
        day = localized(version.date(), locale_of(paper.language, row))
        pieces = 10 if guide.kind == "card" else 1
        assert paper.times(said(paper.language, "Version of %s") % day) >= pieces, paper.name
        # Broken after a slash only: a hyphen at the end of a line might be part of the address, or not.
        # A card has room for one address: that of the page to which its QR code leads.
        page = guide.qr if guide.kind == "card" else guide.page
        address = squeezed(online(paper, base, page).partition("://")[2])
        assert paper.text.count(address) >= pieces, paper.name
        facts = [said(paper.language, each).partition("%")[0] for each in FACTS]
        assert any(paper.times(each) >= pieces for each in facts), paper.name


def test_every_translated_piece_says_who_translated_it_and_whether_anyone_fluent_read_it(
    different: list[Paper], table: Languages
) -> None:
    for paper in different:
        row = table.languages[paper.language]
        if row.status != "source":
            pieces = 10 if GUIDES[paper.guide].kind == "card" else 1
            for sentence in made_by(row, locale_of(paper.language, row), partial(said, paper.language)):
                # Two lams become one glyph with their neighbors: poppler reorders the letters.
                words = " ".join(word for word in sentence.split() if "\N{ARABIC LETTER LAM}" * 2 not in word)
                # Only where that fails: to read all papers a second time, as written, takes as long again.
                there = paper.times(words) >= pieces or paper.written.count(squeezed(words)) >= pieces
                assert there, (paper.name, sentence)


def test_a_checklist_fits_its_page(different: list[Paper], trees: Trees) -> None:
    lists = 0
    for paper in different:
        if GUIDES[paper.guide].kind == "sheets":
            page = trees[f"{paper.language}/{GUIDES[paper.guide].page}.html"]
            for section in select(page, "section:has(> .checklist)"):
                tasks = " ".join(text(line, " ") for line in select(section, ".checklist li"))
                most = lost(paper) * len(pieces(tasks))
                whole = [
                    number
                    for number, page_text in enumerate(paper.pages, 1)
                    if len(missing(tasks, folded(page_text))) <= most
                ]
                assert len(whole) == 1, (paper.name, section.get("id"), whole)
                lists += 1
    assert lists >= 10


# -- Where it leads


def test_every_link_leads_somewhere(
    printed: list[Paper], trees: Trees, site: Path, base: str, facts: Community
) -> None:
    known = {link for tree in trees.values() for link in links(tree)}
    given = {address.uri for address in addresses(facts)}  # not every helper has a site with https
    lost = []
    for paper in printed:
        for link in paper.links():
            if link.inside:
                good = link.address in paper.places
            elif link.address.startswith(base):
                file, label = resolve("", link.address, base), urldefrag(link.address).fragment
                good = file in trees and (not label or label in trees[str(file)].xpath("//@id"))
            else:
                good = link.address in known and (
                    not link.address.startswith("http:") or link.address in given
                )
            lost += [] if good else [(paper.name, link.page, link.address)]
    assert lost == []


def test_the_contents_say_on_which_page_a_chapter_begins(printed: list[Paper]) -> None:
    books = [paper for paper in printed if GUIDES[paper.guide].kind in ("book", "pack")]
    assert len({paper.language for paper in books}) > 1
    for paper in books:
        (_contents, first), *chapters = paper.headings
        named = dict.fromkeys(link.address for link in paper.links() if link.inside and link.page == first)
        assert len(named) > 5
        pages = [page for _title, page in chapters]
        assert [paper.places[name] for name in named] == pages[: len(named)], paper.name


def test_qr_codes_lead_to_a_page_that_exists(different: list[Paper], site: Path, base: str) -> None:
    for paper in different:
        guide, codes = GUIDES[paper.guide], paper.codes()
        held = {code for page in codes for code in page}
        assert held == ({online(paper, base, guide.qr)} if guide.qr else set()), paper.name
        assert not guide.qr or (site / paper.language / f"{guide.qr}.html").exists()
        if guide.kind == "card":
            assert len(codes[0]) == 10, paper.name


# -- What people write on


def test_every_field_has_a_label_that_is_read_aloud(printed: list[Paper], trees: Trees) -> None:
    seen = set()
    for paper in printed:
        for field in paper.fields():
            label = squeezed(str(field.get("/TU", "")))
            assert label, (paper.name, field.get("/T"))
            seen.add((paper.language, paper.guide, label))
    forms = {name for name, guide in GUIDES.items() if guide.kind == "forms"}
    assert forms and forms <= {name for _language, name, _label in seen}
    page = trees[f"en/{GUIDES['report-form'].page}.html"]
    for question in select(page, ".hb-field:has(.rule) > .hb-label"):
        words = squeezed(text(question))
        assert any(words in label for *_rest, label in seen), words


# -- How it is made


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory, versions: dict[str, int]) -> measure.Printed:
    """A guide, printed once more: elsewhere, and where the clock says something else."""
    return measure.print_guide(
        tmp_path_factory.mktemp("another place") / "paper",
        "attendee-guide",
        SOURCE_DATE_EPOCH=str(versions["en"]),
        TZ="Pacific/Kiritimati",
        PYTHONHASHSEED="7",
    )


def test_the_same_pages_give_the_same_bytes(again: measure.Printed, site: Path) -> None:
    names = sorted(path.name for path in again.folder.glob("*.pdf"))
    assert len(names) == 4  # with the booklets
    for name in names:
        assert (again.folder / name).read_bytes() == (site / "en/paper" / name).read_bytes(), name


def test_the_same_pages_give_the_same_book_for_e_readers(
    again: measure.Printed, site: Path, facts: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    out, epoch = again.folder.with_name("book"), int(version_time(ROOT, facts))
    read = str(again.folder.with_name("doctrees"))  # what the other process has read for the guide
    sphinx(out, "-d", read, builder="epub", epoch=epoch)
    books = [folder / "handbook.epub" for folder in (out, site / "en")]
    first, second = (dict(contents(book)) for book in books)
    assert {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)} == set()
    assert books[0].read_bytes() == books[1].read_bytes()


def contents(book: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what a book holds: the name of each file and the file."""
    with ZipFile(book) as packed:
        for name in packed.namelist():
            yield name, packed.read(name)


# -- That the tests can fail


def test_what_is_wrong_is_found(spoilt: Paper) -> None:
    assert [link.address for link in spoilt.links() if link.inside and link.address not in spoilt.places] == [
        "nowhere"
    ]
    assert list(spoilt.fonts().values()).count(False) == 1
    assert [str(field.T) for field in spoilt.fields() if "/TU" not in field] == ["who"]
    assert spoilt.missing("Aardvarks help now") == ["Aardvarks"]
    with pytest.raises(subprocess.CalledProcessError):
        run("pdfinfo", ROOT / "README.md")
