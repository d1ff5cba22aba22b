"""Numbers to call and addresses of mail, the web and pages."""

from __future__ import annotations

import re
from typing import Any

from pydantic import (
    EmailStr,
    HttpUrl,
    TypeAdapter,
    ValidationError,
)

from handbook.config import examples
from handbook.config.characters import false_letter, is_letter, is_plain
from handbook.config.toml import Checked


class Phone(Checked):
    """A number to call: an emergency number, a short code or a full number, as people write it."""

    expected = (
        "a phone number: 3 to 15 digits (0-9), with one space, hyphen, dot or pair of brackets between "
        f'groups, as in {examples.QUOTED_NUMBERS}; after a + no "(0)"'
    )
    scheme = "tel"

    @classmethod
    def belongs(cls, char: str) -> bool:
        """A digit, or what people write between digits."""
        return char in "+ .-()" or (char.isascii() and char.isdigit())

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
    def belongs(cls, char: str) -> bool:
        """A plain character, or a letter of any language. Other slashes and dots only look alike."""
        return is_letter(char) or (is_plain(char) and char != "\\")

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
    def belongs(cls, char: str) -> bool:
        """A plain character, or a letter of any language."""
        return is_letter(char) or (is_plain(char) and char not in "\\?#")

    @classmethod
    def check(cls, value: str) -> bool:
        """A path from the top of the site, and not out of it."""
        return bool(re.fullmatch(r"(/(?!\.\.?/)[^/\s]+)+\.html", value))
