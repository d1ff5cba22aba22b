"""Puts a guide together: one HTML file with its stylesheets, for one size of paper."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import NamedTuple

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from handbook.config.community import Community
from handbook.config.languages import Row, tag
from handbook.config.lookup import dated
from handbook.facts.render import _, build_day, locale_of, localized
from handbook.guides.book.index import IndexEntry
from handbook.guides.book.margins import LARGE, Around, bound, loose
from handbook.guides.book.prints import ADDRESSES, PrintList, cell_texts
from handbook.guides.document import ISOLATE, shared_styles
from handbook.guides.fields import alphabet
from handbook.guides.model import BOOKLET, BOOKLET_TEXT, KINDS, STRIP, Grid, Guide, Sheet
from handbook.guides.references import bare
from handbook.translation.spacing import close_up
from handbook.translation.switcher import made_by

WORD_JOINER = "\u2060"  # forbids the end of a line
HERE = Path(__file__).parent
encoded = cache(partial(segno.make, error="m", micro=False))  # once for all sizes of text that are tried


class Chapter(NamedTuple):
    """One page of the handbook in a guide, or one section where each has a face of its own."""

    id: str
    title: str
    html: Markup
    page: str
    part: str = ""  # the caption that stands before it in the contents
    level: int = 1  # how deep it stands there
    cut: bool = False  # it is cut off: it stands below all else


@dataclass(frozen=True)
class Context:
    """What a template is filled with."""

    name: str
    guide: Guide
    language: str
    row: Row
    community: Community
    page: str
    title: str
    subtitle: str
    chapters: list[Chapter]
    addresses: list[str]  # that references lead to, in the order of their numbers
    index: list[IndexEntry]
    prints: PrintList | None = None

    @property
    def tag(self) -> str:
        """The language as HTML writes it."""
        return tag(self.language)

    @property
    def day(self) -> str:
        """The day of this version."""
        return localized(build_day(), locale_of(self.language, self.row)) or ""

    @property
    def version(self) -> str:
        """The same, in words that say what it is."""
        return _("Version of %s") % self.day if self.day else ""

    @property
    def translation(self) -> str:
        """Who translated it and whether anyone fluent has read it; empty in the source language."""
        if self.row.status == "source":
            return ""
        return close_up(" ".join(made_by(self.row, locale_of(self.language, self.row), _)))

    @cached_property
    def facts(self) -> str:
        """How sure the facts are."""
        days = [fact.when for fact in dated(self.community)]
        known = [day for day in days if day]
        if not known:
            return _("Facts not checked by us yet")
        if len(known) < len(days):
            return _("Some facts not checked by us yet")
        return _("Facts checked on %s or later") % localized(min(known), locale_of(self.language, self.row))

    def online(self, page: str = "") -> str:
        """Return the address of a page, of this one without an argument."""
        return f"{self.community.handbook.url}{self.language}/{page or self.page}.html"

    def shown(self, page: str = "") -> str:
        """Return the same as people write it down."""
        return display_url(self.online(page))


def display_url(address: str) -> str:
    """Return an address as people write it down: in its own direction, and broken after a slash only.

    A hyphen at the end of a line would be taken for one that is not part of the address.
    """
    return ISOLATE[0] + bare(address).replace("-", f"-{WORD_JOINER}") + ISOLATE[1]


def qr(address: str) -> Markup:
    """Return the QR code of an address as SVG, which says in its title what it holds."""
    svg = encoded(address).svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True)
    title = f"<title>{escape(_('QR code: %s') % address)}</title>"
    svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)  # a page is read as XML
    return Markup(svg.replace(">", f">{title}", 1))  # noqa: S704 - numbers and our own address


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    templates.filters["close_up"] = lambda html: Markup(close_up(html))  # noqa: S704
    templates.filters["without_ids"] = lambda html: Markup(re.sub(r' id="[^"]*"', "", html))  # noqa: S704
    return templates


def _page_style(context: Context, size: str, points: float, *, measured: bool) -> str:
    """Return the rules that depend on paper, language and direction; `points` is the size of the text."""
    families = dict.fromkeys([*context.row.fonts, "Noto Sans", "DejaVu Sans"])
    fonts = ", ".join(f'"{family}"' for family in families)
    hyphens = "auto" if context.row.hyphenation else "manual"
    kind = KINDS[context.guide.kind]
    width, height = kind.paper(size)
    # In large print and on half a sheet there is room for one line and the address; the cover says more.
    short = kind.template == "book" and (points >= LARGE or size.startswith(BOOKLET))
    line = context.day if short else f"{context.version} · {context.facts}"
    version = "\n".join(filter(None, [line, context.shown()]))
    if kind.template != "book":
        version = "\n".join(filter(None, [version, context.translation]))
    elif context.row.status in ("draft", "planned"):  # its cover says more
        version = f"{_('Draft translation')} · {version}"
    around = Around(context.community.community.name, context.title, version)
    rules = [
        f"html {{ font-family: {fonts} }}",
        f"body {{ hyphens: {hyphens} }}",
        f"@page {{ size: {width}mm {height}mm }}",
    ]
    if kind.template == "book":
        parts = [chapter.part for chapter in context.chapters if chapter.part]
        rules.append(bound(around, fonts, paper=(width, height), text=points, parts=parts))
    elif context.guide.kind not in BARE and not measured:
        rules.append(loose(around, fonts, rtl=context.row.direction == "rtl"))
    return "\n".join(rules)


def _face_style(context: Context, size: str, *, measured: bool) -> str:
    """Return the rules that give faces their size, or when `measured`, pages of that size."""
    kind = KINDS[context.guide.kind]
    page_width, page_height = kind.paper(size)
    hanging = STRIP[1] if context.guide.strips else 0  # below the margin of the page
    around = Grid(page_width, page_height - hanging, 1, 1, kind.margin, kind.margin)
    grid = kind.shared.get(size, around)
    inner = grid.width - 2 * grid.beside, grid.height - 2 * grid.above
    free = ABOVE_FOOT if measured and context.guide.kind not in BARE else 0
    rules = [f".hb-beside {{ float: {'right' if context.row.direction == 'ltr' else 'left'} }}"]
    if grid is around or measured:  # room is a margin of the page: WeasyPrint lets padding run over its edge
        rules.append(
            f"@page {{ size: {grid.width}mm {grid.height + hanging}mm; "
            f"margin: {grid.above}mm {grid.beside}mm {grid.above + hanging + free}mm }}"
        )
    else:
        rules.append(f".hb-face {{ padding: {grid.above}mm {grid.beside}mm }}")
    if not measured:
        rules.append(f".hb-face {{ inline-size: {inner[0]}mm; block-size: {inner[1]}mm }}")
        bottom, left = (0, 0) if grid is around else (grid.above, grid.beside)
        # Where it stands is said in full: from right to left, WeasyPrint lets it begin on the line to cut.
        rules.append(f".hb-face .hb-band {{ inline-size: {inner[0]}mm; bottom: {bottom}mm; left: {left}mm }}")
    return "\n".join(rules)


ABOVE_FOOT = 3  # millimetres between the words of a sheet and what stands in its margin
BARE = ("poster", "sign", "tent", "card", "cards", "leaflet", "slides")  # nothing stands in their margins


PLACE = re.compile(r'(<span)? id="([^"]*)"(?(1)></span>)')
LED_TO = re.compile(r' (?:href|data-target|for)="#?([^"]*)"')


def _named(html: str, more: Collection[str]) -> str:
    """Return HTML with the ids that something leads to and those of `more`; others are `data-id`, for styles.

    WeasyPrint shares the computed style of elements that have no id, and of all that is in them.
    """
    wanted = {*LED_TO.findall(html), *more}

    def kept(place: re.Match[str]) -> str:
        if place[2] in wanted:
            return place[0]
        return "" if place[1] else f' data-id="{place[2]}"'

    return PLACE.sub(kept, html)


def sheet(
    context: Context, size: str, folder: Path, text: Mapping[str, float], *, measured: bool = False
) -> Sheet:
    """Return a guide as it goes to the printer.

    `text` is the size of the text of each face, or of the whole (""). With `measured`, each face that it
    names stands on a page of the size of a face, so that it takes two when it does not fit.
    """
    kind = KINDS[context.guide.kind]
    if booklet := size.startswith(BOOKLET):
        text = {"": BOOKLET_TEXT}
    html = (
        _templates()
        .get_template(f"{kind.template}.html")
        .render(
            context=context,
            guide=context.guide,
            smaller=context.guide.smaller_in(context.language, folded=booklet),
            booklet=booklet,
            typed=alphabet(context.row),
            large=bool(context.guide.text and context.guide.text >= LARGE),
            faces=[chapter for chapter in context.chapters if chapter.id in text],
            text=text,
            grid=kind.shared.get(size),
            kind=kind,
            paper=kind.paper(size),
            strip=STRIP,
            measured=measured,
            t=_,
            display_url=display_url,
            qr=Markup(qr(context.online(context.guide.qr)) if context.guide.qr else ""),  # noqa: S704
        )
    )
    names = ("base", kind.template, context.guide.kind)
    paths = [HERE / "styles" / f"{name}.css" for name in dict.fromkeys(names)]
    styles = [*shared_styles(), *(path.read_text("utf-8") for path in paths if path.exists())]
    styles.append(_page_style(context, size, max(text.values()), measured=measured))
    if "" in text:
        styles.append(f"html {{ font-size: {text['']}pt }}")
    if kind.faces:
        styles.append(_face_style(context, size, measured=measured))
    fill = partial(cell_texts, context.prints) if context.prints else None
    return Sheet(_named(html, [*text, ADDRESSES]), tuple(styles), folder, fill)
