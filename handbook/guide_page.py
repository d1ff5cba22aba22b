"""Puts a guide together: one HTML file with its stylesheets, for one size of paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handbook.community import Community
from handbook.guide import KINDS, SIZES, Guide
from handbook.keys import dated
from handbook.printing import Sheet
from handbook.shown import _, build_day, locale_of, words

PRINT = Path(__file__).parent / "print"


class Chapter(NamedTuple):
    """One page of the handbook in a guide."""

    id: str
    title: str
    html: Markup


class Context(NamedTuple):
    """What a template is filled with."""

    language: str
    direction: str
    community: Community
    page: str
    title: str
    subtitle: str
    chapters: list[Chapter]

    @property
    def version(self) -> str:
        """The day of this version."""
        day = build_day()
        return _("Version of %s") % words(day, locale_of(self.language)) if day else ""

    @property
    def facts(self) -> str:
        """How sure the facts are."""
        days = [fact.when for fact in dated(self.community)]
        known = [day for day in days if day]
        if not known:
            return _("Facts not checked by us yet")
        if len(known) < len(days):
            return _("Some facts not checked by us yet")
        return _("Facts checked on %s or later") % words(min(known), locale_of(self.language))

    def online(self, page: str = "") -> str:
        """Return the address of a page, of this one without an argument."""
        return f"{self.community.handbook.url}{self.language}/{page or self.page}.html"


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(PRINT)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _page_style(context: Context, guide: Guide, size: str) -> str:
    """Return the rules that depend on paper, language and direction. Running heads know no logical sides."""
    width, height = SIZES[size]
    start, end = ("left", "right") if context.direction == "ltr" else ("right", "left")
    text = guide.text or KINDS[guide.kind].text
    return f"""
    :root {{ font-size: {text}pt }}
    @page {{
      size: {width} {height};
      @top-{start} {{ content: string(book); text-align: {start} }}
      @top-{end} {{ content: string(chapter); text-align: {end} }}
      @bottom-{start} {{ content: string(version); text-align: {start} }}
      @bottom-{end} {{ content: counter(page); text-align: {end} }}
    }}
    """


def sheet(context: Context, guide: Guide, size: str, folder: Path) -> Sheet:
    """Return a guide as it goes to the printer."""
    kind = KINDS[guide.kind]
    html = _templates().get_template(f"{kind.template}.html").render(
        guide=guide, context=context, t=_, bare=lambda address: address.partition("://")[2]
    )
    styles = [(PRINT / f"{name}.css").read_text("utf-8") for name in ("words", kind.template)]
    return Sheet(html, (*styles, _page_style(context, guide, size)), folder)
