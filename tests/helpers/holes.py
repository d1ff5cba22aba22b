"""Finds holes in a page: places where a fact is missing and the words around it are still there."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

from helpers.trees import one, read, select, text


def holes(page: Path) -> list[str]:
    """Return what is wrong in a page."""
    if page.name == "search.html":  # its empty places wait for what somebody searches
        return []
    body = read(page).body
    main = deepcopy(one(body, "main"))  # half of the work of a copy of the page, whose frame has no holes
    for waiting in select(main, "template"):  # a script shows its words
        waiting.drop_tree()
    for shown_as_it_is in select(main, "code, pre"):  # translators see the markup of facts
        shown_as_it_is.clear(keep_tail=True)
        shown_as_it_is.text = "code"
    words = text(main, " ")
    told = [found[0] for found in re.finditer(r"\bNone\b|\{|\}|``", words)]
    told += [found[0] for found in re.finditer(r"\b(Use|Text|Call|Within|Source:) [.,:]", words)]
    for heading in select(main, "h2, h3"):
        if not any(text(each) for each in heading.itersiblings()):
            told.append(f"nothing stands under {text(heading)!r}")
    for cell in [] if "hb-for-attendees" in body.classes else select(main, "td"):
        if not text(cell):  # organizers write there
            cell.clear(keep_tail=True)
            cell.text = "empty"
    for empty in select(main, "p, dd, li, ul, ol, dl, section"):
        if not text(empty):
            told.append(f"an empty <{empty.tag}>")
    for announced in main.xpath(".//p"):
        after = announced.getnext()
        if text(announced).endswith(":") and (after is None or after.tag == "section"):
            told.append(f"nothing follows {text(announced)!r}")
    return told
