"""Asks for links as Sphinx's linkcheck does, politely, and writes down what becomes of each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from requests import HTTPError, Response
from sphinx.builders.linkcheck import (
    Hyperlink,
    HyperlinkAvailabilityChecker,
    HyperlinkAvailabilityCheckWorker,
    RateLimit,
)
from sphinx.config import Config

from handbook.links.report import entry
from handbook.links.verdicts import PERMANENT


class Journal:
    """Writes down what becomes of each link; safe to use from several threads."""

    def __init__(self, path: Path, plan: dict[str, list[str]]) -> None:
        """Begin with every link and its places; the file is there only once the plan is whole."""
        whole = path.with_suffix(".new")
        whole.write_text("".join(entry(uri, "planned", places=plan[uri]) for uri in plan), "utf-8")
        self.file = whole.replace(path).open("a", encoding="utf-8")
        self.lock = Lock()

    def write(self, uri: str, status: str, code: int = 0, info: str = "") -> None:
        """Add what became of a link, and make sure that it outlives this process."""
        with self.lock:
            self.file.write(entry(uri, status, code, info))
            self.file.flush()


class PoliteWorker(HyperlinkAvailabilityCheckWorker):
    """Asks as Sphinx does, writes down each step, and leaves a host alone that says "too many requests"."""

    def __init__(self, checker: PoliteChecker) -> None:
        """Share the queues and the memory of the checker."""
        super().__init__(checker.config, checker.rqueue, checker.wqueue, checker.rate_limits)
        self.journal = checker.journal
        self.refused_since = checker.refused_since
        # Enough for any honest chain; the 30 of requests burden a host that goes in circles.
        self._session.max_redirects = 10
        self._session.hooks["response"].append(self.note_redirect)
        self.redirects: list[int] = []  # the codes on the way that was asked for last

    def note_redirect(self, response: Response, **_: Any) -> None:
        """Note where the way leads on; raises HTTPError where a redirect does not say where to.

        Sphinx takes the latter for a page, and of a chain it keeps the last code only.
        """
        if response.is_redirect:
            self.redirects.append(response.status_code)
        elif 300 <= response.status_code < 400:
            response.close()
            raise HTTPError(f"{response.status_code} without a Location", response=response)

    def _retrieval_methods(self, check_anchors: bool, anchor: str) -> Iterator[Any]:
        for method in super()._retrieval_methods(check_anchors, anchor):
            self.redirects.clear()
            yield method

    def _check(self, docname: str, uri: str, hyperlink: Hyperlink) -> Any:
        self.journal.write(uri, "asked")
        status, info, code = super()._check(docname, uri, hyperlink)
        if status == "rate-limited":
            self.journal.write(uri, "waiting")
        elif status in ("working", "redirected"):
            self.refused_since.pop(urlsplit(uri).netloc, None)
        if status == "redirected":  # a way with one step that is not for good is not for good
            code = next((each for each in self.redirects if each not in PERMANENT), code)
        return status, info, code

    def limit_rate(self, response_url: str, retry_after: str | None) -> float | None:
        """Return when to ask again, in seconds since 1970, or None when that is too late for us.

        Sphinx follows any Retry-After, for ever. Here a host has `links_wait` seconds from its first refusal.
        """
        host, now = urlsplit(response_url).netloc, time.time()
        start = self.refused_since.setdefault(host, now)
        wanted = super().limit_rate(response_url, retry_after)
        if wanted is None or wanted > start + self.rate_limit_timeout:
            self.rate_limits.pop(host, None)
            return None
        again = max(wanted, now + 1)
        self.rate_limits[host] = RateLimit(again - now, again)
        return again


class PoliteChecker(HyperlinkAvailabilityChecker):
    """Sphinx's checker with our workers."""

    def __init__(self, config: Config, journal: Journal) -> None:
        """Take the settings of linkcheck and the journal to write in."""
        super().__init__(config)
        self.journal = journal
        self.refused_since: dict[str, float] = {}

    def invoke_threads(self) -> None:
        """Start the workers."""
        self.workers += [PoliteWorker(self) for _ in range(self.num_workers)]
        for worker in self.workers:
            worker.start()
