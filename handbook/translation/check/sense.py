"""Judges whether a translation can be the whole of its English text: not cut off, not left in English."""

# ruff: noqa: RUF001 -- signs of other scripts are what these rules look for

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.translation.check.po_file import Entry
from handbook.translation.check.writing_systems import STOPLESS, Script

LONG = 60  # characters of an English text from which its length says something
SHORTEST, SHORTEST_DENSE = 0.2, 0.07  # of the length of the English text
LONGEST = 4.0
STOPS = {".", "!", "?", ":"}
ENGLISH_WORDS = 3  # so many words can be a name
CLOSERS = " \u00a0\u202f\u200e\u200f\"'”’»«›‹“„」』）)】]*_"
NOQA = re.compile(r"(?<!\\)#\s*noqa\s*$")
TWICE, TWICE_DENSE = 6, 3  # letters: less than that may stand twice
BETWEEN_LETTERS = re.compile(r"[^\w\ufffc]+")
SENTENCE = re.compile(r"[.!?。！？؟।۔]+")
LOWER = re.compile(r"\b[a-z]{2,}\b")


def whole(msgid: str, msgstr: str, english: str, words: str, script: Script) -> Iterator[str]:
    """Yield why this cannot be the whole text. `english` and `words` are what readers see of both."""
    if "noqa" in msgstr and NOQA.search(msgstr):
        yield 'The text ends with "# noqa", which programs cut off. Delete it.'
    if any(map(str.isalnum, english)) and not any(map(str.isalnum, words)):
        yield 'No words are here. Write the translation, or leave it empty: ""'
        return
    if msgid == msgstr and len(LOWER.findall(english)) > ENGLISH_WORDS:
        yield 'This is the English text. Translate it, or leave it empty: "" (the page then says so).'
        return
    shortest = SHORTEST_DENSE if script.dense else SHORTEST
    if len(english) >= LONG and len(words) < len(english) * shortest:
        yield "This is much shorter than the English: is the rest lost? Write the whole text."
    elif len(english) >= LONG and len(words) > len(english) * LONGEST:
        yield "This is much longer than the English: does another text stand here too? Write this text only."
    elif len(english) >= LONG and english.rstrip(CLOSERS)[-1:] in STOPS and script.code not in STOPLESS:
        last = words.rstrip(CLOSERS)[-1:]
        if last.isalnum():
            yield "The translation stops in the middle of a sentence. Write the end, with its full stop."


def doubled(english: str, words: str, script: Script) -> Iterator[str]:
    """Yield whether the text, or a sentence of it, stands twice.

    A short word may be doubled by its language, as in Chinese and Malay, and so may a short sentence.
    """
    least = TWICE_DENSE if script.dense else TWICE
    if _twice(words, least) and not _twice(english, 1):
        yield "Something stands here twice. Keep it once, if the English has it once."


def _twice(text: str, least: int) -> bool:
    """Tell whether a text is one text and the same again, or has a sentence of `least` letters twice."""
    letters = BETWEEN_LETTERS.sub("", text)
    half = len(letters) // 2
    parts = [BETWEEN_LETTERS.sub("", part) for part in SENTENCE.split(text)]
    sentences = [each for each in parts if len(each) >= least]
    return (half >= least and letters[:half] == letters[half:]) or len({*sentences}) < len(sentences)


def copied(entries: list[Entry]) -> Iterator[tuple[Entry, str]]:
    """Yield entries with the same long translation for English texts that have next to nothing in common."""
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.msgstr, entry)
        if min(len(other.msgid), len(entry.msgid)) < LONG or other is entry:
            continue
        ours, theirs = {*LOWER.findall(entry.msgid)}, {*LOWER.findall(other.msgid)}
        if len(ours & theirs) * 3 < len(ours | theirs):
            yield (
                entry,
                f"The text of line {other.msgstr_line} stands here again. Translate this English text.",
            )
