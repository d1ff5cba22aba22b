"""`make catalogs`: brings the catalogs of all languages up to date with the pages, and says what changed."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog

from handbook.config import project
from handbook.config.languages import FRAME
from handbook.config.toml import SettingsError
from handbook.translation import merge, pot
from handbook.translation.check.po import form, syntax
from handbook.translation.check.po.entries import Scan
from handbook.translation.check.po.form import English
from handbook.translation.check.problem import Problem

# What people need first when something happened: translated first, listed first, needed for a release.
CORE = ("help-now", "index", "report/", "conduct/", FRAME)


class State(NamedTuple):
    """How far one catalog is, in strings."""

    translated: int
    fuzzy: int
    missing: int

    @property
    def total(self) -> int:
        """Return how many strings there are."""
        return sum(self)


class Refreshed(NamedTuple):
    """What changed in the catalogs of a language, and why some could not be changed."""

    lines: list[str]
    damage: list[Problem]


def is_core(name: str) -> bool:
    """Tell whether a catalog belongs to what people need first."""
    return any(name == core or (core.endswith("/") and name.startswith(core)) for core in CORE)


def core_first(name: str) -> tuple[int, str]:
    """Sort catalogs by how much safety hangs on them."""
    ranks = [rank for rank, core in enumerate(CORE) if name == core or name.startswith(core)]
    return (min(ranks, default=len(CORE)), name)


def folder(top: Path, language: str) -> Path:
    """Return where the catalogs of a language are, but for those of a group's own pages."""
    return project.language_folder(top / project.LOCALES, language) / project.MESSAGES


def folders(top: Path, language: str) -> list[Path]:
    """Return where there are catalogs of a language: also those of a group's own pages."""
    own = top / project.OWN / project.LOCALES / language / project.MESSAGES
    return [*dict.fromkeys([folder(top, language), own])]


def path_of(top: Path, language: str, name: str) -> Path:
    """Return where the catalog of a page is, or belongs."""
    return project.catalog(top / project.LOCALES, language, name)


def files(place: Path, ending: str = ".po") -> list[Path]:
    """Return all catalogs below a folder, but none that is hidden, as an editor's .#index.po."""
    found = place.rglob(f"*{ending}")
    return sorted(path for path in found if "/." not in f"/{path.relative_to(place).as_posix()}")


def names(place: Path, ending: str = ".po") -> list[str]:
    """Return the names of all catalogs below a folder, safety first."""
    found = (path.relative_to(place).with_suffix("").as_posix() for path in files(place, ending))
    return sorted(found, key=core_first)


def of_language(top: Path, language: str) -> dict[str, Path]:
    """Return all catalogs of a language by their names, safety first; none that is in the wrong folder."""
    there = {name for place in folders(top, language) for name in names(place)}
    path = project.catalogs(top / project.LOCALES, language)
    found = {name: path(name) for name in sorted(there, key=core_first)}
    return {name: file for name, file in found.items() if file.exists()}


def load_catalog(path: Path) -> Catalog:
    """Read a sound catalog or a template. Raises SettingsError with what is wrong."""
    scan = syntax.read(path)
    if scan.damage:
        raise SettingsError("\n".join(map(str, scan.damage)))
    return scan.catalog


def load_all(pots: Path) -> dict[str, Catalog]:
    """Read the templates of all pages from their folder."""
    return {name: load_catalog(pots / f"{name}.pot") for name in names(pots, ".pot")}


def texts(pots: dict[str, Catalog]) -> dict[str, list[str]]:
    """Return the English texts of each page in their order."""
    return {name: [str(message.id) for message in template if message.id] for name, template in pots.items()}


def state(catalog: Catalog) -> State:
    """Count the strings of a catalog."""
    messages = [message for message in catalog if message.id]
    fuzzy = sum(bool(message.string) and message.fuzzy for message in messages)
    done = sum(bool(message.string) and not message.fuzzy for message in messages)
    return State(done, fuzzy, len(messages) - done - fuzzy)


