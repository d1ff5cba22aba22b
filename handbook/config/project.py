"""Where the files of a handbook are: those that every group has, and those of one group alone.

What belongs to one group stands in ``docs/own``, where the original never has a file: so taking in a new
version of it touches nothing there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from handbook.config import community, languages
from handbook.config.codes import canonical
from handbook.config.community import Community
from handbook.config.languages import Languages
from handbook.config.toml import SettingsError, called, loads

OWN = Path("docs", "own")
FACTS = "community.toml"
TABLE = "languages.toml"
LOCALES = "locales"
MESSAGES = "LC_MESSAGES"  # the folder of the catalogs of a language, as gettext calls it
OWN_PAGES = f"{OWN.name}/"  # how the names of a group's own pages begin


def facts_file(top: Path) -> Path:
    """Return the file of the group's facts: its own, or else the one at the top of the handbook."""
    own = top / OWN / FACTS
    return own if own.exists() else top / FACTS


def table(rows: Path, facts: Path) -> Languages:
    """Return the languages in the file `rows`, with those of the group's own beside its facts.

    Where the facts choose, the others are planned: their catalogs stay, and nothing of them is published.
    Raises SettingsError.
    """
    found = languages.load_languages(rows)
    if (more := facts.with_name(TABLE)).exists():
        found = found.with_rows(languages.read_rows(more))
    chosen = _chosen(facts)
    for code in chosen:
        if code not in found.languages:
            raise SettingsError(
                f"{called(facts)}: handbook.languages: found {code!r}; expected languages with a row in "
                f"locales/{TABLE} or {OWN.as_posix()}/{TABLE}: {', '.join(found.languages)}."
            )
    return found.only(chosen) if chosen else found


def language_folder(locales: Path, code: str) -> Path:
    """Return where the catalogs and the glossary of a language are.

    That is the group's own folder, where it holds more than the catalogs of the group's own pages: then the
    group translates the language itself. `locales` is the folder of the handbook's own.
    """
    own = locales.parent / OWN / LOCALES / code
    holds = {path.name for path in own.glob(f"{MESSAGES}/[!.]*")}
    return own if own.is_dir() and holds != {OWN.name} else locales / code


def catalogs(locales: Path, code: str) -> Callable[[str], Path]:
    """Return what tells where the catalog of a page is, by its name; folders are looked at once for all.

    That of a group's own page is the group's, in any language.
    """
    own, other = locales.parent / OWN / LOCALES / code, language_folder(locales, code)
    return lambda name: (own if name.startswith(OWN_PAGES) else other) / MESSAGES / f"{name}.po"


def catalog(locales: Path, code: str, name: str) -> Path:
    """Return where the catalog of a page is."""
    return catalogs(locales, code)(name)


def locale_folders(top: Path) -> list[Path]:
    """Return where catalogs are; the group's own folder comes last, for sphinx-intl writes into the first."""
    return [path for path in (top / LOCALES, top / OWN / LOCALES) if path.is_dir()]


def begin_own_languages(top: Path) -> list[str]:
    """Make the folder of each language that a group translates itself; return the codes of the new ones.

    These are the languages with a row in the group's own table that the handbook lacks, or only plans.
    What it has of them is copied, so that its next version has no say in the group's translation.
    Raises SettingsError.
    """
    rows = facts_file(top).with_name(TABLE)
    if not rows.exists():
        return []
    theirs, begun = languages.load_languages(top / LOCALES / TABLE).built(), []
    for code in languages.read_rows(rows):
        own = top / OWN / LOCALES / code
        if code in theirs or (own.is_dir() and language_folder(top / LOCALES, code) == own):
            continue
        if (there := top / LOCALES / code).is_dir():
            shutil.copytree(there, own, ignore=shutil.ignore_patterns("*.mo"), dirs_exist_ok=True)
        own.mkdir(parents=True, exist_ok=True)
        begun.append(code)
    return begun


def misplaced(top: Path, code: str) -> list[Path]:
    """Return the catalogs of a group's own pages that are in the folder of the handbook's own."""
    place = top / LOCALES / code / MESSAGES
    return sorted(place.glob(f"{OWN_PAGES}**/[!.]*.po"))


def move_own_catalogs(top: Path) -> list[Path]:
    """Move the catalogs of a group's own pages to its own folder; return where they are now.

    One that is there already stays as it is, and so does the one that would take its place.
    """
    moved = []
    for code in sorted(path.name for path in (top / LOCALES).glob("*/")):
        for path in misplaced(top, code):
            name = path.relative_to(top / LOCALES / code / MESSAGES).with_suffix("").as_posix()
            target = catalog(top / LOCALES, code, name)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                moved.append(path.rename(target))
                path.with_suffix(".mo").unlink(missing_ok=True)
    return moved


def _chosen(facts: Path) -> list[str]:
    """Return the languages that a group publishes, as far as its facts can be read."""
    try:
        codes = loads(facts.read_text("utf-8-sig"))["handbook"]["languages"]
        return [code for code in codes if canonical(code) == code]
    except (OSError, ValueError, KeyError, TypeError):  # told where the facts are read
        return []


def read_languages(top: Path) -> Languages:
    """Return the languages of a handbook; raises SettingsError."""
    file, own = facts_file(top), top / OWN / TABLE
    if own.exists() and own.parent != file.parent:
        raise SettingsError(
            f"{called(own)}: languages of your own need facts of your own beside them. Begin those with: "
            'make adopt NAME="PyBerlin" COUNTRY=DE'
        )
    return table(top / LOCALES / TABLE, file)


def left_out(top: Path) -> dict[str, str]:
    """Return the languages of the handbook that a group neither publishes nor has a row of its own for.

    Each with the status that the handbook gives it. Raises SettingsError.
    """
    file = facts_file(top)
    if not (chosen := _chosen(file)):
        return {}
    rows = file.with_name(TABLE)
    used = {*chosen, *(languages.read_rows(rows) if rows.exists() else ())}
    theirs = languages.load_languages(top / LOCALES / TABLE).translated()
    return {code: row.status for code, row in theirs.items() if code not in used}


def read_facts(top: Path, language: str | None = None) -> Community:
    """Return the facts of a group, its texts in `language` where they are there; raises SettingsError."""
    try:
        known = read_languages(top)
    except SettingsError:  # they have problems of their own, which are told where they are read
        known = None
    return community.load_community(facts_file(top), language, known)
