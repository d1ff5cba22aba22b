"""Copies of the handbook that a test may spoil, and the commands as people run them there."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryFile
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from helpers.paths import FROZEN, ROOT
from helpers.sphinx_app import sphinx_main

from handbook.__main__ import main
from handbook.site import build as site
from handbook.site import parallel
from handbook.translation import pot

GENERATED = (".git", ".venv", "build", "node_modules", "__pycache__", ".*_cache", "*.mo")

# A test's own runs say nothing to GitHub, also where the tests run there.
QUIET = {name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"}
LABEL = re.compile(r"^\(.+\)=$", re.MULTILINE)
WORD = re.compile(r"[\w-]+")
LISTED = re.compile(r"[\w/-]+")  # a page in a table of contents
# The pages of a small handbook, with their translations, for tests of how the program works.
FEW = (
    "index",
    "help-now",
    "report/index",
    "report/your-choices",
    "report/appeal",
    "report/support",
    "conduct/index",
    "about/index",
    "about/glossary",
    "about/offline",
    "about/origin",
    "about/privacy",
    "about/accessibility",
)


def copy(folder: Path, *translations: str) -> Path:
    """Copy the sources of the handbook into a new folder, with the frozen facts, and return it.

    A test that spoils a fact finds it there, whatever the facts of the community are today.
    Of the translations only those that are named come along: most tests need none, and each takes its time.
    """
    copy_sources(folder, *translations)
    shutil.copytree(templates(), folder / "build" / "templates")  # else each copy makes its own
    return folder


def copy_sources(folder: Path, *translations: str) -> None:
    """Copy what the handbook is made from: without its tests, which nobody runs there."""
    others = [path.name for path in (ROOT / "locales").iterdir() if path.is_dir()]
    left_out = {*GENERATED, "test_*.py", *others}.difference(translations)
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*left_out))
    shutil.copy(FROZEN, folder / "community.toml")
    table = folder / "locales" / "languages.toml"
    head, *rows = table.read_text("utf-8").split("\n[languages.")
    kept = [row for row in rows if 'status = "source"' in row or row.partition("]")[0] in translations]
    table.write_text("\n[languages.".join([head, *kept]), "utf-8")


def small_copy(top: Path, *translations: str) -> Path:
    """Copy the handbook with only a `FEW` of its pages, a quarter of the work, into a new folder.

    The labels of others that they link to stand above the heading of a page that is left: every link leads
    somewhere. All that are missing would take Sphinx a third of its time.
    """
    copy_sources(top, *translations)
    gone = pages_but_few(top / "docs", ".md")
    labels = [label for path in gone for label in LABEL.findall(path.read_text("utf-8"))]
    for path in gone:
        path.unlink()
    for path in (top / "docs").rglob("*.md"):
        original = (ROOT / path.relative_to(top)).parent
        listed = [
            line for line in path.read_text("utf-8").splitlines() if is_left(line, path.parent, original)
        ]
        path.write_text("\n".join([*listed, ""]), "utf-8")
    (top / "docs" / "moved.toml").write_text("[moved]\n", "utf-8")  # its pages are gone here
    written = {*WORD.findall("\n".join(path.read_text("utf-8") for path in (top / "docs").rglob("*.md")))}
    linked = [label for label in labels if label[1:-2] in written]
    last = top / "docs" / f"{FEW[-1]}.md"
    last.write_text("\n".join([*linked, last.read_text("utf-8")]), "utf-8")
    for catalogs in (top / "locales").glob("*/LC_MESSAGES"):
        for path in pages_but_few(catalogs, ".po"):
            path.unlink()
    for words in (top / "locales").rglob("glossary.toml"):  # those for the search
        kept = [line for line in words.read_text("utf-8").splitlines() if not is_gone(line, top)]
        words.write_text("\n".join([*kept, ""]), "utf-8")
    keep_templates(top, ROOT / "build" / "templates-of-few")
    return top


def templates() -> Path:
    """Return the templates of all pages; they are made by the first worker that asks."""
    with alone("templates"):
        return pot.fresh(ROOT)


def keep_templates(top: Path, kept: Path) -> None:
    """Give a copy up-to-date templates; they are kept for the next copy of the same pages."""
    with alone(kept.name):
        if kept.exists():
            shutil.copytree(kept, top / "build" / "templates")
        there = contents(top / "build" / "templates")
        if contents(pot.fresh(top)) != there:
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(top / "build" / "templates", kept)


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Do something that another worker would do at the same time: the second waits, and finds it done."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with (build / f".tests.{what}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def pages_but_few(folder: Path, ending: str) -> list[Path]:
    """Return what there is of the pages that are not `FEW`."""
    few = {folder / f"{name}{ending}" for name in (*FEW, "handbook")}
    return [path for path in sorted(folder.rglob(f"*{ending}")) if path not in few]


def is_left(line: str, folder: Path, original: Path) -> bool:
    """Tell whether a line of a page can stay: it names no page in a table of contents that has gone."""
    name = f"{line}.md"
    return not LISTED.fullmatch(line) or (folder / name).exists() or not (original / name).exists()


def is_gone(line: str, top: Path) -> bool:
    """Tell whether a line of a glossary gives words for the search of a page that has gone."""
    page = re.match(r'"([\w/-]+)" = \[', line)
    return page is not None and not (top / "docs" / f"{page[1]}.md").exists()


def copy_to_check(folder: Path) -> Path:
    """Copy a small handbook without its tests: their style is the business of repository/test_style.py."""
    top = small_copy(folder)
    for test in (top / "tests").rglob("*.py"):
        if test.name != "paths.py":  # mypy wants something to read there
            test.unlink()
    return top


def keep_types(top: Path) -> None:
    """Give a copy what mypy knows of our modules: else it reads all packages anew, for 10 seconds."""
    cache = ROOT / ".mypy_cache"
    with alone("mypy"):
        if not cache.exists():
            subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, check=False)
    shutil.copytree(cache, top / cache.name)


def edit(path: Path, old: str, new: str, times: int = -1) -> None:
    """Change a file the way most editors save: a new file takes the place of the old one."""
    text = path.read_text("utf-8")
    assert old in text, f"{path}: {old}"
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_text(text.replace(old, new, times), "utf-8")
    fresh.replace(path)


def handbook(*words: str | Path) -> list[str]:
    """Return a command of the handbook: handbook("build", "--out", folder)."""
    return [sys.executable, "-m", "handbook", *map(str, words)]


def run(top: Path, *words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the handbook in the folder `top` and return how it ended."""
    if words[0] in QUICK:
        return run_here(top, *map(str, words), **environment)
    return subprocess.run(
        handbook(*words),
        cwd=top,
        env=QUIET | environment,
        capture_output=True,
        text=True,
        timeout=900,  # seconds: the whole site and all its guides, on a machine that does much else
        check=False,
    )


