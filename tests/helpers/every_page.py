"""Opens every page once, and notes what the tests ask of each: on screens, in large letters, on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from helpers.browser import DESKTOP, PHONE, SMALL, ZOOMED, opened
from helpers.site_pages import for_attendees
from helpers.static_host import StaticHost
from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

# What a thumb must hit, and how high it must be at least, in CSS pixels.
LEAST = {".button, .action > a": 48, ".hb-menu summary, .hb-top a": 48, ".hb-menu a, .hb-turn a, .way a": 40}
BUTTONS = ".button, .action > a"
OFF_PAPER = ".hb-bar, .hb-menu, .hb-contents, .hb-turn, .hb-find, .hb-skip"

OPEN_MENUS = """() => {
  window.unfolded = [...document.querySelectorAll(".hb-menu details:not([open])")];
  unfolded.forEach((each) => each.open = true);
}"""
CLOSE_MENUS = "unfolded.forEach((each) => each.open = false)"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
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
HEIGHTS = """(names) => names.map((name) => [...document.querySelectorAll(name)]
  .filter((each) => each.checkVisibility())
  .map((each) => [each.textContent, each.getBoundingClientRect().height]))"""
# Whether the middle of an element is what one sees and presses there.
ON_TOP = """(element) => {
  const box = element.getClientRects()[0];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return top !== null && (element.contains(top) || top.contains(element));
}"""
# What of the elements cannot be seen whole, or is covered, at some place of the page (0 to 1).
HIDDEN = """([place, names]) => {
  scrollTo(0, place * document.documentElement.scrollHeight);
  return [...document.querySelectorAll(names)].filter((element) => {
    const box = element.getBoundingClientRect();
    const beside = box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight;
    return !box.width || beside || !(ON_TOP)(element);
  }).map((element) => `at ${place}: ${element.textContent}`);
}""".replace("ON_TOP", ON_TOP)
BORDERS = """(names) => [...document.querySelectorAll(names)].map((element) => {
  const {borderTopWidth, borderTopStyle, borderTopColor} = getComputedStyle(element);
  const page = getComputedStyle(document.body).backgroundColor;
  return [element.textContent, [parseFloat(borderTopWidth), borderTopStyle, borderTopColor !== page]];
})"""
VISIBLE = """(names) => [...document.querySelectorAll(names)]
  .filter((element) => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length)
  .map((element) => element.outerHTML)"""


class Seen(NamedTuple):
    """What was seen of a page."""

    sideways: list[str]  # on which screens it is too wide, and by how much
    spilt: list[str]  # words that leave a phone when letters have twice their size
    heights: dict[str, list[tuple[str, float]]]  # of what a thumb must hit on a phone, by LEAST: name, height
    bar: int  # how many links the bar has
    covered: list[str]  # links of the bar and the footer that cannot be seen or pressed
    borders: list[tuple[str, list[Any]]]  # of buttons in colours of the reader: name; width, style, visible
    headings: int  # of the first level that are on paper
    menus: list[str]  # menus that are on paper


def resize(screen: CDPSession, size: ViewportSize, zoom: int = 1) -> None:
    """Give a tab another window: Playwright can change its size, and not how fine its pixels are."""
    metrics: dict[str, Any] = {**size, "deviceScaleFactor": zoom, "mobile": False}
    screen.send("Emulation.setDeviceMetricsOverride", metrics)


def look(tab: Page, screen: CDPSession, page: str) -> Seen:
    """Look at the page that is open in a tab with the window of a phone."""
    bar = tab.locator(".hb-bar a").count() if for_attendees(page) else 0
    places = [(0, ".hb-bar a"), (0.5, ".hb-bar a"), (1, ".hb-bar a, footer a")]
    covered = [each for place in places if bar for each in tab.evaluate(HIDDEN, list(place))]
    spilt = tab.evaluate(SPILT)
    tab.evaluate(OPEN_MENUS)
    heights = dict(zip(LEAST, tab.evaluate(HEIGHTS, list(LEAST)), strict=True))
    sideways = []
    for size, zoom in ((SMALL, 1), (ZOOMED, 4)):
        resize(screen, size, zoom)
        if more := tab.evaluate(TOO_WIDE):
            sideways.append(f"at {size['width']} px, zoom {zoom}: {more} px too wide")
    tab.evaluate(CLOSE_MENUS)
    resize(screen, PHONE)
    tab.emulate_media(forced_colors="active")
    borders = tab.evaluate(BORDERS, BUTTONS)
    tab.emulate_media(forced_colors="none", media="print")
    resize(screen, DESKTOP)
    headings, menus = len(tab.evaluate(VISIBLE, "h1")), tab.evaluate(VISIBLE, OFF_PAPER)
    return Seen(sideways, spilt, heights, bar, covered, borders, headings, menus)


def visit(browser: Browser, server: StaticHost, pages: Iterable[str]) -> dict[str, Seen]:
    """Look at pages, one after the other."""
    seen = {}
    with opened(browser, viewport=PHONE, has_touch=True) as tab:
        screen = tab.context.new_cdp_session(tab)
        for page in pages:
            resize(screen, PHONE)
            tab.emulate_media(media="screen")
            tab.goto(server.url(page))
            seen[page] = look(tab, screen, page)
    return seen
