"""The last steps of a build: the search index, and the one move that publishes."""

from __future__ import annotations

import base64
import ctypes
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from pagefind.service import get_executable

# What a search loads first, beside what stands in folders. The rest is an interface that we do not use.
SEARCH_FILES = ("pagefind.js", "pagefind-worker.js", "wasm.", "pagefind.")
ENTRY = Path("pagefind-entry.json")  # names the languages
FOLDER = "pagefind"

PAGEFIND = get_executable()  # it imports; Ctrl-C while the words are indexed must not fall into an import

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fs.h


def index_words(site: Path) -> None:
    """Let Pagefind index the pages of `site`; write what a search loads, the same bytes in each build.

    Pagefind's command takes the pages in the order of the file system and does not notice a full disk. Its
    service, which serves its libraries, takes them in our order and leaves the writing to us. Its library for
    Python reads one answer each tenth of a second, and none above 2 MB: too slow for many languages.
    Each language is indexed on its own, as a search reads it: memory does not grow with their number.
    Raises OSError.
    """
    if PAGEFIND is None:
        raise OSError("Pagefind, which indexes the words, is not here: make handbook installs it.")

    def language(page: Path) -> tuple[str, ...]:
        return page.relative_to(site).parts[:-1][:1]  # its folder; none for what stands at the root

    entry: dict[str, Any] = {"languages": {}}
    for _, pages in groupby(sorted(site.rglob("*.html"), key=lambda page: (language(page), page)), language):
        for path, content in _indexed(site, pages):
            if path == ENTRY:
                more = json.loads(content)
                entry = more | {"languages": entry["languages"] | more["languages"]}
            elif path.parent.name or path.name.startswith(SEARCH_FILES):
                _write(site, path, content)
    _write(site, ENTRY, json.dumps(entry, sort_keys=True).encode())
    if all(each["wasm"] for each in entry["languages"].values()):
        # The engine for languages that Pagefind does not know: no search loads it where it knows them all.
        (site / FOLDER / "wasm.unknown.pagefind").unlink(missing_ok=True)


def _write(site: Path, path: Path, content: bytes) -> None:
    target = site / FOLDER / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _indexed(site: Path, pages: Iterable[Path]) -> Iterator[tuple[Path, bytes]]:
    """Yield what Pagefind makes of those pages that can be searched: nothing if there are none."""
    texts = {path: text for path in pages if "data-pagefind-body" in (text := path.read_text("utf-8"))}
    if not texts:
        return
    with subprocess.Popen(
        [str(PAGEFIND), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as service:
        index = _ask(service, type="NewIndex", config={"keep_index_url": True})["index_id"]
        for path, text in texts.items():
            page = {"file_path": path.relative_to(site).as_posix(), "file_contents": text}
            _ask(service, type="AddFile", index_id=index, url=None, **page)
        files = _ask(service, type="GetFiles", index_id=index)["files"]
    for file in files:
        yield Path(file["path"]), base64.b64decode(file["content"])


def _ask(service: subprocess.Popen[bytes], **question: Any) -> dict[str, Any]:
    """Send a question to Pagefind's service and return the answer: both are JSON in base64 before a comma."""
    assert service.stdin and service.stdout
    message = json.dumps({"message_id": 0, "payload": question}).encode()
    service.stdin.write(base64.b64encode(message) + b",")
    service.stdin.flush()
    answer = b""
    while not answer.endswith(b","):
        part = os.read(service.stdout.fileno(), 1 << 20)
        if not part:
            raise OSError("Pagefind, which indexes the words, ended before its work was done.")
        answer += part
    payload: dict[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
    if payload["type"] == "Error":
        raise OSError(f"Pagefind, which indexes the words, says: {payload['message']}")
    return payload


def new_folder(site: Path) -> Path:
    """Return an empty folder beside `site` to build in, and remove what killed builds left there.

    Its name is new each time: programs that outlive a killed build may still write into theirs.
    """
    for left in site.parent.glob(f".{site.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)
    new = site.with_name(f".{site.name}.new-{os.getpid()}")
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
