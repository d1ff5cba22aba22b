"""The first visit to each page on a phone with an empty cache: weight, requests, calm."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.browser import DESKTOP, PHONE, SMALL, FirstVisit, first_visits
from helpers.every_page import cover
from helpers.site_pages import below, is_translation, resolve
from helpers.static_host import SlowHost, StaticHost, packed, served
from helpers.trees import Trees, is_redirect, loads
from playwright.sync_api import Browser, ViewportSize

KB = 1024
# Bytes on the wire and requests; every other page: HEAVIEST_ELSE.
HEAVIEST = {"help-now.html": (10 * KB, 3), "report/write-it-down.html": (24 * KB, 4)}
HEAVIEST_ELSE = (20 * KB, 4)
# Short and long, with and without contents, from right to left, in place of a page that is not translated.
EACH_FRAME = [
    "en/help-now.html",
    "en/about/glossary.html",
    "ar/report/index.html",
    "hmn/report/appeal.html",
    "404.html",
]
TABLET = ViewportSize(width=1000, height=900)

Visits = dict[str, FirstVisit]


@pytest.fixture(scope="module")
def visits(chromium: Browser, server: StaticHost, trees: Trees, shown: list[str]) -> Visits:
    """Every page of the source, those that lead on, and of translations those that have what others lack.

    The weight of all is known without a browser (`test_no_page_of_any_language_is_heavy`).
    """
    leading_on = [page for page, tree in trees.items() if is_redirect(tree)]
    translated = {page: trees[page] for page in shown if is_translation(page)}
    limited = {page for page in translated if below(page) in HEAVIEST}
    chosen = {*cover(translated), *limited}
    return first_visits(
        chromium, server, [page for page in shown if page not in translated or page in chosen] + leading_on
    )


def test_no_page_of_any_language_is_heavy(site: Path, trees: Trees, base: str) -> None:
    asked = {
        page: {page, *(resolve(page, link, base) or page for link in loads(tree))}
        for page, tree in trees.items()
    }
    # Pictures further down come when somebody scrolls to them.
    files = {file for each in asked.values() for file in each if not file.endswith(".webp")}
    sizes = {file: len(packed((site / file).read_bytes())) for file in files}
    weights = {page: sum(sizes[file] for file in each & files) for page, each in asked.items()}
    assert {page: size for page, size in weights.items() if size > HEAVIEST_ELSE[0]} == {}


def test_no_page_is_heavier_than_it_may_be(visits: Visits, trees: Trees) -> None:
    print(f"{'bytes':>7}  requests  page")
    heavy = []
    for page, visit in visits.items():
        print(f"{visit.size:7,}  {len(visit.requests):8}  {page}")
        size, requests = HEAVIEST.get(below(page), HEAVIEST_ELSE)
        requests += is_redirect(trees[page])  # an old address is asked for first
        if visit.size > size or len(visit.requests) > requests:
            heavy.append((page, visit.size, [(each.path, each.size) for each in visit.requests]))
    assert set(HEAVIEST) <= {below(page) for page in visits}
    assert heavy == []


def test_everything_that_a_page_asks_for_is_there(visits: Visits) -> None:
    asked = [(page, request) for page, visit in visits.items() for request in visit.requests]
    assert [(page, request) for page, request in asked if request.status != 200] == []


def test_no_page_asks_another_host_for_anything(visits: Visits) -> None:
    assert [(page, visit.elsewhere) for page, visit in visits.items() if visit.elsewhere] == []


def test_nothing_moves_while_a_page_loads(chromium: Browser, server: StaticHost, visits: Visits) -> None:
    moving = [page for page, visit in visits.items() if visit.moved]
    # Of pages that come at once, a busy machine may draw a long table before all its rows are there: whatever
    # moved has to move again where the page comes alone.
    again = {page: first_visits(chromium, server, [page])[page].moved for page in moving}
    assert {page: moved for page, moved in again.items() if moved} == {}


@pytest.mark.parametrize("size", [SMALL, PHONE, TABLET, DESKTOP], ids=lambda size: f"{size['width']}px")
def test_nothing_moves_while_a_page_comes_in_parts(
    chromium: Browser, site: Path, base: str, size: ViewportSize
) -> None:
    with served(SlowHost(site, base)) as host:
        visits = first_visits(chromium, host, EACH_FRAME, viewport=size)
    assert {page: visit.moved for page, visit in visits.items() if visit.moved} == {}


def test_browsers_have_nothing_to_complain_about(visits: Visits) -> None:
    assert [(page, visit.complaints) for page, visit in visits.items() if visit.complaints] == []
