"""The glossary: terms with their meaning, what each language chose for them, and words for the search.

Terms stand in locales/glossary.toml, choices in locales/<code>/glossary.toml. A form is meant as a whole word
of the prose, in any case; what stands inside a link's target, a role or code is no word of the prose. Each of
these files may also hold what people search for in its language, by the name of the page that answers it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.config import project
from handbook.config.toml import SettingsError, Table, read

FILE = "glossary.toml"

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, StringConstraints(pattern=r"^\S+( \S+)*$")]
PageName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*$")]
Search = dict[PageName, list[Words]]
Form = Annotated[str, StringConstraints(pattern=r"^[^A-Z\s]+( [^A-Z\s]+)*$")]


class Term(Table):
    """One term: what it means here, and how it stands in the English pages."""

    definition: str
    forms: tuple[Form, ...] = Field(min_length=1)


class Terms(Table):
    """The terms by their keys, which are the terms with hyphens for spaces; words for the search by page."""

    terms: dict[Key, Term]
    search: Search = Field(default_factory=dict)


class Choice(Table):
    """What one language says for a term: the word to use, others that are right too, and words to avoid."""

    use: Words
    also: tuple[Words, ...] = ()
    avoid: tuple[Words, ...] = ()
    english_beside: bool = False  # the English term follows in brackets: readers hear it, and need to know it
    note: str | None = None


class Choices(Table):
    """The choices of one language by the keys of their terms; words for the search by page."""

    terms: dict[Key, Choice] = Field(default_factory=dict)
    search: Search = Field(default_factory=dict)


def terms(path: Path) -> dict[str, Term]:
    """Read the terms from locales/glossary.toml; raises SettingsError, also where two terms share a form."""
    name = _name(path)
    found = read(path, Terms, name).terms
    owners: dict[str, str] = {}
    for key, term in found.items():
        for form in term.forms:
            if other := owners.get(form):
                raise SettingsError(f"{name}: {form!r} stands at terms.{other} and at terms.{key}. Keep one.")
            owners[form] = key
    return found


def choices(path: Path) -> dict[str, Choice]:
    """Read the choices of a language; none where the file is missing.

    Raises SettingsError, also where a word to use holds a word to avoid: no translation could follow both.
    """
    if not path.exists():
        return {}
    name = _name(path)
    found = read(path, Choices, name).terms
    for key, choice in found.items():
        for word in (choice.use, *choice.also):
            for wrong in choice.avoid:
                if wrong.casefold() in word.casefold():
                    raise SettingsError(
                        f"{name}: terms.{key}: {wrong!r} is to avoid, but stands in {word!r}. Change one."
                    )
    return found


def chosen(locales: Path, code: str, known: Collection[Key]) -> dict[str, Choice]:
    """Read what a language chose for the terms `known`, from the folder of the catalogs.

    Raises SettingsError, also where it has chosen words for a term that is not there.
    """
    found = choices(project.language_folder(locales, code) / FILE)
    for key in found:
        if key not in known:
            raise SettingsError(
                f"{code}/{FILE}: terms.{key}: this term is not in the {FILE} of all languages. "
                "Use a key that stands there, or add it there first."
            )
    return found


def load_glossary(
    locales: Path, codes: Iterable[str]
) -> tuple[dict[str, Term], dict[str, dict[str, Choice]]]:
    """Read the terms, and by code the choices of the languages named; raises SettingsError."""
    known = terms(locales / FILE)
    return known, {code: chosen(locales, code, known) for code in codes}


def search_words(locales: Path, code: str, *, source: bool) -> Search:
    """Return what people search for in a language, by the name of the page that answers it.

    `source` tells whether the pages are written in this language: its words stand beside the terms. No words
    where the file is missing. Raises SettingsError.
    """
    path = locales / FILE if source else project.language_folder(locales, code) / FILE
    if not path.exists():
        return {}
    return read(path, Terms, _name(path)).search if source else read(path, Choices, _name(path)).search


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"  # each language has a file of this name
