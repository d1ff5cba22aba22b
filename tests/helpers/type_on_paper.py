"""Measures the type of a PDF as it stands on the sheet: where lines are."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as Tree  # of poppler, about our own files

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
