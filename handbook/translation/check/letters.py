"""Judges the letters of a translation, its invisible signs, its quotation marks and its brackets."""

# ruff: noqa: RUF001, RUF003 -- signs of other scripts are what these rules look for

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from handbook.translation.check.writing_systems import DENSE, OTHER_CHINESE, SPACELESS, Script

# Signs of direction: what opens, and what closes it.
CLOSING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
OVERRIDES = "\u202d\u202e"
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
JOINERS = re.compile("[\u200c\u200d]")
STRAY_JOINERS = re.compile("[\u200c\u200d]{2}|(?:^|\\s)[\u200c\u200d]")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
# UTF-8 that was read as Western European: é has become Ã©.
GARBLED = re.compile("Ã[\u00a1-\u00a5\u00a7-\u00aa\u00ad-\u00b6\u00b8-\u00ba\u00bc-\u00bf]|â€")
WESTERN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
LOOKALIKE = re.compile("[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]")
WORD = re.compile(r"\w+")
FEW_LETTERS = 8  # so many letters can be a name


def spaces(msgid: str, msgstr: str, script: Script) -> Iterator[str]:
    """Yield what is wrong with spaces and line breaks at the edges. Chinese and its like need no spaces."""
    for end, cut in (("beginning", str.lstrip), ("end", str.rstrip)):
        there = len(msgstr) - len(cut(msgstr))
        if there != len(msgid) - len(cut(msgid)) and (there or not script.dense):
            yield f"The spaces or line breaks at the {end} are not those of the English. Make them the same."
    if ("\t" in msgstr and "\t" not in msgid) or "\r" in msgstr:
        yield "A tab or a carriage return (\\t, \\r) stands in the text. Write a space."


def invisible(msgstr: str, script: Script) -> Iterator[str]:
    """Yield what is wrong with signs that nobody sees."""
    opened = []
    for char in DIRECTION.findall(msgstr):
        if char in OVERRIDES:
            yield (
                f"An invisible sign (U+{ord(char):04X}) forces the direction of the text: numbers can read "
                "backwards. Delete it."
            )
            opened.append("\u202c")
        elif char in CLOSING:
            opened.append(CLOSING[char])
        elif not opened or opened.pop() != char:
            yield f"An invisible sign of direction (U+{ord(char):04X}) ends what was never begun. Delete it."
    if opened:
        yield "An invisible sign of direction is begun and not ended. Delete it, or type the text again."
    allowed = "\u200b" if script.code in SPACELESS else ""
    for char in sorted({*INVISIBLE.findall(msgstr)} - {*allowed}):
        yield f"A sign that nobody sees (U+{ord(char):04X}) stands here. Delete it, or type the text again."
    if STRAY_JOINERS.search(msgstr) or (not script.joins and JOINERS.search(msgstr)):
        yield "An invisible joiner (U+200C or U+200D) stands where it joins nothing. Delete it."


def damaged(msgid: str, msgstr: str) -> Iterator[str]:
    """Yield whether letters were destroyed by a program that did not know UTF-8."""
    lost = "\ufffd" in msgstr or ("???" in msgstr and "???" not in msgid)
    if not lost and not msgstr.isascii():
        western = msgstr.encode("cp1252", "replace")
        lost = bool(GARBLED.search(msgstr)) or len(WESTERN.findall(western)) > 2
    if lost:
        yield "Letters are damaged: a program saved them wrongly. Type the text again, and save it as UTF-8."


def writing(msgid: str, words: str, script: Script) -> Iterator[str]:
    """Yield whether the text is in the letters of another language. `words` is what readers see."""
    known = {*WORD.findall(msgid)}  # names that stay as they are
    new = Counter("".join(word for word in WORD.findall(words) if word not in known))
    letters = {letter: times for letter, times in new.items() if letter.isalpha()}
    total, own = sum(letters.values()), sum(letters[letter] for letter in letters if script.has(letter))
    if total >= FEW_LETTERS and (not own or (script.code == "Latn" and own * 2 < total)):
        yield (
            "This is not in the letters of the language of this catalog. Write the translation, or leave it "
            'empty: ""'
        )
    other = OTHER_CHINESE.get(script.code, frozenset()) & {*words}
    if len(other) > 1:
        signs = " ".join(sorted(other))
        yield f"Signs of the other way to write Chinese: {signs}. Write them as this catalog does."
    if script.code == "Latn" and (found := LOOKALIKE.search(words)):
        yield f'"{found[0]}": one of these letters only looks right; it is Greek or Cyrillic. Type it again.'


BRACKETS = dict(zip("([「『《〈【〔", ")]」』》〉】〕", strict=True))
QUOTES = re.compile(
    '["“”„‟«»〝〞〟]'
)  # which of them opens and which closes differs from language to language
SINGLE = re.compile("[‹›]")
ANY = re.compile(r"[][()「」『』《》〈〉【】〔〕（）［］｢｣\"＂“”„‟«»〝〞〟‹›‘’]")  # most texts have none
INSIDE = re.compile(r'(?<=\w)"(?=\w)')  # a sign of abbreviation in Hebrew
COUNTED = re.compile(r"(?<!\w)(?:\d{1,2}|[^\W\d_])\)")  # a) b) c)
# Here ’ is an apostrophe only in a foreign name or before a shortened year.
QUOTING = DENSE | {"Arab", "Deva"}
APOSTROPHE = re.compile(r"(?<=[A-Za-z])’|’(?=\d)")


def pairs(english: str, words: str, script: Script) -> Iterator[str]:
    """Yield the signs without a partner, where the English has none. Both texts are what readers see."""
    if not ANY.search(words):
        return
    source, translated = (unicodedata.normalize("NFKC", text) for text in (english, words))
    for opening, closing in BRACKETS.items():
        surplus = translated.count(opening) - translated.count(closing)
        if not surplus or source.count(opening) != source.count(closing):
            continue
        if surplus > 0:
            yield f"{opening} has no partner. Write the {closing} that is missing, or delete the {opening}"
        elif closing != ")" or len(COUNTED.findall(translated)) < max(2, -surplus):
            yield f"{closing} has no partner. Write the {opening} that is missing, or delete the {closing}"
    if script.code == "Hebr":
        translated = INSIDE.sub("", translated)
    for marks in (QUOTES, SINGLE):
        if len(found := marks.findall(translated)) % 2 and len(marks.findall(source)) % 2 == 0:
            yield (
                f"A quotation mark has no partner: {' '.join(found)}. Write the one that is missing, "
                "or delete the one too many."
            )
    if script.code in QUOTING:
        closed, perhaps = translated.count("’"), len(APOSTROPHE.findall(translated))
        if not closed - perhaps <= translated.count("‘") <= closed:
            yield "‘ and ’ do not come in pairs. Write the one that is missing, or delete the one too many."
