"""axe finds no barrier: on every page as a phone shows it, and in each look on whatever pages are made of."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from helpers.browser import LOOKS, barriers, opened
from helpers.site_pages import Soups
from helpers.static_host import StaticHost
from playwright.sync_api import Browser

Kind = tuple[str, ...]
TELLING = ("class", "type", "role", "open", "dir")  # attributes that styles and axe ask for


def kind(element: Tag) -> Kind:
    """Return of which kind an element is: its own name and what tells it from others, and its parents'."""
    line = [element, *element.parents][:3]
    return tuple(str((each.name, [each.get(name) for name in TELLING])) for each in line)


def kinds(page: BeautifulSoup) -> set[Kind]:
    """Return the kinds of elements of a page; those of a page from right to left are others."""
    direction = str(page.select_one("html[dir=rtl]") is not None)
    return {(direction, *kind(element)) for element in page.find_all(True)}


def cover(pages: Soups) -> list[str]:
    """Return some pages that together have all kinds of elements of all pages."""
    found = {name: kinds(page) for name, page in pages.items()}
    left = set().union(*found.values())
    chosen = []
    while left:
        chosen.append(max(found, key=lambda name: len(found[name] & left)))
        left -= found[chosen[-1]]
    return chosen


def test_axe_finds_no_barrier(chromium: Browser, server: StaticHost, soups: Soups, shown: list[str]) -> None:
    assert shown
    whole = {*cover({page: soups[page] for page in shown})}
    assert {page.partition("/")[0] for page in whole} > {"en", "ar"}
    found = []
    with opened(chromium, bypass_csp=True) as tab:
        for page in shown:
            tab.goto(server.url(page))
            found += barriers(tab, looks=LOOKS if page in whole else LOOKS[:1])
    assert found == [], "\n".join(found)


def test_pages_that_together_have_everything_are_chosen() -> None:
    texts = {"one": "<p>", "two": "<p><b>", "three": "<p><i>", "left": "<html dir=rtl><p>", "same": "<p><b>"}
    pages = {name: BeautifulSoup(text, "html.parser") for name, text in texts.items()}
    assert {*cover(pages)} in ({"two", "three", "left"}, {"same", "three", "left"})
