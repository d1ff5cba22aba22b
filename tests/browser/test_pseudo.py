"""Two languages that nobody speaks: all words can be reached by translators, and everything mirrors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import pseudo, untranslatable
from helpers.browser import DESKTOP, PHONE, SMALL, opened
from helpers.paths import FROZEN
from helpers.static_host import StaticHost, served
from helpers.trees import Trees, is_redirect, read, select
from lxml.html import document_fromstring
from playwright.sync_api import Browser, Page, ViewportSize

from handbook.config import lookup
from handbook.config.community import Community, load_community

pytestmark = pytest.mark.builds

# One of each shape: bars and a note in the margin, cards, a table, a picture with words, a form, questions.
PAGES = (
    "report/index.html",
    "help-now.html",
    "report/what-happens-next.html",
    "organizers/flowchart.html",
    "paper/report-form.html",
    "training/self-check-one.html",
    "search.html",
)
# What has a place of its own in the frame and in the text.
PLACES = (
    ".hb-top a, .hb-switch summary, .hb-menu, .hb-menu summary, .hb-menu a, main, h1, main > section > *, "
    ".hb-contents, .hb-contents a, .margin, .said, dt, dd, td, th, li, label, .flowchart p, "
    ".hb-turn a, .hb-bar a, footer a"
)
# Where each of them begins and ends, from the left of the window and from its right, in CSS pixels.
BOXES = """(places) => [...document.querySelectorAll(places)].flatMap((element) => {
  const box = element.getBoundingClientRect();
  const name = `${element.tagName} ${element.textContent}`;
  return box.width ? [[name, box.left, box.right, innerWidth - box.right, innerWidth - box.left]] : [];
})"""
# The line and the place in it of each sign of a number or an address.
SIGNS = """() => [...document.querySelectorAll('main bdi[dir=ltr], .hb-bar bdi')].map((element) => {
  const text = element.firstChild, range = new Range();
  return [element.textContent, [...text.data].map((_, index) => {
    range.setStart(text, index);
    range.setEnd(text, index + 1);
    const { top, left } = range.getBoundingClientRect();
    return [Math.round(top), left];
  })];
})"""
CONTROLS = """() => [
  ...document.querySelectorAll('.hb-top a, .hb-top summary, .hb-menu summary'),
].map((element) => {
  const box = element.getBoundingClientRect();
  return [element.textContent, box.left, box.top, box.right, box.bottom];
})"""
SLACK = 6.0  # CSS pixels: letters are a little nearer to each other in one direction than in the other


@pytest.fixture(scope="module")
def translated(pseudo_pages: Path) -> Trees:
    """Every page in both languages, parsed; nobody reads one that leads on at once."""
    return {
        path.relative_to(pseudo_pages).as_posix(): page
        for code in pseudo.LANGUAGES
        for path in sorted((pseudo_pages / code).rglob("*.html"))
        if not is_redirect(page := read(path))
    }


@pytest.fixture(scope="module")
def frozen() -> Community:
    """The facts that these pages are built with."""
    return load_community(FROZEN)


@pytest.fixture(scope="module")
def known(frozen: Community) -> frozenset[str]:
    """The texts of the community, and what the languages call themselves."""
    texts = {" ".join(value.split()) for _key, value in lookup.walk(frozen) if isinstance(value, str)}
    return frozenset(texts | {f"Autonym of {code}" for code in pseudo.LANGUAGES})


@pytest.fixture(scope="module")
def host(pseudo_pages: Path, frozen: Community) -> Iterator[StaticHost]:
    """A host on loopback that serves them."""
    (pseudo_pages / "_headers").write_text("/*\n  Referrer-Policy: no-referrer\n", "utf-8")
    with served(StaticHost(pseudo_pages, str(frozen.handbook.url))) as host:
        yield host


@pytest.fixture(scope="module")
def tab(hidden: Browser) -> Iterator[Page]:
    """A tab for all pages: each test says how large its window is."""
    with opened(hidden) as tab:
        yield tab


def test_translators_can_reach_every_word(translated: Trees, known: frozenset[str]) -> None:
    unreached = {
        name: found
        for name, page in translated.items()
        # the list of keys is data of the program, in English in each language
        if not name.endswith("about/keys.html") and (found := untranslatable.unreached(page, known))
    }
    assert unreached == {}


def test_both_languages_have_every_page(pseudo_pages: Path, usual: Path) -> None:
    english, *others = (
        {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
        for folder in (usual / "en", *(pseudo_pages / code for code in pseudo.LANGUAGES))
    )
    assert len(english) > 80
    for other in others:
        assert other == english


def test_each_exception_is_needed(translated: Trees) -> None:
    pages = translated.values()
    assert [each for each in untranslatable.FACTS if not any(select(page, each) for page in pages)] == []


@pytest.mark.parametrize(
    "page",
    [
        "<p>Words that are in no catalog.</p>",
        "<p>⟦Words⟧ and more.</p>",
        "<p>⟦A sentence that was cut off</p>",
        "<ul><li>⟦One⟧</li><li>Two</li></ul>",
        "<title>⟦Page⟧ · Handbook</title>",
        '<nav aria-label="Menu"></nav>',
        '<img src="a.png" alt="A picture">',
        '<input placeholder="Search">',
        '<a title="More" href="#x">⟦x⟧</a>',
        '<meta name="description" content="About us">',
        '<meta property="og:title" content="About us">',
        '<template data-none="Nothing found"></template>',
        "<svg><g><text>⟦Words</text><text>of a picture</text></g></svg>",
    ],
)
def test_words_that_cannot_be_reached_are_found(page: str) -> None:
    assert len(untranslatable.unreached(document_fromstring(page), frozenset())) == 1


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("page", PAGES)
def test_the_right_to_left_page_is_the_mirror_of_the_other(
    page: str, size: ViewportSize, tab: Page, host: StaticHost
) -> None:
    tab.set_viewport_size(size)
    boxes = {}
    for code in pseudo.LANGUAGES:
        tab.goto(host.url(f"{code}/{page}"))
        boxes[code] = tab.evaluate(BOXES, PLACES)
    plain, mirrored = boxes["en_XA"], boxes["ar_XB"]
    assert len(plain) == len(mirrored) > 20
    for (name, left, right, *_ends), (_name, *_starts, from_right, to_right) in zip(
        plain, mirrored, strict=True
    ):
        assert left == pytest.approx(from_right, abs=SLACK), name
        assert right == pytest.approx(to_right, abs=SLACK), name


def test_numbers_and_addresses_keep_their_order(tab: Page, host: StaticHost) -> None:
    tab.set_viewport_size(PHONE)
    seen = set()
    for page in ("help-now.html", "report/support.html", "report/index.html", "404.html"):
        tab.goto(host.url(f"ar_XB/{page}"))
        for text, places in tab.evaluate(SIGNS):
            assert places == sorted(places), text
            seen.add(text)
    assert {"112", "608-555-0142"} < seen


@pytest.mark.parametrize("code", ["en", *pseudo.LANGUAGES])
@pytest.mark.parametrize("size", [SMALL, PHONE, DESKTOP], ids=["small", "phone", "desktop"])
def test_the_head_of_the_page_has_room_for_longer_words(
    code: str, size: ViewportSize, tab: Page, host: StaticHost, server: StaticHost
) -> None:
    tab.set_viewport_size(size)
    tab.goto((server if code == "en" else host).url(f"{code}/help-now.html"))
    controls = [each for each in tab.evaluate(CONTROLS) if each[3] > each[1]]
    assert tab.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert len(controls) > 3
    for index, (name, left, top, right, bottom) in enumerate(controls):
        for other, left2, top2, right2, bottom2 in controls[index + 1 :]:
            apart = right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
            assert apart, f"{name} and {other} lie on each other"
