"""Builds the pages in the two languages that nobody speaks (pseudo.py)."""

from __future__ import annotations

from pathlib import Path

from helpers import pseudo
from helpers.sphinx_app import sphinx
from helpers.workspace import copy

from handbook.translation import pot

ROW = """
[languages.{code}]
autonym = "Autonym of {code}"
english = "English name of {code}"
direction = "{direction}"
status = "draft"
translated_by = "machine"
translated = 2026-01-31
"""


def translate(folder: Path) -> Path:
    """Copy the handbook into a new folder, with all its strings in both languages and no other; return it."""
    top = copy(folder / "handbook")
    pots = pot.fresh(top)
    table = top / "locales" / "languages.toml"
    for code, mirrored in pseudo.LANGUAGES.items():
        pseudo.write(pots, top / "locales", code)
        with table.open("a", encoding="utf-8") as file:
            file.write(ROW.format(code=code, direction="rtl" if mirrored else "ltr"))
    return top


def settings(top: Path) -> dict[str, str]:
    """Return the settings of Sphinx for what `translate` made."""
    locales = top / "locales"
    files = {"languages_file": locales / "languages.toml", "community_file": top / "community.toml"}
    return {name: str(path) for name, path in (files | {"locale_dirs": locales}).items()}


def build(folder: Path) -> None:
    """Build the pages: each language has a folder of its name, and what was read of it is beside it."""
    words = [
        word for name, value in settings(translate(folder)).items() for word in ("-D", f"{name}={value}")
    ]
    for code in pseudo.LANGUAGES:
        sphinx(folder / code, *words, "-D", "languages_beside=1", "-D", f"language={code}")
