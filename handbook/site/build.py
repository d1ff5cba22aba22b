"""Builds the whole site into a new folder and publishes it in one move."""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from sphinx.cmd import build as sphinx_build

from handbook.config import project
from handbook.config.languages import Languages, Row
from handbook.config.toml import SettingsError
from handbook.guides import downloads
from handbook.guides.model import ALL, PAPERS
from handbook.site import parallel, publish, redirects, root_files
from handbook.site.version import version_time
from handbook.translation import catalogs, pot
from handbook.translation.check import checker


class BuildError(Exception):
    """Why there is no new site, in words for the person who builds it."""


def made_from(top: Path) -> str:
    """Return what changes when the site would change: it tells whether a published site is up to date.

    Raises SettingsError.
    """
    sources = pot.digest(
        top, project.FACTS, project.LOCALES, f"{project.OWN / project.LOCALES}", "requirements.txt"
    )
    version = version_time(top, project.read_facts(top))
    return f"{sources} {version} Python {platform.python_version()}"


def sphinx_options(top: Path, language: str, out: Path, doctrees: Path, builder: str = "html") -> list[str]:
    """Return what Sphinx is called with to build one language. Any warning is an error."""
    options = ["-n", "-W", "-q", "-b", builder, "-c", str(top), "-D", f"language={language}"]
    return [*options, "-d", str(doctrees), str(top / "docs"), str(out)]


def print_guides(top: Path, language: str, out: Path, paper: str, version: str) -> bool:
    """Print the guides of one language into the folder that is kept from build to build.

    `version` is the `version_time` of that language. It is the environment's from here on: this is a process
    of its own.
    """
    os.environ["SOURCE_DATE_EPOCH"] = version
    options = sphinx_options(top, language, guides_folder(top) / language, doctrees(out, language), "guides")
    return sphinx_build.main([*options, "-D", f"guides_paper={paper}"]) == 0


def build_language(top: Path, language: str, out: Path, printed: bool) -> bool:
    """Build the pages of one language, and what it offers to download, into out/<language>."""
    pages, read = out / language, doctrees(out, language)
    more = ["-D", "languages_beside=1", *(["-D", f"guides_folder={guides_folder(top)}"] if printed else [])]
    good = sphinx_build.main(sphinx_options(top, language, pages, read) + more) == 0
    if good and printed:
        for name in downloads.files(guides_folder(top), language):
            shutil.copy(guides_folder(top) / language / name, pages / "paper")
        book = read.with_name(f".book-{language}")
        good = sphinx_build.main(sphinx_options(top, language, book, read, "epub")) == 0
        if good:
            (book / "handbook.epub").rename(pages / "handbook.epub")
        shutil.rmtree(book, ignore_errors=True)
    shutil.rmtree(read, ignore_errors=True)
    return good


def guides_folder(top: Path) -> Path:
    """Return where printed guides are kept: they are printed again only when they change."""
    return top / "build" / "guides"


def doctrees(out: Path, language: str) -> Path:
    """Return where Sphinx keeps what it has read of a language, for each of its builders."""
    return out / f".doctrees-{language}"


CATALOGS, GUIDES, PAGES = "catalogs", "guides", "pages"


def run_per_language(
    check: parallel.Work,
    guides: Mapping[str, parallel.Work],
    pages: Mapping[str, parallel.Work],
    table: Languages,
) -> None:
    """Print the guides, and build the pages of each language when what they offer to print is there.

    Translations wait for the `check` of their catalogs; the source language has none. Raises BuildError that
    names what failed, at once when it is the check.
    """
    source = table.source()
    pieces = {(CATALOGS, source): check}
    pieces |= {(GUIDES, code): work for code, work in guides.items()}
    pieces |= {(PAGES, code): work for code, work in pages.items()}

    def needed(what: str, code: str) -> list[tuple[str, str]]:
        checked = [(CATALOGS, source)] if code != source else []
        # What is not translated far enough is offered as the source language has it.
        offered = (code, source) if what == PAGES else ()
        return [*checked, *((GUIDES, each) for each in offered if each in guides)]

    failed = []
    after = {piece: needed(*piece) for piece in pieces}
    loaded = [*parallel.LOADED, *(parallel.PRINTING if guides else [])]
    with closing(parallel.run(pieces, after, loaded)) as results:
        for (what, code), good in results:
            if what == CATALOGS:
                if not good:
                    raise BuildError("Fix the catalogs above, then build again.")
                say("Printing the guides and building the pages …" if guides else "Building the pages …")
                continue
            said = f"{what} in {table.languages[code].english}"
            say(f"  {said}: {'ready' if good else 'failed'}")
            failed += [] if good else [said]
    if failed:
        raise BuildError(f"These could not be made: {', '.join(sorted(failed))}. See the lines above.")


