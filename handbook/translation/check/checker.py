"""Checks catalogs before anything is built from them: ``python -m handbook check-catalogs [FILE …]``.

Sphinx takes a translation with a wrong link, a lost sentence or a typed-in phone number without a word. Here
every problem of every catalog is one line: file, line, English text, what is wrong, and the fix.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from handbook.config import glossary, project
from handbook.config.languages import FRAME
from handbook.config.toml import SettingsError
from handbook.translation import catalogs, pot
from handbook.translation.check import markdown, markup, rules, terms, typed_facts
from handbook.translation.check.po import form, header, syntax
from handbook.translation.check.po.form import English
from handbook.translation.check.problem import CATALOGS, Problem
from handbook.translation.check.writing_systems import script


class Job(NamedTuple):
    """One catalog: where it is, the page that it translates, and its language."""

    path: Path
    page: str
    language: str


class Result(NamedTuple):
    """How many catalogs were judged, everything that is wrong with them, and what is only worth a look."""

    judged: int
    problems: list[Problem]
    remarks: list[Problem]


class Checker:
    """What all catalogs of a handbook are judged by, read once."""

    def __init__(self, top: Path) -> None:
        """Read facts, languages and templates. Raises SettingsError."""
        self.top = top
        self.table = project.read_languages(top).translated()
        self.known = typed_facts.known(project.read_facts(top))
        self.markdown = markdown.parser(top / "conf.py")
        self.terms = glossary.terms(top / "locales" / glossary.FILE)
        self.glossary_problems: list[
            Problem
        ] = []  # in glossaries: the catalogs of such a language are judged without it
        self.chosen = {code: self._chosen(code) for code in self.table}
        pots = catalogs.load_all(pot.fresh(top)) if self.table else {}
        self.english = English(top / "locales", catalogs.texts(pots))
        self.templates = self.english.pages
        self.context = lru_cache(maxsize=None)(self._context)

    def _chosen(self, language: str) -> dict[str, glossary.Choice]:
        try:
            return glossary.chosen(self.top / "locales", language, self.terms)
        except SettingsError as error:
            path = project.language_folder(self.top / "locales", language) / glossary.FILE
            self.glossary_problems.append(self.problem(path, str(error)))
            return {}

    def _context(self, language: str) -> rules.LanguageContext:
        letters = script(language)
        return rules.LanguageContext(
            language,
            letters,
            self.markdown,
            self.known,
            terms.glossary(self.terms, self.chosen[language], letters),
            lru_cache(maxsize=None)(partial(self._lexicon, language)),
        )

    def _lexicon(self, language: str) -> markup.Lexicon:
        """Return which words of all catalogs of a language stand for which English words."""
        scans = map(syntax.read, catalogs.of_language(self.top, language).values())
        texts = {entry.msgid: entry.msgstr for scan in scans for entry in rules.approved(scan)}
        return markup.lexicon(texts, script(language))

    def display_path(self, path: Path) -> Path:
        """Return how problems name a path: as people see it from the top of the handbook."""
        return path.relative_to(self.top) if path.is_relative_to(self.top) else path

    def problem(self, path: Path, text: str, line: int = 0) -> Problem:
        """Return a problem of a file as a whole."""
        return Problem(self.display_path(path), line, "", text)

    def everything(self) -> tuple[list[Job], list[Problem]]:
        """Return all catalogs that there should be, and what is wrong with the folders."""
        jobs, problems = [], []
        places = (self.top / project.LOCALES, self.top / project.OWN / project.LOCALES)
        for folder in sorted(path for place in places for path in place.glob("*/")):
            if folder.name not in self.table and catalogs.files(folder):
                problems.append(self.problem(folder, _unknown(folder.name, self.table)))
        for code, row in self.table.items():
            needed = catalogs.needed(self.templates, planned=row.status == "planned")
            there = catalogs.of_language(self.top, code)
            for name in sorted(there.keys() - {*self.templates}):
                problems.append(
                    self.problem(
                        there[name],
                        "No page is called like this any more. Rename the file after its page, or delete it.",
                    )
                )
            for path in project.misplaced(self.top, code):
                text = (
                    "This catalog of a page of your own belongs in docs/own/locales, which no new version "
                    f"touches. {CATALOGS}. If there is one already, put both together and delete this one."
                )
                problems.append(Problem(self.display_path(path), 0, "", text, stale=True))
            if missing := [name for name in self.templates if name in needed - there.keys()]:
                place = catalogs.path_of(self.top, code, missing[0]).parents[missing[0].count("/")]
                text = f"Catalogs are missing here: {len(missing)}, {missing[0]}.po first. {CATALOGS}"
                problems.append(Problem(self.display_path(place), 0, "", text, stale=True))
            jobs += [Job(there[name], name, code) for name in self.templates if name in there]
        return jobs, problems

    def job(self, path: Path) -> Job | Problem:
        """Return which catalog a file is, or why nobody knows."""
        if not path.is_file():
            what = "This is a folder: name the files in it." if path.is_dir() else "There is no such file."
            return self.problem(path, what)
        if path.suffix != ".po":
            return self.problem(path, "This is no catalog: its name does not end in .po.")
        parts = path.with_suffix("").parts
        folder = project.MESSAGES
        at = len(parts) - 1 - parts[::-1].index(folder) if folder in parts else None
        tails = (
            ["/".join(parts[begin:]) for begin in range(len(parts))]
            if at is None
            else ["/".join(parts[at + 1 :])]
        )
        page = next((tail for tail in tails if tail in self.templates), None)
        if page is None:
            return self.problem(path, f"No page is called {tails[-1]!r}. Name the file as its page.")
        language = parts[at - 1] if at else next((part for part in parts[::-1] if part in self.table), None)
        if language is None:
            head = syntax.read(path).header
            language = header.fields(head.msgstr if head else "").get("Language", "")
        if language not in self.table:
            return self.problem(path, _unknown(language, self.table))
        return Job(path, page, language)

    def judge(self, job: Job) -> Iterator[Problem]:
        """Yield all that is wrong with one catalog."""
        display_path = self.display_path(job.path)
        scan = form.read(job.path, display_path, job.language, job.page, self.english)
        yield from rules.judge(
            scan, self.templates[job.page], self.context(job.language), display_path, frame=job.page == FRAME
        )


def _unknown(language: str, table: Iterable[str]) -> str:
    known = ", ".join(table)
    return (
        f'The language "{language}" has no row in locales/languages.toml or docs/own/languages.toml. '
        f"Known: {known}. Add a row: for a language of your own in docs/own/languages.toml."
    )


def check(top: Path, files: list[Path]) -> Result:
    """Judge the files, or all catalogs if there are none; return their number, all problems and all remarks.

    Raises SettingsError.
    """
    checker = Checker(top)
    jobs, problems = ([], []) if files else checker.everything()
    problems += checker.glossary_problems
    for path in files:
        found = checker.job(path)
        (problems if isinstance(found, Problem) else jobs).append(found)  # type: ignore[arg-type]
    for _, of_language in groupby(jobs, attrgetter("language")):
        for job in of_language:
            problems += sorted(checker.judge(job), key=lambda problem: problem.line)
        checker.context.cache_clear()  # memory does not grow with the number of languages
    return Result(
        len(jobs),
        [problem for problem in problems if not problem.remark],
        [problem for problem in problems if problem.remark],
    )


def annotate(result: Result) -> None:
    """In a run of GitHub Actions, let GitHub show each problem and each remark at its line of a proposal."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for each in (*result.problems, *result.remarks):
            print(each.annotation)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="catalogs; all of them if none is named"
    )


def run(top: Path, options: Namespace) -> int:
    """Check the catalogs; return 1 if one has problems. Remarks are no problems."""
    try:
        result = check(top, [path.resolve() for path in options.files])
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    judged, problems, remarks = result
    for each in (*remarks, *problems):
        print(each)
    annotate(result)
    if not problems:
        print(f"{judged} {'catalog is' if judged == 1 else 'catalogs are'} right.")
    return int(bool(problems))
