"""Reads locales/languages.toml: one row a language, from which everything about it follows."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from handbook.config.characters import is_plain, odd_character
from handbook.config.codes import FORM, canonical, suggestion
from handbook.config.toml import SettingsError, Table, read, wrong

FRAME = "handbook"  # the catalog of everything that stands on no page: menus, labels, sentences around facts


def _holds(*places: str) -> AfterValidator:
    def check(text: str) -> str:
        if sorted(re.findall(r"{\w*}", text)) != sorted(places):
            raise PydanticCustomError("places", f"a text with {', '.join(places)}, each once")
        return text

    return AfterValidator(check)


Length = Annotated[str, _holds("{0}")]  # 0 stands for the number
Day = Annotated[str, _holds("{day}", "{month}", "{year}")]  # all as numbers


class Times(Table):
    """How times are written where CLDR has no data for a language, or other words than its readers use."""

    hour: Length | None = None
    day: Length | None = None
    month: Length | None = None
    year: Length | None = None
    date: Day | None = None
    clock: str | None = None  # a pattern of CLDR, such as "h:mm a"


class Row(Table):
    """One language of the handbook."""

    autonym: str
    english: str
    direction: Literal["ltr", "rtl"]
    status: Literal["source", "released", "draft", "planned"]
    formality: Literal["formal", "informal"] | None = None
    translated_by: str | None = None
    translated: date | None = None
    reviewed_by: str | None = None
    reviewed: date | None = None
    fonts: tuple[str, ...] = ()  # for paper, the first that is there; the site takes the reader's own
    hyphenation: bool = False  # whether words are broken at the end of a line on paper
    times: Times | None = None
    pages: tuple[str, ...] = ()  # where a language is limited: the only pages of it that are published
    notes: str | None = None  # what the translators were not sure of

    def publishes(self, name: str) -> bool:
        """Tell whether a page is published in this language; its own frame always is."""
        return not self.pages or name in (*self.pages, "search", "404", FRAME)

    @model_validator(mode="after")
    def _released_is_read(self) -> Self:
        if self.status == "released" and not (self.reviewed_by and self.reviewed):
            raise PydanticCustomError(
                "not_reviewed",
                'status "released" only with `reviewed_by` and `reviewed`: who read it, and on which day',
            )
        return self


def _check_code(code: str) -> str:
    if canonical(code) != code:
        odd = odd_character(code, is_plain)
        meant = f'. Nearest: "{near}"' if (near := suggestion(code)) else ""
        raise wrong(f"{FORM}, with _ and not -, that CLDR knows{odd}{meant}")
    return code


Code = Annotated[str, AfterValidator(_check_code)]


class Languages(Table):
    """All languages by their code in Sphinx, the source language first."""

    languages: dict[Code, Row]

    def row(self, code: str) -> Row:
        """Return the row of the language that somebody named; raises SettingsError."""
        if code not in self.languages:
            there = ", ".join(f"{each} ({row.english})" for each, row in self.languages.items())
            raise SettingsError(f"languages.toml: there is no language {code!r}. There is: {there}.")
        return self.languages[code]

    def built(self) -> dict[str, Row]:
        """Return the rows that are built for readers."""
        return {code: row for code, row in self.languages.items() if row.status != "planned"}

    def source(self) -> str:
        """Return the code of the language that the pages are written in."""
        return next(code for code, row in self.languages.items() if row.status == "source")

    def first(self, preferred: str) -> str:
        """Return the language that comes first: the one preferred if it is published, else the source."""
        return preferred if preferred in self.built() else self.source()

    def only(self, codes: Collection[str]) -> Languages:
        """Return the table of a group that publishes these languages: the others wait, as if planned.

        The source stays, for it stands wherever a translation lacks.
        """
        kept = {*codes, self.source()}
        rows = {
            code: row if code in kept else row.model_copy(update={"status": "planned"})
            for code, row in self.languages.items()
        }
        return self.model_copy(update={"languages": rows})

    def with_rows(self, more: dict[str, Row]) -> Languages:
        """Return the table with the rows that a group has of its own; they come after the others."""
        return self.model_copy(update={"languages": self.languages | more})

    def translated(self) -> dict[str, Row]:
        """Return the rows of all languages that have catalogs."""
        return {code: row for code, row in self.languages.items() if row.status != "source"}

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if [row.status for row in self.languages.values()].count("source") != 1:
            raise PydanticCustomError("source", 'exactly one language with status "source"')
        return self


class Rows(Table):
    """The languages that a group has of its own."""

    languages: dict[Code, Row]


def read_rows(path: Path) -> dict[str, Row]:
    """Read the rows of a group's own languages; raises SettingsError."""
    return read(path, Rows).languages


def load_languages(path: Path) -> Languages:
    """Read the language table; raises SettingsError."""
    return read(path, Languages)


def tag(code: str) -> str:
    """Return the BCP 47 tag of a language, as pages write it: "zh-CN" for "zh_CN"."""
    return code.replace("_", "-")
