"""A host that can be out of reach, or answer slowly or wrongly."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from threading import Event

from helpers.static_host import StaticHost


class Weather(StaticHost):
    """A host of the site that can be reached or not, as a reader in a basement meets it."""

    state = "fine"  # or "gone", "slow", or the status of an answer that is no page: "502"
    form = "as it is"  # of the addresses of pages: "bare" (/x), "with the ending" (/x.html), or "both"
    only = ""  # what the state holds for: paths with this in them

    def __init__(self, folder: Path, address: str) -> None:
        """Begin with a good signal."""
        super().__init__(folder, address)
        self.over = Event()
        self.asked: list[str] = []  # paths, answered or not

    def moved(self, path: str) -> str | None:
        """Lead from one form of the address of a page to that which this host likes."""
        bare = path.removesuffix("index.html") if path.endswith("/index.html") else path.removesuffix(".html")
        if self.form == "bare" and bare != path:
            return bare
        if self.form == "with the ending" and not path.endswith("/") and "." not in path.rpartition("/")[2]:
            return f"{path}.html"
        return None

    def find(self, path: str) -> tuple[HTTPStatus, Path]:
        """Answer, or not."""
        self.asked.append(path)
        status, file = super().find(path)
        if status != HTTPStatus.OK and self.form in ("bare", "both"):
            status, file = super().find(f"{path}.html")
        if self.only not in path:
            return status, file
        if self.state == "gone":
            raise ConnectionAbortedError
        if self.state == "slow":
            self.over.wait(60)
        if self.state == "parked":  # somebody else answers in our place, and says that all is well
            (self.folder / "parked.html").write_text("<!doctype html><title>Log in</title>Log in", "utf-8")
            return HTTPStatus.OK, self.folder / "parked.html"
        return (HTTPStatus(int(self.state)) if self.state.isdigit() else status), file

    def handle_error(self, *_: object) -> None:
        """Say nothing on the terminal: it is as it should be."""
