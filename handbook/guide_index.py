"""The index of a book: where each term of the glossary is spoken of."""

from __future__ import annotations

import re
from typing import NamedTuple

from docutils import nodes

from handbook.guide_links import slug

MOST = 12  # of the pages that one entry names; a term that is everywhere needs no index


class Entry(NamedTuple):
    """A term, and the ids of the places that speak of it."""

    term: str
    places: list[str]


def _pattern(term: str) -> re.Pattern[str]:
    """Match a term with the ending of a plural; where words have no spaces between them, anywhere."""
    spaced = term[0].isascii()
    text = r"\s+".join(re.escape(word) for word in term.split())
    return re.compile(rf"\b{text}\w{{0,2}}\b" if spaced else text, re.IGNORECASE)


def _places(page: str, tree: nodes.document, pattern: re.Pattern[str]) -> tuple[list[str], list[str]]:
    """Return the first place of a page that has the term in its heading, and the first that has it at all."""
    headings, texts = [], []
    for section in tree.findall(nodes.section):
        place = section["ids"][0] if isinstance(section.parent, nodes.section) else slug(page)
        if pattern.search(section[0].astext()):
            headings.append(place)
        own = (each for each in section[1:] if not isinstance(each, nodes.section))
        if any(pattern.search(each.astext()) for each in own):
            texts.append(place)
    return headings[:1], texts[:1]


def entries(terms: dict[str, str], trees: dict[str, nodes.document]) -> list[Entry]:
    """Return the index: for each term (with the id of its entry in the glossary), one place a page."""
    found = []
    for term, place in sorted(terms.items(), key=lambda item: item[0].casefold()):
        pattern = _pattern(term)
        places = [_places(page, tree, pattern) for page, tree in trees.items()]
        everywhere = [each for _headings, texts in places for each in texts]
        chosen = [each for headings, texts in places for each in (headings or texts)]
        if len(everywhere) > MOST:
            chosen = [each for headings, _texts in places for each in headings][:MOST]
        found.append(Entry(term, list(dict.fromkeys([place, *chosen]))))
    return found
