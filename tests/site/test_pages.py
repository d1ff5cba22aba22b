"""The built pages, as files: what each says of itself, what it offers, and what it loads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from helpers.site_pages import (
    CONTACT,
    FIRST_AID,
    LANGUAGES,
    below,
    for_attendees,
    is_published,
    resolve,
)
from helpers.trees import Trees, is_redirect, links, loads, one, select, text
from lxml.etree import XPath
from lxml.html import HtmlElement

from handbook.config.community import Community
from handbook.config.languages import Languages


def test_every_page_names_its_language_direction_and_subject(trees: Trees) -> None:
    for page, tree in trees.items():
        assert tree.tag == "html", page
        assert tree.get("lang"), page
        assert tree.get("dir") in ("ltr", "rtl"), page
        assert text(one(tree, "h1")), page
        assert text(one(tree.head, "title")), page
        assert one(tree.head, "meta[charset]").get("charset") == "utf-8", page
        assert "width=device-width" in one(tree.head, 'meta[name="viewport"]').get("content"), page


def test_no_two_pages_have_the_same_title(framed: Trees) -> None:
    titles = {page: text(one(tree.head, "title")) for page, tree in framed.items()}
    languages = [(page.partition("/")[0], title) for page, title in titles.items()]
    assert len(set(languages)) == len(languages), titles


def test_every_page_tells_search_engines_and_previews_what_it_is(articles: Trees, base: str) -> None:
    for page, tree in articles.items():
        described = one(tree.head, 'meta[name="description"]').get("content")
        assert (8 if page.startswith("zh") else 20) <= len(described) <= 160, page  # one sign says more
        assert one(tree.head, 'link[rel="canonical"]').get("href") == base + page, page
        said = {name: one(tree.head, f'meta[property="og:{name}"]').get("content") for name in OPEN_GRAPH}
        heading = text(one(tree, "h1"))
        assert (said["title"], said["description"], said["url"]) == (heading, described, base + page), page
        assert said["type"] == "article", page
        assert said["site_name"], page


OPEN_GRAPH = ("title", "description", "url", "type", "site_name")


def test_every_page_has_one_stylesheet_and_one_icon(trees: Trees, site: Path, base: str) -> None:
    for page, tree in trees.items():
        if is_redirect(tree):  # nobody sees it: it leads on at once
            continue
        file = resolve(page, one(tree.head, 'link[rel="stylesheet"]').get("href"), base)
        assert file, page
        assert (site / file).is_file(), page
        assert one(tree.head, 'link[rel="icon"]').get("href").startswith("data:image/svg+xml,"), page


# Our policy refuses them.
OWN_SCRIPT_OR_STYLE = XPath("//@*[name() = 'style' or starts-with(name(), 'on')]")


def test_pages_hold_no_script_and_no_style_of_their_own(trees: Trees) -> None:
    for page, tree in trees.items():
        assert not select(tree, "style, script:not([src])"), page
        assert not OWN_SCRIPT_OR_STYLE(tree), page
        assert not [link for link in links(tree) if link.lower().startswith(("javascript:", "data:"))], page


def test_pages_load_nothing_from_elsewhere(trees: Trees, base: str) -> None:
    for page, tree in trees.items():
        elsewhere = [link for link in loads(tree) if resolve(page, link, base) is None]
        assert [link for link in elsewhere if not link.startswith("data:")] == [], page
        assert not select(tree, "iframe, embed, form[action]"), page


def test_every_page_states_what_it_may_load(trees: Trees, site: Path) -> None:
    headers = (site / "_headers").read_text("utf-8")
    for page, tree in trees.items():
        policy = one(tree.head, 'meta[http-equiv="Content-Security-Policy"]').get("content")
        assert f"Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in headers, page
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'", page
        assert rules["script-src"] == "'self' 'wasm-unsafe-eval'", page  # search runs as WebAssembly
        assert rules["style-src"] == rules["connect-src"] == "'self'", page
        assert not re.search(r"unsafe-inline|'unsafe-eval'|\*|https?:", policy), page


def test_attendees_pages_carry_the_bar_with_both_ways_to_help(
    trees: Trees, facts: Community, base: str
) -> None:
    for page, tree in trees.items():
        if page == LANGUAGES or is_redirect(tree):
            continue
        bars = select(tree, "nav.hb-bar")
        assert len(bars) == for_attendees(page), page
        if not bars:
            continue
        bar = select(tree, "nav.hb-bar a")
        # Its own button calls, or that of the page: never two in one screen, and never none.
        calls = [
            *select(tree, "main a.button[href^=tel]"),
            *(a for a in bar if a.get("href").startswith("tel:")),
        ]
        assert len(calls) == 1, page
        (call,) = calls
        assert call.get("href") == facts.emergency.number.uri, page
        assert str(facts.emergency.number) in text(call), page
        targets = [resolve(page, link.get("href"), base) or link.get("href") for link in bar if link != call]
        ways_out = [facts.handbook.leave_to] if facts.handbook.leave_to else []
        folder = page.partition("/")[0] if below(page) else "en"
        report = [] if below(page) == "report/index.html" else [f"{folder}/report/index.html"]
        assert targets == report + ways_out, page


def first_aid(trees: Trees) -> Iterator[tuple[str, HtmlElement]]:
    """Yield name and <main> of the pages for somebody who needs help at once."""
    found = [(page, one(tree, "main")) for page, tree in trees.items() if below(page) in FIRST_AID]
    assert len(found) >= len(FIRST_AID)
    yield from found


def test_the_emergency_number_is_the_first_thing_a_frightened_reader_meets(
    trees: Trees, facts: Community
) -> None:
    for page, main in first_aid(trees):
        first = one(main, "h1").getnext()
        assert first is not None, page
        if below(page) == "report/index.html":  # the bar has the button; the first sentence the number
            assert first.find(".//a").get("href") == facts.emergency.number.uri, page
            assert len(text(first).partition(str(facts.emergency.number))[0].split()) < 15, page
            continue
        button = one(first, "a.button")
        assert button.get("href") == facts.emergency.number.uri, page
        assert text(first) == text(button), page  # nothing but the button
        assert str(facts.emergency.number) in text(first), page


def test_help_is_at_most_25_words_away(trees: Trees) -> None:
    for page, main in first_aid(trees):
        assert len(words_up_to_the_first_contact(main)) <= 25, page


def words_up_to_the_first_contact(main: HtmlElement) -> list[str]:
    """Return the visible words from the beginning of a page up to its first contact that can be used."""
    contact = next(link for link in main.iter("a") if CONTACT.match(link.get("href", "")))
    return " ".join(contact.xpath("preceding::text()[ancestor::main]")).split()


def test_previous_and_next_lead_through_the_whole_handbook(articles: Trees, table: Languages) -> None:
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


def turn(articles: Trees, page: str, relation: str) -> str | None:
    """Return the page before or after another one."""
    found = select(articles[page], f'nav.hb-turn a[rel="{relation}"]')
    return resolve(page, found[0].get("href"), "/") if found else None


def test_the_navigation_shows_where_the_reader_is(framed: Trees, table: Languages) -> None:
    for page, tree in framed.items():
        if not is_published(page, table):
            continue
        current = one(tree, 'header > [aria-current="page"], nav.hb-menu [aria-current="page"]')
        assert resolve(page, current.get("href"), "/") == page, page
        if not list(current.iterancestors("header")):
            assert text(current) == text(one(tree, "h1")), page


def test_every_page_can_be_reached_from_the_menus(framed: Trees, table: Languages) -> None:
    for start in (page for page in framed if below(page) == "index.html"):
        reached, waiting = set(), {start}  # a page that many lead to is read once
        while waiting:
            page = waiting.pop()
            reached.add(page)
            entries = select(framed[page], "nav.hb-menu a, header > a:not(.hb-leave)")
            found = {resolve(page, entry.get("href"), "/") or "" for entry in entries}
            waiting |= found - reached
        folder = start.removesuffix("index.html")
        assert reached == {page for page in framed if page.startswith(folder) and is_published(page, table)}
