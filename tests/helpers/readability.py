"""Measures the words of a built page as a reader meets them."""

from __future__ import annotations

import re
from copy import copy
from pathlib import Path
from typing import NamedTuple

import textstat
from bs4 import Tag
from helpers.site_pages import parsed

# What ends a thought: each of these is read as a sentence of its own, also without a full stop.
BLOCKS = ["h1", "h2", "h3", "p", "li", "dt", "dd", "th", "td"]
# Names, numbers, addresses, sources and their dates are not words that a writer chose.
FACTS = "dl.facts, table.facts, .dated, .agreement, bdi"


# What is no paragraph of prose: lists, tables, quotations, headings, buttons, notes beside the text.
NO_PROSE = (
    "li, dl, table, blockquote, h1, h2, h3, .hb-label, "
    ".action, .button, .margin, .agreement, nav, #translation"
)


class Prose(NamedTuple):
    """The sentences inside the paragraphs of a page."""

    sentences: int
    grade: float  # Flesch-Kincaid
    mean: float  # words a sentence
    short: float  # the share of sentences with eight words or fewer


class Measured(NamedTuple):
    """One page: its words, those without facts, and Flesch-Kincaid grade and reading ease of its prose."""

    words: int
    written: int
    grade: float
    ease: float


def article(path: Path) -> Tag:
    """Return the <main> of a built page; a test may take out what it does not ask of."""
    main = parsed(path).main
    assert main is not None, f"{path} has no <main>"
    return copy(main)


def told(main: Tag) -> Tag:
    """Return a copy without pictures, whose words stand below them as text."""
    words = copy(main)
    for picture in words.select("[aria-hidden=true]"):
        picture.decompose()
    return words


def without_facts(main: Tag) -> Tag:
    """Return a copy without what comes from community.toml."""
    words = copy(main)
    for fact in words.select(FACTS):
        fact.decompose()
    return words


def count(text: str) -> int:
    """Return the number of words: whatever stands between spaces and holds a letter or a digit."""
    return len([word for word in text.split() if re.search(r"\w", word)])


def sentences(main: Tag) -> list[str]:
    """Return the prose of a page, one block a sentence or more, without facts."""
    main = copy(main)
    for fact in main.select(FACTS):
        fact.replace_with("it" if fact.name == "bdi" else "")
    found = []
    for block in main.find_all(BLOCKS):
        if block.find(BLOCKS):
            continue
        text = " ".join(block.get_text().split())
        if re.search(r"\w", text):
            found.append(text if text[-1] in ".?!" else f"{text}.")
    return found


# A box to tick with its words, and the two or three words that lead to a list, are no sentences.
LABEL = re.compile(r"☐|(?:\S+\s+){0,2}\S+:$")


def prose(path: Path) -> Prose:
    """Measure the paragraphs of a built page, and nothing else of it."""
    main = told(article(path))
    for other in main.select(f"{NO_PROSE}, .dated"):
        other.decompose()
    for fact in main.select("bdi"):
        fact.replace_with("it")
    # The people of stories are called by a letter: its full stop ends no sentence.
    texts = [
        re.sub(r"\b([A-Z])\.(?=['\u2019,]| [a-z])", r"\1", " ".join(paragraph.get_text().split()))
        for paragraph in main.find_all("p")
        if not LABEL.match(paragraph.get_text().strip())
    ]
    found = [
        sentence
        for text in texts
        for sentence in re.split(r"(?<=[.?!])[\u201d\u2019\")]*\s+", text)
        if re.search(r"\w", sentence)
    ]
    if not found:
        return Prose(0, 0, 0, 0)
    lengths = [count(sentence) for sentence in found]
    joined = " ".join(each if each[-1] in ".?!" else f"{each}." for each in found)
    return Prose(
        len(found),
        textstat.flesch_kincaid_grade(joined),
        sum(lengths) / len(lengths),
        sum(length <= 8 for length in lengths) / len(lengths),
    )


def measure(path: Path) -> Measured:
    """Measure one built page."""
    main = told(article(path))
    prose = " ".join(sentences(main))
    return Measured(
        count(main.get_text(" ")),
        count(without_facts(main).get_text(" ")),
        textstat.flesch_kincaid_grade(prose),
        textstat.flesch_reading_ease(prose),
    )
