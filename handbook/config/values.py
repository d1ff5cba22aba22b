"""The kinds of values in community.toml. A value knows what it is, so that a page knows how to show it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from babel import Locale, UnknownLocaleError
from pydantic import (
    AfterValidator,
    EmailStr,
    GetCoreSchemaHandler,
    HttpUrl,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import CoreSchema, core_schema

from handbook.config import examples
from handbook.config.codes import canonical, nearest, suggestion
from handbook.config.signs import false_letter, is_letter, is_plain, odd_sign
from handbook.config.toml import Checked, is_blank, wrong


class Phone(Checked):
    """A number to call: an emergency number, a short code or a full number, as people write it."""

    expected = (
        "a phone number: 3 to 15 digits (0-9), with one space, hyphen, dot or pair of brackets between "
        f'groups, as in {examples.QUOTED_NUMBERS}; after a + no "(0)"'
    )
    scheme = "tel"

    @classmethod
    def belongs(cls, sign: str) -> bool:
        """A digit, or what people write between digits."""
        return sign in "+ .-()" or (sign.isascii() and sign.isdigit())

    @classmethod
    def is_example(cls, value: str) -> bool:
        """A number of our errors."""
        return examples.is_number(value)

    # What is dialled are the digits alone: a form that no reader would dial as it stands is refused.
    form = re.compile(r"\+?(?:(?:\d+[ .-]?)?\(\d+\)[ .-]?)?\d+(?:[ .-]\d+)*", re.ASCII)
    trunk = re.compile(r"\+.*\(0+\)")  # +44 (0)20: the 0 is only for calls within the country

    @classmethod
    def check(cls, value: str) -> bool:
        """Digits as in E.164 (at most 15), in any usual grouping."""
        digits = re.sub(r"\D", "", value)
        return bool(cls.form.fullmatch(value)) and not cls.trunk.match(value) and 3 <= len(digits) <= 15

    @property
    def uri(self) -> str:
        """The address that dials: digits and a leading + only."""
        return f"{self.scheme}:{re.sub(r'[^+0-9]', '', self)}"


class TextNumber(Phone):
    """A number to send a text message to."""

    scheme = "sms"


class Parsed(Checked):
    """A text whose form a type of pydantic checks."""

    adapter: TypeAdapter[Any]

    @classmethod
    def belongs(cls, sign: str) -> bool:
        """A plain sign, or a letter of any language. Other slashes and dots only look like plain ones."""
        return is_letter(sign) or (is_plain(sign) and sign != "\\")

    @classmethod
    def hint(cls, value: str) -> str:
        """Name a letter that only looks like the right one."""
        return false_letter(value)

    @classmethod
    def is_example(cls, value: str) -> bool:
        """An address of our errors."""
        return examples.is_address(value)

    @classmethod
    def check(cls, value: str) -> bool:
        """Let pydantic say whether it is of that type. Nothing is looked up."""
        try:
            cls.adapter.validate_python(value)
        except ValidationError:
            return False
        return not (
            false_letter(value) or re.search(r"[\s<>]", value)
        )  # it would trim these, or read a name before <the address>


class Email(Parsed):
    """A mail address."""

    expected = f'a mail address ("{examples.MAIL}")'
    adapter = TypeAdapter(EmailStr)

    @property
    def uri(self) -> str:
        """The address that opens a new mail."""
        return f"mailto:{self}"


class Url(Parsed):
    """A web address."""

    expected = 'a web address as browsers copy it, which starts with "https://" or "http://"'
    adapter = TypeAdapter(HttpUrl)

    @classmethod
    def check(cls, value: str) -> bool:
        """With its two slashes: pydantic would add them, and a browser takes it for a page of this site."""
        return super().check(value) and bool(re.match(r"https?://[^/]", value))

    @property
    def uri(self) -> str:
        """The address itself."""
        return str(self)


class Folder(Url):
    """A web address under which files are published."""

    expected = Url.expected + ' and ends with "/"'

    @classmethod
    def check(cls, value: str) -> bool:
        """A web address with a slash at its end."""
        return super().check(value) and value.endswith("/")


class Page(Checked):
    """The path of a page."""

    expected = 'the path of a page, which starts with "/" and ends with ".html"'

    @classmethod
    def belongs(cls, sign: str) -> bool:
        """A plain sign, or a letter of any language."""
        return is_letter(sign) or (is_plain(sign) and sign not in "\\?#")

    @classmethod
    def check(cls, value: str) -> bool:
        """A path from the top of the site, and not out of it."""
        return bool(re.fullmatch(r"(/(?!\.\.?/)[^/\s]+)+\.html", value))


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


class Duration(int):
    """A whole number of some unit of time, at least one."""

    unit: Any  # "hour", "day", "month" or "year": the one in which people speak of it

    @property
    def count(self) -> int:
        """How many of its unit it is."""
        return int(self)

    @property
    def delta(self) -> timedelta:
        """The same as a timedelta, a month being 30 days and a year 365, as Babel counts."""
        return timedelta(**{f"{self.unit}s": self.count})

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic how to check this kind. The upper end is far from any that makes sense."""
        return core_schema.no_info_after_validator_function(
            cls, core_schema.int_schema(strict=True, ge=1, le=10_000)
        )


class Hours(Duration):
    """Hours."""

    unit = "hour"


class Days(Duration):
    """Days."""

    unit = "day"


class Months(Duration):
    """Months, or whole years where it is more than one."""

    @property
    def unit(self) -> Literal["month", "year"]:
        """Years are easier to grasp than many months."""
        return "year" if self % 12 == 0 and self > 12 else "month"

    @property
    def count(self) -> int:
        """How many of its unit it is."""
        return self // 12 if self.unit == "year" else int(self)

    @property
    def delta(self) -> timedelta:
        """Its length."""
        return timedelta(days=self.count * (365 if self.unit == "year" else 30))


LENGTH = re.compile(r"([1-9][0-9]{0,3}) (hour|day)s?")


def _length(kind: type[Duration]) -> WrapValidator:
    """Read a whole number, which is of that kind, or a text with its own unit."""

    def check(given: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        if not isinstance(given, str):
            return handler(given)
        if not (found := LENGTH.fullmatch(given)):
            raise wrong(
                f'a whole number of {kind.unit}s (an integer), or a text with the unit: "36 hours", "3 days"'
            )
        return (Hours if found[2] == "hour" else Days)(int(found[1]))

    return WrapValidator(check)


# A length of time in the unit that is usual for it, or in the other one where a text says so.
HoursOrDays = Annotated[Hours, _length(Hours)]
DaysOrHours = Annotated[Days, _length(Days)]


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
    if odd := odd_sign(text, lambda sign: sign in "\n\t" or (sign not in BROKEN and sign >= " ")):
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
        odd = odd_sign(code, is_plain)
        meant = f'. Nearest: "{near}"' if near else ""
        raise wrong(f"a code of locales/languages.toml{odd}{meant}", found=f"the language {code!r}", key=code)


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
