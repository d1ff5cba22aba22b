"""All rules for one catalog: each translation against its English text, and the catalog as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from handbook.translation.check import (
    form,
    markup,
    placeholders,
    terms,
    text,
    typed_facts,
)
from handbook.translation.check import markdown as catalog_shape
from handbook.translation.check.po_file import Entry, Fault, Scan
from handbook.translation.check.writing_systems import Script


class Ground(NamedTuple):
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


def visible(entry: Entry, ground: Ground, *, frame: bool) -> tuple[str, str]:
    """Return the words of an English text and of its translation. Those of the frame are no Markdown."""
    if frame:
        return placeholders.words(entry.msgid), placeholders.words(entry.msgstr)
    english, shown = (catalog_shape.shape(ground.markdown, text) for text in (entry.msgid, entry.msgstr))
    return english.words, shown.words


def translation(entry: Entry, ground: Ground, *, frame: bool) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    msgid, msgstr, script = entry.msgid, entry.msgstr, ground.script
    english, words = visible(entry, ground, frame=frame)
    yield from text.spaces(msgid, msgstr, script)
    yield from text.invisible(msgstr, script)
    yield from text.damaged(msgid, msgstr)
    if frame:
        signs = [*placeholders.faults(msgid, msgstr)]
    else:
        source, shown = (catalog_shape.shape(ground.markdown, text) for text in (msgid, msgstr))
        signs = [*markup.faults(source, shown, msgid, msgstr)]
    yield from signs or text.pairs(english, words, script)  # a broken link has lonely brackets
    texts = typed_facts.Texts(msgid, msgstr, typed_facts.even(msgid), typed_facts.even(msgstr))
    yield from typed_facts.faults(texts, ground.known)
    yield from typed_facts.small_numbers(typed_facts.even(english), typed_facts.even(words))
    yield from text.writing(msgid, words, script)
    yield from text.whole(msgid, msgstr, english, words, script)
    yield from text.left(english, words, script, ground.glossary.keys if ground.glossary else ())
    if ground.glossary:
        yield from terms.faults(english, words, ground.glossary)
    yield from (said for said, sure in _swapped(entry, ground) if sure)


def doubts(entry: Entry, ground: Ground, *, frame: bool) -> Iterator[str]:
    """Yield what is probably wrong with a translation, and may be right."""
    english, words = visible(entry, ground, frame=frame)
    yield from text.doubled(english, words, ground.script)
    yield from text.cut(english, words, ground.script)
    yield from (said for said, sure in _swapped(entry, ground) if not sure)


def _swapped(entry: Entry, ground: Ground) -> Iterator[tuple[str, bool]]:
    if entry.msgid.count("](") > 1:
        yield from markup.swapped(entry.msgid, entry.msgstr, ground.lexicon())


def judge(scan: Scan, template: list[str], ground: Ground, shown: Path, *, frame: bool) -> Iterator[Fault]:
    """Yield everything that is wrong with a catalog that was read, its translations too."""
    yield from form.judge(scan, template, ground.language, shown)
    done = approved(scan)
    for entry in done:
        faults = dict.fromkeys(translation(entry, ground, frame=frame))
        for said in faults:
            yield Fault(shown, entry.msgstr_line, entry.start, said)
        if not faults:  # what is damaged is not what its translator meant to say
            for said in doubts(entry, ground, frame=frame):
                yield Fault(shown, entry.msgstr_line, entry.start, said, remark=True)
    for entry, said in text.copied(done):
        yield Fault(shown, entry.msgstr_line, entry.start, said)
