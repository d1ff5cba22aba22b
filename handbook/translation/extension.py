"""The languages of a build: its row in the table, and its catalogs."""

from __future__ import annotations

import os
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

from babel.messages.mofile import write_mo
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.typing import ExtensionMetadata

from handbook import METADATA
from handbook.config import project
from handbook.config.languages import FRAME, Languages
from handbook.config.toml import SettingsError
from handbook.translation import catalogs
from handbook.translation.check.po import syntax
from handbook.translation.check.problem import Problem


def outdated(place: Path) -> list[Path]:
    """Return the catalogs below a folder that have changed since they were compiled."""
    return [
        source
        for source in catalogs.files(place)
        if not (compiled := source.with_suffix(".mo")).exists()
        or compiled.stat().st_mtime < source.stat().st_mtime
    ]


def compile_catalogs(place: Path, refused: Collection[Path] = ()) -> None:
    """Compile the catalogs below a folder that changed, but none that is refused. Sphinx would do it too, but
    would publish what Babel makes of damage, and a build that is stopped meanwhile would leave half a file
    behind, which the next build takes for whole.

    Raises SettingsError with all that cannot be read, when the rest is compiled.
    """
    damage: list[Problem] = []
    for source in outdated(place):
        if source in refused:
            continue
        scan = syntax.read(source)
        damage += scan.damage
        if not scan.damage:
            new = source.with_name(f".{source.stem}.{os.getpid()}.mo")  # `make live` looks at no hidden file
            with new.open("wb") as out:
                write_mo(out, scan.catalog)
            new.replace(source.with_suffix(".mo"))
    if damage:
        raise SettingsError("\n".join(map(str, damage)))


def read_catalogs(app: Sphinx, config: Config) -> None:
    """Compile the catalogs of this language, and load the one with the words of the frame.

    With Sphinx's option gettext_auto_build set to 0, catalogs are taken as they were compiled before.
    """
    # A group's own folder is the last in conf.py, and Sphinx takes the first translation that it finds.
    places = [Path(app.srcdir, folder) for folder in reversed(config.locale_dirs)]
    config.locale_dirs = [*map(str, places)]
    config.frame, compiles = "", config.gettext_auto_build
    for place in places:
        try:
            if compiles:
                compile_catalogs(place / config.language / project.MESSAGES)
        except SettingsError as error:
            raise ConfigError(str(error)) from None
        source = place / config.language / project.MESSAGES / f"{FRAME}.po"
        config.frame += sha256(source.read_bytes()).hexdigest() if source.exists() else ""
    config.gettext_auto_build = False  # it is done; Sphinx would try hidden files of editors, too
    locale.init(places, config.language, FRAME)


def read_languages(app: Sphinx, config: Config) -> None:
    """Read the language table and say so if this language is not in it."""
    try:
        here = Path(app.confdir)
        config.languages_file = str(here / config.languages_file)  # in full: pages read glossaries beside it
        config.languages = project.table(Path(config.languages_file), here / config.community_file)
        config.languages.row(config.language)
    except SettingsError as error:
        raise ConfigError(str(error)) from None


def setup(app: Sphinx) -> ExtensionMetadata:
    """Let pages know the language table."""
    app.add_config_value("community_file", "community.toml", "env", str)
    app.add_config_value("languages_file", "locales/languages.toml", "env", str)
    app.add_config_value("languages", None, "env", (Languages, type(None)))
    # What the words of the frame are: all pages are made anew when they change.
    app.add_config_value("frame", "", "env", str)
    app.connect("config-inited", read_languages, priority=10)
    app.connect("config-inited", read_catalogs, priority=20)
    return METADATA
