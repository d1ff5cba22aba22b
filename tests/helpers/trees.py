"""Reads all pages of a site, for what is asked of each: lxml takes a tenth of the time of Beautiful Soup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

from cssselect import HTMLTranslator
from lxml.etree import XPath
from lxml.html import HtmlElement, HTMLParser, document_fromstring

Trees = dict[str, HtmlElement]  # pages by their names, for example "en/help-now.html"

REFRESH = re.compile(r"\d+; *url=(.+)")
WORDS = XPath("descendant::text()[count(ancestor::template) = $around]")  # a script shows those of a template


def read(path: Path) -> HtmlElement:
    """Return a page, to read and not to change."""
    return _as_written(path, path.stat().st_mtime_ns)


@cache
def _as_written(path: Path, _when: int) -> HtmlElement:
    """Return a page as it was written at a time."""
    return document_fromstring(path.read_bytes(), HTMLParser(encoding="utf-8"), base_url=str(path))


@cache
def _compiled(selector: str) -> XPath:
    """Return what finds elements by a selector of CSS: to compile it takes longer than to look."""
    return XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))


def select(element: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return what a selector of CSS finds in an element."""
    return list(_compiled(selector)(element))


def one(element: HtmlElement, selector: str) -> HtmlElement:
    """Return the only element that a selector finds."""
    found = select(element, selector)
    assert len(found) == 1, f"{element.base_url}: there are {len(found)} of {selector}, not one"
    return found[0]


def text(element: HtmlElement, between: str = "") -> str:
    """Return the words of an element with single spaces; `between` stands between its parts."""
    around = len([*element.iterancestors("template")])
    return " ".join(between.join(WORDS(element, around=around)).split())


def without(element: HtmlElement, selector: str) -> HtmlElement:
    """Return a copy of an element without what a selector finds in it."""
    rest = deepcopy(element)
    for other in select(rest, selector):
        other.drop_tree()
    return rest


def is_redirect(page: HtmlElement) -> bool:
    """Tell whether a page only leads to another one."""
    return bool(select(page.head, 'meta[http-equiv="refresh"]'))


def links(page: HtmlElement) -> Iterator[str]:
    """Yield whatever a reader can follow from a page."""
    for element in select(page, "a[href]"):
        yield element.get("href")
    for element in select(page.head, 'meta[http-equiv="refresh"]'):
        match = REFRESH.fullmatch(element.get("content"))
        assert match, f"a refresh that leads nowhere: {element.get('content')}"
        yield match[1]


def loads(page: HtmlElement) -> Iterator[str]:
    """Yield whatever a browser fetches by itself to show a page."""
    for element in select(page, "[src]"):
        yield element.get("src")
    for element in select(page, "[srcset]"):
        yield from (part.split()[0] for part in element.get("srcset").split(","))
    for element in select(page, "object"):
        yield element.attrib["data"]
    for element in select(page, "link"):
        if element.attrib["rel"] not in ("canonical", "alternate"):
            yield element.attrib["href"]
