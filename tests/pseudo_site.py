"""Builds the handbook in the two languages that nobody speaks (handbook/pseudo.py), beside English."""

from __future__ import annotations

from pathlib import Path

from building import ROOT, sphinx

from handbook import pseudo, templates

ENGLISH = "en"
LANGUAGES = (ENGLISH, *pseudo.LANGUAGES)

TABLE = """
[languages.{code}]
autonym = "{code}"
english = "{code}"
direction = "{direction}"
status = "{status}"
"""


def settings(folder: Path) -> dict[str, str]:
    """Write catalogs of both languages and a table of languages; return the settings that name them."""
    pots = templates.build(ROOT, folder / "templates")
    for code in pseudo.LANGUAGES:
        pseudo.write(pots, folder / "locales", code)
    rows = [(ENGLISH, "ltr", "source")]
    rows += [(code, "rtl" if mirrored else "ltr", "draft") for code, mirrored in pseudo.LANGUAGES.items()]
    table = folder / "languages.toml"
    table.write_text(
        "".join(TABLE.format(code=code, direction=to, status=status) for code, to, status in rows), "utf-8"
    )
    return {"languages_file": str(table), "locale_dirs": str(folder / "locales")}


def build(folder: Path) -> Path:
    """Build the pages in all three languages, each in a folder named by its code; return where they are."""
    given = [word for name, value in settings(folder).items() for word in ("-D", f"{name}={value}")]
    for code in LANGUAGES:
        sphinx(folder / "site" / code, *given, "-D", f"language={code}")
    return folder / "site"
