"""What stands around the text of a page: heads, version, number, and in a book its gutter and its tabs.

Margins of pages know left and right only, no logical sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

GUTTER, OUTER = 24, 22  # of a bound page, in millimetres
NARROW = 160  # width of a page in millimetres, below which it has less of both
MEASURE = 35  # the length of a line in em: about 68 letters
LABEL = 22  # what "Do not say" needs beside its block, in millimetres
TAB, STEP = 24, 28  # height of a tab, and from one to the next, in millimetres
# Several lines at the foot begin right below the text: a printer may not reach the edge of the sheet.
AT_TOP = " ".join(
    f"@bottom-{side} {{ vertical-align: top; padding-top: 0.8mm }}" for side in ("left", "right")
)
# In a booklet they keep near the text: A4, which is less high than Letter, takes 3 mm of each edge away.
NEAR = AT_TOP.replace("0.8mm", "1.5mm") + " ".join(
    f"@top-{side} {{ vertical-align: bottom; padding-bottom: 2.5mm }}" for side in ("left", "right")
)
LARGE = 16  # points: text from here on is large print, and nothing on its pages is smaller


class Around(NamedTuple):
    """What is said around the text: the group, the guide, its version and where the current one is."""

    group: str
    title: str
    version: str


def quoted(text: str) -> str:
    """Return a text as CSS takes it."""
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a "))


def _boxes(contents: Mapping[str, str], fonts: str) -> str:
    return " ".join(
        f"@{box} {{ content: {content}; font-family: {fonts}; text-align: {box.partition('-')[2]} }}"
        for box, content in contents.items()
    )


def loose(around: Around, fonts: str, *, rtl: bool) -> str:
    """Return the rules of sheets that nobody binds."""
    start, end = ("right", "left") if rtl else ("left", "right")
    contents = {
        f"top-{start}": quoted(around.group),
        f"top-{end}": quoted(around.title),
        f"bottom-{start}": quoted(around.version),
        f"bottom-{end}": "counter(page)",
    }
    return f"@page {{ line-height: 1.3; {_boxes(contents, fonts)} {AT_TOP} }}"


def bound(
    around: Around, fonts: str, *, paper: tuple[float, float], text: float, parts: Sequence[str]
) -> str:
    """Return the rules of a book: what is looked for while one leafs through it stands at the outer edge.

    `paper` is width and height of a page in millimetres, `text` the size of the text in points; each of
    `parts` has a tab.
    """
    width, height = paper
    gutter, outside = (GUTTER, OUTER) if width > NARROW else (15, 12)
    rules = [] if width > NARROW else [f"@page {{ margin-block: 15mm 19mm; {NEAR} }}"]
    room = width - gutter - outside
    for outer, inner in (("right", "left"), ("left", "right")):
        contents = {
            f"top-{inner}": quoted(around.title),
            f"top-{outer}": "string(chapter, start)",  # what begins further down is not what one reads first
            f"bottom-{inner}": quoted(around.version),
            f"bottom-{outer}": "counter(page)",
        }
        if text >= LARGE:  # there is no room for two titles in one line
            del contents[f"top-{inner}"]
        sides = f"margin-{inner}: {gutter}mm; margin-{outer}: {outside}mm"
        rules.append(f"@page :{outer} {{ {sides}; {_boxes(contents, fonts)} }}")
        for number, part in enumerate(parts):
            place = f"margin-top: {4 + STEP * number}mm; margin-{inner}: 2mm; block-size: {TAB}mm"
            look = f"content: {quoted(part)}; text-align: {inner}; font-family: {fonts}"
            rules.append(f"@page part-{number + 1}:{outer} {{ @{outer}-top {{ {place}; {look} }} }}")
    rules += [f".hb-part-{number} {{ page: part-{number} }}" for number in range(1, len(parts) + 1)]
    rules.append(f"body {{ --height: {height}mm; --room: {room}mm; --measure: {MEASURE}; --text: {text}pt }}")
    if room - MEASURE * text * 25.4 / 72 >= LABEL:
        rules.append(
            ".said > .hb-label { position: absolute; inset-inline-end: 100%; inline-size: var(--hang) }"
        )
    if text >= LARGE:
        rules.append(f"@page {{ font-size: {LARGE}pt; line-height: 1.2; {AT_TOP} }}")
    return "\n".join(rules)
