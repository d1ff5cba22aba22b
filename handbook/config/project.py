"""Where the files of a handbook are: those that every group has, and those of one group alone.

What belongs to one group stands in ``docs/own``, where the original never has a file: so taking in a new
version of it touches nothing there.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from handbook.config import community, languages
from handbook.config.codes import canonical
from handbook.config.community import Community
from handbook.config.languages import Languages
from handbook.config.toml import SettingsError

OWN = Path("docs", "own")
FACTS = "community.toml"
TABLE = "languages.toml"


def facts_file(top: Path) -> Path:
    """Return the file of the group's facts: its own, or else the one at the top of the handbook."""
    own = top / OWN / FACTS
    return own if own.exists() else top / FACTS


def table(rows: Path, facts: Path) -> Languages:
    """Return the languages in the file `rows`, with those of the group's own beside its facts.

    Where the facts choose, the others are planned: their catalogs stay, and nothing of them is published.
    Raises SettingsError.
    """
    found = languages.load(rows)
    if (more := facts.with_name(TABLE)).exists():
        found = found.with_rows(languages.read_rows(more))
    chosen = _chosen(facts)
    for code in chosen:
        if code not in found.languages:
            raise SettingsError(
                f"{facts.name}: handbook.languages: found {code!r}; expected languages with a row in "
                f"locales/{TABLE} or {OWN.as_posix()}/{TABLE}: {', '.join(found.languages)}."
            )
    return found.only(chosen) if chosen else found


def _chosen(facts: Path) -> list[str]:
    """Return the languages that a group publishes, as far as its facts can be read."""
    try:
        codes = tomllib.loads(facts.read_text("utf-8-sig"))["handbook"]["languages"]
        return [code for code in codes if canonical(code) == code]
    except (OSError, ValueError, KeyError, TypeError):  # told where the facts are read
        return []


def read_languages(top: Path) -> Languages:
    """Return the languages of a handbook; raises SettingsError."""
    return table(top / "locales" / TABLE, facts_file(top))


def read_facts(top: Path, language: str | None = None) -> Community:
    """Return the facts of a group, its texts in `language` where they are there; raises SettingsError."""
    try:
        known = read_languages(top)
    except SettingsError:  # they have faults of their own, which are told where they are read
        known = None
    return community.load(facts_file(top), language, known)
