"""Measures the words of a built page as a reader meets them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import textstat
from helpers.trees import one, read, text, without
from lxml.html import HtmlElement

# What ends a thought: each of these is read as a sentence of its own, also without a full stop.
BLOCKS = ("h1", "h2", "h3", "p", "li", "dt", "dd", "th", "td")
# Names, numbers, addresses, sources and their dates are not words that a writer chose.
LISTED = "dl.facts, table.facts, .dated, .agreement"
FACTS = f"{LISTED}, bdi"
# Pictures, whose words stand below them as text, and what a script shows.
NOT_TOLD = "[aria-hidden=true], template"
# What is no paragraph of prose: lists, tables, quotations, headings, buttons, notes beside the text.
NO_PROSE = (
    "li, dl, table, blockquote, h1, h2, h3, .hb-label, "
    ".action, .button, .margin, .agreement, nav, #translation, .dated"
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


def told(path: Path, but: str = "") -> HtmlElement:
    """Return a copy of the <main> of a built page; `but` is a selector of what else is left out."""
    return without(one(read(path), "main"), f"{NOT_TOLD}{but}")


def count(text: str) -> int:
    """Return the number of words: whatever stands between spaces and holds a letter or a digit."""
    return len([word for word in text.split() if re.search(r"\w", word)])


def say_it(main: HtmlElement) -> None:
    """Put "it" in the place of each fact in a sentence."""
    for fact in list(main.iter("bdi")):
        fact.clear(keep_tail=True)
        fact.text = "it"


def sentences(path: Path) -> list[str]:
    """Return the prose of a page, one block a sentence or more, without facts."""
    main = told(path, f", {LISTED}")
    say_it(main)
    blocks = (block for block in main.iter(BLOCKS) if next(block.iterdescendants(BLOCKS), None) is None)
    found = [words for block in blocks if re.search(r"\w", words := text(block))]
    return [words if words[-1] in ".?!" else f"{words}." for words in found]


# A box to tick with its words, and the two or three words that lead to a list, are no sentences.
LABEL = re.compile(r"☐|(?:\S+\s+){0,2}\S+:$")


def prose(path: Path) -> Prose:
    """Measure the paragraphs of a built page, and nothing else of it."""
    main = told(path, f", {NO_PROSE}")
    say_it(main)
    # The people of stories are called by a letter: its full stop ends no sentence.
    texts = [
        re.sub(r"\b([A-Z])\.(?=['\u2019,]| [a-z])", r"\1", words)
        for paragraph in main.iter("p")
        if not LABEL.match(words := text(paragraph))
    ]
    found = [
        sentence
        for words in texts
        for sentence in re.split(r"(?<=[.?!])[\u201d\u2019\")]*\s+", words)
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
    prose = " ".join(sentences(path))
    return Measured(
        count(text(told(path), " ")),
        count(text(told(path, f", {FACTS}"), " ")),
        textstat.flesch_kincaid_grade(prose),
        textstat.flesch_reading_ease(prose),
    )
