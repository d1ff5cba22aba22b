"""A community that thinks in another language than the pages are written in: its language comes first."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from helpers.paths import OTHER
from helpers.site_pages import one
from helpers.static_host import StaticHost, served
from helpers.workspace import run_here, small_copy
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.builds

BASE = "https://handbook.sopy.example/help/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a group that writes Arabic, in English, Spanish and Arabic."""
    top = small_copy(tmp_path_factory.mktemp("arabic") / "handbook", "ar", "es")
    shutil.copy(OTHER, top / "community.toml")
    done = run_here(top, "build", "--pages-only")
    assert done.returncode == 0, done.stdout + done.stderr
    return top / "build" / "site"


def page(site: Path, name: str) -> BeautifulSoup:
    """Return a page, parsed."""
    return BeautifulSoup((site / name).read_bytes(), "html.parser")


def test_the_entrance_is_in_the_language_of_the_community(site: Path) -> None:
    entrance = page(site, "index.html")
    assert (one(entrance, "html")["lang"], one(entrance, "html")["dir"]) == ("ar", "rtl")
    assert [item["lang"] for item in entrance.select(".hb-languages li")] == ["ar", "en", "es"]
    assert one(entrance, "link[rel=canonical]")["href"] == f"{BASE}ar/index.html"


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_who_has_no_language_here_is_sent_to_that_of_the_community(site: Path, language: str) -> None:
    ways = page(site, f"{language}/report/index.html").select('link[hreflang="x-default"]')
    assert [way["href"] for way in ways] == [f"{BASE}ar/report/index.html"]


def test_a_wrong_address_is_answered_in_it_and_with_the_way_to_help_in_all(site: Path) -> None:
    wrong = page(site, "404.html")
    assert one(wrong, "html")["lang"] == "ar"
    assert not (site / "ar" / "404.html").exists()
    assert (site / "en" / "404.html").exists()
    ways = wrong.select("main .hb-languages a")
    assert [way["href"] for way in ways] == [f"/help/{code}/help-now.html" for code in ("ar", "en", "es")]
    assert "Get help now" in ways[1].get_text()


@pytest.mark.parametrize(
    ("address", "language"),
    [
        ("es/nowhere.html", "es"),
        ("en/report/nothing.html", "en"),
        ("ar/no.html", "ar"),
        ("nowhere.html", "ar"),
    ],
)
def test_a_wrong_address_below_a_language_is_answered_in_it_first(
    phone: Page, site: Path, address: str, language: str
) -> None:
    with served(StaticHost(site, BASE)) as host:
        phone.goto(host.url(address))
        first = phone.locator("main .hb-languages li").first
        expect(first).to_have_attribute("lang", language)
        heading, way = phone.locator("h1").bounding_box(), first.locator("a").bounding_box()
        assert heading
        assert way
        assert (way["y"] < heading["y"]) == (language != "ar")
        first.locator("a").click()
        expect(phone).to_have_url(re.compile(rf"/{language}/help-now\.html$"))
