"""Pages that readers keep on their device, in a real browser: when asked, whole, dated, and removed again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from helpers.browser import PHONE, barriers, opened
from helpers.site_pages import for_attendees
from helpers.static_host import StaticHost, served
from helpers.weather import Weather
from helpers.workspace import edit
from playwright.sync_api import Browser, Error, Page, expect

from handbook.config.community import Community

OFFLINE = "en/about/offline.html"
HELP = "en/help-now.html"
KEPT = "This copy is from"
PRESENT = "The pages are on this device."
ABSENT = "The pages are not on this device."

# What is left in the browser: caches and workers.
LEFT = """async () => [
  ...(await caches.keys()),
  ...(await navigator.serviceWorker.getRegistrations()).map((each) => each.scope),
]"""
READY = "async () => { await navigator.serviceWorker.ready }"
FOUND = "async (page) => Boolean(await caches.match(page))"
TODAY = "new Date().toLocaleDateString('en', {dateStyle: 'long'})"
# What the worker answers for each page.
ANSWERS = """(pages) => Promise.all(pages.map(async (page) =>
  (await fetch(page, {cache: "no-store"})).text()
))"""
# Before the worker: the tenth file finds the device full.
FULL = """
let room = 9;
const put = Cache.prototype.put;
Cache.prototype.put = function (...all) {
  if (!room--) throw new DOMException("full", "QuotaExceededError");
  return put.apply(this, all);
};
"""
# All that is kept, with its dates.
WHOLE = """async () => {
  const cache = await caches.open((await caches.keys())[0]);
  return Promise.all((await cache.keys()).map(async (request) => {
    const response = await cache.match(request);
    return [request.url, response.headers.get("date"), await response.text()].join();
  }));
}"""
# Makes everything that is kept older than it is.
AGE = """async (days) => {
  const cache = await caches.open((await caches.keys())[0]);
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    const headers = new Headers(response.headers);
    headers.set("date", new Date(Date.now() - days * 24 * 60 * 60 * 1000).toUTCString());
    await cache.put(request, new Response(await response.blob(), {headers}));
  }
}"""


@pytest.fixture(scope="module")
def copied(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of three languages of the site."""
    others = {path.parent.name for path in site.glob("*/help-now.html")} - {"en", "ar", "es"}
    rest = shutil.ignore_patterns("*.pdf", "*.epub", "pagefind", *others)
    return shutil.copytree(site, tmp_path_factory.mktemp("kept") / "site", ignore=rest)


@contextmanager
def reached(folder: Path) -> Iterator[Weather]:
    """Serve a site below a folder, as some groups have theirs."""
    with served(Weather(folder, "https://group.example/handbook/")) as host:
        yield host
        host.over.set()


@pytest.fixture
def host(copied: Path) -> Iterator[Weather]:
    """A host of the copy, whose pages stay as they are."""
    with reached(copied) as host:
        yield host


