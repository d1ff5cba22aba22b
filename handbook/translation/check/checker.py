"""Checks catalogs before anything is built from them: ``python -m handbook check-catalogs [FILE …]``.

Sphinx takes a translation with a wrong link, a lost sentence or a typed-in phone number without a word. Here
every fault of every catalog is one line: file, line, English text, what is wrong, and the mend.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from handbook.config import glossary, project
from handbook.config.languages import FRAME
from handbook.config.toml import SettingsError
from handbook.translation import catalogs, pot
from handbook.translation.check import form, header, markdown, markup, po_syntax, rules, terms, typed_facts
from handbook.translation.check.form import English
from handbook.translation.check.po_file import CATALOGS, Fault
from handbook.translation.check.writing_systems import script

FOLDER = "LC_MESSAGES"


class Job(NamedTuple):
    """One catalog: where it is, the page that it translates, and its language."""

    path: Path
    page: str
    language: str


class Result(NamedTuple):
    """How many catalogs were judged, everything that is wrong with them, and what is only worth a look."""

    judged: int
    faults: list[Fault]
    remarks: list[Fault]


class Checker:
    """What all catalogs of a handbook are judged by, read once."""

    def __init__(self, top: Path) -> None:
        """Read facts, languages and templates. Raises SettingsError."""
        self.top = top
        self.table = project.read_languages(top).translated()
        self.known = typed_facts.known(project.read_facts(top))
        self.markdown = markdown.parser(top / "conf.py")
        self.terms = glossary.terms(top / "locales" / glossary.FILE)
        self.slips: list[Fault] = []  # in glossaries: the catalogs of such a language are judged without it
        self.chosen = {code: self._chosen(code) for code in self.table}
        pots = catalogs.load_all(pot.fresh(top)) if self.table else {}
        self.english = English(top / "locales", catalogs.texts(pots))
        self.templates = self.english.pages
        self.ground = lru_cache(maxsize=None)(self._ground)

    def _chosen(self, language: str) -> dict[str, glossary.Choice]:
        try:
            return glossary.chosen(self.top / "locales", language, self.terms)
        except SettingsError as error:
            path = project.language_folder(self.top / "locales", language) / glossary.FILE
            self.slips.append(self.fault(path, str(error)))
            return {}

    def _ground(self, language: str) -> rules.Ground:
        letters = script(language)
        return rules.Ground(
            language,
            letters,
            self.markdown,
            self.known,
            terms.glossary(self.terms, self.chosen[language], letters),
            lru_cache(maxsize=None)(partial(self._lexicon, language)),
        )

    def _lexicon(self, language: str) -> markup.Lexicon:
        """Return which words of all catalogs of a language stand for which English words."""
        scans = map(po_syntax.read, catalogs.files(catalogs.folder(self.top, language)))
        texts = {entry.msgid: entry.msgstr for scan in scans for entry in rules.approved(scan)}
        return markup.lexicon(texts, script(language))

    def shown(self, path: Path) -> Path:
        """Return how faults name a path: as people see it from the top of the handbook."""
        return path.relative_to(self.top) if path.is_relative_to(self.top) else path

    def fault(self, path: Path, text: str, line: int = 0) -> Fault:
        """Return a fault of a file as a whole."""
        return Fault(self.shown(path), line, "", text)

    def everything(self) -> tuple[list[Job], list[Fault]]:
        """Return all catalogs that there should be, and what is wrong with the folders."""
        jobs, faults = [], []
        places = (self.top / project.LOCALES, self.top / project.OWN / project.LOCALES)
        for folder in sorted(path for place in places for path in place.glob("*/")):
            if folder.name not in self.table and catalogs.files(folder):
                faults.append(self.fault(folder, _unknown(folder.name, self.table)))
        for code, row in self.table.items():
            place = catalogs.folder(self.top, code)
            needed = catalogs.needed(self.templates, planned=row.status == "planned")
            there = {*catalogs.names(place)} if place.is_dir() else set()
            for name in sorted(there - {*self.templates}):
                faults.append(
                    self.fault(
                        place / f"{name}.po",
                        "No page is called like this any more. Rename the file after its page, or delete it.",
                    )
                )
            if missing := [name for name in self.templates if name in needed - there]:
                text = f"Catalogs are missing here: {len(missing)}, {missing[0]}.po first. {CATALOGS}"
                faults.append(Fault(self.shown(place), 0, "", text, stale=True))
            jobs += [Job(place / f"{name}.po", name, code) for name in self.templates if name in there]
        return jobs, faults

    def job(self, path: Path) -> Job | Fault:
        """Return which catalog a file is, or why nobody knows."""
        if not path.is_file():
            what = "This is a folder: name the files in it." if path.is_dir() else "There is no such file."
            return self.fault(path, what)
        if path.suffix != ".po":
            return self.fault(path, "This is no catalog: its name does not end in .po.")
        parts = path.with_suffix("").parts
        at = len(parts) - 1 - parts[::-1].index(FOLDER) if FOLDER in parts else None
        tails = (
            ["/".join(parts[begin:]) for begin in range(len(parts))]
            if at is None
            else ["/".join(parts[at + 1 :])]
        )
        page = next((tail for tail in tails if tail in self.templates), None)
        if page is None:
            return self.fault(path, f"No page is called {tails[-1]!r}. Name the file as its page.")
        language = parts[at - 1] if at else next((part for part in parts[::-1] if part in self.table), None)
        if language is None:
            head = po_syntax.read(path).header
            language = header.fields(head.msgstr if head else "").get("Language", "")
        if language not in self.table:
            return self.fault(path, _unknown(language, self.table))
        return Job(path, page, language)

    def judge(self, job: Job) -> Iterator[Fault]:
        """Yield all that is wrong with one catalog."""
        shown = self.shown(job.path)
        scan = form.read(job.path, shown, job.language, job.page, self.english)
        yield from rules.judge(
            scan, self.templates[job.page], self.ground(job.language), shown, frame=job.page == FRAME
        )


def _unknown(language: str, table: Iterable[str]) -> str:
    known = ", ".join(table)
    return f'The language "{language}" has no row in locales/languages.toml. Known: {known}. Add a row.'


def check(top: Path, files: list[Path]) -> Result:
    """Judge the files, or all catalogs if there are none; return their number, all faults and all remarks.

    Raises SettingsError.
    """
    checker = Checker(top)
    jobs, faults = ([], []) if files else checker.everything()
    faults += checker.slips
    for path in files:
        found = checker.job(path)
        (faults if isinstance(found, Fault) else jobs).append(found)  # type: ignore[arg-type]
    for job in jobs:
        faults += sorted(checker.judge(job), key=lambda fault: fault.line)
    return Result(
        len(jobs),
        [fault for fault in faults if not fault.remark],
        [fault for fault in faults if fault.remark],
    )


def annotate(result: Result) -> None:
    """In a run of GitHub Actions, let GitHub show each fault and each remark at its line of a proposal."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for each in (*result.faults, *result.remarks):
            print(each.annotation)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="catalogs; all of them if none is named"
    )


def run(top: Path, options: Namespace) -> int:
    """Check the catalogs; return 1 if one has faults. Remarks are no faults."""
    try:
        result = check(top, [path.resolve() for path in options.files])
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    judged, faults, remarks = result
    for each in (*remarks, *faults):
        print(each)
    annotate(result)
    if not faults:
        print(f"{judged} {'catalog is' if judged == 1 else 'catalogs are'} right.")
    return int(bool(faults))
