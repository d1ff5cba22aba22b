"""What the front matter of a page under docs/paper/ says about the guide that is printed from it."""

from __future__ import annotations

import json
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from handbook.settings import Table, check

# Width and height as CSS takes them.
SIZES = {
    "letter": ("8.5in", "11in"),
    "a4": ("210mm", "297mm"),
    "tabloid": ("11in", "17in"),
    "a3": ("297mm", "420mm"),
    "16x9": ("13.333in", "7.5in"),
}

Size = Literal["letter", "a4", "tabloid", "a3", "16x9"]
KindName = Literal["book", "sheets", "forms", "cards", "poster", "sign", "tent", "card", "slides"]


class Kind(NamedTuple):
    """How one kind of guide is printed: its template and stylesheet, and its sizes of text in points.

    Where `smallest` is below `text`, the largest text is taken with which each part stays on its page.
    """

    template: str
    text: float
    smallest: float


KINDS: dict[str, Kind] = {
    "book": Kind("book", 12, 12),
}


class Guide(Table):
    """One guide."""

    kind: KindName
    sizes: tuple[Size, ...] = Field(min_length=1)
    pages: tuple[str, ...] = ()
    everything: bool = False  # all pages of the handbook, in the order of its menu
    qr: str | None = None  # the page whose address stands on it as a QR code and in letters
    edition: Literal["full", "participant"] = "full"  # participants get lines to write on, not answers
    text: Annotated[float, Field(ge=5, le=72)] | None = None  # size of the text in points


def read(name: str, text: str) -> Guide:
    """Read the front matter of the page called `name`, which MyST hands on as JSON; raises SettingsError."""
    try:
        data = json.loads(text)
    except ValueError:
        data = text
    return check(f"{name}.md, guide", data, Guide)
