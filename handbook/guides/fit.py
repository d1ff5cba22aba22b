"""Finds the largest text with which each face of a guide stays on its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

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
    from handbook.guides.pdf import filled

    def pages(text: dict[str, float]) -> dict[str, float]:
        return filled(make(text, measured=True), text)

    faces = list(largest(context))
    found = firsts(faces, choice, pages, alike=kind.alike)
    left = [face for face in faces if found[face] == len(choice)]
    if left and kind.alike:
        left = [face for face, number in pages(dict.fromkeys(faces, choice[-1])).items() if number > 1]
    if not left:
        return make({face: choice[first] for face, first in found.items()})
    titles = {face.id: face.title for face in context.chapters}
    raise RunsOver(
        f"{', '.join(repr(titles[face]) for face in left)}: too long for its place, even with the smallest "
        f"text ({choice[-1]:g} pt). Say it in fewer words, or move a part of it to a section of its own."
    )


def firsts(
    faces: Sequence[str],
    choice: Sequence[float],
    pages: Callable[[dict[str, float]], dict[str, float]],
    *,
    alike: bool,
) -> dict[str, int]:
    """Return where in `choice` the first size that fits stands for each face; all are tried side by side.

    `pages` returns how many pages each face fills with a size. That grows about with the square of the size,
    so the next one to try is near. Faces that are `alike` all get the size that the fullest of them needs: it
    is looked for with that one alone, and then tried with the others.
    """
    low, high = dict.fromkeys(faces, 0), dict.fromkeys(faces, len(choice))
    tried = dict.fromkeys(faces, len(choice) // 2)
    likely: dict[str, int] = {}
    fullest = ""
    while tried:
        for face, number in pages({face: choice[at] for face, at in tried.items()}).items():
            if number > 1:
                low[face] = tried[face] + 1
            else:
                high[face] = tried[face]
            size = choice[tried[face]] / sqrt(number)
            likely[face] = sum(points > size for points in choice)
        if alike:
            low = dict.fromkeys(faces, max(low.values()))
        likely = {face: at for face, at in likely.items() if low[face] < high[face]}
        tried = {face: min(max(at, low[face]), high[face] - 1) for face, at in likely.items()}
        if alike and tried:
            if any(low[face] == high[face] for face in faces):  # one of them can have no larger text
                tried = {face: low[face] for face in tried}
            else:
                fullest = fullest if fullest in tried else max(tried, key=likely.__getitem__)
                tried = {fullest: tried[fullest]}
    return low
