"""Finds the links of the handbook and asks for them with lychee: https://lychee.cli.rs"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

PROGRAM = Path(sys.executable).with_name("lychee")
# What a script of the page reads, and a text to search for, are no places in a page.
SCRIPT = re.compile(r"^[/!?]|[=&]|^L\d+(C\d+)?(-L\d+(C\d+)?)?$")


def user_agent(name: str, url: str) -> str:
    """Tell the hosts who asks, and why. Header values are ASCII."""
    return f"{quote(name, safe=' ')} link check (+{quote(url, safe=':/%')}; do our links to you still work?)"


@dataclass(frozen=True)
class Answer:
    """What became of a link: the last status (0: none), lychee's words, each step as status and address."""

    code: int
    text: str = ""
    steps: tuple[tuple[int, str], ...] = ()
    works: bool = False


@dataclass(frozen=True)
class Asker:
    """Asks for links: `timeout` and `wait` are seconds, the latter for hosts that say we ask too often."""

    user_agent: str
    timeout: int
    retries: int
    wait: int
    end: float  # on the clock of time.monotonic: nothing is asked for after that

    def ask_host(self, uris: list[str], note: Callable[[str, Answer | None], None]) -> None:
        """Ask for the links of one host, one by one; `note` hears when each begins (None) and ends."""
        refused = None
        for uri in uris:
            if refused is None and time.monotonic() >= self.end:
                return
            note(uri, None)
            answer = refused or self.ask(uri)
            note(uri, answer)
            refused = answer if answer.code == 429 else None

    def ask(self, uri: str) -> Answer:
        """Ask for a link, and for a fragment of it that is a place in the page."""
        page, _, fragment = uri.partition("#")
        fragment = unquote(fragment.partition(":~:")[0])
        answer = self._retry(page)
        if not answer.works or not fragment or SCRIPT.search(fragment):
            return answer
        place = self._retry(uri)  # of the page itself, lychee tells the way, too
        if "fragment" in place.text:  # GitHub writes another name into its pages, and a script fixes that
            place = self._retry(f"{page}#user-content-{fragment}")
        return answer if place.works else place

    def _retry(self, uri: str) -> Answer:
        """Ask, and ask again where a server fails: lychee does so only for what is wrong on the way."""
        answer = self._once(uri)
        for _ in range(self.retries - 1):
            if not 500 <= answer.code < 600:
                break
            answer = self._once(uri)
        return answer

    def _once(self, uri: str) -> Answer:
        words = ["--include-fragments", "--max-redirects=10", "--method=get", "--default-extension=md", "-"]
        words += [f"--timeout={self.timeout}", f"--max-retries={self.retries - 1}"]
        words += [f"--user-agent={self.user_agent}"]
        patience = min(self.wait + self.retries * self.timeout, self.end - time.monotonic())
        try:
            found = run(words, f"<{uri}>", max(patience, 0.1))
        except subprocess.TimeoutExpired as error:
            return Answer(429 if b"rate limit" in (error.stderr or b"") else 0, "timed out")
        for name, maps in found.items():
            if name in ("success_map", "error_map", "timeout_map", "excluded_map"):
                for each in (each for file in maps.values() for each in file):
                    return read(each, works=name == "success_map")
        return Answer(0, "no address")


def run(words: list[str], text: str = "", timeout: float | None = None) -> dict[str, Any]:
    """Run lychee over `text`, or files that `words` name, and return its report; raises TimeoutExpired."""
    command = [str(PROGRAM), "--config=/dev/null", "--no-progress", "-vv", "--format=json", *words]
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=timeout, check=False)
    if not done.stdout.strip():
        raise OSError(f"lychee failed: {done.stderr.decode().strip()}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def read(entry: dict[str, Any], *, works: bool) -> Answer:
    """Read what lychee reports about a link. It tells no name that nobody has from a way that is closed."""
    status, steps = entry["status"], entry.get("redirects", {}).get("redirects", [])
    answer = Answer(
        status.get("code", 0), status["text"], tuple((each["code"], each["url"]) for each in steps), works
    )
    if "Connection failed" in answer.text:
        try:
            socket.getaddrinfo(urlsplit(entry["url"]).hostname, None)
        except OSError:
            return replace(answer, text="no such host")
    return answer


def find(root: Path) -> dict[str, list[str]]:
    """Return the places of each link to another site, as "docs/page.md:12", in the sources of the pages."""
    files = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("docs/**/*.toml")]
    report = run(["--offline", "--include-verbatim", "--", *map(str, sorted(files))])
    places: dict[str, list[str]] = defaultdict(list)
    for file, links in sorted(report["excluded_map"].items()):
        path = Path(file).relative_to(root).as_posix()
        for link in sorted(links, key=lambda each: each["span"]["line"]):
            place = f"{path}:{link['span']['line']}"
            if link["url"].startswith(("http:", "https:")) and place not in places[link["url"]]:
                places[link["url"]].append(place)
    return places
