"""Where engines may disagree (script, style, storage, print), two others do what Chromium does."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
from helpers.engines import PATIENCE, Engine
from helpers.firefox import Firefox
from helpers.static_host import StaticHost, served
from helpers.traces import EMPTY, KEPT, LEFT, SPY
from helpers.weather import Weather
from helpers.webkit import WebKit

from handbook.config.community import Community

# Each engine: how to start it, the names of its program, and what else it needs.
ENGINES: dict[str, tuple[Callable[..., Engine], list[str], list[str]]] = {
    "firefox": (Firefox, ["firefox-esr", "firefox"], []),
    "webkit": (WebKit, ["WebKitWebDriver"], ["Xvfb"]),
}
SECRET = "Quetzal"
PRESENT, ABSENT = "The pages are on this device.", "The pages are not on this device."
WRITE, HELP, OFFLINE = "report/write-it-down.html", "help-now.html", "about/offline.html"
PHONE, DESKTOP = (390, 844), (1280, 900)

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
IN_VIEW = """(selector) => [...document.querySelectorAll(selector)].every((each) => {
  const box = each.getBoundingClientRect();
  return box.height > 20 && box.top >= 0 && box.bottom <= innerHeight + 1;
})"""
STYLE = "(selector, name) => getComputedStyle(document.querySelector(selector))[name]"
COLOURS = """() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]
  .map((each) => each.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3)"""
# Shows what comes out of the clipboard.
PASTED = """() => { document.addEventListener("paste", (event) => {
  window.pasted = event.clipboardData.getData("text"); event.preventDefault(); }); }"""


def missing(what: str) -> NoReturn:
    """Go on without a program. On CI it has to be there; elsewhere a sentence says what is not."""
    sentence = f"There is no {what} here: on Debian and Ubuntu, `make test` installs it."
    if os.environ.get("CI"):
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One of the engines, started once."""
    start, names, others = ENGINES[request.param]
    program = next(filter(None, map(shutil.which, names)), None)
    if not program or not all(map(shutil.which, others)):
        missing(names[0])
    with ExitStack() as stack:
        yield start(program, tmp_path_factory.mktemp(request.param), stack)


@pytest.fixture(scope="module")
def host(site: Path, facts: Community) -> Iterator[Weather]:
    """A host of the whole site, which can be stopped."""
    with served(Weather(site, str(facts.handbook.url))) as host:
        yield host


@pytest.fixture(scope="module")
def group(usual: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaticHost]:
    """A host of the English pages with facts that do not change. "Leave" leads to another one here."""
    folder = tmp_path_factory.mktemp("hosts")
    (folder / "dull").mkdir()
    (folder / "dull/index.html").write_text("<!doctype html><title>Rain</title><h1>Rain</h1>", "utf-8")
    own = shutil.copytree(usual, folder / "group")
    for each in (folder / "dull", own):
        (each / "_headers").write_text("/*\n  Referrer-Policy: no-referrer\n", "utf-8")
        (each / "404.html").write_text("<!doctype html><title>None</title>", "utf-8")
    with served(StaticHost(folder / "dull", "https://dull.example/")) as dull:
        for page in own.rglob("*.html"):
            page.write_text(page.read_text("utf-8").replace("https://dull.example/", dull.url("")), "utf-8")
        with served(StaticHost(own, "https://group.example/")) as host:
            host.dull = dull.url("")
            yield host


