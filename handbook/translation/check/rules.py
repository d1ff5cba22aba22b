"""All rules for one catalog: each translation against its English text, and the catalog as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from handbook.translation.check import (
    completeness,
    letters,
    markdown,
    markup,
    placeholders,
    terms,
    typed_facts,
)
from handbook.translation.check.po import form
from handbook.translation.check.po.entries import Entry, Scan
from handbook.translation.check.problem import Problem
from handbook.translation.check.writing_systems import Script


class LanguageContext(NamedTuple):
    """What the catalogs of one language are judged by."""

    language: str
    script: Script
    markdown: MarkdownIt
    known: typed_facts.Known
    glossary: terms.Glossary | None
    lexicon: Callable[[], markup.Lexicon]  # made when it is needed: few texts have two links


def approved(scan: Scan) -> list[Entry]:
    """Return the entries whose translations readers get."""
    return [entry for entry in scan.messages if entry.whole and entry.msgstr and not entry.fuzzy]


def visible(entry: Entry, context: LanguageContext, *, frame: bool) -> tuple[str, str]:
    """Return the words of an English text and of its translation. Those of the frame are no Markdown."""
    if frame:
        return placeholders.words(entry.msgid), placeholders.words(entry.msgstr)
    english, translated = (markdown.shape(context.markdown, text) for text in (entry.msgid, entry.msgstr))
    return english.words, translated.words


def translation_problems(entry: Entry, context: LanguageContext, *, frame: bool) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    msgid, msgstr, script = entry.msgid, entry.msgstr, context.script
    english, words = visible(entry, context, frame=frame)
    yield from letters.spaces(msgid, msgstr, script)
    yield from letters.invisible(msgstr, script)
    yield from letters.damaged(msgid, msgstr)
    if frame:
        signs = [*placeholders.problems(msgid, msgstr)]
    else:
        source, translated = (markdown.shape(context.markdown, text) for text in (msgid, msgstr))
        signs = [*markup.problems(source, translated, msgid, msgstr)]
    yield from signs or letters.pairs(english, words, script)  # a broken link has lonely brackets
    texts = typed_facts.Texts(msgid, msgstr, typed_facts.normalize(msgid), typed_facts.normalize(msgstr))
    yield from typed_facts.problems(texts, context.known)
    yield from typed_facts.small_numbers(typed_facts.normalize(english), typed_facts.normalize(words))
    yield from letters.writing(msgid, words, script)
    yield from completeness.check_complete(msgid, msgstr, english, words, script)
    known_terms = context.glossary.keys if context.glossary else ()
    yield from completeness.left_in_english(english, words, script, known_terms)
    if context.glossary:
        yield from terms.problems(english, words, context.glossary)
    yield from (message for message, sure in _swapped(msgid, msgstr, context.lexicon) if sure)


def doubts(entry: Entry, context: LanguageContext, *, frame: bool) -> Iterator[str]:
    """Yield what is probably wrong with a translation, and may be right."""
    english, words = visible(entry, context, frame=frame)
    yield from completeness.doubled(english, words, context.script)
    yield from completeness.lost_ending(english, words, context.script)
    swapped = _swapped(entry.msgid, entry.msgstr, context.lexicon)
    yield from (message for message, sure in swapped if not sure)


@lru_cache(maxsize=1)  # the doubts about a translation are asked for after its problems
def _swapped(msgid: str, msgstr: str, lexicon: Callable[[], markup.Lexicon]) -> list[tuple[str, bool]]:
    return [*markup.swapped(msgid, msgstr, lexicon())] if msgid.count("](") > 1 else []


def judge(
    scan: Scan, template: list[str], context: LanguageContext, display_path: Path, *, frame: bool
) -> Iterator[Problem]:
    """Yield everything that is wrong with a catalog that was read, its translations too."""
    yield from form.judge(scan, template, context.language, display_path)
    done = approved(scan)
    for entry in done:
        problems = dict.fromkeys(translation_problems(entry, context, frame=frame))
        for message in problems:
            yield Problem(display_path, entry.msgstr_line, entry.start, message)
        if not problems:  # what is damaged is not what its translator meant to say
            for message in doubts(entry, context, frame=frame):
                yield Problem(display_path, entry.msgstr_line, entry.start, message, remark=True)
    for entry, message in completeness.find_copied(done):
        yield Problem(display_path, entry.msgstr_line, entry.start, message)
