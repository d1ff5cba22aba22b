"""The pages in a real browser: what people see, on any screen, in any colours, and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser import DESKTOP, LOOKS, PHONE, SMALL, ZOOMED, barriers, height, opened
from built import Soups, is_translation
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, expect
from static_host import StaticHost

from handbook.config.community import Community

# The words that stick out of the page. A table may: it is read in two directions (WCAG 1.4.10 says so).
SPILT = """[...document.querySelectorAll("body :not(table, table *)")]
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((element) => element.textContent)"""
TWICE_THE_SIZE = """() => {
  const {style} = document.documentElement;
  style.fontSize = `calc(2 * ${getComputedStyle(document.documentElement).fontSize})`;
}"""
OPEN_MENUS = "document.querySelectorAll('.menu details').forEach((each) => each.open = true)"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_axe_finds_no_barrier(chromium: Browser, server: StaticHost, shown: list[str]) -> None:
    # The frame and colours of a translation are those of the source: two looks say what is its own.
    translations = [page for page in shown if is_translation(page)]
    source = [page for page in shown if not is_translation(page)]
    found = []
    with opened(chromium, bypass_csp=True) as one, opened(chromium, bypass_csp=True) as other:
        for pages, looks in ((source, LOOKS), (translations, LOOKS[::3])):
            for start in range(0, len(pages), 2):
                beside = list(zip((one, other), pages[start : start + 2], strict=False))
                for tab, page in beside:
                    tab.goto(server.url(page))
                found += barriers(*(tab for tab, _page in beside), looks=looks)
    assert found == [], "\n".join(found)


def test_no_page_scrolls_sideways(chromium: Browser, server: StaticHost, shown: list[str]) -> None:
    wide = []
    for size, zoom in ((SMALL, 1), (ZOOMED, 4)):
        with opened(chromium, viewport=size, device_scale_factor=zoom) as tab:
            for page in shown:
                tab.goto(server.url(page))
                tab.evaluate(OPEN_MENUS)
                if more := tab.evaluate(TOO_WIDE):
                    wide.append(f"{page} at {size['width']} px, zoom {zoom}: {more} px too wide")
    assert wide == []


def test_the_bar_leaves_room_to_read_at_400_percent(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=ZOOMED, device_scale_factor=4) as tab:
        tab.goto(server.url("en/help-now.html"))
        assert height(tab.locator(".bar")) <= ZOOMED["height"] * 0.4


def test_no_page_scrolls_sideways_with_letters_of_twice_the_size(
    phone: Page, server: StaticHost, shown: list[str]
) -> None:
    wide = []
    for page in shown:
        phone.goto(server.url(page))
        phone.evaluate(TWICE_THE_SIZE)
        wide += [f"{page}: {words}" for words in phone.evaluate(SPILT)]
    assert wide == []


def test_what_a_thumb_must_hit_is_large(phone: Page, server: StaticHost, shown: list[str]) -> None:
    least = {".button, .action > a": 48, ".menu summary, .top a": 48, ".menu a, .turn a, .way a": 40}
    small = []
    seen = set()
    for page in shown:
        phone.goto(server.url(page))
        phone.evaluate(OPEN_MENUS)
        for what, enough in least.items():
            found = phone.locator(what).evaluate_all(
                "(all) => all.filter((each) => each.checkVisibility())"
                ".map((each) => [each.textContent, each.getBoundingClientRect().height])"
            )
            seen |= {what} if found else set()
            small += [f"{page}: {name}: {high} px, not {enough}" for name, high in found if high < enough]
    assert seen == {*least}
    assert small == []


def test_people_who_choose_their_own_colours_still_see_buttons(
    chromium: Browser, server: StaticHost, attendees: list[str], subtests: pytest.Subtests
) -> None:
    assert attendees
    with opened(chromium, viewport=PHONE, forced_colors="active") as tab:
        for page in attendees:
            tab.goto(server.url(page))
            for button in tab.locator(".button, .action > a").all():
                with subtests.test(page=page, button=button.inner_text()):
                    style = button.evaluate("""(element) => {
                      const {borderTopWidth, borderTopStyle, borderTopColor} = getComputedStyle(element);
                      const page = getComputedStyle(document.body).backgroundColor;
                      return [parseFloat(borderTopWidth), borderTopStyle, borderTopColor !== page];
                    }""")
                    assert style == [2, "solid", True]


def test_paper_shows_the_words_and_no_menus(
    desktop: Page, server: StaticHost, attendees: list[str], facts: Community, subtests: pytest.Subtests
) -> None:
    assert attendees
    desktop.emulate_media(media="print")
    for page in attendees:
        with subtests.test(page=page):
            desktop.goto(server.url(page))
            expect(desktop.locator("h1")).to_be_visible()
            for part in desktop.locator(".bar, .menu, .contents, .turn, .find, .skip").all():
                expect(part).to_be_hidden()
    desktop.goto(server.url("en/help-now.html"))
    expect(desktop.get_by_text(str(facts.emergency.number)).first).to_be_visible()


def bottom_up(*boxes: FloatRect | None) -> list[FloatRect]:
    """Return what is to be seen, the lowest first."""
    return sorted((box for box in boxes if box), key=lambda box: -box["y"])


def test_contents_and_notes_in_the_margin_do_not_cover_each_other(
    desktop: Page, server: StaticHost, soups: Soups, subtests: pytest.Subtests
) -> None:
    noted = [page for page, soup in soups.items() if soup.select(".margin") and not is_translation(page)]
    assert noted
    for page in noted:
        desktop.goto(server.url(page))
        note, contents = desktop.locator(".margin").first, desktop.locator(".contents")
        for place in range(0, 900, 100):  # wherever the note is in the window
            note.evaluate("(note, place) => scrollBy(0, note.getBoundingClientRect().top - place)", place)
            with subtests.test(page=page, place=place):
                below, above = bottom_up(note.bounding_box(), contents.bounding_box())
                assert above["y"] + above["height"] <= below["y"]


def test_a_dark_room_gets_dark_pages(chromium: Browser, server: StaticHost) -> None:
    brightness = {}
    for colours in ("light", "dark"):
        with opened(chromium, color_scheme=colours) as tab:
            tab.goto(server.url("en/help-now.html"))
            paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
            brightness[colours] = sum(map(int, re.findall(r"\d+", paper))) / 3
    assert brightness["dark"] < 60 < 200 < brightness["light"]


def test_a_phone_number_is_never_broken_over_two_lines(chromium: Browser, usual: Path) -> None:
    with opened(chromium, viewport=SMALL) as tab:
        for name in ("help-now", "report/support", "report/index"):
            tab.goto((usual / "en" / f"{name}.html").as_uri())
            for width in range(300, 360, 7):  # at one of them each number would stand at the end of a line
                tab.set_viewport_size({"width": width, "height": 640})
                lines = tab.locator("main .phone").evaluate_all(
                    "(numbers) => numbers.map((each) => [each.textContent, each.getClientRects().length])"
                )
                assert lines
                assert [number for number, count in lines if count > 1] == [], f"{name} at {width}"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_two_lines_of_an_arabic_heading_do_not_touch(
    chromium: Browser, server: StaticHost, size: ViewportSize
) -> None:
    with opened(chromium, viewport=size) as tab:
        tab.goto(server.url("ar/report/index.html"))
        heights = tab.locator("main :is(h1, h2, h3)").evaluate_all(
            """(headings) => headings.map((each) => {
              const style = getComputedStyle(each);
              return parseFloat(style.lineHeight) / parseFloat(style.fontSize);
            })"""
        )
        assert len(heights) > 3
        assert min(heights) >= 1.45
