"""Signs that are not what they seem: nothing is to be seen of them, or they look just like another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Letters, marks and symbols that show nothing: fillers, joiners, choices of a form, Braille without a dot.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def is_plain(char: str) -> bool:
    """Say whether a keyboard for English has the character; a blank does not count."""
    return char.isascii() and char.isprintable() and char != " "


def is_hidden(char: str) -> bool:
    """Say whether nothing is to be seen of a character."""
    return not char.isprintable() or bool(UNSEEN.match(char))


def is_letter(char: str) -> bool:
    """Say whether it is a letter, mark or digit of any language, and no second form of another."""
    return (
        unicodedata.category(char)[0] in "LMN"
        and not is_hidden(char)
        and unicodedata.normalize("NFKC", char) == unicodedata.normalize("NFC", char)
    )


def odd_character(text: str, belongs: Callable[[str], bool]) -> str:
    """Name the first character that does not belong into a text, and its place, after a semicolon.

    Returns "" where all belong.
    """
    for place, char in enumerate(text, 1):
        if not belongs(char):
            name = unicodedata.name(char, f"U+{ord(char):04X}").lower()
            return f"; look at sign {place}, which is {char!r} ({name})"
    return ""


ALIKE = ("GREEK", "CYRILLIC", "ARMENIAN")  # alphabets with letters that look like those of English
WORD = re.compile(r"[^\W_]+")


def false_letter(text: str) -> str:
    """Name a letter of another alphabet amid those of English, after a semicolon; "" where there is none.

    Some look just the same, and lead to another address.
    """
    for word in filter(re.compile("[A-Za-z]").search, WORD.findall(text)):
        for char in word:
            name = unicodedata.name(char, "")
            if name.startswith(ALIKE):
                return f"; look at {word!r}, where {char!r} is no English letter ({name.lower()})"
    return ""
