"""The first visit to each page on a phone with an empty cache: weight, requests, calm."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import pytest
from helpers.browser import DESKTOP, PHONE, SMALL, FirstVisit, first_visits
from helpers.every_page import cover
from helpers.site_pages import below, resolve
from helpers.static_host import SlowHost, StaticHost, served
from helpers.trees import Trees, is_redirect, links, loads
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
def asked(trees: Trees, base: str) -> dict[str, set[str]]:
    """The files that a browser asks for when somebody comes to a page, as the page names them."""
    named = {
        page: [resolve(page, link, base) or page for link in loads(tree)] for page, tree in trees.items()
    }
    # Pictures further down come when somebody scrolls to them.
    files = {
        page: {page, *(file for file in each if not file.endswith(".webp"))} for page, each in named.items()
    }
    ends = {page: resolve(page, next(links(tree)), base) or page for page, tree in redirects(trees).items()}
    return files | {page: {page} | files[end] for page, end in ends.items()}


@pytest.fixture(scope="module")
def visits(
    chromium: Browser, server: StaticHost, trees: Trees, shown: list[str], asked: dict[str, set[str]]
) -> Visits:
    """Visits to pages that together have whatever pages are made of, and whatever they ask for together.

    What the others weigh is known without a browser (`test_browsers_are_sent_what_pages_name`); what browsers
    complain of there, test_browser.py asks.
    """
    seen = [*shown, *redirects(trees)]
    together = {frozenset(asked[page] - {page}): page for page in shown}
    limited = {page for page in shown if below(page) in HEAVIEST}
    chosen = {*cover({page: trees[page] for page in seen}), *together.values(), *limited}
    return first_visits(chromium, server, sorted(chosen))


@pytest.fixture(scope="module")
def weights(server: StaticHost, asked: dict[str, set[str]]) -> dict[str, tuple[int, int]]:
    """Of each page, the bytes on the wire and the number of requests."""
    sizes = {
        file: sum(map(len, server.answer(HTTPStatus.OK, server.folder / file)))
        for file in set().union(*asked.values())
    }
    return {page: (sum(sizes[file] for file in files), len(files)) for page, files in asked.items()}


def redirects(trees: Trees) -> Trees:
    """Return the pages that only lead to another one."""
    return {page: tree for page, tree in trees.items() if is_redirect(tree)}


def test_browsers_are_sent_what_pages_name(visits: Visits, weights: dict[str, tuple[int, int]]) -> None:
    sent = {page: (visit.size, len(visit.requests)) for page, visit in visits.items()}
    assert sent == {page: weights[page] for page in visits}


def test_no_page_is_heavier_than_it_may_be(
    weights: dict[str, tuple[int, int]], trees: Trees, asked: dict[str, set[str]]
) -> None:
    print(f"{'bytes':>7}  requests  page")
    heavy = []
    for page, (size, requests) in weights.items():
        print(f"{size:7,}  {requests:8}  {page}")
        most, times = HEAVIEST.get(below(page), HEAVIEST_ELSE)
        times += is_redirect(trees[page])  # an old address is asked for first
        if size > most or requests > times:
            heavy.append((page, size, asked[page]))
    assert set(HEAVIEST) <= {below(page) for page in weights}
    assert heavy == []


def test_everything_that_a_page_asks_for_is_there(visits: Visits) -> None:
    requests = [(page, request) for page, visit in visits.items() for request in visit.requests]
    assert [(page, request) for page, request in requests if request.status != 200] == []


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
