"""The index of a book: where each term of the glossary is spoken of."""

from __future__ import annotations

import re
from typing import NamedTuple

from docutils import nodes
from sphinx.environment import BuildEnvironment

from handbook.guides.document import ids
from handbook.guides.references import References, slug
from handbook.translation.alphabet import alphabetical

MOST = 12  # of the pages that one entry names; a term that is everywhere needs no index
FEW = 5  # terms, which any page may speak of; a page that speaks of more than half of all is a list of words


class Place(NamedTuple):
    """The id of a place, and whether the term is explained there."""

    id: str
    explained: bool


class IndexEntry(NamedTuple):
    """A term, and the places that speak of it, in the order of the book."""

    term: str
    places: list[Place]


class Mention(NamedTuple):
    """The first place of a page that speaks of a term, and whether a heading does."""

    id: str
    heading: bool


def _pattern(term: str) -> re.Pattern[str]:
    """Match a term with the ending of a plural; where words have no spaces between them, anywhere."""
    spaced = term[0].isascii()
    text = r"\s+".join(re.escape(word) for word in term.split())
    return re.compile(rf"\b{text}\w{{0,2}}\b" if spaced else text, re.IGNORECASE)


class Section(NamedTuple):
    """What a section says: the id and the words of its heading, and each of its own blocks."""

    id: str
    heading: str
    blocks: list[str]


def _sections(tree: nodes.document) -> list[Section]:
    """Return the sections of a page in their order."""
    return [
        Section(
            ids(section)[0],
            section[0].astext(),
            [each.astext() for each in section[1:] if not isinstance(each, nodes.section)],
        )
        for section in tree.findall(nodes.section)
    ]


def _mention(sections: list[Section], pattern: re.Pattern[str]) -> Mention | None:
    """Return where a page speaks of a term: under a heading that names it, else at the first place."""
    first = None
    for section in sections:
        if pattern.search(section.heading):
            return Mention(section.id, heading=True)
        if not first and any(map(pattern.search, section.blocks)):
            first = Mention(section.id, heading=False)
    return first


def _terms(env: BuildEnvironment, references: References) -> dict[str, str]:
    """Return the terms of the glossary, with the places where they are explained."""
    return {
        shown: references.address(page, anchor).removeprefix("#")
        for _name, shown, kind, page, anchor, _priority in env.domains.standard_domain.get_objects()
        if kind == "term" and page in references.pages
    }


def entries(
    env: BuildEnvironment, references: References, trees: dict[str, nodes.document]
) -> list[IndexEntry]:
    """Return the index: for each term of the glossary, where it is explained, and one place a page."""
    terms = _terms(env, references)
    patterns = {term: _pattern(term) for term in terms}
    sections = {page: _sections(tree) for page, tree in trees.items()}
    spoken = {
        page: {term: found for term in terms if (found := _mention(said, patterns[term]))}
        for page, said in sections.items()
    }
    lists = [page for page, found in spoken.items() if len(found) > max(len(terms) / 2, FEW)]
    index = []
    for term in sorted(terms, key=alphabetical):
        home = terms[term].partition("--")[0]
        mentions = {
            page: found[term] for page, found in spoken.items() if term in found and page not in lists
        }
        headings = {page: found for page, found in mentions.items() if found.heading}
        chosen = next((each for each in (mentions, headings) if len(each) <= MOST), {})
        places = [
            Place(terms[term], explained=True)
            if slug(page) == home
            else Place(chosen[page].id, explained=False)
            for page in trees
            if slug(page) == home or page in chosen
        ]
        index.append(IndexEntry(term, places))
    return index
