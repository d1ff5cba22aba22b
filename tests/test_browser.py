"""The pages in a real browser: what people see, reach and press, on any screen and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import DESKTOP, PHONE, SMALL, barriers, opened
from bs4 import BeautifulSoup
from built import for_attendees, is_redirect
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from static_host import StaticHost

from handbook.community import Community

# A desktop window zoomed to 400 %: 320 CSS pixels wide, and not high.
ZOOMED = ViewportSize(width=320, height=256)

# Whether the middle of an element is what one sees and presses there.
ON_TOP = """(element) => {
  const box = element.getClientRects()[0];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return top !== null && (element.contains(top) || top.contains(element));
}"""
# The words that stick out of the page. A table may: it is read in two directions (WCAG 1.4.10 says so).
SPILT = """[...document.querySelectorAll("body :not(table, table *)")]
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((element) => element.textContent)"""
TWICE_THE_SIZE = """() => {
  const {style} = document.documentElement;
  style.fontSize = `calc(2 * ${getComputedStyle(document.documentElement).fontSize})`;
}"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def shown(soups: dict[str, BeautifulSoup]) -> list[str]:
    """The pages that people see: a redirect leads on at once."""
    return [page for page, soup in soups.items() if not is_redirect(soup)]


@pytest.fixture(scope="module")
def attendees(shown: list[str]) -> list[str]:
    """The pages that carry the bar."""
    return [page for page in shown if for_attendees(page)]


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A tab on a phone."""
    with opened(chromium, viewport=PHONE, has_touch=True) as tab:
        yield tab


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    """A tab on a desktop."""
    with opened(chromium, viewport=DESKTOP) as tab:
        yield tab


def test_axe_finds_no_barrier(chromium: Browser, server: StaticHost, shown: list[str]) -> None:
    found = []
    with opened(chromium, bypass_csp=True) as tab:
        for page in shown:
            tab.goto(server.url(page))
            found += barriers(tab)
    assert found == [], "\n".join(found)


def test_no_page_scrolls_sideways(chromium: Browser, server: StaticHost, shown: list[str]) -> None:
    wide = []
    for size, zoom in ((SMALL, 1), (ZOOMED, 4)):
        with opened(chromium, viewport=size, device_scale_factor=zoom) as tab:
            for page in shown:
                tab.goto(server.url(page))
                for menu in tab.locator(".menu summary").all():
                    menu.click()
                if more := tab.evaluate(TOO_WIDE):
                    wide.append(f"{page} at {size['width']} px, zoom {zoom}: {more} px too wide")
    assert wide == []


def test_the_bar_leaves_room_to_read_at_400_percent(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=ZOOMED, device_scale_factor=4) as tab:
        tab.goto(server.url("en/help-now.html"))
        assert box(tab.locator(".bar"))["height"] <= ZOOMED["height"] * 0.4


def test_no_page_scrolls_sideways_with_letters_of_twice_the_size(
    phone: Page, server: StaticHost, shown: list[str]
) -> None:
    wide = []
    for page in shown:
        phone.goto(server.url(page))
        phone.evaluate(TWICE_THE_SIZE)
        wide += [f"{page}: {words}" for words in phone.evaluate(SPILT)]
    assert wide == []


def test_without_script_the_menu_opens_on_a_phone_and_leads_everywhere(
    chromium: Browser, server: StaticHost
) -> None:
    with opened(chromium, viewport=PHONE, java_script_enabled=False) as tab:
        tab.goto(server.url("en/help-now.html"))
        entries = tab.locator(".menu a")
        assert entries.count() >= 6
        expect(entries.first).to_be_hidden()
        for name in entries.all_text_contents():
            tab.goto(server.url("en/help-now.html"))
            tab.locator(".menu summary").click()
            tab.get_by_role("navigation", name="Handbook").get_by_role("link", name=name, exact=True).click()
            expect(tab.get_by_role("heading", level=1)).to_have_text(name)


def test_without_script_the_menu_shows_on_a_desktop(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=DESKTOP, java_script_enabled=False) as tab:
        tab.goto(server.url("en/help-now.html"))
        for entry in tab.locator(".menu a").all():
            expect(entry).to_be_visible()
        tab.get_by_role("link", name="Code of conduct").first.click()
        expect(tab).to_have_url(server.url("en/conduct/index.html"))


def test_the_skip_link_comes_first_and_leads_to_the_page(desktop: Page, server: StaticHost) -> None:
    desktop.goto(server.url("en/report/support.html"))
    desktop.keyboard.press("Tab")
    skip = desktop.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    desktop.keyboard.press("Enter")
    expect(desktop.locator("main")).to_be_focused()


def test_the_bar_stays_in_view_and_hides_nothing(
    phone: Page, server: StaticHost, attendees: list[str], subtests: pytest.Subtests
) -> None:
    assert attendees
    for page in attendees:
        with subtests.test(page=page):
            phone.goto(server.url(page))
            for place in (0, 0.5, 1):
                phone.evaluate(f"scrollTo(0, {place} * document.documentElement.scrollHeight)")
                for button in phone.locator(".bar a").all():
                    expect(button).to_be_in_viewport(ratio=1)
                    assert button.evaluate(ON_TOP)
            for link in phone.locator("footer a").all():  # at the end of the page
                expect(link).to_be_in_viewport(ratio=1)
                assert link.evaluate(ON_TOP)


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "zoomed"])
@pytest.mark.parametrize("page", ["en/help-now.html", "en/report/support.html"])
def test_whoever_uses_a_keyboard_sees_where_they_are(
    chromium: Browser, server: StaticHost, page: str, size: ViewportSize
) -> None:
    with opened(chromium, viewport=size) as tab:
        tab.goto(server.url(page))
        reachable = len(tab.locator("a:visible, summary:visible").all())
        assert reachable >= 15
        for _ in range(reachable):
            tab.keyboard.press("Tab")
            focused = tab.locator(":focus")
            assert focused.evaluate(ON_TOP), f"hidden: {focused.inner_text()}"
            assert focused.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
        expect(tab.locator(".bar a").last).to_be_focused()


def box(element: Locator) -> dict[str, float]:
    """Return where an element is."""
    found = element.bounding_box()
    assert found, f"not to be seen: {element}"
    return {**found}


def test_what_a_thumb_must_hit_is_large(phone: Page, server: StaticHost, shown: list[str]) -> None:
    least = {".button, .action > a": 48, ".menu summary, .top a": 48, ".menu a, .turn a, .way a": 40}
    small = []
    seen = set()
    for page in shown:
        phone.goto(server.url(page))
        for menu in phone.locator(".menu summary").all():
            menu.tap()
        for what, height in least.items():
            found = phone.locator(what).evaluate_all(
                "(all) => all.map((each) => [each.textContent, each.getBoundingClientRect().height])"
            )
            seen |= {what} if found else set()
            small += [f"{page}: {name}: {high} px, not {height}" for name, high in found if high < height]
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


def test_a_dark_room_gets_dark_pages(chromium: Browser, server: StaticHost) -> None:
    brightness = {}
    for colours in ("light", "dark"):
        with opened(chromium, color_scheme=colours) as tab:
            tab.goto(server.url("en/help-now.html"))
            paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
            brightness[colours] = sum(map(int, re.findall(r"\d+", paper))) / 3
    assert brightness["dark"] < 60 < 200 < brightness["light"]


def test_a_wrong_address_still_leads_to_help(phone: Page, server: StaticHost, facts: Community) -> None:
    answer = phone.goto(server.url("en/report/no/such/page.html"))
    assert answer
    assert answer.status == 404
    call = phone.locator("main .button")
    expect(call).to_have_attribute("href", facts.emergency.number.uri)
    assert box(call)["height"] >= 48
    phone.get_by_role("link", name="Get help now").click()
    expect(phone).to_have_url(server.url("en/help-now.html"))


def test_the_old_address_brings_readers_to_the_code_of_conduct(phone: Page, server: StaticHost) -> None:
    phone.goto(server.url("2013/11/15/code-of-conduct.html"))
    expect(phone).to_have_url(server.url("en/conduct/index.html"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Code of conduct")


def test_the_handbook_works_from_a_folder(phone: Page, site: Path) -> None:
    phone.goto(f"{site.as_uri()}/en/help-now.html")
    expect(phone.locator(".bar")).to_have_css("position", "sticky")  # the stylesheet is there
    phone.locator(".bar").get_by_role("link", name="How to report").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("How to report")
    phone.get_by_role("link", name="Search").click()
    phone.locator("main").get_by_role("link", name="If you are under 18").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("If you are under 18")
