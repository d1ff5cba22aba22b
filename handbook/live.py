"""`make live`: shows one language in the browser, and shows each change when it is saved."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from sphinx_autobuild import __main__ as autobuild  # type: ignore[import-untyped]
from sphinx_autobuild.build import Builder  # type: ignore[import-untyped]

from handbook import community, languages, sources
from handbook.settings import SettingsError

# What pages are made of. The folder around is watched, and all else in it ignored: a watch on a single file
# ends when an editor puts a new file in its place.
SOURCES = ("docs/", "locales/", "handbook/theme/", "community.toml", "conf.py", "CONTRIBUTING.md")

# The preview puts a script into each page that loads it anew; the policy of the published pages forbids that.
POLICY = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"


class CarefulBuilder:
    """Builds the pages, unless a file has a fault that Sphinx would bury in a report of its own."""

    def __init__(self, fault: Callable[[], str], *arguments: Any, **options: Any) -> None:
        """Take what says the fault ("" if there is none), and what the builder of sphinx-autobuild takes."""
        self.fault = fault
        self.build = Builder(*arguments, **options)

    def __call__(self, *, changed_paths: Sequence[Path]) -> None:
        """Build after a change; with a fault, tell it and leave the pages as they are."""
        if told := self.fault():
            print(f"{told}\nThe preview still shows the pages as they were. Mend the file and save it.")
        else:
            self.build(changed_paths=changed_paths)


def fault(top: Path, language: str) -> str:
    """Return what is wrong in the files that are read before the pages, or "" if nothing is."""
    locales = top / "locales"
    try:
        languages.load(locales / "languages.toml").row(language)
        languages.compile_catalogs(locales / language / "LC_MESSAGES")
        community.load(top / "community.toml", language)
        if (top / "docs" / "sources.toml").exists():
            sources.load(top / "docs")
    except SettingsError as error:
        return str(error)
    return ""


def arguments(top: Path, language: str, more: list[str]) -> list[str]:
    """Return the arguments of sphinx-autobuild; `more` are options of it and of Sphinx."""
    out = top / "build" / "live"
    watched = "|".join(re.escape(name) for name in SOURCES)
    # Hidden and backup files are an editor's, and Sphinx itself compiles the catalogs.
    others = rf"^(?!{re.escape(f'{top}/')}({watched}))|/\.[^/]*$|~$|\.mo$"
    preview = ["--port", "0", "--watch", str(top), "--re-ignore", others]
    sphinx = ["-n", "-q", "-c", str(top), "-d", str(out / f".doctrees-{language}")]
    sphinx += ["-D", f"language={language}"]
    sphinx += ["-A", f"content_security_policy={POLICY}", "-A", "alone=1"]  # no other language is there
    return [*preview, *sphinx, *more, str(top / "docs"), str(out / language)]


def main(argv: list[str]) -> int:
    """Preview one language until somebody stops it; return 1 if there is a fault at the start."""
    parser = argparse.ArgumentParser(
        prog="python -m handbook live",
        description=__doc__,
        epilog="Other options are passed on to sphinx-autobuild, for example --port=8000 or --open-browser.",
        allow_abbrev=False,
    )
    parser.add_argument("language", nargs="?", default="en", help="a language of locales/languages.toml")
    parser.add_argument("--top", type=Path, default=Path.cwd(), help="the folder of the handbook")
    options, more = parser.parse_known_args(argv)
    top = options.top.resolve()
    find_fault = partial(fault, top, options.language)
    if told := find_fault():
        print(told, file=sys.stderr)
        return 1
    os.chdir(top)
    # Say each thing when it happens, also to a file or a program.
    os.environ["PYTHONUNBUFFERED"] = "1"
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    autobuild.Builder = partial(CarefulBuilder, find_fault)
    autobuild.main(arguments(top, options.language, more))
    return 0
