"""Damage to a translation, one kind after the other, and what the check must say about it.

Each function gets an English text and its translation and returns the spoilt translation, or None where there
is nothing to spoil.
"""

# ruff: noqa: RUF001 -- wide and foreign signs are part of the damage

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

FACT = re.compile(r"\{fact\}`[^`]*`")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
TERM = re.compile(r"\{term\}`([^`<]+?) <[^`>]+>`")
CODE = re.compile(r"(?<![}`])`([^`]+)`")
NUMBER = re.compile(r"(?<![\w.])\d{3,}(?![\w.])")
ROUND = re.compile(r"00(?!\d)")  # may be said in words
AGE = re.compile(r"(?<=under )18")
DURATION = re.compile(r"\{fact\}`promises\.answer`")
SHOUT = "https://madpug.example/"

Spoil = Callable[[str, str], str | None]


class Damage(NamedTuple):
    """A kind of damage, a part of what the check says, and how to do it."""

    name: str
    says: str
    spoil: Spoil
    frame: bool = False  # in the words of the frame, not on a page


def before(text: str) -> Spoil:
    return lambda _english, shown: text + shown


def after(text: str) -> Spoil:
    return lambda _english, shown: shown + text


def has_words(english: str) -> bool:
    return bool(re.search("[a-z]", CODE.sub("", FACT.sub("", english))))


def amid(text: str) -> Spoil:
    """Put text between two words."""

    def spoil(_english: str, shown: str) -> str | None:
        found = re.search(r"(?<=\w) (?=\w)", shown)
        if not found or shown.count("`", 0, found.start()) % 2:  # inside a command
            return None
        return f"{shown[: found.start()]} {text} {shown[found.end() :]}"

    return spoil


def swap(pattern: str | re.Pattern[str], new: str) -> Spoil:
    """Replace the first find."""

    def spoil(_english: str, shown: str) -> str | None:
        return re.sub(pattern, new, shown, count=1) if re.search(pattern, shown) else None

    return spoil


def plain(spoil: Spoil) -> Spoil:
    """Spoil only sentences without any markup."""
    return lambda english, shown: (
        None if re.search(r"[`*\[\]{}<_]", english + shown) else spoil(english, shown)
    )


def long(spoil: Spoil, least: int = 100) -> Spoil:
    return lambda english, shown: spoil(english, shown) if len(english) >= least else None


def lost_number(english: str, shown: str) -> str | None:
    if ROUND.search(english) or not reversed_number(english, shown):
        return None
    return NUMBER.sub("", shown)


