"""Compares the signs of a translation with those of the English text: links, facts, commands, bold words.

Sphinx drops a translation that looks like a list or a heading, and says nothing about a link that leads
elsewhere: these rules do. Links of one sentence that were swapped are found by the rest of the language: by
the words that stand elsewhere where the English has the same.
"""

# ruff: noqa: RUF001 -- signs of other scripts are what these rules look for

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, count, product
from typing import NamedTuple

from handbook.translation.check.markdown import Shape
from handbook.translation.check.po.form import words
from handbook.translation.check.terms import normalize
from handbook.translation.check.writing_systems import Script

# What a beginning turns a text into, by the kind of block that Markdown sees.
BLOCKS = {
    "ordered_list_open": "a numbered list",
    "bullet_list_open": "a list",
    "heading_open": "a heading",
    "blockquote_open": "a quotation",
    "hr": "a line across the page",
    "fence": "a block of its own",
    "colon_fence": "a block of its own",
    "code_block": "a block of program text",
    "html_block": "HTML",
    "table_open": "a table",
    "dl_open": "a list of terms",
    "front_matter": "settings of a page",
    "myst_line_comment": "a comment that nobody sees",
    "myst_block_break": "a break",
    "myst_target": "a label",
    "footnote_reference_open": "a footnote",
}
SIGN = re.compile(r"[^\w\s]")
ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w+);")
LONELY = re.compile(r"(?<![\w*])\*(?!\*)|(?<!\*)\*(?![\w*])")  # not the star of German: Teilnehmer*innen
BROKEN_LINK = re.compile(r"\] ?[\[(]|［[^［］]*］ ?[（(]|\] ?（")


def problems(english: Shape, translated: Shape, msgid: str, msgstr: str) -> Iterator[str]:
    """Yield what is wrong with the signs of a translation."""
    if "\n" in msgstr and "\n" not in msgid:
        yield (
            "The translation has a line break; what follows it would be lost. Write all of it as one line, "
            "without Enter."
        )
    elif translated.blocks != english.blocks:
        yield _block(translated, msgstr)
        return  # what is inside such a block says nothing
    yield from _parts(english, translated)
    yield from _emphasis(english, translated)
    yield from _stray(english, translated)
    if new := {*ENTITY.findall(msgstr)} - {*ENTITY.findall(msgid)}:
        yield f"{min(new)} stands for a character. Type the character itself."


def _block(translated: Shape, msgstr: str) -> str:
    if len(translated.blocks) > 1:
        return "These are several paragraphs; only the first would be shown. Write one paragraph."
    kind = translated.blocks[0] if translated.blocks else "reference"
    what = BLOCKS.get(kind, "something that nobody sees")
    if kind == "code_block":
        return f"Spaces at the beginning turn this into {what}; readers would get the English. Delete them."
    if kind == "html_block":
        return "This is HTML; readers would get the English. Write plain text, as in the English."
    text = msgstr.lstrip()
    char = SIGN.search(text)
    fixed = (
        f"{text[: char.start()]}\\{text[char.start() : char.start() + 12]}".strip() if char else "other words"
    )
    return (
        f'The beginning "{text[:8].strip()}" turns this into {what}; readers would get the English. '
        f"Put a backslash before the sign: {fixed}… (when you type into the file itself: two backslashes)"
    )


def _parts(english: Shape, translated: Shape) -> Iterator[str]:
    missing, extra = english.parts - translated.parts, translated.parts - english.parts
    for part in missing:
        if part in translated.parts:
            yield (
                f"{part.removeprefix(']')} is missing {_times(missing[part])}: the English has it "
                f"{_times(english.parts[part])}. Use it as often."
            )
        elif part.startswith("]("):
            yield f"The link {part[1:]} is missing. Write, with this address: [your words]{part[1:]}"
        elif "`… <" in part:
            yield f"{part} is missing. Write, with this target: {part.replace('…', 'your words')}"
        else:
            yield f"{part} is missing. Copy it from the English, with all its signs."
    for part in extra:
        if part.startswith("<"):
            yield f"{part} is HTML. Take it out: write the signs of the English text instead."
        elif part in english.parts:
            yield f"{part.removeprefix(']')} stands here too often. Use it as often as the English does."
        elif part.startswith("]("):
            yield f"A link leads to {part[2:-1]}, and none of the English does. Write the English address."
        else:
            yield f"{part} is not in the English. Take it out, or write what the English has."
    if translated.bare_links > english.bare_links:
        yield "A link has no words. Write the words between its brackets: [your words](…)"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _emphasis(english: Shape, translated: Shape) -> Iterator[str]:
    if english.bold and not translated.bold and "**" not in translated.signs:
        yield "The English has bold words, the translation has none. Put ** before and after them: **words**"
    if not english.bold and not english.italic and translated.bold:
        yield "Words are bold here and not in the English. Take out the signs ** or __"
    if not english.italic and translated.italic and not (english.bold and not translated.bold):
        yield (
            "Two signs * or _ make what is between them italic, and vanish. Take them out; if readers need "
            "the sign itself, write a backslash before each: \\*"
        )


