"""Codes of languages as Sphinx, Babel and gettext write them: "es", "pt_BR", "sr_Latn", "es_419"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from babel import Locale
from babel.core import get_global

FORM = 'the code of a language such as "es", "pt_BR" or "sr_Latn"'


def canonical(code: str) -> str | None:
    """Return the code of a language in its one right way of writing; None if CLDR knows no such language.

    >>> canonical("pt-br"), canonical("SR-latn"), canonical("deu"), canonical("xx")
    ('pt_BR', 'sr_Latn', 'de', None)
    """
    language, *rest = re.split(r"[-_]", code)
    language = get_global("language_aliases").get(language.lower(), language.lower())
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    found = re.fullmatch(
        r"([a-z]{2,3})(?:_([A-Z][a-z]{3}))?(?:_([A-Z]{2}|\d{3}))?", "_".join([language, *parts])
    )
    english = Locale("en")
    if not found or not (language in english.languages or language in get_global("likely_subtags")):
        return None
    known = (found[2] is None or found[2] in english.scripts) and (
        found[3] is None or found[3] in english.territories
    )
    return found[0] if known else None


@cache
def _english_names() -> dict[str, str]:
    return {name.casefold(): code for code, name in Locale("en").languages.items()}


def suggestion(code: str) -> str:
    """Return what somebody may have meant by a code that is none: a code, or "" where nothing comes near."""
    return canonical(code.strip()) or _english_names().get(code.strip().casefold(), "")


def nearest(code: str, names: Mapping[str, tuple[str, ...]]) -> str:
    """Return the code that comes nearest to what somebody wrote.

    `names` holds for each code how people call its language.
    """
    meant = suggestion(code) or code.strip()
    if meant in names:
        return meant
    for same in names:
        if same.partition("_")[0] == meant.partition("_")[0]:
            return same
    spelt = {word.casefold(): same for same, words in names.items() for word in (*words, same)}
    return spelt[get_close_matches(code.casefold(), spelt, n=1, cutoff=0.0)[0]]
