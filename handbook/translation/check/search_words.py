"""Judges the words for the search: each list belongs to a page that is there, and is in its language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handbook.config import glossary, project
from handbook.config.toml import SettingsError
from handbook.translation.check import letters
from handbook.translation.check.writing_systems import Script, script


def problems(top: Path) -> Iterator[str]:
    """Yield what is wrong with the words of each language; raises SettingsError for their table."""
    table = project.read_languages(top)
    for code, row in table.languages.items():
        file = f"{'locales' if row.status == 'source' else code}/{glossary.FILE}"
        try:
            lists = glossary.search_words(top / "locales", code, source=row.status == "source")
        except SettingsError as error:
            yield str(error)
            continue
        for page, words in lists.items():
            where = f"{file}: search.{page}: "
            if not (top / "docs" / f"{page}.md").exists():
                yield f"{where}there is no such page in docs/. Write the name of one."
            elif not row.publishes(page):
                yield f"{where}this language does not publish the page. Take the list out, or move its words."
            yield from (f"{where}{problem}" for problem in of_list(words, script(code)))


def of_list(words: list[str], writing: Script) -> Iterator[str]:
    """Yield what is wrong with the words of one page in a language that is written so."""
    for twice in sorted({word for word in words if words.count(word) > 1}):
        yield f'"{twice}" stands there twice. Keep one.'
    for word in words:
        if not word.isupper() and not any(map(writing.has, word)):  # ASL is the same everywhere
            yield f'"{word}" is not in the letters of this language. Write the word that people type in it.'
        yield from (f'"{word}": {problem}' for problem in letters.invisible(word, writing))
        yield from (f'"{word}": {problem}' for problem in letters.damaged("", word))
