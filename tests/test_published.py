"""What is published: addresses that never vanish, and no file that no page uses."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from bs4 import BeautifulSoup
from built import LANGUAGES, NOT_FOUND, ROOT, links, loads, resolve

from handbook.community import Community

PUBLISHED = ROOT / "tests" / "published.txt"
# Read by hosts and by search engines; no page points to them.
FOR_HOSTS = {"_headers", "robots.txt", "sitemap.xml"}


def published() -> list[str]:
    """Return every address that was ever published."""
    lines = PUBLISHED.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_no_published_address_ever_vanishes(site: Path) -> None:
    gone = [page for page in published() if not (site / page).is_file()]
    assert gone == [], (
        "These addresses were published, and people have kept them. Let each lead to the page that took its "
        "place: add [[redirects]] with `old` and `page` to community.toml."
    )


def test_every_page_is_on_the_list_of_published_addresses(pages: list[str]) -> None:
    new = sorted({*pages} - {NOT_FOUND, *published()})
    assert new == [], (
        f"These pages are new. From now on their addresses are promises: add them to {PUBLISHED}."
    )


def test_the_list_of_published_addresses_is_sorted() -> None:
    assert published() == sorted(set(published()))


def test_every_published_file_is_used(site: Path, soups: dict[str, BeautifulSoup], facts: Community) -> None:
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    used = set(FOR_HOSTS)
    waiting = {LANGUAGES, NOT_FOUND, *(redirect.old.lstrip("/") for redirect in facts.redirects)}
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting |= (needed(site, name, soups, str(facts.handbook.url)) & there) - used
    assert sorted(there - used) == [], "No page uses these files. Do not publish them."


def needed(site: Path, name: str, soups: dict[str, BeautifulSoup], base: str) -> set[str]:
    """Return the files that a file leads to or loads."""
    path = site / name
    found: list[str] = []
    if name in soups:
        found = [*links(soups[name]), *loads(soups[name])]
    elif path.name == "pagefind.js":
        return {path.relative_to(site).as_posix() for path in search_files(path.parent)}
    elif path.suffix == ".css":
        found = re.findall(r"""(?:url\(|@import)\s*["']?([^"')]+)""", path.read_text("utf-8"))
    elif path.suffix == ".js":
        found = re.findall(r"""(?:import\(|from\s+|import\s+)["']([^"']+)["']""", path.read_text("utf-8"))
    return {file for link in found if (file := resolve(name, link, base))}


def search_files(folder: Path) -> set[Path]:
    """Return what Pagefind can ask for: its entry names the languages, their lists name the rest."""
    names = {"pagefind-entry.json", "pagefind-worker.js"}
    entry = json.loads((folder / "pagefind-entry.json").read_text("utf-8"))
    for language in entry["languages"].values():
        listing = f"pagefind.{language['hash']}.pf_meta"
        names |= {listing, f"wasm.{language['wasm'] or 'unknown'}.pagefind"}
        listed = gzip.decompress((folder / listing).read_bytes())
        kinds = ("index", "filter", "fragment")
        parts = [path for kind in kinds for path in (folder / kind).iterdir()]
        names |= {path.relative_to(folder).as_posix() for path in parts if path.stem.encode() in listed}
    return {folder / name for name in names}
