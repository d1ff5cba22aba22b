"""Finds links of one sentence that were swapped: the words of each lead where the other should.

What tells is the rest of the language: how its catalogs translate the same words elsewhere.
"""

# ruff: noqa: RUF001 -- signs of other scripts are what these rules look for

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from handbook.translation.check.terms import even

LINK = re.compile(r"\[([^\[\]]+)\]\(([^()]+)\)")
EDGES = " .:!?。：！？।؟"

# By the words of a translation: the English words that it stands for, and the English text where it does.
Memory = dict[str, set[tuple[str, str]]]


def _key(text: str) -> str:
    return even(text).strip(EDGES)


def _links(text: str) -> dict[str, str]:
    """Return the words of each link by its target; none if a target stands twice."""
    found = LINK.findall(text)
    links = {target: words for words, target in found}
    return links if len(links) == len(found) else {}


def memory(texts: Iterable[tuple[str, str]]) -> Memory:
    """Return how texts and the words of links are translated, from pairs of an English text and its own."""
    known: Memory = defaultdict(set)
    for msgid, msgstr in texts:
        english, shown = _links(msgid), _links(msgstr)
        pairs = [(msgid, msgstr), *((english[each], shown[each]) for each in english.keys() & shown.keys())]
        for source, words in pairs:
            known[_key(words)].add((_key(source), msgid))
    return known


def swapped(msgid: str, msgstr: str, known: Memory) -> Iterator[tuple[str, bool]]:
    """Yield which links seem swapped, and whether that is sure."""
    english, shown = _links(msgid), _links(msgstr)
    if len(english) < 2 or english.keys() != shown.keys():
        return

    def says(source: str, words: str) -> bool:
        return any(each == _key(source) and where != msgid for each, where in known.get(_key(words), ()))

    order = {target: place for place, target in enumerate(shown)}
    for one, other in combinations(english, 2):
        if says(english[one], shown[one]) or says(english[other], shown[other]):
            continue
        if says(english[one], shown[other]) or says(english[other], shown[one]):
            yield (
                f"Two links are swapped: elsewhere the words of each stand for the other. "
                f"Write [{shown[other]}]({one}) and [{shown[one]}]({other})",
                True,
            )
        elif order[one] > order[other]:
            yield (
                f"The links {one} and {other} stand in another order than in the English. "
                "Do the words of each fit its address?",
                False,
            )
