"""The book for e-readers: valid, whole, in the right language and order, and the same bytes each time."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from babel.dates import format_date
from bs4 import BeautifulSoup
from helpers.paths import OTHER, ROOT, TESTS
from helpers.pdf import QUICK
from helpers.sphinx_app import sphinx, take_over
from helpers.trees import one, read, select, text, without
from lxml.etree import fromstring
from lxml.html import HtmlElement, XHTMLParser, xhtml_to_html

from handbook.config import languages
from handbook.config.community import Community
from handbook.epub.builder import as_xhtml
from handbook.site.version import version_time

# Marks that stand for the fields of the site: boxes to tick, and the numbers of choices.
MARK = re.compile(r"☐|\d\.")
EPUB_CHECK = TESTS / "helpers" / "EpubCheck.java"
# The parser that Java finds by itself: it looks through all archives of epubcheck again for each page.
PARSER = "-Djavax.xml.parsers.SAXParserFactory=org.apache.xerces.jaxp.SAXParserFactoryImpl"


def epubcheck(books: list[Path]) -> list[list[str]]:
    """Return what epubcheck finds in each book, but for what is allowed."""
    program = shutil.which("epubcheck")
    if program is None:
        pytest.fail(
            "There is no epubcheck here. On Debian and Ubuntu `make test` installs it.", pytrace=False
        )
    with TemporaryDirectory() as folder:  # not beside the books, which may be a part of the site
        reports = [Path(folder) / f"{number}.json" for number in range(len(books))]
        pairs = list(zip(books, reports, strict=True))
        if Path(program).read_bytes()[:2] == b"PK":  # Debian's command is the archive itself
            java = ["java", *QUICK, PARSER, "-cp", program, EPUB_CHECK]
            commands = [[*java, *(path for pair in pairs for path in pair)]]
        else:
            commands = [[program, book, "--quiet", "--json", report] for book, report in pairs]
        said = [subprocess.run(each, capture_output=True, text=True).stderr for each in commands]
        assert all(report.exists() for report in reports), said
        return [left(json.loads(report.read_text("utf-8"))["messages"]) for report in reports]


def left(messages: list[Any]) -> list[str]:
    """Return the messages of a report, but for what is allowed, each with its place."""
    return [
        f"{each['severity']} {each['ID']} {place['path']}:{place['line']}: {each['message']}"
        for each in messages
        for place in each["locations"]
        # Debian's epubcheck is older than the registration of sms: (RFC 5724) in its list.
        # Of many places it shows some, and counts the others in a place without a context.
        if not (each["ID"] == "HTM-025" and (place["context"] or "sms:").startswith("sms:"))
    ]


def test_a_page_with_html_of_its_author_becomes_xml_as_others_do() -> None:
    field = "<fieldset><legend>Where?</legend><label><input type=radio> Here</label></fieldset>"
    written = '<details class="more">A<br>B</details>' + field
    as_docutils = written.replace("<br>", "<br />").replace("type=radio>", 'type="radio" />')
    assert (
        as_xhtml(written)
        == as_xhtml(as_docutils)
        == (
            '<details class="more" open="open">A<br />B</details>'
            '<div><p class="asked">Where?</p><p class="choice"><span>1.</span> Here</p></div>'
        )
    )


def page(xhtml: bytes) -> HtmlElement:
    """Return a page whose elements have the names that those of the site have."""
    tree = fromstring(xhtml, XHTMLParser())
    xhtml_to_html(tree)
    return tree


class Book:
    """A book as an e-reader opens it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with ZipFile(path) as packed:
            self.files = {name: packed.read(name) for name in packed.namelist()}
        self.table = BeautifulSoup(self.files["content.opf"], "xml")
        self.pages = {name: page(content) for name, content in self.files.items() if name.endswith(".xhtml")}

    def said(self, name: str) -> str:
        """Return what the book says of itself under a name like "dc:title"."""
        return str(self.table.find(name).get_text(" ", strip=True))

    def order(self) -> list[str]:
        """Return the pages in the order in which they are read."""
        files = {item["id"]: str(item["href"]) for item in self.table.find_all("item")}
        return [files[each["idref"]] for each in self.table.find_all("itemref")]


