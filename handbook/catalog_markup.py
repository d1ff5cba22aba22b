"""Compares the signs of a translation with those of the English text: links, facts, commands, bold words.

Both are parsed exactly as the pages are. Sphinx drops a translation that looks like a list or a heading, and
says nothing about a link that leads elsewhere: these rules do.
"""

from __future__ import annotations

import re
import runpy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

# What a beginning turns a text into, by the kind of block that Markdown sees.
BLOCKS = {
    "ordered_list_open": "a numbered list",
    "bullet_list_open": "a list",
    "heading_open": "a heading",
    "blockquote_open": "a quotation",
    "hr": "a line across the page",
    "fence": "a block of its own",
    "colon_fence": "a block of its own",
    "code_block": "a block of program text",
    "html_block": "HTML",
    "table_open": "a table",
    "dl_open": "a list of terms",
    "front_matter": "settings of a page",
    "myst_line_comment": "a comment that nobody sees",
    "myst_block_break": "a break",
    "myst_target": "a label",
    "footnote_reference_open": "a footnote",
}
HOLE = "\ufffc"  # stands in the visible words for a fact or a command, which are no words of this language
TARGET = re.compile(r".*<([^<>]+)>\s*", re.DOTALL)
SIGN = re.compile(r"[^\w\s]")
ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w+);")


@dataclass
class Shape:
    """What Markdown makes of a text."""

    blocks: list[str]
    parts: Counter[str] = field(default_factory=Counter)  # what must stand in both, written as in the text
    bold: int = 0
    italic: int = 0
    words: str = ""  # what readers see
    signs: str = ""  # the same without the signs that a backslash protects: here a stray sign shows
    bare_links: int = 0  # links without words


def parser(conf: Path) -> MarkdownIt:
    """Return the parser of the pages, made from the settings in conf.py."""
    settings = runpy.run_path(str(conf))
    names = {name: value for name, value in settings.items() if name.startswith("myst_")}
    config = MdParserConfig(**{name.removeprefix("myst_"): value for name, value in names.items()})
    return create_md_parser(config, RendererHTML).disable(
        "text_join"
    )  # joined, protected signs look like others


@lru_cache(maxsize=None)
def shape(markdown: MarkdownIt, text: str) -> Shape:
    """Return what Markdown makes of `text`."""
    tokens = markdown.parse(text)
    found = Shape([token.type for token in tokens if token.level == 0 and token.nesting >= 0])
    for token in tokens:
        if token.type == "html_block":
            found.parts[token.content.strip()] += 1
        children = token.children or []
        for number, child in enumerate(children):
            _take(found, child)
            if child.type == "link_open" and children[number + 1].type == "link_close":
                found.bare_links += 1
    return found


def _take(found: Shape, token: Token) -> None:
    kind, content = token.type, token.content
    if kind in ("text", "text_special"):
        found.words += content
        found.signs += content if kind == "text" else " "
        return
    if kind == "link_open":
        found.parts[
            f"](<{token.attrs['href']}>)" if token.markup == "autolink" else f"]({token.attrs['href']})"
        ] += 1
    elif kind == "myst_role":
        name = token.meta["name"]
        target = TARGET.fullmatch(content)  # words before a <target> are for translators
        found.parts[f"{{{name}}}`…<{target[1]}>`" if target else f"{{{name}}}`{content}`"] += 1
        found.words += HOLE
    elif kind == "code_inline":
        found.parts[f"`{content}`"] += 1
        found.words += HOLE
    elif kind == "image":
        found.parts[f"![…]({token.attrs['src']})"] += 1
        found.words += content
    elif kind == "footnote_ref":
        found.parts[f"[^{token.meta['label']}]"] += 1
    elif kind == "html_inline":
        found.parts[content] += 1
    elif kind == "softbreak":
        found.words += " "
    found.bold += kind == "strong_open"
    found.italic += kind == "em_open"
    found.signs += " " if kind in ("myst_role", "code_inline", "softbreak") else ""


def faults(english: Shape, shown: Shape, msgid: str, msgstr: str) -> Iterator[str]:
    """Yield what is wrong with the signs of a translation."""
    if "\n" in msgstr and "\n" not in msgid:
        yield (
            "The translation has a line break; what follows it would be lost. Write all of it as one line, "
            "without Enter."
        )
    elif shown.blocks != english.blocks:
        yield _block(shown, msgstr)
        return  # what is inside such a block says nothing
    yield from _parts(english, shown)
    yield from _emphasis(english, shown)
    yield from _stray(english, shown)
    if new := {*ENTITY.findall(msgstr)} - {*ENTITY.findall(msgid)}:
        yield f"{min(new)} stands for a character. Type the character itself."


