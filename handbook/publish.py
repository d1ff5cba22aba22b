"""The last steps of a build: the search index, and the one move that publishes."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

# What a search loads: pagefind.js and what it asks for. The rest is an interface that we do not use.
SEARCH_FILES = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.", "pagefind.")

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fs.h


def index_words(site: Path) -> None:
    """Let Pagefind index the pages of `site`; keep what a search loads, the same bytes in each build."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    folder = site / "pagefind"
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith(SEARCH_FILES):
            path.unlink()
    entry = folder / "pagefind-entry.json"
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True), "utf-8")


def new_folder(site: Path) -> Path:
    """Return an empty folder beside `site` to build in, and remove what a killed build left there."""
    new = site.with_name(f".{site.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    return new


def swap(new: Path, site: Path) -> None:
    """Put `new` in the place of `site` in one move; what stood there is then in `new`.

    Linux can exchange two folders at once (renameat2). Elsewhere two renames follow each other, and the old
    site is put back if the second fails.
    """
    if not site.exists():
        new.rename(site)
        return
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        exchange = None
    if (
        exchange
        and exchange(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(site), _RENAME_EXCHANGE) == 0
    ):
        return
    old = site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    shutil.rmtree(old)