def _stray(english: Shape, translated: Shape) -> Iterator[str]:
    for char in ("**", "__"):
        if translated.signs.count(char) > english.signs.count(char):
            yield (
                f"Readers would see {char}: it makes nothing bold here. Put two stars directly before and "
                "after the words. Move a comma, stop or bracket out of them: **words**, not **words,**"
            )
    if len(LONELY.findall(translated.signs)) > len(LONELY.findall(english.signs)):
        yield "Readers would see a lonely *. Add its partner, or write \\* for the sign itself."
    if translated.signs.count("`") > english.signs.count("`"):
        yield "Readers would see a lonely `. Copy such parts from the English as a whole."
    for char in "{}｛｝":
        if translated.signs.count(char) > english.signs.count(char):
            yield f"Readers would see {char}: a part like {{fact}}`…` is broken. Copy it from the English."
    if len(BROKEN_LINK.findall(translated.signs)) > len(BROKEN_LINK.findall(english.signs)):
        yield "Readers would see the signs of a broken link. Write it as in the English: [words](#address)"
    if translated.signs.count("\\") > english.signs.count("\\"):
        yield "Readers would see a backslash. Take it out; it belongs only before signs such as \\* or 1\\."


LINK = re.compile(r"\[([^\[\]]+)\]\(([^()]+)\)")
PIECE, PIECE_DENSE = 4, 2  # letters: about the stem of a word
# Measured with two links of each shipped text in the right places, and swapped: nothing right is below 0.
SURE, PROBABLE = 0.2, 0.1
KNOWN = (
    300  # texts that a language must have for anything to be sure; with half of them some right ones were not
)
RARE = 4  # texts that are added to those with a piece, so that what stands in one or two proves little


class Lexicon(NamedTuple):
    """In which texts, and links, a piece of a word stands: in English, and in a language. Each has a bit.

    `own` are the bits of an English text and its links, `piece` is how many letters a piece has.
    """

    english: dict[str, int]
    translated: dict[str, int]
    own: dict[str, int]
    piece: int


def _pieces(text: str, size: int) -> set[str]:
    """Return the beginnings, middles and ends of all words: most are the same in each form of a word."""
    return {
        word[at : at + size] for word in words(normalize(text)) for at in range(max(1, len(word) - size + 1))
    }


def _links(text: str) -> dict[str, str]:
    """Return the words of each link by its target; none if a target stands twice."""
    found = LINK.findall(text)
    links = {target: words for words, target in found}
    return links if len(links) == len(found) else {}


def lexicon(texts: Mapping[str, str], script: Script) -> Lexicon:
    """Return which pieces of words stand together in the translations of a language, by their English."""
    size = PIECE_DENSE if script.dense else PIECE
    found, number = Lexicon(defaultdict(int), defaultdict(int), defaultdict(int), size), count()
    for msgid, msgstr in texts.items():
        english, translated = _links(msgid), _links(msgstr)
        pairs = [
            (msgid, msgstr),
            *((english[each], translated[each]) for each in english.keys() & translated.keys()),
        ]
        for source, translation in pairs:
            place = 1 << next(number)
            found.own[msgid] |= place
            for piece in _pieces(source, PIECE):
                found.english[piece] |= place
            for piece in _pieces(translation, size):
                found.translated[piece] |= place
    return found


def _likeness(english: str, translated: str, known: Lexicon, own: int) -> float:
    """Return how much words look like the translation of others, 0 to 1, by all texts but the own one.

    For each piece of the English the best partner counts: by the coefficient of L. R. Dice, "Measures of the
    Amount of Ecologic Association Between Species", 1945, of the texts where both stand.
    """
    partners = [
        (each, each.bit_count() + RARE)
        for piece in _pieces(translated, known.piece)
        if (each := known.translated.get(piece, 0) & ~own)
    ]
    there = [known.english.get(piece, 0) & ~own for piece in _pieces(english, PIECE)]
    best = [
        max((2 * (one & each).bit_count() / (one.bit_count() + size) for each, size in partners), default=0.0)
        for one in there
        if one
    ]
    return sum(best) / len(best) if best else 0.0


def swapped(msgid: str, msgstr: str, known: Lexicon) -> Iterator[tuple[str, bool]]:
    """Yield which links seem swapped, and whether that is sure."""
    english, translated = _links(msgid), _links(msgstr)
    if len(english) < 2 or english.keys() != translated.keys():
        return
    order, own = [*translated], known.own.get(msgid, 0)
    for one, other in combinations(english, 2):
        if normalize(translated[one]) == normalize(translated[other]):
            continue
        gap = sum(
            (1 if source == target else -1) * _likeness(english[source], translated[target], known, own)
            for source, target in product((one, other), repeat=2)
        )
        if gap < -SURE and len(known.own) >= KNOWN:
            yield (
                "Two links are swapped: in the other texts of your language, the words of each stand for the "
                f"other. Write [{translated[other]}]({one}) and [{translated[one]}]({other})",
                True,
            )
        elif gap < -PROBABLE or (gap < PROBABLE and order.index(one) > order.index(other)):
            yield f"The links {one} and {other} may be swapped. Do the words of each fit its address?", False
