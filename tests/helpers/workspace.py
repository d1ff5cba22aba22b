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
from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.paths import FROZEN, ROOT

from handbook.site.build import made_from
from handbook.translation import pot

GENERATED = (".git", ".venv", "build", "node_modules", "__pycache__", ".*_cache", "*.mo")

# A test's own runs say nothing to GitHub, also where the tests run there.
QUIET = {name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"}
LABEL = re.compile(r"^\(.+\)=$", re.MULTILINE)
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
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*GENERATED))
    shutil.copytree(pot.fresh(ROOT), folder / "build" / "templates")  # else each copy makes its own
    shutil.copy(FROZEN, folder / "community.toml")
    table = folder / "locales" / "languages.toml"
    head, *rows = table.read_text("utf-8").split("\n[languages.")
    kept = [row for row in rows if 'status = "source"' in row or row.partition("]")[0] in translations]
    table.write_text("\n[languages.".join([head, *kept]), "utf-8")
    for each in (folder / "locales").iterdir():
        if each.is_dir() and each.name not in translations:
            shutil.rmtree(each)
    return folder


def small_copy(folder: Path, *translations: str) -> Path:
    """Copy the handbook with only a `FEW` of its pages, a quarter of the work, into a new folder.

    The labels of all others stand above the heading of a page that is left: every link leads somewhere.
    """
    top = copy(folder, *translations)
    shutil.rmtree(top / "build")  # the templates of all pages
    labels: list[str] = []
    for path in pages_but_few(top / "docs", ".md"):
        labels += LABEL.findall(path.read_text("utf-8"))
        path.unlink()
    for path in (top / "docs").rglob("*.md"):
        original = (ROOT / path.relative_to(top)).parent
        listed = [
            line for line in path.read_text("utf-8").splitlines() if is_left(line, path.parent, original)
        ]
        path.write_text("\n".join([*listed, ""]), "utf-8")
    (top / "docs" / "moved.toml").write_text("[moved]\n", "utf-8")  # its pages are gone here
    last = top / "docs" / f"{FEW[-1]}.md"
    last.write_text("\n".join([*labels, last.read_text("utf-8")]), "utf-8")
    for catalogs in (top / "locales").glob("*/LC_MESSAGES"):
        for path in pages_but_few(catalogs, ".po"):
            path.unlink()
    return top


def pages_but_few(folder: Path, ending: str) -> list[Path]:
    """Return what there is of the pages that are not `FEW`."""
    few = {folder / f"{name}{ending}" for name in (*FEW, "handbook")}
    return [path for path in sorted(folder.rglob(f"*{ending}")) if path not in few]


def is_left(line: str, folder: Path, original: Path) -> bool:
    """Tell whether a line of a page can stay: it names no page in a table of contents that has gone."""
    name = f"{line}.md"
    return not LISTED.fullmatch(line) or (folder / name).exists() or not (original / name).exists()


def copy_to_check(folder: Path) -> Path:
    """Copy the handbook without its tests: their style is the business of tests/repository/test_style.py."""
    top = copy(folder)
    for test in (top / "tests").rglob("*.py"):
        if test.name != "paths.py":  # mypy wants something to read there
            test.unlink()
    if (cache := ROOT / ".mypy_cache").exists():  # else mypy needs 10 seconds in each new copy
        shutil.copytree(cache, top / cache.name)
    return top


def edit(path: Path, old: str, new: str) -> None:
    """Change a file the way most editors save: a new file takes the place of the old one."""
    text = path.read_text("utf-8")
    assert old in text, f"{path}: {old}"
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.write_text(text.replace(old, new), "utf-8")
    fresh.replace(path)


def handbook(*words: str | Path) -> list[str]:
    """Return a command of the handbook: handbook("build", "--out", folder)."""
    return [sys.executable, "-m", "handbook", *map(str, words)]


def run(
    top: Path, *words: str | Path, before: Callable[[], None] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the handbook in the folder `top` and return how it ended."""
    return subprocess.run(
        handbook(*words),
        cwd=top,
        env=QUIET | environment,
        capture_output=True,
        text=True,
        timeout=900,  # seconds: the whole site and all its guides, on a machine that does much else
        check=False,
        preexec_fn=before,
    )


def fresh_site(target: Path) -> Path:
    """Copy what `make handbook` publishes to `target`; it is built if it is not as new as its sources."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with (build / ".tests.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # tests run side by side: the first builds, the others wait
        lock = build / ".site.lock"
        if not lock.exists() or lock.read_text() != made_from(ROOT):
            done = run(ROOT, "build")
            assert done.returncode == 0, f"The site could not be built:\n{done.stdout}{done.stderr}"
        return shutil.copytree(build / "site", target)


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
