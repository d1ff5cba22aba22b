"""Builds pages with Sphinx for a test, as a person would on the command line."""

from __future__ import annotations

import gettext
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from bs4 import BeautifulSoup
from helpers.paths import DATA, FROZEN, ROOT
from sphinx.cmd import build as sphinx_build
from sphinx.config import Config
from sphinx.locale import translators

Thing = TypeVar("Thing")
Result = TypeVar("Result")
FULL = DATA / "full-community.toml"  # no slot is empty


def side_by_side(do: Callable[[Thing], Result], things: Iterable[Thing]) -> list[Result]:
    """Return what `do` returns for each thing. For work of other programs, which share the cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(do, things))


def sphinx(
    out: Path, *options: str, builder: str = "html", docs: Path | None = None, epoch: int = 1769904000
) -> str:
    """Build into `out` with warnings as errors; return what Sphinx said. AssertionError if it failed.

    `epoch` is the day of the build in seconds since 1970: 1 February 2026 unless a test says otherwise.
    """
    done = run_here(out, "-c", str(ROOT), *options, builder=builder, docs=docs or ROOT / "docs", epoch=epoch)
    assert done.returncode == 0, done.stderr
    return done.stderr


def take_over(pages: Path, out: Path) -> None:
    """Let the next build into `out` begin with what Sphinx has read for `pages` of the same facts."""
    shutil.copytree(pages.with_name(f"{pages.name}.doctrees"), out.with_name(f"{out.name}.doctrees"))


def run_here(
    out: Path, *options: str, docs: Path, builder: str = "html", epoch: int = 1769904000
) -> subprocess.CompletedProcess[str]:
    """Build into `out`, in this process, and return how it ended."""
    words = ["-n", "-W", "-q", "-b", builder, "-d", str(out.with_name(f"{out.name}.doctrees"))]
    words += [*options, str(docs), str(out)]
    said = StringIO()
    with redirect_stderr(said), patch.dict(os.environ, SOURCE_DATE_EPOCH=str(epoch)):
        code = sphinx_main(words)
    return subprocess.CompletedProcess(words, code, "", said.getvalue())


def sphinx_main(words: list[str]) -> int:
    """Run the command of Sphinx in this process, and leave nothing to the next one; return its exit code."""
    try:
        with warnings.catch_warnings(action="ignore"):  # as in a process of its own
            return sphinx_build.main(words)
    finally:
        translators.clear()  # Sphinx would go on with the catalogs of this language in the next build
        gettext._translations.clear()  # and Python with files that another build has compiled since
        Config.config_values["templates_path"].default.clear()  # the theme's: gettext would read them, too


def spanish(top: Path, words: dict[str, str]) -> list[str]:
    """Write a Spanish catalog for `one_page`, English to Spanish; return the options that take it."""
    catalog = top / "locales" / "es" / "LC_MESSAGES" / "index.po"
    catalog.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=utf-8\\n"\n'
    entries = (f'\nmsgid "{each}"\nmsgstr "{said}"\n' for each, said in words.items())
    catalog.write_text(head + "".join(entries), "utf-8")
    return ["-D", "language=es", "-D", f"locale_dirs={top / 'locales'}"]


def one_page(tmp_path: Path, text: str, *options: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    """Build a handbook of one page with the frozen facts and return how it ended.

    The page is tmp_path/out/index.html.
    """
    docs = tmp_path / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "index.md").write_text(text, "utf-8")
    conf = ["extensions = ['myst_parser', 'handbook']", "html_theme = 'basic'"]
    conf += ["myst_enable_extensions = ['colon_fence', 'deflist']"]
    conf += [f"community_file = {str(FROZEN)!r}"]
    conf += [f"languages_file = {str(ROOT / 'locales' / 'languages.toml')!r}"]
    (tmp_path / "conf.py").write_text("\n".join(conf), "utf-8")
    return run_here(tmp_path / "out", "-c", str(tmp_path), *options, docs=docs, **settings)


def shown(tmp_path: Path) -> Any:
    """Return the page that `one_page` built."""
    return BeautifulSoup((tmp_path / "out" / "index.html").read_text("utf-8"), "html.parser").find(
        class_="body"
    )


def edited(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the options that build with changes of the frozen facts."""
    text = FROZEN.read_text("utf-8")
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    (tmp_path / "community.toml").write_text(text, "utf-8")
    return ["-D", f"community_file={tmp_path / 'community.toml'}"]
