"""What somebody types into the report form is whole on paper, and nowhere else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from helpers.browser import DESKTOP, PHONE, opened
from playwright.sync_api import Browser, Page, ViewportSize


def on_paper(tab: Page, path: Path) -> list[str]:
    """Print the page and return its words, a string for each sheet."""
    tab.pdf(path=path)
    words = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True)
    return words.stdout.split("\f")[:-1]


def form(usual: Path) -> str:
    """Return the address of the form."""
    return (usual / "en" / "paper" / "report-form.html").as_uri()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("lines", [60, 200])
def test_all_that_was_typed_is_on_paper(
    chromium: Browser, usual: Path, tmp_path: Path, size: ViewportSize, lines: int
) -> None:
    typed = [f"Line {number} of what happened." for number in range(1, lines + 1)]
    with opened(chromium, viewport=size) as tab:
        tab.goto(form(usual))
        tab.locator("#field-what").fill("\n".join(typed))
        tab.locator("#field-who").fill("word " * 400 + "end")
        tab.locator("#field-where").fill("x" * 1000)
        sheets = on_paper(tab, tmp_path / "form.pdf")
    words = " ".join("".join(sheets).split())
    assert [line for line in typed if line not in words] == []
    assert words.count("word ") == 400
    assert words.count("x") >= 1000
    assert len(sheets) > lines // 60


def test_what_was_changed_at_last_is_on_paper(chromium: Browser, usual: Path, tmp_path: Path) -> None:
    with opened(chromium, viewport=DESKTOP) as tab:
        tab.goto(form(usual))
        tab.locator("#field-what").fill("An early word.")
        tab.locator("#field-what").fill("")
        tab.locator("#field-when").fill("Late <b>word</b> &amp; sign.")
        # As a browser fills in again what was there before the page was left: no key is pressed.
        tab.evaluate("document.querySelector('#field-who').value = 'A tall person.'")
        words = "".join(on_paper(tab, tmp_path / "form.pdf"))
    assert "An early word." not in words
    assert "Late <b>word</b> &amp; sign." in words
    assert "A tall person." in words


def test_without_script_chromium_prints_all_too(chromium: Browser, usual: Path, tmp_path: Path) -> None:
    typed = [f"Line {number} of what happened." for number in range(1, 61)]
    with opened(chromium, viewport=DESKTOP, java_script_enabled=False) as tab:
        tab.goto(form(usual))
        tab.locator("#field-what").fill("\n".join(typed))
        words = "".join(on_paper(tab, tmp_path / "form.pdf"))
    assert [line for line in typed if line not in words] == []


def test_an_empty_field_keeps_its_room_to_write_by_hand(chromium: Browser, usual: Path) -> None:
    with opened(chromium, viewport=DESKTOP) as tab:
        tab.goto(form(usual))
        screen = tab.locator("#field-what").bounding_box()
        tab.emulate_media(media="print")
        empty = tab.locator("#field-what").bounding_box()
        tab.locator("#field-what").fill("One line.")
        typed = tab.locator("#field-what + .typed").bounding_box()
    assert screen
    assert empty
    assert typed
    assert empty["height"] > 0.75 * screen["height"]
    assert typed["height"] > 0.75 * screen["height"]


def test_what_was_typed_is_seen_once_and_kept_nowhere(chromium: Browser, usual: Path) -> None:
    with opened(chromium, viewport=PHONE) as tab:
        sent: list[str] = []
        tab.goto(form(usual))
        tab.on("request", lambda request: sent.append(request.url))
        tab.locator("#field-what").fill("A secret.")
        assert not tab.get_by_text("A secret.").locator("visible=true").and_(tab.locator(".typed")).count()
        assert tab.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
        assert sent == []
        tab.reload()
        assert tab.locator("#field-what").input_value() == ""
        assert tab.locator(".typed").all_text_contents() == [""] * tab.locator(".hb-field textarea").count()
