"""Judges a catalog as a whole: its lines, its header, its English texts, and the form of the file.

What is damaged here stays as it is, whichever command meets it: what it says is not sure.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import escape, write_po

from handbook.config import project
from handbook.translation.check.po import header, syntax
from handbook.translation.check.po.entries import Entry, Scan
from handbook.translation.check.problem import CATALOGS, TIDIED, Problem

ON_ONE_LINE = 1_000_000  # letters; Babel wraps comments at 76 where the width is 0, the former English too
SPELLING = 0.8  # how alike (difflib) two English texts are that differ in a few letters
LIVE = re.compile(r"^(?:#(?=\|)|(?=[m\"]))", re.MULTILINE)
WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u1cff])+")  # with the signs that letters carry in some scripts
NO_WORDS = re.compile(r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}|<[^>]*>|%\(\w+\)s")


def words(text: str) -> list[str]:
    """Return the words of a text, without its links and facts."""
    return WORD.findall(NO_WORDS.sub(" ", text).casefold())


class English:
    """The English texts of all pages in their order, and what was English before."""

    def __init__(self, locales: Path, pages: dict[str, list[str]]) -> None:
        """Take the folder of the catalogs, and the texts of each page."""
        self.locales, self.pages = locales, pages
        self.words = frozenset(word for texts in pages.values() for text in texts for word in words(text))
        self.former = cache(self._former)

    def wrote(self, text: str) -> bool:
        """Tell whether a text may be an earlier sentence of the handbook: two words of three are known."""
        found = words(text)
        strange = [word for word in found if word not in self.words]
        plain = all(map(str.isascii, strange)) if found else text.isascii()
        return plain and 3 * len(strange) <= len(found)

    def _former(self, page: str) -> dict[str, set[str]]:
        """Return by language the texts that each catalog of a page takes for English, or once took."""
        own = self.locales.parent / project.OWN / project.LOCALES
        codes = {path.name for place in (self.locales, own) for path in place.glob("*/")}
        scans = {code: syntax.read(project.catalog(self.locales, code, page)) for code in sorted(codes)}
        return {
            language: {
                text for entry in (*scan.entries, *scan.obsolete) for text in (entry.msgid, entry.previous)
            }
            for language, scan in scans.items()
        }

    def elsewhere(self, text: str, page: str, language: str) -> bool:
        """Tell whether another language has a text, too: then it was English."""
        return any(text in texts for code, texts in self.former(page).items() if code != language)


def overwritten(
    scan: Scan, english: English, page: str, language: str, display_path: Path
) -> Iterator[Problem]:
    """Yield where somebody typed a translation over its English text: the next update would delete it."""
    texts, there = english.pages[page], {entry.msgid for entry in scan.messages}
    above = -1  # which text of the page stands above
    for entry in scan.messages:
        if entry.msgid in texts:
            above = texts.index(entry.msgid)
        elif not (
            entry.msgstr or english.wrote(entry.msgid) or english.elsewhere(entry.msgid, page, language)
        ):
            lost = [text for text in (*texts[above + 1 :], *texts[: above + 1]) if text not in there]
            if lost and not get_close_matches(entry.msgid, lost, n=1, cutoff=SPELLING):
                yield Problem(
                    display_path,
                    entry.line,
                    entry.start,
                    "A translation seems to stand here in place of the English. Write it after msgstr, and "
                    f"here: msgid {escape(lost[0])}. If it is old English instead, delete its lines.",
                )


def read(path: Path, display_path: Path, language: str, page: str, english: English) -> Scan:
    """Return what stands in a catalog with all problems for which nobody may build from it or write to it.

    `page` is the name of the page that it translates.
    """
    scan = syntax.read(path, display_path)
    if scan.entries:
        scan.problems += header.problems(scan, language, display_path)
        scan.problems += overwritten(scan, english, page, language, display_path)
    return scan


def serialize(catalog: Catalog, language: str) -> str:
    """Return the text of a catalog in the form that all have: no line numbers, no wrapping, no clock."""
    parts = [header.header_text(language), _entries(catalog)]
    for message in catalog.obsolete.values():  # Babel would write them without their flags
        obsolete = Catalog()
        obsolete[message.id] = message
        parts.append(LIVE.sub(lambda found: "#~" if found[0] else "#~ ", _entries(obsolete)))
    return "\n".join(part for part in parts if part)


def _entries(catalog: Catalog) -> str:
    out = io.BytesIO()
    write_po(
        out,
        catalog,
        width=ON_ONE_LINE,
        no_location=True,
        omit_header=True,
        ignore_obsolete=True,
        include_previous=True,
    )
    text = out.getvalue().decode().strip()
    return f"{text}\n" if text else ""


def against_template(messages: list[Entry], template: list[str], display_path: Path) -> Iterator[Problem]:
    """Yield where the English texts of a catalog are not those of its page."""
    known, there = {*template}, {entry.msgid for entry in messages}
    for entry in messages:
        if entry.msgid not in known:
            text = f"This English text is not on the page: it is old, or somebody changed it here. {CATALOGS}"
            yield Problem(display_path, entry.line, entry.start, text, stale=True)
    if missing := [msgid for msgid in template if msgid not in there]:
        text = f"English texts of the page are missing here: {len(missing)}, this one first. {CATALOGS}"
        yield Problem(display_path, 1, Entry(0, missing[0]).start, text, stale=True)
    elif [entry.msgid for entry in messages if entry.msgid in known] != template:
        yield Problem(
            display_path, 1, "", f"The texts are not in the order of the page. {TIDIED}", remark=True
        )


def form(scan: Scan, language: str, display_path: Path) -> Iterator[Problem]:
    """Yield where the entries of a sound file are not written as `make catalogs` does."""
    lines, right = _body(scan.text), _body(serialize(scan.catalog, language))
    at = next((at for at, (a, b) in enumerate(zip(lines, right, strict=False)) if a[1] != b[1]), None)
    if at is not None or len(lines) != len(right):
        number = lines[min(at if at is not None else len(right), len(lines) - 1)][0] if lines else 1
        text = f"From here on the lines are broken or laid out in another way. {TIDIED}"
        yield Problem(display_path, number, "", text, remark=True)


def _body(text: str) -> list[tuple[int, str]]:
    """Return the lines below the header with their numbers, without old English texts ("#|")."""
    lines = text.split("\n")
    begin = next((at for at, line in enumerate(lines) if line.startswith("msgstr")), 0)
    begin = next((at for at in range(begin, len(lines)) if not lines[at].strip()), len(lines))
    return [(at + 1, lines[at]) for at in range(begin, len(lines)) if not lines[at].startswith(("#|", "#~|"))]


def judge(scan: Scan, template: list[str], language: str, display_path: Path) -> Iterator[Problem]:
    """Yield everything that is wrong with a catalog but for its translations."""
    yield from scan.problems
    legible = scan.entries or (scan.text and not scan.damage)  # a file may hold only comments
    if legible and all(entry.whole for entry in scan.entries):
        yield from against_template(scan.messages, template, display_path)
    if scan.entries and not scan.damage:
        yield from form(scan, language, display_path)
