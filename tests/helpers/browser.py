"""Drives Chromium, and looks at a page as its first visitor does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from helpers.paths import ROOT
from helpers.static_host import VISITOR, Request, StaticHost
from playwright.sync_api import Browser, CDPSession, Locator, Page, ViewportSize, expect, sync_playwright

PHONE = ViewportSize(width=390, height=844)
SMALL = ViewportSize(width=320, height=640)
DESKTOP = ViewportSize(width=1280, height=900)
# A desktop window zoomed to 400 %: 320 CSS pixels wide, and not high.
ZOOMED = ViewportSize(width=320, height=256)

AT_ONCE = 12  # first visits at the same time: each waits half a second to see that nothing more comes

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each page is soon left: to compile its scripts, axe too, takes longer than they then run.
    "--js-flags=--no-opt --no-maglev",
)
UNDRAWN = ("--enable-begin-frame-control", "--run-all-compositor-stages-before-draw")

AXE = ROOT / "tests/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# The paint of each element with words: their color and size, the color around it or around its link, and what
# its ancestors paint behind it. What has a position may lie on others than its ancestors: that is told, too.
PAINTS = """() => {
  const grounds = new Map([[null, ""]]);
  const ground = (element) => {
    if (!grounds.has(element)) {
      const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(element);
      const own = ` on ${backgroundColor} ${backgroundImage} ${opacity} ${position}`;
      const shown = own.replace(" on rgba(0, 0, 0, 0) none 1 static", "");
      grounds.set(element, shown + ground(element.parentElement));
    }
    return grounds.get(element);
  };
  const fields = "select, textarea, input:not([type=checkbox], [type=radio])";
  const elements = new Set(document.querySelectorAll(fields));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (texts.currentNode.data.trim()) elements.add(texts.currentNode.parentElement);
  return new Map([...elements].map((element) => {
    const {color, fontSize, fontWeight, textDecorationLine, textShadow} = getComputedStyle(element);
    const {localName, parentElement} = element.closest("a") ?? element;
    const words = [localName, color, fontSize, fontWeight, textDecorationLine, textShadow].join(" ");
    return [element, `${words} in ${getComputedStyle(parentElement).color}${ground(element)}`];
  }));
}"""
# What axe never measures: what is above the page, for screen readers alone, or in closed details.
UNSEEN = """(element) => {
  const {width, bottom} = element.getBoundingClientRect();
  return width <= 1 || bottom <= 0 || element.closest("details:not([open]) > :not(summary)");
}"""
# Contrast, half of the work of axe, is asked of words with a paint that axe has not measured yet and found to
# be enough, on whatever page, in whatever look: three hundred pages have but 200 paints. What else it asks of
# colors, how links differ from the words around them, is asked of all in the light.
#
# axe does not look at the color of icons that a font makes of words since
# https://github.com/dequelabs/axe-core/pull/3867, and by their width it takes words of joined letters, as
# in Arabic, for such; no report of that was to be found. Where each letter adds to the width, it looks.
RUN_AXE = """async ([tags, again, measured]) => {
  CanvasRenderingContext2D.prototype.measureText = (text) => ({width: 30 * text.length});
  const rest = {runOnly: tags, rules: {"color-contrast": {enabled: false}}, resultTypes: ["violations"]};
  const found = again ? [] : (await axe.run(document, rest)).violations;
  const paints = (PAINTS)();
  const include = [...paints.keys()]
    .filter((element) => !measured.includes(paints.get(element)) && !(UNSEEN)(element))
    .map((element) => element.closest("a") ?? element);
  const enough = [];
  if (include.length) {
    const ofColors = axe.getRules(tags).filter((each) => each.tags.includes("cat.color"));
    const runOnly = ofColors.map((each) => each.ruleId);
    const {passes, violations} = await axe.run({include}, {runOnly, elementRef: true});
    found.push(...violations);
    for (const {element, any: [{data}]} of passes.find(({id}) => id === "color-contrast")?.nodes ?? []) {
      if (data.contrastRatio) enough.push(paints.get(element));
    }
  }
  const told = found.map((each) => `${each.id}: ${each.help}: ` +
    each.nodes.map((node) => `${node.html} ${node.failureSummary}`).join("; "));
  return [told, enough];
}""".replace("PAINTS", PAINTS).replace("UNSEEN", UNSEEN)

# Runs before anything of a page: notes whatever moves while it loads, and whatever its policy forbids.
WATCH = """
window.watched = {moved: [], refused: []};
new PerformanceObserver((list) => {
  for (const {value, sources} of list.getEntries()) {
    const nodes = sources.map(({node}) => (node?.outerHTML ?? node?.textContent)?.slice(0, 100));
    window.watched.moved.push(`${value}: ${nodes.join(", ")}`);
  }
}).observe({type: "layout-shift", buffered: true});
addEventListener("securitypolicyviolation", (event) => {
  window.watched.refused.push(`${event.violatedDirective} refuses ${event.blockedURI}`);
});
"""


def system_chromium() -> str:
    """Return the system's Chromium; where there is none, the test fails."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail(
            f"There is no Chromium here (looked for {', '.join(PROGRAMS)}). On Debian and Ubuntu `make test` "
            "installs it; elsewhere install it by hand.",
            pytrace=False,
        )
    return program


