"""Reads locales/languages.toml: one row a language, from which everything about it follows."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

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


class Languages(Table):
    """All languages by their code in Sphinx, the source language first."""

    languages: dict[str, Row]

    def built(self) -> dict[str, Row]:
        """Return the rows that are built for readers."""
        return {code: row for code, row in self.languages.items() if row.status != "planned"}


def load(path: Path) -> Languages:
    """Read the language table; raises SettingsError."""
    return read(path, Languages)


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