def build(out: Path, *options: str, **more: Any) -> Book:
    """Build a book and open it."""
    sphinx(out, *options, builder="epub", **more)
    return Book(out / "handbook.epub")


@pytest.fixture(scope="module")
def books(site: Path) -> dict[str, Book]:
    """The books that the site publishes, by their languages."""
    return {path.parent.name: Book(path) for path in sorted(site.glob("*/handbook.epub"))}


@pytest.fixture(scope="module")
def book(books: dict[str, Book]) -> Book:
    """The book in English."""
    return books["en"]


@pytest.fixture(scope="module")
def version(facts: Community) -> datetime:
    """When the version was made that the site was built from."""
    return datetime.fromtimestamp(int(version_time(ROOT, facts)), UTC)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, other_site: Path) -> Book:
    """The book of another community, whose slots are empty."""
    out = tmp_path_factory.mktemp("book") / "en"
    take_over(other_site, out)
    return build(out, "-D", f"community_file={OTHER}")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book of two pages, in Chinese."""
    docs = tmp_path_factory.mktemp("small") / "docs"
    docs.mkdir()
    contents = ":::{toctree}\n:hidden:\n\nnext\n:::\n"
    (docs / "index.md").write_text(f"# 手册\n\n[下一页](#next-page)\n\n{contents}", "utf-8")
    (docs / "next.md").write_text("(next-page)=\n# 下一页\n\n话。\n", "utf-8")
    return build(docs.with_name("out"), "-D", "language=zh_CN", docs=docs)


@pytest.fixture(scope="module")
def spoilt(small: Book) -> Path:
    """The book of two pages with a link that leads nowhere."""
    path = small.path.with_name("spoilt.epub")
    with ZipFile(path, "w") as packed:
        for name, content in small.files.items():
            packed.writestr(name, content.replace(b'href="next.xhtml#next-page', b'href="next.xhtml#none'))
    return path


def test_epubcheck_finds_what_is_wrong_and_nothing_else(
    books: dict[str, Book], bare: Book, spoilt: Path
) -> None:
    right = [*(book.path for book in books.values()), bare.path]
    *nothing, found = epubcheck([*right, spoilt])  # one start of Java for all
    assert nothing == [[] for _ in right]
    assert [line.partition(":")[0] for line in found] == ["ERROR RSC-012 index.xhtml"]


def test_every_language_has_its_book(books: dict[str, Book], site: Path) -> None:
    table = languages.load_languages(ROOT / "locales/languages.toml").built()
    assert books.keys() == {code for code, row in table.items() if not row.pages}  # a whole handbook, or none
    for language, book in books.items():
        assert book.said("dc:language") == languages.tag(language)
        assert book.table.spine["page-progression-direction"] == table[language].direction
        for name, page in book.pages.items():
            said = page.get("lang"), page.get("dir")
            assert said == (languages.tag(language), table[language].direction), name
            drafts = select(page, f".hb-translation[lang='{languages.tag(language)}']")
            assert len(drafts) == (language != "en" and name != "nav.xhtml"), (language, name)


def test_the_book_says_what_it_is(book: Book, facts: Community, base: str, version: datetime) -> None:
    assert book.said("dc:title") == f"{facts.community.short_name} handbook"
    assert book.said("dc:language") == "en"
    assert book.said("dc:identifier") == f"{base}en/handbook.epub"
    assert book.said("dc:publisher") == facts.community.name
    assert book.said("dc:rights") == facts.handbook.licence
    assert book.said("dc:date") == f"{version:%Y-%m-%dT%H:%M:%SZ}"
    assert "you can tell us" in book.said("dc:description")


def test_the_book_says_what_to_expect_and_its_contents_are_contents(books: dict[str, Book]) -> None:
    for language, book in books.items():
        summary = book.table.find("meta", property="schema:accessibilitySummary")
        assert "text" in summary.get_text() if language == "en" else summary.get_text(strip=True), language
        contents = book.pages["nav.xhtml"].find(".//nav")
        assert contents.get("role") == "doc-toc"
        (title,) = select(contents, "h1")
        assert title.get("id") == contents.get("aria-labelledby")


def test_the_contents_say_each_title_in_its_language(books: dict[str, Book]) -> None:
    for language, book in books.items():
        for link in select(book.pages["nav.xhtml"], "nav a"):
            said = one(book.pages[link.get("href")], "h1").get("lang", languages.tag(language))
            assert link.get("lang", languages.tag(language)) == said, (language, link.get("href"))


def test_the_cover_says_whose_it_is_which_version_and_where_the_current_one_is(
    book: Book, facts: Community, base: str, version: datetime
) -> None:
    cover = book.pages["cover.xhtml"]
    assert text(one(cover, "h1")) == f"{facts.community.short_name} handbook"
    assert facts.community.name in text(cover.body)
    assert f"Version of {format_date(version, 'long', 'en')}" in text(cover.body)
    assert one(cover, "a").get("href") == text(one(cover, "a")) == base


def test_every_page_of_the_handbook_is_in_the_book_once_and_in_order(book: Book) -> None:
    order = book.order()
    docs = {path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in ROOT.glob("docs/**/*.md")}
    assert len(order) == len(set(order))
    assert order[:4] == ["cover.xhtml", "nav.xhtml", "index.xhtml", "help-now.xhtml"]
    assert {name.removesuffix(".xhtml") for name in order} == docs | {"cover", "nav"}
    listed = [link.get("href") for link in select(book.pages["nav.xhtml"], "nav a")]
    assert [name for name in order if name in listed] == listed
    assert order.index("conduct/index.xhtml") < order.index("organizers/index.xhtml")


def test_the_contents_have_parts(book: Book) -> None:
    parts = [text(part) for part in select(book.pages["nav.xhtml"], "nav > ol > li > span")]
    captions = re.findall(r":caption: (.+)", (ROOT / "docs/index.md").read_text("utf-8"))
    assert parts == captions
    assert len(parts) > 2


@pytest.mark.parametrize(
    "page", ["help-now", "paper/report-form", "training/self-check-one", "about/glossary"]
)
def test_a_page_has_the_words_of_the_site(book: Book, site: Path, page: str) -> None:
    main = one(read(site / "en" / f"{page}.html"), "main")
    there = without(main, ".printed, template")  # a book has nothing to download, and no script
    source = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    for alone in re.findall(r"^:::\{only\} builder_html\n([^'\n]+)", source, re.M):  # what only the site says
        next(each for each in select(there, "p") if text(each).startswith(alone)).drop_tree()
    here = [word for word in text(book.pages[f"{page}.xhtml"].body).split() if not MARK.fullmatch(word)]
    assert [word for word in text(there).split() if not MARK.fullmatch(word)] == here


def test_answers_stand_open_and_nothing_asks_for_a_keyboard(book: Book) -> None:
    answers = [each for page in book.pages.values() for each in select(page, "details")]
    assert len(answers) > 30
    assert all("open" in each.attrib for each in answers)
    fields = "input, textarea, select, button, form, label, fieldset"
    assert [name for name, page in book.pages.items() if select(page, fields)] == []
    form = book.pages["paper/report-form.xhtml"]
    assert len(select(form, ".rule")) > 20
    assert "☐ Only keep it" in text(form)
    assert "2. “What would you like me to know?”" in text(book.pages["training/self-check-one.xhtml"])


def test_nothing_comes_from_elsewhere(book: Book) -> None:
    for name, page in book.pages.items():
        assert not select(page, "script, iframe, object, style"), name
        for element in select(page, "[src], link[href]"):
            address = element.get("src") or element.get("href")
            assert not re.match(r"\w+:|//", address), address
    style = book.files["_static/epub.css"].decode()
    assert "url(" not in style
    assert "@import" not in style
    assert len(list(filter(lambda name: name.startswith("_static/"), book.files))) == 1


def test_a_book_is_small(book: Book) -> None:
    assert book.path.stat().st_size < 500_000


def test_languages_have_their_public_names(small: Book) -> None:
    assert small.said("dc:language") == small.pages["index.xhtml"].get("lang") == "zh-CN"


def test_the_book_says_first_what_it_is_and_has_the_time_of_its_version(
    book: Book, version: datetime
) -> None:
    with ZipFile(book.path) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        when = version.timetuple()[:5]  # zip archives count in steps of two seconds
        assert {entry.date_time[:5] for entry in packed.infolist()} == {when}
