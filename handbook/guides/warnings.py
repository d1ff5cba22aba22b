"""Says what WeasyPrint complains of in words for whoever fixes it: the page, the problem and the fix."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from handbook.guides.layout import Chapter


class PrintWarning(NamedTuple):
    """A problem and the page where it stands, if that is known."""

    page: str
    text: str


# What WeasyPrint says (the group is what to look for in the pages), and what we say.
KNOWN = (
    (
        re.compile(r'^\.notdef glyph .*"(?P<found>.+)" \((?P<code>U\+\w+)\)', re.DOTALL),
        "no font on this machine has the letter {found!r} ({code}). Install one that has it and name it "
        "under `fonts` in the row of its language in languages.toml, or write another letter.",
    ),
    (
        re.compile(r'^Image "(?P<found>.+)" has no required alt'),
        "the picture {found} has no alternative text. Say between the brackets what it shows: ![…]({found})",
    ),
    (
        re.compile(r"^Failed to load image at '(?P<found>[^']+)': (?P<code>.*)", re.DOTALL),
        "the picture {found} cannot be read: {code}",
    ),
    (
        re.compile(r"^(?P<found>(?:Ignored|Invalid|Unsupported|Unknown|Parse error|Expected).*)", re.DOTALL),
        "a stylesheet in handbook/guides/styles/ is broken: {found}",
    ),
)


def explain(complaint: str, chapters: Iterable[Chapter]) -> PrintWarning:
    """Return a complaint as a problem of one of the chapters."""
    for pattern, text in KNOWN:
        if match := pattern.match(complaint):
            named = match.groupdict()
            trace = named["found"].rpartition("/")[2] if "picture" in text else named["found"]
            pages = (each.page for each in chapters if trace in unescape(each.html))
            return PrintWarning(next(pages, ""), text.format(**named))
    return PrintWarning("", complaint)
