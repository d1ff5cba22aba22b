"""What the front matter of a page under docs/paper/ says about the guide that is printed from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from handbook.config.toml import Table, check

MANIFEST = "guides.json"  # in the folder of a language: what is known about each PDF

# Width and height in millimetres.
SIZES = {
    "letter": (215.9, 279.4),
    "a4": (210.0, 297.0),
    "tabloid": (279.4, 431.8),
    "a3": (297.0, 420.0),
    "16x9": (338.7, 190.5),
    "booklet-letter": (139.7, 215.9),  # half a sheet: see booklet.py
    "booklet-a4": (148.5, 210.0),
}
# Both come from the same pages: those of the first, in the middle of the second.
ALIKE = {"letter": "a4", "booklet-letter": "booklet-a4"}
BOOKLET = "booklet-"  # begins the names of sizes that are folded
BOOKLET_TEXT = 10.0  # points, whatever the guide has on full pages

# About the width of a strip to tear off, how far it hangs down, and how much is left beside the first and the
# last one, in millimetres: A4 is 6 narrower than Letter, and no printer reaches the edge of a sheet.
STRIP = (27, 70, 7)

OWN = "own"  # stands for the paper of the community
PAPERS = ("letter", "a4")
ALL = "all"  # asks for every size, and for what is printed only on request
DOCX, PPTX = EDITABLE = ("docx", "pptx")  # stand for files to edit, which have no size

Size = Literal["letter", "a4", "tabloid", "a3", "16x9", "booklet-letter", "booklet-a4", "own"]
KindName = Literal[
    "book",
    "pack",
    "sheets",
    "forms",
    "letters",
    "cards",
    "poster",
    "sign",
    "tent",
    "card",
    "leaflet",
    "slides",
]
Points = Annotated[float, Field(ge=4, le=96)]


class Grid(NamedTuple):
    """Where several faces share a sheet: width and height of each in millimetres, and how many there are."""

    width: float
    height: float
    columns: int
    rows: int
    above: float  # free room within a face, above and below its words
    beside: float


class Kind(NamedTuple):
    """How one kind of guide is printed: its template, and its text in points.

    A kind that is made of faces takes the largest text of `text` with which each face stays on its place: one
    size for all of them, or each its own where they are not `alike`. The others have one size.
    """

    template: str
    text: tuple[float, ...]
    faces: bool = True
    one_face: bool = False  # all sections together
    alike: bool = True
    margin: float = 20  # of a page that is one face, in millimetres
    shared: dict[str, Grid] = {}  # noqa: RUF012 - a tuple does not change
    repeated: bool = False  # each face fills a sheet of its own; what tells of the guide stands on the first
    landscape: bool = False

    def paper(self, size: str) -> tuple[float, float]:
        """Return width and height of a sheet in millimetres, as it is turned."""
        width, height = SIZES[size]
        return (height, width) if self.landscape else (width, height)


KINDS: dict[KindName, Kind] = {
    "book": Kind("book", (12,), faces=False),
    "pack": Kind(
        "book", (10.5,), faces=False
    ),  # each page of the handbook begins a sheet, to be printed alone
    "forms": Kind("forms", (11.5,), faces=False),
    "letters": Kind("forms", (10.5,), faces=False),
    "sheets": Kind("faces", (16, 15, 14.5, 14, 13.5, 13, 12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9)),
    "poster": Kind(
        "faces",
        (60, 52, 46, 42, 38, 34, 31, 28, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13),
        one_face=True,
    ),
    "sign": Kind(
        "faces", (48, 44, 40, 36, 33, 30, 28, 26, 24, 22, 20, 18, 16, 15, 14, 13, 12, 11), one_face=True
    ),
    "slides": Kind(
        "faces", (60, 52, 46, 40, 37, 34, 31, 28, 26, 24, 22, 20, 18, 17, 16), alike=False, margin=16
    ),
    "cards": Kind(
        "shared",
        (14, 13, 12, 11.5, 11, 10.5, 10, 9.5, 9),
        shared={"letter": Grid(98, 130, 2, 2, 7, 8), "a4": Grid(96, 138, 2, 2, 7, 8)},
    ),
    "tent": Kind(
        "shared",
        (24, 22, 20, 18, 17, 16, 15, 14, 13, 12),
        shared={"letter": Grid(215.9, 101.6, 1, 2, 8, 14), "a4": Grid(210, 105, 1, 2, 8, 14)},
    ),
    "card": Kind(
        "shared",
        (10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7),
        shared={"letter": Grid(88.9, 50.8, 2, 5, 3.2, 5), "a4": Grid(85, 54, 2, 5, 4, 5)},
        repeated=True,
    ),
    "leaflet": Kind(
        "shared",
        (20, 18, 17, 16, 15, 14, 13, 12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9),
        shared={"letter": Grid(139.7, 215.9, 2, 1, 12, 12), "a4": Grid(148.5, 210, 2, 1, 12, 12)},
        repeated=True,
        landscape=True,
    ),
}


class Sheet(NamedTuple):
    """One thing to print: its HTML, its stylesheets, and the folder that holds its pictures.

    Where it has a print list, `fill` returns the words of each cell of that list, when it is told on which
    page each id stands, and how many pages there are.
    """

    html: str
    styles: tuple[str, ...]
    folder: Path
    fill: Callable[[Mapping[str, int], int], list[str]] | None = None


class Guide(Table):
    """One guide."""

    kind: KindName
    sizes: tuple[Size, ...] = Field(min_length=1)
    pages: tuple[str, ...] = ()  # the sections of its own page where it names none
    parts: dict[str, str] = Field(default={})  # first page of a part: the label whose title the part has
    # The text of pages that would run over by a few lines, in all languages or in those that it names.
    smaller: dict[str, Points | dict[str, Points]] = Field(default={})
    folded: dict[str, Points | dict[str, Points]] = Field(
        default={}
    )  # the same in a booklet, on half the paper
    beside: tuple[str, ...] = ()  # books that lie next to it: whatever its pages send to, one of them holds
    # Pages that help on a device, or are sent as a link: only these have an address at the end.
    online: tuple[str, ...] = ()
    on_request: bool = False  # printed by its name, or with `ALL`: hundreds of pages that other books hold
    everything: bool = False  # all pages of the handbook, in the order of its menu
    without: tuple[str, ...] = ()  # of these, what is old when it is printed
    qr: str | None = None  # the page whose address stands on it as a QR code and in letters
    strips: bool = False  # at the bottom hang strips with that address, to tear off
    edition: Literal["full", "facilitator", "participant"] = "full"  # answers beside, at the end, or lines
    editable: bool = False  # can be had as a file to edit too: its own page, or all of its slides
    text: Points | None = None  # size of the text; where it is not given, the kind knows

    def printed(self, paper: str) -> tuple[str, ...]:
        """Return the sizes in which it is printed on `paper`: "letter", "a4", or any other word for both.

        What attendees take home is printed in the sizes that it names: they may be at home elsewhere.
        """
        own = (paper,) if paper in PAPERS else PAPERS
        return tuple(size for each in self.sizes for size in (own if each == OWN else (each,)))

    def pages_from(self, size: str) -> str:
        """Return the size whose pages stand on sheets of `size`; it is printed before. Empty: it has its own.

        What comes on both papers is laid out once, and a page has the same number on either of them.
        """
        before = self.sizes[: self.sizes.index(size)] if size in self.sizes else ()
        return next((each for each in before if ALIKE.get(each) == size and not KINDS[self.kind].shared), "")

    def smaller_in(self, language: str, *, folded: bool = False) -> dict[str, float]:
        """Return the pages whose text is smaller in a language, or in its booklet, each with its points."""
        found = {}
        for page, points in [*self.smaller.items(), *(self.folded.items() if folded else ())]:
            if here := points.get(language) if isinstance(points, dict) else points:
                found[page] = here
        return found

    @property
    def edited(self) -> tuple[str, ...]:
        """The kinds of files to edit that there are of it."""
        kind = PPTX if self.kind == "slides" else DOCX
        return (kind,) if self.editable else ()


def read(name: str, text: str) -> Guide:
    """Read the front matter of the page called `name`, which MyST hands on as JSON; raises SettingsError."""
    try:
        data = json.loads(text)
    except ValueError:
        data = text
    return check(f"{name}.md, guide", data, Guide)
