"""What Markdown makes of a text: its blocks, links, facts and words, parsed exactly as the pages are."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

HOLE = "\ufffc"  # stands in the visible words for a fact or a command, which are no words of this language
# A text that is one paragraph in any Markdown: no character begins a block, none has a meaning inside.
SIGNLESS = re.compile(r"(?![\d\s.,;?!()-])[^\x00-\x1f\x7f\x85\u2028\u2029#$%&*+/:<=>@\[\\\]^_`{|}~]+")
TITLED = re.compile(r"(.*\S)\s*<([^<>]+)>\s*", re.DOTALL)  # a role with words of its own before its target


@dataclass
class Shape:
    """What Markdown makes of a text."""

    blocks: list[str]
    parts: Counter[str] = field(default_factory=Counter)  # what must stand in both, written as in the text
    bold: int = 0
    italic: int = 0
    words: str = ""  # what readers see
    signs: str = ""  # the same without the signs that a backslash protects: here a stray character shows
    bare_links: int = 0  # links without words


def parser(conf: Path) -> MarkdownIt:
    """Return the parser of the pages, made from the settings in conf.py."""
    settings = runpy.run_path(str(conf))
    names = {name: value for name, value in settings.items() if name.startswith("myst_")}
    config = MdParserConfig(**{name.removeprefix("myst_"): value for name, value in names.items()})
    # Joined, protected signs look like others; and nobody asks how many words there are.
    return create_md_parser(config, RendererHTML).disable(["text_join", "wordcount"])


@lru_cache(maxsize=1 << 14)  # more than the English texts and one translation of them
def shape(markdown: MarkdownIt, text: str) -> Shape:
    """Return what Markdown makes of `text`."""
    if SIGNLESS.fullmatch(text):  # most texts are; parsing them takes most of the time
        return Shape(["paragraph_open"], words=text, signs=text)
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
        found.signs += content if kind == "text" or content[0] == "\\" else " "
        return
    if kind == "link_open":
        found.parts[
            f"](<{token.attrs['href']}>)" if token.markup == "autolink" else f"]({token.attrs['href']})"
        ] += 1
    elif kind == "myst_role":
        name = token.meta["name"]
        titled = TITLED.fullmatch(content)  # words before a <target> are for translators
        words, target = titled.groups() if titled else (content, content)
        if titled or name == "term":  # a term of the glossary is its own target: {term}`witness`
            found.parts[f"{{{name}}}`… <{target}>`"] += 1
            found.words += words
        else:
            found.parts[f"{{{name}}}`{content}`"] += 1
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