def half(english: str, shown: str) -> str | None:
    """Cut a sentence inside a word."""
    if english[-1] not in ".!?:":
        return None
    return shown[: len(shown) // 2].rstrip(" .,:;?!'\"()") + "x"


def end_in_english(english: str, shown: str) -> str | None:
    ours, theirs = (re.split(r"(?<=[.!?]) ", text) for text in (english, shown))
    if len(ours) < 2 or len(ours) != len(theirs) or len(re.findall(r"\b[a-z]{2,}\b", ours[-1])) < 4:
        return None
    return " ".join([*theirs[:-1], ours[-1]])


def reversed_number(english: str, shown: str) -> str | None:
    found = NUMBER.search(shown)
    if not found or found[0] == found[0][::-1] or found[0] not in english:
        return None
    return shown[: found.start()] + found[0][::-1] + shown[found.end() :]


BLOCKS = [
    Damage("a number begins it", "numbered list", plain(before("1. "))),
    Damage("a year begins it", "numbered list", plain(before("2024. "))),
    Damage("a number with a bracket begins it", "numbered list", plain(before("1) "))),
    Damage("a hyphen begins it", "turns this into a list", before("- ")),
    Damage("a plus begins it", "turns this into a list", before("+ ")),
    Damage("a star begins it", "turns this into a list", before("* ")),
    Damage("a hash begins it", "heading", before("# ")),
    Damage("an angle begins it", "quotation", before("> ")),
    Damage("a percent sign begins it", "comment", before("%")),
    Damage("four spaces begin it", "Spaces at the beginning", before("    ")),
    Damage("a division begins it", "HTML", before("<div>")),
    Damage("it looks like an address book", "nobody sees", lambda _e, _s: "[x]: y"),
    Damage("it looks like a footnote", "footnote", before("[^1]: ")),
    Damage("it is a line", "a line across", lambda _e, _s: "---"),
    Damage("it is a break", "a break", lambda _e, _s: "+++"),
    Damage("it is a label", "a label", lambda _e, _s: "(here)="),
    Damage("it is an attribute", "nobody sees", lambda _e, _s: "{.big}"),
    Damage("it opens a fence", "block of its own", plain(before("```"))),
    Damage("it opens a directive", "block of its own", before(":::{note} ")),
    Damage("it is underlined", "line break", after("\n===")),
    Damage("it becomes a term", "line break", after("\n: x")),
    Damage("it becomes a table", "line break", lambda _e, s: f"|{s}|\n|---|"),
    Damage("it is front matter", "line break", lambda _e, s: f"---\nx: y\n---\n{s}"),
    Damage("a second paragraph follows", "line break", after("\n\nMáás téxtô.")),
    Damage("a line break ends it", "line break", after("\n")),
    Damage("a hard break with a backslash", "line break", after("\\\nx")),
    Damage("a hard break with spaces", "line break", after("  \nx")),
    Damage("a backslash ends it", "backslash", plain(after("\\"))),
    Damage("a line break typed as two signs", "backslash", plain(amid("\\n"))),
]

SIGNS = [
    Damage("a fact is lost", "is missing", swap(FACT, "")),
    Damage(
        "a fact is doubled", "too often", lambda _e, s: f"{s} {FACT.search(s)[0]}" if FACT.search(s) else None
    ),
    Damage("a fact is renamed", "is missing", swap(r"\{fact\}`[^`]*`", "{fact}`community.url`")),
    Damage("a role is renamed", "is missing", swap(r"\{fact\}", "{hecho}")),
    Damage("a term of the glossary is lost", "with this target", swap(TERM, r"\1")),
    Damage("a term leads to another", "is missing", swap(TERM, r"{term}`\1 <incident>`")),
    Damage("the target of a term is translated", "is missing", swap(TERM, r"{term}`\1 <cosa>`")),
    Damage("a space in a role", "is missing", swap(r"\{fact\}`", "{fact} `")),
    Damage("quotes in a role", "is missing", swap(r"\{fact\}`([^`]*)`", r"{fact}‘\1’")),
    Damage("wide brackets in a role", "is missing", swap(r"\{fact\}", "｛fact｝")),
    Damage("a new role", "not in the English", plain(after(" {ref}`report`"))),
    Damage("a link is lost", "is missing", swap(LINK, r"\1")),
    Damage("a link leads elsewhere", "leads to", swap(LINK, r"[\1](#help-now-other)")),
    Damage("a link by page and place", "leads to", swap(LINK, r"[\1](page.md#place)")),
    Damage(
        "a link is doubled", "too often", lambda _e, s: f"{s} {LINK.search(s)[0]}" if LINK.search(s) else None
    ),
    Damage("a new link", "leads to", plain(after(" [aquí](#how-to-report)"))),
    Damage("a link to a program", "not in the English", after(" [x](javascript:alert(1))")),
    Damage("a link to data", "not in the English", after(" [x](data:text/html;base64,x)")),
    Damage("a wide link", "is missing", swap(LINK, r"［\1］（\2）")),
    Damage("a space in a link", "broken link", swap(LINK, r"[\1] (\2)")),
    Damage("a link without words", "no words", swap(LINK, r"[](\2)")),
    Damage("a link by reference", "broken link", swap(LINK, r"[\1][\2]")),
    Damage("a half link", "is missing", swap(rf"{LINK.pattern}(?!\))", r"[\1](\2")),
    Damage("a picture", "not in the English", plain(after(" ![x](x.png)"))),
    Damage("a footnote", "[^1]", plain(after(" x[^1]"))),
    Damage("an address in angles", "not in the English", plain(after(f" <{SHOUT}>"))),
    Damage("a command is lost", "is missing", swap(CODE, "")),
    Damage("a command is translated", "is missing", swap(CODE, "`hacer`")),
    Damage("a command loses its signs", "is missing", swap(CODE, r"\1")),
    Damage("a lonely pair of stars", "nothing bold", plain(amid("**"))),
    Damage("bold that does not close", "nothing bold", swap(r"\*\*([^*]+)\*\*", r"**\1")),
    Damage("bold with a space inside", "nothing bold", swap(r"\*\*([^*]+)\*\*", r"** \1 **")),
    Damage("bold is lost", "bold words", swap(r"^([^*]*)\*\*([^*]+)\*\*([^*]*)$", r"\1\2\3")),
    Damage("bold is new", "bold here", plain(before("**Oh** "))),
    Damage("two gender stars", "italic", plain(before("Amig*as y amig*os: "))),
    Damage("a lonely star", "lonely *", plain(amid("*"))),
    Damage("a lonely backtick", "lonely `", plain(amid("`"))),
    Damage("a brace", "Readers would see {", plain(amid("{x}"))),
    Damage("a tag", "HTML", plain(amid("<b>x</b>"))),
    Damage("a hidden comment", "HTML", plain(amid("<!-- x -->"))),
    Damage("a script", "HTML", plain(amid("<script>x</script>"))),
    Damage("an entity", "Type the character", amid("&#8238;")),
]

FACTS = [
    Damage("a web address", "not in the English", after(f" {SHOUT}")),
    Damage("a web host", "not in the English", after(" evil.example.com")),
    Damage("a mail address", "not in the English", after(" ayuda@example.invalid")),
    Damage("a wide mail address", "not in the English", after(" ayuda＠example.invalid")),
    Damage("the address of an organizer", "robin@example.org", after(" robin@example.org")),
    Damage("the emergency number for its fact", '"112"', swap(r"\{fact\}`emergency\.number`", "112")),
    Damage(
        "the emergency number beside its fact", '"112"', swap(r"(\{fact\}`emergency\.number`)", r"\1 (112)")
    ),
    Damage("the emergency number in Arabic", '"112"', swap(r"\{fact\}`emergency\.number`", "١١٢")),
    Damage("the emergency number in Hindi", '"112"', after(" ११२")),
    Damage("the emergency number, wide", '"112"', after(" １１２")),
    Damage("the emergency number with spaces", '"112"', after(" 1 1 2")),
    Damage("the number of a service", "608-555-0142", after(" 608-555-0142")),
    Damage("the number of a service, other signs", "608-555-0142", after(" (608) 555 0142")),
    Damage("half the number of a service", "The number 0142", after(" 555-0142")),
    Damage("the name of an organizer", '"Robin Example"', after(" Robin Example")),
    Damage("the name of the group", '"ExPy"', lambda e, s: None if "ExPy" in e else f"{s} ExPy"),
    Damage("a promise beside its fact", "The number 36", swap(DURATION, "{fact}`promises.answer` (36 h)")),
    Damage("a new number", "The number 1200", after(" 1200")),
    Damage("a year, changed", "The number", reversed_number),
    Damage("a number is lost", "is missing", lost_number),
    Damage(
        "an age, changed",
        "The English says 18",
        lambda e, s: swap(r"\b18\b", "16")(e, s) if AGE.search(e) else None,
    ),
]

LETTERS = [
    Damage("an embedding is not ended", "not ended", amid("\u202b")),
    Damage("an isolate is not ended", "not ended", before("\u2068")),
    Damage("an isolate ends twice", "never begun", after("\u2069")),
    Damage("an override", "forces the direction", lambda _e, s: f"\u202e{s}\u202c"),
    Damage("an invisible space", "nobody sees", amid("\u200b")),
    Damage("a mark of the file inside", "nobody sees", amid("\ufeff")),
    Damage("a soft hyphen", "nobody sees", swap(r"(?<=\w)(?=\w)", "\u00ad")),
    Damage("hidden letters", "nobody sees", amid("\U000e0041\U000e0042")),
    Damage("a joiner", "joins nothing", amid("\u200d")),
    Damage("a lost letter", "damaged", amid("a\ufffdo")),
    Damage("garbled letters", "damaged", amid("informaciÃ³n")),
    Damage("letters became question marks", "damaged", amid("????")),
    Damage("Arabic in Spanish", "not in the letters", lambda _e, _s: "إذا كنت في خطر فاتصل بالرقم"),
    Damage("a Cyrillic letter in a word", "only looks right", amid("аyuda")),
    Damage("a bell", "nobody can see", amid("\x07")),
    Damage("a tab", "tab", amid("\t")),
    Damage("a space begins it", "beginning", before(" ")),
    Damage("a space ends it", "at the end", after(" ")),
    Damage("a hard space ends it", "at the end", after("\u00a0")),
]

PAIRS = [
    Damage("a quotation mark without a partner", "has no partner", plain(amid("«"))),
    Damage("a bracket that nothing closes", "has no partner", plain(amid("("))),
    Damage("a bracket that nothing opens", "has no partner", plain(after(")"))),
]

SENSE = [
    Damage("most of it is lost", "much shorter", plain(long(lambda e, s: s[: len(e) // 10] + "."))),
    Damage("it stops in the middle", "stops in the middle", plain(long(half))),
    Damage("it is much too long", "much longer", plain(long(lambda _e, s: f"{s} {s} {s} {s} {s}"))),
    Damage("it is the English", "English text", plain(long(lambda e, _s: e))),
    Damage("its last sentence is English", "is English", plain(end_in_english)),
    Damage("it tells programs to be silent", "noqa", after(" # noqa")),
    Damage("it has no words", "No words", lambda e, _s: "…" if has_words(e) else None),
]

FRAME = [
    Damage("a placeholder is lost", "%s is missing", swap("%s", ""), frame=True),
    Damage("a named placeholder is renamed", "is missing", swap(r"%\(first\)s", "%(primero)s"), frame=True),
    Damage("a named placeholder loses its letter", "is missing", swap(r"%\((\w+)\)s", r"%(\1)"), frame=True),
    Damage("a place is translated", "is missing", swap(r"\{value\}", "{valor}"), frame=True),
    Damage("a place is doubled", "too often", swap(r"(\{\w+\})", r"\1 \1"), frame=True),
    Damage(
        "a lonely percent sign",
        "lonely %",
        lambda e, s: f"{s} 5 % ".rstrip() if "%s" in e else None,
        frame=True,
    ),
    Damage("a lonely brace", "lonely {", lambda e, s: f"{s} {{" if "{value}" in e else None, frame=True),
    Damage("a tag in the frame", "HTML", after("<b>"), frame=True),
    Damage("a line break in the frame", "at the end", after("\n"), frame=True),
    Damage("a heading in the frame", "would see #", before("# "), frame=True),
    Damage("a list in the frame", "would see -", before("- "), frame=True),
    Damage("stars in the frame", "would see *", plain(lambda _e, s: f"*{s}*"), frame=True),
    Damage("a backslash in the frame", "would see \\", after("\\"), frame=True),
    Damage("an entity in the frame", "would see &nbsp;", swap(r"(?<=\w) (?=\w)", "&nbsp;"), frame=True),
]

DAMAGES = [*BLOCKS, *SIGNS, *FACTS, *LETTERS, *PAIRS, *SENSE, *FRAME]