# These do so little that a process of their own would take longer than their work.
QUICK = ("catalogs", "check-catalogs")


def run_here(top: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as in a process of its own, and in this one; what its programs say is caught, too."""
    with ExitStack() as stack:
        said = [stack.enter_context(TemporaryFile("w+", encoding="utf-8")) for _ in range(2)]
        for number, file in enumerate(said, 1):
            before = os.dup(number)
            stack.callback(os.close, before)
            stack.callback(os.dup2, before, number)
            os.dup2(file.fileno(), number)
        stack.enter_context(redirect_stdout(said[0]))
        stack.enter_context(redirect_stderr(said[1]))
        stack.enter_context(chdir(top))
        stack.enter_context(patch.dict(os.environ, QUIET | environment, clear=True))
        stack.callback(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT))  # a build listens to it
        stack.enter_context(patch.object(pot, "subprocess", SimpleNamespace(run=sphinx_here)))
        stack.enter_context(patch.object(parallel, "run", one_by_one))
        stack.enter_context(patch.object(site, "sphinx_build", SimpleNamespace(main=sphinx_main)))
        try:
            code = main([*words])
        except SystemExit as end:  # arguments that are wrong
            code = int(end.code or 0)
        for file in said:
            file.flush()
            file.seek(0)
        return subprocess.CompletedProcess([*words], code, *(file.read() for file in said))


def sphinx_here(words: list[str], *, check: bool) -> subprocess.CompletedProcess[str]:
    """Make templates in this process, when `pot.build` asks: to load Sphinx takes longer than its work."""
    assert words[1:3] == ["-m", "sphinx"]
    return subprocess.CompletedProcess(words, sphinx_main(words[3:]), check)


def one_by_one(
    pieces: Mapping[parallel.Name, parallel.Work], *_: object
) -> Iterator[tuple[parallel.Name, bool]]:
    """Do the pieces of a build in this process, for the same reason: it takes less than half of the time."""
    for name, work in pieces.items():
        yield name, work()


def build_site() -> int:
    """Build what `make handbook` publishes, if it is not as new as its sources; return the exit code.

    `make test` does so before its workers begin, so that printing has the processors to itself.
    """
    with alone("site"):
        lock = ROOT / "build" / ".site.lock"
        if lock.exists() and lock.read_text() == site.made_from(ROOT):
            return 0
        return subprocess.run(handbook("build"), cwd=ROOT, env=QUIET, check=False).returncode


def fresh_site(target: Path) -> Path:
    """Copy what `make handbook` publishes to `target`; it is built if it is not as new as its sources."""
    assert build_site() == 0, "The site could not be built: its last lines say why."
    return shutil.copytree(ROOT / "build" / "site", target)


def start(top: Path, *words: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Start a command of the handbook in a process group of its own, where Ctrl-C works as in a terminal."""
    return subprocess.Popen(
        handbook(*words),
        cwd=top,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **options,
    )


def contents(folder: Path) -> dict[str, str]:
    """Return a digest of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


if __name__ == "__main__":
    sys.exit(build_site())
