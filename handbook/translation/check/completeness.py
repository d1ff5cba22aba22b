"""Judges whether a translation can be the whole of its English text: not cut off, not left in English."""

# ruff: noqa: RUF001 -- signs of other scripts are what these rules look for

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.translation.check.markdown import HOLE
from handbook.translation.check.po.entries import Entry
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
# Between two sentences. Behind an initial, and behind what somebody calls, the same one may go on.
BREAK = re.compile(r"(?<=[.!?؟۔])[\"'”’»)]*\s+(?![a-zß-ÿ])|(?<=[。！？।])[”’」』）]?\s*")
USUAL, USUAL_DENSE = 1.1, 0.36  # length of a translation in that of its English, measured in five languages
ASIDE = re.compile(
    r"\([^()]*\)|（[^（）]*）|\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|「[^「」]*」|『[^『』]*』|《[^《》]*》|‘[^‘’]*’"
)
ASIDE_WORDS = 6  # of English in brackets or quotation marks: what to say at a desk, or to look for
TOKEN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[^\W\x00-\x7f]+|\d+")
LOWER = re.compile(r"\b[a-z]{2,}\b")


def check_complete(msgid: str, msgstr: str, english: str, words: str, script: Script) -> Iterator[str]:
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


def left_in_english(english: str, words: str, script: Script, terms: Iterable[str]) -> Iterator[str]:
    """Yield English words that stand beside a translation in another script.

    Names, single words, the English of a term, and a few words in brackets or quotation marks may stay.
    """
    if script.code == "Latn":
        yield from _sentence_in_english(english, words)
        return
    quoted = {each[1:-1].strip(" .,?!").casefold() for each in ASIDE.findall(english)}

    def aside(found: re.Match[str]) -> str:
        inside = TOKEN.findall(found[0])
        short = len(inside) <= ASIDE_WORDS and all(map(str.isascii, inside))
        return HOLE if short or found[0][1:-1].strip(" .,?!").casefold() in quoted else found[0]

    there = {*_phrases(TOKEN.findall(english))}
    for sentence in SENTENCE.split(english):
        if len(both := TOKEN.findall(sentence)) == 2:
            there.add(" ".join(both).casefold())
    translated = TOKEN.findall(ASIDE.sub(aside, words))
    for size in (3, 2):
        for phrase in _phrases(translated, size):
            if phrase in there and not any(phrase in term for term in terms):
                yield (
                    f'"{phrase}" is English. Translate it. What readers may need in English goes into '
                    "brackets behind its translation; names stay as they are."
                )
                return


def _sentence_in_english(english: str, words: str) -> Iterator[str]:
    """Yield a whole sentence of the English in a translation with the same letters; a name is shorter."""
    told = ASIDE.sub(HOLE, words)
    for sentence in map(str.strip, SENTENCE.split(english)):
        if len(LOWER.findall(sentence)) > ENGLISH_WORDS and HOLE not in sentence and sentence in told:
            yield f'"{sentence}" is English. Translate it, or put it into brackets behind its translation.'
            return


def _phrases(tokens: list[str], size: int = 3) -> Iterator[str]:
    """Yield every `size` words or numbers in a row that are no name, in small letters."""
    for at in range(len(tokens) - size + 1):
        some = tokens[at : at + size]
        if (
            all(map(str.isascii, some))
            and sum(each[0].islower() or each.isdigit() for each in some) >= size - 1
        ):
            yield " ".join(some).casefold()


def lost_ending(english: str, words: str, script: Script) -> Iterator[str]:
    """Yield whether the last sentence seems lost: one is missing, and the length fits better without it.

    Translators join sentences too, and then the length stays.
    """
    usual = len(english) * (USUAL_DENSE if script.dense else USUAL)
    if len(words) >= usual:
        return
    source, translated = ([part for part in BREAK.split(text) if part.strip()] for text in (english, words))
    if len(translated) < len(source) and HOLE not in source[-1]:  # a lost fact is told anyway
        kept = (len(english) - len(source[-1])) / len(english)
        if len(words) < usual * kept ** (2 / 3):
            yield f'Is the end lost? The English ends with: "{source[-1].strip()}"'


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


def find_copied(entries: list[Entry]) -> Iterator[tuple[Entry, str]]:
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
