"""A web server on loopback that fails in every way that links fail; a fresh port is a fresh host."""

from __future__ import annotations

import os
import socket
import struct
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self
from urllib.parse import unquote, urlsplit

PAGE = (
    b'<!DOCTYPE html><title>A page</title><h1 id="here">A page</h1>'
    b'<h2 id="user-content-of-github">A heading as GitHub writes it</h2><a name="old">An old place</a>'
)


class Handler(BaseHTTPRequestHandler):
    """Answers by the first part of the path; what follows is its argument."""

    server: FaultServer

    def do_GET(self) -> None:
        """Answer GET and HEAD."""
        self.server.agents.append(self.headers["User-Agent"])
        self.server.requests[self.path] += 1
        name, _, rest = urlsplit(self.path).path[1:].partition("/")
        getattr(self, f"answer_{name}")(unquote(rest))

    do_HEAD = do_GET

    def send(self, status: int, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(PAGE)

    def answer_fine(self, _: str) -> None:
        """A page."""
        self.send(200)

    def answer_status(self, code: str) -> None:
        """Any status; one of a redirect says that it leads on, but not where."""
        self.send(int(code))

    def answer_no_head(self, code: str) -> None:
        """HEAD is refused, GET is not."""
        self.send(int(code) if self.command == "HEAD" else 200)

    def answer_limited(self, retry_after: str) -> None:
        """Too many requests, for ever."""
        self.send(429, **({"Retry_After": retry_after} if retry_after else {}))

    def answer_limited_once(self, _: str) -> None:
        """Too many requests, the first time only."""
        self.send(429 if self.server.requests[self.path] == 1 else 200, Retry_After="1")

    def answer_redirect(self, rest: str) -> None:
        """A redirect with a status to another path or address: /redirect/301/fine."""
        status, _, target = rest.partition("/")
        self.send(int(status), Location=target if "://" in target else f"/{target}")

    def answer_loop(self, _: str) -> None:
        """A redirect to itself."""
        self.send(302, Location="/loop")

    def answer_silent(self, _: str) -> None:
        """Never a word."""
        self.server.closing.wait()

    def answer_drip(self, _: str) -> None:
        """A byte now and then, and never an end of the headers."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Drip: ")
        while not self.server.closing.wait(0.2):
            self.wfile.write(b".")

    def answer_reset(self, _: str) -> None:
        """The connection is reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests quiet."""


class FaultServer(ThreadingHTTPServer):
    """Use it in a `with` statement. `requests` counts paths, `agents` holds each User-Agent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.closing = Event()
        self.requests: Counter[str] = Counter()
        self.agents: list[str] = []

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.server_port}/{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the game."""

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.shutdown()
        self.server_close()
