"""The live preview: it shows a change soon after it is saved, in a browser that is left alone."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import pytest
from helpers.browser import opened
from helpers.paths import FROZEN, ROOT
from helpers.workspace import edit, run, run_here, small_copy, start
from playwright.sync_api import Browser, Page, expect

from handbook.commands import live
from handbook.translation.catalogs import load_catalog

pytestmark = pytest.mark.builds

FAULT = "community.toml: emergency.number: found 'nine'; expected a phone number"
PATIENCE = 60  # seconds to wait on a slow machine that does much else; it takes about one


class Preview(NamedTuple):
    """A running preview."""

    top: Path
    address: str
    process: subprocess.Popen[str]
    log: Path


@contextlib.contextmanager
def previewing(top: Path, language: str) -> Iterator[Preview]:
    """Preview one language of a copy, as `make live` does."""
    log = top.with_name("log")
    browser = top.with_name("browser")
    browser.write_text('#!/bin/sh\necho "$1" >>"$0.opened"\n', "utf-8")
    browser.chmod(0o755)
    with log.open("wb") as said:
        process = start(top, "live", language, stdout=said, env=os.environ | {"BROWSER": str(browser)})
    try:
        yield Preview(top, address(process, log), process, log)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview of a copy in English."""
    with previewing(small_copy(tmp_path_factory.mktemp("live") / "handbook"), "en") as running:
        yield running


def address(process: subprocess.Popen[str], log: Path) -> str:
    """Wait until the preview says where it is, and answers there: it speaks a moment before it listens."""
    end = time.monotonic() + PATIENCE * 3
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"Serving on (http://127\.0\.0\.1:(\d+))\b.*\n.*Waiting", log.read_text("utf-8"))
        if found:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(found[2]))):
                return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def seconds_until(page: Page, text: str) -> float:
    """Wait until the page that is open shows a text; nobody touches the browser."""
    start = time.monotonic()
    expect(page.locator("main")).to_contain_text(text, timeout=PATIENCE * 1000)
    return time.monotonic() - start


def test_a_page_that_is_saved_is_shown_by_itself_each_time(preview: Preview, chromium: Browser) -> None:
    source = preview.top / "docs" / "help-now.md"
    with opened(chromium) as page:
        page.goto(f"{preview.address}/help-now.html")
        for old, new in [("Any fear", "Hesitate no more"), ("Hesitate no more", "Lose no time")]:
            expect(page.locator("main")).to_contain_text(old, timeout=PATIENCE * 1000)
            edit(source, old, new)
            print(f"a page was new {seconds_until(page, new):.1f} seconds after it was saved")


