"""Finds the largest text with which each face of a guide stays on its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from handbook.guides.layout import Context
from handbook.guides.model import KINDS, Sheet


class RunsOver(Exception):
    """A face does not fit with the smallest text; the message says which, and what to do."""


def sizes(context: Context) -> tuple[float, ...]:
    """Return the sizes of text in points that a guide may have, the largest first."""
    return (context.guide.text,) if context.guide.text else KINDS[context.guide.kind].text


def largest(context: Context) -> dict[str, float]:
    """Return the largest text for each face, or for the whole ("")."""
    faces = [face.id for face in context.chapters] if KINDS[context.guide.kind].faces else [""]
    return dict.fromkeys(faces, sizes(context)[0])


def fitted(context: Context, make: Callable[..., Sheet]) -> Sheet:
    """Return a guide with the largest text that fits; raises RunsOver. `make` puts it together."""
    kind, choice = KINDS[context.guide.kind], sizes(context)
    if not kind.faces:
        return make(largest(context))
    from handbook.guides.pdf import pages_of

    left = list(largest(context))

    def overrun(points: float) -> list[str]:
        """Return the faces that take more than their place."""
        pages = pages_of(make(dict.fromkeys(left, points), measured=True), left)
        return [face for face in left if pages[face] > 1]

    if kind.alike:
        first = bisect_left(choice, True, key=lambda points: not overrun(points))  # what fits comes last
        if first < len(choice):
            return make(dict.fromkeys(left, choice[first]))
    text: dict[str, float] = {}
    for points in choice[-1:] if kind.alike else choice:
        over = overrun(points)
        text |= {face: points for face in left if face not in over}
        left = over
        if not left:
            return make({face.id: text[face.id] for face in context.chapters})
    titles = {face.id: face.title for face in context.chapters}
    raise RunsOver(
        f"{', '.join(repr(titles[face]) for face in left)}: too long for its place, even with the smallest "
        f"text ({choice[-1]:g} pt). Say it in fewer words, or move a part of it to a section of its own."
    )
