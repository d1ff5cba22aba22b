"""Drives Chromium, and looks at a page as its first visitor does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from built import ROOT
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright
from static_host import Request, StaticHost

PHONE = ViewportSize(width=390, height=844)
SMALL = ViewportSize(width=320, height=640)
DESKTOP = ViewportSize(width=1280, height=900)
# A desktop window zoomed to 400 %: 320 CSS pixels wide, and not high.
ZOOMED = ViewportSize(width=320, height=256)

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

AXE = ROOT / "tests/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = """async (rules) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]});
  return found.violations.map((each) => `${each.id}: ${each.help}: ` +
    each.nodes.map((node) => `${node.html} ${node.failureSummary}`).join("; "));
}"""

# Runs before anything of a page: notes whatever moves while it loads, and whatever its policy forbids.
WATCH = """
window.watched = {shift: 0, refused: []};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.watched.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
addEventListener("securitypolicyviolation", (event) => {
  window.watched.refused.push(`${event.violatedDirective} refuses ${event.blockedURI}`);
});
"""


@contextmanager
def launch() -> Iterator[Browser]:
    """Start the system's Chromium."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail(
            f"There is no Chromium here (looked for {', '.join(PROGRAMS)}). On Debian and Ubuntu `make test` "
            "installs it; elsewhere install it by hand.",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        expect.set_options(timeout=10_000)  # milliseconds: a busy machine is no fault of a page
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


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


LOOKS = [(size, colours) for size in (PHONE, DESKTOP) for colours in ("light", "dark")]


def barriers(tab: Page, looks: Sequence[tuple[ViewportSize, str]] = LOOKS) -> list[str]:
    """Return what axe finds on the page that is open, in each of the looks: size of the window, and colours.

    The context needs `bypass_csp`, because our policy refuses scripts from elsewhere, that of a test too.
    """
    tab.add_script_tag(path=AXE)
    found = []
    for size, colours in looks:
        tab.set_viewport_size(size)
        tab.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        where = f"{tab.url}, {size['width']} px, {colours}"
        found += [f"{where}: {barrier}" for barrier in tab.evaluate(RUN_AXE, RULES)]
    return found


class FirstVisit(NamedTuple):
    """What happens when somebody opens a page for the first time on a phone."""

    requests: list[Request]  # all that the server was asked, the icon too
    elsewhere: list[str]  # addresses at other hosts that the page asked for
    complaints: list[str]  # errors and warnings in the console, refusals of the policy
    shift: float  # how much moved while the page was loading

    @property
    def size(self) -> int:
        """Return the bytes on the wire, headers counted too."""
        return sum(request.size for request in self.requests)


def first_visit(browser: Browser, server: StaticHost, page: str) -> FirstVisit:
    """Open a page with an empty cache and wait until it is at rest."""
    elsewhere: list[str] = []
    complaints: list[str] = []
    server.requests.clear()
    with opened(browser, viewport=PHONE) as tab:
        tab.add_init_script(WATCH)
        tab.on("request", lambda request: elsewhere.append(request.url))
        tab.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(server.url(page), wait_until="networkidle")
        watched = tab.evaluate("window.watched")
    elsewhere = [url for url in elsewhere if not url.startswith(f"{server.origin}/")]
    return FirstVisit(list(server.requests), elsewhere, complaints + watched["refused"], watched["shift"])