def check_catalogs(top: Path, rows: dict[str, Row]) -> bool:
    """Tell whether the catalogs are free of problems that readers would meet; say those that there are."""
    paths = [path for code in rows for path in catalogs.of_language(top, code).values()]
    try:
        problems = checker.check(top, paths).problems if paths else []
    except SettingsError as error:
        print(error, file=sys.stderr)
        return False
    refused = [problem for problem in problems if problem.refused]
    for problem in refused:
        print(problem, file=sys.stderr)
    return not refused


def build(top: Path, out: Path, *, printed: bool = True, paper: str = "") -> None:
    """Build every language and what surrounds them into `out`; raises BuildError or SettingsError."""
    facts = project.read_facts(top)
    table = project.read_languages(top)
    redirects.check(top, facts, table)
    rows = table.built()
    versions = {code: version_time(top, facts, code) for code in rows}
    os.environ["SOURCE_DATE_EPOCH"] = version_time(top, facts)
    whole = {code: row for code, row in rows.items() if not row.pages}  # paper has no page that leads on
    say("Checking the translations …")
    guides = {code: partial(print_guides, top, code, out, paper, versions[code]) for code in whole if printed}
    pages = {code: partial(build_language, top, code, out, printed and code in whole) for code in rows}
    run_per_language(partial(check_catalogs, top, rows), guides, pages, table)
    root_files.write(top, out, facts, table)
    say("Indexing the words for search …")
    publish.index_words(out)


def listen_for_ctrl_c() -> Callable[[], bool]:
    """Return what tells whether somebody has pressed Ctrl-C.

    It raises KeyboardInterrupt as always; but where Python must not be interrupted (while it frees an object,
    for one) it drops that exception with a remark, and the work would go on to its end.
    """
    heard = []

    def hear(_number: int, _frame: object) -> None:
        heard.append(True)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, hear)
    return lambda: bool(heard)


def say(text: str) -> None:
    """Tell the person who waits what is going on."""
    print(text, flush=True)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--out", type=Path, help="the folder to publish to (default: build/site)")
    parser.add_argument("--pages-only", action="store_true", help="print no guides: quicker")
    parser.add_argument(
        "--paper",
        choices=[*PAPERS, ALL],
        default="",
        help="print the guides for organizers in this size (default: the one that community.toml names)",
    )


def run(top: Path, options: Namespace) -> int:
    """Build the site and publish it; return 0, or 1 with the reason when the last good site stays."""
    site = (options.out or top / "build" / "site").resolve()
    started = time.monotonic()
    site.parent.mkdir(parents=True, exist_ok=True)
    with site.with_name(f".{site.name}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another build is running here. Wait for it, then try again.", file=sys.stderr)
            return 1
        lock.truncate(0)
        new = publish.new_folder(site)
        stopped = listen_for_ctrl_c()
        try:
            sources = made_from(top)
            build(top, new, printed=not options.pages_only, paper=options.paper)
            if stopped():
                raise KeyboardInterrupt
            publish.swap(new, site)
        except (BuildError, SettingsError, OSError, KeyboardInterrupt) as error:
            print(f"{str(error) or 'Stopped.'}\nNothing was published: {site} is as it was.", file=sys.stderr)
            return 1
        finally:
            shutil.rmtree(new, ignore_errors=True)
        if not (options.pages_only or options.paper):
            with suppress(OSError):  # without room for it, the tests build the site once more
                os.write(lock.fileno(), sources.encode())
    pages = len(list(site.rglob("*.html")))
    say(f"Published {pages} pages in {site} after {time.monotonic() - started:.0f} seconds.")
    return 0
