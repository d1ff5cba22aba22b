"""The built pages, as files: what each says of itself, what it offers, and what it loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import Tag
from bs4.element import NavigableString
from helpers.site_pages import (
    CONTACT,
    FIRST_AID,
    LANGUAGES,
    Soups,
    below,
    for_attendees,
    head,
    is_published,
    is_redirect,
    links,
    loads,
    one,
    resolve,
    text,
)

from handbook.config.community import Community
from handbook.config.languages import Languages


def test_every_page_names_its_language_direction_and_subject(soups: Soups, subtests: pytest.Subtests) -> None:
    for page, soup in soups.items():
        with subtests.test(page=page):
            html = one(soup, "html")
            assert html.get("lang")
            assert html.get("dir") in ("ltr", "rtl")
            assert text(one(soup, "h1"))
            assert text(one(head(soup), "title"))
            assert one(head(soup), "meta[charset]")["charset"] == "utf-8"
            assert "width=device-width" in one(head(soup), 'meta[name="viewport"]')["content"]


def test_no_two_pages_have_the_same_title(framed: Soups) -> None:
    titles = {page: text(one(head(soup), "title")) for page, soup in framed.items()}
    languages = [(page.partition("/")[0], title) for page, title in titles.items()]
    assert len(set(languages)) == len(languages), titles


def test_every_page_tells_search_engines_and_previews_what_it_is(
    articles: Soups, base: str, subtests: pytest.Subtests
) -> None:
    for page, soup in articles.items():
        with subtests.test(page=page):
            described = str(one(head(soup), 'meta[name="description"]')["content"])
            assert (8 if page.startswith("zh") else 20) <= len(described) <= 160  # one sign says more
            assert one(head(soup), 'link[rel="canonical"]')["href"] == base + page
            said = {name: one(head(soup), f'meta[property="og:{name}"]')["content"] for name in OPEN_GRAPH}
            heading = text(one(soup, "h1"))
            assert (said["title"], said["description"], said["url"]) == (heading, described, base + page)
            assert said["type"] == "article"
            assert said["site_name"]


OPEN_GRAPH = ("title", "description", "url", "type", "site_name")


def test_every_page_has_one_stylesheet_and_one_icon(
    soups: Soups, site: Path, base: str, subtests: pytest.Subtests
) -> None:
    for page, soup in soups.items():
        if is_redirect(soup):  # nobody sees it: it leads on at once
            continue
        with subtests.test(page=page):
            file = resolve(page, str(one(head(soup), 'link[rel="stylesheet"]')["href"]), base)
            assert file
            assert (site / file).is_file()
            assert str(one(head(soup), 'link[rel="icon"]')["href"]).startswith("data:image/svg+xml,")


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
            assert [link for link in elsewhere if not link.startswith("data:")] == []
            assert not soup.select("iframe, embed, form[action]")


def test_every_page_states_what_it_may_load(soups: Soups, site: Path, subtests: pytest.Subtests) -> None:
    headers = (site / "_headers").read_text("utf-8")
    for page, soup in soups.items():
        with subtests.test(page=page):
            policy = str(one(head(soup), 'meta[http-equiv="Content-Security-Policy"]')["content"])
            assert f"Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in headers
            rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
            assert rules["default-src"] == "'none'"
            assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"  # search runs as WebAssembly
            assert rules["style-src"] == rules["connect-src"] == "'self'"
            assert not re.search(r"unsafe-inline|'unsafe-eval'|\*|https?:", policy)


def test_attendees_pages_carry_the_bar_with_both_ways_to_help(
    soups: Soups, facts: Community, base: str, subtests: pytest.Subtests
) -> None:
    for page, soup in soups.items():
        if page == LANGUAGES or is_redirect(soup):
            continue
        with subtests.test(page=page):
            bars = soup.select("nav.hb-bar")
            if not for_attendees(page):
                assert bars == []
                continue
            bar = one(soup, "nav.hb-bar").select("a")
            # Its own button calls, or that of the page: never two in one screen, and never none.
            (call,) = [
                *soup.select("main a.button[href^=tel]"),
                *(a for a in bar if a["href"].startswith("tel:")),
            ]
            assert call["href"] == facts.emergency.number.uri
            assert str(facts.emergency.number) in text(call)
            targets = [
                resolve(page, str(link["href"]), base) or str(link["href"]) for link in bar if link != call
            ]
            ways_out = [facts.handbook.leave_to] if facts.handbook.leave_to else []
            folder = page.partition("/")[0] if below(page) else "en"
            report = [] if below(page) == "report/index.html" else [f"{folder}/report/index.html"]
            assert targets == report + ways_out


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
            if (
                below(page) == "report/index.html"
            ):  # the bar has the button; the first sentence has the number
                assert first.a and first.a["href"] == facts.emergency.number.uri
                assert len(text(first).partition(str(facts.emergency.number))[0].split()) < 15
                continue
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


def test_previous_and_next_lead_through_the_whole_handbook(articles: Soups, table: Languages) -> None:
    for language in {page.partition("/")[0] for page in articles}:
        if table.languages[language].pages:  # its pages are few, and the pages between lead to the source
            continue
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
    found = articles[page].select(f'nav.hb-turn a[rel="{relation}"]')
    return resolve(page, str(found[0]["href"]), "/") if found else None


def test_the_navigation_shows_where_the_reader_is(
    framed: Soups, table: Languages, subtests: pytest.Subtests
) -> None:
    for page, soup in framed.items():
        if not is_published(page, table):
            continue
        with subtests.test(page=page):
            current = one(soup, 'header > [aria-current="page"], nav.hb-menu [aria-current="page"]')
            assert resolve(page, str(current["href"]), "/") == page
            if not current.find_parent("header"):
                assert text(current) == text(one(soup, "h1"))


def test_every_page_can_be_reached_from_the_menus(framed: Soups, table: Languages) -> None:
    for start in (page for page in framed if below(page) == "index.html"):
        reached, waiting = set(), {start}  # a page that many lead to is read once
        while waiting:
            page = waiting.pop()
            reached.add(page)
            entries = framed[page].select("nav.hb-menu a, header > a:not(.hb-leave)")
            found = {resolve(page, str(entry["href"]), "/") or "" for entry in entries}
            waiting |= found - reached
        folder = start.removesuffix("index.html")
        assert reached == {page for page in framed if page.startswith(folder) and is_published(page, table)}
