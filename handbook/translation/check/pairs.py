"""Judges whether each quotation mark and bracket of a translation has its partner."""

# ruff: noqa: RUF001, RUF003 -- signs of other scripts are what these rules look for

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from handbook.translation.check.writing_systems import DENSE, Script

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


def faults(english: str, words: str, script: Script) -> Iterator[str]:
    """Yield the signs without a partner, where the English has none. Both texts are what readers see."""
    if not ANY.search(words):
        return
    source, shown = (unicodedata.normalize("NFKC", text) for text in (english, words))
    for opening, closing in BRACKETS.items():
        surplus = shown.count(opening) - shown.count(closing)
        if not surplus or source.count(opening) != source.count(closing):
            continue
        if surplus > 0:
            yield f"{opening} has no partner. Write the {closing} that is missing, or delete the {opening}"
        elif closing != ")" or len(COUNTED.findall(shown)) < max(2, -surplus):
            yield f"{closing} has no partner. Write the {opening} that is missing, or delete the {closing}"
    if script.code == "Hebr":
        shown = INSIDE.sub("", shown)
    for marks in (QUOTES, SINGLE):
        if len(found := marks.findall(shown)) % 2 and len(marks.findall(source)) % 2 == 0:
            yield (
                f"A quotation mark has no partner: {' '.join(found)}. Write the one that is missing, "
                "or delete the one too many."
            )
    if script.code in QUOTING:
        closed, perhaps = shown.count("’"), len(APOSTROPHE.findall(shown))
        if not closed - perhaps <= shown.count("‘") <= closed:
            yield "‘ and ’ do not come in pairs. Write the one that is missing, or delete the one too many."
