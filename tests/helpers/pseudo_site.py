"""Builds the site in English and in the two languages that nobody speaks (pseudo.py)."""

from __future__ import annotations

from pathlib import Path

from helpers import pseudo
from helpers.workspace import copy, run

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


def build(folder: Path) -> Path:
    """Build the site as people do; return where it is. Each language has a folder there."""
    site = folder / "site"
    done = run(translate(folder), "build", "--pages-only", "--out", site, SOURCE_DATE_EPOCH="1769904000")
    assert done.returncode == 0, f"The site could not be built:\n{done.stdout}{done.stderr}"
    return site
