"""`make live`: shows one language in the browser, and shows each change when it is saved."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from handbook import languages
from handbook.settings import SettingsError

# What pages are made of. The folder around is watched, and all else in it ignored: a watch on a single file
# ends when an editor puts a new file in its place.
SOURCES = ("docs/", "locales/", "handbook/theme/", "community.toml", "conf.py", "CONTRIBUTING.md")

# The preview puts a script into each page that loads it anew; the policy of the published pages forbids that.
POLICY = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"


def command(top: Path, language: str, more: list[str]) -> list[str]:
    """Return the command of the preview; `more` are options of sphinx-autobuild and of Sphinx."""
    out = top / "build" / "live"
    sources = "|".join(re.escape(name) for name in SOURCES)
    # Hidden and backup files are an editor's, and Sphinx itself compiles the catalogs.
    others = rf"^(?!{re.escape(f'{top}/')}({sources}))|/\.[^/]*$|~$|\.mo$"
    preview = [sys.executable, "-m", "sphinx_autobuild", "--port", "0"]
    watching = ["--watch", str(top), "--re-ignore", others]
    sphinx = [
        "-n",
        "-q",
        "-c",
        str(top),
        "-d",
        str(out / f".doctrees-{language}"),
        "-D",
        f"language={language}",
    ]
    sphinx += ["-A", f"content_security_policy={POLICY}", "-A", "alone=1"]  # no other language is there
    return [*preview, *watching, *sphinx, *more, str(top / "docs"), str(out / language)]


def main(argv: list[str]) -> int:
    """Become the preview of one language; return 1 if there is no such language."""
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
    try:
        languages.load(top / "locales" / "languages.toml").row(options.language)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    os.chdir(top)
    os.environ["PYTHONUNBUFFERED"] = "1"  # say each thing when it happens, also to a file or a program
    os.execv(sys.executable, command(top, options.language, more))  # noqa: S606 - a list of words, and no shell