def needed(pages: Iterable[str], *, planned: bool) -> set[str]:
    """Return those of the pages for which a language needs a catalog.

    What is only planned waits with a group's own pages: so nothing of it differs from the original.
    """
    return {page for page in pages if not (planned and page.startswith(project.OWN_PAGES))}


def refresh(
    top: Path, pots: dict[str, Catalog], english: English, language: str, *, planned: bool = False
) -> Refreshed:
    """Bring the catalogs of one language up to date with the templates; what is damaged stays as it is."""
    found = Refreshed([], [])
    there = of_language(top, language)
    for name in sorted(needed(pots, planned=planned) | (there.keys() & {*pots}), key=core_first):
        path = path_of(top, language, name)
        scan = Scan()
        if name in there:
            scan = form.read(path, path.relative_to(top), language, name, english)
        if scan.damage:
            found.damage.extend(scan.damage)
            continue
        catalog = merge.updated(scan.catalog, pots[name])
        text = form.serialize(catalog, language).encode()
        if name in there and path.read_bytes() == text:
            continue
        try:
            save(path, text)
        except OSError as error:
            said = f"The file cannot be written: {error.strerror}."
            found.damage.append(Problem(path.relative_to(top), 0, "", said))
            continue
        found.lines.append(changed(name, scan.catalog if name in there else None, catalog))
    for name in sorted(there.keys() - {*pots}):
        found.lines.append(
            f"gone: there is no page {name!r}: rename {there[name]} after its new page, or delete it"
        )
    return found


def texts_of(catalog: Catalog) -> set[tuple[object, object, bool]]:
    """Return the texts of a catalog with their translations, and whether somebody doubts them."""
    return {(message.id, message.string, message.fuzzy) for message in catalog if message.id}


def save(path: Path, text: bytes) -> None:
    """Write a file whole, or leave it as it is where the disk is full. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}")
    try:
        new.write_bytes(text)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def changed(name: str, before: Catalog | None, catalog: Catalog) -> str:
    """Return the line that says what became of a catalog."""
    after = state(catalog)
    if before is None:
        return f"new: {name} ({after.total} strings)"
    old, kept = state(before), len(catalog.obsolete)
    if texts_of(before) == texts_of(catalog) and kept == len(before.obsolete):
        return f"tidied: {name}: no word changed"
    line = (
        f"changed: {name}: {after.missing} to translate ({after.missing - old.missing:+}), "
        f"{after.fuzzy} to look at again ({after.fuzzy - old.fuzzy:+})"
    )
    more = kept - len(before.obsolete)
    return f"{line}, {kept} kept in case the English comes back ({more:+})" if more else line


def run(top: Path, _options: Namespace) -> int:
    """Refresh all catalogs; return 0, or 1 with the reason, also if some could not be refreshed."""
    try:
        table = project.read_languages(top)
        print("Reading the pages …", flush=True)
        pots = load_all(pot.fresh(top))
        for code in project.begin_own_languages(top):
            print(f"{code}: its catalogs are yours, in {folder(top, code).relative_to(top)}")
        for path in project.move_own_catalogs(top):
            print(f"moved to your own folder: {path.relative_to(top)}")
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    english, damage = English(top / "locales", texts(pots)), []
    for code, row in table.translated().items():
        lines, damaged = refresh(top, pots, english, code, planned=row.status == "planned")
        damage += damaged
        print(f"{row.english} ({code}): {len(lines) or 'nothing'} changed", flush=True)
        for line in lines if len(lines) < 40 else [*lines[:20], f"… and {len(lines) - 20} more"]:
            print(f"  {line}")
    if damage:
        files = len({problem.path for problem in damage})
        print(
            *damage,
            f"Left as they are: {files}. Fix the lines above, then run again: make catalogs",
            sep="\n",
            file=sys.stderr,
        )
    return int(bool(damage))