def _block(shown: Shape, msgstr: str) -> str:
    if len(shown.blocks) > 1:
        return "These are several paragraphs; only the first would be shown. Write one paragraph."
    kind = shown.blocks[0] if shown.blocks else "reference"
    what = BLOCKS.get(kind, "something that nobody sees")
    if kind == "code_block":
        return f"Spaces at the beginning turn this into {what}; readers would get the English. Delete the spaces."
    if kind == "html_block":
        return "This is HTML; readers would get the English. Write plain text, as in the English."
    text = msgstr.lstrip()
    sign = SIGN.search(text)
    mended = (
        f"{text[: sign.start()]}\\{text[sign.start() : sign.start() + 12]}".strip() if sign else "other words"
    )
    return (
        f'The beginning "{text[:8].strip()}" turns this into {what}; readers would get the English. '
        f"Put a backslash before the sign: {mended}… (when you type into the file itself: two backslashes)"
    )


def _parts(english: Shape, shown: Shape) -> Iterator[str]:
    missing, extra = english.parts - shown.parts, shown.parts - english.parts
    for part in missing:
        if part.startswith("]("):
            yield f"The link {part[1:]} is missing. Write [your words]{part[1:]} with the address as in the English."
        else:
            yield f"{part} is missing. Copy it from the English, with all its signs."
    for part in extra:
        if part.startswith("<"):
            yield f"{part} is HTML. Take it out: write the signs of the English text instead."
        elif part in english.parts:
            yield f"{part.removeprefix(']')} stands here {shown.parts[part]} times, in the English {english.parts[part]}. Take one out."
        elif part.startswith("]("):
            yield f"A link leads to {part[2:-1]}; no link of the English does. Write the address as in the English."
        else:
            yield f"{part} is not in the English. Take it out, or write what the English has."
    if shown.bare_links > english.bare_links:
        yield "A link has no words. Write the words between its brackets: [your words](…)"


def _emphasis(english: Shape, shown: Shape) -> Iterator[str]:
    if english.bold and not shown.bold and "**" not in shown.signs:
        yield "The English has bold words, the translation has none. Put ** before and after them: **words**"
    if not english.bold and not english.italic and shown.bold:
        yield "Words are bold here and not in the English. Take out the signs ** or __"
    if not english.italic and shown.italic and not (english.bold and not shown.bold):
        yield (
            "Two signs * or _ make what is between them italic, and vanish. Take them out; if readers need "
            "the sign itself, write a backslash before each: \\*"
        )


def _stray(english: Shape, shown: Shape) -> Iterator[str]:
    for sign in ("**", "__"):
        if shown.signs.count(sign) > english.signs.count(sign):
            yield (
                f"Readers would see {sign}: it does not make words bold here. Put the signs directly at the words, "
                "two before and two after. If a comma, a stop or a bracket stands inside, move it out: "
                "**words**, not **words,** — or put a space outside."
            )
    lonely = re.compile(r"(?<![\w*])\*(?!\*)|(?<!\*)\*(?![\w*])")  # not the star of German: Teilnehmer*innen
    if len(lonely.findall(shown.signs)) > len(lonely.findall(english.signs)):
        yield "Readers would see a lonely *: its partner is missing. Add it, or write \\* for the sign itself."
    if shown.signs.count("`") > english.signs.count("`"):
        yield "Readers would see the sign `: its partner is missing. Copy such parts from the English as a whole."
    for sign in "{}｛｝":
        if shown.signs.count(sign) > english.signs.count(sign):
            yield f"Readers would see the sign {sign}: a part like {{fact}}`…` is broken. Copy it from the English."
    broken = re.compile(r"\] ?[\[(]|［[^［］]*］ ?[（(]|\] ?（")
    if len(broken.findall(shown.signs)) > len(broken.findall(english.signs)):
        yield "A link is broken, and readers would see its signs. Write it as in the English: [your words](#address)"
    if shown.signs.count("\\") > english.signs.count("\\"):
        yield "Readers would see a backslash. Take it out; it belongs only before signs such as \\* or 1\\."
