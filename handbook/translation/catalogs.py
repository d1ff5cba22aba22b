"""`make catalogs`: brings the catalogs of all languages up to date with the pages, and says what changed."""

from __future__ import annotations

import argparse
import io
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog
from babel.messages.pofile import denormalize, read_po, write_po
from sphinx_intl.basic import update

from handbook.config import languages
from handbook.config.languages import FRAME
from handbook.config.toml import SettingsError
from handbook.translation import pot

# What people need first when something happened: translated first, listed first, needed for a release.
CORE = ("help-now", "index", "report/", "conduct/", FRAME)

PREVIOUS = "| "
ON_ONE_LINE = 1_000_000  # letters; Babel wraps comments at 76 where the width is 0, the former English too


class State(NamedTuple):
    """How far one catalog is, in strings."""

    translated: int
    fuzzy: int
    missing: int

    @property
    def total(self) -> int:
        """Return how many strings there are."""
        return sum(self)


def is_core(name: str) -> bool:
    """Tell whether a catalog belongs to what people need first."""
    return any(name == core or (core.endswith("/") and name.startswith(core)) for core in CORE)


def core_first(name: str) -> tuple[int, str]:
    """Sort catalogs by how much safety hangs on them."""
    ranks = [rank for rank, core in enumerate(CORE) if name == core or name.startswith(core)]
    return (min(ranks, default=len(CORE)), name)


def folder(top: Path, language: str) -> Path:
    """Return where the catalogs of a language are."""
    return top / "locales" / language / "LC_MESSAGES"


def names(place: Path, ending: str = ".po") -> list[str]:
    """Return the names of all catalogs below a folder, safety first."""
    found = (path.relative_to(place).with_suffix("").as_posix() for path in place.rglob(f"*{ending}"))
    return sorted(found, key=core_first)


def load(path: Path) -> Catalog:
    """Read a catalog or a template."""
    with path.open("rb") as file:
        catalog = read_po(file, charset="utf-8")
    for message in catalog:
        former = [comment for comment in message.user_comments if comment.startswith(PREVIOUS)]
        if former:  # Babel takes the former English for a comment
            message.user_comments = [each for each in message.user_comments if each not in former]
            lines = [each.removeprefix(PREVIOUS).removeprefix("msgid ") for each in former]
            message.previous_id = [denormalize("\n".join(lines))]
    return catalog


def state(catalog: Catalog) -> State:
    """Count the strings of a catalog."""
    messages = [message for message in catalog if message.id]
    fuzzy = sum(bool(message.string) and message.fuzzy for message in messages)
    done = sum(bool(message.string) and not message.fuzzy for message in messages)
    return State(done, fuzzy, len(messages) - done - fuzzy)


def header(language: str) -> str:
    """Return the first entry of each catalog of a language: only what programs need, and no clock."""
    try:
        plural = Catalog(Locale.parse(language)).plural_forms
    except (UnknownLocaleError, ValueError):
        plural = "nplurals=1; plural=0;"
    lines = {
        "Project-Id-Version": "User group handbook",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural,
    }
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{key}: {value}\\n"\n' for key, value in lines.items())


def written(catalog: Catalog, language: str) -> str:
    """Return the text of a catalog in the form that all have: no line numbers, no wrapping, no clock."""
    out = io.BytesIO()
    write_po(
        out,
        catalog,
        width=ON_ONE_LINE,
        no_location=True,
        omit_header=True,
        ignore_obsolete=True,
        include_previous=True,
    )
    return f"{header(language)}\n{out.getvalue().decode().strip()}\n"


def in_order(catalog: Catalog, template: Catalog) -> Catalog:
    """Return the catalog in the order of its template, which is the order of the page."""
    ordered = Catalog()
    for message in template:
        if message.id:
            ordered[message.id] = catalog.get(message.id) or message
    return ordered


def tell_previous(catalog: Catalog, before: Catalog | None) -> None:
    """Note at each string that waits for a new look what its English was: sphinx-intl does not."""
    english = {message.string: message.id for message in before or () if message.id and message.string}
    for message in catalog:
        former = english.get(message.string or "")
        if not message.fuzzy:
            message.previous_id = []
        elif not message.previous_id and former and former != message.id:
            message.previous_id = [former]  # type: ignore[list-item]


def refresh(top: Path, pots: Path, language: str) -> list[str]:
    """Bring the catalogs of one language up to date; return a line for each that changed, safety first."""
    place = folder(top, language)
    before = {name: load(place / f"{name}.po") for name in names(place)}
    with redirect_stdout(io.StringIO()):
        update(str(top / "locales"), str(pots), (language,), line_width=0, ignore_obsolete=True)
    lines = []
    for name in names(pots, ".pot"):
        path = place / f"{name}.po"
        catalog = in_order(load(path), load(pots / f"{name}.pot"))
        tell_previous(catalog, before.get(name))
        path.write_text(written(catalog, language), "utf-8")
        after = state(catalog)
        old = state(before[name]) if name in before else None
        if old is None:
            lines.append(f"new: {name} ({after.total} strings)")
        elif old != after:
            lines.append(
                f"changed: {name}: {after.missing} to translate ({after.missing - old.missing:+}), "
                f"{after.fuzzy} to look at again ({after.fuzzy - old.fuzzy:+})"
            )
    for name in sorted(before.keys() - {*names(pots, ".pot")}):
        lines.append(
            f"gone: there is no page {name!r}: rename {place / name}.po after its new page, or delete it"
        )
    return lines


def main(argv: list[str]) -> int:
    """Refresh all catalogs; return 0, or 1 with the reason."""
    parser = argparse.ArgumentParser(prog="python -m handbook catalogs", description=__doc__)
    parser.add_argument("--top", type=Path, default=Path.cwd(), help="the folder of the handbook")
    top = parser.parse_args(argv).top.resolve()
    try:
        table = languages.load(top / "locales" / "languages.toml")
        print("Reading the pages …", flush=True)
        pots = pot.fresh(top)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    for code, row in table.translated().items():
        lines = refresh(top, pots, code)
        print(f"{row.english} ({code}): {len(lines) or 'nothing'} changed", flush=True)
        for line in lines if len(lines) < 40 else [*lines[:20], f"… and {len(lines) - 20} more"]:
            print(f"  {line}")
    return 0
