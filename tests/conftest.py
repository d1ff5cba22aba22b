"""What the tests share: the site, built once by the real command, a host that serves it, and one browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from browser import DESKTOP, PHONE, launch, opened
from bs4 import BeautifulSoup
from building import FROZEN, sphinx
from built import (
    NOT_FOUND,
    ROOT,
    TRANSLATED_FIRST,
    Published,
    Soups,
    below,
    for_attendees,
    is_redirect,
    is_search,
    is_translation,
)
from playwright.sync_api import Browser, Page
from static_host import StaticHost

from handbook.config import community, languages
from handbook.config.community import Community
from handbook.config.languages import Languages
from handbook.facts.sources import origins


@pytest.fixture(scope="session")
def facts() -> Community:
    """The facts of the community."""
    return community.load(ROOT / "community.toml")


@pytest.fixture(scope="session")
def own_facts(facts: Community) -> Community:
    """The facts, where they are those of the group that the handbook was first written for."""
    if facts.handbook.url != origins(ROOT / "docs")["handbook"].url:
        pytest.skip("These are the facts of another group.")
    return facts


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """What `make handbook` would publish."""
    out = tmp_path_factory.mktemp("published") / "site"
    command = [sys.executable, "-m", "handbook", "build", "--out", str(out)]
    with out.with_name("log").open("w+") as log:
        child = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        assert child.returncode == 0, f"The site could not be built:\n{log.read()}"
    return Published(out, used.ru_maxrss / 1024)


@pytest.fixture(scope="session")
def site(published: Published) -> Path:
    """The folder that `make handbook` would publish."""
    return published.folder


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the English pages with as many facts as a group usually has, whatever ours are today."""
    folder = tmp_path_factory.mktemp("usual")
    sphinx(folder / "en", "-D", f"community_file={FROZEN}")
    return folder


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """The names of all built pages, for example "en/help-now.html"."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


@pytest.fixture(scope="session")
def soups(site: Path, pages: list[str]) -> Soups:
    """Every page, parsed; tests read it and change nothing."""
    return {page: BeautifulSoup((site / page).read_bytes(), "html.parser") for page in pages}


@pytest.fixture(scope="session")
def base(facts: Community) -> str:
    """The address where the site is published."""
    return str(facts.handbook.url)


@pytest.fixture(scope="session")
def framed(soups: Soups) -> Soups:
    """The pages with the frame of the handbook: all but the entrances and the page for wrong addresses."""
    return {
        page: soup
        for page, soup in soups.items()
        if below(page) not in ("", NOT_FOUND) and not is_redirect(soup)
    }


@pytest.fixture(scope="session")
def articles(framed: Soups) -> Soups:
    """The pages that are written in docs/."""
    return {page: soup for page, soup in framed.items() if not is_search(page)}


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


@pytest.fixture(scope="session")
def shown(soups: Soups) -> list[str]:
    """The pages that people see: a redirect leads on at once.

    Of a translation, the pages that are translated first, and one of each kind of the others: they are
    English words in the frame of that language, and each takes its time in a browser.
    """
    return [
        page
        for page, soup in soups.items()
        if not is_redirect(soup) and (not is_translation(page) or below(page).startswith(TRANSLATED_FIRST))
    ]


@pytest.fixture(scope="session")
def attendees(shown: list[str]) -> list[str]:
    """The pages that carry the bar."""
    return [page for page in shown if for_attendees(page)]


@pytest.fixture(scope="session")
def table() -> Languages:
    """The languages of the handbook."""
    return languages.load(ROOT / "locales" / "languages.toml")


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
