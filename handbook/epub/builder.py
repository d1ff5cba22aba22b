"""The whole handbook as a book for e-readers: Sphinx's EPUB builder with our own frame, cover and contents.

``sphinx-build -b epub`` writes ``handbook.epub`` into its output folder, beside the files that it is made of.
"""

from __future__ import annotations

import os
import time
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import tinyhtml5  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder, NavPoint
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config.languages import tag
from handbook.facts.render import _, build_day, locale_of, localized
from handbook.html.builder import OwnTemplates
from handbook.html.context import description
from handbook.html.navigation import Page
from handbook.translation.untranslated import title_language

FRAME = Path(__file__).parent / "theme"
COVER = "cover"

# E-readers show fields but let nobody choose: a question there is something to read.
WITHOUT_FIELDS = {"fieldset": "div", "legend": "p", "label": "p", "input": "span"}
CLASSES = {"legend": "asked", "label": "choice"}


def as_xhtml(body: str) -> str:
    """Return the HTML of a page as e-readers need it: as XML, with answers open and marks for fields.

    Docutils writes XML, which Python reads in a tenth of the time that a parser of HTML takes.
    """
    try:
        tree = ElementTree.fromstring(f"<body>{body}</body>")  # noqa: S314 - our own pages
    except ElementTree.ParseError:  # somebody has written HTML of their own into a page
        tree = tinyhtml5.parse(body, namespace_html_elements=False).find("body")
    for group in tree.iter("fieldset"):
        for number, field in enumerate(group.iter("input"), 1):
            field.text = f"{number}."
    for element in tree.iter():
        if element.tag == "details":
            element.set("open", "open")
        elif element.tag in WITHOUT_FIELDS:
            _without_field(element)
    return "".join(ElementTree.tostring(child, "unicode") for child in tree)


def _without_field(element: ElementTree.Element) -> None:
    kind = CLASSES.get(element.tag, element.get("class"))
    element.attrib = {"class": kind} if kind else {}
    element.tag = WITHOUT_FIELDS[element.tag]


class BookBuilder(OwnTemplates, Epub3Builder):
    """Sphinx's EPUB builder; what the book says of itself follows from the language and the community."""

    def init(self) -> None:
        """Tell Sphinx about the book. Its settings for that know neither the language nor the facts."""
        super().init()
        config, facts = self.config, self.config.community
        code = config.language
        day = build_day()
        self.version = localized(day, locale_of(code, config.languages.languages[code])) if day else ""
        config.version = self.version or "0"  # Sphinx wants one; our table of files has the date in its place
        config.epub_title = config.html_title
        config.epub_language = tag(config.language)
        config.epub_publisher = facts.community.name
        config.epub_copyright = facts.handbook.licence
        config.epub_identifier = f"{config.html_baseurl}{config.epub_basename}.epub"
        config.epub_pre_files = [(f"{COVER}{self.out_suffix}", config.html_title)]
        self.guide_titles = {"toc": _("Contents"), "cover": _("Cover")}
        self.direction = config.languages.languages[config.language].direction

    def init_css_files(self) -> None:
        """Link nothing of its own accord: the frame has its stylesheet."""
        self._css_files = []

    def create_pygments_style_file(self) -> None:
        """Write no stylesheet for code: no page shows any."""

    def handle_page(self, pagename: str, addctx: dict[str, Any], *words: Any, **options: Any) -> None:
        """Write a page as XML."""
        if "body" in addctx:
            addctx["body"] = as_xhtml(addctx["body"])
        super().handle_page(pagename, addctx, *words, **options)

    def gen_additional_pages(self) -> None:
        """Write the cover, and no page of the site that only works there."""
        self.handle_page(COVER, {"title": self.config.html_title, "version": self.version}, "cover.html")

    def handle_finish(self) -> None:
        """Write what makes a folder of pages a book, and pack it."""
        # Where Sphinx keeps what it has read, which may stand in the same folder, is no part of it.
        self.config.epub_exclude_files += [
            path.relative_to(self.outdir).as_posix() for path in Path(self.outdir).glob(".doctrees/**/*")
        ]
        self.get_toc()
        self.build_mimetype()
        self.build_container()
        theirs, self.template_dir = self.template_dir, type(self.template_dir)(FRAME)
        self.build_content()
        self.build_navigation_doc()
        self.template_dir = theirs
        self.build_toc()
        self.build_epub()

    def content_metadata(self) -> dict[str, Any]:
        """Add what the table of the book's files says."""
        root = self.env.get_doctree(self.config.root_doc)
        return super().content_metadata() | {
            "description": escape(description(root)),
            "accessibility": escape(
                _(
                    "The whole book is text: it can be enlarged, read aloud and searched. "
                    "Headings and contents lead through it. Nothing in it moves, flashes or makes a sound."
                )
            ),
            "page_progression_direction": self.direction,
        }

    def build_navlist(self, navnodes: list[dict[str, Any]]) -> list[NavPoint]:
        """Return the contents as the site's menu has them: pages below the captions of their parts."""
        points = [self._nav_point(Page(self.config.root_doc, self.config.html_title, []))]
        for part in self.env.handbook_navigation:  # type: ignore[attr-defined]
            pages = self._nav_points(part.pages)
            points += [NavPoint(escape(part.caption), "", pages)] if part.caption else pages
        return points

    def _nav_points(self, pages: list[Page]) -> list[NavPoint]:
        return [self._nav_point(page) for page in pages]

    def _nav_point(self, page: Page) -> NavPoint:
        address = escape(self.get_target_uri(page.name))
        return NavPoint(escape(page.title), address, self._nav_points(page.pages))

    def navigation_doc_metadata(self, navlist: list[NavPoint]) -> dict[str, Any]:
        """Add the direction of the contents page, and the languages of titles that aren't translated."""
        titles = {self.get_target_uri(name): title_language(self.env, name) for name in self.env.metadata}
        return super().navigation_doc_metadata(navlist) | {
            "direction": self.direction,
            "languages": {address: tag(code) for address, code in titles.items() if code},
        }

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Name the book as its table of files does; Sphinx 9 writes another name into the old contents."""
        return super().toc_metadata(level, navpoints) | {"uid": self.config.epub_identifier}

    def build_epub(self) -> None:
        """Pack the book with times and rights that say nothing about the machine: same pages, same bytes."""
        day = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), 315532800))  # zip begins in 1980
        names = ["mimetype", "META-INF/container.xml", "content.opf", "toc.ncx", *self.files]
        with ZipFile(Path(self.outdir, f"{self.config.epub_basename}.epub"), "w") as book:
            for name in names:
                entry = ZipInfo(name, day[:6])
                entry.external_attr = 0o644 << 16
                entry.create_system = 3
                kind = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                book.writestr(entry, Path(self.outdir, name).read_bytes(), kind)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its frame with Sphinx."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_html_theme("handbook_epub", str(FRAME))
    app.add_builder(BookBuilder, override=True)
    return METADATA