@pytest.fixture
def changing(copied: Path, tmp_path: Path) -> Iterator[Weather]:
    """A host of an English site of its own, which a test may change."""
    own = shutil.copytree(copied, tmp_path / "site", ignore=shutil.ignore_patterns("ar", "es"))
    with reached(own) as host:
        yield host


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab for all tests: each host has a port of its own, and a browser keeps the pages of each apart."""
    with opened(chromium, viewport=PHONE) as tab:
        yield tab


def keep(tab: Page, host: StaticHost, page: str = OFFLINE) -> None:
    """Keep the pages of a host."""
    tab.goto(host.url(page))
    tab.locator(".hb-keep [value=keep]").click()
    expect(tab.locator(".hb-keep [value=remove]")).to_be_visible()
    tab.evaluate(READY)


@pytest.fixture(scope="module")
def steady(tab: Page, copied: Path) -> Iterator[Weather]:
    """A host whose pages are kept once, for all tests that leave them as they are."""
    with reached(copied) as host:
        keep(tab, host)
        yield host


@pytest.fixture
def kept(steady: Weather) -> Weather:
    """A host that can be reached, whose pages are kept."""
    steady.state, steady.only = "fine", ""
    return steady


def until(happened: Callable[[], bool]) -> None:
    """Wait for something that happens behind the page."""
    end = time.monotonic() + 30  # seconds: a busy machine is no fault
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_nothing_is_kept_without_asking(tab: Page, host: Weather) -> None:
    for page in ("index.html", HELP, "en/report/index.html", OFFLINE):
        tab.goto(host.url(page))
        assert tab.evaluate(LEFT) == []
    expect(tab.get_by_role("status")).to_have_text(ABSENT)
    assert tab.evaluate(LEFT) == []
    assert not [request for request in host.requests if "worker" in request.path]


def test_without_a_signal_every_page_for_attendees_opens_and_says_how_old_it_is(
    tab: Page, kept: Weather, pages: list[str], facts: Community
) -> None:
    mine = [page for page in pages if page.startswith("en/") and for_attendees(page) and "search" not in page]
    assert len(mine) > 15
    day = tab.evaluate(TODAY)
    kept.state = "gone"
    tab.goto(kept.url(HELP))
    expect(tab.get_by_text(KEPT)).to_contain_text(f"{KEPT} {day}. A phone number may have changed")
    expect(tab.locator(".hb-bar")).to_have_css("position", "sticky")  # the stylesheet is there
    notice = tab.locator(".hb-kept").evaluate("(notice) => notice.outerHTML")
    # What the worker answers is what a visit shows.
    for page, answer in zip(mine, tab.evaluate(ANSWERS, [*map(kept.url, mine)]), strict=True):
        start, found, end = answer.partition(notice)
        assert found, page
        assert start.endswith(">"), page
        assert start.rpartition("<")[2].startswith("main "), page
        assert start + end == (kept.folder / page).read_text("utf-8"), page
    tab.goto(kept.url("en/"))
    expect(tab.get_by_role("heading", level=1)).to_have_text(f"{facts.community.short_name} handbook")
    tab.goto(kept.url(""))
    tab.locator(".hb-languages").get_by_role("link", name="English").click()
    expect(tab.get_by_text(KEPT)).to_be_visible()


def test_other_pages_lead_to_the_page_that_explains_it(tab: Page, kept: Weather) -> None:
    kept.state = "gone"
    for page in ("en/organizers/index.html", "ar/help-now.html", "en/paper/poster-letter.pdf"):
        tab.goto(kept.url(page))
        expect(tab).to_have_url(kept.url(OFFLINE))
    expect(tab.get_by_role("status")).to_have_text(PRESENT)


def test_back_to_a_kept_page_shows_its_date_too(tab: Page, kept: Weather) -> None:
    tab.goto(kept.url(HELP))
    tab.goto(kept.url("en/report/index.html"))
    kept.state = "gone"
    tab.go_back()
    expect(tab).to_have_url(kept.url(HELP))
    expect(tab.get_by_text(KEPT)).to_be_visible()


def test_the_date_is_in_view_in_the_middle_of_a_page_too(tab: Page, kept: Weather) -> None:
    kept.state = "gone"
    tab.goto(kept.url(f"{HELP}#help-more"))
    expect(tab.get_by_text(KEPT)).to_be_in_viewport()
    heading = tab.get_by_role("heading", name="More help").bounding_box()
    notice = tab.get_by_text(KEPT).bounding_box()
    assert heading and notice and heading["y"] >= notice["y"] + notice["height"]


@pytest.mark.parametrize("state", ["502", "429", "403", "404"])
def test_a_host_that_refuses_is_no_reason_to_see_nothing(tab: Page, kept: Weather, state: str) -> None:
    kept.state = state
    tab.goto(kept.url(HELP))
    expect(tab.get_by_text(KEPT)).to_be_visible()


def test_a_weak_signal_is_waited_for_once(tab: Page, host: Weather) -> None:
    keep(tab, host)
    host.state = "slow"
    start = time.monotonic()
    tab.goto(host.url("en/report/index.html"))
    expect(tab.get_by_text(KEPT)).to_be_visible()
    assert time.monotonic() - start < 7  # 4 seconds for the page, and none for what it needs


def test_what_was_kept_days_ago_becomes_new_by_itself(tab: Page, changing: Weather) -> None:
    keep(tab, changing)
    tab.evaluate(AGE, 8)
    edit(changing.folder / "en/report/appeal.html", "<h1>", "<h1>New: ")
    # The site has changed: the stylesheet has another name, a page has gone, and one has come.
    (changing.folder / "en/_static/handbook.css").rename(changing.folder / "en/_static/other.css")
    lists = changing.folder.glob("**/offline.json")
    for page in (changing.folder / "index.html", *lists, *(changing.folder / "en").rglob("*.html")):
        text = page.read_text("utf-8")
        page.write_text(text.replace("handbook.css", "other.css").replace("report/support", "report/aid"))
    (changing.folder / "en/report/support.html").rename(changing.folder / "en/report/aid.html")
    tab.goto(changing.url(HELP))
    until(lambda: not tab.evaluate(FOUND, changing.url("en/report/support.html")))
    changing.state = "gone"
    for page in ("en/report/aid.html", "en/report/appeal.html"):
        tab.goto(changing.url(page))
        expect(tab.get_by_text(KEPT)).to_be_visible()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("New: ")
    expect(tab.locator(".hb-bar")).to_have_css("position", "sticky")


def test_what_cannot_become_new_stays_as_it_is(tab: Page, kept: Weather) -> None:
    tab.goto(kept.url(OFFLINE))
    tab.evaluate(AGE, 8)
    before = tab.evaluate(WHOLE)
    kept.only = "/report/"
    for state in ("502", "429", "404", "parked", "gone"):
        kept.state = state
        kept.asked.clear()
        tab.goto(kept.url(HELP))
        expect(tab.get_by_text(KEPT)).to_be_hidden()
        until(lambda: any("/report/" in path for path in kept.asked))  # it is tried
        tab.wait_for_timeout(1000)  # time to become new, if it could
        assert tab.evaluate(WHOLE) == before, state
    kept.only = ""
    tab.goto(kept.url("en/report/appeal.html"))
    expect(tab.get_by_text(KEPT)).to_be_visible()
    expect(tab.locator(".hb-bar")).to_have_css("position", "sticky")
    tab.evaluate(AGE, 0)  # for the next test


# What hosts are like: the form of their addresses, the path of the site, their headers. One has nothing to do
# with the other: each form comes with one kind of headers.
HOSTS = {
    "bare addresses below a path, and no date": ("bare", "/group/handbook/", {"Date": ""}),
    "addresses with the ending, and an old date": (
        *("with the ending", "/"),
        {"Date": "Thu, 01 Jan 2015 00:00:00 GMT"},  # of a cache on the way
    ),
    "both, and answers that vary": ("both", "/", {"Vary": "*"}),
}
ENDINGS = {"bare": "", "both": "", "with the ending": ".html"}


@pytest.mark.parametrize("kind", HOSTS)
def test_pages_are_kept_read_renewed_and_removed_on_any_host(tab: Page, changing: Weather, kind: str) -> None:
    changing.form, changing.path, headers = HOSTS[kind]
    changing.headers |= headers
    ending = ENDINGS[changing.form]
    keep(tab, changing, f"en/about/offline{ending}")
    day = tab.evaluate(TODAY)
    # With a signal, the host decides; nothing that is a day old or less is fetched again.
    edit(changing.folder / HELP, "Get help now</h1>", "Help is new</h1>")
    changing.asked.clear()
    for page, shown in {HELP: "h1:has-text('Help is new')", "en/": "h1", "": ".hb-languages"}.items():
        tab.goto(changing.url(page))
        expect(tab.get_by_text(KEPT)).to_have_count(0)
        expect(tab.locator(shown)).to_be_visible()
    tab.wait_for_timeout(500)
    assert not [path for path in changing.asked if "under-18" in path]
    # Without one, what is kept is found under the addresses of the site, whichever the host prefers.
    changing.state = "gone"
    for page, heading in {HELP: "Get help now", "en/report/index.html": "How to report"}.items():
        tab.goto(changing.url(page))
        expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
        expect(tab.get_by_text(KEPT)).to_contain_text(f"{KEPT} {day}.")
        expect(tab.locator(".hb-bar")).to_have_css("position", "sticky")
    tab.goto(changing.url("en/organizers/crisis"))
    expect(tab).to_have_url(changing.url(OFFLINE))
    expect(tab.get_by_role("status")).to_have_text(PRESENT)
    # Days later, one visit makes all new.
    changing.state = "fine"
    tab.evaluate(AGE, 3)
    edit(changing.folder / "en/report/appeal.html", "<h1>", "<h1>New: ")
    tab.goto(changing.url(f"en/help-now{ending}"))
    appeal = f"async () => (await (await caches.match('{changing.url('en/report/appeal.html')}')).text())"
    until(lambda: "<h1>New: " in tab.evaluate(appeal))
    changing.state = "gone"
    tab.goto(changing.url("en/report/appeal"))
    expect(tab.get_by_text(KEPT)).to_contain_text(f"{KEPT} {day}.")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("New: ")
    changing.state = "fine"
    tab.goto(changing.url(OFFLINE))
    tab.locator(".hb-keep [value=remove]").click()
    expect(tab.get_by_role("status")).to_have_text(ABSENT)
    assert tab.evaluate(LEFT) == []


def test_other_sites_below_the_same_address_are_left_alone(tab: Page, kept: Weather) -> None:
    kept.state = "gone"
    refused = pytest.raises(Error, match=r"ERR_(EMPTY_RESPONSE|CONNECTION)")
    with tab.context.new_page() as other, refused:
        other.goto(kept.url("slides/index.html"))


def test_every_form_of_an_address_opens_its_page_with_its_looks(tab: Page, kept: Weather) -> None:
    kept.state = "gone"
    for page, heading in {
        "en/report/": "How to report",
        "en/report": "How to report",
        "en/": "handbook",
        "en": "handbook",
        "en/help-now/": "Get help now",
        "en/help-now": "Get help now",
        "en/help-now?from=poster#help-more": "Get help now",
    }.items():
        tab.goto(kept.url(page))
        expect(tab.get_by_text(KEPT)).to_be_visible()
        expect(tab.locator(".hb-bar")).to_have_css("position", "sticky")
        expect(tab.get_by_role("heading", level=1)).to_contain_text(heading)


def test_removing_leaves_nothing_and_pages_can_be_kept_again(tab: Page, host: Weather) -> None:
    keep(tab, host)
    assert len(tab.evaluate(LEFT)) == 2
    expect(tab.locator(".hb-keep [value=remove]")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_have_text(ABSENT)
    expect(tab.locator(".hb-keep [value=keep]")).to_be_focused()
    assert tab.evaluate(LEFT) == []
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_have_text(PRESENT)


NETWORK = "That did not work. Try again where you have a good signal."
HOST = "That did not work: a page is missing"
DEVICE = "That did not work: your browser did not take the pages."


@pytest.mark.parametrize("only", ["/report/", "/offline.json", "/worker.js"])
def test_nothing_is_kept_by_half_and_what_is_to_blame_is_told(tab: Page, host: Weather, only: str) -> None:
    tab.goto(host.url(OFFLINE))
    host.only = only
    for state, said in {"404": HOST, "parked": HOST, "gone": NETWORK}.items():
        host.state = state
        tab.locator(".hb-keep [value=keep]").click()
        expect(tab.get_by_role("status")).to_contain_text(said)
        assert tab.evaluate(LEFT) == []


def test_a_full_device_keeps_nothing_by_half(tab: Page, changing: Weather) -> None:
    worker = changing.folder / "worker.js"
    worker.write_text(FULL + worker.read_text("utf-8"), "utf-8")
    tab.goto(changing.url(OFFLINE))
    tab.locator(".hb-keep [value=keep]").click()
    expect(tab.get_by_role("status")).to_contain_text(DEVICE)
    assert tab.evaluate(LEFT) == []


def test_a_browser_that_starts_no_worker_is_told_apart_from_a_weak_signal(tab: Page, host: Weather) -> None:
    with tab.context.new_page() as other:
        refuse = "() => Promise.reject(new DOMException('private', 'SecurityError'))"
        other.add_init_script(f"ServiceWorkerContainer.prototype.register = {refuse}")
        other.goto(host.url(OFFLINE))
        other.locator(".hb-keep [value=keep]").click()
        expect(other.get_by_role("status")).to_contain_text(DEVICE)


def test_several_languages_can_be_kept_and_removed_in_any(tab: Page, host: Weather) -> None:
    keep(tab, host)
    tab.goto(host.url("ar/about/offline.html"))
    expect(tab.locator(".hb-keep [value=remove]")).to_be_visible()
    tab.locator(".hb-keep [value=keep]").click()
    expect(tab.locator(".hb-keep [value=keep]")).to_be_hidden()
    host.state = "gone"
    for page in ("ar/help-now.html", HELP):
        tab.goto(host.url(page))
        expect(tab.locator(".hb-kept")).to_be_visible()
    tab.goto(host.url("ar/organizers/index.html"))
    expect(tab).to_have_url(host.url("ar/about/offline.html"))
    host.state = "fine"
    tab.goto(host.url("es/about/offline.html"))
    tab.locator(".hb-keep [value=remove]").click()
    expect(tab.locator(".hb-keep [value=remove]")).to_be_hidden()
    assert tab.evaluate(LEFT) == []


@pytest.mark.parametrize("script", [True, False])
def test_a_browser_that_cannot_keep_pages_says_so(chromium: Browser, host: Weather, script: bool) -> None:
    with opened(chromium, java_script_enabled=script) as tab:
        tab.add_init_script("delete Navigator.prototype.serviceWorker")
        tab.goto(host.url(OFFLINE))
        expect(tab.get_by_text("Your browser cannot keep pages.")).to_be_visible()
        expect(tab.locator(".hb-keep [value=keep]")).to_be_hidden()


def test_axe_finds_no_barrier_on_kept_pages(tab: Page, kept: Weather) -> None:
    kept.state = "gone"
    with tab.context.new_page() as other:  # `barriers` gives it other sizes
        other.goto(kept.url(OFFLINE))
        expect(other.get_by_text(KEPT)).to_be_visible()
        expect(other.locator(".hb-keep [value=remove]")).to_be_visible()
        assert barriers(other) == []
