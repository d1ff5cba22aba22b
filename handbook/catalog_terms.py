"""The glossary: which English words have one translation that all pages use, and whether a catalog uses it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from handbook.scripts import ALPHABETS, Script
from handbook.settings import Table, read

# Signs that many leave out when they type: Arabic vowel signs and the line that stretches a word, joiners.
OPTIONAL = re.compile("[\u0640\u064b-\u0652\u0670\u200c\u200d\u200e\u200f\u00ad]")


class Term(Table):
    """One English term: what it means here, and the forms in which it stands in sentences."""

    definition: str
    forms: tuple[str, ...] = ()
    note: str | None = None


class Chosen(Table):
    """The translation of one term: the one to `use`, others that are right `also`, and those to `avoid`."""

    use: str
    also: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    note: str | None = None


class Terms(Table):
    """locales/glossary.toml"""

    terms: dict[str, Term]


class Choices(Table):
    """locales/<language>/glossary.toml"""

    terms: dict[str, Chosen]


class Glossary(NamedTuple):
    """The terms of one language, ready to be looked for. `pattern` finds any form, the longest first."""

    pattern: re.Pattern[str]
    keys: dict[str, str]
    chosen: dict[str, Chosen]
    script: Script


def load(locales: Path, language: str, script: Script) -> Glossary | None:
    """Return the glossary of a language, None if it has none yet. Raises SettingsError."""
    common, own = locales / "glossary.toml", locales / language / "glossary.toml"
    if not (common.exists() and own.exists()):
        return None
    terms, chosen = read(common, Terms).terms, read(own, Choices).terms
    keys = {even(form): key for key, term in terms.items() for form in term.forms}
    longest_first = sorted(map(re.escape, keys), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first) or '(?!)'})(?!\w)")
    return Glossary(pattern, keys, chosen, script)


@lru_cache(maxsize=None)
def even(text: str) -> str:
    """Return a text as it is compared: small letters, single spaces, without signs that many leave out."""
    plain = OPTIONAL.sub("", unicodedata.normalize("NFC", text)).replace("’", "'")
    return " ".join(plain.casefold().split())


def faults(english: str, words: str, glossary: Glossary) -> Iterator[str]:
    """Yield the terms of the English text that the translation does not use, or says in a word to avoid."""
    text = even(words)
    for key in dict.fromkeys(glossary.keys[form] for form in glossary.pattern.findall(even(english))):
        if key not in glossary.chosen:
            continue
        term = glossary.chosen[key]
        right = [even(each) for each in (term.use, *term.also)]
        if not any(each in text for each in right):
            also = f" (or {', '.join(term.also)})" if term.also else ""
            yield f'The glossary says for "{key}": {term.use}{also}. Use it here.'
        rest = text
        for each in sorted(right, key=len, reverse=True):
            rest = rest.replace(each, " ")
        start = r"(?<!\w)" if glossary.script.code in ALPHABETS else ""
        if bad := [each for each in term.avoid if re.search(start + re.escape(even(each)), rest)]:
            yield f'The glossary asks us not to say "{bad[0]}" for "{key}". Write: {term.use}'
