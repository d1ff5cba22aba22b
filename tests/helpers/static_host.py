"""A server on loopback that serves a folder as a static host does, and remembers what was asked of it."""

from __future__ import annotations

import gzip
import mimetypes
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit

PACKED = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")

VISITOR = "X-Visitor"  # a header that tells the requests of visitors apart who come at the same time


class Request(NamedTuple):
    """One request: path, status of the answer, its bytes on the wire with headers, and who asked."""

    path: str
    status: int
    size: int
    visitor: str | None


@cache
def packed(content: bytes) -> bytes:
    """Return what a host that compresses well sends."""
    return gzip.compress(content, 9, mtime=0)


def host_headers(folder: Path) -> dict[str, str]:
    """Return the headers that the site asks its host to send with everything."""
    lines = (folder / "_headers").read_text("utf-8").splitlines()
    start = lines.index("/*") + 1
    return dict(line.strip().split(": ", 1) for line in lines[start:] if line.startswith("  "))


class StaticHost(ThreadingHTTPServer):
    """Serves `folder` below the path of `address`; `requests` holds what was asked, in order."""

    daemon_threads = True
    packs: tuple[str, ...] = PACKED
    pause = 0.1  # seconds between parts: browsers show something new 60 times in a second

    def __init__(self, folder: Path, address: str) -> None:
        """Listen on a free port of loopback."""
        super().__init__(("127.0.0.1", 0), _Answer)
        self.folder = folder
        self.path = urlsplit(address).path
        self.headers = host_headers(folder)  # "" instead of a value: without that header
        self.requests: list[Request] = []

    @property
    def origin(self) -> str:
        """Return scheme, host and port."""
        return f"http://127.0.0.1:{self.server_port}"

    def url(self, page: str) -> str:
        """Return the address of a file of the site."""
        return f"{self.origin}{self.path}{page}"

    def moved(self, path: str) -> str | None:
        """Return where a path leads instead, None if it does not."""
        return None

    def parts(self, file: Path, content: bytes) -> list[bytes]:
        """Return the parts in which a file is sent."""
        return [content]

    def find(self, path: str) -> tuple[HTTPStatus, Path]:
        """Return the file for a path, or the page that hosts show for addresses that do not exist."""
        file = (self.folder / path.removeprefix(self.path)).resolve()
        if file.is_dir():
            file /= "index.html"
        inside = path.startswith(self.path) and file.is_relative_to(self.folder.resolve())
        if inside and file.is_file():
            return HTTPStatus.OK, file
        return HTTPStatus.NOT_FOUND, self.folder / "404.html"

    def answer(self, status: HTTPStatus, file: Path, *, unpacks: bool = True) -> tuple[bytes, bytes]:
        """Return the headers and the content of an answer with a file."""
        content = file.read_bytes()
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"Content-Type": kind, "Date": formatdate(usegmt=True)} | self.headers
        if kind.startswith(self.packs) and unpacks:
            content = packed(content)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(content))
        lines = [
            f"HTTP/1.1 {status.value} {status.phrase}",
            *(f"{name}: {headers[name]}" for name in headers if headers[name]),
        ]
        return "\r\n".join([*lines, "", ""]).encode(), content


# The elements of the frame; before each of them a slow line may pause.
FRAME = re.compile(rb"(?=<(?:header|details|summary|nav|main|footer|/body)\b|<a class=.hb-)")


class SlowHost(StaticHost):
    """Sends pages in parts, with time between them for a browser to show what has come so far."""

    packs = ()

    def parts(self, file: Path, content: bytes) -> list[bytes]:
        """Return the parts of a page; all else comes at once."""
        return FRAME.split(content) if file.suffix == ".html" else [content]


Host = TypeVar("Host", bound=StaticHost)


@contextmanager
def served(host: Host) -> Iterator[Host]:
    """Let a host answer while a test asks it."""
    with host:
        thread = Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StaticHost

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        status, file = self.server.find(path)
        if place := self.server.moved(path):
            self.wfile.write(f"HTTP/1.1 308 Moved\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        unpacks = "gzip" in self.headers.get("Accept-Encoding", "")
        head, content = self.server.answer(status, file, unpacks=unpacks)
        visitor = self.headers.get(VISITOR)
        self.server.requests.append(Request(self.path, status, len(head) + len(content), visitor))
        first, *rest = self.server.parts(file, content)
        self.wfile.write(head + first)
        for part in rest:
            time.sleep(self.server.pause)
            self.wfile.write(part)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""
