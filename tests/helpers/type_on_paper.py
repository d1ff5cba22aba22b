"""Measures the type of a PDF as it stands on the sheet: where lines are, and how small the smallest is."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as Tree  # of poppler, about our own files

import pymupdf

from handbook.guides.book.booklet import sides

MM = 72 / 25.4


class Line(NamedTuple):
    """A line of text: page, words, edges in millimetres, and whether its block goes on below it."""

    page: int
    text: str
    left: float
    right: float
    top: float
    full: bool


@cache  # several tests look at the same book
def lines(path: Path, first: int = 1) -> list[Line]:
    """Return the lines of a PDF from its page `first`, from the top of each page."""
    found = []
    command = ["pdftotext", "-bbox-layout", "-f", str(first), path, "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    text = re.sub(r"<!DOCTYPE[^>]*>| xmlns=\"[^\"]*\"", "", done.stdout)
    for number, page in enumerate(Tree.fromstring(text).iter("page"), first):
        for block in page.iter("block"):
            here = list(block.iter("line"))
            for place, line in enumerate(here, 1):
                words = " ".join(word.text or "" for word in line.iter("word"))
                left, right, top = (float(line.attrib[edge]) / MM for edge in ("xMin", "xMax", "yMin"))
                found.append(Line(number, words, left, right, top, place < len(here)))
    return found


class Page(NamedTuple):
    """A page as MuPDF reads it: its width and height, and its lines with their spans, in points."""

    width: float
    height: float
    lines: list[dict[str, Any]]


@cache  # several tests look at the same book
def read(path: Path) -> list[Page]:
    """Return the pages of a PDF."""
    with pymupdf.open(path) as pdf:
        return [
            Page(
                page.rect.width,
                page.rect.height,
                [line for block in page.get_text("dict", flags=0)["blocks"] for line in block["lines"]],
            )
            for page in pdf
        ]


def smallest(path: Path) -> tuple[float, int, str]:
    """Return the smallest size of letters in a PDF in points, the first page that has it, and its words."""
    found: list[tuple[float, int, str]] = []
    for number, page in enumerate(read(path), 1):
        spans = [span for line in page.lines for span in line["spans"] if span["text"].strip()]
        found += [(round(span["size"], 1), number, span["text"]) for span in spans]
    return min(found)


def ruled(path: Path) -> list[int]:
    """Return how many rules to write on each page of a PDF has."""
    wide = 100 * MM
    pages = ([drawn["rect"] for drawn in page.get_drawings()] for page in pymupdf.open(path))
    return [sum(edges.width > wide and 15 < edges.height < 30 for edges in drawn) for drawn in pages]


def beside_labels(path: Path) -> Iterator[float]:
    """Yield which share of each rule to write on its own label leaves free: all of it, if it stands above."""
    for page in pymupdf.open(path):
        words = [pymupdf.Rect(word[:4]) for word in page.get_text("words")]
        boxes = [drawn["rect"] for drawn in page.get_drawings()]
        for box in (box for box in boxes if box.width >= 35 * MM and 18 < box.height < 60):
            inside = [edges for edges in words if box.contains((edges.tl + edges.br) / 2)]
            if not inside:
                continue
            low = max(edges.y1 for edges in inside)
            last = [edges for edges in inside if edges.y1 > low - 3]
            above = box.y1 - low > 6.5 * MM
            width = max(edges.x1 for edges in last) - min(edges.x0 for edges in last)
            yield 1.0 if above else 1 - width / box.width


def above_foot(path: Path) -> float:
    """Return how far the last line of a page stands above its foot where that is least, in millimetres."""
    found = []
    for page in read(path):
        foot = page.height - 20 * MM  # the margin of a sheet
        bases = [span["origin"][1] for line in page.lines for span in line["spans"]]
        found.append(min(base for base in bases if base > foot) - max(base for base in bases if base < foot))
    return float(min(found)) / MM


def tops(path: Path) -> dict[int, float]:
    """Return the size of the first line of each page of a PDF below its head, in points."""
    found = {}
    for number, page in enumerate(read(path), 1):
        spans = [
            (span["origin"][1], span["size"])
            for line in page.lines
            for span in line["spans"]
            if span["text"].strip()
            and 21 * MM < span["origin"][0] < page.width - 21 * MM
            and 0.06 < span["origin"][1] / page.height < 0.93
        ]
        if spans:
            found[number] = min(spans)[1]
    return found


def raised(path: Path) -> Iterator[float]:
    """Yield how far each mark of an address in a PDF stands above the line of its sentence, in points."""
    for page in read(path):
        for line in page.lines:
            low = max(span["origin"][1] for span in line["spans"])
            for span in line["spans"]:
                if span["text"].strip().isdecimal() and low - span["origin"][1] > 0.5:
                    yield low - span["origin"][1]


def unfolded(path: Path, *, rtl: bool) -> list[float]:
    """Return how far down the text of each page of a booklet reaches, as a share of it, in reading order."""
    found: dict[int, float] = {}
    pages = read(path)
    for side, pair in zip(pages, sides(2 * len(pages), rtl=rtl), strict=True):
        boxes = [line["bbox"] for line in side.lines]
        for half, page in enumerate(pair):
            here = [box for box in boxes if half == int((box[0] + box[2]) / side.width)]
            low = [box[3] for box in here if 0.065 * side.height < box[3] < 0.93 * side.height]
            found[page if page is not None else -1] = max(low, default=0) / side.height
    return [found[page] for page in sorted(found)]


def reach(path: Path) -> list[float]:
    """Return how far down the text of each page of a PDF reaches, and what people write on, as a share of it.

    Tabs and feet do not count. Heads do, as a page that is blank on purpose has none.
    """
    found = []
    with pymupdf.open(path) as pdf:
        for page in pdf:
            _left, _top, width, height = page.rect
            low = [
                box[3]
                for kind, box in page.get_bboxlog()
                if (kind.endswith("text") or (kind.endswith("path") and box[2] - box[0] > 20 * MM))
                and box[0] < width - 23 * MM
                and box[2] > 23 * MM
                and 0 < box[3] < 0.93 * height
            ]
            found.append(max(low, default=0) / height)
    return found
