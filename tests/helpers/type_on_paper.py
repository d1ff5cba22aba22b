"""Measures the type of a PDF as it stands on the sheet: where lines are, and how small the smallest is."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as Tree  # of poppler, about our own files

import pymupdf as _pymupdf

from handbook.guides.book.booklet import sides

pymupdf: Any = _pymupdf  # it has no types
MM = 72 / 25.4


class Line(NamedTuple):
    """A line of text: page, words, edges in millimetres, and whether its block goes on below it."""

    page: int
    text: str
    left: float
    right: float
    top: float
    full: bool


def lines(path: Path, first: int = 1) -> Iterator[Line]:
    """Yield the lines of a PDF from its page `first`, from the top of each page."""
    command = ["pdftotext", "-bbox-layout", "-f", str(first), path, "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    text = re.sub(r"<!DOCTYPE[^>]*>| xmlns=\"[^\"]*\"", "", done.stdout)
    for number, page in enumerate(Tree.fromstring(text).iter("page"), first):
        for block in page.iter("block"):
            here = list(block.iter("line"))
            for place, line in enumerate(here, 1):
                words = " ".join(word.text or "" for word in line.iter("word"))
                left, right, top = (float(line.attrib[edge]) / MM for edge in ("xMin", "xMax", "yMin"))
                yield Line(number, words, left, right, top, place < len(here))


def smallest(path: Path) -> tuple[float, int, str]:
    """Return the smallest size of letters in a PDF in points, the first page that has it, and its words."""
    found: list[tuple[float, int, str]] = []
    for number, page in enumerate(pymupdf.open(path), 1):
        for block in page.get_text("dict", flags=0)["blocks"]:
            spans = [span for line in block["lines"] for span in line["spans"] if span["text"].strip()]
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
        for box in (drawn["rect"] for drawn in page.get_drawings()):
            inside = [edges for edges in words if box.contains((edges.tl + edges.br) / 2)]
            if box.width < 35 * MM or not 18 < box.height < 60 or not inside:
                continue
            low = max(edges.y1 for edges in inside)
            last = [edges for edges in inside if edges.y1 > low - 3]
            above = box.y1 - low > 6.5 * MM
            width = max(edges.x1 for edges in last) - min(edges.x0 for edges in last)
            yield 1.0 if above else 1 - width / box.width


def above_foot(path: Path) -> float:
    """Return how far the last line of a page stands above its foot where that is least, in millimetres."""
    found = []
    for page in pymupdf.open(path):
        foot = page.rect.height - 20 * MM  # the margin of a sheet
        bases = [
            span["origin"][1]
            for block in page.get_text("dict", flags=0)["blocks"]
            for line in block["lines"]
            for span in line["spans"]
        ]
        found.append(min(base for base in bases if base > foot) - max(base for base in bases if base < foot))
    return float(min(found)) / MM


def tops(path: Path) -> dict[int, float]:
    """Return the size of the first line of each page of a PDF below its head, in points."""
    found = {}
    for number, page in enumerate(pymupdf.open(path), 1):
        spans = [
            (span["origin"][1], span["size"])
            for block in page.get_text("dict", flags=0)["blocks"]
            for line in block["lines"]
            for span in line["spans"]
            if span["text"].strip()
            and 21 * MM < span["origin"][0] < page.rect.width - 21 * MM
            and 0.06 < span["origin"][1] / page.rect.height < 0.93
        ]
        if spans:
            found[number] = min(spans)[1]
    return found


def raised(path: Path) -> Iterator[float]:
    """Yield how far each mark of an address in a PDF stands above the line of its sentence, in points."""
    for page in pymupdf.open(path):
        for block in page.get_text("dict", flags=0)["blocks"]:
            for line in block["lines"]:
                low = max(span["origin"][1] for span in line["spans"])
                for span in line["spans"]:
                    if span["text"].strip().isdecimal() and low - span["origin"][1] > 0.5:
                        yield low - span["origin"][1]


def unfolded(path: Path, *, rtl: bool) -> list[float]:
    """Return how far down the text of each page of a booklet reaches, as a share of it, in reading order."""
    found: dict[int, float] = {}
    with pymupdf.open(path) as pdf:
        for side, pair in zip(pdf, sides(2 * len(pdf), rtl=rtl), strict=True):
            width, height = side.rect.width, side.rect.height
            boxes = [
                line["bbox"] for block in side.get_text("dict", flags=0)["blocks"] for line in block["lines"]
            ]
            for half, page in enumerate(pair):
                here = [box for box in boxes if half == int((box[0] + box[2]) / width)]
                low = [box[3] for box in here if 0.065 * height < box[3] < 0.93 * height]
                found[page if page is not None else -1] = max(low, default=0) / height
    return [found[page] for page in sorted(found)]


def reach(path: Path) -> list[float]:
    """Return how far down the text of each page of a PDF reaches, and what people write on, as a share of it.

    Tabs and feet do not count. Heads do, as a page that is blank on purpose has none.
    """
    found = []
    for page in pymupdf.open(path):
        width, height = page.rect.width, page.rect.height
        inner = pymupdf.Rect(23 * MM, 0, width - 23 * MM, 0.93 * height)
        edges = [
            line["bbox"] for block in page.get_text("dict", flags=0)["blocks"] for line in block["lines"]
        ]
        edges += [drawn["rect"] for drawn in page.get_drawings() if drawn["rect"].width > 20 * MM]
        low = [
            box[3]
            for box in edges
            if box[0] < inner.x1 and box[2] > inner.x0 and inner.y0 < box[3] < inner.y1
        ]
        found.append(max(low, default=0) / height)
    return found
