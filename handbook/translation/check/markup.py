"""Compares the signs of a translation with those of the English text: links, facts, commands, bold words.

Sphinx drops a translation that looks like a list or a heading, and says nothing about a link that leads
elsewhere: these rules do. Links of one sentence that were swapped are found by the rest of the language: how
its catalogs translate the same words elsewhere.
"""

# ruff: noqa: RUF001 -- signs of other scripts are what these rules look for

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from handbook.translation.check.markdown import Shape
from handbook.translation.check.terms import even

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


def faults(english: Shape, shown: Shape, msgid: str, msgstr: str) -> Iterator[str]:
    """Yield what is wrong with the signs of a translation."""
    if "\n" in msgstr and "\n" not in msgid:
        yield (
            "The translation has a line break; what follows it would be lost. Write all of it as one line, "
            "without Enter."
        )
    elif shown.blocks != english.blocks:
        yield _block(shown, msgstr)
        return  # what is inside such a block says nothing
    yield from _parts(english, shown)
    yield from _emphasis(english, shown)
    yield from _stray(english, shown)
    if new := {*ENTITY.findall(msgstr)} - {*ENTITY.findall(msgid)}:
        yield f"{min(new)} stands for a character. Type the character itself."


def _block(shown: Shape, msgstr: str) -> str:
    if len(shown.blocks) > 1:
        return "These are several paragraphs; only the first would be shown. Write one paragraph."
    kind = shown.blocks[0] if shown.blocks else "reference"
    what = BLOCKS.get(kind, "something that nobody sees")
    if kind == "code_block":
        return f"Spaces at the beginning turn this into {what}; readers would get the English. Delete them."
    if kind == "html_block":
        return "This is HTML; readers would get the English. Write plain text, as in the English."
    text = msgstr.lstrip()
    sign = SIGN.search(text)
    mended = (
        f"{text[: sign.start()]}\\{text[sign.start() : sign.start() + 12]}".strip() if sign else "other words"
    )
    return (
        f'The beginning "{text[:8].strip()}" turns this into {what}; readers would get the English. '
        f"Put a backslash before the sign: {mended}… (when you type into the file itself: two backslashes)"
    )


def _parts(english: Shape, shown: Shape) -> Iterator[str]:
    missing, extra = english.parts - shown.parts, shown.parts - english.parts
    for part in missing:
        if part in shown.parts:
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
    if shown.bare_links > english.bare_links:
        yield "A link has no words. Write the words between its brackets: [your words](…)"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _emphasis(english: Shape, shown: Shape) -> Iterator[str]:
    if english.bold and not shown.bold and "**" not in shown.signs:
        yield "The English has bold words, the translation has none. Put ** before and after them: **words**"
    if not english.bold and not english.italic and shown.bold:
        yield "Words are bold here and not in the English. Take out the signs ** or __"
    if not english.italic and shown.italic and not (english.bold and not shown.bold):
        yield (
            "Two signs * or _ make what is between them italic, and vanish. Take them out; if readers need "
            "the sign itself, write a backslash before each: \\*"
        )


def _stray(english: Shape, shown: Shape) -> Iterator[str]:
    for sign in ("**", "__"):
        if shown.signs.count(sign) > english.signs.count(sign):
            yield (
                f"Readers would see {sign}: it makes nothing bold here. Put two stars directly before and "
                "after the words. Move a comma, stop or bracket out of them: **words**, not **words,**"
            )
    if len(LONELY.findall(shown.signs)) > len(LONELY.findall(english.signs)):
        yield "Readers would see a lonely *. Add its partner, or write \\* for the sign itself."
    if shown.signs.count("`") > english.signs.count("`"):
        yield "Readers would see a lonely `. Copy such parts from the English as a whole."
    for sign in "{}｛｝":
        if shown.signs.count(sign) > english.signs.count(sign):
            yield f"Readers would see {sign}: a part like {{fact}}`…` is broken. Copy it from the English."
    if len(BROKEN_LINK.findall(shown.signs)) > len(BROKEN_LINK.findall(english.signs)):
        yield "Readers would see the signs of a broken link. Write it as in the English: [words](#address)"
    if shown.signs.count("\\") > english.signs.count("\\"):
        yield "Readers would see a backslash. Take it out; it belongs only before signs such as \\* or 1\\."


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
