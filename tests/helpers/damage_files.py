"""Damage to a catalog as a file, one kind after the other, and what the check must say about it.

Each function gets the text of a catalog in the form that `make catalogs` writes, with several entries, all of
them translated, and returns the spoilt one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

ENTRY = re.compile(r'(?:^#.*\n)*^msgid "(?:[^"\\]|\\.)+"\nmsgstr "(?:[^"\\]|\\.)+"\n', re.MULTILINE)
HEAD = re.compile(r'msgid ""\nmsgstr ""\n(?:".*"\n)+')

Spoil = Callable[[str], str | bytes]


class Damage(NamedTuple):
    """A kind of damage, a part of what the check says, and how to do it."""

    name: str
    says: str
    spoil: Spoil


def header(new: str) -> Spoil:
    """Write lines into the header as some program does, in place of its own lines of the same names."""

    def spoil(text: str) -> str:
        names = "|".join(line.partition(":")[0] for line in new.split("\n"))
        lines = "".join(f'"{line}\\n"\n' for line in new.split("\n"))
        return re.sub(rf'^"(?:{names}):.*\n', "", text, flags=re.MULTILINE).replace(
            'msgstr ""\n', f'msgstr ""\n{lines}', 1
        )

    return spoil


def swap(pattern: str, new: str) -> Spoil:
    """Replace the first find, which must be there."""

    def spoil(text: str) -> str:
        finds = re.compile(pattern, re.MULTILINE)
        spoilt, times = finds.subn(lambda found: found.expand(new), text, count=1)
        assert times, f"{pattern} is not in {text[:500]}"
        return spoilt

    return spoil


def second(change: Callable[[str], str]) -> Spoil:
    """Change the second entry."""

    def spoil(text: str) -> str:
        found = list(ENTRY.finditer(text))[1]
        return text[: found.start()] + change(found[0]) + text[found.end() :]

    return spoil


def conflict(entry: str) -> str:
    *_, english, shown = entry.rstrip("\n").split("\n")
    return f'{english}\n<<<<<<< HEAD\n{shown}\n=======\n{shown[:-1]}!"\n>>>>>>> other\n'


def swapped(text: str) -> str:
    first, other = list(ENTRY.finditer(text))[:2]
    between = text[first.end() : other.start()]
    return text[: first.start()] + other[0] + between + first[0] + text[other.end() :]


def folded(entry: str) -> str:
    """Break the lines as Poedit does."""
    return re.sub(r'^msgstr "(.{3})', r'msgstr ""\n"\1"\n"', entry, flags=re.MULTILINE)


def field(name: str, new: str) -> Spoil:
    """Replace a line of the header."""
    return swap(rf'^"{name}: .*\n', new)


# For these a file stays as it is, and nothing is built from it.
DAMAGED = [
    Damage("marks of a merge", "mark of a merge", second(conflict)),
    Damage("one mark of a merge", "mark of a merge", second(lambda each: f">>>>>>> other\n{each}")),
    Damage(
        "Western encoding", "not UTF-8", lambda text: text.encode("latin-1", "replace").replace(b"?", b"\xe1")
    ),
    Damage("UTF-16", "The file is UTF-16.", lambda text: text.encode("utf-16")),
    Damage("UTF-16 without a mark", "The file is UTF-16.", lambda text: text.encode("utf-16-le")),
    Damage("UTF-16 the other way around", "The file is UTF-16.", lambda text: text.encode("utf-16-be")),
    Damage("a nought", "nobody can see", second(lambda each: each[:-3] + "\0" + each[-3:])),
    Damage("an escape sign", "nobody can see", second(lambda each: each[:-3] + "\x1b" + each[-3:])),
    Damage("a tab between the words", "nobody can see", swap(r"^msgstr (?=\"\S)", "msgstr\t")),
    Damage("a file that was cut", "quotation mark at the end", lambda text: text.rstrip("\n")[:-2]),
    Damage("no last quotation mark", "quotation mark at the end", second(lambda each: each[:-2] + "\n")),
    Damage(
        "no first quotation mark", "before the text", second(lambda each: each.replace('msgstr "', "msgstr "))
    ),
    Damage("a quotation mark inside", "has no backslash", second(lambda each: each[:-2] + '"x"\n')),
    Damage("a backslash before a letter", "means nothing", second(lambda each: each[:-2] + '\\q"\n')),
    Damage("one backslash before a stop", "write it twice", second(lambda each: each[:-2] + '1\\. x"\n')),
    Damage("a backslash at the end", "quotation mark at the end", second(lambda each: each[:-2] + '\\"\n')),
    Damage("two translations", "second msgstr", second(lambda each: f'{each}msgstr "x"\n')),
    Damage(
        "no msgstr", "no msgstr", second(lambda each: re.sub("^msgstr.*\n", "", each, flags=re.MULTILINE))
    ),
    Damage("no msgid", "no msgid", second(lambda each: re.sub("^msgid.*\n", "", each, flags=re.MULTILINE))),
    Damage("a misspelt msgstr", "cannot read", second(lambda each: each.replace("msgstr", "msgst"))),
    Damage("a translated msgstr", "cannot read", second(lambda each: each.replace("msgstr", "mensaje"))),
    Damage("words outside", "cannot read", second(lambda each: f"{each}ojo\n")),
    Damage(
        "a text that belongs to nothing", "belongs to nothing", second(lambda each: f'# nota\n"x"\n{each}')
    ),
    Damage(
        "a comment between the two",
        "no msgstr",
        second(lambda each: each.replace("\nmsgstr", "\n# nota\nmsgstr")),
    ),
    Damage("an entry twice", "already", second(lambda each: f"{each}\n{each}")),
    Damage("an entry twice, two translations", "already", second(lambda each: f"{each}\n{folded(each)}")),
    Damage("a second header", "second header", second(lambda each: f'msgid ""\nmsgstr "x: y\\n"\n\n{each}')),
    Damage("a context", "msgctxt", second(lambda each: each.replace("msgid ", 'msgctxt "menu"\nmsgid '))),
    Damage(
        "a plural",
        "plural forms",
        second(lambda each: each.replace("\nmsgstr", '\nmsgid_plural "x"\nmsgstr[0]')),
    ),
    Damage("a misspelt mark", "no mark", second(lambda each: f"#, fuzy\n{each}")),
    Damage("another language", "Language is", field("Language", '"Language: fr\\\\n"\n')),
    Damage(
        "another charset",
        "charset=utf-8",
        field("Content-Type", '"Content-Type: text/plain; charset=latin-1\\\\n"\n'),
    ),
    Damage(
        "a broken line of the header", "does not belong here", swap(r'^("Language: .*\n)', '\\1"oops\\\\n"\n')
    ),
    Damage(
        "Enter in a sentence", "quotation mark at the end", second(lambda each: each[:-4] + "\n" + each[-4:])
    ),
    Damage(
        "Enter and a quotation mark", "quotation mark", second(lambda each: each[:-4] + '\n"' + each[-4:])
    ),
    Damage(
        "a translation over its English",
        "in place of the English",
        second(
            lambda each: re.sub(
                r'msgid "(?:[^"\\]|\\.)*"\nmsgstr .*', 'msgid "Ayúdanos, señora"\nmsgstr ""', each
            )
        ),
    ),
    Damage(
        "a translation in the header", "does not belong here", swap(r'\A(msgid ""\nmsgstr )""', r'\1"Hola"')
    ),
    Damage("a capital mark", "no mark", second(lambda each: f"#, Fuzzy\n{each}")),
    Damage("a misspelt mark of the new kind", "no mark", second(lambda each: f"#= fuzy\n{each}")),
    Damage("a mark without its comma", "for a note", second(lambda each: f"# fuzzy\n{each}")),
    Damage("a mark with nothing before it", "for a note", second(lambda each: f"#Fuzzy!\n{each}")),
    Damage("a mark among the notes of programs", "for a note", second(lambda each: f"#. fuzzy\n{each}")),
    Damage("a mark with a space before its comma", "for a note", second(lambda each: f"# , fuzzy\n{each}")),
    Damage("half an old entry", "no msgstr", lambda text: f'{text}\n#~ msgid "Old."\n'),
    Damage(
        "half of an entry is old", "begins with #~", second(lambda each: each.replace("msgstr", "#~ msgstr"))
    ),
    Damage(
        "Enter in an old entry",
        "cannot read",
        lambda text: f'{text}\n#~ msgid "Old."\n#~ msgstr "Vi\nejo."\n',
    ),
    Damage("a charset of the East", "charset=GB2312", header("Content-Type: text/plain; charset=GB2312")),
    Damage(
        "a charset that nobody knows", "charset=klingon", header("Content-Type: text/plain; charset=klingon")
    ),
    Damage("the name of a language", "Language is", header("Language: Spanish")),
    Damage(
        "a translation of a few words over its English",
        "in place of the English",
        second(
            lambda each: re.sub(
                'msgid ".*\n.*', 'msgid "法医护士检查 (forensic nurse exam)"\nmsgstr ""', each
            )
        ),
    ),
    Damage("another country", "Language is", header("Language: pt_BR")),
]

# These say that pages have changed, or that texts are missing: readers see English there until somebody runs
# `make catalogs`.
STALE = [
    Damage("nothing", "empty", lambda text: ""),
    Damage("only spaces", "empty", lambda text: " \n\n"),
    Damage("only a note", "are missing here", lambda text: "# nota\n"),
    Damage("only a note, from Windows", "are missing here", lambda text: "# nota\r\n"),
    Damage(
        "everything is old",
        "are missing here",
        lambda text: re.sub("^(?=.)", "#~ ", text.partition("\n\n")[2], flags=re.MULTILINE),
    ),
    Damage(
        "the English is changed", "not on the page", second(lambda each: each.replace('msgid "', 'msgid "X'))
    ),
    Damage(
        "the English is translated",
        "are missing here",
        second(lambda each: re.sub('msgid ".*', 'msgid "Hóla"', each)),
    ),
    Damage("an entry is lost", "are missing here", second(lambda each: "")),
]

# These are how other programs write: no fault, and `make catalogs` tidies them.
UNTIDY = [
    Damage("a mark at the beginning", "BOM", lambda text: text.encode("utf-8-sig")),
    Damage("line ends of Windows", "Windows", lambda text: text.replace("\n", "\r\n")),
    Damage("line ends of an old Mac", "Windows", lambda text: text.replace("\n", "\r")),
    Damage(
        "a broken old English text",
        "cannot read this old English text",
        second(lambda each: f'#, fuzzy\n#| msgid "Go\n#| home."\n{each}'),
    ),
    Damage("an old English text", "old English text", second(lambda each: f'#| msgid "Old."\n{each}')),
    Damage("no language", "Language is missing", field("Language", "")),
    Damage("no charset", "Content-Type is missing", field("Content-Type", "")),
    Damage("no MIME version", "MIME-Version is missing", field("MIME-Version", "")),
    Damage("no encoding", "Transfer-Encoding is missing", field("Content-Transfer-Encoding", "")),
    Damage(
        "another encoding",
        "8bit",
        field("Content-Transfer-Encoding", '"Content-Transfer-Encoding: base64\\\\n"\n'),
    ),
    Damage(
        "too many plurals",
        "Plural-Forms",
        field("Plural-Forms", '"Plural-Forms: nplurals=3; plural=(n != 1);\\\\n"\n'),
    ),
    Damage(
        "another plural",
        "Plural-Forms",
        field("Plural-Forms", '"Plural-Forms: nplurals=2; plural=(n > 2);\\\\n"\n'),
    ),
    Damage(
        "a broken plural",
        "Plural-Forms",
        field("Plural-Forms", '"Plural-Forms: nplurals=2; plural=(n !=;\\\\n"\n'),
    ),
    Damage(
        "a dangerous plural",
        "Plural-Forms",
        field("Plural-Forms", '"Plural-Forms: nplurals=2; plural=n/0;\\\\n"\n'),
    ),
    Damage("no plural", "Plural-Forms is missing", field("Plural-Forms", "")),
    Damage("a line of the header twice", "2 times", swap(r'^("Language: .*\n)', r"\1\1")),
    Damage("no header", "not begin with its header", lambda text: HEAD.sub("", text, count=1).lstrip("\n")),
    Damage(
        "the header at the end",
        "not begin with its header",
        lambda text: HEAD.sub("", text, 1).lstrip("\n") + "\n" + HEAD.search(text)[0],
    ),
    Damage("another order", "order", swapped),
    Damage("broken lines", "laid out", second(folded)),
    Damage("numbers of lines", "laid out", second(lambda each: f"#: ../../docs/index.md:3\n{each}")),
    Damage("no empty line", "laid out", lambda text: re.sub(r'"\n\n(?=msgid|#)', '"\n', text)),
    Damage("two empty lines", "laid out", second(lambda each: f"\n{each}")),
    Damage("spaces before msgid", "laid out", second(lambda each: each.replace("msgid", "  msgid"))),
    Damage("no end of the last line", "laid out", lambda text: text.rstrip("\n")),
    Damage(
        "no flags",
        "laid out",
        lambda text: re.sub("^#, .*\n", "", f"{text}", flags=re.MULTILINE).rstrip("\n"),
    ),
    Damage("flags of the new kind", "laid out", second(lambda each: f"#= fuzzy\n{each}")),
    Damage(
        "plurals of Weblate",
        "Plural-Forms",
        header("Plural-Forms: nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;"),
    ),
    Damage("a language of one country", "Language", header("Language: es_ES")),
    Damage("a language with a hyphen", "Language", header("Language: es-419")),
    Damage("the language of a system", "Language", header("Language: es_ES.UTF-8")),
    Damage("a charset without a name", "Content-Type", header("Content-Type: text/plain; charset=")),
    Damage(
        "plurals of a template", "Plural-Forms", header("Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;")
    ),
    Damage(
        "plurals without an end", "…", header(f"Plural-Forms: nplurals=2; plural={'(' * 3000}n{')' * 3000};")
    ),
    Damage("an empty language", "Language is missing", header("Language: ")),
    Damage("the charset of a template", "Content-Type", header("Content-Type: text/plain; charset=CHARSET")),
]

# These are right as they are.
RIGHT = [
    Damage("Poedit 3.2", "", header("POT-Creation-Date: \nPO-Revision-Date: \nX-Generator: Poedit 3.2.2")),
    Damage(
        "dates of a template",
        "",
        header("POT-Creation-Date: YEAR-MO-DA HO:MI+ZONE\nPO-Revision-Date: YEAR-MO-DA HO:MI+ZONE"),
    ),
    Damage("a date with seconds", "", header("PO-Revision-Date: 2026-03-04 12:30:59+0200")),
    Damage("a zone with a colon", "", header("PO-Revision-Date: 2026-03-04 12:30+02:00")),
    Damage("a zone with a letter", "", header("PO-Revision-Date: 2026-03-04T12:30Z")),
    Damage("a day that does not exist", "", header("POT-Creation-Date: 2026-02-30 12:30+0000")),
    Damage("a date without a zone", "", header("PO-Revision-Date: 2026-03-04 12:30")),
    Damage("a date of noughts", "", header("PO-Revision-Date: 0000-00-00 00:00+0000")),
    Damage(
        "lines of a platform",
        "",
        header("X-Crowdin-Project: x\nX-Crowdin-Language: es-ES\nX-Loco-Parser: po"),
    ),
    Damage("a header on one line", "", lambda text: re.sub(r'\\n"\n"', r"\\n", text, count=5)),
    Damage(
        "a header that is wrapped", "", lambda text: text.replace('"Plural-Forms: ', '"Plural-Forms: "\n"')
    ),
    Damage("words for a date", "", header("PO-Revision-Date: martes")),
    Damage(
        "no name",
        "",
        header("Project-Id-Version: \nLast-Translator: \nLanguage-Team: \nReport-Msgid-Bugs-To: "),
    ),
    Damage("a name in letters of its own", "", header("Last-Translator: José Ñandú <jose@example.org>")),
    Damage("a charset in capitals", "", header("Content-Type: text/plain; charset=UTF-8")),
    Damage("a fuzzy header", "", lambda text: f"# Traducción\n#, fuzzy\n{text}"),
    Damage("an old entry", "", lambda text: f'{text}\n#~ msgid "Old."\n#~ msgstr "Viejo."\n'),
    Damage(
        "an old entry that nobody approved",
        "",
        lambda text: f'{text}\n# nota\n#, fuzzy\n#~| msgid "Odd."\n#~ msgid "Old."\n#~ msgstr "Viejo."\n',
    ),
]

FILES = [*DAMAGED, *STALE, *UNTIDY]
