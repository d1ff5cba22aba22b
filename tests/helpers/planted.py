"""Faults as people make them, planted in right translations: how many of them does the check find?

Each function gets an English text, its translation and a source of chance, and returns the spoilt
translation, or None where there is nothing to spoil. The rules share no code with them.
"""

# ruff: noqa: RUF001 -- signs of other scripts are part of the faults

from __future__ import annotations

import random
import re
from collections.abc import Callable

from helpers.paths import ROOT

from handbook.config import glossary

Plant = Callable[[str, str, random.Random], str | None]

MARKUP = re.compile(r"(\{\w+\}`[^`]*`|`[^`]*`|\]\([^)]*\)|%\(\w+\)[sd]|%[sd]|\{\w+\})")
TERMS = {form for term in glossary.terms(ROOT / "locales" / "glossary.toml").values() for form in term.forms}
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()]+)\)")
SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？।؟])\s*(?!$)")
QUOTES = ("“”", "«»", '""', "„“", "「」", "‘’")
SIGNS = re.compile('[“”«»"()（）「」《》]')
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９")


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE.split(text) if part]


def prose(text: str) -> bool:
    """Tell whether a text has English that nobody would leave: no name, no term and no speech."""
    bare = unmarked(text)
    return (
        len(re.findall(r"\b[a-z]{2,}\b", bare)) >= 2
        and not bare.startswith('"')
        and bare.lower() not in TERMS
    )


def unmarked(text: str) -> str:
    return re.sub(r"[*\[]", "", MARKUP.sub("", text))


def english_after(english: str, shown: str, _chance: random.Random) -> str | None:
    return f"{shown} {unmarked(english)}" if prose(english) else None


def english_before(english: str, shown: str, _chance: random.Random) -> str | None:
    return f"{unmarked(english)} {shown}" if prose(english) else None


def english_in_brackets(english: str, shown: str, _chance: random.Random) -> str | None:
    return f"{shown} ({unmarked(english)})" if len(unmarked(english).split()) > 8 else None


def english_sentence(english: str, shown: str, chance: random.Random) -> str | None:
    """One of the sentences was not translated."""
    source, mine = sentences(english), sentences(shown)
    at = chance.randrange(len(mine))
    if (
        len(source) != len(mine)
        or len(mine) < 2
        or MARKUP.search(mine[at])
        or not prose(unmarked(source[at]))
    ):
        return None
    mine[at] = unmarked(source[at])
    return " ".join(mine)


def english_clause(english: str, shown: str, chance: random.Random) -> str | None:
    """Four words of the English stand amid the translation."""
    words = re.findall(r"(?<!\S)[a-z]+(?: [a-z]+){3}(?!\S)", MARKUP.sub("", english))
    places = [
        found.end()
        for found in re.finditer(r"[،，,：:]\s?", shown)
        if shown.count("`", 0, found.end()) % 2 == 0
    ]
    if not (words and places):
        return None
    at = chance.choice(places)
    return f"{shown[:at]}{chance.choice(words)} {shown[at:]}"


def sign_lost(_english: str, shown: str, chance: random.Random) -> str | None:
    """A quotation mark or a bracket of the text is lost."""
    kept = MARKUP.sub(lambda found: " " * len(found[0]), shown)
    places = [found.start() for found in SIGNS.finditer(kept)]
    at = chance.choice(places) if places else None
    return None if at is None else shown[:at] + shown[at + 1 :]


def sign_added(_english: str, shown: str, chance: random.Random) -> str | None:
    """One that nothing opens, or nothing closes, is added at the end of a word."""
    kept = MARKUP.sub(lambda found: "`" * len(found[0]), shown)
    places = [found.end() for found in re.finditer(r"[^\W`]{2,}(?=[\s.,;:!?。，：？।،؟]|$)", kept)]
    if not places:
        return None
    at = chance.choice(places)
    return shown[:at] + chance.choice('”»")）」(（«“「') + shown[at:]


def quoted_and_cut(_english: str, shown: str, chance: random.Random) -> str | None:
    """Somebody puts the text in quotation marks and forgets one of the two."""
    both = chance.choice(QUOTES[:5])
    return both[0] + shown if chance.random() < 0.5 else shown + both[1]


def number_changed(english: str, shown: str, chance: random.Random) -> str | None:
    """A number below 100 becomes another: none that may stand for a word (both, a day), or 13 for 1."""
    there = {*re.findall(r"(?<![\d.])\d{1,2}(?![\d.]\d|\d)", MARKUP.sub("", english))}
    kept = MARKUP.sub(lambda found: "`" * len(found[0]), shown)
    found = [each for each in re.finditer(r"(?<![\d.])\d{1,2}(?![\d.]\d|\d)", kept) if each[0] in there]
    if not found:
        return None
    place = chance.choice(found)
    new = str(chance.choice([number for number in range(25, 100) if str(number) not in there | {"60"}]))
    digits = dict(zip(range(48, 58), chance.choice(DIGITS), strict=True))
    return shown[: place.start()] + new.translate(digits) + shown[place.end() :]


