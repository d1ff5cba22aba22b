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
# axe does not look at the color of icons that a font makes of words since
# https://github.com/dequelabs/axe-core/pull/3867, and by their width it takes words of joined letters, as
# in Arabic, for such; no report of that was to be found. Where each letter adds to the width, it looks.
RUN_AXE = """([tags, colors]) => {
  CanvasRenderingContext2D.prototype.measureText = (text) => ({width: 30 * text.length});
  const ofColors = () => axe.getRules(tags).filter((each) => each.tags.includes("cat.color"));
  const runOnly = colors ? {type: "rule", values: ofColors().map((each) => each.ruleId)}
    : {type: "tag", values: tags};
  const options = {runOnly, resultTypes: ["violations"]};
  return axe.run(document, options).then((found) => found.violations.map((each) =>
    `${each.id}: ${each.help}: ` +
      each.nodes.map((node) => `${node.html} ${node.failureSummary}`).join("; ")));
}"""

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
    found = []
    for size, schemes in looks:
        resize(screen, size)
        found += judged(tab, screen, size, tab.evaluate(HIGH), schemes)
    return found


def judged(tab: Page, screen: CDPSession, size: ViewportSize, high: int, schemes: Sequence[str]) -> list[str]:
    """Return what axe, which is in the page, finds in a window of a size, in each of the colours.

    The window is as `high` as the page: axe does not scroll, and takes a link that is half below the bar at
    the end of the window for one that nobody can press. In the dark only colors change, which
    repository/test_styles.py holds: where the same window is looked at in the light, only what axe says of
    colors is asked there.
    """
    found = []
    resize(screen, ViewportSize(width=size["width"], height=max(high, size["height"])))
    for scheme in schemes:
        if scheme == "dark":
            tab.emulate_media(color_scheme="dark")
        again = schemes.index(scheme) > 0
        where = f"{tab.url}, {size['width']} px, {scheme}"
        found += [f"{where}: {barrier}" for barrier in tab.evaluate(RUN_AXE, [RULES, again])]
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
