"""What tests do in a browser of another engine than Chromium, whichever standard it is driven by."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 20  # seconds: a busy machine is no fault
KEYS = {"Shift": "\ue008", "Control": "\ue009", "Tab": "\ue004", "Enter": "\ue007", "Down": "\ue015"}
PLACE = """(selector) => {
  const [found] = [...document.querySelectorAll(selector)].filter((each) => each.getClientRects().length);
  found?.scrollIntoView({block: "center", behavior: "instant"});
  const box = found?.getClientRects()[0];
  return box && [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);
}"""
FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))"
SEEN = "(selector) => [...document.querySelectorAll(selector)].map((each) => each.innerText.trim())"
ARRIVED = "(to) => location.href === to && document.readyState === 'complete'"
# WebKitGTK takes minutes to paste a hundred thousand signs through its editor.
FILL = """(selector, words) => {
  const field = document.querySelector(selector);
  field.focus();
  field.value = words;
  field.dispatchEvent(new InputEvent("input", {bubbles: true}));
}"""


class EngineError(Exception):
    """What an engine says when it cannot do something."""


class Engine(ABC):
    """A browser with one tab."""

    name: str
    downloads: Path
    scripts = True  # whether those of pages run
    asks = True  # whether it asks, while it is driven, before a page is left that wants that

    @abstractmethod
    def go(self, address: str) -> None:
        """Open an address, and wait until it is there."""

    @abstractmethod
    def run(self, function: str, *values: Any) -> Any:
        """Call a function of JavaScript on the page, wait for what it promises, and return that."""

    @abstractmethod
    def act(self, source: dict[str, Any]) -> None:
        """Move the mouse or press keys: an input source with its actions, the same in both standards."""

    @abstractmethod
    def back(self) -> None:
        """Go to the page before this one."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page that size in CSS pixels, or the closest to it that the window can have."""

    @abstractmethod
    def shot(self) -> bytes:
        """Return a picture of the page as PNG."""

    @abstractmethod
    def accept(self) -> None:
        """Say yes to the question that the page has asked."""

    @abstractmethod
    def without_script(self, dark: bool = False) -> Any:
        """Run no script of a page, for as long as a `with` lasts; in a dark room, if asked for."""

    def remembered(self) -> list[Any]:
        """Return what the engine writes down of the fields of a page, to bring it back after a crash."""
        return []

    def pdf(self) -> bytes | None:
        """Print the page as PDF; None where what that needs is missing."""
        return None

    @contextmanager
    def forced_colours(self) -> Iterator[bool]:
        """Show pages in the colours of the reader alone; False where no setting does that."""
        yield False

    def until(self, function: str, *values: Any) -> Any:
        """Wait until a function returns something that counts as true, and return that."""
        end = time.monotonic() + PATIENCE
        found: object = None
        while time.monotonic() < end:
            try:
                if found := self.run(function, *values):
                    return found
            except EngineError as error:  # the page is just being left
                found = error
            time.sleep(0.05)
        raise AssertionError(f"{self.name}: {function} {values}: {found}")

    def arrive(self, address: str) -> None:
        """Wait until that address is there."""
        self.until(ARRIVED, address)

    def texts(self, selector: str) -> list[str]:
        """Return the words of all such elements as they are to be seen: of hidden ones none."""
        return list(self.run(SEEN, selector))

    def text(self, selector: str) -> str:
        """Wait until the first such element says something, and return that."""
        return str(self.until("(selector) => document.querySelector(selector)?.innerText.trim()", selector))

    def press(self, selector: str) -> None:
        """Click in the middle of the first such element that is to be seen."""
        x, y = self.until(PLACE, selector)
        if self.scripts:
            self.run(FRAMES)  # what was typed before may still scroll
            x, y = self.until(PLACE, selector)
        steps = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self.act({**mouse, "actions": steps})

    def keys(self, *keys: str) -> None:
        """Press keys one after the other; "Control+v" is two at once."""
        steps = []
        for key in keys:
            signs = [KEYS.get(part, part) for part in key.split("+")]
            steps += [{"type": "keyDown", "value": sign} for sign in signs]
            steps += [{"type": "keyUp", "value": sign} for sign in reversed(signs)]
        self.act({"type": "key", "id": "keyboard", "actions": steps})

    def write(self, selector: str, words: str) -> None:
        """Put words into a field in place of what is there."""
        self.run(FILL, selector, words)
