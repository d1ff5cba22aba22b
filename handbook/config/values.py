"""The kinds of values in community.toml. A value knows what it is, so that a page knows how to show it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from babel import Locale, UnknownLocaleError
from pydantic import (
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

from handbook.config.toml import Checked, is_blank, wrong


class Phone(Checked):
    """A number to call: an emergency number, a short code or a full number, as people write it."""

    expected = (
        "a phone number: 3 to 15 digits (0-9), with one space, hyphen, dot or pair of brackets between "
        'groups, as in "608-555-0100" or "+1 (608) 555-0100"; after a + no "(0)"'
    )
    scheme = "tel"
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
    def check(cls, value: str) -> bool:
        """Let pydantic say whether it is of that type. Nothing is looked up."""
        try:
            cls.adapter.validate_python(value)
        except ValidationError:
            return False
        return not re.search(r"[\s<>]", value)  # it would trim these, or read a name before <the address>


class Email(Parsed):
    """A mail address."""

    expected = 'a mail address ("name@example.org")'
    adapter = TypeAdapter(EmailStr)

    @property
    def uri(self) -> str:
        """The address that opens a new mail."""
        return f"mailto:{self}"


class Url(Parsed):
    """A web address."""

    expected = 'a web address that starts with "https://" or "http://"'
    adapter = TypeAdapter(HttpUrl)

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
    def check(cls, value: str) -> bool:
        """A path from the top of the site."""
        return bool(re.fullmatch(r"/\S+\.html", value))


class Language(Checked):
    """A language by its code in CLDR."""

    expected = 'a language code such as "en", "es", "zh_CN", or "ase" for American Sign Language'

    @classmethod
    def check(cls, value: str) -> bool:
        """Known to Babel by its English name, or as a locale."""
        if value in Locale("en").languages:
            return True
        try:
            Locale.parse(value)
        except (UnknownLocaleError, ValueError):
            return False
        return True


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


def _pick(given: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> str:
    """Return a text in the language of the context, else in that of the community (marked as Foreign)."""
    context = info.context or {}
    own = context.get("own", "en")
    wanted = context.get("language") or own
    if isinstance(given, dict):
        texts = {code: handler(text) for code, text in given.items() if not is_blank(text)}
        if own not in texts:
            raise wrong(f'a text, or one for each language with at least one in "{own}"')
        return texts.get(wanted) or Foreign(texts[own], own)
    text: str = handler(given)
    return text if wanted == own else Foreign(text, own)


# Words of the community: one text, or a table with a text for each language.
Text = Annotated[str, WrapValidator(_pick)]
