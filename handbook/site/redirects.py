"""Reads and checks old addresses before anything is built: each leads from a free address to a page."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from handbook.config import project
from handbook.config.community import Community
from handbook.config.languages import Languages
from handbook.config.toml import SettingsError, Table, called, read
from handbook.facts.sources import origins

MOVED = "moved.toml"  # in docs: the handbook's own, which every group has
AT_THE_TOP = ("index.html", "404.html")  # what stands beside the folders of the languages


def pages(docs: Path) -> list[str]:
    """Return the name of every page that each language has: that of its source, and the one for search."""
    found = (path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.md"))
    return [*sorted(name for name in found if not name.startswith(".") and "/." not in name), "search"]


class Moved(Table):
    """The pages of the handbook that have another address now."""

    moved: dict[str, str]


def moved(docs: Path) -> dict[str, str]:
    """Read which page stands in the place of each page that moved, by its old name; raises SettingsError."""
    return read(docs / MOVED, Moved).moved


def problems_of_moved(docs: Path, there: list[str]) -> list[str]:
    """Return what is wrong with the addresses of pages that moved; `there` are the pages of today."""
    problems = []
    for old, new in moved(docs).items():
        if new not in there:
            problems.append(f"docs/{MOVED}: {old}: found {new!r}; {_expected(new, there)}")
        if old in there:
            problems.append(f"docs/{MOVED}: {old}: this page is there. Take the line out, or move the page.")
    return problems


def _expected(page: str, there: list[str]) -> str:
    near = get_close_matches(page.strip("/").removesuffix(".html"), there, n=1, cutoff=0.0)[0]
    return f'expected a page of docs, without .md. There is no page "{page}". Nearest: "{near}".'


def check(top: Path, facts: Community, table: Languages) -> None:
    """Raise SettingsError that names every redirect that leads nowhere or would replace a page.

    `top` is the folder of the handbook.
    """
    there, file = pages(top / "docs"), called(project.facts_file(top))
    taken = {*AT_THE_TOP, *(f"{code}/{page}.html" for code in table.built() for page in there)}
    works = {work.url: f"docs/origins.toml: origins.{key}" for key, work in origins(top / "docs").items()}
    works |= {work.url: f"{file}: origins.{number}" for number, work in enumerate(facts.origins)}
    problems = problems_of_moved(top / "docs", there)
    for number, redirect in enumerate(facts.redirects):
        key, old = f"redirects.{number}", redirect.old.lstrip("/")
        if redirect.page not in there:
            problems.append(f"{file}: {key}.page: found {redirect.page!r}; {_expected(redirect.page, there)}")
        if old in taken:
            problems.append(
                f"{file}: {key}.old: found {redirect.old!r}; expected an address that no page has now."
            )
        address = f"{facts.handbook.url}{old}"
        if address in works:
            problems.append(
                f"{works[address]}.url: {address} leads to this handbook now (see {key}), and no longer "
                "to that work. Give an address where it can still be read."
            )
    if problems:
        raise SettingsError("\n".join(problems))
