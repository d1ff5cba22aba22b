"""Finds the largest text with which each face of a guide stays on its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log

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


def fitted(context: Context, make: Callable[..., Sheet], near: dict[str, int], large: Sheet) -> Sheet:
    """Return a guide with the largest text that fits; raises RunsOver.

    `make` puts it together, and `large` is what it makes with the largest text. `near` says where the search
    begins, and then where it has ended: for the next paper, that is a good place to begin.
    """
    kind, choice = KINDS[context.guide.kind], sizes(context)
    if not kind.faces:
        return large
    from handbook.guides.pdf import filled

    def pages(text: dict[str, float]) -> dict[str, float]:
        return filled(make(text, measured=True), text)

    faces = list(largest(context))
    found = firsts(faces, choice, pages, near, alike=kind.alike)
    near.update(found)
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
    near: Mapping[str, int] = {},
    *,
    alike: bool,
) -> dict[str, int]:
    """Return where in `choice` the first size that fits stands for each face; all are tried side by side.

    `pages` returns how many pages each face fills with a size. That grows with the square of the size, or
    less where lines stay as they are, so the next one to try is near; the first is where `near` says. Faces
    that are `alike` all get the size that the fullest of them needs: it is looked for with that one alone,
    and then tried with the others.
    """
    low, high = dict.fromkeys(faces, 0), dict.fromkeys(faces, len(choice))
    tried = {face: min(near.get(face, len(choice) // 2), len(choice) - 1) for face in faces}
    last: dict[str, tuple[float, float]] = {}
    likely: dict[str, int] = {}
    fullest = ""
    while tried:
        for face, number in pages({face: choice[at] for face, at in tried.items()}).items():
            if number > 1:
                low[face] = tried[face] + 1
            else:
                high[face] = tried[face]
            size, power = choice[tried[face]], 2.0
            if before := last.get(face):
                power = min(max(log(number / before[1]) / log(size / before[0]), 1), 2)
            last[face] = size, number
            likely[face] = sum(points > size / number ** (1 / power) for points in choice)
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
