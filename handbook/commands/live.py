"""`make live`: shows one language in the browser, and shows each change when it is saved."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from itertools import groupby
from multiprocessing import Process
from pathlib import Path
from typing import Any, NoReturn

from sphinx.cmd import build as sphinx_build
from sphinx_autobuild import __main__ as autobuild  # type: ignore[import-untyped]
from sphinx_autobuild.build import Builder  # type: ignore[import-untyped]
from sphinx_autobuild.utils import show_message  # type: ignore[import-untyped]

from handbook.config import project
from handbook.config.toml import SettingsError
from handbook.facts import sources
from handbook.site.parallel import LOADED
from handbook.translation import catalogs, extension
from handbook.translation.check import checker
from handbook.translation.check.problem import Problem

# What pages are made of. The folder around is watched, and all else in it ignored: a watch on a single file
# ends when an editor puts a new file in its place.
SOURCES = ("docs/", "locales/", "handbook/html/theme/", "community.toml", "conf.py", "CONTRIBUTING.md")

# The preview puts a script into each page that loads it anew; the policy of the published pages forbids that.
POLICY = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"


PORT = 8000  # where the preview is at each start, or at one of the next if other programs are there
HOST = "127.0.0.1"


class CarefulBuilder:
    """Builds the pages from what is right, and says in one sentence what is not.

    It runs in a new process for each change and keeps nothing: a catalog that is refused is not compiled, so
    that it waits until it is saved again.
    """

    def __init__(self, top: Path, language: str, *arguments: Any, **options: Any) -> None:
        """Take the handbook, the language, and what the builder of sphinx-autobuild takes."""
        self.top = top
        self.language = language
        self.builder = Builder(*arguments, **options)

    def __call__(self, *, changed_paths: Sequence[Path]) -> None:
        """Build after a change, or for the first time if nothing is named."""
        changed = {*changed_paths}
        problems, told = [], problem(self.top, self.language)
        if not told:
            try:
                problems = compiled(self.top, self.language, changed)
            except SettingsError as error:
                told = str(error)
        if told:
            print(f"{told}\nThe preview still shows the pages as they were. Fix the file and save it.")
            return
        refused = {path: [*each] for path, each in groupby(problems, lambda problem: self.top / problem.path)}
        new = [each for path, each in refused.items() if not changed or path in changed]
        for first, *more in new:
            print(first, f"(and {len(more)} more in this file)" * bool(more))
        if new:
            print("The preview shows what was right before, or English. Fix the file and save it.")
        if not changed or changed - refused.keys():
            if self.builder.pre_build_commands or self.builder.post_build_commands:  # which it runs
                self.builder(changed_paths=changed_paths)
            else:
                self.build()

    def build(self) -> None:
        """Build in a copy of this process: to load Sphinx takes longer than to build what has changed."""
        show_message("Building …")
        copy = Process(target=build_pages, args=(self.builder.sphinx_args,))
        copy.start()
        copy.join()
        if copy.exitcode:
            print(f"Sphinx ended with exit code {copy.exitcode}; why stands above. Fix the file and save it.")
        show_message(f"Serving on {self.builder.uri}")


def build_pages(words: Sequence[str]) -> NoReturn:
    """Run Sphinx, and end this process with its exit code."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # that of the server would wait for the end
    sys.exit(sphinx_build.main(words))


def problem(top: Path, language: str) -> str:
    """Return what is wrong in the files that all pages need, or "" if nothing is."""
    try:
        project.read_languages(top).row(language)
        project.read_facts(top, language)
        if (top / "docs" / "sources.toml").exists():
            sources.load_sources(top / "docs")
    except SettingsError as error:
        return str(error)
    return ""


def compiled(top: Path, language: str, changed: Collection[Path] = ()) -> list[Problem]:
    """Compile what the check of catalogs accepts; return why it refuses the others. Raises SettingsError.

    An editor such as Poedit compiles what it saves: what has changed is checked in any case, and its page is
    in English if it is refused.
    """
    places = catalogs.folders(top, language)
    outdated = [path for place in places for path in extension.outdated(place)]
    saved = {*changed}.intersection(path for place in places for path in catalogs.files(place))
    if not (waiting := sorted({*outdated, *saved})):
        return []
    problems = [each for each in checker.check(top, waiting).problems if each.refused]
    refused = {top / each.path for each in problems}
    for path in refused.difference(outdated):
        path.with_suffix(".mo").unlink(missing_ok=True)
    for place in places:
        extension.compile_catalogs(place, refused)
    return problems


def opens_browser() -> bool:
    """Tell whether there is a browser with windows: one in the terminal would cover what is said there."""
    return sys.platform == "darwin" or any(map(os.environ.get, ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")))


def free_port() -> int:
    """Return the port of the preview, or the next one that no other program uses."""
    for port in range(PORT, PORT + 100):
        with suppress(OSError), socket.create_server((HOST, port)):
            return port
    return 0  # any that is free


def arguments(top: Path, language: str, more: list[str]) -> list[str]:
    """Return the arguments of sphinx-autobuild; `more` are options of it and of Sphinx."""
    out = top / "build" / "live"
    watched = "|".join(re.escape(name) for name in SOURCES)
    # Hidden and backup files are an editor's, and compiled catalogs are our own.
    others = rf"^(?!{re.escape(f'{top}/')}({watched}))|/\.[^/]*$|~$|\.mo$"
    preview = ["--host", HOST, "--watch", str(top), "--re-ignore", others]
    if not any(each.partition("=")[0] == "--port" for each in more):
        preview += ["--port", str(port := free_port())]
        if port != PORT:
            print(f"Port {PORT} is taken, perhaps by another preview.")
        print(f"The preview will be at http://{HOST}:{port} in a moment. Press Ctrl-C to stop it.")
    if opens_browser():
        preview += [
            "--open-browser",
            "--delay",
            "1",
        ]  # in seconds after the first build, for the server to start
    sphinx = ["-n", "-q", "-c", str(top), "-d", str(out / f".doctrees-{language}")]
    sphinx += ["-D", f"language={language}"]
    sphinx += ["-D", "gettext_auto_build=0"]  # we compile the catalogs that are right, before
    sphinx += ["-A", f"content_security_policy={POLICY}"]
    return [*preview, *sphinx, *more, str(top / "docs"), str(out / language)]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("language", nargs="?", default="en", help="a language of locales/languages.toml")
    parser.epilog = "Other options are passed on to sphinx-autobuild, for example --port=9000."


def run(top: Path, options: Namespace) -> int:
    """Preview one language until somebody stops it; return 1 if there is a problem at the start."""
    if told := problem(top, options.language):
        print(told, file=sys.stderr)
        return 1
    os.chdir(top)
    # Say each thing when it happens, also to a file or a program.
    os.environ["PYTHONUNBUFFERED"] = "1"
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    # Its --pre-build is not told what was saved, and shows a traceback where the command finds a problem:
    # https://github.com/sphinx-doc/sphinx-autobuild/pull/90. pyproject.toml asks for the version this is for.
    autobuild.Builder = partial(CarefulBuilder, top, options.language)
    for module in LOADED:  # once, and not for each change; who changes the program itself starts again
        import_module(module)
    autobuild.main(arguments(top, options.language, options.more))
    return 0
