"""Reads locales/languages.toml: one row a language, from which everything about it follows."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from handbook.settings import Table, read


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
