"""What is published: addresses that never vanish, ways in, and no file that no page uses."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

from helpers.paths import DATA
from helpers.site_pages import (
    CONTACT,
    LANGUAGES,
    NOT_FOUND,
    below,
    resolve,
)
from helpers.trees import Trees, is_redirect, links, loads, one, select

from handbook.config.community import Community
from handbook.config.languages import Languages

PUBLISHED = DATA / "published.txt"
# Read by hosts and by search engines; no page points to them.
FOR_HOSTS = {"_headers", "robots.txt", "sitemap.xml"}


def lines() -> list[str]:
    """Return the lines of the list of addresses."""
    found = PUBLISHED.read_text("utf-8").splitlines()
    return [line for line in found if line and not line.startswith("#")]


def published() -> list[str]:
    """Return every address that was ever published: "*/" stands for each language that was."""
    folders = [line for line in lines() if line.endswith("/")]
    return [
        folder + line.removeprefix("*/") if line.startswith("*/") else line
        for line in lines()
        for folder in (folders if line.startswith("*/") else [""])
        if not line.endswith("/")
    ]


VANISHED = (
    "These addresses were published, and people have kept them. Let each lead to the page that took its "
    "place: add the old name and the new one to docs/moved.toml."
)


def is_of_former_site(address: str) -> bool:
    """Tell whether an address is older than the handbook: it stands at the site of the first group only."""
    return "/" in address and f"{address.partition('/')[0]}/" not in lines()


def test_no_published_address_ever_vanishes(site: Path) -> None:
    kept = [page for page in published() if not is_of_former_site(page)]
    assert len(kept) > 100
    assert [page for page in kept if not (site / page).is_file()] == [], VANISHED


def test_no_address_from_before_the_handbook_vanishes(site: Path, own_facts: Community) -> None:
    kept = [page for page in published() if is_of_former_site(page)]
    assert kept
    assert [page for page in kept if not (site / page).is_file()] == [], VANISHED


def test_every_page_is_on_the_list_of_published_addresses(pages: list[str], facts: Community) -> None:
    older = {redirect.old.lstrip("/") for redirect in facts.redirects}  # they were published elsewhere
    new = sorted({page for page in pages if below(page) != NOT_FOUND} - {NOT_FOUND, *older, *published()})
    assert new == [], (
        f"These pages are new. From now on their addresses are promises: add them to {PUBLISHED}."
    )


def test_the_list_of_published_addresses_is_sorted() -> None:
    assert lines() == sorted(set(lines()))


def listed_pages(articles: Trees, table: Languages) -> set[str]:
    """Return the pages that search engines may list: drafts ask them not to."""
    return {page for page in articles if table.languages[page.partition("/")[0]].status != "draft"}


def test_the_sitemap_lists_the_pages_that_are_no_drafts(
    articles: Trees, table: Languages, site: Path, base: str
) -> None:
    tree = ElementTree.parse(site / "sitemap.xml")
    listed = [element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(map(str, listed)) == sorted(base + page for page in listed_pages(articles, table))


def test_search_engines_are_welcome(articles: Trees, site: Path, base: str) -> None:
    robots = RobotFileParser()
    robots.parse((site / "robots.txt").read_text("utf-8").splitlines())
    assert all(robots.can_fetch("AnyBot", base + page) for page in articles)
    assert robots.site_maps() == [f"{base}sitemap.xml"]


def test_pages_that_nobody_should_find_ask_not_to_be_listed(
    trees: Trees, articles: Trees, table: Languages
) -> None:
    hidden = {page for page, tree in trees.items() if select(tree, 'meta[name="robots"][content="noindex"]')}
    assert {*articles} - hidden == listed_pages(articles, table)
    assert NOT_FOUND in hidden


def test_old_addresses_lead_to_their_pages(trees: Trees, facts: Community, base: str) -> None:
    for redirect in facts.redirects:
        old = redirect.old.lstrip("/")
        targets = {resolve(old, link, base) for link in links(trees[old])}
        targets.add(resolve(old, one(trees[old], 'link[rel="canonical"]').get("href"), base))
        assert is_redirect(trees[old])
        assert targets == {f"{facts.community.language}/{redirect.page}.html"} <= set(trees)


def test_the_page_for_wrong_addresses_works_at_any_address(trees: Trees, site: Path, base: str) -> None:
    tree = trees[NOT_FOUND]
    inside = re.compile("data:|#")
    ways_out = {link.get("href") for link in select(tree, "a.hb-leave")}
    found = [
        link
        for link in {*links(tree), *loads(tree)} - ways_out
        if not CONTACT.match(link) and not inside.match(link)
    ]
    assert len(found) >= 5
    assert [link for link in found if not link.startswith(urlsplit(base).path)] == []
    assert [link for link in found if not (site / (resolve(NOT_FOUND, link, base) or "?")).is_file()] == []


def test_the_first_page_of_the_site_lets_readers_choose_their_language(trees: Trees, articles: Trees) -> None:
    languages = {page.partition("/")[0] for page in articles}
    offered = {resolve(LANGUAGES, link.get("href"), "/") for link in select(trees[LANGUAGES], "main a")}
    assert offered == {f"{language}/{page}.html" for language in languages for page in ("index", "help-now")}


def test_every_published_file_is_used(site: Path, trees: Trees, facts: Community) -> None:
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    used = set(FOR_HOSTS)
    old = {redirect.old.lstrip("/") for redirect in facts.redirects}
    old |= {page for page, tree in trees.items() if is_redirect(tree) and page in published()}
    waiting = {LANGUAGES, NOT_FOUND, *old}
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting |= (needed(site, name, trees, str(facts.handbook.url)) & there) - used
    assert sorted(there - used) == [], "No page uses these files. Do not publish them."


def needed(site: Path, name: str, trees: Trees, base: str) -> set[str]:
    """Return the files that a file leads to or loads."""
    path = site / name
    found: list[str] = []
    if name in trees:
        found = [*links(trees[name]), *loads(trees[name])]
    elif path.name == "pagefind.js":
        return {path.relative_to(site).as_posix() for path in search_files(path.parent)}
    elif path.suffix == ".css":
        found = re.findall(r"""(?:url\(|@import)\s*["']?([^"')]+)""", path.read_text("utf-8"))
    elif path.suffix == ".js":
        loaded = r"""(?:import\(|from\s+|import\s+|new URL\()["']([^"']+)["']"""
        found = re.findall(loaded, path.read_text("utf-8"))
        # The list of what is kept, beside the worker and above the folder of the script.
        found += re.findall(r"\boffline\.json\b", path.read_text("utf-8")) and [
            "offline.json",
            "../offline.json",
        ]
    return {file for link in found if (file := resolve(name, link, base))}


def search_files(folder: Path) -> set[Path]:
    """Return what Pagefind can ask for: its entry names the languages, their lists name the rest."""
    names = {"pagefind-entry.json", "pagefind-worker.js"}
    entry = json.loads((folder / "pagefind-entry.json").read_text("utf-8"))
    for language in entry["languages"].values():
        listing = f"pagefind.{language['hash']}.pf_meta"
        names |= {listing, f"wasm.{language['wasm'] or 'unknown'}.pagefind"}
        listed = gzip.decompress((folder / listing).read_bytes())
        parts = [path for path in folder.rglob("*") if path.parent != folder]
        names |= {path.relative_to(folder).as_posix() for path in parts if path.stem.encode() in listed}
    return {folder / name for name in names}
