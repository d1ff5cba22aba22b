"""Signs that are not what they seem: nothing is to be seen of them, or they look just like another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Letters, marks and symbols that show nothing: fillers, joiners, choices of a form, Braille without a dot.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def is_plain(sign: str) -> bool:
    """Say whether a keyboard for English has the sign; a blank does not count."""
    return sign.isascii() and sign.isprintable() and sign != " "


def is_hidden(sign: str) -> bool:
    """Say whether nothing is to be seen of a sign."""
    return not sign.isprintable() or bool(UNSEEN.match(sign))


def is_letter(sign: str) -> bool:
    """Say whether it is a letter, mark or digit of any language, and no second form of another."""
    return (
        unicodedata.category(sign)[0] in "LMN"
        and not is_hidden(sign)
        and unicodedata.normalize("NFKC", sign) == unicodedata.normalize("NFC", sign)
    )


def odd_sign(text: str, belongs: Callable[[str], bool]) -> str:
    """Name the first sign that does not belong into a text, and its place, after a semicolon.

    Returns "" where all belong.
    """
    for place, sign in enumerate(text, 1):
        if not belongs(sign):
            name = unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
            return f"; look at sign {place}, which is {sign!r} ({name})"
    return ""


ALIKE = ("GREEK", "CYRILLIC", "ARMENIAN")  # alphabets with letters that look like those of English
WORD = re.compile(r"[^\W_]+")


def false_letter(text: str) -> str:
    """Name a letter of another alphabet amid those of English, after a semicolon; "" where there is none.

    Some look just the same, and lead to another address.
    """
    for word in filter(re.compile("[A-Za-z]").search, WORD.findall(text)):
        for sign in word:
            name = unicodedata.name(sign, "")
            if name.startswith(ALIKE):
                return f"; look at {word!r}, where {sign!r} is no English letter ({name.lower()})"
    return ""
