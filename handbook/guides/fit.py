"""Finds the largest text with which each face of a guide stays on its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

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

    faces = list(largest(context))

    def overrun(text: dict[str, float]) -> list[str]:
        """Return the faces that take more than their place."""
        pages = pages_of(make(text, measured=True), text)
        return [face for face in text if pages[face] > 1]

    def fits(points: float) -> bool:
        return not overrun(dict.fromkeys(faces, points))

    if kind.alike:
        first = bisect_left(choice, True, key=fits)  # what fits comes last
        firsts = dict.fromkeys(faces, first)
        left = overrun(dict.fromkeys(faces, choice[-1])) if first == len(choice) else []
    else:
        firsts = _bisected(faces, choice, overrun)
        left = [face for face in faces if firsts[face] == len(choice)]
    if not left:
        return make({face: choice[first] for face, first in firsts.items()})
    titles = {face.id: face.title for face in context.chapters}
    raise RunsOver(
        f"{', '.join(repr(titles[face]) for face in left)}: too long for its place, even with the smallest "
        f"text ({choice[-1]:g} pt). Say it in fewer words, or move a part of it to a section of its own."
    )


def _bisected(
    faces: Sequence[str], choice: Sequence[float], overrun: Callable[[dict[str, float]], list[str]]
) -> dict[str, int]:
    """Return where in `choice` the first size that fits stands for each face; all are tried side by side."""
    low, high = dict.fromkeys(faces, 0), dict.fromkeys(faces, len(choice))
    while tried := {face: (low[face] + high[face]) // 2 for face in faces if low[face] < high[face]}:
        over = overrun({face: choice[middle] for face, middle in tried.items()})
        for face, middle in tried.items():
            if face in over:
                low[face] = middle + 1
            else:
                high[face] = middle
    return low
