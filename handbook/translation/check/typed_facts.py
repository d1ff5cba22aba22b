"""Judges what must not be typed into a translation: numbers, addresses and names that the English has not."""

# ruff: noqa: RUF001 -- signs of other scripts are what these rules look for

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from handbook.config.community import Community
from handbook.config.lookup import facts
from handbook.config.values.addresses import Phone

ADDRESS = re.compile(
    r"\b(?:https?|ftp|file|data|mailto|tel|sms|javascript|vbscript):[^\s<>\"'`{）)」』】]+|\bwww\.[^\s<>\"'`）)]+",
    re.ASCII,
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|io|dev|app)\b", re.ASCII)
MAYBE_ADDRESS = re.compile(r"[.:@]\S")
LINK_END = re.compile(r"\]\([^)]*\)")
DIGIT = re.compile(r"\d")
RUN = re.compile(r"\d+")
GROUPS = re.compile(r"\d+(?:[ .,'’٬٫/()\u2010-\u2015-]{1,2}\d+)+")
DIGITS = {code: str(unicodedata.decimal(chr(code))) for code in range(0x80, 0x20000) if chr(code).isdecimal()}
# Numbers below 100 that stand alone, not as a part of 1,000 or 18:30.
SMALL = re.compile(r"(?<![\d.,:/٫٬])\d{1,2}(?:[.,٫]\d{1,2})?(?![.,:/٫٬'’ ]?\d)")
TIME = re.compile(r"(?<![\d:.])(\d{1,2})([:.h])(\d{1,2})(?![:.]?\d)")  # 18:30, 18.30, 18h30
# Other languages count these in other measures: 6 pm is 18 Uhr, 20 thousand is 2万.
CONVERTED = re.compile(
    r"\d\W{0,2}(?:[ap]\.?m\b|o['’]clock|thousand|million|billion|degrees|°|miles?\b|feet\b|foot\b|inch|yards?\b|"
    r"pounds?\b|ounces?\b)"
)
UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
IN_WORDS = {
    **{word: number for words in ((*UNITS, *TEENS), ORDINALS) for number, word in enumerate(words, 1)},
    **{word: 10 * number for number, word in enumerate(TENS, 2)},
    **{f"{ten}-{one}": 10 * at + by for at, ten in enumerate(TENS, 2) for by, one in enumerate(UNITS[:9], 1)},
    **{"once": 1, "half": 1, "twice": 2, "both": 2, "pair": 2, "couple": 2, "dozen": 12},
    **{"hour": 60, "day": 24, "week": 7, "year": 12},  # a week can be 7 days
}
ENGLISH_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
FACT = re.compile(r"\{fact\}`([^`]*)`")
TEXTS = ("name", "place", "short_name", "title", "venue", "private_room", "phones", "post")
SHORT_NAME = 3  # letters: a name as short as that can be a word
LONG = 3  # digits: shorter numbers may be written as words in one language and as digits in the other


class Known(NamedTuple):
    """What the community file holds: numbers to call by their digits, names, and counts by their keys."""

    phones: dict[str, str]
    names: re.Pattern[str]
    counts: dict[str, str]