def links_swapped(english: str, shown: str, _chance: random.Random) -> str | None:
    """The addresses of two links change places."""
    found = [*LINK.finditer(shown)]
    if len({each[2] for each in found}) < 2 or len(found) != 2 or MARKUP.sub("", english) == english:
        return None
    one, two = found
    return shown[: one.start(2)] + two[2] + shown[one.end(2) : two.start(2)] + one[2] + shown[two.end(2) :]


def link_words_swapped(english: str, shown: str, _chance: random.Random) -> str | None:
    """The words of two links change places, and their addresses stay."""
    found = [*LINK.finditer(shown)]
    if links_swapped(english, shown, _chance) is None:
        return None
    one, two = found
    return shown[: one.start(1)] + two[1] + shown[one.end(1) : two.start(1)] + one[1] + shown[two.end(1) :]


def last_sentence_lost(english: str, shown: str, _chance: random.Random) -> str | None:
    source, mine = sentences(english), sentences(shown)
    if len(source) < 2 or len(mine) < 2 or MARKUP.search(mine[-1]):
        return None
    return shown[: shown.rindex(mine[-1])].rstrip()


def doubled(_english: str, shown: str, _chance: random.Random) -> str | None:
    return None if MARKUP.search(shown) else f"{shown} {shown}"


def heading(_english: str, shown: str, _chance: random.Random) -> str | None:
    return f"# {shown}"


def item(_english: str, shown: str, _chance: random.Random) -> str | None:
    return f"- {shown}"


def starred(_english: str, shown: str, _chance: random.Random) -> str | None:
    return None if MARKUP.search(shown) else f"*{shown}*"


def bold(_english: str, shown: str, _chance: random.Random) -> str | None:
    return None if MARKUP.search(shown) else f"**{shown}**"


def backslash(_english: str, shown: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(shown) + 1)
    return None if MARKUP.search(shown) else f"{shown[:at]}\\{shown[at:]}"


def entity(_english: str, shown: str, _chance: random.Random) -> str | None:
    return shown.replace(" ", "&nbsp;", 1) if " " in shown else None


def prose_changed(change: Callable[[str], str]) -> Plant:
    """Change what is no markup."""

    def plant(_english: str, shown: str, _chance: random.Random) -> str | None:
        parts = MARKUP.split(shown)
        parts[::2] = map(change, parts[::2])
        return "".join(parts) if "".join(parts) != shown else None

    return plant


def other_digits(digits: str) -> Plant:
    """Write all numbers in the digits of another script."""
    table = dict(zip(range(48, 58), digits, strict=True))
    return prose_changed(lambda text: text.translate(table))


def other_quotes(both: str) -> Plant:
    """Write the quotation marks as another language or typesetter does."""

    def plant(_english: str, shown: str, _chance: random.Random) -> str | None:
        text = re.sub(r"[“«]([^“”«»]*)[”»]", rf"{both[0]}\1{both[1]}", shown)
        return text if text != shown else None

    return plant


def english_beside(english: str, shown: str, chance: random.Random) -> str | None:
    """A few words of the English stand in brackets, for somebody who has to say them."""
    words = re.findall(r"(?<!\S)[a-z]+(?: [a-z]+){1,4}(?!\S)", MARKUP.sub("", english))
    return f"({chance.choice(words)}) {shown}" if words else None


def name_with_apostrophe(_english: str, shown: str, _chance: random.Random) -> str | None:
    return f"O’Brien: {shown}"


def guides_name(_english: str, shown: str, _chance: random.Random) -> str | None:
    words = any(map(str.isalpha, MARKUP.sub("", shown)))
    return f"Web Content Accessibility Guidelines: {shown}" if words else None


def names(*plants: Plant) -> dict[str, Plant]:
    return {plant.__name__: plant for plant in plants}


FOREIGN = ("ar", "zh_CN", "hi")  # only there can English be told
# What can be told for sure: each one that is planted is refused.
REFUSED = names(
    english_after,
    english_before,
    english_in_brackets,
    english_sentence,
    english_clause,
    sign_lost,
    sign_added,
    quoted_and_cut,
    number_changed,
)
FRAME = names(heading, item, starred, bold, backslash, entity)  # in the words of the frame
# What is not always told for sure: the part that is refused, and the part that is refused or remarked upon.
PROBABLE = {
    links_swapped: (0.95, 0.98),
    link_words_swapped: (0.95, 0.98),
    last_sentence_lost: (0.2, 0.75),
    doubled: (0.0, 0.9),
}
# What careful translators do: nothing of it is refused.
HARMLESS = names(english_beside, name_with_apostrophe, guides_name) | {
    "a number in words": prose_changed(lambda text: re.sub(r"(?<![\d.])18(?![\d.])", "十八", text)),
    "wide brackets": prose_changed(lambda text: text.replace("(", "（").replace(")", "）")),
    **{f"digits {digits}": other_digits(digits) for digits in DIGITS[1:]},
    **{f"quotes {both}": other_quotes(both) for both in ("“”", "«»", '""', "„“", "「」", "‘’", "»«", "””")},
}
