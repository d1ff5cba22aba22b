"""`make check`: the quick gates that need no browser, and the list of facts that somebody should look at."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from handbook.commands import left
from handbook.config import lookup, project
from handbook.config.community import Community
from handbook.config.toml import SettingsError, Table, called
from handbook.site import redirects
from handbook.translation.check import checker, community_texts, search_words
from handbook.translation.status import first_language, next_step, of_language

PROGRAMS = Path(sys.executable).parent


class Gate(NamedTuple):
    """One thing that has to be right: what tells its problems ("" if there are none), and how to fix them."""

    name: str
    problems: Callable[[Path], str]
    fix: str


def run_tool(*command: str) -> Callable[[Path], str]:
    """Return what a program of our environment says when it does not end well."""

    def problems(top: Path) -> str:
        words = [str(PROGRAMS / command[0]), *command[1:]]
        try:
            done = subprocess.run(
                words, cwd=top, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
            )
        except FileNotFoundError:
            return f"{command[0]} is not set up here. Run: make check"
        return (done.stdout.strip() or f"exit code {done.returncode}") if done.returncode else ""

    return problems


def validate_file(load: Callable[[Path], object]) -> Callable[[Path], str]:
    """Return the gate that tells what is wrong in a file of the handbook, which `load` reads."""

    def problems(top: Path) -> str:
        try:
            load(top)
        except SettingsError as error:
            return str(error)
        return ""

    return problems


FACTS = validate_file(project.read_facts)
LANGUAGES = validate_file(project.read_languages)


def future_dates(file: str, table: Table) -> str:
    """Return which dates have not come yet: nobody can have done anything then.

    Only here and in no build: who has just written today's date builds a version of yesterday.
    """
    somewhere = datetime.now(timezone(timedelta(hours=14))).date()  # the day of whoever is furthest ahead
    return "\n".join(
        f"{file}: {key}: found {value}; expected today or a day before. Write the day on which it was done."
        for key, value in lookup.walk(table)
        if isinstance(value, date) and value > somewhere
    )


def check_facts(top: Path) -> str:
    """Return what is wrong in the facts."""
    if problems := FACTS(top):
        return problems
    facts = project.read_facts(top)
    file = project.facts_file(top)
    try:
        redirects.check(top, facts, project.read_languages(top))
    except SettingsError as error:
        problems = "" if LANGUAGES(top) else str(error)
    typed = community_texts.problems(file)
    return "\n".join(filter(None, [problems, future_dates(called(file), facts), typed]))


def check_languages(top: Path) -> str:
    """Return what is wrong in the table of languages."""
    tables = (Path(project.LOCALES, project.TABLE), project.OWN / project.TABLE)
    files = " or ".join(path.as_posix() for path in tables if (top / path).exists())
    return LANGUAGES(top) or future_dates(files, project.read_languages(top))


def check_pages(top: Path) -> str:
    """Let Sphinx read every page and follow every label and link inside; return what it warns of.

    Sphinx tells most problems of a page only when it reads the page: nothing is kept for the next check.
    """
    if FACTS(top) or LANGUAGES(top):
        return "Pages can be read when the facts and the languages are right: fix those first."
    with TemporaryDirectory() as work:
        return run_tool("python", "-m", "sphinx", "-nWqb", "dummy", "-c", ".", "docs", work)(top)


def check_translations(top: Path) -> str:
    """Return what the languages that readers see lack for their status."""
    if LANGUAGES(top):
        return "Fix the table of languages first."
    table = project.read_languages(top)
    steps = [next_step(code, row, of_language(top, code)) for code, row in table.translated().items()]
    return "\n".join(line for line, passed in steps if not passed)


def check_search_words(top: Path) -> str:
    """Return what is wrong with the words for the search."""
    return "Fix the table of languages first." if LANGUAGES(top) else "\n".join(search_words.problems(top))


def next_steps(top: Path) -> str:
    """Return one line a language: how far it is, and what it lacks for its next step.

    A group hears of the languages that it publishes or translates itself, and which more there are.
    """
    table = project.read_languages(top)
    left_out = project.left_out(top)
    lines = [
        next_step(code, row, of_language(top, code))[0]
        for code, row in table.translated().items()
        if code not in left_out
    ]
    if ready := [code for code, status in left_out.items() if status != "planned"]:
        lines.append(f"Ready, and not published here: {', '.join(ready)}. [handbook] languages chooses.")
    return "\nLanguages (no fault):\n" + "".join(f"  {line}\n" for line in lines) if lines else ""


def check_catalogs(top: Path) -> str:
    """Return every problem of every catalog; print what is no problem and may be of use."""
    if FACTS(top) or LANGUAGES(top):
        return "Catalogs can be checked when the facts and the languages are right: fix those first."
    try:
        found = checker.check(top, [])
    except SettingsError as error:
        return str(error)
    checker.annotate(found)
    if found.remarks:
        print("--- catalogs: remarks (no fault)", *found.remarks, "", sep="\n")
    return "\n".join(map(str, found.problems))


GATES = (
    Gate(
        "program: style",
        run_tool("ruff", "check", "--output-format=concise"),
        ".venv/bin/ruff check --fix fixes some; fix the rest by hand",
    ),
    Gate(
        "program: layout",
        run_tool("ruff", "format", "--check", "--output-format=concise"),
        "run .venv/bin/ruff format",
    ),
    Gate("program: types", run_tool("mypy"), "fix the lines that mypy names"),
    Gate("text: style", run_tool("rumdl", "check"), ".venv/bin/rumdl fmt fixes some; fix the rest by hand"),
    Gate(
        "text: spelling",
        run_tool("codespell"),
        "fix the words; put right ones into pyproject.toml, ignore-words-list",
    ),
    Gate("facts", check_facts, "fix the keys in community.toml"),
    Gate("languages", check_languages, "fix the keys in languages.toml"),
    Gate("languages: complete", check_translations, "translate what is missing, or change the status"),
    Gate("words for the search", check_search_words, "fix the lists below [search] in the glossaries"),
    Gate("pages and links inside", check_pages, "fix what Sphinx names"),
    Gate("catalogs", check_catalogs, "fix each line as it says"),
)


def run_gates(gates: tuple[Gate, ...], top: Path) -> bool:
    """Try every gate, show the problems, then one line a gate; return whether all is well."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # most of them wait for a program
        results = dict(zip(gates, pool.map(lambda gate: gate.problems(top), gates), strict=True))
    for gate, problems in results.items():
        if problems:
            print(f"--- {gate.name}\n{problems}\n")
    for gate, problems in results.items():
        print(f"{gate.name:24}{f'TO DO: {gate.fix}' if problems else 'ok'}")
    return not any(results.values())


def own_language(top: Path, facts: Community) -> str:
    """Return what lacks in the language of the community, which the site puts first ("" if nothing)."""
    code = facts.community.language
    table = project.read_languages(top)
    lacking = first_language(code, table, of_language(top, code) if code in table.translated() else {})
    lines = [f"  {line}" for line in lacking.splitlines()]
    return "\n".join(["", f"What your language ({code}) lacks (no fault):", "", *lines, ""]) if lines else ""


def run(top: Path, _options: Namespace) -> int:
    """Run every gate and list old facts; return 1 if a gate has problems."""
    passed = run_gates(GATES, top)
    with suppress(SettingsError):  # the gate "facts" has said what is wrong
        facts = project.read_facts(top)
        told = (
            left.tasks_left(top),
            left.shared_ways(facts, project.facts_file(top)),
            left.format_stale_facts(facts, date.today()),
            left.unanswered(facts),
        )
        print(*told, own_language(top, facts), sep="", end="")
        print(next_steps(top), end="")
    return int(not passed)
