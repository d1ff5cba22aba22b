"""Leaves out the number of a page in a reference that stands on that very page: whoever reads sees the place.

It is told while WeasyPrint lays pages out (see weasyprint_fixes.py). Without the number a line is shorter,
which may bring the place to another page: then the reference says its number, and for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any


def watch(waiting: Mapping[Any, Any]) -> None:
    """Let references that are left out say nothing, whatever number of those `waiting` becomes known."""
    for box, item in waiting.items():
        if _target(box):
            item.parse_again = partial(_say, box, item.parse_again)


def settle(pages: Iterable[Any], targets: Mapping[str, Any]) -> None:
    """Decide for each reference on pages that are laid out; `targets` know the pages of places."""
    for number, page in enumerate(pages, 1):
        for box in page.descendants():
            if (target := _target(box)) and target in targets:
                link, here = box.missing_link, targets[target].cached_page_counter_values["page"] == [number]
                link.moved = getattr(link, "moved", False) or (getattr(link, "left_out", False) and not here)
                link.left_out = here and not link.moved


def _target(box: Any) -> str | None:
    """Return where the number behind a reference in a text leads to; nothing for other boxes."""
    is_number = box.missing_link is not None and box.element.get("class") == "hb-page-number"
    return str(box.element.get("data-target"))[1:] if is_number else None


def _say(box: Any, parse: Callable[..., None], values: Any) -> None:
    parse(values)
    if getattr(box, "left_out", False):
        box.children = []
