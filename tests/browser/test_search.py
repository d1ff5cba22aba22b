"""Search, as somebody uses it who is in a hurry: by keyboard, by touch, and where it cannot work."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.browser import PHONE, barriers, opened
from helpers.site_pages import for_attendees, is_search, resolve
from helpers.static_host import StaticHost, served
from helpers.trees import Trees, is_redirect, one, select, text
from playwright.sync_api import Browser, Page, expect

from handbook.site import publish

SEARCH = "en/search.html"

FIND = """async (word) => {
  const pagefind = await import("/pagefind/pagefind.js");
  const { results } = await pagefind.search(word);
  return Promise.all(results.map(async (each) => (await each.data()).url));
}"""


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """A tab on a phone, for all tests."""
    with opened(chromium, viewport=PHONE, has_touch=True) as window:
        yield window


@pytest.fixture
def tab(window: Page, server: StaticHost) -> Page:
    """The search page on a phone."""
    window.goto(server.url(SEARCH), wait_until="networkidle")
    return window


def search(tab: Page, words: str) -> None:
    """Search for words and wait for the answer."""
    tab.get_by_role("searchbox", name="Search this handbook").fill(words)
    expect(tab.get_by_role("status")).to_have_text(re.compile("found"))


def results(tab: Page, server: StaticHost) -> list[str]:
    """Return the pages found, in order."""
    links = tab.locator("#results a").evaluate_all("(all) => all.map((link) => link.href)")
    return [link.removeprefix(server.url("")) for link in links]


def test_a_keyboard_is_enough(tab: Page) -> None:
    tab.locator(".hb-menu summary").focus()
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("searchbox")).to_be_focused()
    tab.keyboard.type("appeal")
    expect(tab.get_by_role("status")).to_have_text(re.compile(r"\d+ pages found|1 page found"))
    said = tab.get_by_role("status").inner_text()
    assert int(said.split()[0]) == tab.locator("#results li").count()
    tab.keyboard.press("Tab")
    first = tab.locator("#results a").first
    expect(first).to_be_focused()
    heading = first.inner_text()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text(heading)


def test_a_thumb_is_enough(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=PHONE, has_touch=True, is_mobile=True) as tab:
        tab.goto(server.url("en/help-now.html"))
        tab.get_by_role("link", name="Search").tap()
        tab.get_by_role("searchbox").tap()
        tab.keyboard.type("nurse")
        result = tab.locator("#results").get_by_role("link", name="If you were sexually assaulted or hurt")
        result.tap()
        expect(tab.get_by_role("heading", level=1)).to_have_text("If you were sexually assaulted or hurt")


def test_nothing_is_loaded_before_somebody_searches(tab: Page, server: StaticHost) -> None:
    def loaded() -> list[str]:
        return [request.path for request in server.requests if "/pagefind/" in request.path]

    server.requests.clear()
    tab.reload(wait_until="networkidle")
    assert loaded() == []
    search(tab, "appeal")
    assert loaded() != []


SENTENCES = {  # language: a sentence, and words inside it
    "ja": (
        "危険を感じたら、すぐに警察へ電話してください。看護師は病院の受付で呼べます。",
        ["警察", "電話", "看護師", "受付"],
    ),
    "zh-TW": ("你覺得危險。請馬上打電話報警。你可以在醫院要求見護士。", ["電話", "報警", "醫院", "護士"]),
}


def test_sentences_of_other_languages_without_spaces_are_cut_into_words(
    phone: Page, server: StaticHost, tmp_path: Path
) -> None:
    for language, (sentence, _) in SENTENCES.items():
        for name, body in {f"{language}-here": sentence, f"{language}-elsewhere": "。"}.items():
            page = f'<!doctype html><html lang="{language}"><title>{name}</title>'
            page += f"<main data-pagefind-body>{body}</main>"
            (tmp_path / f"{name}.html").write_text(page, "utf-8")
    shutil.copy(server.folder / "_headers", tmp_path)
    publish.index_words(tmp_path)
    with served(StaticHost(tmp_path, "http://group.example/")) as host:
        for language, (_, words) in SENTENCES.items():
            phone.goto(host.url(f"{language}-here.html"))
            for word in words:
                assert phone.evaluate(FIND, word) == [f"/{language}-here.html"], word


def test_all_pages_for_attendees_come_before_any_other(tab: Page, server: StaticHost, trees: Trees) -> None:
    search(tab, "report")
    found = results(tab, server)
    kinds = [for_attendees(page) for page in found]
    assert {*kinds} == {True, False}
    assert kinds == sorted(kinds, reverse=True)
    written = {
        page
        for page, tree in trees.items()
        if page.startswith("en/") and for_attendees(page) and select(tree, "[data-pagefind-body]")
    }
    assert {*found} <= {*trees}  # they have the addresses of the pages
    with_the_word = {page for page in written if re.search(r"\breport\b", text(one(trees[page], "main")))}
    assert len(with_the_word) > 10
    assert with_the_word <= {*found}
    expect(tab.get_by_role("status")).to_have_text(f"{len(found)} pages found")
    expect(tab.locator("#results h2").first).to_have_text("For attendees")


@pytest.mark.parametrize("word", ["xylophonezebra", "brrrm"])
def test_a_word_that_stands_nowhere_is_answered_with_a_way_on(tab: Page, word: str) -> None:
    tab.get_by_role("searchbox").fill(word)
    expect(tab.get_by_role("status")).to_have_text(re.compile(r"Nothing found\. .*list of all pages"))
    expect(tab.locator("#results a")).to_have_count(0)
    expect(tab.get_by_role("link", name="Get help now").last).to_be_visible()


def test_an_empty_field_shows_no_results(tab: Page) -> None:
    search(tab, "appeal")
    tab.get_by_role("searchbox").fill("")
    expect(tab.locator("#results a")).to_have_count(0)
    expect(tab.get_by_role("status")).to_be_empty()


def test_what_is_typed_leaves_no_trace(tab: Page) -> None:
    word = "retaliation"
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    before = tab.evaluate("[location.href, history.length]")
    search(tab, word)
    tab.keyboard.press("Enter")
    tab.wait_for_load_state("networkidle")
    assert asked
    assert [request for request in asked if f"{word}.html" not in request and word in request] == []
    assert tab.evaluate("[location.href, history.length]") == before
    assert tab.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_axe_finds_no_barrier_in_the_results(chromium: Browser, server: StaticHost) -> None:
    with opened(chromium, viewport=PHONE) as tab:
        tab.goto(server.url(SEARCH))
        search(tab, "appeal")
        assert tab.locator("#results a").count() > 0
        found = barriers(tab)
    assert found == [], "\n".join(found)


def test_without_a_connection_search_says_so_and_works_again_later(tab: Page, server: StaticHost) -> None:
    tab.route("**/pagefind/**", lambda route: route.abort())
    tab.get_by_role("searchbox").fill("appeal")
    expect(tab.get_by_role("status")).to_have_text(re.compile("Search does not work here"))
    tab.unroute("**/pagefind/**")
    search(tab, "appeals")
    assert "en/report/appeal.html" in results(tab, server)


@pytest.mark.parametrize("way", ["from a folder", "without its script"])
def test_where_search_cannot_work_the_page_says_so(
    chromium: Browser, server: StaticHost, site: Path, way: str
) -> None:
    with opened(chromium, viewport=PHONE) as tab:
        tab.route("**/search.js", lambda route: route.abort())
        tab.goto((site / SEARCH).as_uri() if way == "from a folder" else server.url(SEARCH))
        expect(tab.get_by_text("Search does not work here")).to_be_visible()
        expect(tab.locator("input")).to_be_hidden()
        expect(tab.get_by_role("link", name="Get help now").last).to_be_visible()


def test_without_script_the_page_lists_all_pages_and_words(
    chromium: Browser, server: StaticHost, trees: Trees
) -> None:
    with opened(chromium, viewport=PHONE, java_script_enabled=False) as tab:
        tab.goto(server.url(SEARCH))
        expect(tab.locator("input")).to_be_hidden()
        expect(tab.get_by_text("Search does not work here")).to_be_visible()
        visible = [str(link.get_attribute("href")) for link in tab.locator("main a:visible").all()]
    listed = {resolve(SEARCH, link, "/") for link in visible}
    written = {
        page
        for page, tree in trees.items()
        if page.startswith("en/") and not is_search(page) and not is_redirect(tree)
    }
    assert listed == written - {"en/index.html"}  # where the name of the handbook leads, on every page
    terms = [text(term) for term in select(trees["en/about/glossary.html"], "dl.glossary dt")]
    explained = [text(link) for link in select(trees[SEARCH], ".hb-words a")]
    assert len(terms) >= 10
    assert explained == sorted(terms, key=str.casefold)
