"""What the tests share: the site, built once by the real command, a host that serves it, and one browser."""

from __future__ import annotations

import fcntl
import gc
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from helpers import pseudo_site
from helpers.browser import DESKTOP, PHONE, launch, opened, undrawn
from helpers.paths import FROZEN, OTHER, ROOT
from helpers.site_pages import (
    NOT_FOUND,
    TRANSLATED_FIRST,
    Soups,
    below,
    for_attendees,
    is_published,
    is_search,
    is_translation,
)
from helpers.sphinx_app import FULL, sphinx
from helpers.static_host import StaticHost
from helpers.trees import Trees, is_redirect, read
from helpers.workspace import fresh_site
from playwright.sync_api import Browser, Page

from handbook.config import community, languages
from handbook.config.community import Community
from handbook.config.languages import Languages
from handbook.facts.sources import origins

# The marker of a test that uses a fixture.
NEEDS = {"chromium": "browser", "engine": "browser", "site": "site"}
NEEDS |= dict.fromkeys(("other_site", "full_site", "bare_site", "pseudo_pages"), "builds")
# What takes long begins early, so that workers end together: the longest files are in the first folders.
FOLDERS = ("paper", "browser", "commands", "content", "unit", "repository", "site")

# Parsed pages and what Sphinx reads are many small objects that stay. To look for garbage among them as often
# as Python does by itself takes nearly half of the time in which pages are parsed.
gc.set_threshold(20_000, 50, 100)

# What a script runs in the background ignores Ctrl-C, and so does each program that it starts: tests that
# press it would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """Return how many workers `make test` starts: one more than cores, because each waits now and then."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)  # before those are chosen that have a marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with what it needs: `make quick` leaves out what takes its time."""
    for item in items:
        for fixture, marker in NEEDS.items():
            if isinstance(item, pytest.Function) and fixture in item.fixturenames:
                item.add_marker(marker)
        if item.path.parent.name == "paper":
            item.add_marker("paper")
    items.sort(key=turn)


def turn(item: pytest.Item) -> int:
    """Return which turn the file of a test has, for workers that take one after the other (`make test`)."""
    name = item.path.parent.name
    return FOLDERS.index(name) if name in FOLDERS else len(FOLDERS)


@pytest.fixture(scope="session")
def facts() -> Community:
    """The facts of the community."""
    return community.load_community(ROOT / "community.toml")


@pytest.fixture(scope="session")
def own_facts(facts: Community) -> Community:
    """The facts, where they are those of the group that the handbook was first written for."""
    if facts.handbook.url != origins(ROOT / "docs")["handbook"].url:
        pytest.skip("These are the facts of another group.")
    return facts


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what `make handbook` publishes; it is built if it is not as new as its sources."""
    return fresh_site(tmp_path_factory.mktemp("published") / "site")


def shared(factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], object]) -> Path:
    """Return a folder for all workers; the first one that asks fills it."""
    folder = factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with (folder / f"{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (folder / name).exists():
            fill(folder / f"{name}.new")
            (folder / f"{name}.new").rename(folder / name)
    return folder / name


def english(factory: pytest.TempPathFactory, name: str, facts: Path) -> Path:
    """Return a folder with the English pages with these facts."""
    return shared(factory, name, lambda folder: sphinx(folder / "en", "-D", f"community_file={facts}"))


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the English pages with as many facts as a group usually has, whatever ours are today."""
    return english(tmp_path_factory, "usual", FROZEN)


@pytest.fixture(scope="session")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the second community."""
    return english(tmp_path_factory, "other", OTHER) / "en"


@pytest.fixture(scope="session")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a community that has filled in every slot."""
    return english(tmp_path_factory, "full", FULL) / "en"


@pytest.fixture(scope="session")
def pseudo_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages in both languages that nobody speaks, and beside them what was read of each."""
    return shared(tmp_path_factory, "pseudo", pseudo_site.build)


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """The names of all built pages, for example "en/help-now.html"."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


@pytest.fixture(scope="session")
def soups(site: Path, pages: list[str]) -> Soups:
    """Every page as Beautiful Soup parses it; tests read it and change nothing."""
    return Soups(site, pages)


@pytest.fixture(scope="session")
def trees(site: Path, pages: list[str]) -> Trees:
    """Every page, for what is asked of all; tests read it and change nothing."""
    return {page: read(site / page) for page in pages}


@pytest.fixture(scope="session")
def base(facts: Community) -> str:
    """The address where the site is published."""
    return str(facts.handbook.url)


@pytest.fixture(scope="session")
def framed(trees: Trees) -> Trees:
    """The pages with the frame of the handbook: all but the entrances and the page for wrong addresses."""
    return {
        page: tree
        for page, tree in trees.items()
        if below(page) not in ("", NOT_FOUND) and not is_redirect(tree)
    }


@pytest.fixture(scope="session")
def articles(framed: Trees) -> Trees:
    """The pages that are written in docs/."""
    return {page: tree for page, tree in framed.items() if not is_search(page)}


@pytest.fixture(scope="session")
def server(site: Path, facts: Community) -> Iterator[StaticHost]:
    """A host on loopback that serves the site."""
    with StaticHost(site, str(facts.handbook.url)) as host:
        thread = Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield host
        host.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One real browser; each test opens contexts of its own in it."""
    with launch() as browser:
        yield browser


@pytest.fixture(scope="module")
def hidden(chromium: Browser) -> Iterator[Browser]:
    """A browser that draws nothing: it is only asked what is where."""
    with undrawn(chromium) as browser:
        yield browser


@pytest.fixture(scope="session")
def shown(trees: Trees, table: Languages) -> list[str]:
    """The pages that people see: a redirect leads on at once.

    Of a translation, the pages that are translated first, and one of each kind of the others: they are
    English words in the frame of that language, and each takes its time in a browser. Of those in place of
    a page that a language does not publish, one: they differ in the title that they lead to.
    """
    first = [page for page in trees if not is_translation(page) or below(page).startswith(TRANSLATED_FIRST)]
    alike = {page: page.partition("/")[0] for page in first if not is_published(page, table)}
    once = {language: page for page, language in alike.items()}
    return [
        page for page in first if not is_redirect(trees[page]) and page == once.get(alike.get(page, ""), page)
    ]


@pytest.fixture(scope="session")
def attendees(shown: list[str]) -> list[str]:
    """The pages that carry the bar."""
    return [page for page in shown if for_attendees(page)]


@pytest.fixture(scope="session")
def table() -> Languages:
    """The languages of the handbook."""
    return languages.load_languages(ROOT / "locales" / "languages.toml")


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A tab on a phone."""
    with opened(chromium, viewport=PHONE, has_touch=True) as tab:
        yield tab


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    """A tab on a desktop."""
    with opened(chromium, viewport=DESKTOP) as tab:
        yield tab
