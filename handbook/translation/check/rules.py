"""All rules for one catalog: each translation against its English text, and the catalog as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import PoFileError, read_po
from markdown_it import MarkdownIt

from handbook.translation import catalogs
from handbook.translation.check import header as catalog_header
from handbook.translation.check import (
    letters,
    links,
    markup,
    pairs,
    placeholders,
    sense,
    terms,
    typed_facts,
)
from handbook.translation.check import markdown as catalog_shape
from handbook.translation.check.po_file import CATALOGS, Entry, Fault, Scan
from handbook.translation.check.writing_systems import Script


class Ground(NamedTuple):
    """What the catalogs of one language are judged by."""

    language: str
    header: dict[str, str]
    script: Script
    markdown: MarkdownIt
    known: typed_facts.Known
    glossary: terms.Glossary | None
    memory: Callable[[], links.Memory]  # made when it is needed: few texts have two links


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
    yield from letters.spaces(msgid, msgstr, script)
    yield from letters.invisible(msgstr, script)
    yield from letters.damaged(msgid, msgstr)
    if frame:
        signs = [*placeholders.faults(msgid, msgstr)]
    else:
        source, shown = (catalog_shape.shape(ground.markdown, text) for text in (msgid, msgstr))
        signs = [*markup.faults(source, shown, msgid, msgstr)]
    yield from signs or pairs.faults(english, words, script)  # a broken link has lonely brackets
    texts = typed_facts.Texts(msgid, msgstr, typed_facts.even(msgid), typed_facts.even(msgstr))
    yield from typed_facts.faults(texts, ground.known)
    yield from typed_facts.small_numbers(typed_facts.even(english), typed_facts.even(words))
    yield from letters.writing(msgid, words, script)
    yield from sense.whole(msgid, msgstr, english, words, script)
    yield from sense.left(english, words, script, ground.glossary.keys if ground.glossary else ())
    if ground.glossary:
        yield from terms.faults(english, words, ground.glossary)
    yield from (text for text, sure in _swapped(entry, ground) if sure)


def doubts(entry: Entry, ground: Ground, *, frame: bool) -> Iterator[str]:
    """Yield what is probably wrong with a translation, and may be right."""
    english, words = visible(entry, ground, frame=frame)
    yield from sense.doubled(english, words, ground.script)
    yield from sense.cut(english, words, ground.script)
    yield from (text for text, sure in _swapped(entry, ground) if not sure)


def _swapped(entry: Entry, ground: Ground) -> Iterator[tuple[str, bool]]:
    if entry.msgid.count("](") > 1:
        yield from links.swapped(entry.msgid, entry.msgstr, ground.memory())


def against_template(messages: list[Entry], template: list[str], shown: Path) -> Iterator[Fault]:
    """Yield where the English texts of a catalog are not those of its page."""
    known, there = {*template}, {entry.msgid for entry in messages}
    first: dict[str, Entry] = {}
    for entry in messages:
        if entry.msgid not in known:
            yield Fault(
                shown,
                entry.line,
                entry.start,
                f"This English text is not on the page: it is old, or somebody changed it here. {CATALOGS}",
                stale=True,
            )
        elif entry.msgid in first:
            yield Fault(
                shown,
                entry.line,
                entry.start,
                f"This English text stands in line {first[entry.msgid].line} already. Keep one of the two.",
            )
        first.setdefault(entry.msgid, entry)
    missing = [msgid for msgid in template if msgid not in there]
    if missing:
        yield Fault(
            shown,
            1,
            Entry(0, missing[0]).start,
            f"English texts of the page are missing here: {len(missing)}, this one first. {CATALOGS}",
            stale=True,
        )
    elif [entry.msgid for entry in messages if entry.msgid in known] != template and len(messages) == len(
        template
    ):
        yield Fault(shown, 1, "", f"The texts are not in the order of the page. {CATALOGS}", stale=True)


def header(scan: Scan, expected: dict[str, str], shown: Path) -> Iterator[Fault]:
    """Yield what is wrong with the first entry."""
    heads = [entry for entry in scan.entries if not entry.msgid and entry.whole]
    if not heads or scan.entries[0] is not heads[0]:
        yield Fault(shown, 1, "", f'The file does not begin with its header, msgid "". {CATALOGS}')
    for extra in heads[1:]:
        yield Fault(shown, extra.line, "", 'This is a second header (msgid ""). Delete it.')
    if heads:
        for text in catalog_header.faults(heads[0].msgstr, expected):
            yield Fault(shown, heads[0].msgstr_line, "", text)


def form(scan: Scan, language: str, shown: Path) -> Iterator[Fault]:
    """Yield where entries are not written as `make catalogs` does. The header may say more than ours."""
    lines = _body(scan.text)
    entries = "\n".join(line for _number, line in lines)
    try:
        catalog = read_po(StringIO(f"{catalogs.header(language)}\n{entries}"), abort_invalid=True)
    except PoFileError as error:
        yield Fault(
            shown,
            lines[0][0] if lines else 1,
            "",
            f"Programs cannot read this file: {error}. Mend that line.",
        )
        return
    right = _body(catalogs.written(catalog, language))
    at = next((at for at, (a, b) in enumerate(zip(lines, right, strict=False)) if a[1] != b[1]), None)
    if at is not None or len(lines) != len(right):
        number = lines[min(at if at is not None else len(right), len(lines) - 1)][0] if lines else 1
        yield Fault(
            shown,
            number,
            "",
            f"From here on the lines are broken or laid out in another way. {CATALOGS}",
            stale=True,
        )


def _body(text: str) -> list[tuple[int, str]]:
    """Return the lines below the header with their numbers, without old English texts ("#|")."""
    lines = text.split("\n")
    begin = next((at for at, line in enumerate(lines) if line.startswith("msgstr")), 0)
    begin = next((at for at in range(begin, len(lines)) if not lines[at].strip()), len(lines))
    return [(at + 1, lines[at]) for at in range(begin, len(lines)) if not lines[at].startswith("#|")]


def judge(scan: Scan, template: list[str], ground: Ground, shown: Path, *, frame: bool) -> Iterator[Fault]:
    """Yield everything that is wrong with a catalog whose lines were scanned."""
    yield from scan.faults
    if not scan.entries:
        return
    whole = not scan.faults
    yield from header(scan, ground.header, shown)
    if all(entry.whole for entry in scan.entries):
        yield from against_template(scan.messages, template, shown)
    done = approved(scan)
    for entry in done:
        faults = dict.fromkeys(translation(entry, ground, frame=frame))
        for text in faults:
            yield Fault(shown, entry.msgstr_line, entry.start, text)
        if not faults:  # what is damaged is not what its translator meant to say
            for text in doubts(entry, ground, frame=frame):
                yield Fault(shown, entry.msgstr_line, entry.start, text, remark=True)
    for entry, text in sense.copied(done):
        yield Fault(shown, entry.msgstr_line, entry.start, text)
    if whole:
        yield from form(scan, ground.language, shown)
