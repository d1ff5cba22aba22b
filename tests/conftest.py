"""What the tests share: the site, built once by the real command, a host that serves it, and one browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from browser import launch
from bs4 import BeautifulSoup
from built import ROOT
from playwright.sync_api import Browser
from static_host import StaticHost

from handbook import community
from handbook.community import Community


@pytest.fixture(scope="session")
def facts() -> Community:
    """The facts of the community."""
    return community.load(ROOT / "community.toml")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make handbook` would publish."""
    out = tmp_path_factory.mktemp("published") / "site"
    command = [sys.executable, "-m", "handbook", "build", "--out", out]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"The site could not be built:\n{done.stdout}{done.stderr}"
    return out


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """The names of all built pages, for example "en/help-now.html"."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


@pytest.fixture(scope="session")
def soups(site: Path, pages: list[str]) -> dict[str, BeautifulSoup]:
    """Every page, parsed; tests read it and change nothing."""
    return {page: BeautifulSoup((site / page).read_bytes(), "html.parser") for page in pages}


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
