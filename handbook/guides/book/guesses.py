"""Guesses on which page something will stand, for references to it: weasyprint_fixes.py asks.

A page with as many digits as the right one saves laying out again the page with the reference.
"""

from __future__ import annotations

from collections import deque
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from weasyprint.formatting_structure.boxes import TextBox

CHARACTERS = 1200 * 16**2  # on a page of paper, with text of one pixel


def places(root: Any) -> dict[str, float]:
    """Return how many pages stand before each anchor of a document, about, and one more."""
    found: dict[str, float] = {}
    place, full = 1.0, CHARACTERS / root.style["font_size"] ** 2
    for box in root.descendants():
        if box.style["break_before"] == "page":
            place = float(ceil(place))
        if box.style["anchor"]:
            found.setdefault(box.style["anchor"], place)
        if isinstance(box, TextBox):
            wide = sum(box.text.count(sign) for sign in {*box.text} if east_asian_width(sign) == "W")
            place += (len(box.text) + wide) / full
    return found


def nearer(ahead: deque[tuple[str, float]], targets: Any) -> bool:
    """Guess again where places are that are still `ahead`, from how wrong it was about those behind them.

    Tell whether any number has more or fewer digits now.
    """
    last = None
    while ahead and targets[ahead[0][0]].page_maker_index is not None:
        last = ahead.popleft()
    if not last:
        return False
    page, place = targets[last[0]].page_maker_index + 1, last[1]
    rate, changed = (page - 1) / (place - 1) if min(page, place) > 4 else 1, False
    for anchor, guess in ahead:
        near, item = int(page + (guess - place) * rate), targets[anchor]
        if len(str(near)) != len(str(item.cached_page_counter_values["page"][0])):
            item.cached_page_counter_values, changed = {"page": [near]}, True
    return changed
