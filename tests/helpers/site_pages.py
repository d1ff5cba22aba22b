"""Reads the built site as its visitors get it: pages, their kinds, and what they point to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from copy import copy
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from handbook.config.languages import Languages

NOT_FOUND = "404.html"
LANGUAGES = "index.html"  # lets the reader choose a language
# Written for people who came to an event and may be under stress.
ATTENDEES = ("index.html", "help-now.html", "report/", "conduct/")
# What else they use: the bar is on these pages too.
WITH_BAR = (*ATTENDEES, "404.html", "search.html", "paper/report-form.html")
# What a browser is shown of a translation.
TRANSLATED_FIRST: tuple[str, ...] = (*WITH_BAR, "about/index.html")
TRANSLATED_FIRST += ("organizers/index.html", "organizers/flowchart.html", "training/self-check-one.html")
SOURCE = "en/"
# The pages that open with the emergency number.
FIRST_AID = ("help-now.html", "report/index.html")


CONTACT = re.compile(r"(tel|sms|mailto):\S+")


def parsed(path: Path) -> BeautifulSoup:
    """Return a page, to read and not to change: a copy takes a third of the time of reading it again."""
    return _as_written(path, path.stat().st_mtime_ns)


@cache
def _as_written(path: Path, _when: int) -> BeautifulSoup:
    """Return a page as it was written at a time.

    lxml takes two thirds of the time of html.parser, and makes the same of valid HTML, which
    site/test_validity.py holds.
    """
    return BeautifulSoup(path.read_bytes(), "lxml", from_encoding="utf-8")


def article(path: Path) -> Tag:
    """Return the <main> of a page; a test may take out what it does not ask of."""
    return copy(one(parsed(path), "main"))


class Soups(Mapping[str, BeautifulSoup]):
    """Pages by their names, for example "en/help-now.html"; each is parsed when a test asks for it.

    What is asked of all pages, trees.py answers sooner.
    """

    def __init__(self, site: Path, pages: list[str]) -> None:
        self.paths = {page: site / page for page in pages}

    def __getitem__(self, page: str) -> BeautifulSoup:
        return parsed(self.paths[page])

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)


def below(page: str) -> str:
    """Return the name of a page below the folder of its language."""
    return page.partition("/")[2]


def is_published(page: str, table: Languages) -> bool:
    """Tell whether a language publishes a page; else its address leads to the source."""
    row = table.languages.get(page.partition("/")[0])
    return row is None or row.publishes(below(page).removesuffix(".html"))


def is_translation(page: str) -> bool:
    """Tell whether a page, which is no redirect, is in the folder of another language than ours."""
    return bool(below(page)) and not page.startswith(SOURCE)


def is_search(page: str) -> bool:
    """Tell whether a page is the search page of a language."""
    return below(page) == "search.html"


def for_attendees(page: str) -> bool:
    """Tell whether a page is for attendees, and carries the bar with the way to help."""
    return page == NOT_FOUND or below(page).startswith(WITH_BAR)


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """Return the only element that a selector finds."""
    # For a name alone, Beautiful Soup has a way that takes a fifth of the time.
    found = soup.find_all(selector) if selector.isalnum() else soup.select(selector)
    assert len(found) == 1, f"there are {len(found)} of {selector}, not one"
    return found[0]


def text(element: Tag) -> str:
    """Return the words of an element with single spaces between them."""
    return " ".join(element.get_text().split())


def resolve(page: str, link: str, base: str) -> str | None:
    """Return the file of the site that a link of a page leads to, or None when it leads elsewhere.

    `base` is the address of the site, so that its own full addresses and absolute paths count as inside.
    """
    if link.startswith(base):
        return unquote(urlsplit(link.removeprefix(base)).path) or LANGUAGES
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return page
    if parts.path.startswith("/"):
        return posixpath.normpath(unquote(parts.path).removeprefix(urlsplit(base).path))
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
