"""What assistive technology is told of the main pages: parts, headings, names, and what is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from helpers.browser import PHONE, ZOOMED, opened
from helpers.static_host import StaticHost
from playwright.sync_api import Browser, Page, expect

MAIN = (
    *("index", "help-now", "report/index", "report/your-choices", "report/what-happens-next"),
    *("report/confidentiality", "report/support", "report/write-it-down", "conduct/index", "search"),
)
ENTRY = re.compile(r'^ *- (\w+)(?: "((?:[^"\\]|\\.)*)")?(.*)$', re.M)
LEVEL = re.compile(r"\[level=(\d)\]")
# The parts of each page, in the order in which they are read.
PARTS = ["banner", "navigation", "main", "contentinfo"]
WAYS = """[...document.querySelectorAll("main :is(h1, table, fieldset, .case-dates, .hb-field)")]
  .map((each) => getComputedStyle(each).direction)"""
EDGES = """(all) => all.map((each) => [each.outerHTML, each.type, getComputedStyle(each).borderTopWidth])"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab on a phone, for all pages: nothing of one stays for the next."""
    with opened(chromium, viewport=PHONE, has_touch=True) as tab:
        yield tab


def tree(tab: Page) -> list[tuple[str, str, str]]:
    """Return role, name and state of all that a screen reader finds on the page, in its order."""
    return ENTRY.findall(tab.locator("body").aria_snapshot())


@pytest.mark.parametrize("name", MAIN)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_is_told_in_order_and_by_name(tab: Page, server: StaticHost, language: str, name: str) -> None:
    tab.goto(server.url(f"{language}/{name}.html"))
    found = tree(tab)
    parts = [role for role, _name, _state in found if role in PARTS]
    assert [*dict.fromkeys(parts)] == PARTS
    regions = [title for role, title, _state in found if role == "navigation"]
    assert "" not in regions
    assert len(regions) == len({*regions})
    levels = [int(LEVEL.search(state)[1]) for role, _name, state in found if role == "heading"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    pressed = [(role, title) for role, title, _state in found if role in ("link", "button", "textbox")]
    assert len(pressed) > 10
    assert [each for each in pressed if not each[1].strip()] == []


def test_the_number_of_results_is_spoken(tab: Page, server: StaticHost) -> None:
    tab.goto(server.url("en/search.html"))
    expect(tab.get_by_role("searchbox", name="Search this handbook")).to_have_accessible_description(
        "What you type stays on your device."
    )
    tab.get_by_role("searchbox").fill("appeal")
    expect(tab.get_by_role("status")).to_have_text(re.compile(r"\d+ pages found"))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["report/write-it-down", "paper/dates", "training/self-check-one"])
def test_what_is_filled_in_can_be_used_at_400_percent_in_forced_colours(
    chromium: Browser, server: StaticHost, language: str, name: str
) -> None:
    settings = {"forced_colors": "active", "reduced_motion": "reduce"}
    with opened(chromium, viewport=ZOOMED, device_scale_factor=4, **settings) as tab:
        tab.goto(server.url(f"{language}/{name}.html"))
        if name == "report/write-it-down":
            tab.locator("button[value=all]").click()
        assert tab.evaluate(SIDEWAYS) == 0
        fields = tab.locator("main :is(textarea, input, button):visible")
        edges = fields.evaluate_all(EDGES)
        assert len(edges) > 2
        assert [
            name for name, kind, edge in edges if kind not in ("checkbox", "radio") and edge == "0px"
        ] == []
        ways = tab.evaluate(WAYS)  # English words in an Arabic frame, with what is around them
        assert len({*ways}) == 1, ways
        moving = "document.getAnimations().filter((each) => each.playState === 'running').length"
        assert tab.evaluate(moving) == 0


def test_a_keyboard_writes_copies_saves_and_clears(chromium: Browser, server: StaticHost) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with opened(chromium, viewport=PHONE, permissions=allowed, accept_downloads=True) as tab:
        tab.goto(server.url("en/report/write-it-down.html"))
        tab.locator("#field-who textarea").focus()
        tab.keyboard.type("Someone tall")
        go_to(tab, "review")
        tab.keyboard.press("Enter")
        expect(tab.locator(".hb-read")).to_contain_text("Someone tall")
        go_to(tab, "copy")
        tab.keyboard.press("Space")
        expect(tab.get_by_role("status").filter(has_text="copied. It stays")).to_be_visible()
        assert "Someone tall" in tab.evaluate("navigator.clipboard.readText()")
        go_to(tab, "save")
        with tab.expect_download() as download:
            tab.keyboard.press("Enter")
        assert download.value.suggested_filename == "notes.txt"
        tab.on("dialog", lambda dialog: dialog.accept())
        go_to(tab, "clear")
        tab.keyboard.press("Enter")
        expect(tab.locator("#field-who textarea")).to_be_focused()
        expect(tab.locator("#field-who textarea")).to_have_value("")


def go_to(tab: Page, name: str) -> None:
    """Press Tab until the button that does this has the focus."""
    wanted = tab.locator(f"button[value={name}]")
    for _ in range(30):
        if wanted.evaluate("(each) => each === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {name}")
