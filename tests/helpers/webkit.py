"""Drives WebKitGTK by WebDriver: its small browser, on a screen that nobody sees.

The standard: https://www.w3.org/TR/webdriver2/
"""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from helpers.engines import PATIENCE, Engine, EngineError

SCREEN = ["-screen", "0", "1400x1100x24", "-nolisten", "tcp"]
PRINTER = ["/usr/bin/python3", str(Path(__file__).with_name("webkit_print.py"))]
UNABLE = 3  # how that program ends where the engine has no printer
TYPED = "() => [...document.querySelectorAll('textarea')].map((each) => each.value)"
CALL = "return (async (given) => JSON.stringify(await ({})(...JSON.parse(given))))(arguments[0])"


class WebKit(Engine):
    """WebKitGTK's small browser, which keeps nothing."""

    name = "WebKitGTK"
    asks = False  # its driver says yes for it

    def __init__(self, program: str, folder: Path, stack: ExitStack) -> None:
        """Start a screen, the driver and the browser, with a home in `folder`; `stack` ends them."""
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        (folder / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{self.downloads}"\n', "utf-8")
        reading, writing = os.pipe()
        screen = ["Xvfb", "-displayfd", str(writing), *SCREEN]
        running = stack.enter_context(subprocess.Popen(screen, pass_fds=[writing], stderr=subprocess.DEVNULL))
        stack.callback(running.terminate)
        os.close(writing)
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        self.folder = folder
        # Without a graphics card, to compose pages in OpenGL takes as long as all else.
        own = {"DISPLAY": f":{display}", "GDK_BACKEND": "x11", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        own |= {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "NO_AT_BRIDGE": "1"}
        self.surroundings = os.environ | own
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [program, f"--port={port}"]
        driver = stack.enter_context(
            subprocess.Popen(command, env=self.surroundings, stderr=subprocess.DEVNULL)
        )
        stack.callback(driver.terminate)
        self.host = f"http://127.0.0.1:{port}"
        self.begin()
        stack.callback(self.end)

    def send(self, path: str, method: str = "POST", *, patience: float = PATIENCE / 3, **values: Any) -> Any:
        """Send a command, and return its result within `patience` seconds. Raises EngineError."""
        body = json.dumps(values).encode() if method == "POST" else None
        try:
            with urlopen(Request(f"{self.host}{path}", body, method=method), timeout=patience) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            said = json.load(error)["value"]
            raise EngineError(f"{path}: {said['error']}: {said['message']}") from None
        except TimeoutError:  # a page that was just left does not answer any more
            raise EngineError(f"{path}: no answer") from None

    def begin(self, *options: str) -> None:
        """Start the browser."""
        end = time.monotonic() + PATIENCE
        wanted: dict[str, Any] = {"unhandledPromptBehavior": "ignore"}  # a page that asks does not go on
        if options:
            wanted["webkitgtk:browserOptions"] = {"args": ["--automation", *options]}
        while True:
            try:
                started = self.send("/session", patience=PATIENCE, capabilities={"alwaysMatch": wanted})
                break
            except URLError:  # the driver does not listen yet
                assert time.monotonic() < end, "the driver of WebKitGTK does not answer"
                time.sleep(0.05)
        self.session = f"/session/{started['sessionId']}"

    def end(self) -> None:
        """End the browser."""
        self.send(self.session, "DELETE")

    @contextmanager
    def without_script(self, dark: bool = False) -> Iterator[None]:
        self.end()
        try:  # the tests after one that fails here need a browser, too
            self.begin("--enable-javascript=false", *(["--dark-mode"] if dark else []))
            self.scripts = False
            try:
                yield
            finally:
                self.scripts = True
                self.end()
        finally:
            self.begin()

    def run(self, function: str, *values: Any) -> Any:
        answer = self.send(
            f"{self.session}/execute/sync", script=CALL.format(function), args=[json.dumps(values)]
        )
        return json.loads(answer or "null")

    def arrive(self, address: str) -> None:
        end = time.monotonic() + PATIENCE
        while (
            self.send(f"{self.session}/url", "GET") != address
        ):  # the page before it is not asked: see `send`
            assert time.monotonic() < end, f"{self.name} does not come to {address}"
            time.sleep(0.05)
        super().arrive(address)

    def go(self, address: str) -> None:
        self.send(f"{self.session}/url", url=address)
        self.until("() => document.readyState === 'complete'")  # the driver itself does not always wait

    def act(self, source: dict[str, Any]) -> None:
        self.send(f"{self.session}/actions", actions=[source])

    def back(self) -> None:
        self.send(f"{self.session}/back")

    def resize(self, width: int, height: int) -> None:
        self.send(f"{self.session}/window/rect", width=width, height=height)

    def shot(self) -> bytes:
        return base64.b64decode(self.send(f"{self.session}/screenshot", "GET"))

    def pdf(self) -> bytes | None:
        file = self.folder / "page.pdf"
        command = [*PRINTER, self.send(f"{self.session}/url", "GET"), str(file)]
        typed = json.dumps(self.run(TYPED))
        done = subprocess.run(
            command, input=typed, env=self.surroundings, check=False, text=True, timeout=3 * PATIENCE
        )
        if done.returncode == UNABLE:
            return None
        done.check_returncode()
        return file.read_bytes()

    def accept(self) -> None:
        self.send(f"{self.session}/alert/accept")
