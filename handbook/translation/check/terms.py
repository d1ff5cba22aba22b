"""Judges whether a translation uses the words that its language chose in its glossary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from handbook.config.glossary import Choice, Term
from handbook.translation.check.typed_facts import DIGITS
from handbook.translation.check.writing_systems import ALPHABETS, Script

# Signs that many leave out when they type: Arabic vowel signs and the line that stretches a word, joiners.
OPTIONAL = re.compile("[\u0640\u064b-\u0652\u0670\u200c\u200d\u200e\u200f\u00ad]")


class Glossary(NamedTuple):
    """The terms of one language, ready to be looked for. `pattern` finds any form, the longest first."""

    pattern: re.Pattern[str]
    keys: dict[str, str]
    chosen: dict[str, Choice]
    script: Script


def glossary(terms: dict[str, Term], chosen: dict[str, Choice], script: Script) -> Glossary | None:
    """Return the terms of a language ready to be looked for, None if it has chosen no words yet."""
    keys = {normalize(form): key for key, term in terms.items() for form in term.forms}
    if not (chosen and keys):
        return None
    longest_first = sorted(map(re.escape, keys), key=len, reverse=True)
    return Glossary(re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)"), keys, chosen, script)


@lru_cache(maxsize=1 << 14)
def normalize(text: str) -> str:
    """Return a text as it is compared: small letters, digits 0 to 9, without signs that many leave out."""
    plain = OPTIONAL.sub("", unicodedata.normalize("NFC", text)).replace("\u2019", "'").translate(DIGITS)
    return " ".join(plain.casefold().split())


def problems(english: str, words: str, chosen: Glossary) -> Iterator[str]:
    """Yield the terms of the English text that the translation does not use, or says in a word to avoid."""
    text = normalize(words)
    for key in dict.fromkeys(chosen.keys[form] for form in chosen.pattern.findall(normalize(english))):
        if key not in chosen.chosen:
            continue
        term = chosen.chosen[key]
        right = [normalize(each) for each in (term.use, *term.also)]
        if not any(each in text for each in right):
            also = f" (or {', '.join(term.also)})" if term.also else ""
            yield f'The glossary says for "{key}": {term.use}{also}. Use it here.'
        forms = [form for form, owner in chosen.keys.items() if owner == key]
        if term.english_beside and not any(form in text for form in forms):
            yield f'The glossary puts the English beside "{key}". Write: {term.use} ({forms[0]})'
        rest = text
        for each in sorted(right, key=len, reverse=True):
            rest = rest.replace(each, " ")
        start = r"(?<!\w)" if chosen.script.code in ALPHABETS else ""
        if bad := [each for each in term.avoid if re.search(start + re.escape(normalize(each)), rest)]:
            yield f'The glossary asks us not to say "{bad[0]}" for "{key}". Write: {term.use}'
