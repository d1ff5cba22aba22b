"""Keeps Latin names and addresses in their own order in a text that is read from right to left."""

from __future__ import annotations

import re

from docutils import nodes

LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
RIGHT_TO_LEFT = "[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d5\u06fa-\u07ea\u08a0-\u08c7\ufb1d-\ufefc]"  # letters
LATIN = "[A-Za-z\u00c0-\u024f]"
BETWEEN = re.compile(f"({RIGHT_TO_LEFT}+)")
NUMBER = re.compile(r"(?:^|(?<=\s))(?=\(?\d)")  # with the bracket before it


def keep_order(tree: nodes.Element) -> None:
    """Mark each number of a Latin name as a part of it; changes the texts of `tree` in place.

    Where such a name begins with a number ("988 Suicide and Crisis Lifeline"), or is broken so that a line
    does ("202 South Park Street"), the number would be taken for one of the sentence, and stand behind the
    name: WeasyPrint lays out each line alone, and what stood before it is lost to
    https://www.unicode.org/reports/tr9/#W7. A number of the sentence stays where it is.
    """
    for text in list(tree.findall(nodes.Text)):
        if (marked := _marked(text)) != text:
            text.parent.replace(text, nodes.Text(marked))


def _marked(text: str) -> str:
    foreign = not BETWEEN.search(text)  # a whole name, which may begin with a number
    pieces = BETWEEN.split(text)
    return "".join(each if BETWEEN.match(each) else _with_marks(each, foreign) for each in pieces)


def _with_marks(piece: str, foreign: bool) -> str:
    name = re.search(LATIN, piece)
    if not name:
        return piece
    start = 0 if foreign else name.start()
    return piece[:start] + NUMBER.sub(LEFT_TO_RIGHT, piece[start:])
