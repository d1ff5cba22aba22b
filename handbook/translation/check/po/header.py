"""The first entry of a catalog, which tells programs how to read it: what stands there, and what should."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog

from handbook.translation.check.po.entries import Entry, Scan
from handbook.translation.check.problem import TIDIED, Problem

PLURAL = re.compile(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*")
COUNTS = (*range(201), 1000, 1_000_000)  # numbers for which two rules of plurals must agree
CHARSET = re.compile(r"charset\s*=\s*([^\s;]+)", re.IGNORECASE)
# What gettext names, and what programs add; anything else was typed there by a person, who wants it kept.
FIELD = re.compile(
    r"(?:Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|"
    r"Language|MIME-Version|Content-Type|Content-Transfer-Encoding|Plural-Forms|Generated-By|X-[\w-]+) *:",
    re.IGNORECASE,
)
SHOWN = 80  # characters of a value that a line of the check shows: the longest rule of plurals has some more
# UTF-8 and its part ASCII under the names that programs write, and the place that gettext leaves for a name.
UTF_8 = ("utf8", "ascii", "usascii", "charset")


@cache
def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code.replace("-", "_").partition("@")[0])
    except (UnknownLocaleError, ValueError):
        return None


@cache
def expected(language: str) -> dict[str, str]:
    """Return the header of each catalog of a language: only what programs need, and no clock."""
    locale = _locale(language)
    return {
        "Project-Id-Version": "User group handbook",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": Catalog(locale).plural_forms if locale else "nplurals=1; plural=0;",
    }


def header_text(language: str) -> str:
    """Return the first entry of each catalog of a language."""
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in expected(language).items())
    return f'msgid ""\nmsgstr ""\n{lines}'


@cache
def forms(value: str) -> tuple[int, list[int]] | None:
    """Return how many plural forms a rule has, and which one each count takes; None if it is malformed."""
    match = PLURAL.fullmatch(value)
    if not match:
        return None
    try:
        rule = gettext.c2py(match[2])
        return int(match[1]), [rule(count) for count in COUNTS]
    except (ValueError, ZeroDivisionError, OverflowError, RecursionError):
        return None


def fields(text: str) -> dict[str, str]:
    """Return the values of a header by their names."""
    pairs = (line.partition(":") for line in text.split("\n"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def same_language(value: str, language: str) -> bool:
    """Tell whether two codes may mean one way to write one language: es_ES and es, zh-Hans and zh_CN."""
    one, other = _locale(value), _locale(language)
    if not one or not other:
        codes = re.split(r"[-_.@]", value.casefold())  # Hmong in one country: hmn_US
        return language.casefold() in (codes[0], "_".join(codes))
    pairs = ((one.script, other.script), (one.territory, other.territory))
    return one.language == other.language and all(a == b or not (a and b) for a, b in pairs)


def problems(scan: Scan, language: str, display_path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the header of a catalog.

    It must be a header. A file of another language lies in the wrong folder, and what other programs do with
    one that names another charset, nobody knows. The rest is what editors and platforms write: no command
    reads it, and `make catalogs` writes the header anew.
    """
    head = scan.header
    if not head or scan.entries[0] is not head:
        yield Problem(
            display_path, 1, "", f'The file does not begin with its header, msgid "". {TIDIED}', remark=True
        )
    if not head or not head.whole:
        return
    found, right = fields(head.msgstr), expected(language)
    for line in filter(None, head.msgstr.split("\n")):
        if not FIELD.match(line):
            text = (
                f'"{line[:30]}" does not belong here: msgid "" is the header of the file. Fix or delete it.'
            )
            yield Problem(display_path, head.msgstr_line, "", text)
    told = set()
    if (value := found.get("Language")) and not same_language(value, language):
        told.add("Language")
        text = (
            f'Language is "{_short(value)}". If the file is in the right folder, write: Language: {language}'
        )
        yield Problem(display_path, head.msgstr_line, "", text)
    charset = CHARSET.search(found.get("Content-Type", ""))
    if charset and re.sub(r"[\W_]", "", charset[1]).casefold() not in UTF_8:
        told.add("Content-Type")
        text = (
            f"The header says charset={_short(charset[1])}. Save the file as UTF-8 in your editor, see that "
            f"all letters are right, and write: Content-Type: {right['Content-Type']}"
        )
        yield Problem(display_path, head.msgstr_line, "", text)
    for text in _stale(head, found, {name: value for name, value in right.items() if name not in told}):
        yield Problem(display_path, head.msgstr_line, "", f"{text} {TIDIED}", remark=True)


def _stale(head: Entry, found: dict[str, str], right: dict[str, str]) -> Iterator[str]:
    lines = [line for line in head.msgstr.split("\n") if line]
    for name, times in Counter(line.partition(":")[0].strip() for line in lines).items():
        if times > 1:
            yield f"{name} stands there {times} times."
    for name, value in right.items():
        if name == "Project-Id-Version":
            continue
        if not found.get(name):
            yield f"{name} is missing."
        elif not _same(name, found[name], value):
            yield f'{name} is "{_short(found[name])}", and not "{value}".'


def _short(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"


def _same(name: str, value: str, expected: str) -> bool:
    if name == "Plural-Forms":
        return forms(value) == forms(expected)
    return re.sub(r"\s", "", value).casefold() == re.sub(r"\s", "", expected).casefold()
