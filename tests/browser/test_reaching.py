"""The pages in a real browser: how people reach help: menus, bar, keyboard, wrong addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.browser import DESKTOP, PHONE, ZOOMED, height, opened
from helpers.every_page import ON_TOP
from helpers.static_host import StaticHost
from playwright.sync_api import Browser, Page, ViewportSize, expect

from handbook.config.community import Community

# Whether one sees what has the focus, with which outline, and what it says.
FOCUSED = f"""() => {{
  const {{activeElement}} = document;
  return [({ON_TOP})(activeElement), getComputedStyle(activeElement).outlineStyle, activeElement.textContent];
}}"""


def test_without_script_the_menu_opens_on_a_phone_and_leads_everywhere(
    chromium: Browser, server: StaticHost
) -> None:
    with opened(chromium, viewport=PHONE, java_script_enabled=False) as tab:
        tab.goto(server.url("en/index.html"))
        entries = tab.locator(".hb-menu a")
        assert entries.count() >= 6
        expect(entries.first).to_be_hidden()
        for name in entries.all_text_contents():  # from each page to the next
            tab.locator(".hb-menu summary").click()
            tab.get_by_role("navigation", name="Handbook").get_by_role("link", name=name, exact=True).click()
            expect(tab.get_by_role("heading", level=1)).to_have_text(name)


def test_without_script_the_menu_shows_on_a_desktop(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=DESKTOP, java_script_enabled=False) as tab:
        tab.goto(server.url("en/help-now.html"))
        for entry in tab.locator(".hb-menu a").all():
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


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "zoomed"])
@pytest.mark.parametrize("page", ["en/help-now.html", "en/report/support.html"])
def test_whoever_uses_a_keyboard_sees_where_they_are(
    chromium: Browser, server: StaticHost, page: str, size: ViewportSize
) -> None:
    with opened(chromium, viewport=size) as tab:
        tab.goto(server.url(page))
        reachable = tab.locator("a:visible, summary:visible").count()
        assert reachable >= 15
        for _ in range(reachable):
            tab.keyboard.press("Tab")
            on_top, outline, name = tab.evaluate(FOCUSED)
            assert on_top, f"hidden: {name}"
            assert outline == "solid", name
        expect(tab.locator(".hb-bar a").last).to_be_focused()


def test_a_wrong_address_still_leads_to_help(phone: Page, server: StaticHost, facts: Community) -> None:
    answer = phone.goto(server.url("en/report/no/such/page.html"))
    assert answer
    assert answer.status == 404
    call = phone.locator("main .button").first
    expect(call).to_have_attribute("href", facts.emergency.number.uri)
    assert height(call) >= 48
    phone.get_by_role("link", name="Get help now").first.click()
    expect(phone).to_have_url(server.url("en/help-now.html"))


def test_an_old_address_brings_readers_to_its_page(phone: Page, server: StaticHost, facts: Community) -> None:
    for redirect in facts.redirects:
        phone.goto(server.url(redirect.old.lstrip("/")))
        expect(phone).to_have_url(server.url(f"{facts.community.language}/{redirect.page}.html"))
        expect(phone.get_by_role("heading", level=1)).to_be_visible()


def test_the_handbook_works_from_a_folder(phone: Page, site: Path) -> None:
    phone.goto(f"{site.as_uri()}/en/help-now.html")
    expect(phone.locator(".hb-bar")).to_have_css("position", "sticky")  # the stylesheet is there
    phone.locator(".hb-bar").get_by_role("link", name="How to report").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("How to report")
    phone.get_by_role("link", name="Search").click()
    phone.locator("main").get_by_role("link", name=re.compile("If you.re under 18")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("If you.re under 18"))
