"""Drives Firefox by WebDriver BiDi, which it speaks without a driver.

The standard: https://w3c.github.io/webdriver-bidi/
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from helpers.engines import Engine, EngineError
from websockets.sync.client import connect

# It calls nobody at its start, saves files without a question, and prepares nothing for other tabs.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.download.folderList": 2,
    "browser.newtab.preload": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.ipc.processPrelaunch.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.events.async.mouse.enabled": False,  # else a click finds what was there before the page scrolled
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
# What would come back after a crash. Firefox writes it to the disk every 15 seconds.
FIELDS = """async () => {
  const from = (name) => ChromeUtils.importESModule(`resource:///modules/sessionstore/${name}.sys.mjs`)[name];
  await from("TabStateFlusher").flush(gBrowser.selectedBrowser);
  return JSON.parse(from("SessionStore").getTabState(gBrowser.selectedTab)).formdata ?? null;
}"""
CALL = "async (given) => JSON.stringify(await ({})(...JSON.parse(given)))"
CALL_AT_ONCE = (
    "(given) => JSON.stringify(({})(...JSON.parse(given)))"  # without script, no promise is ever kept
)
SET = (
    "(name, value) => Services.prefs[typeof value === 'boolean' ? 'setBoolPref' : 'setIntPref'](name, value)"
)


class Firefox(Engine):
    """Firefox with a new profile."""

    name = "Firefox"

    def __init__(self, program: str, folder: Path, stack: ExitStack) -> None:
        """Start it with a profile in `folder`; `stack` ends it."""
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        wanted = PREFERENCES | {"browser.download.dir": str(self.downloads)}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items()]
        (folder / "user.js").write_text("\n".join(lines), "utf-8")
        command = [program, "--headless", "--no-remote", "--profile", str(folder), "about:blank"]
        command += ["--remote-debugging-port", "0", "--remote-allow-system-access"]
        running = stack.enter_context(
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        )
        stack.callback(running.terminate)
        heard = (re.search(r"BiDi listening on (ws:\S+)", line) for line in running.stderr or ())
        found = next(filter(None, heard), None)
        assert found, f"{program} ended before it listened"
        self.socket = stack.enter_context(connect(f"{found[1]}/session", max_size=None, open_timeout=60))
        self.number = 0
        self.asked: list[str] = []
        # It says yes to whatever a page asks, but stays on a page that asks before it is left.
        answers = {"confirm": "accept", "beforeUnload": "dismiss"}
        self.send("session.new", capabilities={"alwaysMatch": {"unhandledPromptBehavior": answers}})
        self.send("session.subscribe", events=["network.beforeRequestSent"])
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]
        whole = self.send("browsingContext.getTree", **{"moz:scope": "chrome"})
        self.window = whole["contexts"][0]["context"]
        self.call(
            self.window, SET, "security.fileuri.strict_origin_policy", True
        )  # remote control turns it off

    def send(self, method: str, **values: Any) -> dict[str, Any]:
        """Send a command, and return its result. Raises EngineError."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": values}))
        while True:
            heard = json.loads(self.socket.recv(timeout=60))
            if heard.get("method") == "network.beforeRequestSent":
                self.asked.append(heard["params"]["request"]["url"])
            if heard.get("id") == self.number:
                if heard["type"] == "error":
                    raise EngineError(f"{method}: {heard['error']}: {heard['message']}")
                return dict(heard["result"])

    def call(self, context: str, function: str, *values: Any) -> Any:
        """Call a function in the tab, or in the window around it."""
        answer = self.send(
            "script.callFunction",
            functionDeclaration=(CALL if self.scripts else CALL_AT_ONCE).format(function),
            arguments=[{"type": "string", "value": json.dumps(values)}],
            target={"context": context},
            awaitPromise=self.scripts,
        )
        if answer["type"] == "exception":
            raise EngineError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def run(self, function: str, *values: Any) -> Any:
        return self.call(self.tab, function, *values)

    @contextmanager
    def preferring(self, **preferences: bool | int) -> Iterator[bool]:
        """Change settings for a while, as in about:config; "__" stands for a dot."""
        names = {name.replace("__", "."): value for name, value in preferences.items()}
        for name, value in names.items():
            self.call(self.window, SET, name, value)
        yield True
        for name in names:
            self.call(self.window, "(name) => Services.prefs.clearUserPref(name)", name)

    @contextmanager
    def without_script(self, dark: bool = False) -> Iterator[None]:
        colours = {"layout__css__prefers-color-scheme__content-override": 0} if dark else {}
        with self.preferring(javascript__enabled=False, **colours):
            self.scripts = False
            yield
            self.scripts = True

    @contextmanager
    def forced_colours(self) -> Iterator[bool]:
        with self.preferring(browser__display__document_color_use=2):
            yield True

    def go(self, address: str) -> None:
        self.send("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def act(self, source: dict[str, Any]) -> None:
        self.call(self.window, "() => gBrowser.selectedBrowser.focus()")  # not the field for addresses
        self.send("input.performActions", context=self.tab, actions=[source])

    def back(self) -> None:
        self.send("browsingContext.traverseHistory", context=self.tab, delta=-1)

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self.tab, viewport=size)

    def shot(self) -> bytes:
        return base64.b64decode(self.send("browsingContext.captureScreenshot", context=self.tab)["data"])

    def accept(self) -> None:
        """Do nothing: it has said yes already."""

    def remembered(self) -> list[Any]:
        fields = self.call(self.window, FIELDS)
        return [fields] if fields else []

    def pdf(self) -> bytes:
        return base64.b64decode(self.send("browsingContext.print", context=self.tab)["data"])
