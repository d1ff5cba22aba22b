"""Letters are copied on their page: what is copied is what one reads, and nothing leaves the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.browser import PHONE, opened
from helpers.static_host import StaticHost, served
from playwright.sync_api import Browser, Page, expect

PAGE = "en/paper/letters-reporter.html"


@pytest.fixture(scope="module")
def host(usual: Path) -> Iterator[StaticHost]:
    """A host with the English pages of a group that has as many facts as usual."""
    (usual / "_headers").write_text("/*\n  Referrer-Policy: no-referrer\n", "utf-8")
    with served(StaticHost(usual, "https://group.example/")) as host:
        yield host


def test_a_letter_is_copied_with_its_facts(chromium: Browser, host: StaticHost) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with opened(chromium, viewport=PHONE, permissions=allowed) as tab:
        tab.goto(host.url(PAGE))
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        letter = tab.locator("blockquote").first
        tab.get_by_role("button", name="Copy: A report came in writing").click()
        expect(tab.locator(".hb-copy [role=status]").first).to_have_text("Copied")
        text = str(tab.evaluate("navigator.clipboard.readText()"))
        assert text.split() == letter.inner_text().split()
        assert "call 112. If you" in text.replace("\u2066", "").replace("\u2069", "")
        assert "\n\nSo far" in text.replace("\u2066", "").replace("\u2069", "")
        assert "Copy" not in text
        assert asked == []
        assert tab.locator(".hb-copy button").count() == tab.locator("blockquote").count()


def test_where_copying_is_forbidden_the_reader_is_told(chromium: Browser, host: StaticHost) -> None:
    with opened(chromium, viewport=PHONE) as tab:
        tab.goto(host.url(PAGE))
        tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
        tab.locator(".hb-copy button").nth(1).click()
        expect(tab.locator(".hb-copy [role=status]").nth(1)).to_have_text(
            "That didn't work. The text is selected now, so you can copy it yourself."
        )
        assert selected(tab).split() == tab.locator("blockquote").nth(1).inner_text().split()


def selected(tab: Page) -> str:
    """Return the words that are marked."""
    return str(tab.evaluate("getSelection().toString()"))