@contextmanager
def launch() -> Iterator[Browser]:
    """Start the system's Chromium."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=10_000)  # milliseconds: a busy machine is no fault of a page
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def undrawn(browser: Browser) -> Iterator[Browser]:
    """Start one more Chromium, which lays pages out and draws them only when asked: a third less work.

    What is evaluated there sees the same boxes, colors and media. Nothing may wait for a frame: no `expect`,
    no animation, nothing that a page loads when it comes in sight.
    """
    program = browser.browser_type
    with program.launch(executable_path=system_chromium(), args=[*FLAGS, *UNDRAWN]) as other:
        yield other


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a page in a context of its own: nothing is in its cache."""
    with browser.new_context(**options) as context:
        yield context.new_page()


def height(element: Locator) -> float:
    """Return the height of something visible in CSS pixels."""
    found = element.bounding_box()
    assert found, f"not to be seen: {element}"
    return found["height"]


Looks = Sequence[tuple[ViewportSize, Sequence[str]]]  # sizes of the window, and the colours there
LOOKS: Looks = [(size, ["light", "dark"]) for size in (PHONE, DESKTOP)]
HIGH = "() => document.documentElement.scrollHeight"


def resize(screen: CDPSession, size: ViewportSize, zoom: int = 1) -> None:
    """Give a tab another window: Playwright can change its size, and not how fine its pixels are."""
    metrics: dict[str, Any] = {**size, "deviceScaleFactor": zoom, "mobile": False}
    screen.send("Emulation.setDeviceMetricsOverride", metrics)


def barriers(tab: Page, looks: Looks = LOOKS) -> list[str]:
    """Return what axe finds on the page that is open, in each of the looks."""
    screen = tab.context.new_cdp_session(tab)
    tab.evaluate(AXE.read_text("utf-8"))  # no policy refuses what does not come from the page
    found: list[str] = []
    measured: set[str] = set()
    for size, schemes in looks:
        resize(screen, size)
        found += judged(tab, screen, size, tab.evaluate(HIGH), schemes, measured)
    return found


def judged(
    tab: Page, screen: CDPSession, size: ViewportSize, high: int, schemes: Sequence[str], measured: set[str]
) -> list[str]:
    """Return what axe, which is in the page, finds in a window of a size, in each of the colours.

    The window is as `high` as the page: axe does not scroll, and takes a link that is half below the bar at
    the end of the window for one that nobody can press. In the dark only colors change, which
    repository/test_styles.py holds: where the same window is looked at in the light, only what axe says of
    colors is asked there. `measured` holds the paints of words whose contrast is enough, and gets more.
    """
    found = []
    resize(screen, ViewportSize(width=size["width"], height=max(high, size["height"])))
    for scheme in schemes:
        if scheme == "dark":
            tab.emulate_media(color_scheme="dark")
        again = schemes.index(scheme) > 0
        where = f"{tab.url}, {size['width']} px, {scheme}"
        told, enough = tab.evaluate(RUN_AXE, [RULES, again, [*measured]])
        measured.update(enough)
        found += [f"{where}: {barrier}" for barrier in told]
    if "dark" in schemes:
        tab.emulate_media(color_scheme="light")
    return found


class FirstVisit(NamedTuple):
    """What happens when somebody opens a page for the first time on a phone."""

    requests: list[Request]  # all that the server was asked, the icon too
    elsewhere: list[str]  # addresses at other hosts that the page asked for
    complaints: list[str]  # errors and warnings in the console, refusals of the policy
    moved: list[str]  # what moved while the page was loading, and how much

    @property
    def size(self) -> int:
        """Return the bytes on the wire, headers counted too."""
        return sum(request.size for request in self.requests)


def complaints(tab: Page) -> list[str]:
    """Return a list of what a browser complains of in a tab from now on: errors and warnings."""
    found: list[str] = []
    tab.on("console", lambda message: found.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: found.append(str(error)))
    return found


class Visitor:
    """Opens pages in one tab that keeps nothing of what it loads, and notes what happens."""

    def __init__(self, tab: Page, server: StaticHost) -> None:
        """Make the tab forget: with its cache disabled each page is loaded as in a browser that is new."""
        self.tab, self.server = tab, server
        network = tab.context.new_cdp_session(tab)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        tab.add_init_script(WATCH)
        tab.on("request", lambda request: self.asked.append(request.url))
        self.complaints = complaints(tab)
        self.come("")

    def come(self, page: str) -> None:
        """Forget the page before."""
        self.page = page
        self.asked: list[str] = []
        self.complaints.clear()

    def visit(self, page: str) -> None:
        """Go to a page; `leave` waits for the rest."""
        self.come(page)
        self.tab.set_extra_http_headers({VISITOR: page})
        self.tab.goto(self.server.url(page), wait_until="commit")

    def leave(self) -> FirstVisit:
        """Wait until the page is at rest, and return what happened."""
        self.tab.wait_for_load_state("networkidle")
        watched = self.tab.evaluate("window.watched")
        return FirstVisit(
            [request for request in self.server.requests if request.visitor == self.page],
            [url for url in self.asked if not url.startswith(f"{self.server.origin}/")],
            self.complaints + watched["refused"],
            watched["moved"],
        )


def first_visits(
    browser: Browser, server: StaticHost, pages: Sequence[str], viewport: ViewportSize = PHONE
) -> dict[str, FirstVisit]:
    """Visit pages, several at a time, each as if it were the first: no page finds what another has loaded."""
    found: dict[str, FirstVisit] = {}
    with browser.new_context(viewport=viewport) as context:
        visitors = [Visitor(context.new_page(), server) for _ in pages[:AT_ONCE]]
        for start in range(0, len(pages), AT_ONCE):
            batch = dict(zip(pages[start : start + AT_ONCE], visitors, strict=False))
            for page, visitor in batch.items():
                visitor.visit(page)
            found |= {page: visitor.leave() for page, visitor in batch.items()}
    return found
