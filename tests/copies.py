"""Copies of the handbook that a test may spoil, and the commands as people run them there."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GENERATED = (".git", ".venv", "build", "node_modules", "__pycache__", ".*_cache")

# A test's own runs say nothing to GitHub, also where the tests run there.
QUIET = {name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"}


def copy(folder: Path, *translations: str) -> Path:
    """Copy the sources of the handbook into a new folder, with the frozen facts, and return it.

    A test that spoils a fact finds it there, whatever the facts of the community are today.
    Of the translations only those that are named come along: most tests need none, and each takes its time.
    """
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*GENERATED))
    shutil.copy(ROOT / "tests" / "facts.toml", folder / "community.toml")
    table = folder / "locales" / "languages.toml"
    head, *rows = table.read_text("utf-8").split("\n[languages.")
    kept = [row for row in rows if 'status = "source"' in row or row.partition("]")[0] in translations]
    table.write_text("\n[languages.".join([head, *kept]), "utf-8")
    for each in (folder / "locales").iterdir():
        if each.is_dir() and each.name not in translations:
            shutil.rmtree(each)
    return folder


def copy_to_check(folder: Path) -> Path:
    """Copy the handbook without its tests: what they look like is tests/test_style.py's business."""
    top = copy(folder)
    for test in top.glob("tests/*.py"):
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
        timeout=300,
        check=False,
        preexec_fn=before,
    )


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
