"""Prints HTML as a tagged PDF with WeasyPrint. Knows nothing of Sphinx.

Imported when printing begins and no sooner: WeasyPrint needs libraries of the system, and time to load.
"""

from __future__ import annotations

import gc
import io
import logging
import mimetypes
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

import pypdfium2
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, cssselect2, layout
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from handbook.guides import weasyprint_fixes
from handbook.guides.fields import finished
from handbook.guides.model import Sheet
from handbook.guides.processes import apart

BASE = "http://guide.invalid/"  # instead of a folder of this machine, which would end up in the PDF


class Printed(NamedTuple):
    """A PDF, its number of pages, and what WeasyPrint complains of."""

    pdf: bytes
    pages: int
    complaints: tuple[str, ...]


DRAWINGS = Path(__file__).parent / "drawings"  # stylesheets name them: url("drawings/call.svg")


class OurFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Reads pictures from one folder, drawings from ours, and nothing from anywhere else."""

    def __init__(self, folder: Path) -> None:
        """Read from `folder`."""
        super().__init__(allowed_protocols=[])
        self.folder = folder

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Return the file at `url`; ValueError for anything outside the folder."""
        name = unquote(url.removeprefix(BASE))
        folder = DRAWINGS if name.startswith(f"{DRAWINGS.name}/") else self.folder
        path = (folder / name.removeprefix(f"{DRAWINGS.name}/")).resolve()
        if not url.startswith(BASE) or not path.is_relative_to(folder.resolve()):
            raise ValueError(f"{url} is no file of the handbook")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


class Source(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document that is XML too: Python reads it in a thirtieth of the time that a parser of HTML takes."""

    def __init__(self, text: str, base_url: str, url_fetcher: Any) -> None:
        """Read a document; ParseError for one that is no XML."""
        root = ElementTree.fromstring(text)  # noqa: S314 - our own pages
        self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        first, *others = super()._ua_stylesheets(forms)
        return [_without_notes(first), *others]


@cache
def _without_notes(sheet: Any) -> Any:
    """Return WeasyPrint's own stylesheet without its rules for notes and for markers of lists.

    No guide has any, and each element would have six styles for them. No report of it was to be found. To be
    removed when WeasyPrint makes the style of a pseudo-element where one is asked for.
    """
    shorter = copy(sheet)
    shorter.matcher = copy(sheet.matcher)
    shorter.matcher.other_selectors = [each for each in sheet.matcher.other_selectors if each[3] is None]
    return shorter


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: dict[str, None] = {}  # each once, in order

    def emit(self, record: logging.LogRecord) -> None:
        self.said[record.getMessage()] = None


@contextmanager
def _listening() -> Iterator[dict[str, None]]:
    """Collect what WeasyPrint and its fonts' tools complain of."""
    handler = _Complaints()
    log = logging.getLogger("weasyprint")
    before, log.propagate = log.propagate, False
    log.addHandler(handler)
    try:
        yield handler.said
    finally:
        log.removeHandler(handler)
        log.propagate = before


@contextmanager
def _freeing_at_the_end() -> Iterator[None]:
    """Free what is left behind in one go: boxes hold each other, and all of them are in use until then."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(1)  # what is new: a second large guide would need its memory beside that of the first
        if was_on:
            gc.enable()


LARGE = 60_000  # characters of HTML, about 15 pages
FIELD = re.compile("<(textarea|input)\\b")
OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_forms": True, "custom_metadata": False}


def lay_out(sheet: Sheet) -> Any:
    """Return WeasyPrint's document: pages that are laid out and not yet written."""
    return _source(sheet).render(stylesheets=_styles(sheet), font_config=_fonts(), **OPTIONS)


def _source(sheet: Sheet) -> Any:
    weasyprint_fixes.repair()
    files = OurFiles(sheet.folder)
    try:
        source = Source(sheet.html, BASE, files)
    except ElementTree.ParseError:  # somebody has written HTML of their own into a page
        source = HTML(string=sheet.html, base_url=BASE, url_fetcher=files)
    source.fill = sheet.fill
    return source


@cache
def _fonts() -> Any:
    """Return the fonts of this machine, which are opened once: no sheet brings its own."""
    return FontConfiguration()


def _styles(sheet: Sheet) -> list[CSS]:
    return [_parsed(style) for style in sheet.styles]


@lru_cache(maxsize=64)
def _parsed(style: str) -> CSS:
    """Return a stylesheet, which loads no other; while somebody looks for the size of a text, most stay."""
    return CSS(string=style, base_url=BASE, url_fetcher=URLFetcher(allowed_protocols=[]))


def to_pdf(sheet: Sheet) -> Printed:
    """Print a sheet: a large one in a process of its own, whose end frees what it was made of."""
    if len(sheet.html) > LARGE:
        _styles(sheet)  # what is read here, the next process needs not read again
        return apart(partial(_to_pdf, sheet))
    with _freeing_at_the_end():
        return _to_pdf(sheet)


def _to_pdf(sheet: Sheet) -> Printed:
    with _listening() as complaints:
        document = lay_out(sheet)
        pdf = document.write_pdf(finisher=_one_sided if sheet.fill else None, **OPTIONS)
    if FIELD.search(sheet.html):
        pdf = finished(pdf)
    return Printed(pdf, len(document.pages), tuple(complaints))


def _one_sided(_document: Any, pdf: Any) -> None:
    """Ask the print dialog for one side: on the back of a story would stand what comes next in it."""
    pdf.catalog["ViewerPreferences"]["Duplex"] = "/Simplex"


def picture(pdf: bytes, width: int) -> bytes:
    """Return a picture of the first page as WebP, `width` pixels wide."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        image = page.render(scale=width / page.get_width()).to_pil()
    out = io.BytesIO()
    image.save(out, "WEBP", quality=80, method=6)
    return out.getvalue()


@_freeing_at_the_end()
def filled(sheet: Sheet, ids: Collection[str]) -> dict[str, float]:
    """Return how many pages each element fills, from its beginning to that of the next one of `ids`.

    It is more than 1 for an element that goes on on a second page.
    """
    with _listening():
        pages = _pages_alone(_source(sheet), _styles(sheet))
    before, found, current = dict.fromkeys(ids, 0), dict[str, float](), ""
    for page in pages:
        box = next((box for box in page.descendants() if box.style["anchor"] in before), None)
        current = box.style["anchor"] if box else current
        end = box.position_y + box.margin_height() - page.content_box_y() if box else page.height
        found[current] = before[current] + min(max(end / page.height, 0.01), 1)
        before[current] += 1
    return found


def _pages_alone(html: Any, styles: list[CSS]) -> list[Any]:
    """Return the pages of a document, laid out without what stands in their margins and behind the text."""
    options = DEFAULT_OPTIONS | OPTIONS | {"stylesheets": styles}
    context = Document._build_layout_context(html, _fonts(), CounterStyle(), {}, options)
    root = build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        context.counter_style,
        context.footnotes,
    )
    layout.initialize_page_maker(context, root)
    return list(layout.make_all_pages(context, root, html, []))
