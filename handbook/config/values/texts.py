"""Words of the community, in one language or in several, and what names languages and topics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

from babel import Locale, UnknownLocaleError
from pydantic import (
    AfterValidator,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from handbook.config.characters import is_plain, odd_character
from handbook.config.codes import canonical, nearest, suggestion
from handbook.config.toml import Checked, is_blank, wrong


class Topic(Checked):
    """A word that groups facts."""

    expected = 'a word of small letters, with hyphens between parts, such as "duty-to-help"'

    @classmethod
    def check(cls, value: str) -> bool:
        """Small letters, digits and single hyphens."""
        return bool(re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", value))


class Language(Checked):
    """A language by its code in CLDR."""

    expected = 'a language code such as "en", "es", "zh_CN", or "ase" for American Sign Language'

    @classmethod
    def hint(cls, value: str) -> str:
        """The code that was meant."""
        return f'; write "{meant}"' if (meant := suggestion(value)) and meant != value else ""

    @classmethod
    def check(cls, value: str) -> bool:
        """Known to Babel by its English name, or as a locale, and written in one way only."""
        if value in Locale("en").languages:
            return True
        try:
            Locale.parse(value)
        except (UnknownLocaleError, ValueError):
            return False
        return value == canonical(value)


class Foreign(str):
    """A text in another language than the one that was asked for."""

    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Note the language beside the text."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Let copies keep the language."""
        return str(self), self.language


def _says_something(text: str) -> str:
    """Raise where a text is still a note to fill it in, or has signs that no text has."""
    if PLACEHOLDER.match(text):
        raise wrong('the text itself, or "" as long as there is none')
    if odd := odd_character(text, lambda char: char in "\n\t" or (char not in BROKEN and char >= " ")):
        raise wrong(f"a text without signs that a program put there{odd}")
    return text


# What people write where a text is still to come. "Todo" begins many sentences in Spanish.
PLACEHOLDER = re.compile(
    r"\W*(?:(?:TODO|FIXME|TB[ACD]|XXX+|Lorem ipsum)\b|(?i:todo|fixme|tb[acd]|xxx+|n/a)?\W*$)"
)
# Left over from files that were put together, or read in another encoding than their own.
BROKEN = "\ufeff\ufffd"

PlainText = Annotated[str, AfterValidator(_says_something)]


def _check_code(code: str, names: Mapping[str, tuple[str, ...]]) -> None:
    """Raise where a text would never be shown because no page is in a language of that code.

    A language without a row in the table (`names`) is no problem: the group may have taken it out.
    """
    if code in names:
        return
    near = nearest(code, names) if names else suggestion(code)
    related = near != code and near.partition("_")[0] == code.partition("_")[0]
    if canonical(code) != code or related:
        odd = odd_character(code, is_plain)
        meant = f'. Nearest: "{near}"' if near else ""
        raise wrong(
            f"the code of a language with a row in languages.toml{odd}{meant}",
            found=f"the language {code!r}",
            key=code,
        )


def _pick(given: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> str:
    """Return a text in the language of the context, else in that of the community (marked as Foreign)."""
    context = info.context or {}
    own = context.get("own", "en")
    wanted = context.get("language") or own
    if isinstance(given, dict):
        for code in given:
            _check_code(code, context.get("names") or {})
        texts = {code: handler(text) for code, text in given.items() if not is_blank(text)}
        if own not in texts:
            raise wrong(f'a text, or one for each language with at least one in "{own}"')
        return texts.get(wanted) or Foreign(texts[own], own)
    text: str = handler(given)
    return text if wanted == own else Foreign(text, own)


# Words of the community: one text, or a table with a text for each language.
Text = Annotated[PlainText, WrapValidator(_pick)]
