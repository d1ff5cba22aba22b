"""Judges the text of a translation: its letters, its invisible signs, its quotation marks and brackets, and
whether it can be the whole of its English text: not cut off, not left in English.
"""

# ruff: noqa: RUF001, RUF003 -- signs of other scripts are what these rules look for

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from handbook.translation.check.markdown import HOLE
from handbook.translation.check.po_file import Entry
from handbook.translation.check.writing_systems import DENSE, OTHER_CHINESE, SPACELESS, STOPLESS, Script

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
    for sign in DIRECTION.findall(msgstr):
        if sign in OVERRIDES:
            yield (
                f"An invisible sign (U+{ord(sign):04X}) forces the direction of the text: numbers can read "
                "backwards. Delete it."
            )
            opened.append("\u202c")
        elif sign in CLOSING:
            opened.append(CLOSING[sign])
        elif not opened or opened.pop() != sign:
            yield f"An invisible sign of direction (U+{ord(sign):04X}) ends what was never begun. Delete it."
    if opened:
        yield "An invisible sign of direction is begun and not ended. Delete it, or type the text again."
    allowed = "\u200b" if script.code in SPACELESS else ""
    for sign in sorted({*INVISIBLE.findall(msgstr)} - {*allowed}):
        yield f"A sign that nobody sees (U+{ord(sign):04X}) stands here. Delete it, or type the text again."
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