def test_a_fact_that_is_saved_is_shown_by_itself(preview: Preview, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto(f"{preview.address}/help-now.html")
        edit(preview.top / "community.toml", "any yellow phone", "the red telephone")
        print(f"a fact was new {seconds_until(page, 'the red telephone'):.1f} seconds after it was saved")


def test_the_theme_is_watched_too(preview: Preview, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto(f"{preview.address}/help-now.html")
        edit(preview.top / "handbook/html/theme/page.html", "{{ body }}", "<p>A new theme</p>{{ body }}")
        seconds_until(page, "A new theme")


def test_a_wrong_fact_is_told_in_its_sentence_alone_and_the_pages_stay_until_it_is_saved_again(
    preview: Preview, chromium: Browser
) -> None:
    facts, before = preview.top / "community.toml", len(preview.log.read_text("utf-8"))
    with opened(chromium) as page:
        page.goto(f"{preview.address}/help-now.html")
        edit(facts, 'number = "112"', 'number = "nine"')
        end = time.monotonic() + PATIENCE
        while FAULT not in (said := preview.log.read_text("utf-8")[before:]) and time.monotonic() < end:
            time.sleep(0.1)
        assert FAULT in said
        assert "Fix the file and save it" in said
        with urlopen(f"{preview.address}/help-now.html") as served:  # a reload could meet that of the preview
            assert "112" in served.read().decode()
        edit(facts, 'number = "nine"', 'number = "118"')
        seconds_until(page, "118")
    assert not re.search("sphinx-doc|Traceback|exit code", preview.log.read_text("utf-8")[before:])


def test_the_published_site_is_left_alone(preview: Preview) -> None:
    assert (preview.top / "build" / "live" / "en" / "help-now.html").exists()
    assert not (preview.top / "build" / "site").exists()


def test_the_preview_comes_to_rest(preview: Preview) -> None:
    time.sleep(1)
    before = preview.log.read_text("utf-8")
    time.sleep(2.5)
    assert preview.log.read_text("utf-8") == before


def test_ctrl_c_stops_it_without_a_traceback(preview: Preview) -> None:
    os.killpg(preview.process.pid, signal.SIGINT)
    preview.process.wait(PATIENCE)
    assert "Traceback" not in preview.log.read_text("utf-8")


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview of a copy in Spanish, in which one catalog was damaged before."""
    top = small_copy(tmp_path_factory.mktemp("spanish") / "handbook", "es")
    appeal = top / "locales" / "es" / "LC_MESSAGES" / "report" / "appeal.po"
    edit(
        appeal,
        'msgid "Ask us to look again (appeal)"\nmsgstr',
        'msgid "Ask us to look again (appeal)"\nmasgstr',
    )
    with previewing(top, "es") as running:
        yield running


def said_since(preview: Preview, before: int, text: str) -> str:
    """Wait until the preview has said something, and some time more; return all that it said."""
    end = time.monotonic() + PATIENCE
    while text not in preview.log.read_text("utf-8")[before:] and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(2)
    return preview.log.read_text("utf-8")[before:]


def served(preview: Preview, page: str) -> str:
    with urlopen(f"{preview.address}/{page}.html") as answer:
        text: str = answer.read().decode()
    return text


def test_a_catalog_that_is_broken_at_the_start_is_told_and_its_page_is_in_english(spanish: Preview) -> None:
    said = said_since(spanish, 0, "Waiting")
    told = run(spanish.top, "check-catalogs", "locales/es/LC_MESSAGES/report/appeal.po").stdout.splitlines()
    assert said.count(told[0]) == said.count("report/appeal.po:") == 1
    assert "Fix the file and save it" in said
    assert "Traceback" not in said
    assert "Pide ayuda ahora" in served(spanish, "help-now")
    assert re.search(r"<h1[^>]*>(<[^>]*>)*Ask us to look again", served(spanish, "report/appeal"))


def test_a_translation_that_is_saved_is_shown_by_itself_and_rebuilds_one_page(
    spanish: Preview, chromium: Browser
) -> None:
    catalog = spanish.top / "locales" / "es" / "LC_MESSAGES" / "help-now.po"
    old, new = page_text(catalog), "Ve adonde quieras"
    with opened(chromium) as page:
        page.goto(f"{spanish.address}/help-now.html")
        expect(page.locator("main")).to_contain_text(old)
        written = {path: path.stat().st_mtime_ns for path in (spanish.top / "build" / "live").rglob("*.html")}
        edit(catalog, old, new)
        print(f"a translation was new {seconds_until(page, new):.1f} seconds after it was saved")
    changed = [path.name for path, when in written.items() if path.stat().st_mtime_ns != when]
    # Beside it the page that lists it, those that list all pages, and the one whose catalog is refused.
    assert {*changed} - {"index.html", "search.html", "404.html", "appeal.html"} == {"help-now.html"}


DAMAGE = {
    "enter in a sentence": (b"No esperes, y no", b"No esperes,\n y no"),
    "another charset": (b"charset=utf-8", b"charset=gb2312"),
    "lost fact": (b"Llama al {fact}`emergency.number`", b"Llama al 911"),
}


def test_a_broken_catalog_is_told_once_in_the_words_of_the_check_and_its_page_stays(spanish: Preview) -> None:
    catalog = spanish.top / "locales" / "es" / "LC_MESSAGES" / "help-now.po"
    sound, shown = catalog.read_bytes(), served(spanish, "help-now")

    def support(word: str) -> None:
        edit(
            catalog.with_name("report") / "support.po",
            'msgid "Support"\nmsgstr "',
            f'msgid "Support"\nmsgstr "{word}, ',
        )

    begin = len(spanish.log.read_text("utf-8"))
    faults = []
    for kind, (old, new) in DAMAGE.items():
        before = len(spanish.log.read_text("utf-8"))
        assert sound.count(old) == 1
        catalog.write_bytes(sound.replace(old, new))
        # Another file that is saved with it is shown.
        support(kind)
        lines = run(spanish.top, "check-catalogs", catalog).stdout.splitlines()
        told = [line for line in lines if ": Remark: " not in line]
        assert told
        faults.append(told[0])
        said = said_since(spanish, before, "Serving on")
        assert said.count(told[0]) == said.count("help-now.po:") == 1
        assert f"{kind}, " in served(spanish, "report/support")
        assert served(spanish, "help-now") == shown
    # Another file that is saved later is shown, too, and no fault is told again.
    before = len(spanish.log.read_text("utf-8"))
    support("later")
    said_since(spanish, before, "Serving on")
    assert "later, " in served(spanish, "report/support")
    assert served(spanish, "help-now") == shown
    before = len(spanish.log.read_text("utf-8"))
    catalog.write_bytes(sound)
    assert "Building" in said_since(spanish, before, "Serving on")
    all_said = spanish.log.read_text("utf-8")[begin:]
    assert [all_said.count(fault) for fault in faults] == [1] * len(DAMAGE)


def test_a_catalog_that_its_editor_has_compiled_is_checked_too(tmp_path: Path) -> None:
    top = small_copy(tmp_path / "handbook", "es")
    catalog = top / "locales" / "es" / "LC_MESSAGES" / "help-now.po"
    assert live.compiled(top, "es") == []
    edit(catalog, *(part.decode() for part in DAMAGE["lost fact"]))
    catalog.with_suffix(".mo").touch()
    assert live.compiled(top, "es") == []
    assert {problem.path.name for problem in live.compiled(top, "es", {catalog})} == {"help-now.po"}
    assert not catalog.with_suffix(".mo").exists()


def test_the_preview_opens_the_browser_once(preview: Preview, spanish: Preview) -> None:
    for each in (preview, spanish):
        assert each.top.with_name("browser.opened").read_text("utf-8") == f"{each.address}\n"


def test_the_preview_is_at_the_same_port_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setattr(live, "PORT", free.getsockname()[1])
        assert live.free_port() > live.PORT
    assert [live.free_port(), live.free_port()] == [live.PORT, live.PORT]


def page_text(catalog: Path) -> str:
    """Return how the translation of one step on the page begins."""
    message = load_catalog(catalog)["Go where you feel safe, and take someone with you if you'd like."]
    return str(message.string).partition(".")[0]


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends at the start, before a preview is there, needs no process of its own."""
    monkeypatch.setattr(live.autobuild, "main", lambda *_: pytest.fail("the preview starts"))


@pytest.mark.usefixtures("stopped")
def test_an_unknown_language_is_an_error_that_names_those_that_exist() -> None:
    done = run_here(ROOT, "live", "xx")
    assert done.returncode == 1
    assert "'xx'" in done.stderr
    assert "en (English)" in done.stderr


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("community.toml", 'number = "112"', 'number = "nine"', FAULT),
        ("community.toml", "[meetup]", "[meetup", "community.toml: this is not valid TOML"),
        ("docs/sources.toml", 'read = "whole"', 'read = "all"', "sources.toml: sources."),
        ("locales/languages.toml", 'direction = "ltr"', 'direction = "up"', "languages.toml: languages.en"),
    ],
)
def test_a_fault_in_what_is_read_first_is_told_at_the_start(
    tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    for folder in ("docs", "locales"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.po", "*.md"))
    shutil.copy(FROZEN, tmp_path / "community.toml")
    assert live.problem(tmp_path, "es") == ""
    edit(tmp_path / name, old, new)
    done = run_here(tmp_path, "live", "es")
    assert done.returncode == 1
    assert told in done.stderr.splitlines()[0]
    assert not re.search("sphinx|Traceback|Serving", done.stdout + done.stderr)


@pytest.mark.parametrize(
    ("commands", "arguments", "told"),
    [
        ([], ["--version"], r"Building.*\n\S+ \d+\."),
        ([], ["--nonsense"], r"Building.*\nSphinx ended with exit code 2; why stands above\."),
        ([["echo", "before"]], ["--version"], r"\nbefore\n.*sphinx build --version.*\n\S+ \d+\."),
    ],
)
def test_pages_are_built_with_the_options_of_sphinx_and_of_its_preview(
    commands: list[list[str]], arguments: list[str], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    options = {"url_host": "", "pre_build_commands": commands, "post_build_commands": []}
    build = live.CarefulBuilder(ROOT, "en", arguments, **options)
    build(changed_paths=())
    assert re.search(told, capfd.readouterr().out), told
