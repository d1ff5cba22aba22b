"""Reads locales/languages.toml: one row a language, from which everything about it follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.typing import ExtensionMetadata

from handbook.settings import SettingsError, Table, read


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
    fonts: list[str] = []  # for paper, the first that is there; the site takes the reader's own
    hyphenation: bool = False  # whether words are broken at the end of a line on paper
    notes: str | None = None  # what the translators were not sure of

    @model_validator(mode="after")
    def _released_is_read(self) -> Self:
        if self.status == "released" and not (self.reviewed_by and self.reviewed):
            raise PydanticCustomError(
                "not_reviewed",
                'status "released" only with `reviewed_by` and `reviewed`: who read it, and on which day',
            )
        return self


class Languages(Table):
    """All languages by their code in Sphinx, the source language first."""

    languages: dict[str, Row]

    def built(self) -> dict[str, Row]:
        """Return the rows that are built for readers."""
        return {code: row for code, row in self.languages.items() if row.status != "planned"}

    def source(self) -> str:
        """Return the code of the language that the pages are written in."""
        return next(code for code, row in self.languages.items() if row.status == "source")

    def translated(self) -> dict[str, Row]:
        """Return the rows of all languages that have catalogs."""
        return {code: row for code, row in self.languages.items() if row.status != "source"}

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if [row.status for row in self.languages.values()].count("source") != 1:
            raise PydanticCustomError("source", 'exactly one language with status "source"')
        return self


def load(path: Path) -> Languages:
    """Read the language table; raises SettingsError."""
    return read(path, Languages)


def tag(code: str) -> str:
    """Return the BCP 47 tag of a language, as pages write it: "zh-CN" for "zh_CN"."""
    return code.replace("_", "-")


def read_languages(app: Sphinx, config: Config) -> None:
    """Read the language table and say so if this language is not in it."""
    try:
        config.languages = load(Path(app.confdir, config.languages_file))
    except SettingsError as error:
        raise ConfigError(str(error)) from None
    if config.language not in config.languages.languages:
        known = ", ".join(config.languages.languages)
        raise ConfigError(
            f"{config.languages_file}: there is no language {config.language!r}. Known: {known}."
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let pages know the language table."""
    app.add_config_value("languages_file", "locales/languages.toml", "env", str)
    app.add_config_value("languages", None, "env", (Languages, type(None)))
    app.connect("config-inited", read_languages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