def until(happened: Callable[[], bool]) -> None:
    """Wait for something that the browser does beside the page."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("language", ["en", "ar", "zh_CN"])
def test_help_is_in_sight(engine: Engine, host: StaticHost, facts: Community, language: str) -> None:
    for size in (PHONE, DESKTOP):
        engine.resize(*size)
        engine.go(host.url(f"{language}/{HELP}"))
        assert engine.run(SIDEWAYS) == 0
        assert engine.run(IN_VIEW, f"main .button[href='{facts.emergency.number.uri}'], .hb-bar a")
        assert engine.run(STYLE, "body", "direction") == ("rtl" if language == "ar" else "ltr")
    engine.press(".hb-bar a[href$='report/index.html']")
    engine.arrive(host.url(f"{language}/report/index.html"))
    assert engine.run(SIDEWAYS) == 0


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("appeal", "en/report/appeal.html"),
        ("الادلة", "ar/report/what-to-keep.html"),  # the page says "الأدلة"
        ("证据", "zh_CN/report/what-to-keep.html"),
    ],
)
def test_words_are_found(engine: Engine, host: StaticHost, words: str, page: str) -> None:
    engine.resize(*PHONE)
    engine.go(host.url(f"{page.partition('/')[0]}/search.html"))
    engine.write("#query", words)
    links = engine.until("() => [...document.querySelectorAll('#results a')].map((each) => each.href)")
    assert host.url(page) in links[:5]
    assert str(len(links)) in engine.text("#status")
    engine.press("#results a")
    engine.arrive(links[0])


def test_without_script_menu_and_languages_lead_on_also_in_the_dark(engine: Engine, host: StaticHost) -> None:
    with engine.without_script(dark=True):
        engine.resize(*PHONE)
        engine.go(host.url(f"en/{HELP}"))
        paper, ink = engine.run(COLOURS)
        assert paper < 60 < 180 < ink
        assert not engine.run(IN_VIEW, ".hb-menu a")
        engine.press(".hb-menu summary")
        engine.press(".hb-menu a[href$='report/index.html']")
        engine.arrive(host.url("en/report/index.html"))
        engine.press(".hb-switch summary")
        engine.press(".hb-switch a[hreflang='ar']")
        engine.arrive(host.url("ar/report/index.html"))
        assert engine.run(STYLE, "body", "direction") == "rtl"
        engine.go(host.url("en/search.html"))
        assert "Search does not work here" in engine.text(".hb-finder")
        engine.go(host.url(f"en/{WRITE}"))
        assert "This form doesn\u2019t work in your browser" in engine.text(".without-script")
        assert engine.texts("textarea, main button") == []
    engine.resize(*PHONE)
    engine.go(host.url(f"en/{HELP}"))
    engine.until("() => matchMedia('(prefers-color-scheme: light)').matches")  # Firefox takes a moment
    paper, ink = engine.run(COLOURS)
    assert ink < 60 < 200 < paper


def test_in_forced_colours_buttons_keep_their_edges(engine: Engine, host: StaticHost) -> None:
    with engine.forced_colours() as able:
        if not able:
            pytest.skip(f"{engine.name} has no setting for forced colours.")
        engine.go(host.url(f"en/{HELP}"))
        assert engine.run("() => matchMedia('(forced-colors: active)').matches")
        for way in (".hb-bar .button", "main .button"):
            edge = [engine.run(STYLE, way, f"borderTop{part}") for part in ("Width", "Style")]
            assert edge == ["2px", "solid"]
            paper = engine.run(STYLE, "body", "backgroundColor")
            assert engine.run(STYLE, way, "borderTopColor") != paper


def printed(engine: Engine, folder: Path) -> str:
    """Print the page, and return its words."""
    whole = engine.pdf() or missing("gir1.2-webkit2-4.1 with python3-gi")
    (folder / "page.pdf").write_bytes(whole)
    command = ["pdftotext", "-layout", folder / "page.pdf", "-"]
    return str(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def test_paper_shows_the_words_and_no_menus(
    engine: Engine, host: StaticHost, facts: Community, tmp_path: Path
) -> None:
    engine.go(host.url(f"en/{HELP}"))
    words = printed(engine, tmp_path)
    assert str(facts.emergency.number) in words
    assert [menu for menu in ("Menu", "Search", "Leave") if menu in words.split()] == []


def test_pages_that_are_kept_are_read_without_the_host(
    engine: Engine, host: Weather, facts: Community
) -> None:
    engine.go(host.url(f"en/{OFFLINE}"))
    assert engine.run(KEPT) == EMPTY
    engine.press(".hb-keep [value=keep]")
    engine.until("(words) => document.querySelector('.hb-keep [role=status]').textContent === words", PRESENT)
    host.state = "gone"
    try:
        engine.go(host.url("en/report/index.html"))
        assert "This copy is from" in engine.text("main .hb-kept")
        engine.go(host.url(f"en/{HELP}"))
        assert str(facts.emergency.number) in engine.text("main .button")
        assert engine.run(STYLE, ".hb-bar", "position") == "sticky"
    finally:
        host.state = "fine"
    engine.go(host.url(f"en/{OFFLINE}"))
    engine.press(".hb-keep [value=remove]")
    engine.until("(words) => document.querySelector('.hb-keep [role=status]').textContent === words", ABSENT)
    assert engine.run(KEPT) == EMPTY


def test_the_handbook_works_from_a_folder(engine: Engine, site: Path) -> None:
    engine.go(f"{site.as_uri()}/en/{HELP}")
    assert engine.run(STYLE, ".hb-bar", "position") == "sticky"
    engine.press(".hb-bar a[href$='report/index.html']")
    engine.arrive(f"{site.as_uri()}/en/report/index.html")
    engine.go(f"{site.as_uri()}/en/search.html")
    assert "Search does not work here" in engine.text(".hb-finder")
    engine.go(f"{site.as_uri()}/en/{WRITE}")
    engine.write("#field-who textarea", SECRET)
    engine.press("[value=review]")
    assert SECRET in engine.text(".hb-read")
    engine.press("[value=copy]")
    assert "copied. It stays" in engine.text(".hb-acts [role=status]:not(:empty)")
    engine.write("#field-who textarea", "")


def begin(engine: Engine, host: StaticHost) -> None:
    """Open the page to write on, after another one, with all questions to be seen."""
    engine.resize(*PHONE)
    engine.go(host.url(f"en/{HELP}"))
    engine.go(host.url(f"en/{WRITE}"))
    engine.run(f"() => {{ {SPY} }}")
    engine.press("[value=all]")


def test_nothing_of_what_is_written_is_kept_or_sent(engine: Engine, group: StaticHost) -> None:
    begin(engine, group)
    before = engine.run("() => history.length")
    asked = len(group.requests)
    engine.press("#field-who textarea")
    engine.keys(*SECRET)
    engine.write("#field-what textarea", f"{SECRET} 😟 شخص")
    engine.press("#field-wanted input")
    engine.press("[value=review]")
    assert f"{SECRET} 😟 شخص" in engine.text(".hb-read")
    assert "- Only keep it" in engine.text(".hb-read")
    engine.press("[value=change]")
    assert engine.run("() => window.done") == []
    assert engine.remembered() == []
    assert engine.run(KEPT) == EMPTY
    assert engine.run("() => history.length") == before
    assert len(group.requests) == asked
    engine.press("[value=review]")
    engine.press("[value=clear]")
    engine.accept()
    assert "all gone from this page" in engine.text("#gone")
    assert SECRET not in engine.run(LEFT)


def test_a_long_report_is_copied_saved_and_printed_whole(
    engine: Engine, group: StaticHost, tmp_path: Path
) -> None:
    lines = [f"Line {number} of what happened{' again and again' * 20}." for number in range(300)]
    begin(engine, group)
    engine.write("#field-what textarea", "\n".join(lines))
    engine.write("#field-who textarea", "شخص طويل القامة 😟")
    engine.press("[value=review]")
    engine.press("[value=copy]")
    assert "copied. It stays" in engine.text(".hb-acts [role=status]:not(:empty)")
    engine.press("[value=save]")
    file = engine.downloads / "notes.txt"
    until(lambda: file.exists() and file.stat().st_size > 100_000)
    engine.press("[value=change]")
    engine.run(PASTED)
    engine.press("#field-others textarea")
    engine.keys("Control+v")
    copied = engine.until("() => window.pasted")
    for kept in (copied, file.read_text("utf-8-sig")):
        assert [line for line in lines if f"{line}\n" not in kept] == []
        assert "Who did it?\nشخص طويل القامة 😟\n" in kept
    file.unlink()
    words = " ".join(printed(engine, tmp_path).split())
    engine.write("#field-what textarea", "")  # else the browser asks before it goes on
    engine.write("#field-who textarea", "")
    assert [line for line in lines if line not in words] == []


@pytest.mark.parametrize("way", ["a click", "Shift three times"])
def test_leaving_never_asks_and_leaves_nothing_to_go_back_to(
    engine: Engine, group: StaticHost, way: str
) -> None:
    begin(engine, group)
    engine.write("#field-what textarea", SECRET)
    if way == "a click":
        engine.press(".hb-bar .hb-leave")
    else:
        engine.press("#field-what textarea")
        engine.keys("Shift", "Shift", "Shift")
    engine.arrive(group.dull)
    engine.back()
    engine.arrive(group.url(f"en/{HELP}"))
    engine.run("() => history.forward()")
    engine.arrive(group.dull)
    engine.go(group.url(f"en/{WRITE}"))
    assert SECRET not in engine.run(LEFT)


def test_any_other_way_asks_first(engine: Engine, group: StaticHost) -> None:
    begin(engine, group)
    engine.press("#field-what textarea")
    engine.keys(*SECRET)
    if engine.asks:
        engine.press(".hb-home")  # the question is answered with no
        assert engine.run("() => document.querySelector('#field-what textarea').value") == SECRET
        engine.write("#field-what textarea", "")
    engine.press(".hb-home")
    engine.arrive(group.url("en/index.html"))


def test_the_self_check_judges_and_counts(engine: Engine, group: StaticHost) -> None:
    engine.go(group.url("en/training/self-check-one.html"))
    engine.press(".question label:not(.hb-right) input")
    assert "No, not this one." in engine.text(".question .hb-verdict:not(:empty)")
    engine.run("() => document.querySelectorAll('.question')[1].querySelector('.hb-right input').focus()")
    engine.keys(" ")
    said = engine.until("() => document.querySelectorAll('.question .hb-verdict')[1].innerText")
    assert "Yes, that's right." in said
    assert "1 of 2 right" in said
    assert engine.run(KEPT) == EMPTY
    assert engine.remembered() == []


def test_the_dates_of_a_case_are_counted_and_saved(engine: Engine, group: StaticHost) -> None:
    engine.go(group.url("en/paper/dates.html"))
    engine.write(".field-code input", "Heron")
    engine.write(".field-day input", "2026-11-26")
    assert "Fri, Dec 18, 2026" in engine.texts("tbody td:last-child")
    engine.press("tbody input")
    assert engine.remembered() == []
    engine.press("tbody input")
    engine.press(".hb-acts button")
    file = engine.downloads / "dates.ics"
    until(lambda: file.exists() and b"END:VCALENDAR" in file.read_bytes())
    assert "SUMMARY:Heron: Decide" in file.read_text("utf-8")
    assert engine.run(KEPT) == EMPTY