def known(community: Community) -> Known:
    """Return the values that nobody types into a translation. Their addresses are found as any address is."""
    phones, names, counts = {}, set(), {}
    for key, value in facts(community).items():
        if isinstance(value, Phone):
            phones[re.sub(r"\D", "", value)] = str(value)
        elif isinstance(value, str) and key.rpartition(".")[2] in TEXTS and len(value) > SHORT_NAME:
            names.add(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            counts[key] = str(int(value))
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    pattern = rf"(?<![A-Za-z0-9])(?:{'|'.join(longest_first)})(?![A-Za-z0-9])" if names else r"(?!)"
    return Known(phones, re.compile(pattern), counts)


@lru_cache(maxsize=1 << 14)
def normalize(text: str) -> str:
    """Return a text in one shape: small letters, digits of every script as 0 to 9, no wide letters."""
    narrow = unicodedata.normalize("NFKC", text)
    return narrow.translate(DIGITS).casefold()


def _joined(text: str) -> set[str]:
    return {re.sub(r"\D", "", group) for group in GROUPS.findall(text)}


class Texts(NamedTuple):
    """The English text and its translation, as they are and in one shape (`even`)."""

    msgid: str
    msgstr: str
    source: str
    target: str


def numbers(pair: Texts) -> Iterator[str]:
    """Yield long numbers that stand in one text only."""
    source, target = pair.source, pair.target
    runs, joined = {*RUN.findall(source)}, _joined(source)
    grouped = GROUPS.findall(target)
    for run in dict.fromkeys(RUN.findall(target)):
        if len(run) < LONG or run in runs | joined:
            continue
        around = [re.sub(r"\D", "", group) for group in grouped if run in RUN.findall(group)]
        if not any(group in runs | joined for group in around):
            yield f"The number {run} is not in the English. Write the English one, or copy the {{fact}}`…`."
    there = {*RUN.findall(target)} | _joined(target)
    for run in dict.fromkeys(RUN.findall(source)):
        whole = {re.sub(r"\D", "", group) for group in GROUPS.findall(source) if run in RUN.findall(group)}
        if len(run) >= LONG and not run.endswith("00") and run not in there and not whole & there:
            yield f"The number {run} of the English is missing. Write it in digits."


def small_numbers(source: str, target: str) -> Iterator[str]:
    """Yield a number below 100 that became another. Both texts are what readers see, in one shape (`even`).

    A number may be written in words in either language, so one that is only lost or only new says nothing.
    """
    yield from _times(source, target)
    if not (DIGIT.search(source) and DIGIT.search(target)) or CONVERTED.search(source):
        return
    english, translated = (
        Counter(re.sub("[,٫]", ".", each) for each in SMALL.findall(text)) for text in (source, target)
    )
    meant = {str(IN_WORDS[each]) for each in ENGLISH_WORD.findall(source) if each in IN_WORDS}
    counted = [*takewhile(translated.__contains__, map(str, range(1, 100)))]  # 1) 2) 3)
    meant.update(counted if len(counted) > 1 else ())
    lost, new = english - translated, [each for each in translated - english if each not in meant]
    if lost and new:
        number = min(lost)
        yield f"The English says {number}, and {new[0]} stands here. Write {number}, in digits or in words."


def _times(source: str, target: str) -> Iterator[str]:
    """Yield a time that became another. 6:30 p.m. may be 18:30."""
    english = [each for each in TIME.findall(source) if each[1] == ":"]
    translated = TIME.findall(target)
    if len(english) == len(translated) and (
        lost := Counter(map(_clock, english)) - Counter(map(_clock, translated))
    ):
        there = next("".join(each) for each in english if _clock(each) in lost)
        yield f"The English says {there}, and another time stands here. Write the same time."


def _clock(time: tuple[str, str, str]) -> tuple[int, str]:
    hour = int(time[0])
    return hour % 12 if hour <= 24 else hour, time[2]


def addresses(pair: Texts) -> Iterator[str]:
    """Yield addresses that the English does not have."""
    if not MAYBE_ADDRESS.search(pair.target):
        return
    for pattern in (ADDRESS, MAIL, HOST):
        found = {each.rstrip(".,;:!?。，") for each in pattern.findall(pair.target)}
        if found and (new := found - {each.rstrip(".,;:!?。，") for each in pattern.findall(pair.source)}):
            yield f"The address {min(new)} is not in the English. Take it out, or copy the {{fact}}`…`."
            return


def typed(pair: Texts, known: Known) -> Iterator[str]:
    """Yield numbers of the community that are typed in."""
    digits = {*RUN.findall(pair.target)} | _joined(pair.target)
    new = digits - {*RUN.findall(pair.source)} - _joined(pair.source)
    for each in sorted(new & known.phones.keys()):
        yield _typed(known.phones[each])
    for key in FACT.findall(pair.msgid):
        if (count := known.counts.get(key)) in new:
            yield f"The number {count} is typed in. {{fact}}`{key}` shows it already: take the number out."


def named(pair: Texts, known: Known) -> Iterator[str]:
    """Yield names of the community that are typed in."""
    if found := {*known.names.findall(pair.msgstr)}:
        for name in sorted(found - {*known.names.findall(pair.msgid)}):
            yield _typed(name)


def _typed(fact: str) -> str:
    return (
        f'"{fact}" is typed in, and it can change. Copy the {{fact}}`…` of the English instead; leave it out '
        "where the English has none."
    )


def problems(pair: Texts, known: Known) -> Iterator[str]:
    """Yield what is typed in and must not be. A number that was told as a fact or an address is told once."""
    told = [*named(pair, known), *addresses(pair)]
    # The numbers in the addresses of links are no text: other rules compare them.
    bare = pair._replace(source=LINK_END.sub("]", pair.source), target=LINK_END.sub("]", pair.target))
    digits = DIGIT.search(bare.source) or DIGIT.search(bare.target)
    if digits:
        told += typed(bare, known)
    yield from told or (numbers(bare) if digits else ())
