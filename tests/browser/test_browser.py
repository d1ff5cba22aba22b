"""The pages in a real browser: what people see, on any screen, in any colours, and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers.browser import DESKTOP, LOOKS, PHONE, SMALL, ZOOMED, barriers, height, opened
from helpers.every_page import BROKEN, LEAST, OUT_OF_REACH, Seen, cover, visit
from helpers.site_pages import is_translation
from helpers.static_host import StaticHost
from helpers.trees import Trees, select
from lxml.html import document_fromstring
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, expect

from handbook.config.community import Community


@pytest.fixture(scope="module")
def whole(trees: Trees, shown: list[str]) -> set[str]:
    """Pages that together have whatever pages are made of."""
    return {*cover({page: trees[page] for page in shown})}


@pytest.fixture(scope="module")
def seen(hidden: Browser, server: StaticHost, shown: list[str], whole: set[str]) -> dict[str, Seen]:
    """What one visit to each page showed."""
    return visit(hidden, server, shown, whole)


def test_axe_finds_no_barrier(seen: dict[str, Seen], whole: set[str]) -> None:
    assert {page.partition("/")[0] for page in whole} > {"en", "ar"}
    found = [barrier for each in seen.values() for barrier in each.barriers]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    "words", ["You can tell us.", "يمكنكم أن تخبرونا.", "आप हमें बता सकते हैं।", "你可以告诉我们。"]
)
def test_faint_words_are_found_in_each_script(chromium: Browser, words: str) -> None:
    with opened(chromium, viewport=PHONE) as tab:
        tab.set_content(f"<html lang=en><title>T</title><main><h1>{words}</h1><p style='color: #aaa'>{words}")
        (found,) = barriers(tab, [(PHONE, ["light"])])
        assert "color-contrast" in found


@pytest.mark.parametrize(
    ("media", "looks"),
    [
        ("screen", 4),
        ("(prefers-color-scheme: dark)", 2),
        ("(min-width: 60rem)", 2),
        ("(min-width: 60rem) and (prefers-color-scheme: dark)", 1),
    ],
)
def test_faint_words_are_found_in_each_look(chromium: Browser, media: str, looks: int) -> None:
    faint = f"<style>@media {media} {{ i {{ color: #999 }} }}</style>"
    with opened(chromium) as tab:
        tab.set_content(f"<html lang=en><title>T</title>{faint}<main><h1>T</h1><i>Words</i><p>Words")
        assert len(barriers(tab)) == looks


@pytest.mark.parametrize("page", ["en/help-now", "en/organizers/index", "ar/report/index", "zh_CN/help-now"])
def test_what_is_folded_has_no_barrier_when_it_is_open(
    chromium: Browser, server: StaticHost, page: str
) -> None:
    # axe takes what is in a closed menu for hidden, also on a desktop, where a style shows it.
    with opened(chromium) as tab:
        tab.goto(server.url(f"{page}.html"))
        tab.evaluate("document.querySelectorAll('details').forEach((each) => each.removeAttribute('name'))")
        tab.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        assert barriers(tab) == []
        tab.evaluate("document.querySelectorAll('.hb-menu a').forEach((each) => each.style.color = '#888')")
        assert len(barriers(tab)) == len(LOOKS) * 2


def test_pages_that_together_have_everything_are_chosen() -> None:
    texts = {"one": "<p>", "two": "<p><b>", "three": "<p><i>", "left": "<html dir=rtl><p>", "same": "<p><b>"}
    pages = {name: document_fromstring(text) for name, text in texts.items()}
    assert {*cover(pages)} in ({"two", "three", "left"}, {"same", "three", "left"})


def test_browsers_have_nothing_to_complain_about(seen: dict[str, Seen]) -> None:
    assert [(page, each.complaints) for page, each in seen.items() if each.complaints] == []


def test_no_page_scrolls_sideways(seen: dict[str, Seen]) -> None:
    assert seen
    assert [f"{page} {how}" for page, each in seen.items() for how in each.sideways] == []


def test_the_bar_leaves_room_to_read_at_400_percent(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=ZOOMED, device_scale_factor=4) as tab:
        tab.goto(server.url("en/help-now.html"))
        assert height(tab.locator(".hb-bar")) <= ZOOMED["height"] * 0.4


def test_no_page_scrolls_sideways_with_letters_of_twice_the_size(seen: dict[str, Seen]) -> None:
    assert [f"{page}: {words}" for page, each in seen.items() for words in each.spilt] == []


def test_no_word_in_a_table_is_broken_on_a_small_phone(seen: dict[str, Seen]) -> None:
    assert [f"{page}: {words}" for page, each in seen.items() if (words := each.broken)] == []


def test_a_table_that_scrolls_is_a_stop_for_the_keyboard(seen: dict[str, Seen]) -> None:
    assert [f"{page}: {table}" for page, each in seen.items() for table in each.out_of_reach] == []


def test_tables_with_broken_words_or_out_of_reach_are_found(chromium: Browser) -> None:
    table = (
        "<main><div style='overflow: auto'><table style='{}'><tr><td>Retaliation <td>报告骚扰</table></div>"
    )
    with opened(chromium, viewport=PHONE) as tab:
        tab.set_content(table.format("width: 60px; overflow-wrap: anywhere"))
        assert tab.evaluate(BROKEN) == ["Retaliation"]
        tab.set_content(table.format("width: 500px"))
        assert (tab.evaluate(BROKEN), len(tab.evaluate(OUT_OF_REACH))) == ([], 1)
        tab.evaluate("document.querySelector('div').tabIndex = 0")
        assert tab.evaluate(OUT_OF_REACH) == []


def test_what_a_thumb_must_hit_is_large(seen: dict[str, Seen]) -> None:
    for what, enough in LEAST.items():
        found = [(page, name, high) for page, each in seen.items() for name, high in each.heights[what]]
        assert found, what
        assert [each for each in found if each[2] < enough] == []


def test_people_who_choose_their_own_colours_still_see_buttons(
    seen: dict[str, Seen], attendees: list[str]
) -> None:
    found = [(page, name, border) for page in attendees for name, border in seen[page].borders]
    assert found
    assert [each for each in found if each[2] != [2, "solid", True]] == []


def test_paper_shows_the_words_and_no_menus(
    seen: dict[str, Seen], attendees: list[str], desktop: Page, server: StaticHost, facts: Community
) -> None:
    assert attendees
    assert [page for page in attendees if seen[page].headings != 1] == []
    assert [(page, menu) for page in attendees for menu in seen[page].menus] == []
    desktop.emulate_media(media="print")
    desktop.goto(server.url("en/help-now.html"))
    expect(desktop.get_by_text(str(facts.emergency.number)).first).to_be_visible()


def test_the_bar_stays_in_view_and_hides_nothing(seen: dict[str, Seen], attendees: list[str]) -> None:
    assert attendees
    assert [page for page in attendees if seen[page].bar < 1] == []
    assert [(page, link) for page in attendees for link in seen[page].covered] == []


def bottom_up(*boxes: FloatRect | None) -> list[FloatRect]:
    """Return what is to be seen, the lowest first."""
    return sorted((box for box in boxes if box), key=lambda box: -box["y"])


def test_contents_and_notes_in_the_margin_do_not_cover_each_other(
    desktop: Page, server: StaticHost, trees: Trees
) -> None:
    noted = [page for page, tree in trees.items() if select(tree, ".margin") and not is_translation(page)]
    assert noted
    for page in noted:
        desktop.goto(server.url(page))
        note, contents = desktop.locator(".margin").first, desktop.locator(".hb-contents")
        for place in range(0, 900, 100):  # wherever the note is in the window
            note.evaluate("(note, place) => scrollBy(0, note.getBoundingClientRect().top - place)", place)
            below, above = bottom_up(note.bounding_box(), contents.bounding_box())
            assert above["y"] + above["height"] <= below["y"], (page, place)


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
