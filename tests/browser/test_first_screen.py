"""Nine kinds of readers on a phone: what each needs is on the first screen, above the bar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.browser import PHONE, opened
from helpers.static_host import StaticHost
from helpers.trees import read, select
from playwright.sync_api import Browser, Page

LANGUAGES = ("en", "ar", "zh_CN")
# For each reader: a page, or a place on it where a link of the first page leads, and what is in sight there.
READERS = {
    "shaken": {
        "index": ["a[href^='tel:']", "a[href^='help-now.html']", "a[href$='#how-to-report']"],
        "help-now": ["a[href^='tel:']", "a[href^='sms:']", "#help-not-danger > h2"],
    },
    "fifteen": {"report/under-18": ["a[href^='tel:']", "a[href^='mailto:']"]},
    "bystander": {"report/someone-else": ["a[href^='tel:']", "#saw-it-now li:nth-child(2)"]},
    "Deaf": {"report/language-and-access": ["a[href^='sms:']", "a[href$='#report-in-writing']"]},
    "reported": {"report/you-were-reported": ["#reported-now li", "a[href$='#report-retaliation']"]},
    "undocumented": {
        "report/confidentiality#conf-danger": ["#conf-danger > p:nth-of-type(2)", "a[href^='tel:']"]
    },
    "about an organizer": {"report/about-an-organizer": ["a[href^='mailto:']"]},
    "hurt online": {"report/online": ["#online-first > h2", "a[href$='#how-to-report']"]},
    "let down": {"report/if-it-goes-wrong": ["a[href$='#report-in-writing']"]},
}
ROWS = """new Set([...document.querySelectorAll(".hb-bar a")].map((each) => each.offsetTop)).size"""
# Which of them are wholly above the bar that stays at the bottom, and below the top of the screen.
IN_SIGHT = """(selectors) => {
  const end = document.querySelector(".hb-bar").getBoundingClientRect().top;
  return selectors.filter((selector) => ![...document.querySelectorAll(`main ${selector}`)].some((each) => {
    const box = each.getBoundingClientRect();
    return box.height && box.top >= 0 && box.bottom <= end;
  }));
}"""


@pytest.fixture(scope="module")
def screen(chromium: Browser) -> Iterator[Page]:
    """A tab on a phone that all these readers share."""
    with opened(chromium, viewport=PHONE, has_touch=True) as tab:
        yield tab


@pytest.mark.parametrize("reader", READERS)
def test_what_a_reader_needs_is_on_the_first_screen(reader: str, screen: Page, server: StaticHost) -> None:
    missing = []
    for language in LANGUAGES:
        for page, selectors in READERS[reader].items():
            name, _hash, place = page.partition("#")
            screen.goto(server.url(f"{language}/{name}.html#{place}" if place else f"{language}/{name}.html"))
            missing += [(language, page, each) for each in screen.evaluate(IN_SIGHT, selectors)]
    assert missing == []


def test_home_leads_to_the_page_of_each_reader(site: Path) -> None:
    wanted = {page.partition("#")[0] for places in READERS.values() for page in places} - {"index"}
    for language in LANGUAGES:
        home = select(read(site / language / "index.html"), "main a")
        assert wanted <= {link.get("href").partition(".html")[0] for link in home}, language


@pytest.mark.parametrize("language", ["en", "ar"])
def test_three_buttons_stand_in_one_row(screen: Page, server: StaticHost, language: str) -> None:
    screen.goto(server.url(f"{language}/report/write-it-down.html"))
    assert screen.evaluate(ROWS) == 1
