"""The index of a book: where each term of the glossary is spoken of."""

from __future__ import annotations

import re
from typing import NamedTuple

from docutils import nodes
from sphinx.environment import BuildEnvironment

from handbook.guide_links import References
from handbook.guide_tree import ids

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


def _places(tree: nodes.document, pattern: re.Pattern[str]) -> tuple[list[str], list[str]]:
    """Return the first place of a page that has the term in its heading, and the first that has it at all."""
    headings, texts = [], []
    for section in tree.findall(nodes.section):
        place = ids(section)[0]
        if pattern.search(section[0].astext()):
            headings.append(place)
        own = (each for each in section[1:] if not isinstance(each, nodes.section))
        if any(pattern.search(each.astext()) for each in own):
            texts.append(place)
    return headings[:1], texts[:1]


def _terms(env: BuildEnvironment, references: References) -> dict[str, str]:
    """Return the terms of the glossary, with the places where they are explained."""
    return {
        shown: references.address(page, anchor).removeprefix("#")
        for _name, shown, kind, page, anchor, _priority in env.domains.standard_domain.get_objects()
        if kind == "term" and page in references.pages
    }


def entries(env: BuildEnvironment, references: References, trees: dict[str, nodes.document]) -> list[Entry]:
    """Return the index: for each term of the glossary, where it is explained, and one place a page."""
    found = []
    for term, place in sorted(_terms(env, references).items(), key=lambda item: item[0].casefold()):
        pattern = _pattern(term)
        places = [_places(tree, pattern) for tree in trees.values()]
        everywhere = [each for _headings, texts in places for each in texts]
        chosen = [each for headings, texts in places for each in (headings or texts)]
        if len(everywhere) > MOST:
            chosen = [each for headings, _texts in places for each in headings][:MOST]
        found.append(Entry(term, list(dict.fromkeys([place, *chosen]))))
    return found
