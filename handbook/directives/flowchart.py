"""A flowchart drawn from a numbered list, which stays below it as its text.

A step is a box. A step with a list below it is a question, and each entry of that list a way out of it. The
words are those of the list, so that a translation of the list is a translation of the picture.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any, NamedTuple
from unicodedata import category, east_asian_width

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA

# In units of the picture, which is as wide as a phone shows well.
WIDTH, INDENT, RAIL, GAP, PADDING, LINE, SIZE = 440, 60, 22, 26, 14, 22, 16
TIGHT = 0.55  # of gaps and padding, on paper: the picture and its heading share a page


class Box(NamedTuple):
    """One box: its lines, whether it asks something, whether it is a way out, and its top."""

    lines: list[str]
    asks: bool
    way_out: bool
    top: int
    padding: int = PADDING

    @property
    def left(self) -> int:
        """Where it begins."""
        return INDENT if self.way_out else 0

    @property
    def height(self) -> int:
        """How high it is."""
        return len(self.lines) * LINE + 2 * self.padding

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.top + self.height // 2


class flowchart(nodes.General, nodes.Element):
    """A numbered list that is drawn."""


def width(text: str) -> float:
    """Return about how wide `text` is: East Asian letters are square, others about half as wide (UAX #11).

    Signs above and below others (Mn, Me) and those that only steer the direction (Cf) take no room.
    """
    seen = [sign for sign in text if category(sign) not in ("Mn", "Me", "Cf")]
    return sum(1 if east_asian_width(sign) in "WF" else 0.54 for sign in seen) * SIZE


def wrap(text: str, room: float) -> list[str]:
    """Return the lines of `text` that fit into `room`, broken at spaces or between East Asian letters."""
    lines = [""]
    for word in re.findall(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+", text):
        if lines[-1] and width(lines[-1] + word.rstrip()) > room:
            lines.append("")
        lines[-1] += word if lines[-1] or word.strip() else ""
    return [line.strip() for line in lines if line.strip()]


def boxes(steps: nodes.enumerated_list, room: float = 1) -> list[Box]:
    """Return the boxes of a list from the top down; `room` stretches what is empty in and between them."""
    gap, padding = round(GAP * room), round(PADDING * room)
    found: list[Box] = []
    top = 2
    for number, step in enumerate(steps.children, 1):
        text, *groups = step.children
        ways = [way for group in groups for way in group.children]
        for words, way_out in [
            (f"{number}. {text.astext()}", False),
            *((way.astext(), True) for way in ways),
        ]:
            lines = wrap(" ".join(words.split()), WIDTH - (INDENT if way_out else 0) - 2 * PADDING)
            found.append(Box(lines, bool(ways) and not way_out, way_out, top, padding))
            top += found[-1].height + gap
    return found


def columns(found: list[Box], number: int) -> list[list[Box]]:
    """Return the boxes in `number` columns of about the same height, each from a step on."""
    found = list(found)
    height = (found[-1].top + found[-1].height) / number
    parts: list[list[Box]] = []
    for box in found:
        if not parts or (not box.way_out and box.top > height * len(parts) and len(parts) < number):
            parts.append([])
        parts[-1].append(box)
    return [[box._replace(top=box.top - part[0].top + 2) for box in part] for part in parts]


def draw(found: list[Box], *, mirrored: bool, title: str = "", style: str = "") -> str:
    """Return the picture as SVG. Its colours come from the stylesheet of the page, or from `style`.

    With a title, it is a picture of its own; without, it shows what the list below it says.
    """
    height = found[-1].top + found[-1].height + 2

    def across(x: int) -> int:
        return WIDTH - x if mirrored else x

    def box(each: Box) -> str:
        left, wide = (0 if mirrored else each.left), WIDTH - each.left
        kind = "asks" if each.asks else "out" if each.way_out else "step"
        corner = each.height // 2 if each.asks and len(each.lines) < 3 else 10
        place = f'x="{left + 1}" y="{each.top}" width="{wide - 2}" height="{each.height}" rx="{corner}"'
        first = each.top + each.padding + SIZE
        text = "".join(
            f'<text x="{left + wide // 2}" y="{first + number * LINE}">{escape(line)}</text>'
            for number, line in enumerate(each.lines)
        )
        return f'<g class="{kind}"><rect {place}/>{text}</g>'

    def arrow(x1: int, y1: int, x2: int, y2: int) -> str:
        if x1 == x2:
            head = f"M{x2 - 5} {y2 - 8}L{x2} {y2 - 1}L{x2 + 5} {y2 - 8}"
        else:
            back = 8 if x1 > x2 else -8
            head = f"M{x2 + back} {y2 - 5}L{x2} {y2}L{x2 + back} {y2 + 5}"
        return f'<path d="M{x1} {y1}L{x2} {y2}{head}"/>'

    rail = across(RAIL)
    lines = []
    previous = found[0]
    for each in found[1:]:
        if each.way_out:
            lines.append(arrow(rail, each.middle, across(INDENT), each.middle))
        else:
            lines.append(arrow(rail, previous.top + previous.height, rail, each.top))
            previous = each
    parts = "".join([*lines, *(box(each) for each in found)])
    kind = f'<svg class="flowchart" viewBox="0 0 {WIDTH} {height}"'
    if not title:
        return f'{kind} aria-hidden="true">{parts}</svg>'
    return f"{kind}><title>{escape(title)}</title><style>{style}</style>{parts}</svg>"


class Flowchart(SphinxDirective):
    """``{flowchart}``: a numbered list that is shown as a picture and as words."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the list, or an error that says what it has to be."""
        body = self.parse_content_to_nodes()
        if len(body) != 1 or not isinstance(body[0], nodes.enumerated_list):
            raise self.error("A flowchart is one numbered list.")
        return [flowchart("", *body)]


def visit_flowchart(translator: Any, node: flowchart) -> None:
    """Write the picture; the list follows it."""
    row = translator.config.languages.languages[translator.config.language]
    (steps,) = node.findall(nodes.enumerated_list)
    mirrored = row.direction == "rtl"
    if paper := node.get("paper"):
        parts = (draw(part, mirrored=mirrored, **paper) for part in columns(boxes(steps, TIGHT), 2))
        drawn = f'<div class="picture">{"".join(parts)}</div>'
    else:
        drawn = draw(boxes(steps), mirrored=mirrored)
    translator.body.append(f'<div class="drawn">{drawn}')


def depart_flowchart(translator: Any, node: flowchart) -> None:
    """Close the block."""
    translator.body.append("</div>\n")


def ignore(translator: Any, node: nodes.Element) -> None:
    """Write nothing: the list speaks for itself."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_directive("flowchart", Flowchart)
    app.add_node(flowchart, html=(visit_flowchart, depart_flowchart), text=(ignore, ignore))
    return METADATA
