"""Builds the handbook in the two languages that nobody speaks (handbook/pseudo.py), beside English."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po
from building import ROOT, sphinx

from handbook import pseudo

ENGLISH = "en"
LANGUAGES = (ENGLISH, *pseudo.LANGUAGES)

# Where the strings of the frame stand, and how they are marked.
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"t": None, "_": None}

TABLE = """
[languages.{code}]
autonym = "{code}"
english = "{code}"
direction = "{direction}"
status = "{status}"
"""


def templates(out: Path) -> Path:
    """Write the template of each page and of the frame into `out`."""
    sphinx(out, builder="gettext")
    frame = Catalog(domain="handbook", fuzzy=False)
    folder = ROOT / "handbook"
    options = {"jinja2": {"silent": "false"}}
    for path, line, text, _notes, context in extract_from_dir(
        folder, METHODS, options_map=options, keywords=KEYWORDS
    ):
        frame.add(text, locations=[(path, line)], context=context)
    with (out / "handbook.pot").open("wb") as file:
        write_po(file, frame, width=0)
    return out


def settings(folder: Path) -> dict[str, str]:
    """Write catalogs of both languages and a table of languages; return the settings that name them."""
    for code in pseudo.LANGUAGES:
        pseudo.write(templates(folder / "templates"), folder / "locales", code)
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
