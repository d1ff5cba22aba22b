"""Leaving quickly, in a real browser: with the button, with the keyboard, and without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.browser import PHONE, opened
from helpers.site_pages import for_attendees
from helpers.static_host import StaticHost
from helpers.trees import Trees, select
from playwright.sync_api import Browser, Page, Route, expect

from handbook.config.community import Community

DULL = "<!doctype html><title>Rain</title><h1>Rain until Thursday</h1>"


@pytest.fixture(autouse=True)
def way_out(facts: Community) -> str:
    """The address that "Leave" leads to."""
    if not facts.handbook.leave_to:
        pytest.skip("This group has no such button.")
    return str(facts.handbook.leave_to)


@pytest.fixture
def reader(chromium: Browser, server: StaticHost, way_out: str) -> Iterator[Page]:
    """Somebody who reads the second page of the handbook; the page that "Leave" leads to is on loopback."""
    with opened(chromium, viewport=PHONE) as tab:
        tab.route(f"{way_out}**", rain)
        tab.goto(server.url("en/index.html"))
        tab.goto(server.url("en/help-now.html"))
        yield tab


def rain(route: Route) -> None:
    """Answer for the other website."""
    route.fulfill(content_type="text/html", body=DULL)


def test_the_button_leaves_and_back_does_not_return(reader: Page, server: StaticHost, way_out: str) -> None:
    reader.get_by_role("link", name="Leave", exact=True).click()
    expect(reader).to_have_url(way_out)
    reader.go_back()
    expect(reader).to_have_url(server.url("en/index.html"))


def test_the_page_is_gone_even_if_the_other_does_not_come(reader: Page, way_out: str) -> None:
    stay = 204  # the status with which a server tells a browser to stay where it is
    reader.route(f"{way_out}**", lambda route: route.fulfill(status=stay))
    reader.get_by_role("link", name="Leave", exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_be_hidden()
    assert "help" not in reader.title().lower()


def test_shift_three_times_leaves(reader: Page, way_out: str) -> None:
    for _ in range(3):
        reader.keyboard.press("Shift")
    expect(reader).to_have_url(way_out)


OTHER_WORK = (
    "Shift Shift a Shift",  # typing
    "Shift+T Shift+P Shift+S",  # capitals
    "Alt+Shift Alt+Shift Alt+Shift",  # another keyboard
    "Shift+click Shift+click Shift+click",  # a longer selection
    "Shift+scroll Shift+scroll Shift+scroll",  # a command of a screen reader, of which a page sees Shift
    "Shift+hold Shift+hold Shift+hold",
)


def test_other_work_with_shift_stays(reader: Page) -> None:
    for work in OTHER_WORK:
        for step in work.split():
            if step in ("Shift+click", "Shift+scroll", "Shift+hold"):
                reader.keyboard.down("Shift")
                if step == "Shift+click":
                    reader.mouse.click(200, 400)
                elif step == "Shift+scroll":
                    reader.evaluate("scrollBy(0, 50)")
                    reader.wait_for_timeout(100)
                else:
                    reader.wait_for_timeout(500)
                reader.keyboard.up("Shift")
            else:
                reader.keyboard.press(step)
        reader.wait_for_timeout(300)
        expect(reader.get_by_role("heading", level=1), work).to_have_text("Get help now")


def test_a_keyboard_finds_the_way_out_second(reader: Page, way_out: str) -> None:
    reader.keyboard.press("Tab")
    reader.keyboard.press("Tab")
    way = reader.get_by_role("link", name="Leave this website (or press Shift three times)")
    expect(way).to_be_focused()
    expect(way).to_be_in_viewport()
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(way_out)


def test_it_is_a_plain_link_without_script(chromium: Browser, server: StaticHost, way_out: str) -> None:
    with opened(chromium, java_script_enabled=False) as tab:
        tab.route(f"{way_out}**", rain)
        tab.goto(server.url("en/help-now.html"))
        tab.get_by_role("link", name="Leave", exact=True).click()
        expect(tab).to_have_url(way_out)


def test_every_page_knows_the_keys_and_attendees_pages_have_the_button(framed: Trees) -> None:
    for page, tree in framed.items():
        ways = [bool(select(tree, f"a.{kind}.hb-leave")) for kind in ("hb-skip", "button")]
        assert ways == [True, for_attendees(page)], page
