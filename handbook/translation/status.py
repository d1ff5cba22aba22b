"""How far each translation is, and what it lacks for its next step."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from handbook.config.languages import Languages, Row
from handbook.translation import catalogs
from handbook.translation.catalogs import State, is_core, state
from handbook.translation.check.po import syntax

States = dict[str, State]
TRANSLATED = re.compile(rb'^msgstr(?! ""$)|^msgstr ""\n"', re.MULTILINE)
MSGID = re.compile(rb"^msgid ", re.MULTILINE)
LISTED = 10  # so many pages are named; the page "How far each language is" has all


def of_language(top: Path, language: str) -> States:
    """Return the state of each catalog of a language by its name, safety first. Nothing damaged counts."""
    return {name: _of_catalog(path) for name, path in catalogs.of_language(top, language).items()}


def _of_catalog(path: Path) -> State:
    """Return the state of a catalog. A preview asks with each save: a file that stays is read once."""
    now = path.stat()
    return _as_saved(path, (now.st_ino, now.st_size, now.st_mtime_ns))


@cache
def _as_saved(path: Path, _when: tuple[int, ...]) -> State:
    """Return the state of a catalog as it was saved at a time."""
    try:
        _header, _line, rest = path.read_bytes().partition(b"\n\n")
    except OSError:  # the check says so
        return State(0, 0, 0)
    # Nobody has begun most catalogs: to take each of their lines would be a quarter of the time of a build.
    if rest and not TRANSLATED.search(rest):
        return State(0, 0, len(MSGID.findall(rest)))
    scan = syntax.read(path)
    return State(0, 0, len(scan.messages)) if scan.damage else state(scan.catalog)


def total(states: States) -> State:
    """Return the sum of some states."""
    return State(*map(sum, zip(*states.values(), strict=True))) if states else State(0, 0, 0)


class Lack(NamedTuple):
    """What a core page lacks."""

    catalog: str
    state: State


def lacks(states: States) -> list[Lack]:
    """Return the core pages that are not complete, which a draft has to be."""
    return [
        Lack(name, each) for name, each in states.items() if is_core(name) and each.translated < each.total
    ]


def first_language(code: str, table: Languages, states: States) -> str:
    """Return what the pages lack in the language `code`, which a community calls its own ("" if nothing)."""
    row = table.languages[code]
    if row.status == "source":
        return ""
    if row.status == "planned":
        return f"{row.english} ({code}) is not published: the site puts the language of the pages first."
    lines = [
        f"{name}: {each.total - each.translated} of {each.total}"
        for name, each in states.items()
        if row.publishes(name) and each.translated < each.total
    ]
    more = [f"and {len(lines) - LISTED} more pages"] if len(lines) > LISTED else []
    return "\n".join([*lines[:LISTED], *more])


def next_step(code: str, row: Row, states: States) -> tuple[str, bool]:
    """Return one line about a language for `make check`, and whether it stands where its status says."""
    states = {name: each for name, each in states.items() if row.publishes(name)}
    lacking = lacks(states)
    done = total(states)
    head = f"{row.english} ({code}), {row.status}: {done.translated} of {done.total} strings"
    if lacking:
        parts = ", ".join(
            f"{name} ({each.total - each.translated} of {each.total})" for name, each in lacking[:5]
        )
        more = f" and {len(lacking) - 5} more" if len(lacking) > 5 else ""
        if row.status == "planned":
            return f"{head}. To be a draft it needs: {parts}{more}.", True
        return (
            f"{head}. Core pages are not complete: {parts}{more}. Translate them, or set status to "
            '"planned" in its row of languages.toml.',
            False,
        )
    if row.status == "planned":
        return f"{head}. The core pages are complete: it may be a draft.", True
    if row.status == "draft":
        return f"{head}. To be released it needs a fluent reader: reviewed_by and reviewed.", True
    return f"{head}. Read by {row.reviewed_by} on {row.reviewed}.", True
