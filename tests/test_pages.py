"""The built pages, as files: what each says of itself, what it offers, and what it loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from built import (
    FIRST_AID,
    LANGUAGES,
    NOT_FOUND,
    below,
    for_attendees,
    is_redirect,
    is_search,
    links,
    loads,
    one,
    resolve,
    text,
)

from handbook.community import Community

Soups = dict[str, BeautifulSoup]
EMPTY = "data:,"  # the icon of pages that nobody sees: it says that there is none to ask for
CONTACT = re.compile(r"(tel|sms|mailto):\S+")


@pytest.fixture(scope="module")
def base(facts: Community) -> str:
    """The address where the site is published."""
    return str(facts.handbook.url)


@pytest.fixture(scope="module")
def framed(soups: Soups) -> Soups:
    """The pages with the frame of the handbook: all but the entrances and the page for wrong addresses."""
    return {page: soup for page, soup in soups.items() if below(page) and not is_redirect(soup)}


@pytest.fixture(scope="module")
def articles(framed: Soups) -> Soups:
    """The pages that are written in docs/."""
    return {page: soup for page, soup in framed.items() if not is_search(page)}


def test_every_page_names_its_language_direction_and_subject(soups: Soups, subtests: pytest.Subtests) -> None:
    for page, soup in soups.items():
        with subtests.test(page=page):
            html = one(soup, "html")
            assert html.get("lang")
            assert html.get("dir") in ("ltr", "rtl")
            assert text(one(soup, "h1"))
            assert text(one(soup, "title"))
            assert one(soup, "meta[charset]")["charset"] == "utf-8"
            assert "width=device-width" in one(soup, 'meta[name="viewport"]')["content"]


def test_no_two_pages_have_the_same_title(framed: Soups) -> None:
    titles = {page: text(one(soup, "title")) for page, soup in framed.items()}
    languages = [(page.partition("/")[0], title) for page, title in titles.items()]
    assert len(set(languages)) == len(languages), titles


def test_every_page_tells_search_engines_and_previews_what_it_is(
    articles: Soups, base: str, subtests: pytest.Subtests
) -> None:
    for page, soup in articles.items():
        with subtests.test(page=page):
            described = str(one(soup, 'meta[name="description"]')["content"])
            assert 20 <= len(described) <= 160
            assert one(soup, 'link[rel="canonical"]')["href"] == base + page
            said = {name: one(soup, f'meta[property="og:{name}"]')["content"] for name in OPEN_GRAPH}
            heading = text(one(soup, "h1"))
            assert (said["title"], said["description"], said["url"]) == (heading, described, base + page)
            assert said["type"] == "article"
            assert said["site_name"]


OPEN_GRAPH = ("title", "description", "url", "type", "site_name")


def test_every_page_has_one_stylesheet_and_one_icon(
    soups: Soups, site: Path, subtests: pytest.Subtests
) -> None:
    for page, soup in soups.items():
        if is_redirect(soup):  # nobody sees it: it leads on at once
            continue
        with subtests.test(page=page):
            for relation in ("stylesheet", "icon"):
                file = resolve(page, str(one(soup, f'link[rel="{relation}"]')["href"]), "/")
                assert file
                assert (site / file).is_file()


def test_pages_hold_no_script_and_no_style_of_their_own(soups: Soups, subtests: pytest.Subtests) -> None:
    for page, soup in soups.items():
        with subtests.test(page=page):
            assert not soup.select("style, script:not([src])")
            loose = [(tag.name, name) for tag in soup.find_all(True) for name in tag.attrs if forbidden(name)]
            assert not loose
            assert not [link for link in links(soup) if link.lower().startswith(("javascript:", "data:"))]


def forbidden(attribute: str) -> bool:
    """Tell whether an attribute holds script or style, which our policy refuses."""
    return attribute == "style" or attribute.startswith("on")


def test_pages_load_nothing_from_elsewhere(soups: Soups, base: str, subtests: pytest.Subtests) -> None:
    for page, soup in soups.items():
        with subtests.test(page=page):
            elsewhere = [link for link in loads(soup) if resolve(page, link, base) is None]
            assert [link for link in elsewhere if link != EMPTY] == []
            assert not soup.select("iframe, embed, form[action]")


def test_every_page_states_what_it_may_load(soups: Soups, site: Path, subtests: pytest.Subtests) -> None:
    headers = (site / "_headers").read_text("utf-8")
    for page, soup in soups.items():
        with subtests.test(page=page):
            policy = str(one(soup, 'meta[http-equiv="Content-Security-Policy"]')["content"])
            assert f"Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in headers
            rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
            assert rules["default-src"] == "'none'"
            assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"  # search runs as WebAssembly
            assert rules["style-src"] == rules["connect-src"] == "'self'"
            assert not re.search(r"unsafe-inline|'unsafe-eval'|\*|https?:", policy)


def test_attendees_pages_carry_the_bar_with_both_ways_to_help(
    articles: Soups, facts: Community, subtests: pytest.Subtests
) -> None:
    for page, soup in articles.items():
        with subtests.test(page=page):
            bars = soup.select("nav.bar")
            if not for_attendees(page):
                assert bars == []
                continue
            call, report = one(soup, "nav.bar").select("a")
            assert call["href"] == facts.emergency.number.uri
            assert str(facts.emergency.number) in text(call)
            assert below(resolve(page, str(report["href"]), "/") or "") == "report/index.html"


def first_aid(soups: Soups) -> Iterator[tuple[str, Tag]]:
    """Yield name and <main> of the pages for somebody who needs help at once."""
    found = [(page, one(soup, "main")) for page, soup in soups.items() if below(page) in FIRST_AID]
    assert len(found) >= len(FIRST_AID)
    yield from found


def test_the_emergency_number_is_the_first_thing_a_frightened_reader_meets(
    soups: Soups, facts: Community, subtests: pytest.Subtests
) -> None:
    for page, main in first_aid(soups):
        with subtests.test(page=page):
            first = one(main, "h1").find_next_sibling()
            assert first
            button = one(first, "a.button")
            assert button["href"] == facts.emergency.number.uri
            assert text(first) == text(button)  # nothing but the button
            assert str(facts.emergency.number) in text(first)


def test_help_is_at_most_25_words_away(soups: Soups, subtests: pytest.Subtests) -> None:
    for page, main in first_aid(soups):
        with subtests.test(page=page):
            assert len(words_up_to_the_first_contact(main)) <= 25


def words_up_to_the_first_contact(main: Tag) -> list[str]:
    """Return the visible words from the beginning of a page up to its first contact that can be used."""
    said = ""
    for part in main.descendants:
        if isinstance(part, Tag) and part.name == "a" and CONTACT.match(str(part.get("href"))):
            return said.split()
        if isinstance(part, Tag) and part.name in ("h1", "h2", "p", "li", "dt", "dd"):
            said += " "
        elif isinstance(part, NavigableString):
            said += part
    raise AssertionError("there is no contact on this page")


def test_previous_and_next_lead_through_the_whole_handbook(articles: Soups) -> None:
    for language in {page.partition("/")[0] for page in articles}:
        start = f"{language}/index.html"
        assert turn(articles, start, "prev") is None
        seen, page = [start], turn(articles, start, "next")
        while page:
            assert turn(articles, page, "prev") == seen[-1]
            assert page not in seen
            seen.append(page)
            page = turn(articles, page, "next")
        assert sorted(seen) == sorted(page for page in articles if page.startswith(f"{language}/"))


def turn(articles: Soups, page: str, relation: str) -> str | None:
    """Return the page before or after another one."""
    found = articles[page].select(f'nav.turn a[rel="{relation}"]')
    return resolve(page, str(found[0]["href"]), "/") if found else None


def test_the_navigation_shows_where_the_reader_is(framed: Soups, subtests: pytest.Subtests) -> None:
    for page, soup in framed.items():
        with subtests.test(page=page):
            current = one(soup, 'header [aria-current="page"], nav.menu [aria-current="page"]')
            assert resolve(page, str(current["href"]), "/") == page
            if not current.find_parent("header"):
                assert text(current) == text(one(soup, "h1"))


def test_every_page_can_be_reached_from_the_menus(framed: Soups) -> None:
    for start in (page for page in framed if below(page) == "index.html"):
        reached, waiting = set(), [start]
        while waiting:
            page = waiting.pop()
            reached.add(page)
            entries = framed[page].select("nav.menu a, header a")
            found = {resolve(page, str(entry["href"]), "/") or "" for entry in entries}
            waiting += found - reached
        assert reached == {page for page in framed if page.startswith(start.removesuffix("index.html"))}


def test_the_sitemap_lists_the_pages_that_exist(articles: Soups, site: Path, base: str) -> None:
    tree = ElementTree.parse(site / "sitemap.xml")
    listed = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(map(str, listed)) == sorted(base + page for page in articles)


def test_search_engines_are_welcome(articles: Soups, site: Path, base: str) -> None:
    robots = RobotFileParser()
    robots.parse((site / "robots.txt").read_text("utf-8").splitlines())
    assert all(robots.can_fetch("AnyBot", base + page) for page in articles)
    assert robots.site_maps() == [f"{base}sitemap.xml"]


def test_pages_that_nobody_should_find_ask_not_to_be_listed(soups: Soups, articles: Soups) -> None:
    hidden = {page for page, soup in soups.items() if soup.select('meta[name="robots"][content="noindex"]')}
    assert hidden.isdisjoint(articles)
    assert NOT_FOUND in hidden


def test_the_old_address_leads_to_the_code_of_conduct(soups: Soups, facts: Community, base: str) -> None:
    old = "2013/11/15/code-of-conduct.html"
    assert old in [redirect.old.lstrip("/") for redirect in facts.redirects]
    targets = {resolve(old, link, base) for link in links(soups[old])}
    targets.add(resolve(old, str(one(soups[old], 'link[rel="canonical"]')["href"]), base))
    assert is_redirect(soups[old])
    assert targets == {f"{facts.community.language}/conduct/index.html"} <= set(soups)


def test_the_page_for_wrong_addresses_works_at_any_address(soups: Soups, site: Path, base: str) -> None:
    soup = soups[NOT_FOUND]
    found = [link for link in (*links(soup), *loads(soup)) if not CONTACT.match(link)]
    assert len(found) >= 5
    assert [link for link in found if not link.startswith(urlsplit(base).path)] == []
    assert [link for link in found if not (site / (resolve(NOT_FOUND, link, base) or "?")).is_file()] == []


def test_the_first_page_of_the_site_lets_readers_choose_their_language(soups: Soups, articles: Soups) -> None:
    languages = {page.partition("/")[0] for page in articles}
    offered = {
        resolve(LANGUAGES, str(link["href"]), "/") for link in one(soups[LANGUAGES], "main").select("a")
    }
    assert offered == {f"{language}/index.html" for language in languages}
