"""What a catalog is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from babel.messages import Catalog, Message

from handbook.translation.check.problem import Problem

START = 40  # characters of the English text by which a translator finds an entry


@dataclass
class Entry:
    """One English text with its translation, and the lines where they stand."""

    line: int
    msgid: str = ""
    msgstr: str = ""
    msgstr_line: int = 0  # 0: there is none
    flags: set[str] = field(default_factory=set)
    previous: str = ""  # the English that the translation was made for, where it is fuzzy
    comments: list[str] = field(default_factory=list)  # of translators
    extracted: list[str] = field(default_factory=list)  # comments of programmers
    obsolete: bool = False  # its English is on the page no more ("#~"): kept, and published nowhere
    whole: bool = True  # none of its lines has a problem

    @property
    def fuzzy(self) -> bool:
        """Tell whether nobody has approved the translation yet."""
        return "fuzzy" in self.flags

    @property
    def message(self) -> Message:
        """Return the entry as Babel has it."""
        previous = self.previous if self.fuzzy else ""
        return Message(
            self.msgid, self.msgstr, (), self.flags, self.extracted, self.comments, previous, self.line
        )

    @property
    def start(self) -> str:
        """Return the beginning of the English text."""
        text = self.msgid.replace("\n", " ")
        return text if len(text) <= START else f"{text[:START].rstrip()}…"


@dataclass
class Scan:
    """What was found in one catalog."""

    text: str = ""
    entries: list[Entry] = field(default_factory=list)
    obsolete: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def damage(self) -> list[Problem]:
        """Return the problems for which the file must stay as it is, and be read by nobody."""
        return [problem for problem in self.problems if problem.refused]

    @property
    def catalog(self) -> Catalog:
        """Return what a sound file holds, as Babel has it; what its header says about it counts for nothing.

        Babel would take charset, dates and plural forms from the header, and fail at those that some editors
        write. Obsolete entries stand under their English and their translation, so that all are kept.
        """
        catalog = Catalog()
        for entry in self.messages:
            catalog[entry.msgid] = entry.message
        for entry in self.obsolete:
            catalog.obsolete[entry.msgid, entry.msgstr] = entry.message
        return catalog

    @property
    def header(self) -> Entry | None:
        """Return the entry that tells programs about the catalog."""
        return next((entry for entry in self.entries if not entry.msgid), None)

    @property
    def messages(self) -> list[Entry]:
        """Return the entries that translate something."""
        return [entry for entry in self.entries if entry.msgid]
