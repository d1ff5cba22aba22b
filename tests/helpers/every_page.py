"""Opens every page once, and notes what tests ask of each: on screens, in large letters, on paper, of axe."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from helpers.browser import (
    AXE,
    DESKTOP,
    HIGH,
    LOOKS,
    PHONE,
    SMALL,
    ZOOMED,
    Looks,
    complaints,
    judged,
    opened,
    resize,
)
from helpers.site_pages import for_attendees
from helpers.static_host import StaticHost
from helpers.trees import Trees
from lxml.html import HtmlElement
from playwright.sync_api import Browser, CDPSession, Page

# What a thumb must hit, and how high it must be at least, in CSS pixels.
LEAST = {".button, .action > a": 48, ".hb-menu summary, .hb-top a": 48, ".hb-menu a, .hb-turn a, .way a": 40}
BUTTONS = ".button, .action > a"
OFF_PAPER = ".hb-bar, .hb-menu, .hb-contents, .hb-turn, .hb-find, .hb-skip"

OPEN_MENUS = """() => {
  window.unfolded = [...document.querySelectorAll(".hb-menu details:not([open])")];
  unfolded.forEach((each) => each.open = true);
}"""
CLOSE_MENUS = "() => unfolded.forEach((each) => each.open = false)"
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The words that stick out of the page. A table may: it is read in two directions (WCAG 1.4.10 says so).
SPILT = """() => {
  const {style} = document.documentElement;
  style.fontSize = `calc(2 * ${getComputedStyle(document.documentElement).fontSize})`;
  const spilt = [...document.querySelectorAll("body :not(table, table *)")]
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((element) => element.textContent);
  style.fontSize = "";
  return spilt;
}"""
# The parts of words in tables that stand in two lines, where no language has put a hyphen. Where a language
# writes no spaces, a line ends between any two letters.
BROKEN = r"""() => [...document.querySelectorAll("th, td")].flatMap((cell) => {
  cell.style.hyphens = "manual";
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const broken = [];
  while (texts.nextNode()) {
    const {currentNode} = texts;
    for (const {0: word, index} of currentNode.data.matchAll(LETTERS)) {
      range.setStart(currentNode, index);
      range.setEnd(currentNode, index + word.length);
      const line = range.getClientRects()[0]?.height;
      if (range.getBoundingClientRect().height > 1.5 * line) broken.push(word);
    }
  }
  return broken;
})""".replace("LETTERS", r"/[[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]]+/gv")
# The tables that scroll, and that a keyboard cannot reach in each browser.
OUT_OF_REACH = """() => [...document.querySelectorAll("main :has(> table)")]
  .filter((frame) => frame.scrollWidth > frame.clientWidth && frame.tabIndex < 0)
  .map((frame) => frame.textContent)"""
HEIGHTS = """() => Object.fromEntries(NAMES.map((name) => [name, [...document.querySelectorAll(name)]
  .filter((each) => each.checkVisibility())
  .map((each) => [each.textContent, each.getBoundingClientRect().height])]))""".replace(
    "NAMES", json.dumps([*LEAST])
)
# Whether the middle of an element is what one sees and presses there.
ON_TOP = """(element) => {
  const box = element.getClientRects()[0];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return top !== null && (element.contains(top) || top.contains(element));
}"""
LINKS_OF_BAR = "() => document.querySelectorAll('.hb-bar a').length"
# What of the elements cannot be seen whole, or is covered, at some places of the page (0 to 1).
COVERED = """() => [0, 0.5, 1].flatMap((place) => {
  scrollTo(0, place * document.documentElement.scrollHeight);
  return [...document.querySelectorAll(place < 1 ? ".hb-bar a" : ".hb-bar a, footer a")].filter((element) => {
    const box = element.getBoundingClientRect();
    const beside = box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight;
    return !box.width || beside || !(ON_TOP)(element);
  }).map((element) => `at ${place}: ${element.textContent}`);
})""".replace("ON_TOP", ON_TOP)
BORDERS = """(names) => [...document.querySelectorAll(names)].map((element) => {
  const {borderTopWidth, borderTopStyle, borderTopColor} = getComputedStyle(element);
  const page = getComputedStyle(document.body).backgroundColor;
  return [element.textContent, [parseFloat(borderTopWidth), borderTopStyle, borderTopColor !== page]];
})"""
VISIBLE = """(names) => names.map((name) => [...document.querySelectorAll(name)]
  .filter((each) => each.checkVisibility({visibilityProperty: true}) && each.getClientRects().length)
  .map((each) => each.outerHTML))"""


class Seen(NamedTuple):
    """What was seen of a page."""

    sideways: list[str]  # on which screens it is too wide, and by how much
    spilt: list[str]  # words that leave a phone when letters have twice their size
    broken: list[str]  # words in tables of a small phone that go on in the next line
    out_of_reach: list[str]  # tables that scroll, and have no stop for the keyboard
    heights: dict[str, list[tuple[str, float]]]  # of what a thumb must hit on a phone, by LEAST: name, height
    bar: int  # how many links the bar has
    covered: list[str]  # links of the bar and the footer that cannot be seen or pressed
    barriers: list[str]  # that axe finds, as a phone shows the page, or in each look
    complaints: Sequence[str] = ()  # errors and warnings in the console
    # Of pages for attendees; buttons in the colours of a reader: name; width, style, whether one sees it.
    borders: Sequence[tuple[str, list[Any]]] = ()
    headings: int = 0  # of the first level that are on paper
    menus: Sequence[str] = ()  # that are on paper


TELLING = ("class", "type", "role", "open", "dir")  # attributes that styles and axe ask for


def kinds(page: HtmlElement) -> set[tuple[object, ...]]:
    """Return the kinds of elements of a page: its own name and what tells it from others, and its parents'.

    Those of a page from right to left are others.
    """
    own = {each: (each.tag, *map(each.get, TELLING)) for each in page.iter("*")}
    mirrored = page.get("dir") == "rtl"
    return {(mirrored, *(own[up] for up in (each, *islice(each.iterancestors(), 2)))) for each in own}


def cover(pages: Trees) -> list[str]:
    """Return some pages that together have all kinds of elements of all pages."""
    found = {name: kinds(page) for name, page in pages.items()}
    left = set().union(*found.values())
    chosen = []
    while left:
        chosen.append(max(found, key=lambda name: len(found[name] & left)))
        left -= found[chosen[-1]]
    return chosen


def at_once(*scripts: str) -> str:
    """Return a script that returns what several do, in this order: each question to a page takes its time."""
    return f"() => [{', '.join(f'({script})()' for script in scripts)}]"


ON_PHONE = at_once(HIGH, LINKS_OF_BAR, COVERED, OUT_OF_REACH, OPEN_MENUS, HEIGHTS, SPILT, CLOSE_MENUS)
ON_SMALL = at_once(OPEN_MENUS, TOO_WIDE)
WHEN_ZOOMED = at_once(TOO_WIDE, BROKEN, CLOSE_MENUS)


def look(tab: Page, screen: CDPSession, looks: Looks, measured: set[str]) -> Seen:
    """Look at the page that is open in a tab with the window of a phone; axe sees it in each of the looks."""
    (_phone, schemes), *others = looks
    high, bar, covered, out_of_reach, _, heights, spilt, _ = tab.evaluate(ON_PHONE)
    found = judged(tab, screen, PHONE, high, schemes, measured)
    for size, schemes in others:
        resize(screen, size)
        found += judged(tab, screen, size, tab.evaluate(HIGH), schemes, measured)
    resize(screen, SMALL)
    _, more = tab.evaluate(ON_SMALL)
    resize(screen, ZOOMED, zoom=4)
    more_when_zoomed, broken, _ = tab.evaluate(WHEN_ZOOMED)
    too_wide = {"on a small phone": more, "at 400 percent": more_when_zoomed}
    sideways = [f"{where}: {more} px too wide" for where, more in too_wide.items() if more]
    return Seen(sideways, spilt, broken, out_of_reach, heights, bar, covered, found)


def in_other_media(tab: Page, screen: CDPSession, seen: Seen) -> Seen:
    """Look at a page for attendees on paper, and in the colours of a reader."""
    resize(screen, DESKTOP)
    tab.emulate_media(media="print")
    headings, menus = tab.evaluate(VISIBLE, ["h1", OFF_PAPER])
    resize(screen, PHONE)
    tab.emulate_media(media="screen", forced_colors="active")
    borders = tab.evaluate(BORDERS, BUTTONS)
    tab.emulate_media(forced_colors="none")
    return seen._replace(borders=borders, headings=len(headings), menus=menus)


def visit(
    browser: Browser, server: StaticHost, pages: Iterable[str], everywhere: Iterable[str]
) -> dict[str, Seen]:
    """Look at pages, one after the other; axe looks at some of them `everywhere`, in each look."""
    seen = {}
    measured: set[str] = set()
    with opened(browser, viewport=PHONE, has_touch=True) as tab:
        # It is compiled once for all pages, and no policy refuses it.
        tab.add_init_script(path=AXE)
        screen = tab.context.new_cdp_session(tab)
        said = complaints(tab)
        for page in pages:
            said.clear()
            tab.goto(server.url(page))
            seen[page] = look(tab, screen, LOOKS if page in everywhere else [(PHONE, ["light"])], measured)
            if for_attendees(page):
                seen[page] = in_other_media(tab, screen, seen[page])
            resize(screen, PHONE)
            seen[page] = seen[page]._replace(complaints=[*said])
    return seen
