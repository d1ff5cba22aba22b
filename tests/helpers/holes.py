"""Finds holes in a page: places where a fact is missing and the words around it are still there."""

from __future__ import annotations

import re
from copy import copy
from pathlib import Path

from helpers.site_pages import parsed


def holes(page: Path) -> list[str]:
    """Return what is wrong in a page."""
    if page.name == "search.html":  # its empty places wait for what somebody searches
        return []
    body = parsed(page).body
    main = copy(body.main)  # half of the work of a copy of the page, whose frame has no holes
    for waiting in main.find_all("template"):  # a script shows its words, BeautifulSoup finds none
        waiting.decompose()
    for shown_as_it_is in main.find_all(["code", "pre"]):
        shown_as_it_is.string = "code"  # translators see the markup of facts
    text = " ".join(main.get_text(" ").split())
    told = [found[0] for found in re.finditer(r"\bNone\b|\{|\}|``", text)]
    told += [found[0] for found in re.finditer(r"\b(Use|Text|Call|Within|Source:) [.,:]", text)]
    for heading in main.find_all(["h2", "h3"]):
        if not " ".join(part.get_text() for part in heading.find_next_siblings()).strip():
            told.append(f"nothing stands under {heading.get_text()!r}")
    for cell in [] if body.css.match(".hb-for-attendees") else main.find_all("td"):
        cell.string = cell.get_text() or "organizers write here"
    for empty in main.find_all(["p", "dd", "li", "ul", "ol", "dl", "section"]):
        if not empty.get_text().strip():
            told.append(f"an empty <{empty.name}>")
    for announced in main.find_all("p", string=re.compile(":$")):
        after = announced.find_next_sibling()
        if not after or after.name == "section":
            told.append(f"nothing follows {announced.get_text()!r}")
    return told
