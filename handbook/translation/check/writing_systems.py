"""What the writing of a language needs to be judged by: its letters, and the invisible signs that it uses."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.core import get_global

# Letters by the beginning of their Unicode names, where that is not the English name of the script.
NAMES = {
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Kore": ("HANGUL", "CJK"),
    "Beng": ("BENGALI",),
    "Orya": ("ORIYA",),
    "Cans": ("CANADIAN",),
}
DENSE = {"Hans", "Hant", "Jpan", "Kore"}  # one character says what takes several letters elsewhere
STOPLESS = {"Thai", "Laoo"}  # sentences end with a space
SPACELESS = {"Thai", "Laoo", "Khmr", "Mymr", "Tibt"}  # an invisible space may part words
ALPHABETS = {
    "Latn",
    "Cyrl",
    "Grek",
}  # words are not joined to others without a character; nothing joins letters
# Common characters that are written in only one of the two ways of writing Chinese.
OTHER_CHINESE = {
    "Hans": frozenset(
        "們個說沒會來對為時過還請與關發現當應該麼這樣學習開門問間東車見話語讓給經結點線長張際電動務場報處備實寫將專屬幾從後"
    ),
    "Hant": frozenset(
        "们说会来对为时过还请关发现当应该这样学习开门问间东车见话语让给经结点线长张际电动务场报处备实写将专属"
    ),
}


class Script(NamedTuple):
    """How a language is written. `code` is that of ISO 15924, `letters` the beginnings of Unicode names."""

    code: str
    letters: tuple[str, ...]

    @property
    def dense(self) -> bool:
        """Tell whether a text is much shorter than in English."""
        return self.code in DENSE

    @property
    def joins(self) -> bool:
        """Tell whether the invisible joiner and non-joiner belong to its spelling."""
        return self.code not in ALPHABETS | DENSE

    def has(self, letter: str) -> bool:
        """Tell whether a letter belongs to this script."""
        return name(letter).startswith(self.letters)


@lru_cache(maxsize=4096)
def name(letter: str) -> str:
    """Return the Unicode name of a character, "" if it has none."""
    return unicodedata.name(letter, "")


@lru_cache(maxsize=64)
def script(language: str) -> Script:
    """Return how a language is written most likely, by CLDR; Latin where CLDR does not know it."""
    likely = get_global("likely_subtags")
    parts = language.split("_")
    full = likely.get(language) or likely.get(parts[0]) or ""
    codes = [part for part in (*parts[1:], *full.split("_")[1:]) if len(part) == 4]
    code = codes[0] if codes else "Latn"
    english = Locale("en").scripts.get(code, "Latin").upper()
    return Script(code, NAMES.get(code, (english,)))
