"""Finds the largest text with which each face of a guide stays on its place."""

from __future__ import annotations

from pathlib import Path

from handbook.guide import KINDS
from handbook.guide_page import Context, sheet
from handbook.printing import pages_of


class RunsOver(Exception):
    """A face does not fit with the smallest text; the message says which, and what to do."""


def fitted(context: Context, size: str, folder: Path) -> dict[str, float]:
    """Return the size of the text in points for each face, or for the whole (""); raises RunsOver."""
    kind = KINDS[context.guide.kind]
    sizes = (context.guide.text,) if context.guide.text else kind.text
    if not kind.faces:
        return {"": sizes[0]}
    found: dict[str, float] = {}
    left = [face.id for face in context.chapters]
    for points in sizes:
        pages = pages_of(sheet(context, size, folder, dict.fromkeys(left, points), measured=True), left)
        if kind.alike and max(pages.values()) > 1:
            continue
        found |= {face: points for face in left if pages[face] == 1}
        left = [face for face in left if face not in found]
        if not left:
            return found
    titles = {face.id: face.title for face in context.chapters}
    long = ", ".join(repr(titles[face]) for face in left if pages[face] > 1)
    raise RunsOver(
        f"{long} does not fit on its place, even with the smallest text ({sizes[-1]:g} pt). "
        "Say it in fewer words, or move a part of it to a section of its own."
    )
