"""Finds holes in a page: places where a fact is missing and the words around it are still there."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.trees import one, read, select, text, without
from lxml.html import HtmlElement


def is_empty(element: HtmlElement) -> bool:
    """Tell whether there is no word in an element: most are read no further than their first."""
    return not any(words.strip() for words in element.itertext())


def holes(page: Path) -> list[str]:
    """Return what is wrong in a page."""
    if page.name == "search.html":  # its empty places wait for what somebody searches
        return []
    body = read(page).body
    # The frame has no holes, and a script shows the words of a template.
    main = without(one(body, "main"), "template")
    for shown_as_it_is in select(main, "code, pre"):  # translators see the markup of facts
        shown_as_it_is.clear(keep_tail=True)
        shown_as_it_is.text = "code"
    words = text(main, " ")
    told = [found[0] for found in re.finditer(r"\bNone\b|\{|\}|``", words)]
    told += [found[0] for found in re.finditer(r"\b(Use|Text|Call|Within|Source:) [.,:]", words)]
    for heading in select(main, "h2, h3"):
        if all(map(is_empty, heading.itersiblings())):
            told.append(f"nothing stands under {text(heading)!r}")
    for cell in [] if "hb-for-attendees" in body.classes else select(main, "td"):
        if is_empty(cell):  # organizers write there
            cell.clear(keep_tail=True)
            cell.text = "empty"
    for empty in select(main, "p, dd, li, ul, ol, dl, section"):
        if is_empty(empty):
            told.append(f"an empty <{empty.tag}>")
    for announced in main.xpath(".//p"):
        after = announced.getnext()
        if (after is None or after.tag == "section") and text(announced).endswith(":"):
            told.append(f"nothing follows {text(announced)!r}")
    return told
